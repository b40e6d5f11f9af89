use crate::job::lower::spot::{Expected, Spot};
use crate::report::findings::Findings;
use crate::rules::declare::rule;
use crate::source::edit::Edit;
use crate::source::json;
use crate::source::node::{Entry, Node, Value};
use crate::text::{Text, ascii_digits, quoted};
use crate::vendor::keys::Owner;

rule! {
    /// ## What it does
    /// Finds a value of another JSON type than the key takes: `"1"` where a number belongs, `"true"` where a boolean
    /// belongs, an object where an array belongs.
    ///
    /// ## Why it matters
    /// The CRM refuses the value. Generated jobs make this mistake most: templates and spreadsheets turn all into strings.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": "0" }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 }
    /// ```
    ///
    /// ## Reference
    /// The types of the create-job page and of the vendor's OpenAPI description; `INVALID_DATA` stands there for a bad value
    /// or type.
    "wrong-type" Error Reading predicts INVALID_DATA Inferred
}

#[cold]
pub(crate) fn report(findings: &mut Findings, node: &Node<'_>, spot: &Spot) {
    let (key, expected) = (spot.key.name, spot.expected());
    let message = if spot.element {
        let elements = if expected == Expected::Object { "objects" } else { "strings" };
        format!("the elements of `{key}` are {elements}, and this is {}", describe(node))
    } else {
        format!("`{key}` takes {}, and this is {}", takes(expected), describe(node))
    };
    let found = findings.report(&RULE, node.loc, message);
    if let Some((help, edit)) = rearranged(node, spot) {
        found.help(help.clone()).safe_fix(help, vec![edit]);
        return;
    }
    if let Some(index) = spreadsheet_column(node, spot.expected()) {
        found.help(format!("columns are numbers, counted from 0: write `{index}`"));
        let edit = Edit::Replace { value: node.loc, with: index.to_string().into() };
        found.safe_fix(format!("write `{index}`"), vec![edit]);
        return;
    }
    if let Some((text, help)) = converted(node, spot) {
        // What is long is no help.
        let (help, title) = if text.len() > 80 {
            (help.to_owned(), help.to_owned())
        } else {
            (format!("{help}: `{text}`"), format!("write `{text}`"))
        };
        found.help(help).safe_fix(title, vec![Edit::Replace { value: node.loc, with: text.into() }]);
        return;
    }
    found.help(match (&node.value, expected) {
        (Value::Null, _) => "remove it",
        (Value::Map(entries), Expected::Array) if key == "field_mappings" && by_field(entries) => {
            "write an object for each field: `[{ \"api_name\": \"Last_Name\", \"index\": 0 }]`"
        }
        (Value::List(items), _) if items.len() == 1 => "take it out of the brackets",
        (Value::String(text), Expected::Array | Expected::Object) if is_quoted_json(text) => {
            "write the value itself, without the quotes around it and the backslashes in it"
        }
        (_, Expected::Array) if key == "file_names" => "write an array of file names: `[\"leads.csv\"]`",
        (_, Expected::Array) => "write an array of objects: `[{ … }]`",
        (_, Expected::Object) if key == "callback" => "write `{ \"url\": …, \"method\": \"post\" }`",
        (_, Expected::Object) if key == "resource" => "write a resource, `{ \"type\": \"data\", … }`, or remove it",
        (_, Expected::Object) => "write a mapping, `{ \"api_name\": …, \"index\": … }`, or remove it",
        (_, Expected::Integer) => "write the position of one column, counted from 0",
        (_, Expected::Boolean) => "write `true` or `false`",
        (_, Expected::Module) => "write the API name of the module, such as `Leads`",
        (_, Expected::String) => "write one string",
    });
}

/// Whether the entries map names of fields to columns.
fn by_field(entries: &[Entry<'_>]) -> bool {
    !entries.is_empty() && entries.iter().all(|entry| !Owner::Mapping.has(&entry.key))
}

/// Reports a document that is no object.
#[cold]
pub(crate) fn report_root(findings: &mut Findings, root: &Node<'_>) {
    if root.value == Value::Hole {
        return;
    }
    let found = findings.report(&RULE, root.loc, format!("a job is an object, and this is {}", root.value.describe()));
    found.predict("INVALID_REQUEST", None, crate::response::Basis::Inferred);
    match root.value {
        Value::List(_) => {
            found.help("send each job in a request of its own: `{ \"operation\": …, \"resource\": [ … ] }`")
        }
        _ => found.help("write `{ \"operation\": …, \"resource\": [ … ] }`"),
    };
}

/// What a key takes, in words.
const fn takes(expected: Expected) -> &'static str {
    match expected {
        Expected::String => "a string",
        Expected::Boolean => "`true` or `false`",
        Expected::Integer => "an integer",
        Expected::Array => "an array",
        Expected::Object => "an object",
        Expected::Module => "the API name of the module",
    }
}

fn describe(node: &Node<'_>) -> String {
    match &node.value {
        Value::String(text) if text.is_empty() => "an empty string".to_owned(),
        Value::String(text) if text.chars().count() <= 20 => format!("the string {}", quoted(text)),
        Value::Number(text) if text.len() <= 20 => format!("the number `{text}`"),
        Value::Bool(value) => format!("the boolean `{value}`"),
        Value::Name(name) => format!("the name {}", quoted(name)),
        other => other.describe().to_owned(),
    }
}

/// How to write the same value with other brackets around it, where it is certain what is meant.
fn rearranged(node: &Node<'_>, spot: &Spot) -> Option<(Text, Edit)> {
    let expected = spot.expected();
    let value = node.loc;
    let wrap =
        |before: &'static str, after: &'static str| Edit::Wrap { value, before: before.into(), after: after.into() };
    Some(match (&node.value, expected, spot.key.name) {
        (Value::Null, _, _) if spot.element => ("remove it".into(), Edit::RemoveItem { item: value }),
        (Value::List(items), _, "field_mappings") if spot.element && items.len() == 2 => {
            let text = mapping(&items[0], &items[1]).or_else(|| mapping(&items[1], &items[0]))?;
            (format!("write an object: `{text}`").into(), Edit::Replace { value, with: text.into() })
        }
        (Value::List(items), _, _) if expected != Expected::Array => match &items[..] {
            [only] if fits(only, expected) => {
                ("take it out of the brackets".into(), Edit::Keep { value, part: only.loc })
            }
            _ => return None,
        },
        (Value::Map(entries), Expected::Array, "resource") if has_key_of(entries, Owner::Resource) => {
            ("put it in brackets: `[{ … }]`".into(), wrap("[", "]"))
        }
        (Value::Map(entries), Expected::Array, "field_mappings") if has_key_of(entries, Owner::Mapping) => {
            ("put it in brackets: `[{ … }]`".into(), wrap("[", "]"))
        }
        (Value::String(text), Expected::Object, "callback") if text.contains('.') && !is_quoted_json(text) => {
            ("write `{ \"url\": …, \"method\": \"post\" }`".into(), wrap("{ \"url\": ", ", \"method\": \"post\" }"))
        }
        (Value::String(text), Expected::Array | Expected::Object, _) if is_json_of(text, expected) => (
            "write the value itself, without the quotes around it and the backslashes in it".into(),
            Edit::Replace { value, with: text.trim().to_owned().into() },
        ),
        _ => return None,
    })
}

/// A mapping of the field that one value names to the column that another one numbers.
fn mapping(name: &Node<'_>, index: &Node<'_>) -> Option<String> {
    match (&name.value, &index.value) {
        (Value::String(name), Value::Number(index)) if name.len() <= 100 => {
            Some(format!("{{ \"api_name\": {}, \"index\": {index} }}", serde_json::Value::from(name.as_ref())))
        }
        _ => None,
    }
}

fn fits(node: &Node<'_>, expected: Expected) -> bool {
    match expected {
        Expected::String => matches!(node.value, Value::String(_)),
        Expected::Boolean => matches!(node.value, Value::Bool(_)),
        Expected::Integer => matches!(node.value, Value::Number(_)),
        Expected::Array => matches!(node.value, Value::List(_)),
        Expected::Object => matches!(node.value, Value::Map(_)),
        Expected::Module => matches!(node.value, Value::String(_) | Value::Map(_)),
    }
}

fn has_key_of(entries: &[Entry<'_>], owner: Owner) -> bool {
    entries.iter().any(|entry| owner.has(&entry.key))
}

/// Whether a text is JSON of the type that is expected.
fn is_json_of(text: &str, expected: Expected) -> bool {
    let parsed = json::parse(text.as_bytes(), &json::Options::default());
    parsed.slips.is_empty() && parsed.root.is_some_and(|root| fits(&root, expected))
}

/// The position of the column that a spreadsheet calls by these letters.
fn spreadsheet_column(node: &Node<'_>, expected: Expected) -> Option<u32> {
    let (Value::String(text) | Value::Name(text)) = &node.value else { return None };
    let is_one = expected == Expected::Integer
        && (1..=2).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_uppercase());
    is_one.then(|| text.bytes().fold(0, |column, byte| column * 26 + u32::from(byte - b'A') + 1) - 1)
}

/// The same value in the type that is expected, where it is certain what is meant.
fn converted(node: &Node<'_>, spot: &Spot) -> Option<(String, &'static str)> {
    let json = |text: &str| serde_json::Value::from(text).to_string();
    match (&node.value, spot.expected(), spot.key.name) {
        (Value::String(text), Expected::Integer, _) if is_integer(&ascii_digits(text.trim())) => {
            Some((ascii_digits(text.trim()), "write the number without quotes"))
        }
        (Value::String(text) | Value::Name(text), Expected::Boolean, _) => {
            let text = text.trim().to_ascii_lowercase();
            matches!(text.as_str(), "true" | "false").then_some((text, "write the boolean without quotes"))
        }
        (Value::Number(text), Expected::Boolean, _) if matches!(text.as_ref(), "0" | "1") => {
            Some((if text == "1" { "true" } else { "false" }.to_owned(), "write a boolean"))
        }
        (Value::Number(text), Expected::String, "id" | "value" | "file_names") => {
            Some((json(text), "put it in quotes"))
        }
        (Value::Bool(value), Expected::String, "value") => Some((format!("\"{value}\""), "put it in quotes")),
        (Value::String(text), Expected::Array, "file_names") if !text.trim().is_empty() && !is_quoted_json(text) => {
            Some((format!("[{}]", json(text)), "put it in brackets"))
        }
        (Value::Map(entries), Expected::Array, "field_mappings") if by_field(entries) && entries.len() <= 200 => {
            let mappings: Option<Vec<String>> = entries
                .iter()
                .map(|entry| match &entry.value.value {
                    Value::Number(index) => Some(format!("{{\"api_name\":{},\"index\":{index}}}", json(&entry.key))),
                    _ => None,
                })
                .collect();
            Some((format!("[{}]", mappings?.join(",")), "write an object for each field"))
        }
        _ => None,
    }
}

/// Whether a text looks like an array or object that was written as a string.
fn is_quoted_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    (1..=18).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'))
}
