// There is no token to point at.
use bulkwrite::bulk_write;

fn main() {
    let _ = bulk_write! {};
}
