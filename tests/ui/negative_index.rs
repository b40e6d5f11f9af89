// Two tokens are one place.
use bulkwrite::bulk_write;

fn main() {
    let _ = bulk_write! {
        operation: insert,
        resource: [{ type: data, module: Leads, file_id: "4150868000005379001", field_mappings: { Email: -1, Phone: - 2 } }],
    };
}
