//! What came of the files.

use std::fmt::Write as _;

use bulkwrite_core::callback::masked;
use bulkwrite_core::{Diagnostic, Level, Loc, SourceId, Verdict};

use super::file::{self, Checked};
use super::stats::Stats;
use super::{DataOptions, Part};
use crate::column::Column;
use crate::findings::{Rows, Tally};
use crate::header::Layout;
use crate::rules::{self, About};
use crate::secrets::holds_secrets;

/// Everything that was found in the data of a job.
#[derive(Clone, Debug, Default)]
#[must_use = "a report says whether the data is fit to be uploaded"]
pub struct DataReport {
    diagnostics: Vec<Diagnostic>,
    files: Vec<Summary>,
    notes: Vec<String>,
}

/// What a file comes to.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// What it is called.
    pub name: String,
    /// Its records.
    pub rows: u64,
    /// The records that would not be written, counted from 1.
    pub skipped: Rows,
    /// How many cells would empty a field.
    pub clearing: u64,
    /// What its columns are called.
    pub header: Vec<String>,
    /// The columns that are looked at.
    pub columns: Vec<ColumnSummary>,
    /// Which of the files that were given it is, or is in, from 1.
    pub(crate) source: u32,
    /// What it is called in the ZIP that it is in.
    pub(crate) entry: Option<String>,
    /// The resource that it belongs to, from 0.
    pub(crate) resource: usize,
    pub(crate) layout: Option<Layout>,
    /// Why rows would not be written.
    pub(crate) reasons: Vec<Reason>,
}

/// Why rows would not be written.
#[derive(Clone, Debug)]
pub(crate) struct Reason {
    /// The code of the CRM, or the name of the rule where that is not known.
    pub(crate) code: &'static str,
    pub(crate) column: usize,
    pub(crate) rows: Rows,
}

/// What a column comes to.
#[derive(Clone, Debug, Default)]
pub struct ColumnSummary {
    /// Its place, from 0.
    pub index: usize,
    /// What the header calls it.
    pub header: String,
    /// The field that it goes into.
    pub api_name: String,
    /// What the field is; empty where that is not known.
    pub kind: String,
    /// How many of its cells are not blank.
    pub filled: u64,
    /// How many of its cells have a finding.
    pub findings: u64,
    /// What else it holds, where that was asked for.
    pub values: Option<ColumnValues>,
}

/// The values of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnValues {
    /// How many different ones there are, case apart.
    pub distinct: u64,
    /// Whether there are more than were counted.
    pub has_more: bool,
    /// The smallest: of dates the earliest, of numbers the least, of texts the first; empty where there is none, or it is not to be shown.
    pub smallest: String,
    /// The largest.
    pub largest: String,
}

impl DataReport {
    /// The findings, file by file, in the order of their places; what is about a whole file comes first.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// What each CSV comes to.
    pub fn files(&self) -> &[Summary] {
        &self.files
    }

    /// What was not looked at, and why.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// What the findings come to.
    pub fn verdict(&self) -> Verdict {
        let has = |level| self.diagnostics.iter().any(|found| found.level == level);
        if has(Level::Error) {
            Verdict::Reject
        } else if has(Level::Warning) {
            Verdict::Warn
        } else {
            Verdict::Accept
        }
    }

    /// Whether a finding is about rows that would not be written, and would be gone with them.
    pub(crate) fn is_of_rows(&self, found: &Diagnostic) -> bool {
        let Some(place) = found.data.as_ref().filter(|place| place.row.is_some_and(|row| row > 0)) else {
            return false;
        };
        let is_whose = |file: &&Summary| SourceId(file.source) == found.source && file.name == place.file;
        let skipped = self.files.iter().find(is_whose).map(|file| &file.skipped);
        skipped.is_some_and(|skipped| place.rows.iter().all(|row| skipped.contains(*row)))
    }

    /// Whether nothing but rows that would not be written is an error.
    pub(crate) fn errors_are_of_rows(&self) -> bool {
        self.diagnostics.iter().all(|found| found.level != Level::Error || self.is_of_rows(found))
    }

    /// How many rows there are, would be skipped, and how many cells would empty a field.
    pub fn totals(&self) -> (u64, u64, u64) {
        self.files.iter().fold((0, 0, 0), |(rows, skipped, clearing), file| {
            (rows + file.rows, skipped + file.skipped.len(), clearing + file.clearing)
        })
    }

    /// `24,686 of 24,998 rows would be written; 312 would be skipped; 1,203 cells would empty a field`
    pub fn summary(&self) -> String {
        use rules::about::{grouped, plural};
        let (rows, skipped, clearing) = self.totals();
        let mut text = format!("{} of {} would be written", grouped(rows - skipped), plural(rows, "row"));
        if skipped > 0 {
            let _ = write!(text, "; {} would be skipped", grouped(skipped));
        }
        if clearing > 0 {
            let _ = write!(text, "; {} would empty a field", plural(clearing, "cell"));
        }
        text
    }

    pub(super) fn add(&mut self, part: &Part<'_>, resource: usize, checked: Checked<'_>, options: &DataOptions) {
        let (source, name) = (part.source, &*part.display());
        let count = |column: &Column<'_>| {
            checked
                .findings
                .tallies
                .iter()
                .filter(|tally| tally.column == Some(column.index))
                .map(|tally| tally.count)
                .sum()
        };
        let columns: Vec<ColumnSummary> = checked
            .columns
            .iter()
            .map(|column| ColumnSummary {
                index: column.index,
                header: column.header.clone(),
                api_name: column.api_name.clone(),
                kind: column.field.map_or(String::new(), ToString::to_string),
                filled: column.filled,
                findings: count(column),
                values: None,
            })
            .collect();
        let columns = if options.columns { with_values(columns, &checked, options.values) } else { columns };
        if checked.keys_overflow {
            self.notes.push(format!(
                "`{name}` has more than {} different keys: repetitions of later ones are not looked for",
                rules::about::grouped(options.most_keys as u64)
            ));
        }
        let mut reasons: Vec<Reason> = checked
            .findings
            .tallies
            .iter()
            .filter(|tally| !tally.skips.is_empty())
            .filter_map(|tally| {
                let code = tally.rule.predicts.map_or(tally.rule.name, |(code, _)| code);
                Some(Reason { code, column: tally.column?, rows: tally.skips.clone() })
            })
            .collect();
        reasons.sort_by_key(|reason| reason.column);
        let summary = Summary {
            name: name.to_owned(),
            rows: checked.rows,
            skipped: checked.skipped,
            clearing: checked.clearing,
            header: checked.header,
            columns,
            source,
            entry: part.entry.map(|_| part.name.clone()),
            resource,
            layout: checked.layout,
            reasons,
        };
        for tally in &checked.findings.tallies {
            let column = checked.columns.iter().find(|column| Some(column.index) == tally.column);
            self.add_tally(source, name, tally, &summary, column, options.values);
        }
        self.files.push(summary);
    }

    pub(super) fn add_tally(
        &mut self,
        source: u32,
        name: &str,
        tally: &Tally,
        summary: &Summary,
        column: Option<&Column<'_>>,
        values: bool,
    ) {
        let header = tally.column.and_then(|column| summary.header.get(column)).map_or("", |name| name.trim());
        let about = About { tally, column, header, rows: summary.rows, values };
        let told = match &tally.message {
            Some(message) => Some((message.clone(), tally.help.clone().unwrap_or_default())),
            None => rules::tell(&about).map(|told| (told.message, told.help)),
        };
        let Some((message, help)) = told else { return };
        let mut found = Diagnostic::new(tally.rule, Loc::default(), message);
        found.level(tally.level);
        if !help.is_empty() {
            found.help(help);
        }
        if found.predicts.is_some() && tally.column.is_some() && tally.row.is_some_and(|row| row > 0) {
            // As the result file writes it.
            let code = tally.rule.predicts.map_or("", |(code, _)| code);
            let name = if header.is_empty() { column.map_or("", |column| &column.api_name) } else { header };
            let shown = if holds_secrets(name) { masked(name) } else { name.into() };
            found.answer(format!("{code}-{shown}"));
        }
        match tally.rule.name {
            "not-a-zip" => {
                found.answer("invalid file format. only zip format is supported");
            }
            "file-too-large" => {
                found.answer("File size too large to process");
            }
            "unmapped-required-field" => {
                found.answer("All mandatory fields are not mapped for the layout");
            }
            _ => {}
        }
        found.in_data(SourceId(source), file::place(tally, name, &summary.header, values));
        self.diagnostics.push(found);
    }

    pub(super) fn sort(&mut self) {
        let order = |found: &Diagnostic| {
            let place = found.data.as_ref().and_then(|place| place.start).map(|start| start.offset);
            (found.source, place.is_some(), place)
        };
        let file = |found: &Diagnostic| found.data.as_ref().map(|place| place.file.clone()).unwrap_or_default();
        let names: Vec<String> = self.files.iter().map(|file| file.name.clone()).collect();
        let of_file = |found: &Diagnostic| names.iter().position(|name| *name == file(found)).map_or(0, |at| at + 1);
        self.diagnostics.sort_by_key(|found| (found.source, of_file(found), order(found)));
        self.files.sort_by_key(|file| file.source);
    }
}

/// All columns of a file with what they hold, those that the job does not take, too.
fn with_values(known: Vec<ColumnSummary>, checked: &Checked<'_>, values: bool) -> Vec<ColumnSummary> {
    let Some(layout) = &checked.layout else { return known };
    let mut known = known.into_iter().peekable();
    let mut all = Vec::new();
    let none = Stats::default();
    for (index, header) in checked.header.iter().enumerate() {
        let stats = checked.stats.get(index).unwrap_or(&none);
        let (smallest, largest) = stats.ends(layout.coding).filter(|_| values).unwrap_or_default();
        let seen = ColumnValues { distinct: stats.distinct(), has_more: stats.has_more, smallest, largest };
        let of_column = |tally: &&Tally| tally.column == Some(index);
        let found = || checked.findings.tallies.iter().filter(of_column).map(|tally| tally.count).sum();
        let is_here = |column: &ColumnSummary| column.index == index;
        if known.peek().is_none_or(|column| !is_here(column)) {
            let header = header.trim().to_owned();
            all.push(ColumnSummary { index, header, findings: found(), ..ColumnSummary::default() });
        }
        let start = all.len().saturating_sub(1);
        let first = all.get(start).filter(|column| is_here(column)).map_or(all.len(), |_| start);
        while let Some(column) = known.next_if(is_here) {
            all.push(column);
        }
        for column in &mut all[first..] {
            column.filled = stats.filled;
            column.values = Some(seen.clone());
        }
    }
    all
}
