//! What is found, by rule and column: how often, where first, and by which values. Its size does not depend on the file.

use std::collections::HashMap;

use crate::secrets::holds_secrets;
use bulkwrite_core::{DataExcerpt, DataPlace, DataPosition, Level, Loc, Rule};

use crate::records::Record;
use crate::text::Coding;

/// After so many faults of a kind only one in [`SAMPLE`] values is counted.
const COUNTED: u64 = 4_096;
const SAMPLE: u64 = 61;
/// How many different values are counted.
const MOST_VALUES: usize = 512;
/// How much of a value is kept.
pub(crate) const LONGEST_VALUE: usize = 200;

/// The findings of one rule in one column, or in whole records.
#[derive(Debug)]
pub(crate) struct Tally {
    pub(crate) rule: &'static Rule,
    pub(crate) level: Level,
    /// The column, counted from 0.
    pub(crate) column: Option<usize>,
    pub(crate) count: u64,
    pub(crate) rows: Vec<u64>,
    pub(crate) excerpts: Vec<DataExcerpt>,
    pub(crate) first: Option<(DataPosition, DataPosition)>,
    values: HashMap<Box<str>, u64>,
    /// Kinds of faults, as bits that the rule gives a meaning.
    pub(crate) kinds: u64,
    /// Which of the candidate patterns every value fits.
    pub(crate) fits: Vec<bool>,
    /// What a rule found out, to be told.
    pub(crate) message: Option<String>,
    pub(crate) help: Option<String>,
    /// A row of its first place is shown.
    pub(crate) row: Option<u64>,
    /// The rows that would not be written because of it.
    pub(crate) skips: Rows,
}

/// Where a record stands, and how its bytes become text.
#[derive(Clone, Copy)]
pub(crate) struct Here<'h> {
    pub(crate) record: &'h Record<'h>,
    pub(crate) row: u64,
    /// Where the record starts in the file.
    pub(crate) offset: u64,
    pub(crate) coding: Coding,
    pub(crate) all_rows: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) tallies: Vec<Tally>,
}

impl Tally {
    pub(crate) fn new(rule: &'static Rule, level: Level, column: Option<usize>) -> Self {
        Self {
            rule,
            level,
            column,
            count: 0,
            rows: Vec::new(),
            excerpts: Vec::new(),
            first: None,
            values: HashMap::new(),
            kinds: 0,
            fits: Vec::new(),
            message: None,
            help: None,
            row: None,
            skips: Rows::default(),
        }
    }

    /// Counts a place: a range of the record.
    pub(crate) fn add(&mut self, here: &Here<'_>, start: usize, end: usize) {
        self.count += 1;
        if self.row.is_none() {
            self.row = Some(here.row);
        }
        if (here.all_rows || self.rows.len() < DataPlace::MAX_ROWS) && self.rows.last() != Some(&here.row) {
            self.rows.push(here.row);
        }
        if self.excerpts.len() < DataPlace::MAX_EXCERPTS {
            let (excerpt, end) = here.excerpt(start, end);
            if self.first.is_none() {
                self.first = Some((excerpt.start, end));
            }
            self.excerpts.push(excerpt);
        }
    }

    /// Whether the next value is to be counted.
    pub(crate) const fn counts_values(&self) -> bool {
        self.count <= COUNTED || self.count.is_multiple_of(SAMPLE)
    }

    /// Whether the values of some of its cells were not counted.
    pub(crate) const fn is_sampled(&self) -> bool {
        self.count > COUNTED
    }

    pub(crate) fn value(&mut self, value: &str) {
        if !self.counts_values() {
            return;
        }
        let cut = value.char_indices().nth(LONGEST_VALUE).map_or(value, |(at, _)| &value[..at]);
        if let Some(count) = self.values.get_mut(cut) {
            *count += 1;
        } else if self.values.len() < MOST_VALUES {
            self.values.insert(cut.into(), 1);
        }
    }

    /// The commonest values, and how often each was seen.
    pub(crate) fn commonest(&self) -> Vec<(String, u64)> {
        let mut all: Vec<(&Box<str>, &u64)> = self.values.iter().collect();
        all.sort_unstable_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        all.into_iter().take(10).map(|(value, count)| (value.to_string(), *count)).collect()
    }

    /// How many different values were counted.
    pub(crate) fn different(&self) -> usize {
        self.values.len()
    }

    /// Adds what another tally of the same rule and column has found.
    pub(crate) fn merge(&mut self, other: Self, all_rows: bool) {
        self.count += other.count;
        self.rows.extend(other.rows);
        self.rows.sort_unstable();
        self.rows.dedup();
        if !all_rows {
            self.rows.truncate(DataPlace::MAX_ROWS);
        }
        self.excerpts.extend(other.excerpts);
        self.excerpts.sort_by_key(|excerpt| excerpt.start.offset);
        self.excerpts.truncate(DataPlace::MAX_EXCERPTS);
        self.first = self.first.into_iter().chain(other.first).min();
        self.row = self.row.into_iter().chain(other.row).min();
        self.kinds |= other.kinds;
        self.skips.extend(&other.skips);
        for (value, count) in other.values {
            *self.values.entry(value).or_default() += count;
        }
    }
}

impl Findings {
    /// The tally of a rule and column.
    pub(crate) fn tally(&mut self, rule: &'static Rule, level: Level, column: Option<usize>) -> &mut Tally {
        let known = self.tallies.iter().position(|tally| tally.column == column && std::ptr::eq(tally.rule, rule));
        let at = known.unwrap_or_else(|| {
            self.tallies.push(Tally::new(rule, level, column));
            self.tallies.len() - 1
        });
        &mut self.tallies[at]
    }

    pub(crate) fn has(&self, rule: &'static Rule) -> bool {
        self.tallies.iter().any(|tally| std::ptr::eq(tally.rule, rule))
    }
}

/// How many characters of a line are kept around what is meant.
const CONTEXT: usize = 120;

/// The text behind some characters; where those end within a URL or a token, the text behind that, since nobody could tell any more
/// what in its rest is secret.
fn uncut(text: &str, skipped: usize) -> &str {
    let cut = text.char_indices().nth(skipped).map_or(text.len(), |(at, _)| at);
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'');
    let start = text[..cut].rfind(ends).map_or(0, |at| at + 1);
    let end = text[cut..].find(ends).map_or(text.len(), |at| cut + at);
    let word = &text[start.min(cut)..end];
    if skipped > 0 && holds_secrets(word) { &text[end..] } else { &text[cut..] }
}

impl Here<'_> {
    /// The line of a place, cut, and where the place ends.
    pub(crate) fn excerpt(&self, start: usize, end: usize) -> (DataExcerpt, DataPosition) {
        let bytes = self.record.bytes;
        let (start, end) = (start.min(bytes.len()), end.min(bytes.len()).max(start));
        let from = self.position(start);
        let to = self.position(end);
        let line_start = memchr::memrchr(b'\n', &bytes[..start]).map_or(0, |at| at + 1);
        let line_end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at);
        let shown_end = end.min(line_end);
        let before = self.coding.text(&bytes[line_start..start]);
        let meant = self.coding.text(&bytes[start..shown_end]);
        let after = self.coding.text(&bytes[shown_end..line_end]);
        let mut text = String::new();
        let skipped = before.chars().count().saturating_sub(CONTEXT);
        if skipped > 0 {
            text.push('…');
        }
        text.push_str(uncut(&before, skipped));
        let range_start = text.len();
        text.extend(meant.chars().take(CONTEXT));
        let range_end = text.len();
        text.extend(after.trim_end_matches('\r').chars().take(CONTEXT));
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let range = Loc::new(place(range_start), place(range_end));
        (DataExcerpt { start: from, row: self.row, text, range }, to)
    }

    /// Where a byte of the record stands in the file.
    fn position(&self, at: usize) -> DataPosition {
        let before = &self.record.bytes[..at];
        let lines = memchr::memchr_iter(b'\n', before).count() as u64;
        let line_start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        let characters = self.coding.text(&before[line_start..]).chars().count() as u64;
        DataPosition {
            line: self.record.line + lines,
            column: characters + 1,
            offset: self.offset + self.coding.raw_len(before),
        }
    }
}

/// A set of rows, one bit each.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    bits: Vec<u64>,
    count: u64,
}

impl Rows {
    /// Adds a row; whether it was not in yet.
    pub(crate) fn insert(&mut self, row: u64) -> bool {
        let (word, bit) = (usize::try_from(row / 64).unwrap_or(usize::MAX), 1u64 << (row % 64));
        if word >= self.bits.len() {
            self.bits.resize(word + 1, 0);
        }
        let new = self.bits[word] & bit == 0;
        self.bits[word] |= bit;
        self.count += u64::from(new);
        new
    }

    pub(crate) fn extend(&mut self, other: &Self) {
        for row in other.iter() {
            self.insert(row);
        }
    }

    /// Whether a row is in it.
    pub fn contains(&self, row: u64) -> bool {
        usize::try_from(row / 64).is_ok_and(|word| self.bits.get(word).is_some_and(|bits| bits >> (row % 64) & 1 == 1))
    }

    /// How many there are.
    pub const fn len(&self) -> u64 {
        self.count
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = u64> {
        self.bits.iter().enumerate().flat_map(|(word, bits)| {
            (0..64).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| word as u64 * 64 + bit)
        })
    }
}
