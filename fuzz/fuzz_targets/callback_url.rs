//! Any text as a callback URL. Run with `cargo +nightly fuzz run callback_url`.
#![no_main]

#[path = "../../bulkwrite-core/tests/it/rfc3986/mod.rs"]
mod rfc3986;

use bulkwrite_core::callback::{self, Policy, Severity, Verdict};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let inspection = callback::inspect(text);
    for finding in inspection.findings() {
        let range = finding.range.start as usize..finding.range.end as usize;
        assert!(text.get(range).is_some(), "{text:?}: {finding:?}");
        assert!(!finding.message.is_empty() && finding.message.matches('`').count() % 2 == 0, "{text:?}: {finding:?}");
    }
    assert!(inspection.findings().is_sorted_by_key(|finding| finding.range.start), "{text:?}");

    let in_full = callback::inspect_in_full(text, &Policy::new());
    assert_eq!(inspection, in_full, "the short cut disagrees: {text:?}");

    let errors = inspection.findings().iter().any(|finding| finding.level == Severity::Error);
    assert_eq!(errors, inspection.verdict() == Verdict::Reject);
    if !errors {
        assert_eq!(rfc3986::difference(text), None, "{text:?}");
    }

    let masked = callback::masked(text);
    assert!(masked.len() <= text.len() + 9, "{text:?} became {masked:?}");
});
