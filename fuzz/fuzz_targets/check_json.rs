//! Any bytes as a job: places, order and bounds of the report, agreement with `serde_json`, and the typed job.
#![no_main]

#[path = "../../bulkwrite-core/tests/it/invariants/mod.rs"]
mod invariants;

use bulkwrite_core::Options;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let version = invariants::version(text.last().copied().unwrap_or_default());
    for options in [Options::default(), Options { version, placeholders: true, ..invariants::all_rules() }] {
        let _ = invariants::check(text, &options);
        invariants::typed(text, &options);
    }
});
