use bulkwrite::bulk_write;

fn main() {
    let _ = bulk_write! {
        operation: insert,
        resource: [type: data, module: Leads, file_id: "4150868000005379001", field_mappings: [Email: 0, Phone: -1]],
    };
}
