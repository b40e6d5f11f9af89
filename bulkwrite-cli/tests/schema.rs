//! The JSON Schema of jobs: `docs/job.schema.json` is what the command prints. That validators agree with it is tested with those of
//! Python and JavaScript, in `bindings/`.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use std::fs;
use std::path::Path;

use support::run;

#[test]
fn the_schema_that_editors_fetch_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/job.schema.json");
    let printed = run(&["schema"]);
    assert_eq!((printed.code, printed.stderr.as_str()), (0, ""));
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &printed.stdout).expect("the folder is there");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, printed.stdout, "run `BLESS=1 cargo test -p bulkwrite-cli --test schema`");
}

#[test]
fn a_version_has_the_keys_and_forms_that_it_has() {
    let of = |version: &str| {
        let printed = run(&["schema", "--api-version", version]);
        serde_json::from_str::<serde_json::Value>(&printed.stdout).expect("it is JSON")
    };
    let (v2, v8) = (of("v2"), of("v8"));
    let module = "/definitions/resource/properties/module";
    assert_eq!(v2.pointer(&format!("{module}/type")), Some(&"string".into()));
    assert_eq!(v8.pointer(&format!("{module}/allOf/0/$ref")), Some(&"#/definitions/module".into()));
    let parent = "/definitions/field_mapping/properties/parent_column_index";
    assert!(v2.pointer(parent).is_none() && v8.pointer(parent).is_some());
}

#[test]
fn fields_are_listed_by_name_with_metadata() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../bulkwrite-data/tests/data");
    let folder = folder.to_string_lossy();
    let printed = run(&["schema", "--metadata", &folder]);
    assert!(
        printed.stdout.contains("\"description\": \"Last Name: text of up to 80 characters, required\""),
        "{}",
        printed.stdout
    );
    let printed = run(&["schema", "--metadata", "no-such-folder"]);
    assert_eq!(
        (printed.code, printed.stderr.as_str()),
        (2, "error: cannot read `no-such-folder`: no such file or folder\n")
    );
}
