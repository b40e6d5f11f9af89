//! `bulkwrite convert`: between JSON, Rust and the versions of the API.
//!
//! `BLESS=1 cargo test -p bulkwrite-cli` writes the `*.rs` of the jobs in `convert/`, which the next run compiles.

#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod support;

use std::fs;

use bulkwrite::{ApiName, Checker, ColumnIndex, FileId, Format, Job, Operation, Options, VERSIONS, bulk_write, rules};
use serde_json::Value;
use support::{Scratch, fixtures, run, run_in, run_with_input};

const LEADS: Job = include!("convert/leads.rs");
const CHILDREN: Job = include!("convert/children.rs");
const BY_HAND: Job = include!("convert/by_hand.rs");

fn template() -> Job {
    let operation = Operation::Insert;
    let skip_blanks = true;
    let (callback, format) = ("https://hooks.zylker.com/a".parse().expect("a URL"), Format::from_static("yyyy-MM-dd"));
    let (module, type_, value_1st) =
        (ApiName::from_static("Leads"), ApiName::from_static("Email"), ApiName::from_static("Email"));
    let (file_id, column) = (FileId::from_static("4150868000005379001"), ColumnIndex::from_static(3));
    let source = String::from("Web");
    include!("convert/template.rs")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The job without what no `Job` keeps: nulls, which say what absence says.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(map) => map
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key.clone(), without_nulls(value)))
            .collect(),
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        value => value.clone(),
    }
}

#[test]
fn a_job_becomes_the_code_that_is_compiled_here() {
    for name in ["leads", "template", "children"] {
        let run = run(&["convert", &format!("convert/{name}.json"), "--to", "rust"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let path = fixtures().join(format!("convert/{name}.rs"));
        if std::env::var_os("BLESS").is_some() {
            fs::write(path, run.stdout).unwrap();
        } else {
            assert_eq!(fs::read_to_string(path).unwrap(), run.stdout, "BLESS=1 accepts it");
        }
    }
    for (name, job) in [("leads", LEADS), ("children", CHILDREN)] {
        let source = json(&fs::read_to_string(fixtures().join(format!("convert/{name}.json"))).unwrap());
        assert_eq!(json(&job.to_json()), without_nulls(&source));
    }
    assert!(template().check().diagnostics().is_empty(), "{}", template().check());
}

#[test]
fn code_is_read_as_the_macro_reads_it() {
    for (name, job) in [("leads", LEADS), ("children", CHILDREN), ("by_hand", BY_HAND)] {
        let run = run(&["convert", &format!("convert/{name}.rs"), "--to", "json"]);
        assert_eq!((run.stderr.as_str(), run.code), ("", 0));
        assert_eq!(without_nulls(&json(&run.stdout)), json(&job.to_json()));
    }
}

#[test]
fn placeholders_are_variables_and_back_again() {
    let source = json(&fs::read_to_string(fixtures().join("convert/template.json")).unwrap());
    let run = run(&["convert", "convert/template.rs", "--to", "json"]);
    let back = run.stdout.replace("{{skip_blanks}}", "{{skip-blanks}}").replace("{{type_}}", "{{type}}");
    let back = back.replace("{{value_1st}}", "{{1st}}").replace("{{source}}", "{{ source }}");
    assert_eq!(json(&back.replace("\"post\"", "\"{{post}}\"")), source);

    let code = "let job = bulk_write! { operation: insert, resource: [{ type: data, module: Leads,\n file_id: {{ row.id()? }} }] };";
    let run = run_with_input(&["convert", "-", "--to", "json"], code.as_bytes());
    assert_eq!(run.stderr, "note: the expression `row.id()?` becomes the placeholder `{{file_id}}`\n");
    assert_eq!(json(&run.stdout)["resource"][0]["file_id"], "{{file_id}}");
    let run = run_with_input(&["convert", "-", "--to", "rust,v2"], code.as_bytes());
    assert!(run.stdout.contains("version: v2,\n") && run.stdout.contains("file_id: {{ row.id()? }}"), "{}", run.stdout);

    // Two placeholders are two variables, whatever their names come to; one that stands twice is one.
    let files = ["{{lead-file}}", "{{lead.file}}", "{{ lead_file }}", "{{lead.file}}", "{{lead_file_2}}"];
    let resources = files.map(|file| format!(r#"{{"type":"data","module":"Leads","file_id":"{file}"}}"#)).join(",");
    let job = format!(r#"{{"operation":"insert","resource":[{resources}]}}"#);
    let run = run_with_input(&["convert", "-", "--to", "rust"], job.as_bytes());
    let written: Vec<&str> = run.stdout.lines().filter_map(|line| Some(line.split_once("file_id: ")?.1)).collect();
    let expected =
        ["{{ lead_file_3 }}", "\"{{lead_file_4}}\"", "{{ lead_file }}", "\"{{lead_file_4}}\"", "{{ lead_file_2 }}"];
    assert_eq!(written.len(), expected.len(), "{}", run.stderr);
    for (line, expected) in written.iter().zip(expected) {
        assert!(line.starts_with(expected), "{line}: {expected}");
    }

    let partly = r#"{"operation":"insert","callback":{"url":"https://{{host}}/x","method":"post"},"resource":[{"type":"data",
        "module":"Leads","file_id":"4150868000005379001"}]}"#;
    let run = run_with_input(&["convert", "-", "--to", "rust"], partly.as_bytes());
    assert_eq!((run.stdout.as_str(), run.code), ("", 1));
    assert!(run.stderr.contains("--> <stdin>:1:"), "{}", run.stderr);
}

#[test]
fn whatever_has_no_errors_goes_to_rust_and_back_unchanged() {
    let mut converted = 0;
    for rule in rules::RULES {
        for example in rule.examples() {
            let version = example.version.unwrap_or(bulkwrite::ApiVersion::V8);
            let checker = Checker::new(Options { version: Some(version), placeholders: true, ..Options::default() });
            let report = checker.check_json(example.job.as_bytes());
            let unknown = report.diagnostics().iter().any(|found| found.rule.name == "unknown-key");
            if report.errors() > 0 || unknown {
                continue;
            }
            let args = ["convert", "-", "--to", "rust", "--api-version", version.segment()];
            let code = run_with_input(&args, example.job.as_bytes());
            assert_eq!(code.code, 0, "{}\n{}", example.job, code.stderr);
            let back = run_with_input(&["convert", "-", "--to", "json"], code.stdout.as_bytes());
            assert_eq!(
                json(&back.stdout),
                json(example.job.trim_start_matches('\u{feff}')),
                "{}\n{}",
                code.stdout,
                back.stderr
            );
            converted += 1;
        }
    }
    assert!(converted > 80, "{converted}");
}

/// A job with every key of the table, each value as its example has it: none is lost on the way.
#[test]
fn every_key_goes_to_rust_and_back() {
    let job = r#"{"operation":"upsert","ignore_empty":true,"character_encoding":"UTF-8",
        "callback":{"url":"https://hooks.zylker.com/b","method":"post"},
        "resource":[{"type":"data","module":{"api_name":"Boats","id":"4150868000000002999"},"file_id":"4150868000005379001",
            "file_names":["boats.csv"],"find_by":"Name","ignore_empty":false,"field_mappings":[
                {"api_name":"Name","index":0},{"api_name":"Built","index":1,"format":"yyyy-MM-dd"},
                {"api_name":"Harbour","index":2,"find_by":"id","default_value":{"value":"4150868000000100001","name":"Ann","module":"users"},"module":"Harbours"},
                {"api_name":"Parent_Id","index":4,"parent_column_index":0}]}]}"#;
    for key in bulkwrite::keys::all() {
        assert!(job.contains(&format!("\"{}\":", key.name)), "{} is a new key: put it into this job", key.path());
    }
    let code = run_with_input(&["convert", "-", "--to", "rust", "--api-version", "v8"], job.as_bytes());
    assert_eq!(code.code, 0, "{}", code.stderr);
    let back = run_with_input(&["convert", "-", "--to", "json"], code.stdout.as_bytes());
    assert_eq!(json(&back.stdout), json(job), "{}\n{}", code.stdout, back.stderr);
}

#[test]
fn what_a_version_cannot_say_is_lost_and_told() {
    let run = run(&["convert", "convert/children.json", "--to", "v2"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let told: String = run.stderr.split_inclusive('\n').filter(|line| line.contains("lost")).collect();
    assert_eq!(
        told,
        "warning: lost: the id `4150868000000002177` of the module in resource 1: v2 takes the name alone\n\
         warning: lost: `file_names` of resource 1: it exists since v5\n\
         warning: lost: `file_names` of resource 2: it exists since v5\n\
         warning: lost: `parent_column_index` of `Account_Name`: it exists since v5\n"
    );
    let source = fs::read_to_string(fixtures().join("convert/children.json")).unwrap();
    let mut expected = source;
    for (old, new) in [
        (r#"{"api_name":"Accounts","id":"4150868000000002177"}"#, r#""Accounts""#),
        (r#"{"api_name":"Contacts"}"#, r#""Contacts""#),
        (r#""file_names":["accounts.csv"],"#, ""),
        (r#""file_names":["contacts.csv"],"#, ""),
        (r#","parent_column_index":0"#, ""),
    ] {
        expected = expected.replace(old, new);
    }
    assert_eq!(run.stdout, expected);

    let older = support::run(&["convert", "convert/children.json", "--to", "v4", "-q"]);
    assert!(older.stdout.contains(r#"{"api_name":"Accounts","id":"4150868000000002177"}"#));
    assert!(!older.stdout.contains("file_names") && older.stderr.matches("lost:").count() == 3);
}

#[test]
fn what_is_written_for_a_version_passes_check_for_it() {
    for name in ["leads", "children"] {
        let file = format!("convert/{name}.json");
        for facts in VERSIONS {
            let run = run(&["convert", &file, "--to", facts.segment]);
            assert_eq!(run.code, 0, "{}", run.stderr);
            let check = run_with_input(
                &["check", "-", "--api-version", facts.segment, "--fail-on", "error"],
                run.stdout.as_bytes(),
            );
            assert_eq!(check.code, 0, "{}", check.stdout);
            let args = ["convert", "-", "--to", "v8", "--api-version", facts.segment];
            let back = run_with_input(&args, run.stdout.as_bytes());
            let args = ["check", "-", "--api-version", "v8", "--fail-on", "error"];
            assert_eq!(run_with_input(&args, back.stdout.as_bytes()).code, 0);
        }
    }
}

#[test]
fn what_makes_no_sense_without_what_is_lost_is_not_written() {
    let source = fs::read_to_string(fixtures().join("convert/children.json")).unwrap();
    let linking = source.replace("Contacts", "Accounts_X_Contacts");
    let run = run_with_input(&["convert", "-", "--to", "v4"], linking.as_bytes());
    assert_eq!((run.stdout.as_str(), run.code), ("", 1), "{}", run.stderr);
    assert!(run.stderr.contains("error[missing-parent-column-index]"), "{}", run.stderr);
}

#[test]
fn a_key_that_no_job_has_is_lost_in_rust() {
    let job = r#"{"operation":"insert","note":1,"owner":2,"resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001"}]}"#;
    let run = run_with_input(&["convert", "-", "--to", "rust"], job.as_bytes());
    assert_eq!(run.code, 0);
    assert!(run.stderr.starts_with("warning: lost: `note`, which is no key of a job; "), "{}", run.stderr);
    assert!(!run.stdout.contains("note") && !run.stdout.contains("owner"), "{}", run.stdout);
}

#[test]
fn what_cannot_be_converted_is_told() {
    let good = "bulk_write! { operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\" }] }";
    let twice = format!("fn a() {{ {good} }} // bulk_write!\nfn b() {{ {} }}", good.replace("Leads", "Contacts"));
    for (args, text, code, told) in [
        (&[][..], "{ \"operation\": \"insert\" }", 1, "error[missing-key]: the job has no `resource`"),
        (&[], "let x = 1; // bulk_write", 2, "error: cannot read `<stdin>`: it does not call `bulk_write!`\n"),
        (&[], "bulk_write!(", 2, "error: cannot read `<stdin>:1:"),
        (
            &[],
            "bulk_write! {\n  operation insert }",
            2,
            "error: cannot read `<stdin>:2:13`: expected `:` after `operation`\n",
        ),
        (
            &[],
            "bulk_write! { operation: 0x1 }",
            2,
            "error: cannot read `<stdin>:1:26`: a number is decimal here, and has no suffix\n",
        ),
        (&[], "bulk_write! { operation: }", 2, "error: cannot read `<stdin>:1:26`: `operation` has no value\n"),
        (&[], "bulk_write! { version: v9 }", 2, "error: cannot read `<stdin>:1:24`: unknown API version `v9`"),
        (&[], "bulk_write! { operation: insert }", 1, "error[missing-key]: the job has no `resource`"),
        (&[], &twice, 2, "error: cannot read `<stdin>`: it calls `bulk_write!` 2 times: choose one with --nth\n"),
        (&["--nth", "3"], &twice, 2, "error: cannot read `<stdin>`: it calls `bulk_write!` 2 times\n"),
        (&["--nth", "2"], &twice, 0, ""),
        (&["--to", "v2,v3"], good, 2, "error: --to takes one form and one version\n"),
        (
            &[],
            r#"{"info":{},"item":[]}"#,
            2,
            "error: `<stdin>` is a Postman collection: give the body of one request\n",
        ),
    ] {
        let run = run_with_input(&[&["convert", "-", "--to", "json"], args].concat(), text.as_bytes());
        assert_eq!(run.code, code, "{text}\n{}", run.stderr);
        assert!(run.stderr.starts_with(told), "{text}\n{}", run.stderr);
        assert_eq!(run.stdout.is_empty(), code != 0, "{text}");
        assert!(code != 0 || json(&run.stdout)["resource"][0]["module"]["api_name"] == "Contacts");
    }
    let folder = Scratch::new("convert-deep", &[("deep.rs", &format!("bulk_write! {{ a: {}", "[".repeat(5_000)))]);
    assert_eq!(run_in(folder.path(), &["convert", "deep.rs", "--to", "json"]).code, 2);
    let deep = format!("bulk_write! {{ a: {}{} }}", "[".repeat(2_000), "]".repeat(2_000));
    let run = run_with_input(&["convert", "-", "--to", "json"], deep.as_bytes());
    assert!(run.stderr.ends_with("this is nested too deeply for a job\n"), "{}", run.stderr);
}
