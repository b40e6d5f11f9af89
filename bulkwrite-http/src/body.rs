//! The body of a job whose `file_id` is not known yet.

use std::borrow::Cow;
use std::fmt;

use bulkwrite_core::node::{Entry, Node, Value};
use bulkwrite_core::{FileId, Loc};

/// The JSON of a job, with room for the id of the upload.
///
/// ```
/// use bulkwrite_core::json;
/// use bulkwrite_http::Body;
///
/// let text = br#"{ "operation": "insert", "resource": [{ "type": "data", "module": "Leads" }] }"#;
/// let tree = json::parse(text, &json::Options { placeholders: true }).root.unwrap();
/// let body = Body::new(&tree)?;
/// assert!(body.needs_upload());
/// assert_eq!(
///     String::from_utf8_lossy(&body.filled("4150868000005379001")),
///     r#"{"operation":"insert","resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001"}]}"#
/// );
/// # Ok::<(), bulkwrite_http::Unfilled>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// What stands around the ids.
    parts: Vec<String>,
}

/// A placeholder that nothing fills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfilled {
    /// Where it stands.
    pub loc: Loc,
}

impl fmt::Display for Unfilled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a placeholder has no value")
    }
}

impl std::error::Error for Unfilled {}

impl Body {
    /// Takes a job as it is written. A `file_id` that is missing, or a placeholder, is left for [`filled`](Self::filled);
    /// any other placeholder is an error.
    pub fn new(job: &Node<'_>) -> Result<Self, Unfilled> {
        let mut job = job.clone();
        // A text that stands nowhere in the job: what it is longer than does not hold it.
        let plain = serde_json::to_string(&job).unwrap_or_default();
        let mut mark = "file-id-".to_owned();
        while plain.contains(&mark) {
            mark.push('-');
        }
        if let Some(resources) = entry(&mut job, "resource")
            && let Value::List(resources) = &mut resources.value
        {
            for resource in resources {
                leave_room(resource, &mark);
            }
        }
        unfilled(&job)?;
        let text = serde_json::to_string(&job).unwrap_or_default();
        Ok(Self { parts: text.split(&format!("\"{mark}\"")).map(str::to_owned).collect() })
    }

    /// Whether there is an id to fill in.
    pub fn needs_upload(&self) -> bool {
        self.parts.len() > 1
    }

    /// The body, with the id of the upload; compact, and the same each time.
    pub fn filled(&self, file_id: &str) -> Vec<u8> {
        self.parts.join(&serde_json::Value::from(file_id).to_string()).into_bytes()
    }
}

fn leave_room(resource: &mut Node<'_>, mark: &str) {
    let loc = resource.loc;
    let Value::Map(entries) = &mut resource.value else { return };
    let value = Node::new(loc, Value::String(Cow::Owned(mark.to_owned())));
    match entries.iter_mut().find(|entry| entry.key == "file_id") {
        None => {
            // Where the documentation has it: behind the module.
            let at = entries.iter().position(|entry| entry.key == "module").map_or(entries.len(), |at| at + 1);
            entries.insert(at, Entry { key: "file_id".into(), key_loc: loc, value });
        }
        Some(entry) if is_open(&entry.value) => entry.value = value,
        Some(_) => {}
    }
}

fn is_open(value: &Node<'_>) -> bool {
    let braces = |text: &str| text.trim().starts_with("{{") && FileId::parse(text.to_owned()).is_err();
    matches!(value.value, Value::Hole | Value::Null) || value.as_str().is_some_and(braces)
}

fn entry<'n, 'a>(node: &'n mut Node<'a>, key: &str) -> Option<&'n mut Node<'a>> {
    let Value::Map(entries) = &mut node.value else { return None };
    entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.value)
}

fn unfilled(node: &Node<'_>) -> Result<(), Unfilled> {
    match &node.value {
        Value::Hole => Err(Unfilled { loc: node.loc }),
        Value::List(items) => items.iter().try_for_each(unfilled),
        Value::Map(entries) => entries.iter().try_for_each(|entry| unfilled(&entry.value)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use bulkwrite_core::json;

    use super::*;

    fn body(text: &str) -> Result<Body, Unfilled> {
        let parsed = json::parse(text.as_bytes(), &json::Options { placeholders: true });
        Body::new(&parsed.root.expect("it is JSON"))
    }

    #[test]
    fn only_open_ids_are_filled() {
        for (text, expected) in [
            (
                r#"{"resource":[{"file_id":"{{file_id}}","module":"A"}]}"#,
                r#"{"resource":[{"file_id":"7\"","module":"A"}]}"#,
            ),
            (r#"{"resource":[{"file_id":null}]}"#, r#"{"resource":[{"file_id":"7\""}]}"#),
            (
                r#"{"resource":[{"module":"A","find_by":"id"}]}"#,
                r#"{"resource":[{"module":"A","file_id":"7\"","find_by":"id"}]}"#,
            ),
            (
                r#"{"resource":[{"module":"file-id-"},{"file_id":"1"}]}"#,
                r#"{"resource":[{"module":"file-id-","file_id":"7\""},{"file_id":"1"}]}"#,
            ),
            (r#"{"resource":[{"file_id":"1"}]}"#, r#"{"resource":[{"file_id":"1"}]}"#),
        ] {
            let body = body(text).expect("it can be filled");
            assert_eq!(String::from_utf8(body.filled("7\"")).as_deref(), Ok(expected));
            assert_eq!(body.needs_upload(), expected.contains('7'));
        }
    }

    #[test]
    fn another_placeholder_is_an_error() {
        let text = r#"{"callback":{"url":"{{url}}"},"resource":[]}"#;
        let start = u32::try_from(text.find("\"{{").unwrap_or_default()).unwrap_or_default();
        assert_eq!(body(text), Err(Unfilled { loc: Loc::new(start, start + 9) }));
    }
}
