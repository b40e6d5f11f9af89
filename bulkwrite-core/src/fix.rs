//! Makes mistakes go away: applies the fixes of a report to the text of a job.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::check::Checker;
use crate::report::Report;
use crate::report::diagnostic::Diagnostic;
use crate::report::rule::Rule;
use crate::source::json;
use crate::source::json::{TextEdit, text_edits};
use crate::source::node::Node;
use crate::text::{Text, sort};

/// How often a text is checked and mended anew: a fix may bring the next mistake to light.
const MAX_ROUNDS: usize = 1_000;

/// A text that was mended.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The text, byte for byte the same where nothing was fixed.
    pub text: Vec<u8>,
    /// What was done, in the order of doing.
    pub applied: Vec<Applied>,
    /// The edits that led to it, round by round: each of the text that the round before it left.
    pub edits: Vec<Vec<TextEdit>>,
    /// What is left.
    pub report: Report,
}

impl Fixed {
    fn new(text: Vec<u8>, rounds: Vec<(Vec<TextEdit>, Vec<Applied>)>, report: Report) -> Self {
        let (edits, applied): (Vec<_>, Vec<_>) = rounds.into_iter().unzip();
        Self { text, applied: applied.into_iter().flatten().collect(), edits, report }
    }
}

fn hash(text: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// The fixes that a text can take at once.
#[derive(Clone, Debug)]
pub struct Round {
    /// The edits, in reading order; none where nothing is left to fix.
    pub edits: Vec<TextEdit>,
    /// What they do.
    pub applied: Vec<Applied>,
    /// What was found before they are made.
    pub report: Report,
}

/// A fix that was applied.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    /// The rule whose mistake is gone.
    pub rule: &'static Rule,
    /// What was done, as an instruction.
    pub title: Text,
}

impl Checker {
    /// Applies the safe fixes of every finding, and the others too if asked, until nothing is left to fix.
    ///
    /// Where the fixes lead back to a text that was there before, they end with it. A text that takes them on and on, a
    /// thousand times, stays as it was.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::{Checker, Options};
    ///
    /// let job = br#"{ "operation": "insert", "resources": [
    ///     { "type": "data", "module": "Leads", "file_id": "4150868000005379001", }] }"#;
    /// let fixed = Checker::new(Options::default()).fix_json(job, false);
    /// assert_eq!(fixed.applied.len(), 2);
    /// assert!(fixed.report.diagnostics().is_empty());
    /// ```
    pub fn fix_json(&self, text: &[u8], also_unsafe: bool) -> Fixed {
        let mut mended = text.to_vec();
        let mut rounds: Vec<(Vec<TextEdit>, Vec<Applied>)> = Vec::new();
        // Of the text before each round.
        let mut hashes: Vec<u64> = Vec::new();
        for _ in 0..MAX_ROUNDS {
            let Round { edits, applied, report } = self.fix_round(&mended, also_unsafe);
            if edits.is_empty() {
                return Fixed::new(mended, rounds, report);
            }
            let hash = hash(&mended);
            if let Some(same) = hashes.iter().position(|before| *before == hash) {
                rounds.truncate(same);
                return Fixed::new(mended, rounds, report);
            }
            hashes.push(hash);
            mended = apply(&mended, &edits);
            rounds.push((edits, applied));
        }
        Fixed::new(text.to_vec(), Vec::new(), self.check_json(text))
    }

    /// Checks a text and works out the fixes that it can take at once, for those who make the edits themselves.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::{Checker, Options, fix};
    ///
    /// let job = br#"{ "operation": "insert", "resources": [] }"#;
    /// let round = Checker::new(Options::default()).fix_round(job, false);
    /// assert_eq!(fix::apply(job, &round.edits), br#"{ "operation": "insert", "resource": [] }"#);
    /// ```
    pub fn fix_round(&self, text: &[u8], also_unsafe: bool) -> Round {
        let mut report = self.check_for_fixes(text);
        if report.diagnostics().is_empty() {
            return Round { edits: Vec::new(), applied: Vec::new(), report };
        }
        let parsed = json::parse(text, &json::Options { placeholders: self.options().placeholders });
        let mut applied = Vec::new();
        let edits = edits(text, parsed.root.as_ref(), report.in_reading_order(), also_unsafe, &mut applied);
        Round { edits, applied, report: report.shown(parsed.root.as_ref()) }
    }
}

/// The edits that can be made at once: those that overlap wait for the next round.
fn edits(
    text: &[u8],
    root: Option<&Node<'_>>,
    diagnostics: &[Diagnostic],
    also_unsafe: bool,
    applied: &mut Vec<Applied>,
) -> Vec<TextEdit> {
    let mut all: Vec<TextEdit> = Vec::new();
    let mut taken = BTreeSet::new();
    for found in diagnostics {
        let Some(fix) = found.fix.as_ref().filter(|fix| fix.safe || also_unsafe) else { continue };
        let Some(edits) = text_edits(text, root, fix) else { continue };
        if edits.is_empty() || edits.iter().any(|edit| touches(&taken, edit)) {
            continue;
        }
        taken.extend(edits.iter().map(|edit| (edit.range.start, edit.range.end)));
        all.extend(edits);
        applied.push(Applied { rule: found.rule, title: fix.title.clone() });
    }
    sort::by_key(&mut all, |edit| edit.range);
    all
}

/// Whether an edit changes bytes that are taken already, or inserts at such a place. What is taken does not overlap, so that its last
/// range up to the edit decides.
fn touches(taken: &BTreeSet<(u32, u32)>, edit: &TextEdit) -> bool {
    taken.range(..=(edit.range.end, u32::MAX)).next_back().is_some_and(|(_, end)| *end >= edit.range.start)
}

/// Makes edits that are in reading order and do not overlap.
pub fn apply(text: &[u8], edits: &[TextEdit]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.range.range();
        out.extend_from_slice(&text[at..range.start]);
        out.extend_from_slice(edit.text.as_bytes());
        at = range.end;
    }
    out.extend_from_slice(&text[at..]);
    out
}
