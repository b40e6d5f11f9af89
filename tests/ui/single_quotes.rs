// The compiler says what to write; what is meant is read all the same.
use bulkwrite::bulk_write;

fn main() {
    let _ = bulk_write! {
        'operation': 'inser',
        "resource": [{ "type": "data", "module": "Leads", "file_id": "4150 8680" }]
    };
}
