//! A JSON Schema of jobs, from core's table of keys: what editors complete and check by where no server of ours runs.
//!
//! It sees what a schema can see. Duplicate keys, rules between parts of a job and addresses in callbacks are left to `check`.

use bulkwrite_core::keys::{Key, Kind, Need, Owner};
use bulkwrite_core::metadata::{Field, Metadata, ModuleFields};
use bulkwrite_core::{ApiVersion, ModuleShape};
use serde_json::{Map, Value, json};

/// The schema, draft-07, for a version or for all, and with the names of fields where they are known.
pub(crate) fn schema(version: Option<ApiVersion>, metadata: Option<&Metadata>) -> Value {
    let mut definitions = Map::new();
    for owner in Owner::ALL.into_iter().skip(1) {
        definitions.insert(name(owner).to_owned(), object(owner, version));
    }
    let root = object(Owner::Job, version);
    let title = match version {
        Some(version) => format!("Zoho CRM bulk write job, {version}"),
        None => "Zoho CRM bulk write job".to_owned(),
    };
    let mut schema = json!({ "$schema": "http://json-schema.org/draft-07/schema#", "title": title });
    append(&mut schema, root);
    schema["if"] =
        json!({ "required": ["operation"], "properties": { "operation": { "enum": ["update", "upsert"] } } });
    schema["then"] = json!({ "properties": { "resource": { "items": { "required": ["find_by"] } } } });
    if let Some(metadata) = metadata.filter(|metadata| !metadata.is_empty()) {
        let modules: Vec<Value> = metadata.modules().map(|(module, fields)| with_fields(module, fields)).collect();
        definitions["resource"]["allOf"] = Value::Array(modules);
    }
    schema["definitions"] = Value::Object(definitions);
    schema
}

/// What an object is called among the definitions.
const fn name(owner: Owner) -> &'static str {
    match owner {
        Owner::Callback => "callback",
        Owner::Resource => "resource",
        Owner::Module => "module",
        Owner::Mapping => "field_mapping",
        Owner::DefaultValue => "default_value",
        _ => "job",
    }
}

fn object(owner: Owner, version: Option<ApiVersion>) -> Value {
    let has = |key: &&Key| version.is_none_or(|version| key.is_in(version));
    let keys: Vec<&Key> = owner.keys().iter().filter(has).collect();
    let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), property(key, version))).collect();
    let required: Vec<&str> = keys.iter().filter(|key| key.need == Need::Always).map(|key| key.name).collect();
    let mut object = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    if owner == Owner::Mapping {
        object["anyOf"] = json!([{ "required": ["index"] }, { "required": ["default_value"] }]);
    }
    object
}

fn property(key: &Key, version: Option<ApiVersion>) -> Value {
    let mut schema = match key.kind {
        Kind::Text if !key.values.is_empty() => json!({ "enum": key.values }),
        // What is no text is stored as well, as the vendor's SDKs have it.
        Kind::Text if key.owner == Owner::DefaultValue && key.name == "value" => json!({}),
        Kind::Text => json!({ "type": "string" }),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::Column => json!({ "type": "integer", "minimum": 0 }),
        Kind::Texts => json!({ "type": "array", "items": { "type": "string", "minLength": 1 } }),
        Kind::Objects(owner) => json!({ "type": "array", "items": reference(owner) }),
        Kind::TextOrObject(owner) => module(owner, version),
        Kind::Object(owner) => json!({ "allOf": [reference(owner)] }),
        _ => json!({}),
    };
    if let Some(pattern) = key.pattern {
        schema["pattern"] = json!(format!("^(?:{pattern})$"));
    }
    if let Some(most) = key.max_length {
        let of = if key.kind == Kind::Texts { &mut schema["items"] } else { &mut schema };
        of["maxLength"] = json!(most);
    }
    if let Some(most) = key.max_items {
        schema["maxItems"] = json!(most);
        schema["minItems"] = json!(1);
    }
    if let Some(most) = key.maximum {
        schema["maximum"] = json!(most);
    }
    if key.nullable {
        schema = json!({ "anyOf": [schema, { "type": "null" }] });
    }
    schema["description"] = json!(description(key));
    if let Ok(example) = serde_json::from_str::<Value>(key.example) {
        schema["examples"] = json!([example]);
    }
    schema
}

/// A module is a name in v2, and an object since then.
fn module(owner: Owner, version: Option<ApiVersion>) -> Value {
    let text = json!({ "type": "string", "minLength": 1 });
    match version.map(|version| version.facts().module) {
        Some(ModuleShape::Text) => text,
        Some(ModuleShape::Object) => json!({ "allOf": [reference(owner)] }),
        None => json!({ "anyOf": [reference(owner), text] }),
    }
}

fn reference(owner: Owner) -> Value {
    json!({ "$ref": format!("#/definitions/{}", name(owner)) })
}

/// What a key is, when it is needed, and since when it is there, as plain text.
fn description(key: &Key) -> String {
    let mut text = key.doc.replace('`', "\"");
    if let Need::If(when) = key.need {
        text = format!("{text} Needed if {}.", when.replace('`', "\""));
    }
    if let Some(since) = key.since {
        text = format!("{text} Since {since}.");
    }
    text
}

/// The fields of a module, for the resources that write to it.
fn with_fields(module: &str, fields: &ModuleFields) -> Value {
    let is_writable = |field: &&Field| field.creatable != Some(false) || field.updatable != Some(false);
    let mut names: Vec<Value> = fields.iter().filter(is_writable).map(named).collect();
    // An old answer may not list them.
    let others = ["id", "Layout", "Parent_Id"].into_iter().filter(|name| fields.get(name).is_none());
    names.extend(others.map(|name| json!({ "const": name })));
    let mut keys: Vec<Value> = vec![json!({ "const": "id", "description": "the record's id" })];
    keys.extend(fields.iter().filter(|field| field.unique == Some(true)).map(named));
    json!({
        "if": { "required": ["module"], "properties": { "module": { "anyOf": [
            { "const": module },
            { "required": ["api_name"], "properties": { "api_name": { "const": module } } },
        ] } } },
        "then": { "properties": {
            "find_by": { "anyOf": keys },
            "field_mappings": { "items": { "properties": { "api_name": { "anyOf": names } } } },
        } },
    })
}

fn named(field: &Field) -> Value {
    let label = if field.label.is_empty() { String::new() } else { format!("{}: ", field.label) };
    let required = if field.system_mandatory { ", required" } else { "" };
    json!({ "const": field.api_name, "description": format!("{label}{field}{required}").replace('`', "\"") })
}

/// Adds the entries of an object to another.
fn append(to: &mut Value, from: Value) {
    if let (Value::Object(to), Value::Object(from)) = (to, from) {
        to.extend(from);
    }
}
