// Written by `BLESS=1 cargo test --test types` from the table of keys in `bulkwrite-core`.
//
// The version is not a part of a job: what a key of a later version does in an earlier one, `check` says.

/** `resource[].field_mappings[].default_value` of a job. */
export interface DefaultValue {
  /** The value. */
  value: string;

  /** The name of the record that `value` is the id of, as the CRM writes it into its answers. */
  name?: string | null;

  /** The module of the record that `value` is the id of, as the CRM writes it into its answers. */
  module?: string | null;
}

/** `resource[].field_mappings` of a job. */
export interface FieldMapping {
  /** The API name of the field: `Last_Name`, not its label. */
  api_name: string;

  /** The position of the column in the CSV, counted from 0. Needed if no `default_value` fills the field. */
  index?: number | null;

  /** The pattern of the dates in the column, in the letters of Java's `SimpleDateFormat`. */
  format?: string | null;

  /** The field of the looked-up module by which the column names its record: `id` or a unique field. Needed if the field is a lookup and no `parent_column_index` names its record. */
  find_by?: string | null;

  /** What fills the field where the cell is blank, or where no column does. */
  default_value?: DefaultValue | null;

  /** The API name of the looked-up module. */
  module?: string | null;

  /** In a child of the same job, the column of the parent's CSV that this column repeats, counted from 0. Needed if the field links a child to its parent in the same job. Since v5. */
  parent_column_index?: number | null;
}

/** `resource[].module` of a job. */
export interface Module {
  /** The API name of the module: `Leads`, not its label. */
  api_name: string;

  /** The id of the module, beside its name. */
  id?: string;
}

/** `resource` of a job. */
export interface Resource {
  /** The type of the resource; there is only one. */
  type: "data";

  /** The module that the rows go to: its API name in v2, an object with it since v2.1. */
  module: string | Module;

  /** The id that the upload of the zipped CSV returned: 18 or 19 digits, in quotes. */
  file_id: string;

  /** The names of the CSV files inside the zip that belong to this resource. Needed if the zip has several CSV files. Since v5. */
  file_names?: string[];

  /** The field by which existing records are found: `id` or the API name of a unique field, which must be mapped as well. With `insert`, records that are found are skipped. Needed if the operation is `update` or `upsert`. */
  find_by?: string;

  /** Whether blank cells leave the stored value alone, for this resource. */
  ignore_empty?: boolean;

  /** Which column goes into which field. Without it the header row of the CSV names the fields. */
  field_mappings?: FieldMapping[];
}

/** `callback` of a job. */
export interface Callback {
  /** The URL that is called: https, public, on port 443 or 8443, without credentials. */
  url: string;

  /** The method of the call; there is only one. */
  method: "post";
}

/** A bulk write job. */
export interface BulkWriteJob {
  /** What is done with the rows: `insert` makes new records, `update` changes records that exist, `upsert` changes those that exist and makes the others. */
  operation: "insert" | "update" | "upsert";

  /** Whether blank cells leave the stored value alone. Without it, or with `false`, they clear it. */
  ignore_empty?: boolean;

  /** The character encoding of the CSV, as a label such as `UTF-8`. Without it the CRM finds it out. */
  character_encoding?: string;

  /** The URL that the CRM calls when the job has ended. */
  callback?: Callback;

  /** The modules and their files; parents before their children. */
  resource: Resource[];
}
