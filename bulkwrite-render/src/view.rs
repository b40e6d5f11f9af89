//! A report together with the text that it is about.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::rc::Rc;

use bulkwrite_core::json::{self as core_json, LineIndex, Parsed, raw_range, text_edits};
use bulkwrite_core::{Diagnostic, Fix, Level, Loc, Report, Verdict};

use crate::answer::Recorded;
use crate::data::DataSummary;
use crate::{Body, Finding, Note, Place, Position, inside_string, secrets};

/// A report together with the text that it is about: what a format shows.
///
/// ```
/// use bulkwrite_render::View;
///
/// let text = br#"{ "operation": "insert", "resource": [] }"#;
/// let report = bulkwrite_core::check_json(text);
/// let view = View::new("job.json", text, &report);
/// let found = view.findings().next().unwrap();
/// assert_eq!((found.place.start.line, found.place.start.column), (1, 38));
/// ```
#[derive(Debug)]
pub struct View<'v> {
    name: &'v str,
    bytes: &'v [u8],
    report: &'v Report,
    request: Option<Request<'v>>,
    others: Vec<Finding<'v>>,
    data: Option<&'v DataSummary>,
    verbatim: bool,
    part: Option<(Loc, usize)>,
    lines: Rc<OnceCell<LineIndex<'v>>>,
    lines_of_text: OnceCell<LineIndex<'v>>,
    secrets: OnceCell<Vec<Loc>>,
    /// The text that was checked, read anew for the places that fixes edit.
    parsed: OnceCell<Parsed<'v>>,
}

/// The request whose body a job is, in a file that holds it as a string.
#[derive(Clone, Copy, Debug)]
pub struct Request<'v> {
    /// What it is called.
    pub name: &'v str,
    /// The job, and the way back to the file.
    pub body: &'v Body,
    /// What the CRM answered, where that is recorded.
    pub recorded: Option<&'v Recorded>,
}

/// A range of the file and what to write there instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The bytes to replace; empty to insert.
    pub range: Loc,
    /// What stands there instead.
    pub text: String,
}

impl<'v> View<'v> {
    /// A report about a whole file.
    pub fn new(name: &'v str, bytes: &'v [u8], report: &'v Report) -> Self {
        Self {
            name,
            bytes,
            report,
            request: None,
            others: Vec::new(),
            data: None,
            verbatim: false,
            part: None,
            lines: Rc::default(),
            lines_of_text: OnceCell::new(),
            secrets: OnceCell::new(),
            parsed: OnceCell::new(),
        }
    }

    /// A report about the body of a request, whose text stands in the file as a string.
    pub fn of_request(name: &'v str, bytes: &'v [u8], report: &'v Report, request: Request<'v>) -> Self {
        Self { request: Some(request), ..Self::new(name, bytes, report) }
    }

    /// A report about one of several jobs of a file: where it stands, and which of them it is, counted from 1.
    ///
    /// ```
    /// use bulkwrite_core::Loc;
    /// use bulkwrite_render::View;
    ///
    /// let lines = b"{}\n{ \"operation\": 1 }\n";
    /// let report = bulkwrite_core::check_json(&lines[3..]);
    /// let view = View::of_part("<stdin>", lines, &report, Loc::new(3, 21), 2);
    /// assert!(view.findings().all(|found| found.place.start.line == 2));
    /// ```
    pub fn of_part(name: &'v str, bytes: &'v [u8], report: &'v Report, part: Loc, number: usize) -> Self {
        Self { part: Some((part, number)), ..Self::new(name, bytes, report) }
    }

    /// Which of several jobs of the file it is, counted from 1.
    pub fn number(&self) -> Option<usize> {
        self.part.map(|(_, number)| number)
    }

    /// The line of the file that the first line of the text has.
    pub fn first_line(&self) -> u32 {
        self.part.map_or(1, |(part, _)| self.lines().line_col(part.start).0)
    }

    /// Shares with the view of another request what is known of the file, so that its lines are looked for once.
    #[must_use]
    pub fn beside(self, other: &Self) -> Self {
        Self { lines: Rc::clone(&other.lines), ..self }
    }

    /// Shows findings of another checker behind those of the report.
    #[must_use]
    pub fn with(self, others: Vec<Finding<'v>>) -> Self {
        Self { others, ..self }
    }

    /// Shows what the data of the job comes to.
    #[must_use]
    pub fn with_data(self, data: &'v DataSummary) -> Self {
        Self { data: Some(data), ..self }
    }

    /// What the data of the job comes to, where it was checked.
    pub const fn data(&self) -> Option<&'v DataSummary> {
        self.data
    }

    /// Shows paths and fixes with the secrets that are in them, to a program that applies the fixes.
    #[must_use]
    pub fn verbatim(self, verbatim: bool) -> Self {
        Self { verbatim, ..self }
    }

    /// A text of the job without its secrets, unless they are to be shown.
    pub fn shown<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.verbatim { Cow::Borrowed(text) } else { secrets::masked_to_the_end(text) }
    }

    /// Whether a text has secrets that are not to be shown.
    pub fn hides(&self, text: &str) -> bool {
        matches!(self.shown(text), Cow::Owned(_))
    }

    /// Whether an edit has secrets that are not to be shown: in what it writes, or in what it writes anew.
    pub(crate) fn hides_edit(&self, edit: &Replacement) -> bool {
        let overlaps = |secret: &Loc| {
            let secret = self.in_file(*secret);
            secret.start < edit.range.end && edit.range.start < secret.end
        };
        !self.verbatim && !edit.text.is_empty() && (self.hides(&edit.text) || self.secrets().iter().any(overlaps))
    }

    /// What the file is called.
    pub const fn name(&self) -> &'v str {
        self.name
    }

    /// The report.
    pub const fn report(&self) -> &'v Report {
        self.report
    }

    /// The request whose body was checked, if it was one.
    pub const fn request(&self) -> Option<&Request<'v>> {
        self.request.as_ref()
    }

    /// The text that was checked: the file, or the body of a request in it.
    pub fn text(&self) -> &'v [u8] {
        match (self.request, self.part) {
            (Some(request), _) => request.body.text.as_bytes(),
            (None, Some((part, _))) => self.bytes.get(part.range()).unwrap_or_default(),
            (None, None) => self.bytes,
        }
    }

    /// All findings that are shown.
    pub fn findings(&self) -> impl Iterator<Item = Finding<'_>> {
        self.report.diagnostics().iter().map(|found| self.finding(found)).chain(self.others.iter().cloned())
    }

    /// Whether nothing is shown.
    pub fn is_empty(&self) -> bool {
        self.report.diagnostics().is_empty() && self.others.is_empty()
    }

    /// How many errors there are, those not shown included.
    pub fn errors(&self) -> usize {
        self.report.errors() + self.others_of(Level::Error)
    }

    /// How many warnings there are, those not shown included.
    pub fn warnings(&self) -> usize {
        self.report.warnings() + self.others_of(Level::Warning)
    }

    /// How many of the findings a safe fix makes go away.
    pub fn fixable(&self) -> usize {
        let fixes = self.report.diagnostics().iter().map(|found| found.fix.as_ref());
        let fixes = fixes.chain(self.others.iter().map(|found| found.fix));
        fixes.filter(|fix| fix.is_some_and(|fix| fix.safe)).count()
    }

    /// How many findings are counted and not shown.
    pub fn hidden(&self) -> usize {
        self.report.errors() + self.report.warnings() - self.report.diagnostics().len()
    }

    /// What the findings come to.
    pub fn verdict(&self) -> Verdict {
        match (self.errors(), self.warnings()) {
            (0, 0) => Verdict::Accept,
            (0, _) => Verdict::Warn,
            _ => Verdict::Reject,
        }
    }

    /// The edits of the file that a fix of the job makes, in reading order; `None` where it has none.
    ///
    /// ```
    /// use bulkwrite_render::View;
    ///
    /// let text = br#"{ "operation": "insert", "resources": [] }"#;
    /// let report = bulkwrite_core::check_json(text);
    /// let view = View::new("job.json", text, &report);
    /// let fix = report.diagnostics()[0].fix.as_ref().unwrap();
    /// assert_eq!(view.edits(fix).unwrap()[0].text, "\"resource\"");
    /// ```
    pub fn edits(&self, fix: &Fix) -> Option<Vec<Replacement>> {
        let parsed = self.parsed.get_or_init(|| {
            // Whether `{{x}}` is read as a string or as a placeholder, its place is the same.
            core_json::parse(self.text(), &core_json::Options { placeholders: true })
        });
        let edits = text_edits(self.text(), parsed.root.as_ref(), fix).filter(|edits| !edits.is_empty())?;
        let in_body = self.request.is_some();
        Some(
            edits
                .into_iter()
                .map(|edit| Replacement {
                    range: self.in_file(edit.range),
                    // The body of a request is a string of the collection.
                    text: if in_body { inside_string(&edit.text) } else { edit.text },
                })
                .collect(),
        )
    }

    /// The lines of the file.
    pub fn lines(&self) -> &LineIndex<'v> {
        self.lines.get_or_init(|| LineIndex::new(self.bytes))
    }

    /// The lines of the text that was checked.
    pub fn lines_of_text(&self) -> &LineIndex<'v> {
        if self.request.is_some() || self.part.is_some() {
            return self.lines_of_text.get_or_init(|| LineIndex::new(self.text()));
        }
        self.lines()
    }

    /// What must not be shown of the text that was checked.
    pub fn secrets(&self) -> &[Loc] {
        self.secrets.get_or_init(|| secrets::find(self.text()))
    }

    /// A place in the file as an editor shows it.
    pub fn position(&self, offset: u32) -> Position {
        Position::new(self.lines(), offset)
    }

    fn finding<'f>(&'f self, found: &'f Diagnostic) -> Finding<'f> {
        let related = found.related.iter();
        Finding {
            rule: found.rule,
            level: found.level,
            path: &found.path,
            message: &found.message,
            help: found.help.as_deref(),
            place: self.place(found.loc, found.within),
            related: related
                .map(|related| Note { place: self.place(related.loc, related.within), label: &related.label })
                .collect(),
            fix: found.fix.as_ref(),
            predicts: found.predicts.as_ref(),
            excerpt: None,
            data: None,
        }
    }

    /// A place of a finding, narrowed to the part that is meant.
    fn place(&self, loc: Loc, within: Option<Loc>) -> Place<'_> {
        let in_text = within.map_or(loc, |within| raw_range(self.text(), loc, within.start..within.end));
        let range = self.in_file(in_text);
        Place { source: self.name, start: self.position(range.start), end: self.position(range.end), in_text }
    }

    fn in_file(&self, loc: Loc) -> Loc {
        match (self.request, self.part) {
            (Some(request), _) => request.body.in_file(self.bytes, loc),
            (None, Some((part, _))) => {
                Loc::new(loc.start.saturating_add(part.start), loc.end.saturating_add(part.start))
            }
            (None, None) => loc,
        }
    }

    fn others_of(&self, level: Level) -> usize {
        self.others.iter().filter(|found| found.level == level).count()
    }
}
