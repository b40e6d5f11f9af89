//! `bulkwrite check job.json --data leads.csv`
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use support::{Scratch, command, finish, run_in};

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

#[test]
fn rows_that_would_be_skipped_are_written_to_a_file() {
    let folder = Scratch::new("data-rejects", &[("job.json", JOB), ("leads.csv", CSV)]);
    let check =
        |more: &[&str]| run_in(folder.path(), &[&["check", "job.json", "--data", "leads.csv"][..], more].concat());
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap_or_default();
    let run = check(&["--rejects", "bad.csv"]);
    assert_eq!((run.code, &*read("bad.csv")), (1, "n,d\nKim,n/a\nDoe,TBD\n"), "{}", run.stderr);
    assert!(run.stderr.contains("`bad.csv` has the 2 rows of `leads.csv` that would be skipped"), "{}", run.stderr);
    assert!(!folder.path().join("bad.csv.part").exists());
    check(&["--rejects", "bad.csv", "--reasons"]);
    assert!(read("bad.csv").starts_with("n,d,STATUS,RECORD_ID,ERRORS\nKim,n/a,SKIPPED,,INVALID_DATA-d\n"));
    for (arguments, complaint) in [
        (&["--rejects", "./leads.csv"][..], "`--rejects` would write over `./leads.csv`"),
        (&["--rejects", "job.json"], "`--rejects` would write over `job.json`"),
        (&["--rejects", "-"], "`--rejects` needs the name of a file"),
        (&["--rejects", "no/such/folder.csv"], "cannot write `no/such/folder.csv`"),
    ] {
        let run = check(arguments);
        assert_eq!((run.code, run.stderr.contains(complaint)), (2, true), "{}", run.stderr);
    }
    assert_eq!((read("leads.csv"), read("job.json")), (CSV.to_owned(), JOB.to_owned()));
}

#[test]
fn a_job_or_its_data_may_come_through_standard_input() {
    let folder = Scratch::new("data-stdin", &[("job.json", JOB), ("leads.csv", CSV)]);
    let piped = |args: &[&str], input: &str| {
        std::fs::write(folder.path().join("input"), input).unwrap();
        let input = std::fs::File::open(folder.path().join("input")).unwrap();
        finish(command(args).current_dir(folder.path()).stdin(input).output().unwrap())
    };
    let run = piped(&["check", "-", "--data", "leads.csv"], JOB);
    assert!(run.stdout.contains("leads.csv:3:5") && run.code == 1, "{}{}", run.stdout, run.stderr);
    let run = piped(&["check", "job.json", "--data", "-", "--rejects", "bad.csv"], CSV);
    assert!(run.stdout.contains("<stdin>:3:5") && run.code == 1, "{}{}", run.stdout, run.stderr);
    assert_eq!(std::fs::read_to_string(folder.path().join("bad.csv")).unwrap(), "n,d\nKim,n/a\nDoe,TBD\n");
    let run = piped(&["check", "-", "--data", "-"], JOB);
    assert_eq!((run.code, run.stderr.contains("standard input is one file")), (2, true), "{}", run.stderr);
}
