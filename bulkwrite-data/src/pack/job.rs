//! The job of a part: that of the whole, with its own files.

use std::borrow::Cow;

use bulkwrite_core::Loc;
use bulkwrite_core::json::{self, compact};
use bulkwrite_core::node::{Entry, Node, Value};

/// What stands for the id that an upload gives.
const FILE_ID: &str = "{{file_id}}";

/// The files of a resource in a part.
pub(super) struct Files<'f> {
    pub(super) resource: usize,
    pub(super) names: Vec<&'f str>,
}

/// The job with the resources that have files, in their order, as JSON in one line. Ids of uploads are kept where `keeps_ids`; otherwise
/// they are of what was uploaded before, and each part has its own.
pub(super) fn of_part(text: &[u8], files: &[Files<'_>], keeps_ids: bool) -> Option<String> {
    let parsed = json::parse(text, &json::Options { placeholders: true });
    let mut root = parsed.root?;
    let Value::Map(entries) = &mut root.value else { return None };
    let resources = entries.iter_mut().find(|entry| entry.key == "resource")?;
    let Value::List(resources) = &mut resources.value.value else { return None };
    let all = std::mem::take(resources);
    for (at, mut resource) in all.into_iter().enumerate() {
        let Some(own) = files.iter().find(|files| files.resource == at) else { continue };
        if let Value::Map(entries) = &mut resource.value {
            let is_named = entries.iter().any(|entry| entry.key == "file_names");
            if is_named || files.len() > 1 || own.names.len() > 1 {
                let names = own.names.iter().map(|name| node(Value::String(Cow::Owned((*name).to_owned()))));
                set(entries, "file_names", Value::List(names.collect()));
            }
            let has_id = entries
                .iter()
                .any(|entry| entry.key == "file_id" && !matches!(entry.value.value, Value::Hole | Value::Null));
            if !has_id || !keeps_ids {
                set(entries, "file_id", Value::String(FILE_ID.into()));
            }
        }
        resources.push(resource);
    }
    fill(&mut root, text);
    compact(&root).ok()
}

/// Sets a key, behind the module where it is new.
fn set<'a>(entries: &mut Vec<Entry<'a>>, key: &'static str, value: Value<'a>) {
    if let Some(entry) = entries.iter_mut().find(|entry| entry.key == key) {
        entry.value.value = value;
        return;
    }
    let at = entries.iter().position(|entry| entry.key == "module").map_or(entries.len(), |at| at + 1);
    entries.insert(at, Entry { key: key.into(), key_loc: Loc::default(), value: node(value) });
}

fn node(value: Value<'_>) -> Node<'_> {
    Node::new(Loc::default(), value)
}

/// Placeholders stand as they were written.
fn fill<'a>(node: &mut Node<'a>, text: &'a [u8]) {
    match &mut node.value {
        Value::Hole => {
            let written = String::from_utf8_lossy(text.get(node.loc.range()).unwrap_or_default());
            node.value = Value::String(written.trim_matches('"').to_owned().into());
        }
        Value::List(items) => items.iter_mut().for_each(|item| fill(item, text)),
        Value::Map(entries) => entries.iter_mut().for_each(|entry| fill(&mut entry.value, text)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_has_its_own_files_and_ids() {
        let (alone, named) = (vec!["a.csv"], vec!["a.csv", "b.csv"]);
        let one = |names: &[&'static str]| vec![Files { resource: 0, names: names.to_vec() }];
        for (text, files, keeps_ids, expected) in [
            (
                r#"{ "operation": "insert", "resource": [{ "module": "Leads", "find_by": "id" }] }"#,
                one(&alone),
                true,
                r#"{"operation":"insert","resource":[{"module":"Leads","file_id":"{{file_id}}","find_by":"id"}]}"#,
            ),
            (
                r#"{ "resource": [{ "file_id": {{id}} }] }"#,
                one(&alone),
                true,
                r#"{"resource":[{"file_id":"{{file_id}}"}]}"#,
            ),
            (r#"{ "resource": [{ "file_id": "7" }] }"#, one(&alone), true, r#"{"resource":[{"file_id":"7"}]}"#),
            (
                r#"{ "resource": [{ "file_id": "7" }] }"#,
                one(&alone),
                false,
                r#"{"resource":[{"file_id":"{{file_id}}"}]}"#,
            ),
            (
                r#"{ "n": {{n}}, "resource": [{ "file_id": "7", "file_names": ["x.csv"] }] }"#,
                one(&named),
                true,
                r#"{"n":"{{n}}","resource":[{"file_id":"7","file_names":["a.csv","b.csv"]}]}"#,
            ),
            (
                r#"{ "resource": [{ "module": "P" }, { "module": "Q" }, { "module": "R" }] }"#,
                vec![Files { resource: 0, names: alone.clone() }, Files { resource: 2, names: vec!["c.csv"] }],
                false,
                r#"{"resource":[{"module":"P","file_id":"{{file_id}}","file_names":["a.csv"]},{"module":"R","file_id":"{{file_id}}","file_names":["c.csv"]}]}"#,
            ),
        ] {
            assert_eq!(of_part(text.as_bytes(), &files, keeps_ids).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(of_part(b"[]", &one(&alone), true), None);
    }
}
