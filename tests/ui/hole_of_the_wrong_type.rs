// The compiler's own errors, on the user's own expressions.
use bulkwrite::{Resource, bulk_write};

fn job(id: String, position: u16, resources: Vec<Resource>) {
    let _ = bulk_write! {
        operation: {{ "insert" }},
        ignore_empty: {{ 1 }},
        callback: { url: {{ "https://hooks.zylker.com/bulk" }}, method: post },
        resource: [
            { type: data, module: Leads, file_id: {{ id }}, field_mappings: { Email: {{ position }}, Phone: {{ -1 }} } },
            {{ resources }},
        ],
    };
}

fn main() {}
