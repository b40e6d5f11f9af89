use bulkwrite::bulk_write;

fn main() {
    let _ = bulk_write! {
        operation: 'i',
        ignore_empty: b't',
        resource: [{
            type: b"data",
            module: c"Leads",
            file_id: "4150868000005379001"_id,
            field_mappings: { A: 0u8, B: 0x1F, C: 1.5f32, D: -"1", E: 0b11, F: +1, G: .5 },
        }],
    };
}
