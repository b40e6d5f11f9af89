//! Bare words: what one means where a text or another value belongs.

use std::borrow::Cow;

use bulkwrite_core::node::{Node, Value};

use crate::error::Complaint;

/// The keys whose values are names, and need no quotes.
pub(crate) const NAMES: [&str; 6] = ["operation", "type", "method", "module", "api_name", "find_by"];

/// Complains of bare words in place of texts, which a variable of that name may be meant by.
pub(crate) fn bare_texts(root: &Node<'_>, tell: &mut dyn FnMut(Complaint)) {
    let mut text = |node: Option<&Node<'_>>, key: &str| {
        let is_name = NAMES.contains(&key);
        if let Some(Node { loc, value: Value::Name(word) }) = node {
            // A bare word is a name, but for those that say in other languages that there is none.
            if is_name && !NONE.contains(&&**word) {
                return;
            }
            if is_name {
                let complaint = Complaint::error(*loc, format!("`{word}` is the name of no field or module"));
                tell(complaint.help(instead(key, word)));
                return;
            }
            let complaint = Complaint::error(*loc, format!("`{key}` takes a text, and `{word}` is a bare word"));
            tell(complaint.help(instead(key, word)));
        }
    };
    text(root.get("character_encoding"), "character_encoding");
    for resource in elements(root.get("resource")) {
        text(resource.get("module").and_then(|module| module.get("id")), "id");
        text(resource.get("find_by"), "find_by");
        for name in elements(resource.get("file_names")) {
            text(Some(name), "file_names");
        }
        for mapping in elements(resource.get("field_mappings")) {
            text(mapping.get("format"), "format");
            for key in ["find_by", "module"] {
                text(mapping.get(key), key);
            }
            let default = mapping.get("default_value");
            for key in ["value", "name"] {
                text(default.and_then(|default| default.get(key)), key);
            }
        }
    }
}

fn elements<'n, 'a>(node: Option<&'n Node<'a>>) -> &'n [Node<'a>] {
    match node {
        Some(Node { value: Value::List(items), .. }) => items,
        Some(node) => std::slice::from_ref(node),
        None => &[],
    }
}

/// What to write for a bare word where a text belongs.
fn instead(key: &str, word: &str) -> Cow<'static, str> {
    meant(key, word)
        .unwrap_or_else(|| format!("write `{word:?}`, or `{{{{ {word} }}}}` to use the variable `{word}`").into())
}

/// How other languages say that there is no value.
const NONE: [&str; 6] = ["None", "nil", "undefined", "NULL", "Null", "NaN"];

/// What is meant by a word of another notation, or of a spreadsheet.
pub(crate) fn meant(key: &str, word: &str) -> Option<Cow<'static, str>> {
    Some(match word {
        "True" | "TRUE" | "yes" | "Yes" => "write `true`".into(),
        "False" | "FALSE" | "no" | "No" => "write `false`".into(),
        _ if NONE.contains(&word) => format!("leave `{key}` out: that is what says none").into(),
        _ if matches!(key, "index" | "parent_column_index") => {
            let column = column(word)?;
            format!("columns are counted from 0: write `{column}` for the column {word} of a spreadsheet").into()
        }
        _ => return None,
    })
}

/// The position of a column that a spreadsheet calls by letters.
fn column(letters: &str) -> Option<u32> {
    let is_column = (1..=2).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_uppercase());
    is_column.then(|| letters.bytes().fold(0, |sum, byte| sum * 26 + u32::from(byte - b'A') + 1) - 1)
}
