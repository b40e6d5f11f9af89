//! Cases with what is to be found in them: rule, level, row, column and count; where nothing is to be found, nothing is.

use std::fmt::Write as _;
use std::path::Path;

use bulkwrite_core::metadata::Metadata;
use bulkwrite_core::{Checker, Level, Options};
use bulkwrite_data::{DataChecker, DataReport};
use serde_json::Value;

mod support;

/// A case, ready to be checked.
struct Case {
    id: String,
    job: String,
    file: String,
    data: Vec<u8>,
    has_fields: bool,
    expected: String,
}

fn cases(file: &str) -> Vec<Case> {
    let path = format!("{}/tests/data/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(Path::new(&path)).expect("the cases are there");
    text.lines().map(case).collect()
}

fn case(line: &str) -> Case {
    let case: Value = serde_json::from_str(line).expect("a case is JSON");
    let text = |key: &str| case[key].as_str().map(str::to_owned);
    let data = if let Some(bytes) = text("bytes") {
        bytes.chars().map(|c| u8::try_from(u32::from(c)).expect("a byte")).collect()
    } else if let Some(mut start) = text("text") {
        let then = &case["then"];
        let times = then["times"].as_u64().and_then(|times| usize::try_from(times).ok());
        start.push_str(&then["byte"].as_str().unwrap_or_default().repeat(times.unwrap_or(0)));
        start.push_str(then["rest"].as_str().unwrap_or_default());
        start.into_bytes()
    } else {
        let files = case["zip"].as_object().expect("a case has data");
        let files: Vec<(String, Vec<u8>)> =
            files.iter().map(|(name, content)| (name.clone(), content_of(content))).collect();
        support::zip(&files)
    };
    Case {
        id: text("id").expect("a case has an id"),
        job: case["job"].to_string(),
        file: text("file").expect("a case has a file"),
        data,
        has_fields: case["fields"] == "leads",
        expected: text("expected").expect("a case says what is to be found"),
    }
}

fn content_of(content: &Value) -> Vec<u8> {
    if let Some(text) = content.as_str() {
        return text.chars().map(|c| u8::try_from(u32::from(c)).expect("a byte")).collect();
    }
    let mut text = content["header"].as_str().unwrap_or_default().to_owned();
    text.push('\n');
    for number in 0..content["times"].as_u64().unwrap_or(0) {
        text.push_str(&content["row"].as_str().unwrap_or_default().replace("{}", &number.to_string()));
        text.push('\n');
    }
    text.into_bytes()
}

/// What was found, as the cases write it: `rule level row column count`.
fn found(report: &DataReport) -> Vec<String> {
    let findings = report.diagnostics().iter().map(|found| {
        let place = found.data.as_ref().expect("a finding of data has a place");
        let level = if found.level == Level::Error { "E" } else { "W" };
        let row = place.row.map_or("-".to_owned(), |row| row.to_string());
        let column = place.field_index.map_or("-".to_owned(), |column| column.to_string());
        format!("{} {level} {row} {column} {}", found.rule.name, place.count)
    });
    findings.collect()
}

fn matches(expected: &str, found: &str) -> bool {
    let (expected, found): (Vec<&str>, Vec<&str>) = (expected.split(' ').collect(), found.split(' ').collect());
    expected.iter().zip(&found).all(|(expected, found)| expected == found || *expected == "any")
}

/// What is wrong with the findings of a case; nothing where they are as expected.
fn complaint(case: &Case, metadata: &Metadata) -> Option<String> {
    let options = Options::default().metadata(case.has_fields.then(|| metadata.clone()));
    let job = Checker::new(options.clone()).check_json(case.job.as_bytes());
    let report =
        DataChecker::of_json(case.job.as_bytes(), &options).check(&case.file, &case.data[..]).expect("it can be read");
    let found = found(&report);
    let mut complaint = String::new();
    if case.expected == "silent" {
        if !found.is_empty() || !job.diagnostics().is_empty() {
            let _ = write!(complaint, "expected nothing; ");
        }
    } else if case.expected == "warn-or-reject" {
        if found.is_empty() && job.diagnostics().is_empty() {
            let _ = write!(complaint, "expected something; ");
        }
    } else {
        let mut rest = found.clone();
        for expected in case.expected.split("; ") {
            match rest.iter().position(|found| matches(expected, found)) {
                Some(at) => drop(rest.remove(at)),
                None => drop(write!(complaint, "lacks {expected}; ")),
            }
        }
        for more in rest {
            let _ = write!(complaint, "also {more}; ");
        }
    }
    (!complaint.is_empty()).then(|| {
        let messages: Vec<String> =
            report.diagnostics().iter().map(|found| format!("{found} (help: {:?})", found.help)).collect();
        format!("{}: {complaint}\n  found {found:?}\n  {messages:#?}\n  job: {job}", case.id)
    })
}

fn check(file: &str, least: usize) {
    let fields =
        std::fs::read(format!("{}/tests/data/leads.json", env!("CARGO_MANIFEST_DIR"))).expect("the fields are there");
    let mut metadata = Metadata::new();
    metadata.read("Leads", &fields).expect("they are fields");
    let cases = cases(file);
    assert!(cases.len() >= least);
    let complaints: Vec<String> = cases.iter().filter_map(|case| complaint(case, &metadata)).collect();
    assert!(complaints.is_empty(), "{} of {} cases\n{}", complaints.len(), cases.len(), complaints.join("\n"));
}

#[test]
fn every_case_is_found_and_nothing_else() {
    check("cases.jsonl", 94);
}

#[test]
fn variations_are_found_and_nothing_else() {
    check("variations.jsonl", 60);
}
