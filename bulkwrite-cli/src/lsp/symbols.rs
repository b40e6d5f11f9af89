//! The outline of a job: its resources, and their mappings.

use bulkwrite_core::json;
use bulkwrite_core::node::{Node, Value as Written};
use serde_json::{Value, json};

use super::document::Document;

/// The numbers that the protocol gives to kinds of symbols.
const OBJECT: u32 = 19;
const FIELD: u32 = 8;

pub(super) fn of(document: &Document) -> Value {
    let parsed = json::parse(document.text().as_bytes(), &json::Options { placeholders: true });
    let resources = parsed.root.as_ref().and_then(|root| root.get("resource")?.as_list()).unwrap_or_default();
    if !document.is_job {
        return Value::Array(Vec::new());
    }
    let is_map = |node: &&Node<'_>| matches!(node.value, Written::Map(_));
    resources
        .iter()
        .filter(is_map)
        .map(|resource| {
            let module = resource.get("module");
            let name = module.and_then(|module| module.as_str().or_else(|| module.get("api_name")?.as_str()));
            let mappings = resource.get("field_mappings").and_then(Node::as_list).unwrap_or_default();
            let children: Vec<Value> = mappings
                .iter()
                .filter(is_map)
                .map(|mapping| {
                    let name = mapping.get("api_name").and_then(Node::as_str).unwrap_or("?");
                    let index = match mapping.get("index").map(|index| &index.value) {
                        Some(Written::Number(index)) => format!("column {index}"),
                        _ => String::new(),
                    };
                    symbol(document, name, &index, FIELD, mapping, &[])
                })
                .collect();
            symbol(document, name.unwrap_or("?"), "", OBJECT, resource, &children)
        })
        .collect()
}

fn symbol(document: &Document, name: &str, detail: &str, kind: u32, node: &Node<'_>, children: &[Value]) -> Value {
    // No client takes a name without letters.
    let name = if name.trim().is_empty() { "?" } else { name };
    let range = document.range(node.loc);
    json!({ "name": name, "detail": detail, "kind": kind, "range": range, "selectionRange": range, "children": children })
}
