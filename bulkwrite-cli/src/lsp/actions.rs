//! What the client can do about findings: one fix, or all that are safe.

use bulkwrite_core::Loc;
use serde_json::{Value, json};

use super::document::Document;

/// The kind of the action that mends all that is safe to mend.
pub(super) const FIX_ALL: &str = "source.fixAll.bulkwrite";

pub(super) fn of(document: &Document, params: &Value) -> Value {
    let uri = params.pointer("/textDocument/uri").and_then(Value::as_str).unwrap_or_default();
    let range = params.get("range").and_then(|range| document.loc(range)).unwrap_or_default();
    // `source.fixAll` asks for `source.fixAll.bulkwrite`, too.
    let only = params.pointer("/context/only").and_then(Value::as_array);
    let is_asked = |kind: &str| {
        only.is_none_or(|only| {
            only.iter()
                .filter_map(Value::as_str)
                .any(|asked| kind.strip_prefix(asked).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
        })
    };
    let mut actions = Vec::new();
    if document.is_job && is_asked("quickfix") {
        actions.extend(fixes(document, uri, range));
    }
    if document.is_job && is_asked(FIX_ALL) {
        actions.extend(all(document, uri));
    }
    Value::Array(actions)
}

fn fixes(document: &Document, uri: &str, range: Loc) -> Vec<Value> {
    let view = document.view();
    let mut actions = Vec::new();
    for found in view.findings() {
        let touches = found.place.start.offset <= range.end && range.start <= found.place.end.offset;
        let Some(fix) = found.fix.filter(|_| touches) else { continue };
        let Some(edits) = view.edits(fix) else { continue };
        let edits: Vec<Value> =
            edits.iter().map(|edit| json!({ "range": document.range(edit.range), "newText": edit.text })).collect();
        let doubt = if fix.safe { "" } else { " (look at it: it may not be what was meant)" };
        actions.push(json!({
            "title": format!("{}{doubt}", fix.title),
            "kind": "quickfix",
            "isPreferred": fix.safe,
            "diagnostics": [document.diagnostic(uri, &found)],
            "edit": { "changes": { uri: edits } },
        }));
    }
    actions
}

fn all(document: &Document, uri: &str) -> Option<Value> {
    let fixed = document.checker().fix_json(document.text().as_bytes(), false);
    let text = String::from_utf8(fixed.text).ok()?;
    if text == document.text() {
        return None;
    }
    let end = u32::try_from(document.text().len()).ok()?;
    let edit = json!({ "range": document.range(Loc::new(0, end)), "newText": text });
    Some(json!({
        "title": "Mend all that is safe to mend",
        "kind": FIX_ALL,
        "edit": { "changes": { uri: [edit] } },
    }))
}
