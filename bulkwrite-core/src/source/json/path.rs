//! Where in the document a place is, as a path of keys.

use std::fmt::Write;

use super::text::escape;
use crate::source::Loc;
use crate::source::node::{Node, Value};

/// The path of the deepest value or key that contains `loc`, such as `resource[0].field_mappings[2].index`.
///
/// A key has the path of its value. Keys that are no plain identifiers are quoted: `resource[0]["api name"]`. The root,
/// and a place outside of it, is the empty string. A key of more than 100 characters is cut and ends in `…`.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::Loc;
/// use bulkwrite::json::{Options, parse, path_of};
///
/// let parsed = parse(br#"{"resource": [{"file id": 1}]}"#, &Options::default());
/// let root = parsed.root.expect("it is JSON");
/// assert_eq!(path_of(&root, Loc::new(26, 27)), r#"resource[0]["file id"]"#);
/// ```
pub fn path_of(root: &Node<'_>, loc: Loc) -> String {
    let mut path = String::with_capacity(48); // most are no longer
    let mut node = root;
    loop {
        match &node.value {
            Value::List(items) => {
                let Some(index) = items.iter().position(|item| item.loc.contains(loc)) else { break };
                let _ = write!(path, "[{index}]");
                node = &items[index];
            }
            Value::Map(entries) => {
                let whole = |key: Loc, value: Loc| Loc::new(key.start, value.end.max(key.end));
                let Some(entry) = entries.iter().find(|entry| whole(entry.key_loc, entry.value.loc).contains(loc))
                else {
                    break;
                };
                push_key(&mut path, &entry.key);
                if !entry.value.loc.contains(loc) {
                    break;
                }
                node = &entry.value;
            }
            _ => break,
        }
    }
    path
}

/// Longer keys are cut: a path is no place for a whole file.
const LONGEST_KEY: usize = 100;

fn push_key(path: &mut String, key: &str) {
    if let Some((cut, _)) = key.char_indices().nth(LONGEST_KEY) {
        let _ = write!(path, "[\"{}…\"]", escape(&key[..cut]));
        return;
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    if key.chars().all(plain) && key.starts_with(|c: char| !c.is_ascii_digit()) {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(key);
    } else {
        let _ = write!(path, "[\"{}\"]", escape(key));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use crate::source::json::{Options, parse};

    #[test]
    fn a_path_leads_to_the_deepest_value_or_key() {
        let text = r#"{"a": [1, {"b c": {"": null}, "d": "x"}], "7": {}, "a\nb": 0}"#;
        let root = parse(text.as_bytes(), &Options::default()).root.unwrap();
        let at = |needle: &str| {
            let start = u32::try_from(text.find(needle).unwrap()).unwrap();
            Loc::new(start, start + u32::try_from(needle.len()).unwrap())
        };
        for (needle, expected) in [
            ("{\"a\"", ""),
            ("\"a\"", "a"),
            ("\"a\": [1", "a"),
            ("1", "a[0]"),
            ("\"b c\"", "a[1][\"b c\"]"),
            ("null", "a[1][\"b c\"][\"\"]"),
            ("x", "a[1].d"),
            (", \"d\"", "a[1]"),
            ("\"7\"", "[\"7\"]"),
            ("0}", ""),
            ("a\\n", "[\"a\\nb\"]"),
        ] {
            assert_eq!(path_of(&root, at(needle)), expected, "{needle}");
        }
        assert_eq!(path_of(&root, Loc::new(900, 901)), "");
    }
}
