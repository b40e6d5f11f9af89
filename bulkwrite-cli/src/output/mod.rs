//! What was found, as people and programs want it: one module for each format.

pub(crate) mod concise;
pub(crate) mod diff;
pub(crate) mod github;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod sarif;
pub(crate) mod secrets;
pub(crate) mod snippet;
pub(crate) mod statistics;
mod text;

use std::cell::OnceCell;
use std::io::{self, Write};

use bulkwrite_core::json::{self as core_json, LineIndex, Parsed, raw_range, text_edits};
use bulkwrite_core::{Diagnostic, Loc, Report};

use crate::postman::Request;

pub(crate) use text::{count, escaped, shortened};

/// A text that was read, and the jobs in it.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) jobs: Vec<Job>,
}

/// A job that was checked: the whole file, or the body of a request in it.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) report: Report,
    pub(crate) request: Option<Request>,
}

/// A job together with the file that holds it: what an output shows.
#[derive(Debug)]
pub(crate) struct View<'v> {
    pub(crate) file: &'v File,
    pub(crate) job: &'v Job,
    lines: OnceCell<LineIndex<'v>>,
    /// The text that was checked, read anew for the places that fixes edit.
    parsed: OnceCell<Parsed<'v>>,
}

/// A range of the file and what to write there instead.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FileEdit {
    pub(crate) range: Loc,
    pub(crate) text: String,
}

/// A place as an editor shows it: line and column count from 1, the column in characters, the offset in bytes from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) offset: u32,
}

/// What all findings come to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Totals {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    /// How many of the findings `bulkwrite fix` makes go away.
    pub(crate) fixable: usize,
    pub(crate) files: usize,
    /// How many of the jobs are requests of Postman collections.
    pub(crate) requests: usize,
    /// How many recorded answers there were to compare with, and how many were predicted.
    pub(crate) recorded: usize,
    pub(crate) agreed: usize,
}

/// A format of output.
pub(crate) trait Output {
    /// Writes what is to be said about a job.
    fn job(&mut self, out: &mut dyn Write, view: &View<'_>) -> io::Result<()>;

    /// Writes what is to be said in the end.
    fn finish(&mut self, out: &mut dyn Write, totals: &Totals) -> io::Result<()>;
}

impl<'v> View<'v> {
    pub(crate) fn new(file: &'v File, job: &'v Job) -> Self {
        Self { file, job, lines: OnceCell::new(), parsed: OnceCell::new() }
    }

    pub(crate) fn diagnostics(&self) -> &'v [Diagnostic] {
        self.job.report.diagnostics()
    }

    /// The text that was checked.
    pub(crate) fn text(&self) -> &'v [u8] {
        match &self.job.request {
            Some(Request { body: Some(body), .. }) => body.text.as_bytes(),
            _ => &self.file.bytes,
        }
    }

    /// A place of a finding, narrowed to the part that is meant, in the text that was checked.
    pub(crate) fn in_text(&self, loc: Loc, within: Option<Loc>) -> Loc {
        within.map_or(loc, |within| raw_range(self.text(), loc, within.start..within.end))
    }

    /// A place of a finding in the file.
    pub(crate) fn in_file(&self, loc: Loc, within: Option<Loc>) -> Loc {
        let loc = self.in_text(loc, within);
        match &self.job.request {
            Some(Request { body: Some(body), .. }) => body.in_file(&self.file.bytes, loc),
            _ => loc,
        }
    }

    /// The edits of the file that make a finding go away, in reading order; `None` if there is no fix.
    pub(crate) fn edits(&self, found: &Diagnostic) -> Option<Vec<FileEdit>> {
        let fix = found.fix.as_ref()?;
        let parsed = self.parsed.get_or_init(|| {
            // Whether `{{x}}` is read as a string or as a placeholder, its place is the same.
            core_json::parse(self.text(), &core_json::Options { placeholders: true })
        });
        let edits = text_edits(self.text(), parsed.root.as_ref(), fix).filter(|edits| !edits.is_empty())?;
        let in_body = self.job.request.is_some();
        Some(
            edits
                .into_iter()
                .map(|edit| FileEdit {
                    range: self.in_file(edit.range, None),
                    // The body of a request is a string of the collection.
                    text: if in_body { json::inside_string(&edit.text) } else { edit.text },
                })
                .collect(),
        )
    }

    /// The lines of the file.
    pub(crate) fn lines(&self) -> &LineIndex<'v> {
        self.lines.get_or_init(|| LineIndex::new(&self.file.bytes))
    }

    /// A place in the file as an editor shows it.
    pub(crate) fn position(&self, offset: u32) -> Position {
        let (line, column) = self.lines().line_col(offset);
        Position { line, column, offset }
    }
}

impl Totals {
    pub(crate) fn add(&mut self, file: &File) {
        self.files += 1;
        for job in &file.jobs {
            self.errors += job.report.errors();
            self.warnings += job.report.warnings();
            let fixable = |found: &&Diagnostic| found.fix.as_ref().is_some_and(|fix| fix.safe);
            self.fixable += job.report.diagnostics().iter().filter(fixable).count();
            let Some(request) = &job.request else { continue };
            self.requests += 1;
            let agrees = request.recorded.as_ref().and_then(|recorded| recorded.agrees(&job.report));
            self.recorded += usize::from(agrees.is_some());
            self.agreed += usize::from(agrees == Some(true));
        }
    }
}
