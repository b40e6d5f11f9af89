//! What was found, as people and programs want it: one module for each format.

pub(crate) mod concise;
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

use bulkwrite_core::json::{LineIndex, raw_range};
use bulkwrite_core::{Diagnostic, Loc, Report};

use crate::postman::Request;

pub(crate) use text::{count, escaped};

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
        Self { file, job, lines: OnceCell::new() }
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
            let Some(request) = &job.request else { continue };
            self.requests += 1;
            let agrees = request.recorded.as_ref().and_then(|recorded| recorded.agrees(&job.report));
            self.recorded += usize::from(agrees.is_some());
            self.agreed += usize::from(agrees == Some(true));
        }
    }
}
