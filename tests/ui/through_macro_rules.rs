// A mistake that a macro passes on is shown where it is written.
use bulkwrite::bulk_write;

macro_rules! insert {
    ($module:ident, $id:expr, $($field:ident = $index:expr),*) => {
        bulk_write! {
            operation: insert,
            resource: [{ type: data, module: $module, file_id: $id, field_mappings: { $($field: $index),* } }],
        }
    };
}

fn main() {
    let _ = insert!(Leads, "4150868000005379001", Email = 0, Phone = -1);
    let _ = insert!(Leads, "{}", Email = "0");
    let _ = insert!(Leads, 1 + 1, Email = 0);
}
