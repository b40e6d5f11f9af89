//! The part of JSON Schema (draft 7) that our schemas use.
//!
//! A keyword that is not known fails the test, so that nothing passes unchecked.

use serde_json::{Map, Value};

/// Where a document that `send`, `resume` or `result` prints does not fit its schema, or what it says of the checks theirs.
pub(crate) fn faults_of_sending(document: &Value) -> Vec<String> {
    let read = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name);
        serde_json::from_slice(&std::fs::read(path).expect("the schema is there")).expect("it is JSON")
    };
    let mut found = faults(&read("send-output.schema.json"), document);
    if let Some(check) = document.get("check") {
        found.extend(faults(&read("json-output.schema.json"), check));
    }
    found
}

/// Where `instance` does not fit `schema`.
pub(crate) fn faults(schema: &Value, instance: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    Validator { root: schema, faults: &mut faults }.check(schema, instance, "$");
    faults
}

struct Validator<'v> {
    root: &'v Value,
    faults: &'v mut Vec<String>,
}

impl Validator<'_> {
    fn fault(&mut self, at: &str, what: impl std::fmt::Display) {
        self.faults.push(format!("{at}: {what}"));
    }

    fn fits(&self, schema: &Value, instance: &Value) -> bool {
        let mut faults = Vec::new();
        Validator { root: self.root, faults: &mut faults }.check(schema, instance, "$");
        faults.is_empty()
    }

    fn check(&mut self, schema: &Value, instance: &Value, at: &str) {
        let schema = match schema {
            Value::Bool(true) => return,
            Value::Bool(false) => return self.fault(at, "is not allowed"),
            Value::Object(schema) => schema,
            other => panic!("{at}: no schema: {other}"),
        };
        if let Some(target) = schema.get("$ref") {
            // Draft 7 ignores what stands beside a reference.
            let pointer = target.as_str().and_then(|target| target.strip_prefix('#')).expect("a local reference");
            let target = self.root.pointer(pointer).unwrap_or_else(|| panic!("{pointer} leads nowhere"));
            return self.check(target, instance, at);
        }
        for (keyword, value) in schema {
            self.keyword(schema, keyword, value, instance, at);
        }
    }

    fn keyword(&mut self, schema: &Map<String, Value>, keyword: &str, value: &Value, instance: &Value, at: &str) {
        let list = || value.as_array().expect("an array");
        let number = || value.as_f64().expect("a number");
        let fewer = |count: usize| u64::try_from(count).is_ok_and(|count| count < value.as_u64().expect("a number"));
        match keyword {
            "$schema" | "$id" | "$comment" | "title" | "description" | "default" | "definitions" | "examples"
            | "format" => {}
            "type" => {
                let types: Vec<&Value> = value.as_array().map_or_else(|| vec![value], |types| types.iter().collect());
                if !types.iter().any(|name| is_type(instance, name.as_str().expect("a name"))) {
                    self.fault(at, format!("{instance} is not of type {value}"));
                }
            }
            "enum" => {
                if !list().contains(instance) {
                    self.fault(at, format!("{instance} is not one of {value}"));
                }
            }
            "const" => {
                if value != instance {
                    self.fault(at, format!("{instance} is not {value}"));
                }
            }
            "anyOf" => {
                if !list().iter().any(|schema| self.fits(schema, instance)) {
                    self.fault(at, "fits none of anyOf");
                }
            }
            "oneOf" => {
                let count = list().iter().filter(|schema| self.fits(schema, instance)).count();
                if count != 1 {
                    self.fault(at, format!("fits {count} of oneOf"));
                }
            }
            "allOf" => list().iter().for_each(|schema| self.check(schema, instance, at)),
            "not" => {
                if self.fits(value, instance) {
                    self.fault(at, "fits what it must not");
                }
            }
            "required" => {
                for key in list() {
                    let key = key.as_str().expect("a key");
                    if instance.is_object() && instance.get(key).is_none() {
                        self.fault(at, format!("has no `{key}`"));
                    }
                }
            }
            "properties" => {
                for (key, schema) in value.as_object().expect("an object") {
                    if let Some(instance) = instance.get(key) {
                        self.check(schema, instance, &format!("{at}.{key}"));
                    }
                }
            }
            "additionalProperties" => {
                let known = schema.get("properties").and_then(Value::as_object);
                for (key, instance) in instance.as_object().into_iter().flatten() {
                    if !known.is_some_and(|known| known.contains_key(key)) {
                        self.check(value, instance, &format!("{at}.{key}"));
                    }
                }
            }
            "items" => {
                for (i, instance) in instance.as_array().into_iter().flatten().enumerate() {
                    self.check(value, instance, &format!("{at}[{i}]"));
                }
            }
            "minItems" => {
                if instance.as_array().is_some_and(|items| fewer(items.len())) {
                    self.fault(at, "has too few items");
                }
            }
            "uniqueItems" => {
                let items: Vec<String> = instance.as_array().into_iter().flatten().map(Value::to_string).collect();
                let unique: std::collections::BTreeSet<&String> = items.iter().collect();
                if *value == Value::Bool(true) && unique.len() < items.len() {
                    self.fault(at, "has an item twice");
                }
            }
            "minimum" => {
                if instance.as_f64().is_some_and(|instance| instance < number()) {
                    self.fault(at, format!("{instance} is less than {value}"));
                }
            }
            "maximum" => {
                if instance.as_f64().is_some_and(|instance| instance > number()) {
                    self.fault(at, format!("{instance} is more than {value}"));
                }
            }
            "minLength" => {
                if instance.as_str().is_some_and(|text| fewer(text.chars().count())) {
                    self.fault(at, "is too short");
                }
            }
            // A schema may say it of what we never write.
            "pattern" if !instance.is_string() => {}
            keyword => panic!("{at}: the keyword `{keyword}` is not known"),
        }
    }
}

fn is_type(instance: &Value, name: &str) -> bool {
    match name {
        "null" => instance.is_null(),
        "boolean" => instance.is_boolean(),
        "integer" => instance.is_i64() || instance.is_u64(),
        "number" => instance.is_number(),
        "string" => instance.is_string(),
        "array" => instance.is_array(),
        "object" => instance.is_object(),
        name => panic!("no type: {name}"),
    }
}

mod tests {
    use serde_json::json;

    use super::faults;

    #[test]
    fn what_does_not_fit_is_told() {
        let schema = json!({
            "type": "object",
            "required": ["a"],
            "properties": { "a": { "$ref": "#/definitions/a" }, "b": { "items": { "enum": [1, 2] }, "uniqueItems": true } },
            "additionalProperties": false,
            "definitions": { "a": { "oneOf": [{ "type": "null" }, { "type": "integer", "minimum": 1 }] } }
        });
        for (instance, expected) in [
            (json!({ "a": 1, "b": [1, 2] }), 0),
            (json!({ "a": null }), 0),
            (json!({ "a": 0 }), 1),
            (json!({ "b": [1, 1, 3] }), 3),
            (json!({ "a": 1, "c": 1 }), 1),
            (json!([]), 1),
        ] {
            assert_eq!(faults(&schema, &instance).len(), expected, "{instance}");
        }
    }
}
