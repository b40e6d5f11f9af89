use crate::diagnostic::{Edit, quoted};
use crate::findings::Findings;
use crate::node::{Node, Value};
use crate::rule::rule;

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

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    String,
    Boolean,
    Integer,
    Array,
    Object,
    /// A string on v2, an object from v2.1 on.
    Module,
}

impl Expected {
    const fn describe(self) -> &'static str {
        match self {
            Self::String => "a string",
            Self::Boolean => "`true` or `false`",
            Self::Integer => "an integer",
            Self::Array => "an array",
            Self::Object => "an object",
            Self::Module => "the API name of the module",
        }
    }
}

/// Reports the value at `node`, which stands under the key (or, with a blank in it, the description) `what`.
pub(crate) fn report(findings: &mut Findings, node: &Node<'_>, what: &str, expected: Expected) {
    let what = if what.contains(' ') || what.starts_with('`') { what.to_owned() } else { format!("`{what}`") };
    let message = format!("{what} takes {}, and this is {}", expected.describe(), describe(node));
    let message = match what.strip_prefix("an element of ") {
        Some(list) => format!("the elements of {list} are {}s, and this is {}", bare(expected), describe(node)),
        None => message,
    };
    let found = findings.report(&RULE, node.loc, message);
    if let Some((text, why)) = converted(node, expected) {
        found
            .help(format!("{why}: `{text}`"))
            .safe_fix(format!("write `{text}`"), vec![Edit::Replace { value: node.loc, with: text.into() }]);
    } else if let (Value::Map(_), Expected::Array) = (&node.value, expected) {
        found.help("put it in brackets: `[{ … }]`");
    } else if let (Value::List(_), Expected::Object) = (&node.value, expected) {
        found.help("take it out of the brackets");
    } else if let (Value::List(_) | Value::Map(_), Expected::Integer) = (&node.value, expected) {
        found.help("write the position of one column, counted from 0");
    }
}

/// Reports a document that is no object.
pub(crate) fn report_root(findings: &mut Findings, root: &Node<'_>) {
    if root.value == Value::Hole {
        return;
    }
    let found = findings.report(&RULE, root.loc, format!("a job is an object, and this is {}", describe(root)));
    found.predict("INVALID_REQUEST", None, crate::response::Basis::Inferred);
    match root.value {
        Value::List(_) => found.help("send each job in a request of its own: `{ \"operation\": …, \"resource\": [ … ] }`"),
        _ => found.help("write `{ \"operation\": …, \"resource\": [ … ] }`"),
    };
}

const fn bare(expected: Expected) -> &'static str {
    match expected {
        Expected::Object => "object",
        _ => "string",
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

/// The same value in the type that is expected, where it is certain what is meant.
fn converted(node: &Node<'_>, expected: Expected) -> Option<(String, &'static str)> {
    match (&node.value, expected) {
        (Value::String(text), Expected::Integer) if is_integer(text) => {
            Some((text.clone().into_owned(), "write the number without quotes"))
        }
        (Value::String(text) | Value::Name(text), Expected::Boolean) => {
            let value = match text.to_ascii_lowercase().as_str() {
                "true" => "true",
                "false" => "false",
                _ => return None,
            };
            Some((value.to_owned(), "write the boolean without quotes"))
        }
        (Value::Number(text), Expected::Boolean) if matches!(text.as_ref(), "0" | "1") => {
            Some((if text == "1" { "true" } else { "false" }.to_owned(), "write a boolean"))
        }
        (Value::Number(text), Expected::String) => Some((format!("\"{text}\""), "put it in quotes")),
        (Value::Bool(value), Expected::String) => Some((format!("\"{value}\""), "put it in quotes")),
        (Value::String(text), Expected::Array) if !text.is_empty() => {
            Some((format!("[{}]", serde_json::Value::from(text.as_ref())), "put it in brackets"))
        }
        _ => None,
    }
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    (1..=18).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'))
}
