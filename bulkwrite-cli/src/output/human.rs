//! Findings as rustc draws them.

use std::fmt::Write as _;
use std::io::{self, Write};

use anstyle::Style;
use bulkwrite_core::json::LineIndex;
use bulkwrite_core::{Diagnostic, Level, Prediction};

use super::secrets;
use super::snippet::{Mark, Sheet, Snippet};
use super::{Output, Totals, View, count, escaped, shortened};
use crate::postman::{Recorded, Request};
use crate::terminal::{ACCENT, BOLD, CODE, ERROR, GOOD, Terminal, WARNING};

#[derive(Debug)]
pub(crate) struct Human {
    terminal: Terminal,
    /// The most severe rule so far, to be named as an example.
    example: Option<(Level, &'static str)>,
}

impl Human {
    pub(crate) const fn new(terminal: Terminal) -> Self {
        Self { terminal, example: None }
    }

    fn finding(&mut self, out: &mut String, view: &View<'_>, sheet: &Sheet<'_>, found: &Diagnostic) {
        let style = style(found.level);
        let (name, level) = (found.rule.name, found.level);
        let id = if self.terminal.links { link(&found.rule.url(), name) } else { name.to_owned() };
        let _ = writeln!(out, "{style}{level}[{id}]{style:#}{BOLD}: {}{BOLD:#}", found.message);

        let mut marks = vec![Mark { loc: view.in_text(found.loc, found.within), label: "", primary: true }];
        marks.extend(found.related.iter().map(|related| Mark {
            loc: view.in_text(related.loc, related.within),
            label: &related.label,
            primary: false,
        }));
        let snippet = Sheet { style, ..*sheet }.snippet(&marks);
        place(out, view, sheet.lines, found, &snippet);
        snippet.draw(out);
        if let Some(help) = &found.help {
            attach(out, &snippet, CODE.bold(), "help", help);
        }
        if let Some(prediction) = &found.predicts {
            attach(out, &snippet, GOOD, "predicts", &predicted(prediction));
        }
        if self.example.is_none_or(|(least, _)| level < least) {
            self.example = Some((level, name));
        }
        out.push('\n');
    }
}

impl Output for Human {
    fn job(&mut self, out: &mut dyn Write, view: &View<'_>) -> io::Result<()> {
        let report = &view.job.report;
        let mut text = String::new();
        if !report.diagnostics().is_empty() {
            let lines = LineIndex::new(view.text());
            let secrets = secrets::find(view.text());
            let width = self.terminal.width;
            let sheet =
                Sheet { text: view.text(), lines: &lines, secrets: &secrets, width, style: ERROR, numbers: true };
            for found in report.diagnostics() {
                self.finding(&mut text, view, &sheet, found);
            }
        }
        let more = report.errors() + report.warnings() - report.diagnostics().len();
        if more > 0 {
            let name = escaped(&view.file.name);
            let _ = writeln!(text, "{GOOD}note{GOOD:#}: {} in `{name}` not shown\n", count(more, "more finding"));
        }
        if let Some(request) = &view.job.request {
            recorded(&mut text, view, request);
        }
        out.write_all(text.as_bytes())
    }

    fn finish(&mut self, out: &mut dyn Write, totals: &Totals) -> io::Result<()> {
        if self.terminal.quiet || totals.errors + totals.warnings == 0 {
            return Ok(());
        }
        writeln!(out, "{}", summary(totals))?;
        if totals.fixable > 0 {
            writeln!(out, "{} fixable with `bulkwrite fix`", totals.fixable)?;
        }
        match self.example {
            Some((_, rule)) => writeln!(out, "run `bulkwrite explain {rule}` for more, or see {DOCS}"),
            None => Ok(()),
        }
    }
}

/// Says where the finding is, in the file and, for a request, in its body.
fn place(out: &mut String, view: &View<'_>, lines: &LineIndex<'_>, found: &Diagnostic, snippet: &Snippet) {
    let gutter = snippet.gutter();
    let at = view.position(view.in_file(found.loc, found.within).start);
    let name = escaped(&view.file.name);
    let _ = writeln!(out, "{:gutter$}{ACCENT}-->{ACCENT:#} {name}:{}:{}", "", at.line, at.column);
    if let Some(request) = &view.job.request {
        let (line, _) = lines.line_col(view.in_text(found.loc, found.within).start);
        let name = escaped(&request.name);
        let _ = writeln!(out, "{:gutter$}{ACCENT}:::{ACCENT:#} line {line} of the body of `{name}`", "");
    }
}

/// Where all rules are documented.
const DOCS: &str = "https://docs.rs/bulkwrite-core/latest/bulkwrite_core/rules/";

/// How much of an answer of the CRM, which may repeat the job's own words, is shown.
const LONGEST: usize = 200;

/// `2 errors, 1 warning in 3 files`.
pub(crate) fn summary(totals: &Totals) -> String {
    let found: Vec<String> = [(totals.errors, "error", ERROR), (totals.warnings, "warning", WARNING)]
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, what, style)| format!("{style}{}{style:#}", count(number, what)))
        .collect();
    let found = if found.is_empty() { "nothing found".to_owned() } else { found.join(", ") };
    let files = count(totals.files, "file");
    let place = match totals.requests {
        0 => files,
        requests => format!("{} of {files}", count(requests, "request")),
    };
    let agreed = match totals.recorded {
        0 => String::new(),
        recorded => format!("; {} of {} predicted", totals.agreed, count(recorded, "recorded answer")),
    };
    format!("{found} in {place}{agreed}")
}

/// What the CRM would answer, on one line: `CODE "message" {details} (observed)`.
pub(crate) fn predicted(prediction: &Prediction) -> String {
    let mut text = prediction.code.as_str().to_owned();
    if let Some(message) = &prediction.message {
        let _ = write!(text, " \"{}\"", escaped(&shortened(message, LONGEST)));
    }
    if !prediction.details.is_empty() {
        let details = serde_json::Value::Object(prediction.details.clone()).to_string();
        let _ = write!(text, " {}", escaped(&shortened(&details, LONGEST)));
    }
    let _ = write!(text, " ({})", prediction.basis);
    text
}

/// Says how the answer that a saved example records compares.
fn recorded(out: &mut String, view: &View<'_>, request: &Request) {
    let Some(recorded) = &request.recorded else { return };
    let Some(agrees) = recorded.agrees(&view.job.report) else { return };
    let clean = view.diagnostics().is_empty();
    if agrees && clean {
        return; // as silent as any other job without findings
    }
    let (style, word) = if agrees { (GOOD, "note") } else { (WARNING, "disagreement") };
    let verdict = match (agrees, clean, recorded.success) {
        (true, ..) => "as predicted",
        (false, _, Some(true)) => "although an error was found",
        (false, true, _) => "although nothing was found",
        (false, false, _) => "which nothing that was found predicts",
    };
    let (name, answer) = (escaped(&request.name), answer(recorded));
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

/// A line below a snippet: `= help: …`.
pub(crate) fn attach(out: &mut String, snippet: &Snippet, style: Style, word: &str, text: &str) {
    let gutter = snippet.gutter();
    let _ = writeln!(out, "{:gutter$} {ACCENT}={ACCENT:#} {style}{word}{style:#}: {text}", "");
}

pub(crate) const fn style(level: Level) -> Style {
    match level {
        Level::Error => ERROR,
        Level::Warning => WARNING,
    }
}

/// A text that leads to a page, in terminals that can.
fn link(url: &str, text: &str) -> String {
    format!("\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\")
}
