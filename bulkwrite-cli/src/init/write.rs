//! A job as text.

use std::fmt::Write;

use bulkwrite_core::{ApiVersion, ModuleShape};

use super::{Mapping, Wish};

/// The job as JSON, as people write it: a line for each mapping.
pub(super) fn json(wish: &Wish, mappings: &[Mapping]) -> String {
    let text = |value: &str| serde_json::Value::from(value).to_string();
    let version = wish.version.unwrap_or(ApiVersion::DEFAULT);
    let module = match version.facts().module {
        ModuleShape::Text => text(&wish.module),
        ModuleShape::Object => format!("{{ \"api_name\": {} }}", text(&wish.module)),
    };
    let mut out = format!("{{\n    \"operation\": {},\n", text(&wish.operation));
    if wish.operation != "insert" {
        out += "    \"ignore_empty\": true,\n";
    }
    let file_id = text(wish.file_id.as_deref().unwrap_or("{{file_id}}"));
    let _ = write!(
        out,
        "    \"resource\": [{{\n        \"type\": \"data\",\n        \"module\": {module},\n        \"file_id\": {file_id}"
    );
    if let Some(find_by) = &wish.find_by {
        let _ = write!(out, ",\n        \"find_by\": {}", text(find_by));
    }
    out += ",\n        \"field_mappings\": [";
    for (i, mapping) in mappings.iter().enumerate() {
        let comma = if i == 0 { "" } else { "," };
        let _ = write!(out, "{comma}\n            {}", json_mapping(mapping));
    }
    let end = if mappings.is_empty() { "]" } else { "\n        ]" };
    let _ = write!(out, "{end}\n    }}]\n}}\n");
    out
}

/// A mapping as JSON.
pub(super) fn json_mapping(mapping: &Mapping) -> String {
    let text = |value: &str| serde_json::Value::from(value).to_string();
    let mut out = format!("{{ \"api_name\": {}, \"index\": {}", text(&mapping.api_name), mapping.index);
    for (key, value) in [("format", &mapping.format), ("find_by", &mapping.find_by)] {
        if let Some(value) = value {
            let _ = write!(out, ", \"{key}\": {}", text(value));
        }
    }
    out + " }"
}

/// A mapping as `bulk_write!` takes it.
pub(super) fn rust_mapping(mapping: &Mapping) -> String {
    let mut more = String::new();
    if let Some(format) = &mapping.format {
        let _ = write!(more, ", format: {format:?}");
    }
    if let Some(find_by) = &mapping.find_by {
        let _ = write!(more, ", find_by: {}", word(find_by));
    }
    let (name, index) = (word(&mapping.api_name), mapping.index);
    if more.is_empty() { format!("{name}: {index}") } else { format!("{name}: {{ index: {index}{more} }}") }
}

/// The job as a `bulk_write!` block, with what is open as comments.
pub(super) fn rust<'q>(wish: &Wish, mappings: &[Mapping], questions: impl IntoIterator<Item = &'q String>) -> String {
    let mut out = "bulk_write! {\n".to_owned();
    // Always said: a bare module would mean another version one day.
    let version = wish.version.unwrap_or(ApiVersion::DEFAULT);
    let _ = writeln!(out, "    version: {},", version.ident().to_ascii_lowercase());
    let _ = writeln!(out, "    operation: {},", wish.operation);
    if wish.operation != "insert" {
        out += "    ignore_empty: true,\n";
    }
    let _ = writeln!(out, "    resource: [{{\n        type: data,\n        module: {},", word(&wish.module));
    match &wish.file_id {
        Some(id) => {
            let _ = writeln!(out, "        file_id: {id:?},");
        }
        None => out += "        file_id: {{ file_id }},\n",
    }
    if let Some(find_by) = &wish.find_by {
        let _ = writeln!(out, "        find_by: {},", word(find_by));
    }
    out += "        field_mappings: {\n";
    for mapping in mappings {
        let _ = writeln!(out, "            {},", rust_mapping(mapping));
    }
    for question in questions {
        let _ = writeln!(out, "            // {question}");
    }
    out += "        },\n    }],\n}\n";
    out
}

/// A name as a bare word where Rust can read it as one.
fn word(name: &str) -> String {
    let bare = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if bare { name.to_owned() } else { format!("{name:?}") }
}
