// As in a struct of other languages; the values are read all the same.
use bulkwrite::bulk_write;

fn main() {
    let _ = bulk_write! {
        operation "insert",
        callback { url: "http://hooks.zylker.com/bulk", method: post },
        resource [{ type: data, module: Leads, file_id "4150868000005379001", field_mappings { Email: -1 } }],
    };
}
