//! The types of a job in other languages are those of core's table of keys. `BLESS=1 cargo test --test types` writes them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use bulkwrite_core::keys::{Key, Kind, Need, Owner};

#[test]
fn the_types_for_python_are_those_of_the_keys() {
    current("bindings/python/python/bulkwrite/types.py", &python());
}

#[test]
fn the_types_for_javascript_are_those_of_the_keys() {
    current("bindings/js/lib/job.ts", &typescript());
}

fn current(path: &str, expected: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&file, expected).expect("the file is writable");
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(found, expected, "{path} is not what the keys say: run `BLESS=1 cargo test --test types`");
}

const PYTHON_HEAD: &str = r#""""Types of jobs, so that editors complete a dict as it is written: `job: BulkWriteJob = {...}`.

The version is not a part of a job: what a key of a later version does in an earlier one, `bulkwrite.check` says.
"""

# Written by `BLESS=1 cargo test --test types` from the table of keys in `bulkwrite-core`.

from typing import Literal, TypedDict
"#;

fn python() -> String {
    let mut out = PYTHON_HEAD.to_owned();
    // A type stands below those that it names.
    for owner in Owner::ALL.into_iter().rev() {
        let name = class(owner);
        let always = |key: &&Key| key.need == Need::Always;
        let (needed, others): (Vec<_>, Vec<_>) = owner.keys().iter().partition(always);
        // `NotRequired` is younger than Python 3.10.
        let base = if others.is_empty() { name.to_owned() } else { format!("_{name}") };
        let _ = write!(
            out,
            "\n\nclass {base}(TypedDict):\n    \"\"\"{}.\"\"\"\n",
            doc(owner, if others.is_empty() { "" } else { "what must be there" })
        );
        for key in needed {
            python_key(&mut out, key);
        }
        if !others.is_empty() {
            let _ = write!(out, "\n\nclass {name}({base}, total=False):\n    \"\"\"{}.\"\"\"\n", doc(owner, ""));
            for key in others {
                python_key(&mut out, key);
            }
        }
    }
    out
}

const TYPESCRIPT_HEAD: &str = "\
// Written by `BLESS=1 cargo test --test types` from the table of keys in `bulkwrite-core`.
//
// The version is not a part of a job: what a key of a later version does in an earlier one, `check` says.
";

fn typescript() -> String {
    let mut out = TYPESCRIPT_HEAD.to_owned();
    for owner in Owner::ALL.into_iter().rev() {
        let _ = write!(out, "\n/** {}. */\nexport interface {} {{\n", doc(owner, ""), class(owner));
        for (i, key) in owner.keys().iter().enumerate() {
            let gap = if i == 0 { "" } else { "\n" };
            let optional = if key.need == Need::Always { "" } else { "?" };
            let _ = write!(out, "{gap}  /** {} */\n  {}{optional}: {};\n", words(key), key.name, typescript_kind(key));
        }
        out.push_str("}\n");
    }
    out
}

fn typescript_kind(key: &Key) -> String {
    let kind = match key.kind {
        Kind::Text if !key.values.is_empty() => {
            key.values.iter().map(|value| format!("\"{value}\"")).collect::<Vec<_>>().join(" | ")
        }
        Kind::Text => "string".to_owned(),
        Kind::Boolean => "boolean".to_owned(),
        Kind::Column => "number".to_owned(),
        Kind::Texts => "string[]".to_owned(),
        Kind::Object(owner) => class(owner).to_owned(),
        Kind::Objects(owner) => format!("{}[]", class(owner)),
        Kind::TextOrObject(owner) => format!("string | {}", class(owner)),
        _ => unreachable!("a kind without a type: {:?}", key.kind),
    };
    if key.nullable { format!("{kind} | null") } else { kind }
}

fn python_key(out: &mut String, key: &Key) {
    let kind = match key.kind {
        Kind::Text if !key.values.is_empty() => {
            format!("Literal[{}]", key.values.iter().map(|value| format!("\"{value}\"")).collect::<Vec<_>>().join(", "))
        }
        Kind::Text => "str".to_owned(),
        Kind::Boolean => "bool".to_owned(),
        Kind::Column => "int".to_owned(),
        Kind::Texts => "list[str]".to_owned(),
        Kind::Object(owner) => class(owner).to_owned(),
        Kind::Objects(owner) => format!("list[{}]", class(owner)),
        Kind::TextOrObject(owner) => format!("str | {}", class(owner)),
        _ => unreachable!("a kind without a type: {:?}", key.kind),
    };
    let kind = if key.nullable { format!("{kind} | None") } else { kind };
    let _ = write!(out, "\n    {}: {kind}\n{}", key.name, docstring(&words(key)));
}

/// What a key is, when it is needed, and since when it is there.
fn words(key: &Key) -> String {
    let mut text = key.doc.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Need::If(when) = key.need {
        let _ = write!(text, " Needed if {when}.");
    }
    if let Some(since) = key.since {
        let _ = write!(text, " Since {since}.");
    }
    text
}

/// A text as a docstring of a member, wrapped.
fn docstring(text: &str) -> String {
    let mut lines = vec![String::from("    \"\"\"")];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is one");
        let is_first = line.trim_start() == "\"\"\"" || line.trim().is_empty();
        if !is_first && line.len() + 1 + word.len() > 116 {
            lines.push(format!("    {word}"));
        } else {
            let blank = if is_first { "" } else { " " };
            let _ = write!(line, "{blank}{word}");
        }
    }
    lines.join("\n") + "\"\"\"\n"
}

fn doc(owner: Owner, more: &str) -> String {
    let text = match owner.within() {
        None => "A bulk write job".to_owned(),
        Some(key) => format!("`{}` of a job", key.path()),
    };
    if more.is_empty() { text } else { format!("{text}: {more}") }
}

fn class(owner: Owner) -> &'static str {
    match owner {
        Owner::Job => "BulkWriteJob",
        Owner::Callback => "Callback",
        Owner::Resource => "Resource",
        Owner::Module => "Module",
        Owner::Mapping => "FieldMapping",
        Owner::DefaultValue => "DefaultValue",
        _ => unreachable!("an object without a type: {owner:?}"),
    }
}
