//! Any bytes as a job that is mended: it comes to an end, mending twice changes nothing, and JSON stays JSON.
#![no_main]

#[path = "../../bulkwrite-core/tests/it/invariants/mod.rs"]
mod invariants;

use bulkwrite_core::Options;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let version = invariants::version(text.last().copied().unwrap_or_default());
    let options = Options { version, ..invariants::all_rules() };
    invariants::fix(text, &options, false);
    invariants::fix(text, &options, true);
});
