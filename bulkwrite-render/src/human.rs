//! Findings as rustc draws them.

use std::fmt::Write as _;

use bulkwrite_core::json::LineIndex;
use bulkwrite_core::{Level, Prediction, Report};

use crate::answer::Recorded;
use crate::snippet::{Mark, Sheet, Snippet};
use crate::{
    ACCENT, BOLD, CODE, ERROR, Finding, GOOD, Look, Output, Request, Totals, View, WARNING, count, escaped, secrets,
    shortened, style,
};

/// Findings as rustc draws them: each with its lines, carets under what is meant, and what to do about it.
#[derive(Debug)]
pub struct Human {
    look: Look,
    /// The most severe rule so far, to be named as an example.
    example: Option<(Level, &'static str)>,
}

/// All that is found in a text that is one job; nothing where nothing is.
///
/// ```
/// use bulkwrite_render::{Look, human};
///
/// let text = br#"{ "operation": "insert", "resource": [] }"#;
/// let report = bulkwrite_core::check_json(text);
/// let look = Look { summary: false, ..Look::PLAIN };
/// assert_eq!(human::report("job.json", text, &report, look), "\
/// error[empty-resource]: `resource` is empty
///  --> job.json:1:38
///   |
/// 1 | { \"operation\": \"insert\", \"resource\": [] }
///   |                                      ^^
///   |
///   = help: add an object with `type`, `module` and `file_id`
///   = predicts: MISSING_REQUIRED_KEY \"required key resource is not found in request body.\" (inferred)
///
/// ");
/// ```
pub fn report(name: &str, text: &[u8], report: &Report, look: Look) -> String {
    view(&View::new(name, text, report), look)
}

/// All that a view shows, and the summary if it is wanted.
pub fn view(view: &View<'_>, look: Look) -> String {
    let (mut human, mut out, mut totals) = (Human::new(look), String::new(), Totals::default());
    human.job(&mut out, view);
    totals.add([view]);
    human.finish(&mut out, &totals);
    out
}

/// The places of a finding with their lines, without what is said of them.
pub(crate) fn places(view: &View<'_>, found: &Finding<'_>, look: Look) -> String {
    let (human, mut out) = (Human::new(look), String::new());
    on_sheet(view, found, look, |sheet| {
        let snippet = sheet.snippet(&marks(found));
        human.place(&mut out, view, found, &snippet);
        if !sheet.text.is_empty() {
            snippet.draw(&mut out);
        }
        human.more_places(&mut out, found, sheet, snippet.gutter());
    });
    out
}

/// The text that a finding is drawn on: lines of its own, or the job.
fn on_sheet(view: &View<'_>, found: &Finding<'_>, look: Look, draw: impl FnOnce(&Sheet<'_>)) {
    let style = style(found.level);
    if let Some(excerpt) = found.excerpt {
        let of_text = if found.data.is_some() { secrets::find_in_row } else { secrets::find };
        let (lines, secrets) = (LineIndex::new(excerpt.text), of_text(excerpt.text));
        let (text, first_line) = (excerpt.text, excerpt.line);
        draw(&Sheet { text, lines: &lines, secrets: &secrets, first_line, look, style, numbers: true });
    } else {
        let (text, lines, secrets) = (view.text(), view.lines_of_text(), view.secrets());
        draw(&Sheet { text, lines, secrets, first_line: view.first_line(), look, style, numbers: true });
    }
}

fn marks<'f>(found: &'f Finding<'_>) -> Vec<Mark<'f>> {
    let mut marks = vec![Mark { loc: found.place.in_text, label: "", primary: true }];
    let related = found.related.iter();
    marks.extend(related.map(|note| Mark { loc: note.place.in_text, label: note.label, primary: false }));
    marks
}

impl Human {
    /// Output that looks as told.
    pub const fn new(look: Look) -> Self {
        Self { look, example: None }
    }

    fn finding(&mut self, out: &mut String, view: &View<'_>, sheet: &Sheet<'_>, found: &Finding<'_>) {
        let (look, level, name) = (self.look, found.level, found.rule.name);
        let (style, bold) = (look.paint(style(level)), look.paint(BOLD));
        let id = if look.links { link(&found.rule.url(), name) } else { name.to_owned() };
        let _ = writeln!(out, "{style}{level}[{id}]{style:#}{bold}: {}{bold:#}", found.message);

        let snippet = sheet.snippet(&marks(found));
        self.place(out, view, found, &snippet);
        // Of data there may be nothing to draw: the file as a whole, or cells that are not to be shown.
        if found.data.is_none() || !sheet.text.is_empty() {
            snippet.draw(out);
        }
        self.more_places(out, found, sheet, snippet.gutter());
        if let Some(help) = found.help {
            snippet.attach(out, look.paint(CODE.bold()), "help", help);
        }
        if let Some(prediction) = found.predicts {
            let predicted = if look.verbose {
                predicted(prediction)
            } else {
                predicted_in(prediction, look.width, snippet.gutter())
            };
            snippet.attach(out, look.paint(GOOD), "predicts", &predicted);
        }
        if self.example.is_none_or(|(least, _)| level < least) {
            self.example = Some((level, name));
        }
        out.push('\n');
    }

    /// Draws the next places of a finding in data.
    fn more_places(&self, out: &mut String, found: &Finding<'_>, sheet: &Sheet<'_>, gutter: usize) {
        let accent = self.look.paint(ACCENT);
        for place in found.data.iter().flat_map(|data| data.excerpts.iter().skip(1)) {
            let (name, at) = (escaped(found.place.source), place.start);
            let _ = writeln!(out, "{:gutter$}{accent}:::{accent:#} {name}:{}:{}", "", at.line, at.column);
            let text = place.text.as_bytes();
            if text.is_empty() {
                continue;
            }
            let (lines, secrets) = (LineIndex::new(text), secrets::find_in_row(text));
            let first_line = u32::try_from(at.line).unwrap_or(u32::MAX);
            let sheet =
                Sheet { text, lines: &lines, secrets: &secrets, first_line, style: style(found.level), ..*sheet };
            sheet.snippet(&[Mark { loc: place.range, label: "", primary: true }]).draw(out);
        }
    }

    /// Says where the finding is, in the file and, for a request, in its body.
    fn place(&self, out: &mut String, view: &View<'_>, found: &Finding<'_>, snippet: &Snippet) {
        let (gutter, accent) = (snippet.gutter(), self.look.paint(ACCENT));
        let (name, at) = (escaped(found.place.source), found.place.start);
        let _ = writeln!(out, "{:gutter$}{accent}-->{accent:#} {name}:{}:{}", "", at.line, at.column);
        if let Some(request) = view.request()
            && found.excerpt.is_none()
        {
            let (line, _) = view.lines_of_text().line_col(found.place.in_text.start);
            let name = escaped(request.name);
            let _ = writeln!(out, "{:gutter$}{accent}:::{accent:#} line {line} of the body of `{name}`", "");
        }
    }
}

impl Output for Human {
    fn job(&mut self, out: &mut String, view: &View<'_>) {
        let look = self.look;
        for found in view.findings() {
            on_sheet(view, &found, look, |sheet| self.finding(out, view, sheet, &found));
        }
        let more = view.hidden();
        if more > 0 {
            let (name, good) = (escaped(view.name()), look.paint(GOOD));
            let _ = writeln!(out, "{good}note{good:#}: {} in `{name}` not shown\n", count(more, "more finding"));
        }
        if let Some(request) = view.request() {
            recorded(out, view, request, look);
        }
    }

    fn finish(&mut self, out: &mut String, totals: &Totals) {
        if !self.look.summary || totals.errors + totals.warnings == 0 {
            return;
        }
        let _ = writeln!(out, "{}", summary(totals, self.look));
        if let Some(assumption) = assumption(totals) {
            let good = self.look.paint(GOOD);
            let _ = writeln!(out, "{good}note{good:#}: {assumption}");
        }
        if let Some((_, rule)) = self.example {
            let _ = writeln!(out, "run `bulkwrite explain {rule}` for more, or see {DOCS}");
        }
    }
}

/// Where all rules are documented.
const DOCS: &str = "https://docs.rs/bulkwrite-core/latest/bulkwrite_core/rules/";

/// How much of an answer of the CRM, which may repeat the job's own words, is shown.
const LONGEST: usize = 200;

/// ``2 errors, 1 warning in 3 jobs; `bulkwrite fix` repairs 2``, or `3 jobs (v2, v8), no mistakes`.
pub fn summary(totals: &Totals, look: Look) -> String {
    let found: Vec<String> = [(totals.errors, "error", ERROR), (totals.warnings, "warning", WARNING)]
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, what, style)| (count(number, what), look.paint(style)))
        .map(|(count, style)| format!("{style}{count}{style:#}"))
        .collect();
    let jobs = match totals.requests {
        0 => count(totals.jobs, "job"),
        requests if requests == totals.jobs => {
            format!("{} of {}", count(requests, "request"), count(totals.files, "file"))
        }
        _ => format!("{} of {}", count(totals.jobs, "job"), count(totals.files, "file")),
    };
    let agreed = match totals.recorded {
        0 => String::new(),
        recorded => format!("; {} of {} predicted", totals.agreed, count(recorded, "recorded answer")),
    };
    if found.is_empty() {
        let versions: Vec<&str> = totals.versions().map(bulkwrite_core::ApiVersion::segment).collect();
        return format!("{jobs} ({}), no mistakes{agreed}", versions.join(", "));
    }
    let fixable = match totals.fixable {
        0 => String::new(),
        fixable => format!("; `bulkwrite fix` repairs {fixable}"),
    };
    format!("{} in {jobs}{agreed}{fixable}", found.join(", "))
}

/// Which version was assumed, and why, where no version was named and the form of `module` decided.
///
/// ```
/// use bulkwrite_render::{Totals, View, human};
///
/// let text = br#"{ "operation": "insert", "resource": [{ "type": "data", "module": "Leads", "file_id": "4150868000005379001" }] }"#;
/// let report = bulkwrite_core::check_json(text);
/// let mut totals = Totals::default();
/// totals.add([&View::new("job.json", text, &report)]);
/// assert!(human::assumption(&totals).unwrap().starts_with("v2 is assumed, since `module` is a string: "));
/// ```
pub fn assumption(totals: &Totals) -> Option<String> {
    let of = match totals.assumed {
        0 => return None,
        assumed if assumed == totals.jobs => String::new(),
        assumed => format!(" for {assumed} of {}", count(totals.jobs, "job")),
    };
    Some(format!(
        "v2 is assumed{of}, since `module` is a string: name the version with `--api-version`, or as `version` in `bulkwrite.toml`"
    ))
}

/// What the CRM would answer, on one line: `CODE "message" {details} (observed)`.
pub fn predicted(prediction: &Prediction) -> String {
    let mut text = prediction.code.as_str().to_owned();
    if let Some(message) = &prediction.message {
        let _ = write!(text, " \"{}\"", escaped(&shortened(&secrets::masked(message), LONGEST)));
    }
    if !prediction.details.is_empty() {
        let details = serde_json::Value::Object(prediction.details.clone()).to_string();
        let _ = write!(text, " {}", escaped(&shortened(&secrets::masked(&details), LONGEST)));
    }
    let _ = write!(text, " ({})", prediction.basis);
    text
}

/// The same without details, and as much of the message as fits behind `= predicts: `.
fn predicted_in(prediction: &Prediction, width: usize, gutter: usize) -> String {
    let (code, basis) = (prediction.code.as_str(), prediction.basis);
    let taken = gutter + " = predicts: ".len() + code.len() + format!(" \"\" ({basis})").len();
    let room = width.saturating_sub(taken);
    match &prediction.message {
        // Less than some words says nothing.
        Some(message) if room >= 24 => {
            let message = secrets::masked(message);
            let message = escaped(&message);
            let all = message.chars().count() <= room;
            let shown = if all { message } else { shortened(&message, room - 1).into_owned().into() };
            format!("{code} \"{shown}\" ({basis})")
        }
        _ => format!("{code} ({basis})"),
    }
}

/// Says how the answer that a saved example records compares.
fn recorded(out: &mut String, view: &View<'_>, request: &Request<'_>, look: Look) {
    let Some(recorded) = request.recorded else { return };
    let Some(agrees) = recorded.agrees(view.report()) else { return };
    let clean = view.is_empty();
    if agrees && clean {
        return; // as silent as any other job without findings
    }
    let (style, word) = if agrees { (GOOD, "note") } else { (WARNING, "disagreement") };
    let style = look.paint(style);
    let verdict = match (agrees, clean, recorded.success) {
        (true, ..) => "as predicted",
        (false, _, Some(true)) => "although an error was found",
        (false, true, _) => "although nothing was found",
        (false, false, _) => "which nothing that was found predicts",
    };
    let (name, answer) = (escaped(request.name), answer(recorded));
    let _ = writeln!(out, "{style}{word}{style:#}: the CRM answered `{name}` with {answer}, {verdict}\n");
}

fn answer(recorded: &Recorded) -> String {
    let code = recorded.code.as_deref().map(|code| escaped(&shortened(code, 60)).into_owned());
    match (code, recorded.http) {
        (Some(code), Some(http)) => format!("{code} (HTTP {http})"),
        (Some(code), None) => code,
        (None, Some(http)) => format!("HTTP {http}"),
        (None, None) => "an error".to_owned(),
    }
}

/// A text that leads to a page, in terminals that can.
fn link(url: &str, text: &str) -> String {
    format!("\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\")
}
