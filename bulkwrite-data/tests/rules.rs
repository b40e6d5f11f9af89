//! Every rule is documented by small files that are checked here, and is known wherever rules are named.
#![allow(
    clippy::format_collect,
    clippy::match_same_arms,
    clippy::similar_names,
    clippy::unwrap_used,
    reason = "a test may be plain"
)]

use std::collections::BTreeSet;

use bulkwrite_core::metadata::Metadata;
use bulkwrite_core::{Group, Options, Rule, rules as core_rules};
use bulkwrite_data::{DataChecker, rules};
use serde_json::{Value, json};

mod support;

/// The fields that the examples know.
const FIELDS: &str = r#"{ "fields": [
{ "api_name": "id", "field_label": "Record Id", "data_type": "bigint", "length": 18, "operation_type": { "api_create": false, "api_update": false } },
{ "api_name": "Last_Name", "field_label": "Last Name", "data_type": "text", "length": 80, "system_mandatory": true },
{ "api_name": "Company", "field_label": "Company", "data_type": "text", "length": 200 },
{ "api_name": "City", "field_label": "City", "data_type": "text", "length": 100 },
{ "api_name": "Description", "field_label": "Description", "data_type": "textarea", "length": 32000 },
{ "api_name": "Twitter", "field_label": "Twitter", "data_type": "text", "length": 50 },
{ "api_name": "External", "field_label": "External", "data_type": "text", "length": 255 },
{ "api_name": "Email", "field_label": "Email", "data_type": "email", "length": 100, "unique": { "case_sensitive": false } },
{ "api_name": "Phone", "field_label": "Phone", "data_type": "phone", "length": 30 },
{ "api_name": "Website", "field_label": "Website", "data_type": "website", "length": 255 },
{ "api_name": "Annual_Revenue", "field_label": "Annual Revenue", "data_type": "currency", "length": 16, "decimal_place": 2 },
{ "api_name": "Email_Opt_Out", "field_label": "Email Opt Out", "data_type": "boolean" },
{ "api_name": "Date_of_Birth", "field_label": "Date of Birth", "data_type": "date" },
{ "api_name": "Lead_Source", "field_label": "Lead Source", "data_type": "picklist", "length": 120,
  "pick_list_values": [{ "display_value": "Trade Show" }, { "display_value": "Partner" }] },
{ "api_name": "Interests", "field_label": "Interests", "data_type": "multiselectpicklist",
  "pick_list_values": [{ "display_value": "Sailing" }, { "display_value": "Chess" }] }
] }"#;

/// An example of a rule's documentation: a job, and its data.
struct Example {
    job: Value,
    name: String,
    data: Vec<u8>,
}

/// The examples under a heading.
///
/// A block marked `csv` is a file, one marked `zip` a file in a ZIP on each line. The words behind say what the job does with it: the fields
/// of its columns in order (`-` for one that no mapping takes, `Field@pattern` for a format), or `auto` for none; the operation; `find_by=`,
/// `encoding=`, `file=` (a name in `file_names`), `name=` (of the file); `blanks` for blanks that count; `25001x` repeats the last line, `26000000b` adds
/// so many bytes to it.
fn examples(rule: &Rule, heading: &str) -> Vec<Example> {
    let text = rule.section(heading).unwrap_or_default();
    let mut lines = text.lines();
    let mut examples = Vec::new();
    while let Some(marks) = lines.find_map(|line| line.strip_prefix("```")) {
        let code: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        examples.push(example(marks, &code));
    }
    examples
}

fn example(marks: &str, code: &[&str]) -> Example {
    let mut words = marks.split(' ');
    let is_zip = words.next() == Some("zip");
    let (mut operation, mut ignore_empty, mut name) = ("insert", true, if is_zip { "leads.zip" } else { "leads.csv" });
    let (mut times, mut mappings, mut index) = (1, Some(Vec::new()), 0);
    let (mut wide, mut parents, mut bytes) = (false, false, 0);
    let mut resource = json!({ "type": "data", "module": { "api_name": "Leads" }, "file_id": "4150868000005379001" });
    let mut encoding = None;
    for word in words {
        match word.split_once('=') {
            Some(("find_by", key)) => resource["find_by"] = key.into(),
            Some(("encoding", label)) => encoding = Some(label),
            Some(("file", file)) => resource["file_names"] = json!([file]),
            Some((_, file)) => name = file,
            None => match word {
                "insert" | "update" | "upsert" => operation = word,
                "ignore_empty" => {}
                "blanks" => ignore_empty = false,
                "auto" => mappings = None,
                "wide" => wide = true,
                "parents" => parents = true,
                "children" => {}
                "-" => index += 1,
                word if word.ends_with('b') && word.starts_with(|c: char| c.is_ascii_digit()) => {
                    bytes = word.trim_end_matches('b').parse().expect("a number");
                }
                word if word.bytes().next().is_some_and(|byte| byte.is_ascii_digit()) => {
                    times = word.trim_end_matches('x').parse().expect("a number");
                }
                word => {
                    let (field, pattern) =
                        word.split_once('@').map_or((word, None), |(field, pattern)| (field, Some(pattern)));
                    let mut mapping = json!({ "api_name": field, "index": index });
                    if let Some(pattern) = pattern {
                        mapping["format"] = pattern.replace('_', " ").into();
                    }
                    mappings.as_mut().expect("no field beside `auto`").push(mapping);
                    index += 1;
                }
            },
        }
    }
    if operation == "update" {
        resource["find_by"] = "id".into();
    }
    if let Some(mappings) = mappings {
        resource["field_mappings"] = mappings.into();
    }
    let mut job = json!({ "operation": operation, "ignore_empty": ignore_empty, "resource": [resource] });
    if let Some(label) = encoding {
        job["character_encoding"] = label.into();
    }
    if parents {
        let id = "4150868000005379001";
        job["resource"] = json!([
            { "type": "data", "module": { "api_name": "Leads" }, "file_id": id, "file_names": ["p.csv"],
              "field_mappings": [{ "api_name": "External", "index": 0 }, { "api_name": "Last_Name", "index": 1 }] },
            { "type": "data", "module": { "api_name": "Addresses" }, "file_id": id, "file_names": ["c.csv"],
              "field_mappings": [{ "api_name": "Parent_Id", "index": 0, "parent_column_index": 0 }, { "api_name": "City", "index": 1 }] }
        ]);
    }
    let data = if wide {
        let header: Vec<String> =
            std::iter::once("Last_Name".to_owned()).chain((0..200).map(|column| format!("c{column}"))).collect();
        format!("{}\nBoyle{}\n", header.join(","), ",".repeat(200)).into_bytes()
    } else if parents && (code.is_empty() || times > 1) {
        let children: String = (0..times).map(|number| format!("x1,City {number}\n")).collect();
        support::zip(&[
            ("p.csv".to_owned(), b"External,Last_Name\nx1,Boyle\n".to_vec()),
            ("c.csv".to_owned(), format!("Parent_Id,City\n{children}").into_bytes()),
        ])
    } else if is_zip {
        let files =
            code.iter().filter_map(|line| line.split_once(": ").map(|(name, text)| (name.to_owned(), unescaped(text))));
        support::zip(&files.collect::<Vec<_>>())
    } else {
        let mut lines: Vec<Vec<u8>> = code.iter().map(|line| unescaped(line)).collect();
        let last = lines.pop().unwrap_or_default();
        let mut last = last;
        last.extend(std::iter::repeat_n(b'x', bytes));
        lines.extend(std::iter::repeat_n(last, times));
        let mut data = lines.join(&b'\n');
        data.push(b'\n');
        data
    };
    Example { job, name: name.to_owned(), data }
}

/// A text with `\t`, `\r`, `\n`, `\xfc` and `\u{200b}` as what they stand for; any other backslash stands for itself.
fn unescaped(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        let after = &rest[at + 1..];
        let known =
            [("t", b'\t'), ("r", b'\r'), ("n", b'\n')].into_iter().find(|(letter, _)| after.starts_with(letter));
        if let Some((letter, byte)) = known {
            out.push(byte);
            rest = &after[letter.len()..];
        } else if let Some(hex) = after.strip_prefix('x').and_then(|hex| hex.get(..2)) {
            out.push(u8::from_str_radix(hex, 16).expect("two hexadecimal digits"));
            rest = &after[3..];
        } else if let Some((hex, behind)) = after.strip_prefix("u{").and_then(|hex| hex.split_once('}')) {
            let c = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).expect("a character");
            out.extend_from_slice(c.to_string().as_bytes());
            rest = behind;
        } else {
            out.push(b'\\');
            rest = after;
        }
    }
    out.extend_from_slice(rest.as_bytes());
    out
}

fn found(example: &Example) -> BTreeSet<&'static str> {
    let mut metadata = Metadata::new();
    metadata.read("Leads", FIELDS.as_bytes()).expect("they are fields");
    let options = Options::default().metadata(metadata);
    let checker = DataChecker::of_json(example.job.to_string().as_bytes(), &options);
    let report = checker.check(&example.name, &example.data[..]).expect("it can be read");
    report.diagnostics().iter().map(|found| found.rule.name).collect()
}

#[test]
fn an_incorrect_example_has_its_own_mistake_and_no_other() {
    for rule in rules::RULES {
        let examples = examples(rule, "Incorrect");
        assert!(!examples.is_empty(), "{}", rule.name);
        for example in examples {
            let text = String::from_utf8_lossy(&example.data[..example.data.len().min(200)]).into_owned();
            assert_eq!(found(&example), BTreeSet::from([rule.name]), "{} {}\n{text}", rule.name, example.job);
        }
    }
}

#[test]
fn a_correct_example_is_clean() {
    for rule in rules::RULES {
        let examples = examples(rule, "Correct");
        assert!(!examples.is_empty(), "{}", rule.name);
        for example in examples {
            assert_eq!(found(&example), BTreeSet::new(), "{} {}", rule.name, example.job);
        }
    }
}

#[test]
fn every_rule_is_documented_and_known_to_whoever_configures_rules() {
    for rule in rules::RULES {
        for heading in ["What it does", "Why it matters", "Incorrect", "Correct", "Reference"] {
            assert!(rule.section(heading).is_some_and(|text| !text.is_empty()), "{}: {heading}", rule.name);
        }
        assert!(rule.summary().starts_with("Finds "), "{}", rule.name);
        assert_eq!(rule.group, Group::Data, "{}", rule.name);
        // A level is set by name: `duplicate-key` is one of JSON and one of data, and both have it.
        let is_known = core_rules::ELSEWHERE.contains(&rule.name) != core_rules::find(rule.name).is_some();
        assert!(is_known, "core's `rules::ELSEWHERE` lacks {}", rule.name);
    }
}

#[test]
fn the_registry_has_every_rule_that_the_folder_has() {
    let folder = format!("{}/src/rules", env!("CARGO_MANIFEST_DIR"));
    let source = std::fs::read_to_string(format!("{folder}/mod.rs")).expect("the list of rules is there");
    let named: Vec<&str> = source.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let names: BTreeSet<String> = rules::RULES.iter().map(|rule| rule.name.replace('-', "_")).collect();
    assert_eq!(names, named.iter().map(|name| (*name).to_owned()).collect());
    for name in named {
        assert!(std::path::Path::new(&format!("{folder}/{name}.rs")).exists(), "{name}");
    }
}
