//! A finding with its places resolved: what every format shows.

use bulkwrite_core::{Fix, Level, Loc, Prediction, Rule};

use crate::Position;

/// A finding, ready to be shown.
///
/// [`View::findings`](crate::View::findings) makes these of a report. A checker of something else, such as a data file,
/// makes its own, and [`View::with`](crate::View::with) shows them behind those of the job.
///
/// ```
/// use bulkwrite_core::{Level, Loc, rules};
/// use bulkwrite_render::{Excerpt, Finding, Look, Place, Position, View, concise, human};
///
/// let text = br#"{ "operation": "insert", "resource": [] }"#;
/// let report = bulkwrite_core::check_json(text);
/// let line = b"4150868000005379001;Zylker";
/// let at = |column, offset| Position { line: 17, column, offset };
/// let found = Finding {
///     rule: rules::find("invalid-json").unwrap(),
///     level: Level::Warning,
///     path: "",
///     message: "semicolons",
///     help: None,
///     place: Place { source: "leads.csv", start: at(20, 400), end: at(21, 401), in_text: Loc::new(19, 20) },
///     related: Vec::new(),
///     fix: None,
///     predicts: None,
///     excerpt: Some(Excerpt { text: line, line: 17 }),
/// };
/// let view = View::new("job.json", text, &report).with(vec![found]);
/// assert!(concise::lines(&view).ends_with("leads.csv:17:20: warning[invalid-json]: semicolons\n"));
/// assert!(human::view(&view, Look::PLAIN).contains("17 | 4150868000005379001;Zylker\n   |                    ^\n"));
/// ```
#[derive(Clone, Debug)]
pub struct Finding<'f> {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// Its level.
    pub level: Level,
    /// The place as a path in the job; empty for the job as a whole.
    pub path: &'f str,
    /// What is wrong there.
    pub message: &'f str,
    /// What to do about it.
    pub help: Option<&'f str>,
    /// Where it is.
    pub place: Place<'f>,
    /// Other places that belong to it.
    pub related: Vec<Note<'f>>,
    /// What makes it go away, in terms of the text that was checked.
    pub fix: Option<&'f Fix>,
    /// What the CRM would answer.
    pub predicts: Option<&'f Prediction>,
    /// The lines to draw, where they are not those of the job.
    pub excerpt: Option<Excerpt<'f>>,
}

/// A range of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'f> {
    /// What the source is called.
    pub source: &'f str,
    /// Where it starts in the source.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
    /// Where it is in the text that lines are drawn of: the excerpt, the body of a request, or the source itself.
    pub in_text: Loc,
}

/// A place that belongs to a finding, with a short clause about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note<'f> {
    /// The place.
    pub place: Place<'f>,
    /// What is to be seen there.
    pub label: &'f str,
}

/// Some lines of a source that is too large to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Excerpt<'f> {
    /// Whole lines.
    pub text: &'f [u8],
    /// The number of the first of them in the source.
    pub line: u32,
}
