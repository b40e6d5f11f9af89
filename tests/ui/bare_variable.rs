// A bare word is a name; where no name can stand, it is meant to be a variable.
use bulkwrite::{CallbackUrl, FileId, bulk_write};

fn job(id: FileId, url: CallbackUrl, position: u8, mappings: Vec<bulkwrite::FieldMapping>) {
    let _ = bulk_write! {
        operation: insert,
        callback: { url: url, method: post },
        resource: [
            { type: data, module: Leads, file_id: id, field_mappings: { Email: position } },
            { type: data, module: Contacts, file_id: "4150868000005379001", field_mappings: mappings },
        ],
    };
}

fn main() {}
