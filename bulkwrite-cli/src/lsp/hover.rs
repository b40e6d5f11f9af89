//! What is said of a place that the pointer rests on: findings, the key, the field.

use bulkwrite_core::json;
use bulkwrite_core::metadata::Field;
use serde_json::{Value, json};

use super::document::Document;
use super::spot;

pub(super) fn at(document: &Document, offset: u32) -> Value {
    if !document.is_job {
        return Value::Null;
    }
    let mut parts = Vec::new();
    let view = document.view();
    for found in view.findings() {
        let (start, end) = (found.place.start.offset, found.place.end.offset);
        if start <= offset && offset <= end {
            let mut text = format!("**[{}]({})**: {}", found.rule.name, found.rule.url(), found.rule.summary());
            if let Some(predicted) = found.predicts {
                let message = predicted.message.as_ref().map(|message| format!(" \"{message}\"")).unwrap_or_default();
                text = format!(
                    "{text}\n\nThe CRM would answer `{}`{message} ({}).",
                    predicted.code,
                    predicted.basis.as_str()
                );
            }
            parts.push(text);
        }
    }
    let parsed = json::parse(document.text().as_bytes(), &json::Options { placeholders: true });
    let spot = parsed.root.as_ref().and_then(|root| spot::at(root, offset));
    let mut loc = None;
    if let Some(spot) = &spot
        && let (Some(key), Some((_, key_loc, value))) = (spot.key(), spot.entry)
    {
        loc = Some(value.filter(|value| value.as_str().is_some()).map_or(key_loc, |value| value.loc));
        let field = value.and_then(|value| {
            let fields = document.options().metadata.as_ref()?.get(spot.module()?)?;
            matches!(key.name, "api_name" | "find_by").then(|| fields.get(value.as_str()?))?
        });
        match field {
            Some(field) => parts.push(of_field(field)),
            None => parts.push(format!("`{}`\n\n{}", key.path(), key.markdown().trim_end())),
        }
    }
    if parts.is_empty() {
        return Value::Null;
    }
    let mut hover = json!({ "contents": { "kind": "markdown", "value": parts.join("\n\n---\n\n") } });
    if let Some(loc) = loc {
        hover["range"] = document.range(loc);
    }
    hover
}

/// What the metadata says of a field.
pub(super) fn of_field(field: &Field) -> String {
    let mut text = format!("**{}** `{}`\n\n{field}", field.label, field.api_name);
    for (is, what) in [
        (field.system_mandatory, "required"),
        (field.unique == Some(true), "unique"),
        (field.creatable == Some(false) && field.updatable == Some(false), "set by the CRM"),
    ] {
        if is {
            text = format!("{text}, {what}");
        }
    }
    if !field.picklist.is_empty() {
        let values: Vec<String> = field.picklist.iter().take(20).map(|value| format!("* {}", value.display)).collect();
        let more = field.picklist.len().saturating_sub(20);
        let more = if more > 0 { format!("\n* … and {more} more") } else { String::new() };
        text = format!("{text}\n\n{}{more}", values.join("\n"));
    }
    text
}
