//! Whatever the input: an answer, at places inside the text, bounded in number, without a panic.

use std::fmt::Write as _;

use bulkwrite_core::{Level, MAX_DIAGNOSTICS, Report, Verdict, check_json};

const SAMPLE: &str = include_str!("../data/jobs/002-postman-v2-success.json");

/// Checks a text and what holds for every report.
fn check(text: &[u8]) -> Report {
    let report = check_json(text);
    let shown = report.diagnostics();
    assert!(shown.len() <= MAX_DIAGNOSTICS);
    assert_eq!(report.is_truncated(), report.errors() + report.warnings() > shown.len());
    assert!(shown.is_sorted_by_key(|found| found.loc.start), "not in reading order:\n{report}");
    for found in shown {
        for loc in std::iter::once(found.loc).chain(found.related.iter().map(|related| related.loc)) {
            assert!(loc.start <= loc.end && loc.end as usize <= text.len(), "{found}: {loc:?}");
            if let Ok(text) = std::str::from_utf8(text) {
                assert!(text.get(loc.range()).is_some(), "{found}: {loc:?} splits a character");
            }
        }
        assert!(found.message.len() < 2_000, "{}", found.message);
        assert!(!found.message.contains(bulkwrite_core::is_deceptive), "{:?}", found.message);
    }
    report
}

fn names(report: &Report) -> Vec<&'static str> {
    report.diagnostics().iter().map(|found| found.rule.name).collect()
}

#[test]
fn ten_mistakes_are_ten_findings_in_reading_order() {
    let job = r#"{
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
                { "api_name": "Lead_Source", "default_value": "Trade Show" },
            ]
        }]
    }"#;
    assert_eq!(
        names(&check(job.as_bytes())),
        [
            "unknown-operation",
            "wrong-type",
            "insecure-callback",
            "unsupported-callback-method",
            "unsupported-resource-type",
            "malformed-file-id",
            "unknown-key",
            "malformed-field-name",
            "negative-index",
            "malformed-default-value",
            "invalid-json",
        ]
    );
}

#[test]
fn nesting_is_bounded() {
    for bracket in ["[", "{\"a\":", "{\"resource\":[", "{\"resource\":[{\"field_mappings\":["] {
        let report = check(bracket.repeat(100_000).as_bytes());
        assert!(names(&report).contains(&"invalid-json"), "{bracket}");
        assert!(report.diagnostics().len() <= 3, "{bracket}: {report}");
    }
}

#[test]
fn thousands_of_findings_are_counted_and_the_error_among_them_is_shown() {
    let mut job = "{\"operation\": \"insert\"".to_owned();
    for i in 0..20_000 {
        let _ = write!(job, ", \"no_such_key_{i}\": 1");
    }
    job.push('}');
    let report = check(job.as_bytes());
    assert_eq!((report.errors(), report.warnings()), (1, 20_000));
    assert!(report.diagnostics().iter().any(|found| found.level == Level::Error));
    assert_eq!(report.diagnostics().len(), MAX_DIAGNOSTICS);
}

#[test]
fn every_prefix_of_a_job_is_refused() {
    for end in 0..SAMPLE.trim_end().len() {
        let report = check(&SAMPLE.as_bytes()[..end]);
        assert_eq!(report.verdict(), Verdict::Reject, "{end}");
        assert_eq!(names(&report), ["invalid-json"], "{end}");
    }
}

#[test]
fn every_single_byte_of_a_job_may_change() {
    let mut text = SAMPLE.as_bytes().to_vec();
    for at in 0..text.len() {
        let original = text[at];
        for byte in *b"\0\t\n \"'#,-./0{}[]:\\@aZ_\x7f\x80\xc3\xff" {
            text[at] = byte;
            let report = check(&text);
            if report.verdict() == Verdict::Accept {
                let same: serde_json::Value = serde_json::from_slice(&text).expect("what is accepted is JSON");
                assert!(same.get("operation").is_some());
            }
        }
        text[at] = original;
    }
}

#[test]
fn every_single_byte_of_a_job_may_be_left_out_or_doubled() {
    for at in 0..SAMPLE.len() {
        let bytes = SAMPLE.as_bytes();
        let _ = check(&[&bytes[..at], &bytes[at + 1..]].concat());
        let _ = check(&[&bytes[..=at], &bytes[at..]].concat());
    }
}

#[test]
fn encodings_other_than_utf_8_are_named() {
    let utf16: Vec<u8> = SAMPLE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let with_mark = [&[0xff, 0xfe], utf16.as_slice()].concat();
    for text in [utf16, with_mark] {
        let report = check(&text);
        assert_eq!(names(&report), ["invalid-json"]);
        assert!(report.diagnostics()[0].message.contains("UTF-16"), "{report}");
    }
    let latin1 = SAMPLE.replace("Leads", "L\u{e9}ads").chars().map(|c| c as u8).collect::<Vec<_>>();
    assert!(names(&check(&latin1)).contains(&"invalid-json"));
}

#[test]
fn line_ends_and_a_byte_order_mark_do_no_harm() {
    assert_eq!(names(&check(SAMPLE.replace('\n', "\r\n").as_bytes())), [""; 0]);
    assert_eq!(names(&check(format!("\u{feff}{SAMPLE}").as_bytes())), ["byte-order-mark"]);
}

#[test]
fn a_large_job_is_answered_in_bounded_memory() {
    let mapping = r#"{ "api_name": "Last_Name", "index": 0 },"#;
    let many = SAMPLE.replace("\"field_mappings\": [", &format!("\"field_mappings\": [{}", mapping.repeat(50_000)));
    let report = check(many.as_bytes());
    assert_eq!(report.verdict(), Verdict::Reject);
    assert!(report.is_truncated());
    assert_eq!(check(&vec![b'['; 5_000_000]).verdict(), Verdict::Reject);
    assert_eq!(check(&vec![b' '; 5_000_000]).verdict(), Verdict::Reject);
    assert_eq!(check(format!("{{\"{}\": 1}}", "k".repeat(5_000_000)).as_bytes()).verdict(), Verdict::Reject);
}
