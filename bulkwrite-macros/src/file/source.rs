//! The text of a job, and how its places are shown.

use std::path::PathBuf;

use bulkwrite_core::json::{LineIndex, raw_range};
use bulkwrite_core::{ApiVersion, Loc, callback, is_deceptive};

use crate::error::Complaint;

/// A line that is longer than this is not shown.
const LINE: usize = 200;

/// A file, and what of it is the job.
pub(super) struct Source {
    /// As it is written in the code.
    name: String,
    pub(super) path: PathBuf,
    pub(super) text: Vec<u8>,
    /// The string that holds the job, and what it says, where the job is not the whole file.
    pub(super) body: Option<(Loc, String)>,
    /// The version in the URL of a request.
    pub(super) version: Option<ApiVersion>,
}

impl Source {
    pub(super) fn new(name: &str, path: PathBuf, text: Vec<u8>) -> Self {
        Self { name: name.to_owned(), path, text, body: None, version: None }
    }

    /// The JSON of the job.
    pub(super) fn job(&self) -> &[u8] {
        self.body.as_ref().map_or(&self.text, |(_, body)| body.as_bytes())
    }

    /// The first character of the job.
    pub(super) fn start(&self) -> Option<&u8> {
        let job = self.job();
        job.strip_prefix("\u{feff}".as_bytes()).unwrap_or(job).trim_ascii_start().first()
    }

    /// `jobs/leads.json:3:22`
    fn place(&self, loc: Loc) -> String {
        let start = match &self.body {
            Some((string, _)) => raw_range(&self.text, *string, loc.start..loc.start).start,
            None => loc.start,
        };
        let (line, column) = LineIndex::new(&self.text).line_col(start);
        format!("{}:{line}:{column}", self.name)
    }

    /// A finding in the file as one at the path in the code, with the line that it is about.
    pub(super) fn shown(&self, complaint: Complaint, path: Loc) -> Complaint {
        let place = self.place(complaint.loc());
        let excerpt = self.excerpt(complaint.loc(), &place);
        complaint.shown_at(path, |loc| self.place(loc), &excerpt)
    }

    /// A place, and its line with carets below. What does not look like a job is not shown: it may be any file.
    fn excerpt(&self, loc: Loc, place: &str) -> String {
        let job = self.job();
        let is_job = job.trim_ascii_start().starts_with(b"{");
        let index = LineIndex::new(job);
        let (line, column) = index.line_col(loc.start);
        let shown = String::from_utf8_lossy(index.line(line));
        let shown = shown.trim_end();
        let is_plain =
            callback::masked(shown) == shown && callback::secrets(shown).is_empty() && !shown.contains(is_deceptive);
        if !is_job || !is_plain || shown.chars().count() > LINE {
            return format!("\n --> {place}");
        }
        let before = usize::try_from(column).unwrap_or(1).saturating_sub(1);
        let rest = shown.chars().count().saturating_sub(before).max(1);
        let text = String::from_utf8_lossy(job.get(loc.range()).unwrap_or_default()).into_owned();
        let carets = text.lines().next().map_or(1, |first| first.chars().count()).clamp(1, rest);
        let number = line.to_string();
        let blank = " ".repeat(number.len());
        format!(
            "\n{blank}--> {place}\n{blank} |\n{number} | {shown}\n{blank} | {}{}",
            " ".repeat(before),
            "^".repeat(carets)
        )
    }
}
