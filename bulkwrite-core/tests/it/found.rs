//! Inputs that a fuzzer or a property found to break something once: none of them does again.

use crate::invariants;

use std::fs;
use std::path::Path;

use bulkwrite_core::{Options, VERSIONS};

#[test]
fn what_once_broke_something_is_answered() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/found");
    let mut count = 0;
    for file in fs::read_dir(&folder).expect("the folder is there") {
        let text = fs::read(file.expect("the folder is readable").path()).expect("the file is readable");
        let versions = VERSIONS.iter().map(|facts| Some(facts.version));
        for version in versions.chain([None]) {
            for placeholders in [false, true] {
                let options = Options { version, placeholders, ..invariants::all_rules() };
                let _ = invariants::check(&text, &options);
                invariants::typed(&text, &options);
                invariants::fix(&text, &options, false);
                invariants::fix(&text, &options, true);
            }
        }
        count += 1;
    }
    assert!(count > 0);
}

#[test]
fn a_key_as_long_as_a_file_does_not_make_the_report_as_long() {
    let text = format!("{{\"{}\": {{\"operation\": 1}}}}", "k".repeat(1_000_000));
    let _ = invariants::check(text.as_bytes(), &Options::default());
}
