use bulkwrite::bulk_write;

fn main() {
    let _ = bulk_write! {
        /// What the job does.
        operation: insert,
        1: 2,
        ...rest,
        [operation]: insert,
        resource: [{ type: data, module: Leads, file_id: "4150868000005379001", field_mappings: { Last-Name: 0 } }],
    };
}
