use bulkwrite::bulk_write;

fn main() {
    let _ = bulk_write! {
        version: v9, operation: insert, resource: [{ type: data, module: Leads, file_id: "4150868000005379001" }]
    };
    let _ = bulk_write! {
        version: 2.1, operation: insert, resource: [{ type: data, module: Leads, file_id: "4150868000005379001" }]
    };
    let _ = bulk_write! {
        version: v2.1,
        operation: insert,
        version: "v3",
        resource: [{ type: data, module: Leads, file_id: "4150868000005379001" }]
    };
}
