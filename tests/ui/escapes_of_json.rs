// The compiler itself refuses escapes that Rust does not have; nothing is said a second time.
use bulkwrite::bulk_write;

fn main() {
    let _ = bulk_write! {
        "operation": "insert",
        "callback": { "url": "https:\/\/hooks.zylker.com\/bulk", "method": "post" },
        "resource": [{ "type": "data", "module": "Caf\u00e9", "file_id": "4150868000005379001" }]
    };
}
