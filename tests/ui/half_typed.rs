// What is being typed is one error; the entries around it are read as ever.
use bulkwrite::{FileId, bulk_write};

struct Upload {
    id: FileId,
}

fn job(upload: &Upload) {
    let _ = bulk_write! {
        operation: insert,
        resource: [{
            type: data,
            module: Leads,
            file_id: upload.
            field_mappings: { Email: 0, Ph },
        }],
    };
    let _ = bulk_write! {
        operation: insert,
        resource: [{
            type: data,
            module: Leads,
            file_id: {{ upload. }},
            field_mappings: { Email: 0 },
        }],
    };
    let _ = bulk_write! {
        operation: insert,
        resource: [{ type: data, module: Leads, file_id: {{ }}, field_mappings: [{ api_name: }, { api_name: Phone, i }] }],
    };
}

fn main() {}
