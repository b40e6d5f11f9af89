//! Requests and answers on record: what the CRM accepted is clean, what it refused is predicted word for word.

use std::fs;
use std::path::PathBuf;

use bulkwrite_core::{ApiVersion, Checker, Job, Options, Report, Verdict, check_json};
use serde_json::Value;

fn data(path: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(path);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn check(job: &str) -> Report {
    check_json(&data(&format!("jobs/{job}")))
}

/// `level[rule] path` for each finding.
fn found(report: &Report) -> Vec<String> {
    report.diagnostics().iter().map(|found| format!("{}[{}] {}", found.level, found.rule.name, found.path)).collect()
}

#[test]
fn the_accepted_request_is_clean() {
    let report = check("002-postman-v2-success.json");
    assert_eq!(report.verdict(), Verdict::Accept, "{report}");
}

#[test]
fn the_refused_requests_are_predicted_key_by_key() {
    for (job, answer, verdict) in [
        ("003-postman-v2-missing-file-id.json", "002-postman-v2-missing-file-id.json", Verdict::Reject),
        ("004-postman-v2-callback-http.json", "003-postman-v2-callback-http.json", Verdict::Reject),
        ("005-postman-v2-file-id-18-digits.json", "004-postman-v2-file-id-18-digits.json", Verdict::Warn),
    ] {
        let report = check(job);
        assert_eq!(report.verdict(), verdict, "{job}: {report}");
        assert_eq!(report.diagnostics().len(), 1, "{job}: {report}");
        let recorded: Value = serde_json::from_slice(&data(&format!("responses/{answer}"))).unwrap();
        let predicted = report.predicted_response().map(|answer| serde_json::to_value(answer).unwrap());
        assert_eq!(predicted, Some(recorded), "{job}");
    }
}

#[test]
fn the_template_lacks_its_file_id_only() {
    let report = check("001-postman-v2-create-template.json");
    assert_eq!(found(&report), ["error[unresolved-placeholder] resource[0].file_id"]);
}

#[test]
fn the_defects_of_the_official_samples_are_found_each_once() {
    let table: &[(&str, &[&str])] = &[
        ("006-postman-v2.1-create.json", &["error[insecure-callback] callback.url"]),
        (
            "007-docs-v7-subform-insert.json",
            &[
                "error[insecure-callback] callback.url",
                "error[malformed-field-name] resource[0].field_mappings[1].api_name",
                "error[malformed-field-name] resource[0].field_mappings[2].api_name",
            ],
        ),
        (
            "007-docs-v7-subform-insert.txt",
            &[
                "error[insecure-callback] callback.url",
                "error[invalid-json] resource[0].module",
                "error[invalid-json] resource[0].field_mappings[0]",
                "error[malformed-field-name] resource[0].field_mappings[1].api_name",
                "error[malformed-field-name] resource[0].field_mappings[2].api_name",
            ],
        ),
        ("008-docs-v7-update-callBack.json", &["warning[unknown-key] callBack"]),
        (
            "008-docs-v7-update-callBack.txt",
            &["warning[unknown-key] callBack", "error[invalid-json] resource[0].field_mappings[0].default_value"],
        ),
        ("009-docs-v7-parent-child-nested.json", &["error[nested-resource] resource[1].field_mappings[3]"]),
        ("010-oas-v8-example.json", &["error[insecure-callback] callback.url"]),
    ];
    for (job, expected) in table {
        assert_eq!(found(&check(job)), *expected, "{job}");
    }
}

/// Bodies as the vendor's SDKs and posts, and public code that runs, send them: whatever is doubtful, nothing is an error.
#[test]
fn bodies_in_use_have_no_error() {
    let table: &[(ApiVersion, &str, &[&str])] = &[
        (
            ApiVersion::V2,
            r#"{"operation":"insert","resource":[{"type":"data","module":"All_Boats","file_id":"4150868000005379001"}]}"#,
            &[],
        ),
        (
            ApiVersion::V2,
            r#"{"operation":"update","resource":[{"type":"data","module":"Deals","file_id":"4150868000005379001",
                "field_mappings":[{"api_name":"id","index":0},{"api_name":"Stage","index":1}],"find_by":"id"}]}"#,
            &["warning[blanks-overwrite] operation"],
        ),
        // A linking module by itself, both lookups found by id and tied to a parent that is not there.
        (
            ApiVersion::V3,
            r#"{"operation":"insert","ignore_empty":true,"resource":[{"type":"data","module":{"api_name":"Contacts_X_Boats"},
                "file_id":"4150868000005379001","field_mappings":[
                {"api_name":"Contacts","find_by":"id","parent_column_index":0,"index":0},
                {"api_name":"Boats","find_by":"id","parent_column_index":0,"index":1}]}]}"#,
            &[
                "warning[too-new-key] resource[0].field_mappings[0].parent_column_index",
                "warning[parent-column-index-without-parent] resource[0].field_mappings[0].parent_column_index",
                "warning[too-new-key] resource[0].field_mappings[1].parent_column_index",
                "warning[repeated-parent-column-index] resource[0].field_mappings[1].parent_column_index",
            ],
        ),
        // One column for several fields.
        (
            ApiVersion::V5,
            r#"{"operation":"upsert","ignore_empty":true,"resource":[{"type":"data","module":{"api_name":"Boats"},"find_by":"id",
                "file_id":"4150868000005379001","field_mappings":[
                {"api_name":"Layout","default_value":{"value":"4150868000001022168"}},{"api_name":"id","index":0},
                {"api_name":"Name","index":0},{"api_name":"Built","index":2,"format":"yyyy-MM-dd"},
                {"api_name":"Customer","find_by":"id","index":1}]}]}"#,
            &["warning[duplicate-index] resource[0].field_mappings[2].index"],
        ),
        // The column that ties both files fills no field of the parent.
        (
            ApiVersion::V6,
            r#"{"operation":"insert","ignore_empty":true,"resource":[{"type":"data","module":{"api_name":"Leads"},
                "file_id":"4150868000005379001","file_names":["Leads.csv"],"field_mappings":[{"api_name":"Last_Name","index":0}]},
                {"type":"data","module":{"api_name":"LeadsXProducts"},"file_id":"4150868000005379001",
                "file_names":["LeadsXProducts.csv"],"field_mappings":[{"api_name":"Products","find_by":"id","index":0},
                {"api_name":"Leads","parent_column_index":1,"index":1}]}]}"#,
            &["warning[unmapped-parent-column] resource[1].field_mappings[1].parent_column_index"],
        ),
        (
            ApiVersion::V8,
            r#"{"character_encoding":"UTF-8","operation":"upsert","ignore_empty":true,"resource":[{"type":"data",
                "module":{"api_name":"Leads"},"file_id":"4150868000005379001","file_names":["leads_1.csv"],
                "find_by":"External_Id"}]}"#,
            &[],
        ),
        (
            ApiVersion::V8,
            r#"{"callback":{"url":"https://www.example.com/callback","method":"post"},"operation":"update","ignore_empty":true,
                "resource":[{"type":"data","module":{"api_name":"leads"},"file_id":"34770616121001","find_by":"id",
                "field_mappings":[{"api_name":"Email","index":1},{"api_name":"id","index":4},
                {"api_name":"Website","default_value":{"value":"www.zoho.com"}}]}]}"#,
            &[
                "warning[callback-oddity] callback.url",
                "warning[module-scope-name] resource[0].module.api_name",
                "warning[suspicious-file-id] resource[0].file_id",
            ],
        ),
    ];
    for (version, body, expected) in table {
        let report =
            Checker::new(Options { version: Some(*version), ..Options::default() }).check_json(body.as_bytes());
        assert_eq!(found(&report), *expected, "{body}");
        assert_ne!(report.verdict(), Verdict::Reject, "{body}");
    }
}

#[test]
fn what_is_parsed_is_written_back_as_an_equal_document() {
    let text = data("jobs/002-postman-v2-success.json");
    let job = Job::from_json(&text).expect("it is on record as accepted");
    let written: Value = serde_json::from_str(&job.to_json()).unwrap();
    assert_eq!(written, serde_json::from_slice::<Value>(&text).unwrap());
    assert_eq!(serde_json::from_slice::<Job>(&text).unwrap(), job);
}
