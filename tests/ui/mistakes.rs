// The jobs of `examples/mistakes/` as code, by the names of their files: `docs/diagnostics.md` shows both side by side.
#![allow(dead_code)]
use bulkwrite::{Job, bulk_write};

fn missing_file_id() -> Job {
    bulk_write! {
        version: v8,
        operation: insert,
        resource: [{ type: data, module: Leads, field_mappings: { Last_Name: 0 } }],
    }
}

fn key_in_camel_case() -> Job {
    bulk_write! {
        version: v8,
        operation: insert,
        callBack: { url: "https://hooks.zylker.com/bulk", method: post },
        resource: [{ type: data, module: Leads, file_id: "4150868000005379001" }],
    }
}

fn index_in_quotes() -> Job {
    bulk_write! {
        version: v8,
        operation: insert,
        resource: [{ type: data, module: Leads, file_id: "4150868000005379001", field_mappings: { Last_Name: "0" } }],
    }
}

fn file_id_without_quotes() -> Job {
    bulk_write! {
        version: v8,
        operation: insert,
        resource: [{ type: data, module: Leads, file_id: 4150868000005379000 }],
    }
}

fn file_id_too_short() -> Job {
    bulk_write! {
        version: v8,
        operation: insert,
        resource: [{ type: data, module: Leads, file_id: "415086800000537900" }],
    }
}

fn placeholder_left() -> Job {
    bulk_write! {
        version: v8,
        operation: insert,
        resource: [{ type: data, module: Leads, file_id: "<file_id>" }],
    }
}

fn module_of_another_version() -> Job {
    bulk_write! {
        version: v8,
        operation: insert,
        resource: [{ type: data, module: "Leads", file_id: "4150868000005379001" }],
    }
}

fn unknown_operation() -> Job {
    bulk_write! {
        version: v8,
        operation: create,
        resource: [{ type: data, module: Leads, file_id: "4150868000005379001" }],
    }
}

fn update_without_key() -> Job {
    bulk_write! {
        version: v8,
        operation: update,
        ignore_empty: true,
        resource: [{ type: data, module: Leads, file_id: "4150868000005379001", field_mappings: { id: 0, Phone: 1 } }],
    }
}

fn blanks_overwrite() -> Job {
    bulk_write! {
        version: v8,
        operation: update,
        resource: [{
            type: data,
            module: Leads,
            file_id: "4150868000005379001",
            find_by: id,
            field_mappings: { id: 0, Phone: 1 },
        }],
    }
}

fn http_callback() -> Job {
    bulk_write! {
        version: v8,
        operation: insert,
        callback: { url: "http://hooks.zylker.com/bulk", method: post },
        resource: [{ type: data, module: Leads, file_id: "4150868000005379001" }],
    }
}

fn private_callback() -> Job {
    bulk_write! {
        version: v8,
        operation: insert,
        callback: { url: "https://10.1.2.3/bulk", method: post },
        resource: [{ type: data, module: Leads, file_id: "4150868000005379001" }],
    }
}

fn label_as_name() -> Job {
    bulk_write! {
        version: v8,
        operation: insert,
        resource: [{ type: data, module: Leads, file_id: "4150868000005379001", field_mappings: { "Last Name": 0 } }],
    }
}

fn column_mapped_twice() -> Job {
    bulk_write! {
        version: v8,
        operation: insert,
        resource: [{
            type: data,
            module: Leads,
            file_id: "4150868000005379001",
            field_mappings: { Last_Name: 0, Email: 0 },
        }],
    }
}

fn minutes_for_months() -> Job {
    bulk_write! {
        version: v8,
        operation: insert,
        resource: [{
            type: data,
            module: Leads,
            file_id: "4150868000005379001",
            field_mappings: { Last_Name: 0, Date_3: { index: 1, format: "dd/mm/yyyy" } },
        }],
    }
}

fn child_without_link() -> Job {
    bulk_write! {
        version: v8,
        operation: insert,
        resource: [
            {
                type: data,
                module: Leads,
                file_id: "4150868000005379001",
                file_names: ["Leads.csv"],
                field_mappings: { Last_Name: 0 },
            },
            {
                type: data,
                module: Leads_Visits,
                file_id: "4150868000005379001",
                file_names: ["Visits.csv"],
                field_mappings: { Parent_Id: { index: 0, find_by: id }, Place: 1 },
            },
        ],
    }
}

fn misspelt_field() -> Job {
    bulk_write! {
        version: v8,
        operation: insert,
        resource: [{
            type: data,
            module: Accounts,
            file_id: "4150868000005379001",
            field_mappings: { Account_Name: 0, Anual_Revenue: 1 },
        }],
    }
}

fn date_without_format() -> Job {
    bulk_write! {
        version: v8,
        operation: insert,
        resource: [{
            type: data,
            module: Accounts,
            file_id: "4150868000005379001",
            field_mappings: { Account_Name: 0, Contract_End: 1 },
        }],
    }
}

fn main() {}
