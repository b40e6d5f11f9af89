use bulkwrite::bulk_write;

fn main() {
    let _ = bulk_write!([{ operation: insert }]);
    let _ = bulk_write!("{}");
    let _ = bulk_write! { {{ job }} };
}
