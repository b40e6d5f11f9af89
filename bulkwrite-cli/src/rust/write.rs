//! From the tree to text: JSON, or the call of `bulk_write!` as people write it.

use std::fmt::Write;

use bulkwrite_core::ApiVersion;
use bulkwrite_core::node::{Entry, Node, Value};
use bulkwrite_render::quoted;

/// A part that is no longer than this stands on one line.
const LINE: usize = 100;

/// The job as JSON; `hole` says what stands for a value that is not known.
pub(crate) fn json(root: &Node<'_>, hole: &dyn Fn(&Node<'_>) -> String) -> String {
    let mut text = Part::json(root, hole).print(0, "");
    text.push('\n');
    text
}

/// The job as a call of `bulk_write!`; `hole` says what is written for a string that stands for an expression.
pub(crate) fn rust(root: &Node<'_>, version: ApiVersion, hole: &dyn Fn(&str) -> Option<String>) -> String {
    let mut parts = vec![("version: ".to_owned(), Part::Word(version.ident().to_ascii_lowercase()))];
    if let Part::Group { parts: rest, .. } = Part::rust(root, "", hole) {
        parts.extend(rest);
    }
    let body = Part::Group { parts, ends: ('{', '}'), comma: "," };
    format!("bulk_write! {}\n", body.broken(0))
}

/// A value as it is written.
enum Part {
    Word(String),
    Group {
        /// What stands before each part, such as its key, and the part.
        parts: Vec<(String, Part)>,
        ends: (char, char),
        /// What stands after the last part where each has its line.
        comma: &'static str,
    },
}

impl Part {
    fn json(node: &Node<'_>, hole: &dyn Fn(&Node<'_>) -> String) -> Self {
        match &node.value {
            Value::List(items) => Self::Group {
                parts: items.iter().map(|item| (String::new(), Self::json(item, hole))).collect(),
                ends: ('[', ']'),
                comma: "",
            },
            Value::Map(entries) => Self::Group {
                parts: entries
                    .iter()
                    .map(|entry| (format!("{}: ", quoted(&entry.key)), Self::json(&entry.value, hole)))
                    .collect(),
                ends: ('{', '}'),
                comma: "",
            },
            Value::Hole => Self::Word(hole(node)),
            Value::String(text) | Value::Name(text) => Self::Word(quoted(text)),
            value => Self::Word(scalar(value)),
        }
    }

    /// `key` is that of the value, which tells whether a string is a name.
    fn rust(node: &Node<'_>, key: &str, hole: &dyn Fn(&str) -> Option<String>) -> Self {
        match &node.value {
            Value::List(items) if key == "field_mappings" && items.iter().all(|item| short(item).is_some()) => {
                let entries = items.iter().filter_map(short);
                Self::Group {
                    parts: entries
                        .map(|(field, rest)| (format!("{}: ", word(field)), Self::short(rest, hole)))
                        .collect(),
                    ends: ('{', '}'),
                    comma: ",",
                }
            }
            Value::List(items) => Self::Group {
                parts: items.iter().map(|item| (String::new(), Self::rust(item, key, hole))).collect(),
                ends: ('[', ']'),
                comma: ",",
            },
            Value::Map(entries) => match &entries[..] {
                [only] if key == "module" && only.key == "api_name" && only.value.as_str().is_some_and(is_name) => {
                    Self::rust(&only.value, key, hole)
                }
                _ => Self::entries(entries.iter(), hole),
            },
            Value::String(text) | Value::Name(text) => match hole(text) {
                Some(code) => Self::Word(code),
                None if NAMES.contains(&key) && is_name(text) => Self::Word((*text).to_string()),
                None => Self::Word(format!("{text:?}")),
            },
            value => Self::Word(scalar(value)),
        }
    }

    fn entries<'e, 'a: 'e>(
        entries: impl Iterator<Item = &'e Entry<'a>>,
        hole: &dyn Fn(&str) -> Option<String>,
    ) -> Self {
        Self::Group {
            parts: entries
                .map(|entry| (format!("{}: ", word(&entry.key)), Self::rust(&entry.value, &entry.key, hole)))
                .collect(),
            ends: ('{', '}'),
            comma: ",",
        }
    }

    /// What stands after the name of a field: its column, or an object with the rest.
    fn short(entries: &[Entry<'_>], hole: &dyn Fn(&str) -> Option<String>) -> Self {
        let mut rest = entries.iter().filter(|entry| entry.key != "api_name").peekable();
        match (entries.len(), rest.peek()) {
            (2, Some(only)) if only.key == "index" && !matches!(only.value.value, Value::Map(_)) => {
                Self::rust(&only.value, "index", hole)
            }
            _ => Self::entries(rest, hole),
        }
    }

    fn print(&self, indent: usize, before: &str) -> String {
        let flat = self.flat();
        if flat.len() + indent + before.len() <= LINE && self.depth() <= 2 { flat } else { self.broken(indent) }
    }

    /// How deep it is nested; a list of lists or objects is too deep for a line.
    fn depth(&self) -> usize {
        match self {
            Self::Word(_) => 0,
            Self::Group { parts, ends, .. } => {
                let inner = parts.iter().map(|(_, part)| part.depth()).max().unwrap_or(0);
                if ends.0 == '[' && inner > 0 { 9 } else { inner + 1 }
            }
        }
    }

    fn flat(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Group { parts, ends: (open, close), .. } => {
                let inner: Vec<String> = parts.iter().map(|(before, part)| before.clone() + &part.flat()).collect();
                let space = if *open == '{' && !inner.is_empty() { " " } else { "" };
                format!("{open}{space}{}{space}{close}", inner.join(", "))
            }
        }
    }

    /// Each part on a line of its own.
    fn broken(&self, indent: usize) -> String {
        let Self::Group { parts, ends: (open, close), comma } = self else { return self.flat() };
        if let [(before, only @ Self::Group { .. })] = &parts[..]
            && *open == '['
            && before.is_empty()
        {
            return format!("[{}]", only.print(indent, ""));
        }
        let mut out = String::from(*open);
        for (i, (before, part)) in parts.iter().enumerate() {
            let comma = if i + 1 < parts.len() { "," } else { comma };
            let _ = write!(out, "\n{:inner$}{before}{}{comma}", "", part.print(indent + 4, before), inner = indent + 4);
        }
        let _ = write!(out, "\n{:indent$}{close}", "");
        out
    }
}

/// The keys whose values are names.
const NAMES: [&str; 6] = ["operation", "method", "type", "module", "api_name", "find_by"];

/// A mapping that can be written as `field: …`.
fn short<'n, 'a>(mapping: &'n Node<'a>) -> Option<(&'n str, &'n [Entry<'a>])> {
    let Value::Map(entries) = &mapping.value else { return None };
    let mut names = entries.iter().filter(|entry| entry.key == "api_name");
    let (Value::String(name) | Value::Name(name), None) = (&names.next()?.value.value, names.next()) else {
        return None;
    };
    // These keys mean something of their own there, and a placeholder is no key.
    let special = name == "api_name" || name == "field_mappings" || name.contains("{{");
    (!special && entries.len() > 1).then_some((&**name, &**entries))
}

fn scalar(value: &Value<'_>) -> String {
    match value {
        Value::Bool(value) => value.to_string(),
        Value::Number(text) => text.to_string(),
        _ => "null".to_owned(),
    }
}

/// A key: a word, or a string where it is none.
fn word(key: &str) -> String {
    if is_word(key) { key.to_owned() } else { format!("{key:?}") }
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn is_name(text: &str) -> bool {
    is_word(text) && !matches!(text, "null" | "true" | "false")
}
