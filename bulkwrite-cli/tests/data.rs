//! `bulkwrite check job.json --data leads.csv`
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use support::{Scratch, run_in};

const JOB: &str = r#"{ "operation": "insert", "ignore_empty": true, "resource": [{ "type": "data",
    "module": { "api_name": "Leads" }, "file_id": "4150868000005379001", "field_mappings": [
    { "api_name": "Last_Name", "index": 0 }, { "api_name": "Start", "index": 1, "format": "yyyy-MM-dd" }] }] }"#;
const CSV: &str = "n,d\nBoyle,2024-02-29\nKim,n/a\nDoe,TBD\n";

#[test]
fn findings_of_data_stand_beside_those_of_the_job_in_every_format() {
    let folder = Scratch::new("data", &[("job.json", JOB), ("leads.csv", CSV)]);
    let check =
        |more: &[&str]| run_in(folder.path(), &[&["check", "job.json", "--data", "leads.csv"][..], more].concat());
    let human = check(&[]);
    assert_eq!(human.code, 1, "{}", human.stderr);
    for text in [
        "error[cell-unlike-format]: 2 of 3 cells of column 2 \"d\"",
        "leads.csv:3:5",
        "1 of 3 rows would be written; 2 would be skipped",
    ] {
        assert!(human.stdout.contains(text), "{text}\n{}", human.stdout);
    }
    assert!(check(&["--format", "concise"]).stdout.contains("leads.csv:3:5: error[cell-unlike-format]"));
    assert!(check(&["--format", "github"]).stdout.contains("::error file=leads.csv,line=3,col=5"));
    assert!(check(&["--format", "sarif"]).stdout.contains(r#""ruleId":"cell-unlike-format""#));
    let json: serde_json::Value = serde_json::from_str(&check(&["--format", "json"]).stdout).expect("a line of JSON");
    let found = &json["diagnostics"][0];
    assert_eq!(found["predicts"]["message"], "INVALID_DATA-d");
    let data = &found["data"];
    assert_eq!((&data["row"], &data["field_index"], &data["count"]), (&2.into(), &1.into(), &2.into()));
    assert_eq!(data["rows"], serde_json::json!([2, 3]));
    let silent = check(&["--no-values"]);
    assert!(!silent.stdout.contains("TBD") && silent.stdout.contains("cell-unlike-format"), "{}", silent.stdout);
}

#[test]
fn a_rule_of_data_is_configured_as_every_other() {
    let config = "[rules]\ncell-unlike-format = \"allow\"\n";
    let folder = Scratch::new("data-config", &[("job.json", JOB), ("leads.csv", CSV), ("bulkwrite.toml", config)]);
    let run = run_in(folder.path(), &["check", "job.json", "--data", "leads.csv"]);
    assert!(!run.stdout.contains("cell-unlike-format"), "{}", run.stdout);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn data_belongs_to_one_job() {
    let folder = Scratch::new("data-jobs", &[("a.json", JOB), ("b.json", JOB), ("leads.csv", CSV)]);
    let run = run_in(folder.path(), &["check", "a.json", "b.json", "--data", "leads.csv"]);
    assert_eq!((run.code, run.stderr.contains("`--data` belongs to one job")), (2, true), "{}", run.stderr);
    let run = run_in(folder.path(), &["check", "a.json", "--data", "missing.csv"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
}
