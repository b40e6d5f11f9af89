//! The answers that a collection saves.

use bulkwrite_core::node::{Node, Value};
use bulkwrite_render::answer::{Recorded, without_secrets};
use serde_json::Value as Json;

/// The answer of a saved example; `None` if it has none, such as an example that was never sent.
pub(super) fn read(example: &Node<'_>) -> Option<Recorded> {
    let http = match example.get("code").map(|code| &code.value) {
        Some(Value::Number(code)) => code.parse().ok(),
        _ => None,
    };
    let body = example.get("body").and_then(Node::as_str).unwrap_or_default();
    let body: Json = serde_json::from_str(body).unwrap_or_default();
    if http.is_none() && body.is_null() {
        return None;
    }
    let text = |key: &str| body.get(key).and_then(Json::as_str).map(ToOwned::to_owned);
    let (status, code) = (text("status"), text("code"));
    let success = match (status.as_deref(), code.as_deref(), http) {
        (Some("success"), ..) | (_, Some("SUCCESS"), _) => Some(true),
        (Some("error"), ..) | (_, Some(_), _) | (.., Some(400..)) => Some(false),
        (.., Some(200..300)) => Some(true),
        _ => None,
    };
    let details = body.get("details").and_then(Json::as_object).cloned().unwrap_or_default();
    Some(Recorded { http, success, code, message: text("message").map(|text| without_secrets(&text)), details })
}
