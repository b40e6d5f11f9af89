//! What holds for any text whatever: the tests of properties and the fuzz targets share it.
#![allow(dead_code, reason = "each test uses a part")]

use bulkwrite_core::json::{self, text_edits};
use bulkwrite_core::{
    ApiVersion, Checker, Diagnostic, Job, Levels, Loc, MAX_DIAGNOSTICS, Options, Report, Verdict, is_deceptive,
};

/// Options under which every rule speaks.
pub(crate) fn all_rules() -> Options {
    Options { levels: Levels::all(), ..Options::default() }
}

/// Checks a text, and what holds for every report.
pub(crate) fn check(text: &[u8], options: &Options) -> Report {
    let checker = Checker::new(options.clone());
    let report = checker.check_json(text);
    let shown = report.diagnostics();
    assert!(shown.len() <= MAX_DIAGNOSTICS);
    assert!(shown.len() == MAX_DIAGNOSTICS || !report.is_truncated());
    assert_eq!(report.is_truncated(), report.errors() + report.warnings() > shown.len());
    let verdict = match (report.errors(), report.warnings()) {
        (0, 0) => Verdict::Accept,
        (0, _) => Verdict::Warn,
        _ => Verdict::Reject,
    };
    assert_eq!(report.verdict(), verdict);
    assert!(shown.is_sorted_by_key(|found| found.loc.start), "not in reading order:\n{report}");
    if report.errors() > 0 {
        assert!(shown.iter().any(|found| found.level == bulkwrite_core::Level::Error), "no error is shown:\n{report}");
    }
    let root = json::parse(text, &json::Options { placeholders: options.placeholders }).root;
    for found in shown {
        check_diagnostic(text, root.as_ref(), found);
    }
    let _ = report.predicted_response();
    assert!(report.to_string().len() < 1_000 * (shown.len() + 1));
    agrees_with_serde_json(text, &report);
    report
}

fn check_diagnostic(text: &[u8], root: Option<&bulkwrite_core::node::Node<'_>>, found: &Diagnostic) {
    let inside = |loc: Loc| {
        let range = loc.range();
        assert!(range.start <= range.end && range.end <= text.len(), "{found}: {loc:?} is outside of the text");
        if let Ok(text) = std::str::from_utf8(text) {
            assert!(text.get(range).is_some(), "{found}: {loc:?} splits a character");
        }
    };
    let within = |loc: Loc, within: Option<Loc>| {
        inside(loc);
        if let Some(within) = within {
            let raw = json::raw_range(text, loc, within.start..within.end);
            inside(raw);
            assert!(loc.contains(raw), "{found}: {within:?} leaves the string at {loc:?}");
        }
    };
    within(found.loc, found.within);
    for related in &found.related {
        within(related.loc, related.within);
    }
    let texts = [Some(&found.message), found.help.as_ref(), found.fix.as_ref().map(|fix| &fix.title)];
    for words in texts.into_iter().flatten().chain(found.related.iter().map(|related| &related.label)) {
        assert!(!words.is_empty() && words.len() < 2_000, "{found}: {words:?}");
        assert!(!words.contains(is_deceptive), "{found}: {words:?}");
        assert!(!words.contains('\n'), "{found}: {words:?}");
    }
    let Some(fix) = &found.fix else { return };
    let edits = text_edits(text, root, fix).unwrap_or_else(|| panic!("{found}: the fix has no place in the text"));
    assert!(!edits.is_empty(), "{found}: the fix does nothing");
    for edit in &edits {
        inside(edit.range);
    }
    for pair in edits.windows(2) {
        assert!(pair[0].range.end <= pair[1].range.start, "{found}: the edits {pair:?} overlap");
    }
}

/// What `serde_json` reads is JSON to us, and the other way round up to its own limits.
fn agrees_with_serde_json(text: &[u8], report: &Report) {
    let finds = |name| report.diagnostics().iter().any(|found| found.rule.name == name);
    let ours = !finds("invalid-json") && !finds("byte-order-mark");
    match serde_json::from_slice::<serde_json::Value>(text) {
        Ok(_) => {
            assert!(ours || json::parse(text, &json::Options::default()).slips.is_empty(), "it is JSON:\n{report}");
        }
        Err(error) => {
            let own_limit = ["number out of range", "recursion limit"];
            let is_own = own_limit.iter().any(|limit| error.to_string().contains(limit));
            assert!(!ours || is_own || report.is_truncated(), "it is not JSON: {error}\n{report}");
        }
    }
}

/// A typed job is made of exactly the texts that are not refused, and writing and reading it changes nothing.
pub(crate) fn typed(text: &[u8], options: &Options) -> Option<Job> {
    let checker = Checker::new(options.clone());
    let report = checker.check_json(text);
    let job = match checker.job_from_json(text) {
        Ok(job) => job,
        Err(again) => {
            assert_eq!(again.to_string(), report.to_string());
            // The typed model has texts alone for defaults.
            let other = report.diagnostics().iter().any(|found| found.rule.name == "malformed-default-value");
            let refused = report.verdict() == Verdict::Reject;
            assert!(refused || options.placeholders || other, "no job, but why?\n{report}");
            return None;
        }
    };
    assert_ne!(report.verdict(), Verdict::Reject, "a job of what is refused:\n{report}");
    assert_eq!(same_again(&job), job);
    Some(job)
}

/// The job, written and read again.
pub(crate) fn same_again(job: &Job) -> Job {
    let written = job.to_json();
    let reader = Checker::new(Options { version: Some(job.version()), ..Options::default() });
    reader.job_from_json(written.as_bytes()).unwrap_or_else(|report| panic!("{written}\n{report}"))
}

/// Mends a text, and what holds for every mended text.
pub(crate) fn fix(text: &[u8], options: &Options, also_unsafe: bool) -> Vec<u8> {
    let checker = Checker::new(options.clone());
    let fixed = checker.fix_json(text, also_unsafe);
    if fixed.applied.is_empty() {
        assert_eq!(fixed.text, text, "nothing was done, but the text is another one");
        return fixed.text;
    }
    assert_eq!(fixed.report.to_string(), checker.check_json(&fixed.text).to_string());
    let again = checker.fix_json(&fixed.text, also_unsafe);
    let shown = |text: &[u8]| String::from_utf8_lossy(text).into_owned();
    assert_eq!(again.applied, [], "mending goes on:\n{}\n{}", shown(text), shown(&fixed.text));
    assert_eq!(again.text, fixed.text);
    let is_json = |text: &[u8]| serde_json::from_slice::<serde_json::Value>(text).is_ok();
    assert!(!is_json(text) || is_json(&fixed.text), "it was JSON:\n{}\n{}", shown(text), shown(&fixed.text));
    fixed.text
}

/// A version for each number.
pub(crate) fn version(number: u8) -> Option<ApiVersion> {
    bulkwrite_core::VERSIONS.get(usize::from(number) % (bulkwrite_core::VERSIONS.len() + 1)).map(|facts| facts.version)
}
