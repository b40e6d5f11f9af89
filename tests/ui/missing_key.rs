// The job itself is pointed at where it begins, an object over several lines by its brace, one on a single line as a whole.
use bulkwrite::bulk_write;

fn main() {
    let _ = bulk_write! {
        ignore_empty: true,
        resource: [{
            type: data,
            module: Leads,
            field_mappings: [{ api_name: Email }, { index: 1 }],
        }],
    };
}
