"""Types of jobs, so that editors complete a dict as it is written: `job: BulkWriteJob = {...}`.

The version is not a part of a job: what a key of a later version does in an earlier one, `bulkwrite.check` says.
"""

# Written by `BLESS=1 cargo test --test types` from the table of keys in `bulkwrite-core`.

from typing import Literal, TypedDict


class _DefaultValue(TypedDict):
    """`resource[].field_mappings[].default_value` of a job: what must be there."""

    value: str
    """The value."""


class DefaultValue(_DefaultValue, total=False):
    """`resource[].field_mappings[].default_value` of a job."""

    name: str | None
    """The name of the record that `value` is the id of, as the CRM writes it into its answers."""

    module: str | None
    """The module of the record that `value` is the id of, as the CRM writes it into its answers."""


class _FieldMapping(TypedDict):
    """`resource[].field_mappings` of a job: what must be there."""

    api_name: str
    """The API name of the field: `Last_Name`, not its label."""


class FieldMapping(_FieldMapping, total=False):
    """`resource[].field_mappings` of a job."""

    index: int | None
    """The position of the column in the CSV, counted from 0. Needed if no `default_value` fills the field."""

    format: str | None
    """The pattern of the dates in the column, in the letters of Java's `SimpleDateFormat`."""

    find_by: str | None
    """The field of the looked-up module by which the column names its record: `id` or a unique field. Needed if the
    field is a lookup and no `parent_column_index` names its record."""

    default_value: DefaultValue | None
    """What fills the field where the cell is blank, or where no column does."""

    module: str | None
    """The API name of the looked-up module."""

    parent_column_index: int | None
    """In a child of the same job, the column of the parent's CSV that this column repeats, counted from 0. Needed
    if the field links a child to its parent in the same job. Since v5."""


class _Module(TypedDict):
    """`resource[].module` of a job: what must be there."""

    api_name: str
    """The API name of the module: `Leads`, not its label."""


class Module(_Module, total=False):
    """`resource[].module` of a job."""

    id: str
    """The id of the module, beside its name."""


class _Resource(TypedDict):
    """`resource` of a job: what must be there."""

    type: Literal["data"]
    """The type of the resource; there is only one."""

    module: str | Module
    """The module that the rows go to: its API name in v2, an object with it since v2.1."""

    file_id: str
    """The id that the upload of the zipped CSV returned: 18 or 19 digits, in quotes."""


class Resource(_Resource, total=False):
    """`resource` of a job."""

    file_names: list[str]
    """The names of the CSV files inside the zip that belong to this resource. Needed if the zip has several CSV
    files. Since v5."""

    find_by: str
    """The field by which existing records are found: `id` or the API name of a unique field, which must be mapped
    as well. With `insert`, records that are found are skipped. Needed if the operation is `update` or `upsert`."""

    ignore_empty: bool
    """Whether blank cells leave the stored value alone, for this resource."""

    field_mappings: list[FieldMapping]
    """Which column goes into which field. Without it the header row of the CSV names the fields."""


class Callback(TypedDict):
    """`callback` of a job."""

    url: str
    """The URL that is called: https, public, on port 443 or 8443, without credentials."""

    method: Literal["post"]
    """The method of the call; there is only one."""


class _BulkWriteJob(TypedDict):
    """A bulk write job: what must be there."""

    operation: Literal["insert", "update", "upsert"]
    """What is done with the rows: `insert` makes new records, `update` changes records that exist, `upsert` changes
    those that exist and makes the others."""

    resource: list[Resource]
    """The modules and their files; parents before their children."""


class BulkWriteJob(_BulkWriteJob, total=False):
    """A bulk write job."""

    ignore_empty: bool
    """Whether blank cells leave the stored value alone. Without it, or with `false`, they clear it."""

    character_encoding: str
    """The character encoding of the CSV, as a label such as `UTF-8`. Without it the CRM finds it out."""

    callback: Callback
    """The URL that the CRM calls when the job has ended."""
