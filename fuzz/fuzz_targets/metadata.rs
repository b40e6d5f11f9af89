//! Any bytes as the fields of a module: refused with a place inside the text, or used to check a job.
#![no_main]

#[path = "../../bulkwrite-core/tests/it/invariants/mod.rs"]
mod invariants;

use bulkwrite_core::metadata::{Metadata, ModuleFields};
use bulkwrite_core::{Options, is_deceptive};
use libfuzzer_sys::fuzz_target;

const JOB: &[u8] = include_bytes!("../../bulkwrite-core/tests/data/jobs/002-postman-v2-success.json");

fuzz_target!(|json: &[u8]| {
    match ModuleFields::from_json(json) {
        Err(error) => {
            assert!(error.line >= 1 && error.column >= 1, "{error:?}");
            let lines = json.split(|byte| *byte == b'\n').count();
            assert!(error.line as usize <= lines && error.column as usize <= json.len() + 1, "{error:?}");
            assert!(error.message.len() < 1_000 && !error.message.contains(is_deceptive), "{error:?}");
        }
        Ok(fields) => {
            assert!(fields.iter().is_sorted_by(|a, b| a.api_name < b.api_name));
            for field in &fields {
                assert_eq!(fields.get(&field.api_name).map(|found| &found.api_name), Some(&field.api_name));
                let _ = field.to_string();
            }
            let mut metadata = Metadata::new();
            metadata.insert("Leads", fields);
            let options = Options { metadata: Some(metadata), ..invariants::all_rules() };
            let _ = invariants::check(JOB, &options);
            invariants::fix(JOB, &options, true);
        }
    }
});
