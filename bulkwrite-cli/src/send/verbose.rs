//! What the CRM answers, as it answers it, with what must not be seen masked.

use std::borrow::Cow;
use std::fmt::Write as _;

use bulkwrite_core::callback::masked;
use bulkwrite_core::json;
use bulkwrite_core::node::{Node, Value};
use bulkwrite_http::http::Response;
use bulkwrite_http::{Failure, Task};
use bulkwrite_render::escaped;

/// An exchange: the body, the status and, from 400 on, the headers; of a creation also what it tells.
pub(crate) fn exchange(task: Task, request: &str, answer: &Result<Response<Vec<u8>>, Failure>) -> String {
    let mut text = format!("{request}\n");
    let response = match answer {
        Ok(response) => response,
        Err(failure) => {
            let _ = writeln!(text, "No answer: {}", escaped(&failure.reason));
            return text;
        }
    };
    let parsed = json::parse(response.body(), &json::Options::default());
    let tree = parsed.root.filter(|_| parsed.slips.is_empty());
    let body = match &tree {
        Some(tree) => serde_json::to_string_pretty(&shown(tree.clone())).unwrap_or_default(),
        None if response.body().starts_with(b"PK") => format!("({} bytes, a ZIP)", response.body().len()),
        None => {
            let start = String::from_utf8_lossy(&response.body()[..response.body().len().min(2_000)]);
            start.lines().map(|line| masked(&escaped(line)).into_owned()).collect::<Vec<_>>().join("\n")
        }
    };
    let status = response.status();
    let _ = writeln!(text, "Response Body:\n{body}\nResponse Status Code = {}", status.as_u16());
    if status.as_u16() >= 400 {
        text.push_str("Response Header:\n");
        for (name, value) in response.headers() {
            let is_secret = matches!(name.as_str(), "set-cookie" | "authorization" | "location");
            let value = if is_secret { Cow::Borrowed("***") } else { String::from_utf8_lossy(value.as_bytes()) };
            let _ = writeln!(text, "{name}: {}", escaped(&value));
        }
        text.push_str("Failed.\n");
    } else if let Some(tree) = tree.filter(|_| task == Task::Create) {
        let details = tree.get("details");
        let user = details.and_then(|details| details.get("created_by"));
        for (name, node) in [
            ("status", tree.get("status")),
            ("code", tree.get("code")),
            ("message", tree.get("message")),
            ("id", details.and_then(|details| details.get("id"))),
            ("created_by.id", user.and_then(|user| user.get("id"))),
            ("created_by.name", user.and_then(|user| user.get("name"))),
        ] {
            if let Some(value) = node.and_then(Node::as_str) {
                let _ = writeln!(text, "{name} = {}", escaped(value));
            }
        }
    }
    text
}

/// The tree with the secrets of URLs masked.
fn shown(mut node: Node<'_>) -> Node<'_> {
    match &mut node.value {
        Value::String(text) if text.contains("//") || text.starts_with('/') => {
            *text = Cow::Owned(masked(text).into_owned());
        }
        Value::List(items) => items.iter_mut().for_each(|item| *item = shown(item.clone())),
        Value::Map(entries) => {
            for entry in entries {
                entry.value = shown(entry.value.clone());
            }
        }
        _ => {}
    }
    node
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exchange_is_shown_as_the_sample_program_shows_it() {
        let body = r#"{"status":"success","code":"SUCCESS","message":"success","details":{"id":"4150868000005392002","created_by":{"id":"4150868000000225013","name":"Patricia Boyle"}}}"#;
        let response = Response::builder().status(201).body(body.as_bytes().to_vec()).expect("a response");
        let text = exchange(Task::Create, "POST /crm/bulk/v2/write", &Ok(response));
        assert!(text.starts_with("POST /crm/bulk/v2/write\nResponse Body:\n{\n  \"status\": \"success\",\n"), "{text}");
        assert!(text.ends_with(
            "}\nResponse Status Code = 201\nstatus = success\ncode = SUCCESS\nmessage = success\n\
             id = 4150868000005392002\ncreated_by.id = 4150868000000225013\ncreated_by.name = Patricia Boyle\n"
        ));
        let response = Response::builder().status(502).header("server", "nginx").header("set-cookie", "s3cret");
        let text = exchange(Task::Details, "GET /", &Ok(response.body(b"<html>".to_vec()).expect("a response")));
        assert_eq!(
            text,
            "GET /\nResponse Body:\n<html>\nResponse Status Code = 502\nResponse Header:\nserver: nginx\nset-cookie: ***\nFailed.\n"
        );
    }

    #[test]
    fn the_query_of_a_callback_is_masked() {
        let body = br#"{"status":"ADDED","callback":{"url":"https://hooks.zylker.com/x?key=s3cret"}}"#;
        let text = exchange(Task::Details, "GET /", &Ok(Response::new(body.to_vec())));
        assert!(!text.contains("s3cret") && text.contains("https://hooks.zylker.com/x?***"), "{text}");
    }
}
