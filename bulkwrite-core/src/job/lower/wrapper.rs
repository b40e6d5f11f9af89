//! A job that is inside of something that is none.

use super::fault::Wrapper;
use crate::source::json;
use crate::source::node::{Node, Value};

/// The job in a document, and what it is inside of, if it is.
pub(super) fn unwrapped<'a>(root: &'a Node<'a>) -> (&'a Node<'a>, Option<Wrapper<'a>>) {
    match &root.value {
        Value::List(_) => match only_job(root) {
            Some(job) => (job, Some(Wrapper::List)),
            None => (root, None),
        },
        Value::Map(entries) if !entries.iter().any(|entry| is_key_of_job(&entry.key)) => {
            let mut jobs = entries.iter().filter_map(|entry| Some((entry, only_job(&entry.value)?)));
            match (jobs.next(), jobs.next()) {
                (Some((entry, job)), None) => (job, Some(Wrapper::Entry(entry))),
                _ => (root, None),
            }
        }
        _ => (root, None),
    }
}

/// The text of a job in a string: one that was written as JSON twice.
pub(super) fn in_a_string<'a>(root: &'a Node<'a>) -> Option<&'a str> {
    let text = root.as_str().map(str::trim).filter(|text| text.starts_with('{'))?;
    let parsed = json::parse(text.as_bytes(), &json::Options::default());
    (parsed.slips.is_empty() && parsed.root.as_ref().is_some_and(is_job)).then_some(text)
}

/// The value itself, or the only item of it, if that is a job.
fn only_job<'a>(node: &'a Node<'a>) -> Option<&'a Node<'a>> {
    match &node.value {
        Value::List(items) => match &items[..] {
            [job] if is_job(job) => Some(job),
            _ => None,
        },
        _ => is_job(node).then_some(node),
    }
}

fn is_key_of_job(key: &str) -> bool {
    matches!(key, "operation" | "resource")
}

/// Whether it is an object that has what only a job has.
fn is_job(node: &Node<'_>) -> bool {
    let resource = node.get("resource").is_some_and(|node| match &node.value {
        Value::List(items) => items.iter().any(|item| matches!(item.value, Value::Map(_))),
        Value::Map(_) => true,
        _ => false,
    });
    let operation = node.get("operation").and_then(Node::as_str);
    resource || operation.is_some_and(|name| matches!(name, "insert" | "update" | "upsert"))
}
