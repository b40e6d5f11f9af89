use bulkwrite::bulk_write;

fn main() {
    let _ = bulk_write! {
        operation: insert
        ignore_empty: true
        resource: [{ type: data, module: Sales Orders, file_id: "4150868000005379001" } { type: data }],
    };
}
