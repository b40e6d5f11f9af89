//! Jobs that are kept in files.

use std::fs;
use std::path::PathBuf;

use bulkwrite_core::node::{Node, Value};
use bulkwrite_core::{Checker, Job, Loc, Options, json};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use proptest::prelude::*;

use super::differential::any_job;
use super::{evaluate, tokens};
use crate::file::expand_with;
use crate::options::Setup;
use crate::tokens::trees;

/// A folder of its own, which is gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("bulkwrite-macros-{}-{name}", std::process::id()));
        fs::create_dir_all(folder.join("jobs")).expect("it can be made");
        Self(folder)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).expect("it can be written");
    }

    fn expand(&self, arguments: &str) -> TokenStream {
        let krate = Ident::new("bulkwrite", Span::call_site());
        expand_with(&krate, &trees(tokens(arguments)), &Setup::of(&self.0))
    }

    /// The job that an expansion makes; it tells the compiler which file it is made of.
    fn job(&self, arguments: &str) -> Option<Job> {
        let mut expansion: Vec<TokenTree> = self.expand(arguments).into_iter().collect();
        if let [TokenTree::Group(block)] = expansion.as_slice() {
            expansion = block.stream().into_iter().collect();
        }
        let is_end = |tree: &TokenTree| matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ';');
        let end = expansion.iter().position(is_end).unwrap_or_else(|| panic!("no file is named: {arguments}"));
        let (tracked, value) = expansion.split_at(end + 1);
        let tracked: TokenStream = tracked.iter().cloned().collect();
        assert!(tracked.to_string().contains("include_bytes"), "{tracked}");
        evaluate::job(value.iter().cloned().collect())
    }

    /// The messages of an expansion.
    fn messages(&self, arguments: &str) -> Vec<String> {
        let text = self.expand(arguments).to_string();
        let messages = text.split("compile_error ! {").skip(1).map(|rest| {
            let literal = rest.split(" } ").next().unwrap_or_default().trim();
            syn::parse_str::<syn::LitStr>(literal).map_or_else(|_| literal.to_owned(), |literal| literal.value())
        });
        messages.collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const RIGHT: &str = r#"{
    "operation": "insert",
    "resource": [{ "type": "data", "module": "Leads", "file_id": "4150868000005379001",
        "field_mappings": [{ "api_name": "Last_Name", "index": 0 }] }]
}
"#;

#[test]
fn a_file_is_the_job_that_its_json_is() {
    let folder = Folder::new("right");
    folder.write("jobs/leads.json", RIGHT);
    let job = Checker::new(Options::default()).job_from_json(RIGHT.as_bytes()).ok();
    assert_eq!(folder.job("\"jobs/leads.json\""), job);
    assert!(folder.expand("\"jobs/leads.json\", version = v2,").to_string().contains("V2"));
}

#[test]
fn a_mistake_is_told_at_its_line_in_the_file() {
    let folder = Folder::new("wrong");
    folder.write("jobs/leads.json", &RIGHT.replace("\"index\": 0", "\"index\": -1"));
    let messages = folder.messages("\"jobs/leads.json\"");
    assert_eq!(messages.len(), 1, "{messages:?}");
    let expected = "a column index is negative [negative-index]\n --> jobs/leads.json:4:64\n  |\n4 |         \"field_mappings\": [{ \"api_name\": \"Last_Name\", \"index\": -1 }] }]\n  |                                                                ^^\nhelp: ";
    assert!(messages[0].starts_with(expected), "{}", messages[0]);
    folder.write("secret.env", "TOKEN=1000.8cb99dxxxxxxxxxxxxx9be93\n");
    let messages = folder.messages("\"secret.env\"");
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(messages[0].starts_with("this is not the JSON of a job") && !messages[0].contains("8cb"), "{messages:?}");
}

#[test]
fn placeholders_are_filled_by_name() {
    let folder = Folder::new("names");
    let text =
        RIGHT.replace("\"4150868000005379001\"", "\"{{lead-file}}\"").replace("\"index\": 0", "\"index\": {{column}}");
    folder.write("a.json", &text);
    let twice = text
        .replace("\"Last_Name\"", "\"{{name}}\"")
        .replace("}] }]", "}, { \"api_name\": \"{{ name }}\", \"index\": 7 }] }]");
    folder.write("twice.json", &twice);
    for (arguments, told) in [
        ("\"a.json\", lead_file = ids.next()?, column = ColumnIndex::from(3)", &[][..]),
        ("\"a.json\", lead_file = f::<A, B>(x), column = c,", &[]),
        ("\"twice.json\", lead_file = a, column = b, name = c", &[]),
        ("\"a.json\", lead_file = id", &["nothing fills the placeholder `column`\n --> a.json:4:64"]),
        (
            "\"a.json\"",
            &[
                "nothing fills the placeholder `lead-file`\n --> a.json:3:66",
                "nothing fills the placeholder `column`\n --> a.json:4:64",
            ],
        ),
        (
            "\"a.json\", lead_file = a, column = b, colour = c",
            &["the job has no placeholder `colour`\nhelp: remove it: all placeholders are filled"],
        ),
        ("\"a.json\", lead_file = a, lead_file = a, column = b", &["`lead_file` stands twice"]),
        ("\"a.json\", lead_file = , column = b", &["`lead_file` has no value", "nothing fills"]),
        ("\"a.json\", lead_file = a, colum = b", &["the job has no placeholder `colum`\nhelp: rename it to `column`"]),
        (
            "\"a.json\", lead_file = a, index = b",
            &[
                "the job has no placeholder `index`\nhelp: nothing fills `column` yet",
                "nothing fills the placeholder `column`\n --> a.json:4:64",
            ],
        ),
        (
            "\"a.json\", lead_file: a, column = b",
            &["expected `=` after `lead_file`, found `:`\nhelp: write `lead_file = …`"],
        ),
        ("\"a.json\", version = v2, lead_file: a, column: b", &["expected `=` after", "expected `=` after"]),
        ("\"a.json\", lead_file = a.map(|a, b: u8| a), column = |a, b: u8| a", &[]),
        ("\"a.json\", b(), lead_file = a", &["expected `name = expression`", "nothing fills"]),
        ("\"a.json\" lead_file = a, column = b", &["expected `,`", "nothing fills"]),
        ("\"a.json\", request = \"x\", lead_file = a, column = b", &["the file is no Postman collection"]),
        ("jobs, x = 1", &["the path of a file belongs here"]),
        ("", &["the path of a file is missing"]),
        ("\"b.json\"", &["cannot read `b.json`"]),
        ("\"../../../etc/passwd\"", &["`../../../etc/passwd` lies outside of the project"]),
        ("\"/etc/passwd\"", &["`/etc/passwd` lies outside of the project"]),
    ] {
        let messages = folder.messages(arguments);
        assert_eq!(messages.len(), told.len(), "{arguments}: {messages:#?}");
        for (message, told) in messages.iter().zip(told) {
            assert!(message.starts_with(told), "{arguments}: {messages:#?}");
        }
        let expansion = folder.expand(arguments).to_string();
        assert_eq!(expansion.contains("no_job"), !told.is_empty(), "{arguments}: {expansion}");
    }
    let expansion = folder.expand("\"twice.json\", lead_file = a, column = b, name = c ()").to_string();
    assert_eq!(expansion.matches("c ()").count(), 1, "{expansion}");
    folder.write(
        "part.json",
        &RIGHT.replace(
            "\"insert\",",
            "\"insert\", \"callback\": { \"url\": \"https://{{host}}/x\", \"method\": \"post\" },",
        ),
    );
    let messages = folder.messages("\"part.json\"");
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(messages[0].contains("part.json:2:49"), "{messages:?}");
    let messages = folder.messages("\"part.json\", host = h");
    let expected = "`host` is a part of a value, which no expression can be put into\n --> part.json:2:58";
    assert!(matches!(messages.as_slice(), [only] if only.starts_with(expected)), "{messages:?}");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_project_is_not_followed() {
    let folder = Folder::new("link");
    std::os::unix::fs::symlink("/etc/passwd", folder.0.join("jobs/leads.json")).expect("it can be made");
    let messages = folder.messages("\"jobs/leads.json\"");
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(messages[0].starts_with("`jobs/leads.json` lies outside of the project"), "{messages:?}");
}

#[test]
fn a_request_of_a_collection_is_a_job() {
    let folder = Folder::new("postman");
    let item = |name: &str, path: &str, body: &str| {
        format!(
            r#"{{"name":"{name}","request":{{"method":"POST","url":"{{{{host}}}}/crm/{path}","body":{{"mode":"raw","raw":{}}}}}}}"#,
            json_string(body)
        )
    };
    let wrong = RIGHT.replace("\"index\": 0", "\"index\": -1");
    let items = [
        item("Create", "bulk/v2/write", RIGHT),
        item("Read", "bulk/v2/read", "{}"),
        item("Wrong", "bulk/v8/write", &wrong),
    ];
    folder.write("c.json", &format!(r#"{{"info":{{}},"item":[{{"name":"Bulk","item":[{}]}}]}}"#, items.join(",\n")));
    folder.write("one.json", &items[0]);
    for arguments in ["\"c.json\", request = \"Create\"", "\"c.json\", request = \"Bulk / Create\"", "\"one.json\""] {
        let expansion = folder.expand(arguments).to_string();
        assert!(!expansion.contains("compile_error") && expansion.contains(":: V2"), "{arguments}: {expansion}");
    }
    for (arguments, told) in [
        (
            "\"c.json\"",
            "2 requests may be meant\nhelp: write `request = \"…\"` with one of `Bulk / Create`, `Bulk / Wrong`",
        ),
        (
            "\"c.json\", request = \"Delete\"",
            "the collection has no request `Delete` with a body\nhelp: there is `Bulk / Create`, `Bulk / Wrong`",
        ),
    ] {
        assert_eq!(folder.messages(arguments), [told]);
    }
    let messages = folder.messages("\"c.json\", request = \"Wrong\"");
    assert!(messages.iter().any(|message| message.contains("[negative-index]\n --> c.json:3:")), "{messages:?}");
}

/// Postman takes the comments out of a body that it knows to be JSON.
#[test]
fn a_body_may_have_comments_where_postman_takes_them_out() {
    let folder = Folder::new("comments");
    let job = Checker::new(Options::default()).job_from_json(RIGHT.as_bytes()).ok();
    let body = json_string(&format!("// nightly\n{}", RIGHT.replace("\"insert\",", "\"insert\", /* é */")));
    for (options, is_job) in [
        (r#""options":{"raw":{"language":"json"}},"#, true),
        (r#""options":{"raw":{"language":"text"}},"#, false),
        ("", false),
    ] {
        let item = format!(
            r#"{{"name":"Create","request":{{"method":"POST","url":"{{{{host}}}}/crm/bulk/v2/write","body":{{"mode":"raw",{options}"raw":{body}}}}}}}"#
        );
        folder.write("item.json", &item);
        assert_eq!(folder.job("\"item.json\""), job.clone().filter(|_| is_job), "{item}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    /// A file, and the body of a request, is the job that the JSON front end reads from it, or is refused as it is there.
    #[test]
    fn a_generated_file_is_the_job_that_its_json_is(text in any_job(), cut in prop::option::weighted(0.1, 0.0..1.0)) {
        let folder = Folder::new("generated");
        let mut text = text;
        if let Some(part) = cut {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "it is less than the length")]
            let mut end = (text.len() as f64 * part) as usize;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            text.truncate(end);
        }
        // What stands for a value to come is filled by name, and no text.
        prop_assume!(!text.contains("{{"));
        let job = Checker::new(Options::default()).job_from_json(text.as_bytes()).ok();
        folder.write("job.json", &text);
        prop_assert_eq!(&folder.job("\"job.json\""), &job, "{}", text);
        folder.write("item.json", &format!(
            r#"{{"name":"Create","request":{{"method":"POST","url":"{{{{host}}}}/crm/bulk/write","body":{{"mode":"raw","raw":{}}}}}}}"#,
            json_string(&text)
        ));
        prop_assert_eq!(folder.job("\"item.json\""), job, "{}", text);
    }
}

fn json_string(text: &str) -> String {
    json::compact(&Node::new(Loc::default(), Value::String(text.into()))).expect("it has no holes")
}
