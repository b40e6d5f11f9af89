//! What a text is, told by what it holds.

use bulkwrite_core::json;
use bulkwrite_core::node::{Node, Value};

/// Whether a file in a folder may be a job: other JSON files are no mistake of their own.
pub(crate) fn may_be_job(text: &[u8]) -> bool {
    let has = |key: &str| contains(text, key.as_bytes());
    if DESCRIPTIONS.into_iter().any(has) && is_description(text) {
        return false;
    }
    if has("field_mappings") || has("operation") && has("resource") && has("file_id") {
        return true;
    }
    if !has("operation") && !has("resource") {
        return false;
    }
    let parsed = json::parse(text, &json::Options { placeholders: true });
    let Some(root) = parsed.root else { return false };
    let Value::Map(_) = root.value else { return false };
    let is_resource = |node: &Node<'_>| ["module", "file_id", "type"].iter().any(|key| node.get(key).is_some());
    let resources = root.get("resource").and_then(Node::as_list);
    let operation = root.get("operation").and_then(Node::as_str);
    operation.is_some_and(|name| matches!(name.to_ascii_lowercase().as_str(), "insert" | "update" | "upsert"))
        || operation.is_some() && root.get("resource").is_some()
        || resources.is_some_and(|resources| resources.iter().any(is_resource))
}

/// The keys by which a JSON Schema or an OpenAPI document tells that it is one.
const DESCRIPTIONS: [&str; 3] = ["$schema", "openapi", "swagger"];

/// Whether a file describes jobs and is none: an editor's `$schema` may stand in a job, too.
fn is_description(text: &[u8]) -> bool {
    let Some(root) = json::parse(text, &json::Options { placeholders: true }).root else { return false };
    let has = |key: &str| root.get(key).is_some();
    DESCRIPTIONS.into_iter().any(has) && !has("operation") && !has("resource")
}

/// Whether `text` contains `part`.
pub(crate) fn contains(text: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(text, part).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_like_a_job_is_taken_from_a_folder() {
        for (text, expected) in [
            (r#"{ "operation": "insert" }"#, true),
            (r#"{ "operation": "Insert", }"#, true),
            (r#"{ "resource": [{ "module": "Leads" }] }"#, true),
            (r#"{ "operation": 1, "resource": {} }"#, false),
            (r#"{ "operation": "delete", "resource": [] }"#, true),
            (r#"// leads: { operation: "insert", resource: [{ file_id: "1" }] }"#, true),
            (r#"{ "resource": { "aws_s3_bucket": { "type": "x" } } }"#, false),
            (r#"{ "operation": "sum", "values": [1, 2] }"#, false),
            (r#"{ "name": "resource", "version": "1.0.0" }"#, false),
            (r#"[{ "operation": "insert" }]"#, false),
            ("", false),
            (r#"{ "$schema": "x", "properties": { "operation": {}, "resource": { "field_mappings": {} } } }"#, false),
            (r#"{ "openapi": "3.0.0", "paths": { "operation": "resource", "x": "file_id" } }"#, false),
            (r#"{ "$schema": "x", "operation": "insert" }"#, true),
            (r#"{ "$schema": "x", "resource": [{ "field_mappings": [] }] }"#, true),
            (r#"{ "data": [{ "field_mappings": ["openapi"] }] }"#, true),
        ] {
            assert_eq!(may_be_job(text.as_bytes()), expected, "{text}");
        }
    }
}
