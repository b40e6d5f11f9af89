//! What is said of jobs that people write wrongly at first: `BLESS=1 cargo test -p bulkwrite-macros attempts` writes
//! `tests/attempts.txt` anew. The compiler is not asked, so that the words are held on any of its versions.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use super::texts;

/// What is in front of most attempts.
const JOB: &str = "version: v8, operation: insert, ";

/// An attempt; `…` stands for `JOB`, and `@` for the keys of a resource.
const ATTEMPTS: &[&str] = &[
    "…ignore_empty: True, resource: [{ @ }]",
    "…ignore_empty: yes, resource: [{ @ }]",
    "…ignore_empty: FALSE, resource: [{ @ }]",
    "…ignore_empty: 1, resource: [{ @ }]",
    "…ignore_empty: Some(true), resource: [{ @ }]",
    "…ignore_empty: skip, resource: [{ @ }]",
    "…callback: None, resource: [{ @ }]",
    "…callback: \"https://hooks.zylker.com/b\", resource: [{ @ }]",
    "…callback: { url: \"https://hooks.zylker.com/b\" }, resource: [{ @ }]",
    "…callback: { url: my_url, method: post }, resource: [{ @ }]",
    "…resource: [{ @, find_by: None }]",
    "…resource: [{ @, find_by: [Email] }]",
    "…resource: [{ @, file_names: leads.csv }]",
    "…resource: [{ @, file_names: \"leads.csv\" }]",
    "…resource: [{ @, file_names: [leads] }]",
    "…resource: [{ @, field_mappings: { Email: A } }]",
    "…resource: [{ @, field_mappings: { Email: AB } }]",
    "…resource: [{ @, field_mappings: { Email: column } }]",
    "…resource: [{ @, field_mappings: { Email: \"A\" } }]",
    "…resource: [{ @, field_mappings: { Email: Some(2) } }]",
    "…resource: [{ @, field_mappings: { Email: 2usize } }]",
    "…resource: [{ @, field_mappings: { Email: 0x02 } }]",
    "…resource: [{ @, field_mappings: { Email = 0 } }]",
    "…resource: [{ @, field_mappings: { Email => 0 } }]",
    "…resource: [{ @, field_mappings: { Email: 0 Phone: 1 } }]",
    "…resource: [{ @, field_mappings: { Email: 0; Phone: 1 } }]",
    "…resource: [{ @, field_mappings: [Last_Name, Email] }]",
    "…resource: [{ @, field_mappings: [\"Last_Name\", \"Email\"] }]",
    "…resource: [{ @, field_mappings: [(Last_Name, 0), (Email, 1)] }]",
    "…resource: [{ @, field_mappings: vec![Last_Name] }]",
    "…resource: [{ @, field_mappings: &[\"Last_Name\"] }]",
    "…resource: [{ @, field_mappings: columns }]",
    "…resource: [{ @, field_mappings: { Last Name: 0 } }]",
    "…resource: [{ @, field_mappings: { Last-Name: 0 } }]",
    "…resource: [{ @, field_mappings: { Date: { index: 1, format: yyyy-MM-dd } } }]",
    "…resource: [{ @, field_mappings: { Date: { index: 1, format: None } } }]",
    "…resource: [{ @, field_mappings: { Date: { column: 1 } } }]",
    "…resource: [{ @, field_mappings: { Source: { default_value: \"Web\" } } }]",
    "…resource: [{ @, field_mappings: { Source: { default_value: { value: source } } } }]",
    "…resource: [{ @, field_mappings: { Owner: { default_value: { value: \"4150868000000225013\", name: None } } } }]",
    "…resource: [{ @, field_mappings: { Source: { default_value: { value: \"Web\".to_string() } } } }]",
    "…resource: { @ }",
    "…resource: vec![{ @ }]",
    "…resources: [{ @ }]",
    "…resource: [Resource { @ }]",
    "…resource: [{ @, mappings: { Email: 0 } }]",
    "…resource: [{ type: data, module: Leads, file_id: file_id }]",
    "…resource: [{ type: data, module: Leads, file_id: &file_id }]",
    "…resource: [{ type: data, module: Leads, file_id: { file_id } }]",
    "…resource: [{ type: data, module: Leads, file_id: ${file_id} }]",
    "…resource: [{ type: data, module: Leads, file_id: \"{file_id}\" }]",
    "…resource: [{ type: data, module: Leads, file_id: \"{{file-id}}\" }]",
    "…resource: [{ type: data, module: Leads, file_id: 4150868000005379001 }]",
    "…resource: [{ type: data, module: Leads, file_id: 4150868000005379001u64 }]",
    "…resource: [{ type: data, module: Leads, file_id: \"leads.zip\" }]",
    "…resource: [{ type: data, module: Leads, file_id }]",
    "…resource: [{ module: Leads, file_id: \"4150868000005379001\" }]",
    "…resource: [{ type: data, module: Module::Leads, file_id: \"4150868000005379001\" }]",
    "…resource: [{ type: data, module: \"Leads\", file_id: \"4150868000005379001\" }]",
    "api_version: v8, operation: insert, resource: [{ @ }]",
    "version: 8, operation: insert, resource: [{ @ }]",
    "version: \"8\", operation: insert, resource: [{ @ }]",
    "version: v 8, operation: insert, resource: [{ @ }]",
    "version: \"\" v8 \"\", operation: insert, resource: [{ @ }]",
    "version: V8, operation: insert, resource: [{ @ }]",
    "version: {{ version }}, operation: insert, resource: [{ @ }]",
    "version: v8, operation: Insert, resource: [{ @ }]",
    "version: v8, operation: Operation::Insert, resource: [{ @ }]",
    "version: v8, operation: delete, resource: [{ @ }]",
    "version: v8, operation: update, resource: [{ @ }]",
    "version: v8; operation: insert; resource: [{ @ }];",
];

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/attempts.txt")
}

fn attempt(short: &str) -> String {
    short.replace('…', JOB).replace('@', "type: data, module: Leads, file_id: \"4150868000005379001\"")
}

#[test]
fn attempts_are_told_what_to_write() {
    let mut said = String::new();
    for short in ATTEMPTS {
        let texts = texts(&attempt(short));
        assert!(!texts.is_empty(), "nothing is said of {short}");
        assert!(texts.len() <= 3, "too much is said of {short}: {texts:#?}");
        let _ = writeln!(said, "{short}");
        for text in texts {
            let _ = writeln!(said, "    {}", text.replace('\n', "\n        "));
        }
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(path(), &said).expect("it can be written");
    }
    let before = fs::read_to_string(path()).unwrap_or_default();
    assert_eq!(said, before, "BLESS=1 accepts it");
}

#[test]
fn no_help_shows_another_notation() {
    for short in ATTEMPTS {
        for text in texts(&attempt(short)) {
            let help = text.split("help: ").nth(1).unwrap_or_default();
            for key in
                ["url", "method", "index", "api_name", "ignore_empty", "value", "resource", "operation", "find_by"]
            {
                assert!(!help.contains(&format!("\"{key}\"")), "{short}: {help}");
            }
        }
    }
}
