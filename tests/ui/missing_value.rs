use bulkwrite::bulk_write;

fn main() {
    let _ = bulk_write! {
        operation,
        ignore_empty:,
        character_encoding:
        resource: [{ type: data, module: Leads, "file_id" }],
        callback:
    };
}
