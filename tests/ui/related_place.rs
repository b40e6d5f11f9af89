// The other place is told by its line.
use bulkwrite::bulk_write;

fn main() {
    let _ = bulk_write! {
        operation: insert,
        resource: [{
            type: data,
            module: Leads,
            file_id: "4150868000005379001",
            type: data,
        }],
    };
}
