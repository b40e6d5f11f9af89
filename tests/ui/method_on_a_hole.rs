// As the compiler itself proposes for a variable that is moved; and what needs no proposal, a variable named twice.
use bulkwrite::{FileId, bulk_write};

fn job(file_id: FileId, other: String) {
    let _ = bulk_write! {
        operation: insert,
        resource: [
            { type: data, module: Leads, file_id: "{{file_id}}".clone() },
            { type: data, module: Contacts, file_id: {{ file_id }}.clone() },
            { type: data, module: Deals, file_id: {{ file_id }} {{ file_id }} },
        ],
    };
    let _ = bulk_write! {
        operation: insert,
        resource: [
            { type: data, module: Leads, file_id: "{{other}}" },
            { type: data, module: Contacts, file_id: "{{other}}" },
        ],
    };
}

fn main() {}
