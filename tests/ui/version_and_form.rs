// The version says which form of `module` is right.
use bulkwrite::bulk_write;

fn main() {
    let _ = bulk_write! {
        version: v8,
        operation: insert,
        resource: [{ type: data, module: "Leads", file_id: "4150868000005379001" }]
    };
    let _ = bulk_write! {
        version: v2,
        operation: insert,
        resource: [{ type: data, module: { api_name: "Leads" }, file_id: "4150868000005379001" }]
    };
}
