use bulkwrite::{ColumnIndex, FileId, Job, bulk_write};

fn id() -> String {
    "4150868000005379001".to_owned()
}

fn read(file_id: &str, column: usize, url: String, list: &[&str]) -> Result<Job, bulkwrite::ValueError> {
    let small: i32 = 3;
    Ok(bulk_write! {
        version: v8,
        operation: {{ "insert" }},
        callback: { url: {{ url }}, method: post },
        resource: [
            { type: data, module: Leads, file_id: {{ id() }}, field_mappings: { Email: "{{column}}" } },
            { type: data, module: Contacts, file_id: {{ file_id }}, field_mappings: {{ list }} },
            { type: data, module: Cases, file_id: {{ file_id.parse()? }}, file_names: [{{ list[0] }}], field_mappings: { A: {{ small }} } },
        ],
    })
}

const FILE: FileId = FileId::from_static("4150868000005379001");

const JOB: Job = bulk_write! {
    version: v8,
    operation: insert,
    resource: [{
        type: data, module: Leads, file_id: {{ FILE }},
        field_mappings: { Email: {{ ColumnIndex::from_static(0) }}, Phone: 1 },
    }],
};

// A placeholder that stands twice is no second reason.
const TWICE: Job = bulk_write! {
    version: v8,
    operation: insert,
    resource: [
        { type: data, module: Leads, file_id: "{{FILE}}", field_mappings: { Email: 0 } },
        { type: data, module: Contacts, file_id: "{{FILE}}", field_mappings: { Email: 0 } },
    ],
};

fn main() {}
