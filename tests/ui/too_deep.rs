use bulkwrite::bulk_write;

fn main() {
    let _ = bulk_write! {
        operation: insert,
        resource: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]],
    };
}
