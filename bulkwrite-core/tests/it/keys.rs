//! Every key of the table goes all ways through a job and is lost on none.

use bulkwrite_core::keys::{self, Key, Kind, Need, Owner};
use bulkwrite_core::{ApiVersion, Checker, FieldMapping, Job, Operation, Options, Resource, VERSIONS};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};

fn example(key: &Key) -> Value {
    serde_json::from_str(key.example).unwrap_or_else(|error| panic!("{}: {error}", key.path()))
}

/// A job for v8 that has `key`, and beside it what the table says is needed.
fn job_with(key: &Key) -> Value {
    let mut object = needed(key.owner);
    object[key.name] = example(key);
    let mut owner = key.owner;
    while let Some(above) = owner.within() {
        let mut outer = needed(above.owner);
        outer[above.name] = if let Kind::Objects(_) = above.kind { json!([object]) } else { object };
        object = outer;
        owner = above.owner;
    }
    object
}

/// An object with the keys that are needed whatever else it has.
fn needed(owner: Owner) -> Value {
    let always = owner.keys().iter().filter(|key| key.need == Need::Always);
    let mut object: Map<String, Value> = always.map(|key| (key.name.to_owned(), example(key))).collect();
    match owner {
        Owner::Job => object.insert("operation".to_owned(), json!("insert")),
        Owner::Mapping => object.insert("index".to_owned(), json!(3)),
        _ => None,
    };
    Value::Object(object)
}

fn value_at<'j>(job: &'j Value, key: &Key) -> Option<&'j Value> {
    let path = key.path().replace("[]", ".0");
    path.split('.').try_fold(job, |value, step| match step.parse::<usize>() {
        Ok(index) => value.get(index),
        Err(_) => value.get(step),
    })
}

fn checker() -> Checker {
    Checker::new(Options { version: Some(ApiVersion::V8), ..Options::default() })
}

#[test]
fn no_key_is_lost_on_its_way_through_a_job() {
    for key in keys::all() {
        let (path, written) = (key.path(), job_with(key));
        let text = written.to_string();
        let job = checker().job_from_json(text.as_bytes()).unwrap_or_else(|report| panic!("{path}: {report}\n{text}"));
        let again: Value = serde_json::from_str(&job.to_json()).expect("a job is JSON");
        assert_eq!(value_at(&again, key), Some(&example(key)), "{path}: from JSON, by the typed job, to JSON");
        assert_eq!(again, written, "{path}");
        let built = by_hand(&written).unwrap_or_else(|lost| panic!("{path}: `{lost}` has no way into a builder"));
        if let Some(built) = built {
            let built = built.version(ApiVersion::V8).build().unwrap_or_else(|report| panic!("{path}: {report}"));
            assert_eq!(built, job, "{path}: by the builder");
        }
        let default = matches!(path.as_str(), "resource[].field_mappings[].default_value.name")
            || path == "resource[].field_mappings[].default_value.module";
        assert_eq!(
            by_hand(&written).is_ok_and(|built| built.is_none()),
            default,
            "{path}: what the builder leaves to JSON"
        );
    }
}

/// The same job by the builders; `None` where it has what they leave to JSON, and the key that they do not know.
fn by_hand(job: &Value) -> Result<Option<bulkwrite_core::JobBuilder>, String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let operation = Operation::ALL.into_iter().find(|operation| job["operation"] == operation.as_str());
    let mut builder = Job::builder(operation.expect("the operation is one"));
    for (key, value) in job.as_object().into_iter().flatten() {
        builder = match key.as_str() {
            "operation" | "resource" => builder,
            "ignore_empty" => builder.ignore_empty(value == true),
            "character_encoding" => builder.character_encoding(text(value)),
            "callback" => builder.callback(text(&value["url"])),
            lost => return Err(lost.to_owned()),
        };
    }
    for resource in job["resource"].as_array().into_iter().flatten() {
        let mut made = Resource::builder(text(&resource["module"]["api_name"]), text(&resource["file_id"]));
        for (key, value) in resource.as_object().into_iter().flatten() {
            made = match key.as_str() {
                "type" | "file_id" | "field_mappings" => made,
                "module" => match value.get("id") {
                    Some(id) => made.module_id(text(id)),
                    None => made,
                },
                "file_names" => made.file_names(value.as_array().into_iter().flatten().map(text)),
                "find_by" => made.find_by(text(value)),
                "ignore_empty" => made.ignore_empty(value == true),
                lost => return Err(lost.to_owned()),
            };
        }
        for mapping in resource["field_mappings"].as_array().into_iter().flatten() {
            let mut field = FieldMapping::builder(text(&mapping["api_name"]));
            for (key, value) in mapping.as_object().into_iter().flatten() {
                let number = || value.as_i64().unwrap_or(-1);
                field = match key.as_str() {
                    "api_name" => field,
                    "index" => field.index(number()),
                    "format" => field.format(text(value)),
                    "find_by" => field.find_by(text(value)),
                    "default_value" if value.as_object().is_some_and(|default| default.len() > 1) => return Ok(None),
                    "default_value" => field.default_value(text(&value["value"])),
                    "module" => field.module(text(value)),
                    "parent_column_index" => field.parent_column_index(number()),
                    lost => return Err(lost.to_owned()),
                };
            }
            made = made.mapping(field);
        }
        builder = builder.resource(made);
    }
    Ok(Some(builder))
}

#[test]
fn the_table_tells_what_the_rules_find() {
    for key in keys::all() {
        let path = key.path();
        let names = |written: &Value, version| {
            let checker = Checker::new(Options { version: Some(version), ..Options::default() });
            let report = checker.check_json(written.to_string().as_bytes());
            report.diagnostics().iter().map(|found| found.rule.name).collect::<Vec<_>>()
        };
        // Without a key that is needed here.
        let mut without = job_with(key);
        let object = match key.owner {
            Owner::Job => Some(&mut without),
            owner => {
                let above = owner.within().expect("it is in another");
                let pointer = format!("/{}", above.path().replace("[]", "/0").replace('.', "/"));
                let list = if matches!(above.kind, Kind::Objects(_)) { "/0" } else { "" };
                without.pointer_mut(&format!("{pointer}{list}").replace("//", "/"))
            }
        };
        object.and_then(Value::as_object_mut).expect("the object is there").remove(key.name);
        let missing = names(&without, ApiVersion::V8);
        let is_missed = missing.iter().any(|name| ["missing-key", "malformed-default-value"].contains(name));
        assert_eq!(is_missed, !key.add.is_empty(), "{path}: {missing:?}");
        // In the versions before it.
        for facts in VERSIONS {
            let found = names(&job_with(key), facts.version);
            assert_eq!(found.contains(&"too-new-key"), !key.is_in(facts.version), "{path} in {}", facts.version);
        }
        // Of another type.
        let mut other = job_with(key);
        let pointer = format!("/{}", path.replace("[]", "/0").replace('.', "/"));
        *other.pointer_mut(&pointer).expect("the key is there") = json!([[]]);
        let found = names(&other, ApiVersion::V8);
        let refused = ["wrong-type", "malformed-default-value"];
        assert!(found.iter().any(|name| refused.contains(name)), "{path}: {found:?}");
        // Beyond its length.
        if let (Some(limit), Kind::Text) = (key.max_length, key.kind) {
            for (length, is_long) in [(limit, false), (limit + 1, true)] {
                let mut long = job_with(key);
                let letter = if key.name == "file_id" { "1" } else { "a" };
                *long.pointer_mut(&pointer).expect("the key is there") = json!(letter.repeat(length));
                assert_eq!(names(&long, ApiVersion::V8).contains(&"too-long"), is_long, "{path} of {length}");
            }
        }
        // Another value than those that there are.
        if !key.values.is_empty() {
            let mut other = job_with(key);
            *other.pointer_mut(&pointer).expect("the key is there") = json!("walrus");
            assert_ne!(names(&other, ApiVersion::V8), [""; 0], "{path}");
        }
    }
}

#[test]
fn a_pattern_makes_texts_that_the_rules_take() {
    let mut runner = TestRunner::deterministic();
    for key in keys::all() {
        let Some(pattern) = key.pattern.filter(|_| key.name != "url") else { continue };
        let strategy = proptest::string::string_regex(pattern).expect("it is a regular expression");
        for _ in 0..50 {
            let text = strategy.new_tree(&mut runner).expect("there are such texts").current();
            let mut job = job_with(key);
            let pointer = format!("/{}", key.path().replace("[]", "/0").replace('.', "/"));
            *job.pointer_mut(&pointer).expect("the key is there") = json!(text);
            let report = checker().check_json(job.to_string().as_bytes());
            let malformed = ["malformed-field-name", "malformed-module-name", "malformed-file-id"];
            let found: Vec<&str> = report.diagnostics().iter().map(|found| found.rule.name).collect();
            assert!(!found.iter().any(|name| malformed.contains(name)), "{} {text:?}: {found:?}", key.path());
        }
    }
}

#[test]
fn the_table_is_complete_and_in_the_house_style() {
    for key in keys::all() {
        let path = key.path();
        assert!(key.doc.ends_with('.') && !key.doc.contains("  ") && !key.doc.contains('\n'), "{path}: {}", key.doc);
        let needed = key.need != Need::Never;
        assert!(key.need != Need::Always || !key.add.is_empty(), "{path}: what to do where it is missing");
        assert!(needed || key.add.is_empty(), "{path}: a cure for what is never missing");
        assert!(keys::find(key.owner, key.name).is_some_and(|found| found.path() == path));
        for value in key.values {
            let is_one = key.example == format!("\"{value}\"") || key.values.len() > 1;
            assert!(is_one, "{path}: the example is another value than {value}");
        }
        if let Some(only) = key.only_value() {
            assert_eq!(only, key.example, "{path}");
        }
    }
    let within: Vec<Option<String>> = Owner::ALL.into_iter().map(|owner| owner.within().map(Key::path)).collect();
    let paths =
        ["callback", "resource", "resource[].module", "resource[].field_mappings"].map(|path| Some(path.to_owned()));
    assert_eq!(within[0], None);
    assert_eq!(within[1..5], paths);
}
