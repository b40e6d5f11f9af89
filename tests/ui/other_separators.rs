use bulkwrite::bulk_write;

fn main() {
    let _ = bulk_write! {
        operation = insert,
        ignore_empty => true;
        callback { url: "https://hooks.zylker.com/bulk", method: post },
        resource: [,{ type: data, module: Leads, file_id: "4150868000005379001",, }],
    };
}
