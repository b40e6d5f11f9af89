//! The jobs that are read and checked.

use std::fmt::Write as _;

/// The recorded request that the CRM accepted.
pub const SAMPLE: &str = include_str!("../../bulkwrite-core/tests/data/jobs/002-postman-v2-success.json");

/// A job of so many mappings, laid out as the recorded request is.
pub fn indented(mappings: usize) -> String {
    let value: serde_json::Value = serde_json::from_str(&compact(mappings)).expect("it is JSON");
    serde_json::to_string_pretty(&value).expect("it is JSON")
}

/// A job of so many mappings, without blanks.
pub fn compact(mappings: usize) -> String {
    job(mappings, "4150868000005379001")
}

fn job(mappings: usize, file_id: &str) -> String {
    let mut job = format!(
        r#"{{"operation":"insert","ignore_empty":true,"callback":{{"url":"https://www.zoho.com/in/crm/","method":"post"}},"resource":[{{"type":"data","module":"Leads","file_id":"{file_id}","field_mappings":["#
    );
    push_mappings(&mut job, mappings);
    job.push_str("]}]}");
    job
}

fn push_mappings(job: &mut String, mappings: usize) {
    for i in 0..mappings {
        let comma = if i == 0 { "" } else { "," };
        let format = if i % 5 == 2 { r#","format":"yyyy/MM/dd""# } else { "" };
        let _ = write!(job, r#"{comma}{{"api_name":"Custom_Field_{i}","index":{i}{format}}}"#);
    }
}

/// A parent with so many children less one, each with three mappings.
pub fn resources(resources: usize) -> String {
    let mut job = r#"{"operation":"insert","ignore_empty":true,"resource":["#.to_owned();
    for i in 0..resources {
        let comma = if i == 0 { "" } else { "," };
        let file = if resources == 1 { String::new() } else { format!(r#","file_names":["File_{i}.csv"]"#) };
        let link = if i == 0 {
            r#"{"api_name":"Last_Name","index":0}"#
        } else {
            r#"{"api_name":"Parent_Id","index":0,"parent_column_index":0}"#
        };
        let _ = write!(
            job,
            r#"{comma}{{"type":"data","module":{{"api_name":"Module_{i}"}},"file_id":"4150868000005379001"{file},"field_mappings":[{link},{{"api_name":"City","index":1}},{{"api_name":"Country","index":2}}]}}"#
        );
    }
    job.push_str("]}");
    job
}

/// Ten thousand jobs, no two alike, of 1 to 20 mappings.
pub fn many() -> Vec<String> {
    (0..10_000).map(|i| job(1 + i * 7 % 20, &format!("4150868{:012}", 5_379_001 + i))).collect()
}

/// A job with ten different mistakes.
pub const TEN_MISTAKES: &str = r#"{
    "operation": "delete",
    "ignore_empty": "true",
    "callback": { "url": "http://hooks.zylker.com/bulk", "method": "get" },
    "resource": [{
        "type": "date",
        "module": "Leads",
        "file_id": "leads.zip",
        "header": true,
        "field_mappings": [
            { "api_name": "Last Name", "index": 0 },
            { "api_name": "Mobile", "index": -1 },
            { "api_name": "Lead_Source", "default_value": "Trade Show" }
        ]
    }]
}"#;

/// What every validator has to refuse, so that none is fast because it looks at nothing: part of the sample, replaced.
pub const MUST_BE_REFUSED: &[(&str, &str)] = &[
    ("\"insert\"", "\"delete\""),
    ("\"insert\"", "\"update\""),
    ("\"operation\": \"insert\",", ""),
    ("\"ignore_empty\": true", "\"ignore_empty\": \"true\""),
    ("https://www.zoho.com/in/crm/", "http://www.zoho.com/in/crm/"),
    ("\"post\"", "\"get\""),
    ("\"data\"", "\"date\""),
    ("\"file_id\": \"4150868000005379001\",", ""),
    ("4150868000005379001", "{{file_id}}"),
    ("\"Leads\"", "\"\""),
    ("\"index\": 1", "\"index\": -1"),
    ("\"index\": 1", "\"index\": \"1\""),
    ("\"Last_Name\"", "\"Last Name\""),
    ("yyyy/MM/dd", "2021/05/13"),
];
