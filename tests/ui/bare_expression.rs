use bulkwrite::{FileId, bulk_write};

struct Upload {
    id: FileId,
}

fn job(upload: &Upload, positions: &[u8]) {
    let _ = bulk_write! {
        operation: insert,
        ignore_empty: !positions.is_empty(),
        resource: [
            { type: data, module: Leads, file_id: upload.id.clone(), field_mappings: { Email: positions[0], Phone: 1 + 1 } },
            { type: data, module: Contacts, file_id: { upload.id }, field_mappings: { Email: (0), Phone: u8::MAX } },
            { type: data, module: format!("{}", "Deals"), file_id: &upload.id },
        ],
    };
}

fn main() {}
