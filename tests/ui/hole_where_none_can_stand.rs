use bulkwrite::bulk_write;

fn main() {
    let (kind, method, version) = ("data", "post", "v8");
    let _ = bulk_write! {
        operation: insert,
        callback: { url: "https://hooks.zylker.com/bulk", method: {{ method }} },
        resource: [{ type: {{ kind }}, module: Leads, file_id: "4150868000005379001" }],
    };
    let _ = bulk_write! {
        version: {{ version }},
        operation: insert,
        resource: [{ type: data, module: Leads, file_id: {{ }} }],
    };
}
