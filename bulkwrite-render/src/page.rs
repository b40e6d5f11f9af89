//! A page for a browser: one file, nothing fetched, no script.

use std::fmt::Write as _;

use bulkwrite_core::{DataPlace, Level};

use crate::data::{DataColumn, DataFile, DataSummary};
use crate::html::escape;
use crate::human::{places, predicted};
use crate::{Finding, Look, Output, Totals, View, count, grouped, human, secrets};

const STYLE: &str = include_str!("page.css");
/// What the browser may fetch: nothing.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
/// Rows that follow each other are named together; so many times.
const MOST_ROWS: usize = 200;
/// Into so many pieces a file is cut to show where findings are.
const PIECES: u64 = 100;
/// Beyond so many findings of a kind values are counted in a sample.
const COUNTED: u64 = 4_096;
/// How wide lines are drawn, in characters.
const WIDTH: usize = 96;

/// A page of all findings, written in the end.
///
/// ```
/// use bulkwrite_render::{Output, Totals, View, page::Page};
///
/// let text = br#"{ "operation": "in<s>ert", "resource": [] }"#;
/// let report = bulkwrite_core::check_json(text);
/// let (mut page, mut out, mut totals) = (Page::default(), String::new(), Totals::default());
/// let view = View::new("job.json", text, &report);
/// totals.add([&view]);
/// page.job(&mut out, &view);
/// page.finish(&mut out, &totals);
/// assert!(out.starts_with("<!DOCTYPE html>") && out.contains("in&lt;s&gt;ert"));
/// assert!(!out.contains("<script") && !out.contains("src="));
/// ```
#[derive(Debug)]
pub struct Page {
    sections: String,
    /// How many runs of rows a finding names.
    most_rows: usize,
}

impl Default for Page {
    fn default() -> Self {
        Self::new(false)
    }
}

impl Page {
    /// A page that names all rows of a finding, or the first of them.
    pub const fn new(all_rows: bool) -> Self {
        Self { sections: String::new(), most_rows: if all_rows { usize::MAX } else { MOST_ROWS } }
    }

    fn finding(&mut self, view: &View<'_>, found: &Finding<'_>) {
        let out = &mut self.sections;
        let level = found.level.as_str();
        let _ = write!(out, "<article class=\"finding {level}\">\n<h3><span class=\"level\">{level}</span> ");
        let _ = write!(out, "<a href=\"{}\">{}</a></h3>\n<p class=\"message\">", found.rule.url(), found.rule.name);
        code(out, found.message);
        out.push_str("</p>\n");
        let look = Look { width: WIDTH, ..Look::PLAIN };
        out.push_str("<pre tabindex=\"0\" aria-label=\"where it is\">");
        escape(out, places(view, found, look).trim_end());
        out.push_str("</pre>\n");
        if let Some(help) = found.help {
            out.push_str("<p class=\"help\"><b>What to do:</b> ");
            code(out, help);
            out.push_str("</p>\n");
        }
        if let Some(prediction) = found.predicts {
            out.push_str("<p class=\"predicts\"><b>The CRM would answer:</b> <code>");
            escape(out, &predicted(prediction));
            out.push_str("</code></p>\n");
        }
        if let Some(data) = found.data {
            values(out, data);
            rows(out, data, self.most_rows);
        }
        out.push_str("</article>\n");
    }
}

impl Output for Page {
    fn job(&mut self, _: &mut String, view: &View<'_>) {
        let out = &mut self.sections;
        out.push_str("<section>\n<h2>");
        escape(out, &crate::escaped(view.name()));
        if let Some(number) = view.number() {
            let _ = write!(out, ", job {number}");
        }
        if let Some(request) = view.request() {
            out.push_str(": ");
            escape(out, &crate::escaped(request.name));
        }
        let verdict = view.verdict().as_str();
        let _ = writeln!(out, " <span class=\"verdict {verdict}\">{verdict}</span></h2>");
        if let Some(data) = view.data() {
            summary(out, data);
            for file in &data.files {
                columns(out, file, view);
            }
        }
        if view.is_empty() {
            out.push_str("<p>No mistakes.</p>\n");
        }
        for found in view.findings() {
            self.finding(view, &found);
        }
        let more = view.hidden();
        if more > 0 {
            let _ = writeln!(self.sections, "<p>{} not shown.</p>", count(more, "more finding"));
        }
        self.sections.push_str("</section>\n");
    }

    fn finish(&mut self, out: &mut String, totals: &Totals) {
        let summary = human::summary(totals, Look::PLAIN);
        out.push_str("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        let _ = writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">");
        out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        out.push_str(
            "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n",
        );
        out.push_str("<link rel=\"icon\" href=\"data:,\">\n<title>bulkwrite: ");
        escape(out, &plain(&summary));
        let _ = write!(
            out,
            "</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>bulkwrite check</h1>\n<p class=\"summary\">"
        );
        code(out, &plain(&summary));
        out.push_str("</p>\n");
        if let Some(assumption) = human::assumption(totals) {
            out.push_str("<p>");
            code(out, &assumption);
            out.push_str("</p>\n");
        }
        out.push_str(&std::mem::take(&mut self.sections));
        out.push_str("</main>\n</body>\n</html>\n");
    }
}

/// The summary without its colours.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split('\x1b').enumerate() {
        out.push_str(if at == 0 { part } else { part.split_once('m').map_or("", |(_, rest)| rest) });
    }
    out
}

/// A text whose names stand in backticks.
fn code(out: &mut String, text: &str) {
    let ticks = text.matches('`').count();
    for (at, part) in text.split('`').enumerate() {
        // The last one of an odd number opens nothing.
        let is_code = at % 2 == 1 && at < ticks + usize::from(ticks.is_multiple_of(2));
        out.push_str(if is_code { "<code>" } else { "" });
        escape(out, &crate::escaped(part));
        out.push_str(if is_code { "</code>" } else { "" });
    }
}

fn summary(out: &mut String, data: &DataSummary) {
    let (rows, skipped, clearing) = data.totals();
    out.push_str("<dl class=\"totals\">\n");
    for (name, number) in [
        ("rows", rows),
        ("would be written", rows - skipped),
        ("would be skipped", skipped),
        ("cells would empty a field", clearing),
    ] {
        let _ = writeln!(out, "<div><dt>{name}</dt><dd>{}</dd></div>", grouped(number));
    }
    out.push_str("</dl>\n");
}

/// The columns of a file as a table, with a bar for each.
fn columns(out: &mut String, file: &DataFile, view: &View<'_>) {
    let Some(columns) = &file.columns else { return };
    let places: Vec<(Level, &DataPlace)> = view
        .findings()
        .filter_map(|found| Some((found.level, found.data?)))
        .filter(|(_, data)| data.file == file.name)
        .collect();
    out.push_str("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"columns of ");
    escape(out, &crate::escaped(&file.name));
    out.push_str("\">\n<table>\n<caption>Columns of ");
    escape(out, &crate::escaped(&file.name));
    out.push_str("</caption>\n<thead><tr>");
    for (head, class) in [
        ("Column", " class=\"number\""),
        ("Header", ""),
        ("Findings", " class=\"number\""),
        ("Where in the file", ""),
        ("Field", ""),
        ("Type", ""),
        ("Filled", " class=\"number\""),
        ("Distinct", " class=\"number\""),
        ("Smallest", ""),
        ("Largest", ""),
    ] {
        let _ = write!(out, "<th scope=\"col\"{class}>{head}</th>");
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for column in columns {
        let own = places.iter().filter(|(_, data)| data.field_index.map(|at| at as usize) == Some(column.index));
        self::column(out, column, file, own.copied());
    }
    let whole = places.iter().filter(|(_, data)| data.field_index.is_none() && data.row.is_some());
    if whole.clone().next().is_some() {
        let count: u64 = whole.clone().map(|(_, data)| data.count).sum();
        let _ = write!(
            out,
            "<tr><td></td><th scope=\"row\">whole rows</th><td class=\"number\">{}</td><td>",
            grouped(count)
        );
        bar(out, file.rows, whole.copied());
        out.push_str("</td><td colspan=\"6\"></td></tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

fn column<'d>(
    out: &mut String,
    column: &DataColumn,
    file: &DataFile,
    own: impl Iterator<Item = (Level, &'d DataPlace)> + Clone,
) {
    let _ = write!(out, "<tr><td class=\"number\">{}</td><th scope=\"row\">", column.index + 1);
    escape(out, &crate::escaped(&secrets::masked_cell(&column.header)));
    let findings = if column.findings == 0 { String::new() } else { grouped(column.findings) };
    let _ = write!(out, "</th><td class=\"number\">{findings}</td><td>");
    bar(out, file.rows, own);
    out.push_str("</td>");
    for text in [&column.field, &column.kind] {
        out.push_str("<td>");
        escape(out, &crate::escaped(text));
        out.push_str("</td>");
    }
    let more = if column.has_more { "+" } else { "" };
    let _ = write!(out, "<td class=\"number\">{}</td>", grouped(column.filled));
    let _ = write!(out, "<td class=\"number\">{}{more}</td>", grouped(column.distinct));
    for text in [&column.smallest, &column.largest] {
        out.push_str("<td class=\"value\">");
        escape(out, &crate::escaped(text));
        out.push_str("</td>");
    }
    out.push_str("</tr>\n");
}

/// A strip as long as the file, with a mark where findings are.
fn bar<'d>(out: &mut String, rows: u64, places: impl Iterator<Item = (Level, &'d DataPlace)>) {
    let mut pieces = vec![None; usize::try_from(PIECES).unwrap_or(1)];
    let (mut first, mut last) = (u64::MAX, 0);
    for (level, data) in places {
        for row in data.rows.iter().filter(|row| **row > 0) {
            (first, last) = (first.min(*row), last.max(*row));
            let at = (row - 1).saturating_mul(PIECES) / rows.max(1);
            let piece = &mut pieces[usize::try_from(at.min(PIECES - 1)).unwrap_or(0)];
            *piece = Some(piece.map_or(level, |other: Level| other.min(level)));
        }
    }
    if last == 0 {
        return;
    }
    let label = if first == last {
        format!("row {}", grouped(first))
    } else {
        format!("rows {} to {}", grouped(first), grouped(last))
    };
    let _ = write!(
        out,
        "<svg class=\"bar\" role=\"img\" viewBox=\"0 0 {PIECES} 8\" preserveAspectRatio=\"none\" aria-label=\"{label} of {}\"><title>{label} of {}</title>",
        grouped(rows),
        grouped(rows)
    );
    // A short file has fewer rows than pieces.
    let width = (PIECES / rows.clamp(1, PIECES)).max(1);
    for (at, level) in pieces.iter().enumerate() {
        if let Some(level) = level {
            let _ = write!(out, "<rect class=\"{}\" x=\"{at}\" width=\"{width}\" height=\"8\"/>", level.as_str());
        }
    }
    out.push_str("</svg>");
}

fn values(out: &mut String, data: &DataPlace) {
    if data.values.is_empty() {
        return;
    }
    out.push_str("<p class=\"values\"><b>Commonest values:</b> ");
    for (number, (value, count)) in data.values.iter().enumerate() {
        out.push_str(if number == 0 { "" } else { ", " });
        out.push_str("<code>");
        escape(out, &crate::escaped(&crate::shortened(&secrets::masked_cell(value), 80)));
        out.push_str("</code>");
        if data.count <= COUNTED {
            let _ = write!(out, "&nbsp;{}×", grouped(*count));
        }
    }
    out.push_str("</p>\n");
}

/// The rows of a finding, those that follow each other together.
fn rows(out: &mut String, data: &DataPlace, most: usize) {
    let rows: Vec<u64> = data.rows.iter().copied().filter(|row| *row > 0).collect();
    if rows.is_empty() {
        return;
    }
    let places = if data.count == 1 { "place" } else { "places" };
    let _ = write!(out, "<details><summary>Rows ({} {places})</summary><p class=\"rows\">", grouped(data.count));
    let runs: Vec<&[u64]> = rows.chunk_by(|a, b| a + 1 == *b).collect();
    for (number, run) in runs.iter().take(most).enumerate() {
        out.push_str(if number == 0 { "" } else { ", " });
        match run {
            [first, .., last] => {
                let _ = write!(out, "{}–{}", grouped(*first), grouped(*last));
            }
            [only] => out.push_str(&grouped(*only)),
            [] => {}
        }
    }
    if runs.len() > most {
        let left: usize = runs[most..].iter().map(|run| run.len()).sum();
        let _ = write!(
            out,
            " and {} more: <code>--rows all</code> names them, <code>--rejects</code> copies those that would be skipped",
            grouped(left as u64)
        );
    }
    out.push_str("</p></details>\n");
}
