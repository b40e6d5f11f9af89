// The compiler itself refuses escapes that Rust does not have, and proposes raw strings and halves of surrogate pairs; what
// is meant is read all the same.
use bulkwrite::bulk_write;

fn main() {
    let _ = bulk_write! {
        "\q": "\q",
        "c\u0061llback": { "url": "https:\/\/10.0.0.7\/bulk", "method": "post" },
        "resource": [{
            "type": "data",
            "module": "Leads",
            "file_id": "4150868000005379001",
            "field_mappings": [{ "api_name": "Caf\u00e9", "default_value": { "value": "\ud83d\ude00\b \"\u0022\u00e8\u00ea\u00eb" } }]
        }]
    };
}
