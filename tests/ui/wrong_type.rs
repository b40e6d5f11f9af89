use bulkwrite::bulk_write;

fn main() {
    let _ = bulk_write! {
        operation: insert,
        ignore_empty: "true",
        callback: ["https://hooks.zylker.com/bulk"],
        resource: {
            type: data,
            module: Leads,
            file_id: "4150868000005379001",
        },
    };
    let _ = bulk_write! {
        operation: insert,
        resource: [{
            type: data,
            module: Leads,
            file_id: "4150868000005379001",
            field_mappings: { api_name: Email, index: 0 },
        }],
    };
}
