//! The macro gives the answers of the JSON front end, at the same places, and never panics.

#![allow(
    clippy::single_match_else,
    clippy::format_push_string,
    clippy::semicolon_if_nothing_returned,
    clippy::unnecessary_box_returns,
    clippy::unnecessary_to_owned,
    reason = "tests are read, not tuned"
)]

mod attempts;
mod csv;
mod differential;
mod evaluate;
mod files;
mod secrets;

use std::fs;
use std::path::PathBuf;

use bulkwrite_core::{Checker, Levels, Options, Report, rules};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use proptest::prelude::*;

use crate::error::{Complaint, gather};
use crate::expand::expand;
use crate::parse::{Parsed, parse};
use crate::tokens::trees;

fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The expansion, called as `bulkwrite::bulk_write!` calls it.
fn expanded(job: &str) -> String {
    with_crate(tokens(job)).to_string()
}

fn with_crate(job: TokenStream) -> TokenStream {
    let krate = TokenTree::Ident(Ident::new("bulkwrite", Span::call_site()));
    expand(std::iter::once(krate).chain(job).collect())
}

/// What is reported under rules, each with its path and, in bytes, its place.
fn found(report: &Report, place: impl Fn(bulkwrite_core::Loc) -> (usize, usize)) -> Vec<String> {
    let found = report.diagnostics().iter().map(|found| {
        let (start, end) = place(found.loc);
        format!("{}[{}] {} at {start}..{end}: {}", found.level, found.rule.name, found.path, found.message)
    });
    found.collect()
}

fn by_json(job: &str, options: Options) -> Vec<String> {
    let report = Checker::new(options).check_json(job.as_bytes());
    found(&report, |loc| (loc.start as usize, loc.end as usize))
}

fn by_macro(job: &str, options: Options) -> Vec<String> {
    let Parsed { root, spans, complaints, .. } = parse(&trees(tokens(job)));
    let complaints: Vec<String> = complaints.iter().map(|complaint| complaint.text(&spans)).collect();
    assert_eq!(complaints, [""; 0], "{job}");
    let report = Checker::new(options).read(&root, true, |_, report| report);
    found(&report, |loc| {
        let (first, last) = spans.ends(loc);
        (first.byte_range().start, last.byte_range().end)
    })
}

fn assert_parity(name: &str, job: &str, options: Options) {
    // A placeholder is a hole in either front end only if JSON is told so.
    let options = Options { placeholders: job.contains("{{"), levels: Levels::all(), ..options };
    assert_eq!(by_macro(job, options.clone()), by_json(job, options), "{name}: {job}");
}

/// Escapes that Rust does not have: the compiler rejects them before the macro runs.
fn is_rust(job: &str) -> bool {
    !["\\/", "\\b", "\\f", "\\u"].iter().any(|escape| job.contains(escape))
}

#[test]
fn the_examples_of_every_rule_are_judged_as_their_json_is() {
    let mut compared = 0;
    for rule in rules::RULES {
        for example in rule.examples().iter().filter(|example| !example.text_only && is_rust(&example.job)) {
            let (version, metadata) = (example.version, example.metadata.clone());
            assert_parity(rule.name, &example.job, Options { version, metadata, ..Options::default() });
            compared += 1;
        }
    }
    assert!(compared > rules::RULES.len(), "only {compared} examples were compared");
}

#[test]
fn whole_jobs_are_judged_as_their_json_is() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../bulkwrite-core/tests/data/jobs");
    let mut compared = 0;
    for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let job = fs::read_to_string(&path).unwrap();
            assert_parity(&path.display().to_string(), &job, Options::default());
            compared += 1;
        }
    }
    assert!(compared >= 5, "only {compared} jobs were compared");
}

#[test]
fn a_job_without_expressions_expands_to_calls_of_constant_functions() {
    let job = r#"
        "operation": "insert", "ignore_empty": true,
        "callback": { "url": "https://www.zoho.com/in/crm/", "method": "post" },
        "resource": [{
            "type": "data", "module": "Leads", "file_id": "4150868000005379001",
            "field_mappings": [{ "api_name": "Last_Name", "index": 0 }, { "api_name": "Date_3", "index": 2, "format": "yyyy/MM/dd" }]
        }]"#;
    let expected = r#"
        bulkwrite::__private::job_callback(
            bulkwrite::__private::job_ignore_empty(
                bulkwrite::__private::job(
                    bulkwrite::__private::ApiVersion::V2,
                    bulkwrite::__private::Operation::Insert,
                    bulkwrite::__private::fixed(const { &[
                        bulkwrite::__private::mappings(
                            bulkwrite::__private::resource(
                                bulkwrite::__private::name("Leads"),
                                bulkwrite::__private::file_id("4150868000005379001")
                            ),
                            bulkwrite::__private::fixed(const { &[
                                bulkwrite::__private::column("Last_Name", 0),
                                bulkwrite::__private::format(
                                    bulkwrite::__private::column("Date_3", 2),
                                    bulkwrite::__private::pattern("yyyy/MM/dd", 3570218213530435904)
                                )
                            ] })
                        )
                    ] }), 10206653214140627132
                ),
                true
            ),
            bulkwrite::__private::callback(bulkwrite::__private::url("https://www.zoho.com/in/crm/", 16523440677576565959))
        )"#;
    assert_eq!(expanded(job), tokens(expected).to_string());
}

#[test]
fn only_what_holds_an_expression_is_made_at_run_time() {
    let job = "operation: insert, resource: [{
        type: data, module: Leads, file_id: {{ id }}, field_mappings: { Email: 0 }
    }]";
    let expected = r#"{
        fn bulk_write_hole_0() {}
        let bulk_write_hole_0 = { id };
        bulkwrite::__private::a_job_with_expressions_is_no_constant(move || {
        let bulk_write_hole_0 = bulkwrite::__private::take_file_id(bulk_write_hole_0).take();
        bulkwrite::__private::job(
            bulkwrite::__private::ApiVersion::V8,
            bulkwrite::__private::Operation::Insert,
            bulkwrite::__private::listed([
                bulkwrite::__private::mappings(
                    bulkwrite::__private::resource(bulkwrite::__private::name("Leads"), bulk_write_hole_0),
                    bulkwrite::__private::fixed(const { &[bulkwrite::__private::column("Email", 0)] })
                )
            ]),
            10206664209256909242
        )
        })
    }"#;
    assert_eq!(expanded(job), tokens(expected).to_string());
}

#[test]
fn a_wrong_job_expands_to_its_errors_and_a_value_and_keeps_its_expressions() {
    let job = "operation: insert, resource: [{
        type: data, module: Leads, file_id: {{ id }}, field_mappings: { Email: -1 }
    }]";
    let message = "a column index is negative [negative-index]\\nhelp: columns are counted from 0";
    let text = expanded(job);
    assert!(text.contains(message), "{text}");
    // Found in every edition, and at once: an import would turn the order of the errors around.
    let error = tokens("extern crate core as bulk_write_core; bulk_write_core::compile_error!").to_string();
    assert!(text.contains(&error), "{text}");
    let holes = tokens("fn bulk_write_hole_0() {} let bulk_write_hole_0 = { id };");
    assert!(text.starts_with(&format!("{{ {holes}")), "{text}");
    let value = tokens("bulkwrite::__private::no_job(10206664209256909242)");
    assert!(text.ends_with(&format!("{value} }}) }}")), "{text}");
    let typed =
        tokens("let bulk_write_hole_0 = bulkwrite::__private::take_file_id(bulk_write_hole_0).take();").to_string();
    assert!(text.contains(&typed), "{text}");
}

#[test]
fn a_broken_entry_is_one_error_and_its_neighbours_none() {
    let around = |entry: &str| {
        format!("operation: insert, resource: [{{ type: data, {entry} module: Leads, field_mappings: {{ A: 0 }} }}]")
    };
    for entry in [
        "file_id,",
        "file_id:,",
        "file_id:",
        "file_id: id.",
        "file_id: id.clone(),",
        "file_id: &id,",
        "file_id: f(x, y),",
        "file_id: crate::ID,",
        "file_id: {{}},",
        "file_id: { id },",
        "file_id: (id),",
        "file_id = \"4150868000005379001\",",
        "file_id => \"4150868000005379001\",",
        "file_id \"4150868000005379001\",",
        "fi file_id: \"4150868000005379001\",",
        "fi: file_id: \"4150868000005379001\",",
        "file_id: \"4150868000005379001\"",
        "file_id: \"4150868000005379001\";",
        "file_id: b\"4150868000005379001\",",
        "file_id: 'c',",
        "file_id: 4150868000005379001u64,",
        "file_id: \"4150868000005379001\",,",
        "file_id: \"4150868000005379001\", /// doc\n",
        "file_id: \"4150868000005379001\", +,",
        "file_id: a b c,",
    ] {
        let texts = texts(&around(entry));
        assert_eq!(texts.len(), 1, "{entry}: {texts:#?}");
    }
}

/// A job that is being typed: `|` is where the cursor is.
#[test]
fn what_is_half_typed_is_one_error() {
    const HALF: &[&str] = &[
        "o|",
        "operation: insert, res|",
        "operation: insert, resource: |",
        "operation: insert, resource: [{ t| }]",
        "operation: insert, resource: [{ type: | }]",
        "operation: insert, resource: [{ type: data, | module }]",
        "operation: insert, resource: [{ type: data, module: | }]",
        "operation: insert, resource: [{ type: data, module: Leads, f| }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id| }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: | }]",
        "operation: insert, resource: [{ type: data, module: Leads, \"file_id\": | }]",
        "operation: insert, resource: [{ type: data, module: Leads, \"file_\"| }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: {| } }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: {{| }} }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: {i| } }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: {ids.| } }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: ids.| }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: ids.first(| ) }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: crate::| }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: crate::|, field_mappings: { A: 0 } }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: crate::| field_mappings: { A: 0 } }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: ids| field_mappings: { A: 0 } }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\", field_mappings: | }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\", field_mappings: { A| } }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\", field_mappings: { A:| } }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\", field_mappings: { A: 0, B: -| } }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\", field_mappings: { A: 0, B: { | } } }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\", field_mappings: { A: 0, B: { in| } } }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\", field_mappings: { A: 0, B: { index:| } } }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\", field_mappings: { A: 0, B: { index: 1, format:| } } }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\", field_mappings: { A: 0 B| } }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\", field_mappings: [{ a| }] }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\", field_mappings: [{ api_name:| }] }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\", field_mappings: [{ api_name: | }, { api_name: B, index: 1 }] }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\", field_mappings: [{ api_name: A, | index }, { api_name: B, index: 1 }] }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\", field_mappings: [{ api_name: A, index: 0 } {| api_name: B, index: 1 }] }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\", field_mappings: { A: { default_value: {| } } } }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\", field_mappings: { A: { default_value: { v| } } } }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\", field_mappings: { A: { default_value: { value:| } } } }]",
        "operation: insert, call| resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\" }]",
        "operation: insert, callback: | resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\" }]",
        "operation: insert, callback: { u| }, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\" }]",
        "operation: insert, callback: { url: | }, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\" }]",
        "operation: insert, callback: { url: \"https://hooks.zylker.com/b\", | method }, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\" }]",
        "version: |, operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\" }]",
        "version: v| operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\" }]",
        "vers| operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\" }]",
        "operation: upd| resource: [{ type: data, module: Leads, find_by: Email, file_id: \"4150868000005379001\" }]",
        "operation: | resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\" }]",
        "operation: update, ignore_empty: true, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\", fi| }]",
        "operation: update, ignore_empty: true, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\", find_by: | }]",
        "operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\", file_names: [\"a.csv\" \"b.csv\"| ] }]",
    ];
    let mut wrong = Vec::new();
    for half in HALF {
        let texts = texts(&half.replace('|', ""));
        if texts.len() != 1 {
            wrong.push(format!("{half}\n{texts:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_expression_stands_at_the_same_place_whatever_is_wrong_around_it() {
    // An editor puts a word where the cursor is, and looks for it in what that expands to.
    let before = |job: &str| {
        let text = expanded(job);
        let end = text.find("ids .").unwrap_or_else(|| panic!("{job}: {text}"));
        text[..end].to_owned()
    };
    let right = "operation: insert, resource: [{
        type: data, module: Leads, file_id: {{ ids.x }}, field_mappings: { A: 0 } }]";
    let place = before(right);
    for (is, becomes) in [
        ("insert", "insrt"),
        ("insert,", ""),
        ("A: 0", "A"),
        ("A: 0", "A: -1"),
        ("A: 0", "A: {"),
        ("field_mappings", "fi"),
        ("module: Leads,", "module:"),
        ("module: Leads,", "module,"),
        ("module: Leads,", "+,"),
        ("ids.x", "ids."),
        ("{{ ids.x }},", "{{ ids.x }}"),
        ("file_id:", "file_id"),
    ] {
        let wrong = right.replace(is, becomes).replace("{ A: { }", "{ A: { } }");
        assert_ne!(texts(&wrong).is_empty(), is != "ids.x", "{wrong}");
        assert_eq!(before(&wrong), place, "{wrong}");
    }
    // Where no part of the job takes the expression it is kept all the same, without a type.
    for (is, becomes) in [("file_id:", "fileid:"), ("resource:", "resources:"), ("type: data", "type: {{ ids.x }}")] {
        let wrong = right.replace(is, becomes);
        assert!(before(&wrong).ends_with("let bulk_write_hole_0 = { "), "{wrong}");
    }
}

#[test]
fn an_expression_that_is_not_written_yet_has_the_type_of_its_place() {
    let job = "operation: insert, resource: [{ type: data, module: Leads, file_id: {{ }} }]";
    for part in [
        "let bulk_write_hole_0 = { bulkwrite::__private::unwritten() };",
        "let bulk_write_hole_0 = bulkwrite::__private::take_file_id(bulk_write_hole_0).take();",
    ] {
        assert!(expanded(job).contains(&tokens(part).to_string()), "{}", expanded(job));
    }
}

#[test]
fn a_placeholder_that_stands_again_is_cloned_before_it_is_moved() {
    let job = r#"operation: insert, resource: [
        { type: data, module: Leads, file_id: "{{id}}" }, { type: data, module: Contacts, file_id: "{{ id }}" }
    ]"#;
    let holes = "
        fn bulk_write_hole_0() {} fn bulk_write_variable_0() {}
        let bulk_write_variable_0 = { &id };
        let bulk_write_hole_0 = bulkwrite::__private::again(bulk_write_variable_0);
        fn bulk_write_hole_1() {}
        let bulk_write_hole_1 = { id };";
    // What clones is in the part that a constant is refused for, so that it is refused once.
    let expansion = expanded(job);
    let (before, at_run_time) = expansion.split_once("a_job_with_expressions_is_no_constant").expect("it is there");
    assert!(at_run_time.contains(&tokens(holes).to_string()) && !before.contains("let"), "{expansion}");
}

#[test]
fn what_is_wrong_with_a_value_does_not_hide_what_is_in_it() {
    for (job, messages) in [
        (
            "operation: insert, resource [{ type: data, module: Leads, file_id: \"x\" }]",
            ["expected `:` after `resource`, found `[`", "the file id `x` is not a number"].as_slice(),
        ),
        (
            "operation: insert, resource: [type: data, module: Leads, file_id: \"x\"]",
            &["an array has no keys", "the file id `x` is not a number"],
        ),
        (
            "operation: insert, resource: [{ type: data, module: Leads, file_id: \"x\", field_mappings: [A: 0, B: -1] }]",
            &["the file id `x` is not a number", "an array has no keys", "a column index is negative"],
        ),
        (
            "operation: insert, resource: [{ type: data, module: Leads, file_id: \"x\", field_mappings: [api_name: A, index: -1] }]",
            &["the file id `x` is not a number", "an array has no keys", "a column index is negative"],
        ),
        (
            "operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\", field_mappings: { Last-Name: -1 } }]",
            &["`Last-Name` has a `-`, which API names do not have", "a column index is negative"],
        ),
    ] {
        let texts = texts(job);
        assert_eq!(texts.len(), messages.len(), "{job}: {texts:#?}");
        for (text, message) in texts.iter().zip(messages) {
            assert!(text.starts_with(message), "{job}: {texts:#?}");
        }
    }
}

#[test]
fn very_many_arguments_of_a_macro_are_taken_in_quickly() {
    let argument = || TokenTree::Group(Group::new(Delimiter::None, tokens("0,")));
    let list: TokenStream = (0..100_000).map(|_| argument()).collect();
    assert_eq!(trees(list).len(), 200_000);
    let nested = (0..2_000).fold(tokens("0"), |inner, _| TokenTree::Group(Group::new(Delimiter::None, inner)).into());
    assert_eq!(trees(nested).len(), 1);
}

/// What is said of a job.
fn texts(job: &str) -> Vec<String> {
    let Parsed { root, complaints, unfinished, spans, version, .. } = parse(&trees(tokens(job)));
    let report = Checker::new(Options { version, ..Options::default() }).read(&root, true, |_, report| report);
    gather(complaints, &report, &root, &unfinished).iter().map(|complaint| complaint.text(&spans)).collect()
}

#[test]
fn the_version_that_was_taken_is_told_with_both_cures() {
    let text = |version, by_text| Complaint::no_version(version, by_text).text(&crate::tokens::Spans::default());
    assert_eq!(
        text(bulkwrite_core::ApiVersion::V2, true),
        "this job is taken for v2, as it has a `module` in quotes\nhelp: write `version: v2` first in it, or \
         `version = \"v2\"` in `bulkwrite.toml`"
    );
    assert!(
        text(bulkwrite_core::ApiVersion::V8, false)
            .starts_with("this job is taken for v8, as nothing says otherwise\n")
    );
}

#[test]
fn what_is_nested_too_deeply_is_an_error() {
    let deep =
        (0..5_000).fold(TokenStream::new(), |inner, _| TokenTree::Group(Group::new(Delimiter::Bracket, inner)).into());
    let job: TokenStream = tokens("operation: insert, resource:").into_iter().chain(deep).collect();
    assert!(with_crate(job).to_string().contains("nested too deeply"));
}

#[test]
fn very_many_mistakes_are_bounded() {
    let job = format!("operation: insert, resource: [{}]", "{ a b }, ".repeat(3_000));
    let errors = expanded(&job).matches("compile_error").count();
    assert!((50..200).contains(&errors), "{errors}");
}

/// Words that mean something to the macro, and some that do not.
const WORDS: &[&str] = &[
    "operation",
    "insert",
    "resource",
    "type",
    "data",
    "module",
    "Leads",
    "file_id",
    "\"4150868000005379001\"",
    "callback",
    "url",
    "method",
    "post",
    "\"https://a.example.com/b\"",
    "field_mappings",
    "api_name",
    "index",
    "format",
    "version",
    "v8",
    "v2.1",
    "null",
    "true",
    "\"{{x}}\"",
    "\"{{a b}}\"",
    "\"\"",
    "r#\"a\"#",
    "b\"x\"",
    "c\"x\"",
    "'c'",
    "b'c'",
    "'lifetime",
    "0",
    "1",
    "-1",
    "1.5",
    "1e400",
    "0x1F",
    "1_000u8",
    "99999999999999999999",
    "0usize",
    "1byte",
    "1e1e",
    "2isize",
    "007",
    "\"\\u{e9}\"",
    "r#type",
    "self",
    "_",
    ":",
    ":",
    ":",
    ",",
    ",",
    ",",
    "::",
    "=",
    "=>",
    "-",
    "-",
    "#",
    "!",
    "$",
    ".",
    "..",
    ";",
    "&",
    "<",
    ">",
    "|",
    "?",
    "@",
    "é",
];

fn soup() -> impl Strategy<Value = String> {
    let word = prop::sample::select(WORDS).prop_map(|word| format!(" {word} "));
    word.prop_recursive(5, 96, 12, |inner| {
        let delimiters = prop::sample::select(&[("{", "}"), ("[", "]"), ("(", ")"), ("{{", "}}")][..]);
        (delimiters, prop::collection::vec(inner, 0..12))
            .prop_map(|((open, close), inner)| format!("{open}{}{close}", inner.concat()))
    })
}

/// A right job with some of its tokens left out, doubled or replaced.
fn mutant() -> impl Strategy<Value = String> {
    const JOB: &[&str] = &[
        "operation",
        ":",
        "insert",
        ",",
        "callback",
        ":",
        "{",
        "url",
        ":",
        "\"https://a.example.com/b\"",
        ",",
        "method",
        ":",
        "post",
        "}",
        ",",
        "resource",
        ":",
        "[",
        "{",
        "type",
        ":",
        "data",
        ",",
        "module",
        ":",
        "Leads",
        ",",
        "file_id",
        ":",
        "{{",
        "id",
        "}}",
        ",",
        "field_mappings",
        ":",
        "{",
        "Email",
        ":",
        "0",
        ",",
        "Date",
        ":",
        "{",
        "index",
        ":",
        "-",
        "1",
        ",",
        "format",
        ":",
        "\"yyyy\"",
        "}",
        "}",
        "}",
        "]",
    ];
    let edit = (0..JOB.len(), 0..3, prop::sample::select(WORDS));
    prop::collection::vec(edit, 1..4).prop_map(|edits| {
        let mut words: Vec<String> = JOB.iter().map(ToString::to_string).collect();
        for (at, kind, word) in edits {
            if "{{}}[]".contains(words[at].as_str()) {
                continue; // the tokens of an invocation are always balanced
            }
            words[at] = match kind {
                0 => String::new(),
                1 => format!("{0} {0}", words[at]),
                _ => word.to_owned(),
            };
        }
        words.join(" ")
    })
}

/// The tokens, some of them in the invisible groups that `macro_rules!` makes: one of each `every`, at every depth.
fn veiled(tokens: TokenStream, every: usize) -> TokenStream {
    let veil = |(i, tree): (usize, TokenTree)| {
        let tree = match tree {
            TokenTree::Group(group) => Group::new(group.delimiter(), veiled(group.stream(), every)).into(),
            other => other,
        };
        if i % every == 0 { TokenTree::Group(Group::new(Delimiter::None, tree.into())) } else { tree }
    };
    tokens.into_iter().enumerate().map(veil).collect()
}

proptest! {
    #[test]
    fn no_soup_of_tokens_makes_it_panic(parts in prop::collection::vec(soup(), 0..16), every in 1_usize..5) {
        let text = parts.concat();
        if let Ok(tokens) = text.parse::<TokenStream>() {
            let expansion = with_crate(tokens.clone()).to_string();
            prop_assert!(expansion.contains("compile_error"), "{}", expansion);
            // What an invisible group holds is read as if it stood there itself.
            let errors = |expansion: &str| expansion.matches("compile_error").count();
            prop_assert_eq!(errors(&with_crate(veiled(tokens, every)).to_string()), errors(&expansion));
        }
    }

    #[test]
    fn no_mutant_of_a_job_makes_it_panic(text in mutant()) {
        if let Ok(tokens) = text.parse::<TokenStream>() {
            let expansion = with_crate(tokens).to_string();
            let stands_in = expansion.contains("no_job");
            prop_assert!(!expansion.is_empty() && stands_in == expansion.contains("compile_error"), "{}", expansion);
        }
    }
}
