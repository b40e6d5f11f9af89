//! Whatever compiles is the job that the JSON front end reads from the same text.

use bulkwrite_core::node::{Entry, Node, Value};
use bulkwrite_core::{ApiVersion, Checker, Job, Loc, Options, json, keys};
use proc_macro2::TokenStream;
use proptest::prelude::*;

use super::evaluate;
use super::{expanded, tokens, with_crate};

/// The job that the JSON front end makes of a text, where it must be JSON or else is read past its slips.
fn by_json(text: &str, version: Option<ApiVersion>) -> Option<Job> {
    let parsed = json::parse(text.as_bytes(), &json::Options::default());
    Checker::new(Options { version, ..Options::default() }).job(&parsed.root?).ok()
}

#[test]
fn numbers_that_are_none_in_json_are_errors_at_their_token() {
    let forms = [
        "0usize",
        "2isize",
        "1_usize",
        "1byte",
        "0e",
        "1e1e",
        "1E+",
        "1_e",
        "1e_",
        "0size",
        "1dime",
        "7u32",
        "1.5f64",
        "007",
        "00",
        "1.0e",
        "0x",
        "0x1F",
        "0b1e",
        "0o17usize",
        "4150868000005379001usize",
        "1ee",
        "1e5usize",
        "1.5e3e",
        "1__e",
    ];
    let right = "operation: insert, resource: [{ type: data, module: Leads, file_id: \"4150868000005379001\", \
                 field_mappings: { A: 0, B: { index: 1, default_value: { value: \"x\" } } } }]";
    assert!(evaluate::job(with_crate(tokens(right))).is_some());
    let mut tried = 0;
    for form in forms {
        for (is, becomes) in [
            ("A: 0", format!("A: {form}")),
            ("A: 0", format!("A: -{form}")),
            ("index: 1", format!("index: {form}")),
            ("\"4150868000005379001\"", form.to_owned()),
            ("\"x\"", form.to_owned()),
            ("A: 0", format!("{form}: 0")),
            ("operation:", format!("{form}:")),
            ("}]", format!("}}], {form}")),
            ("}]", format!("}}] {form}")),
            ("insert,", format!("insert, {form},")),
            ("insert,", format!("insert, version: {form},")),
        ] {
            let text = right.replace(is, &becomes);
            // What the lexer of this compiler refuses never gets to the macro.
            let Ok(stream) = text.parse::<TokenStream>() else { continue };
            let expansion = with_crate(stream).to_string();
            assert!(expansion.contains("compile_error"), "{text}: {expansion}");
            tried += 1;
        }
    }
    assert!(tried > 150, "{tried}");
    for form in ["1e0", "1.0", "1_0", "1.", "1E+1", "10.0e-1"] {
        let text = right.replace("index: 1", &format!("index: {form}"));
        let expansion = expanded(&text);
        assert!(!expansion.contains("no suffix") && !expansion.contains("no digits"), "{form}: {expansion}");
    }
}

#[test]
fn every_key_survives_the_expansion() {
    let text = r#"{"operation":"upsert","ignore_empty":true,"character_encoding":"UTF-8",
        "callback":{"url":"https://hooks.zylker.com/b","method":"post"},
        "resource":[{"type":"data","module":{"api_name":"Boats","id":"4150868000000002999"},"file_id":"4150868000005379001",
            "file_names":["boats.csv"],"find_by":"Name","ignore_empty":false,"field_mappings":[
                {"api_name":"Name","index":0},{"api_name":"Built","index":1,"format":"yyyy-MM-dd"},
                {"api_name":"Harbour","index":2,"find_by":"id","default_value":{"value":"4150868000000100001","name":"Ann","module":"users"},"module":"Harbours"},
                {"api_name":"Crew","default_value":{"value":{"id":"1","n":[1.50,null,true,"é\n"]}}},
                {"api_name":"Sails","index":7,"default_value":{"value":12345678901234567890123}},
                {"api_name":"Parent_Id","index":4,"parent_column_index":0}]}]}"#;
    for key in keys::all() {
        assert!(text.contains(&format!("\"{}\":", key.name)), "{} is a new key: put it into this job", key.path());
    }
    let job = by_json(text, None).expect("it is valid");
    let plain: String = text.lines().map(str::trim).collect();
    assert_eq!(job.to_json(), plain);
    let expansion = evaluate::job(with_crate(tokens(text)));
    assert_eq!(expansion.as_ref().map(Job::to_json), Some(plain));
    assert_eq!(expansion, Some(job));
}

/// A job as JSON, right or nearly so.
pub(super) fn any_job() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        12 => "[A-Z][A-Za-z_]{0,8}[a-z]".prop_map(|text| string(&text)),
        1 => any::<String>().prop_map(|text| string(&text)),
        1 => Just(string("x\u{0}\"\\\n")),
        1 => Just(node(Value::Null)),
    ];
    let number = prop_oneof![
        15 => (0_u32..90).prop_map(|number| number.to_string()),
        1 => prop::sample::select(&["-1", "1.0", "1e0", "200", "99999999999", "0.5", "-0", "1E2", "10e-1"][..]).prop_map(str::to_owned),
    ]
    .prop_map(|number| node(Value::Number(number.into())));
    let name = prop_oneof![
        3 => prop::sample::select(&["Email", "Phone", "Last_Name", "id", "Custom_1"][..]).prop_map(string),
        3 => text.clone(),
    ];
    let format = prop::sample::select(&["yyyy-MM-dd", "yyyy-MM-dd", "MM/dd/yyyy", "MM/dd/yyyy", "bad format"][..])
        .prop_map(string);
    let leaf = prop_oneof![text.clone(), number.clone(), any::<bool>().prop_map(|value| node(Value::Bool(value)))];
    let data = leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(|items| node(Value::List(items))),
            prop::collection::vec(("[a-z]{1,4}", inner), 0..3).prop_map(|entries| node(Value::Map(
                entries.into_iter().map(|(key, value)| entry(key, value)).collect()
            ))),
        ]
    });
    let maybe = |strategy: BoxedStrategy<Node<'static>>| prop::option::weighted(0.25, strategy);
    let default = (prop::option::weighted(0.9, data), maybe(text.clone().boxed()), maybe(text.clone().boxed()))
        .prop_map(|(value, name, module)| object([("value", value), ("name", name), ("module", module)]));
    let mapping = (
        name.clone(),
        prop::option::weighted(0.8, number.clone()),
        maybe(format.boxed()),
        maybe(name.clone().boxed()),
        maybe(default.boxed()),
        maybe(text.clone().boxed()),
        prop::option::weighted(0.05, number),
    )
        .prop_map(|(api_name, index, format, find_by, default, module, parent)| {
            object([
                ("api_name", Some(api_name)),
                ("index", index),
                ("format", format),
                ("find_by", find_by),
                ("default_value", default),
                ("module", module),
                ("parent_column_index", parent),
            ])
        });
    let module = (prop::sample::select(&["Leads", "Contacts", "Boats"][..]), any::<bool>())
        .prop_map(|(name, wrap)| if wrap { object([("api_name", Some(string(name)))]) } else { string(name) });
    let flag = || prop::option::of(any::<bool>().prop_map(|value| node(Value::Bool(value))));
    let resource = (
        module,
        prop::sample::select(
            &["4150868000005379001", "4150868000005379001", "111111000000541958", "4150868000005379001", "x"][..],
        )
        .prop_map(string),
        maybe(prop::collection::vec(text.clone(), 0..2).prop_map(|names| node(Value::List(names))).boxed()),
        maybe(name.boxed()),
        flag(),
        prop::option::weighted(0.9, prop::collection::vec(mapping, 0..4)),
    )
        .prop_map(|(module, file_id, file_names, find_by, ignore_empty, mappings)| {
            object([
                ("type", Some(string("data"))),
                ("module", Some(module)),
                ("file_id", Some(file_id)),
                ("file_names", file_names),
                ("find_by", find_by),
                ("ignore_empty", ignore_empty),
                ("field_mappings", mappings.map(|items| node(Value::List(items)))),
            ])
        });
    let callback = (
        prop::sample::select(&["https://hooks.zylker.com/b", "https://hooks.zylker.com/b", "https://10.0.0.7/x"][..]),
        prop::sample::select(&["post", "post", "post", "POST", "get"][..]),
    )
        .prop_map(|(url, method)| object([("url", Some(string(url))), ("method", Some(string(method)))]));
    (
        prop::sample::select(&["insert", "insert", "insert", "insert", "update", "upsert", "delete"][..]),
        flag(),
        prop::option::weighted(0.1, prop_oneof![3 => Just(string("UTF-8")), 1 => text]),
        maybe(callback.boxed()),
        prop::collection::vec(resource, 1..3),
    )
        .prop_map(|(operation, ignore_empty, encoding, callback, resources)| {
            object([
                ("operation", Some(string(operation))),
                ("ignore_empty", ignore_empty),
                ("character_encoding", encoding),
                ("callback", callback),
                ("resource", Some(node(Value::List(resources)))),
            ])
        })
        .prop_map(|tree| json::compact(&tree).expect("it has no holes"))
}

fn node(value: Value<'static>) -> Node<'static> {
    Node::new(Loc::default(), value)
}

fn string(text: &str) -> Node<'static> {
    node(Value::String(text.to_owned().into()))
}

fn entry(key: String, value: Node<'static>) -> Entry<'static> {
    Entry { key: key.into(), key_loc: Loc::default(), value }
}

fn object<const N: usize>(entries: [(&str, Option<Node<'static>>); N]) -> Node<'static> {
    let entries = entries.into_iter().filter_map(|(key, value)| Some(entry(key.to_owned(), value?)));
    node(Value::Map(entries.collect()))
}

/// How the same job is written in Rust: what of the notation is used is told by the bits.
struct Notation(u64);

impl Notation {
    fn flip(&mut self) -> bool {
        self.0 = self.0.rotate_right(1);
        self.0 & 1 == 1
    }

    fn write(&mut self, node: &Node<'_>, key: &str, is_root: bool, out: &mut String) {
        match &node.value {
            Value::String(text) => {
                // A bare module would be one of another version than one in quotes.
                let names = crate::words::NAMES.into_iter().filter(|name| *name != "module");
                let is_name = names.into_iter().any(|name| name == key) && syn::parse_str::<syn::Ident>(text).is_ok();
                if is_name && self.flip() { out.push_str(text) } else { out.push_str(&format!("{text:?}")) }
            }
            Value::List(items) if key == "field_mappings" && self.flip() && items.iter().all(is_short) => {
                out.push('{');
                for item in items {
                    let Value::Map(entries) = &item.value else { continue };
                    self.key(&entries[0].value.as_str().unwrap_or_default().to_owned(), out);
                    if entries.len() == 2 && entries[1].key == "index" && self.flip() {
                        self.write(&entries[1].value, "index", false, out);
                    } else {
                        self.entries(&entries[1..], out);
                    }
                    out.push(',');
                }
                out.push('}');
            }
            Value::List(items) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    self.write(item, key, false, out);
                    self.comma(i + 1 == items.len(), out);
                }
                out.push(']');
            }
            Value::Map(entries) if key == "module" && entries.len() == 1 && self.flip() => {
                out.push_str(entries[0].value.as_str().unwrap_or_default());
            }
            Value::Map(entries) if is_root && self.flip() => {
                let mut inner = String::new();
                self.entries(entries, &mut inner);
                out.push_str(&inner[1..inner.len() - 1]);
            }
            Value::Map(entries) => self.entries(entries, out),
            _ => out.push_str(&json::compact(node).expect("it has no holes")),
        }
    }

    fn entries(&mut self, entries: &[Entry<'_>], out: &mut String) {
        out.push('{');
        for (i, entry) in entries.iter().enumerate() {
            self.key(&entry.key, out);
            self.write(&entry.value, &entry.key, false, out);
            self.comma(i + 1 == entries.len(), out);
        }
        out.push('}');
    }

    fn key(&mut self, key: &str, out: &mut String) {
        let is_word = syn::parse_str::<syn::Ident>(key).is_ok();
        if is_word && self.flip() {
            out.push_str(key)
        } else {
            out.push_str(&format!("{key:?}"))
        }
        out.push(':');
    }

    fn comma(&mut self, last: bool, out: &mut String) {
        if !last || self.flip() {
            out.push(',');
        }
    }
}

/// Whether a mapping has a short form: it names its field by a string, and has more to say.
fn is_short(mapping: &Node<'_>) -> bool {
    match &mapping.value {
        Value::Map(entries) => {
            entries.len() > 1
                && entries[0].value.as_str().is_some_and(|name| name != "api_name" && !name.contains("{{"))
        }
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_job_is_the_same_in_either_notation(text in any_job(), bits in any::<u64>()) {
        let tree = json::parse(text.as_bytes(), &json::Options::default()).root.expect("it is JSON");
        let mut code = String::new();
        Notation(bits).write(&tree, "", true, &mut code);
        // A string may be no token of Rust: a carriage return alone, say.
        let Ok(stream) = code.parse::<TokenStream>() else { return Ok(()) };
        // A placeholder is a variable, and no text.
        if !code.contains("{{") {
            prop_assert_eq!(evaluate::job(with_crate(stream)), by_json(&text, None), "{}\n{}", code, text);
        }
    }

    #[test]
    fn whatever_compiles_of_a_mutated_job_is_what_json_says(text in any_job(), edits in prop::collection::vec((any::<usize>(), 0..4, any::<usize>()), 1..3)) {
        let Ok(stream) = text.parse::<TokenStream>() else { return Ok(()) };
        let code = mutated(stream, &edits).to_string();
        let Ok(stream) = code.parse::<TokenStream>() else { return Ok(()) };
        // A bare module fits every version, and is none in JSON.
        let is_bare = code.contains("\"module\" : insert") || code.contains("\"module\" : Leads");
        if let Some(job) = evaluate::job(with_crate(stream)) && !is_bare {
            let quoted = |code: String, word: &str| {
                let quotes = format!("\"{word}\"");
                code.replace(&quotes, word).replace(word, &quotes)
            };
            let same = by_json(&quoted(quoted(code.clone(), "insert"), "Leads"), Some(job.version()));
            prop_assert_eq!(Some(job), same, "{}", code);
        }
    }
}

/// The tokens of a job, some of them left out, doubled or replaced.
fn mutated(stream: TokenStream, edits: &[(usize, i32, usize)]) -> TokenStream {
    const OTHERS: &[&str] = &[
        "0usize",
        "1byte",
        "1e1e",
        "2isize",
        "1_usize",
        "007",
        "- 1",
        "true",
        "null",
        "\"x\"",
        ",",
        ":",
        "insert",
        "Leads",
        "[]",
        "{}",
        "1.5",
        "0x1F",
        "b\"x\"",
        "'c'",
        "1e1",
        "\"type\" : \"data\"",
        "=",
        "..",
    ];
    fn count(stream: &TokenStream) -> usize {
        let inner = |tree| match tree {
            proc_macro2::TokenTree::Group(group) => 1 + count(&group.stream()),
            _ => 1,
        };
        stream.clone().into_iter().map(inner).sum()
    }
    fn edit(stream: TokenStream, at: &mut usize, (target, kind, other): (usize, i32, usize)) -> TokenStream {
        let mut out = TokenStream::new();
        for tree in stream {
            let here = *at == target;
            *at += 1;
            let tree = match tree {
                proc_macro2::TokenTree::Group(group) => {
                    let inner = edit(group.stream(), at, (target, kind, other));
                    proc_macro2::Group::new(group.delimiter(), inner).into()
                }
                other => other,
            };
            match (here, kind) {
                (true, 0) => {}
                (true, 1) => out.extend([tree.clone(), tree]),
                (true, 2) => {
                    out.extend([tree]);
                    out.extend(tokens(OTHERS[other % OTHERS.len()]));
                }
                (true, _) => out.extend(tokens(OTHERS[other % OTHERS.len()])),
                _ => out.extend([tree]),
            }
        }
        out
    }
    edits.iter().fold(stream, |stream, &(at, kind, other)| {
        let target = at % count(&stream).max(1);
        edit(stream, &mut 0, (target, kind, other))
    })
}
