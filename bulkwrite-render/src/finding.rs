//! A finding with its places resolved: what every format shows.

use bulkwrite_core::{DataPlace, DataPosition, Diagnostic, Fix, Level, Loc, Prediction, Rule};

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
///     data: None,
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
    /// Its place in a data file, where it is in one: how many records have it, and which.
    pub data: Option<&'f DataPlace>,
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

impl<'f> Finding<'f> {
    /// A finding about a data file, which carries the lines to draw; `None` for one about the job.
    ///
    /// ```
    /// use bulkwrite_core::{DataPlace, Diagnostic, Loc, SourceId, rules};
    /// use bulkwrite_render::Finding;
    ///
    /// let mut found = Diagnostic::new(rules::find("unmapped-required-field").unwrap(), Loc::default(), "no column");
    /// assert!(Finding::of_data(&found).is_none());
    /// found.in_data(SourceId(1), DataPlace { file: "leads.csv".into(), ..DataPlace::default() });
    /// assert_eq!(Finding::of_data(&found).unwrap().place.source, "leads.csv");
    /// ```
    pub fn of_data(found: &'f Diagnostic) -> Option<Self> {
        let data = found.data.as_deref()?;
        let number = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let position = |at: Option<DataPosition>| {
            let at = at.unwrap_or(DataPosition { line: 1, column: 1, offset: 0 });
            Position { line: number(at.line), column: number(at.column), offset: number(at.offset) }
        };
        let shown = data.excerpts.first();
        let excerpt = Excerpt {
            text: shown.map_or(&[][..], |shown| shown.text.as_bytes()),
            line: shown.map_or(1, |shown| number(shown.start.line)),
        };
        let start = position(data.start);
        Some(Self {
            rule: found.rule,
            level: found.level,
            path: "",
            message: &found.message,
            help: found.help.as_deref(),
            place: Place {
                source: &data.file,
                start,
                end: position(data.end.or(data.start)),
                in_text: shown.map_or(Loc::default(), |shown| shown.range),
            },
            related: Vec::new(),
            fix: None,
            predicts: found.predicts.as_ref(),
            excerpt: Some(excerpt),
            data: Some(data),
        })
    }
}
