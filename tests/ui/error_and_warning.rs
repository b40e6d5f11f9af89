// In reading order, though the compiler shows warnings last.
use bulkwrite::bulk_write;

fn main() {
    let _ = bulk_write! {
        operation: insert,
        colour: blue,
        resource: [{ type: data, module: Leads, file_id: "4150 8680" }],
    };
}
