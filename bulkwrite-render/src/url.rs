//! What the callback check says of a URL.

use std::fmt::Write as _;
use std::net::SocketAddr;

use bulkwrite_core::callback::{self, Finding, Inspection, Severity, Verdict};
use bulkwrite_core::json::LineIndex;
use bulkwrite_core::{Level, Loc};

use crate::snippet::{Mark, Sheet};
use crate::text::{in_brackets, line_start};
use crate::{BOLD, CODE, ERROR, GOOD, Look, Object, WARNING, style};

/// Each reason with carets under the part of the URL; of a URL that is accepted one line, if a summary is wanted.
///
/// `addresses` are those that its host was found to have.
///
/// ```
/// use bulkwrite_render::{Look, url};
///
/// let (text, inspection) = ("https://10.0.0.7/hook", bulkwrite_core::callback::inspect("https://10.0.0.7/hook"));
/// let shown = url::human(text, &inspection, &[], Look::PLAIN);
/// assert!(shown.contains(" | https://10.0.0.7/hook\n |         ^^^^^^^^\n"), "{shown}");
/// ```
pub fn human(url: &str, inspection: &Inspection, addresses: &[SocketAddr], look: Look) -> String {
    let mut text = String::new();
    let lines = LineIndex::new(url.as_bytes());
    let secrets: Vec<Loc> = callback::secrets(url).into_iter().map(|part| loc(part.start, part.end)).collect();
    let (bold, good) = (look.paint(BOLD), look.paint(GOOD));
    for finding in inspection.findings() {
        let Finding { reason, level, range, message, help, .. } = finding;
        let (style, word) = match level {
            Severity::Error => (ERROR, "error"),
            Severity::Warning => (WARNING, "warning"),
        };
        let shown = look.paint(style);
        let _ = writeln!(text, "{shown}{word}[{reason}]{shown:#}{bold}: {message}{bold:#}");
        let mark = Mark { loc: Loc::new(range.start, range.end), label: "", primary: true };
        let bytes = url.as_bytes();
        let sheet = Sheet { text: bytes, lines: &lines, secrets: &secrets, first_line: 1, look, style, numbers: false };
        let snippet = sheet.snippet(&[mark]);
        snippet.draw(&mut text);
        if let Some(help) = help {
            snippet.attach(&mut text, look.paint(CODE.bold()), "help", help);
        }
        text.push('\n');
    }
    if inspection.verdict() == Verdict::Accept && look.summary {
        let _ = write!(text, "{good}ok{good:#}: {}", bulkwrite_core::quoted(url));
        for (i, address) in addresses.iter().enumerate() {
            let _ = write!(text, "{}{address}", if i == 0 { " at " } else { ", " });
        }
        text.push('\n');
    }
    text
}

/// One line for each reason; nothing of a URL that is accepted.
///
/// ```
/// use bulkwrite_render::{Look, url};
///
/// let (text, inspection) = ("https://10.0.0.7/?key=1", bulkwrite_core::callback::inspect("https://10.0.0.7/?key=1"));
/// let shown = url::concise(text, &inspection, Look::PLAIN);
/// assert!(shown.starts_with("https://10.0.0.7/?***: error[private-v4]: "), "{shown}");
/// ```
pub fn concise(url: &str, inspection: &Inspection, look: Look) -> String {
    let mut text = String::new();
    let masked = callback::masked(url);
    let name = line_start(&masked);
    let bold = look.paint(BOLD);
    for Finding { reason, level, message, help, .. } in inspection.findings() {
        let level = if *level == Severity::Error { Level::Error } else { Level::Warning };
        let style = look.paint(style(level));
        let _ = write!(text, "{bold}{name}:{bold:#} {style}{level}[{reason}]{style:#}: {message}");
        let _ = writeln!(text, "{}", in_brackets(help.as_deref()));
    }
    text
}

/// The JSON object that `bulkwrite url --format json` prints, the URL without its secrets; with the addresses of its host where
/// they were looked up.
///
/// ```
/// use bulkwrite_render::url;
///
/// let (text, inspection) = ("https://zylker.com/", bulkwrite_core::callback::inspect("https://zylker.com/"));
/// let line = url::json(text, &inspection, None);
/// assert_eq!(line, r#"{"url":"https://zylker.com/","verdict":"accept","reasons":[],"findings":[]}"#);
/// ```
pub fn json(url: &str, inspection: &Inspection, addresses: Option<&[SocketAddr]>) -> String {
    let mut line = Object::new();
    line.string("url", &callback::masked(url))
        .string("verdict", verdict(inspection.verdict()))
        .strings("reasons", inspection.reasons().iter().map(|reason| reason.as_str()))
        .list("findings", inspection.findings().iter().map(finding));
    if let Some(addresses) = addresses {
        let addresses: Vec<String> = addresses.iter().map(ToString::to_string).collect();
        line.strings("addresses", addresses.iter().map(String::as_str));
    }
    line.close()
}

/// What a verdict is called; the callback check has a type of its own for it.
pub const fn verdict(verdict: Verdict) -> &'static str {
    use bulkwrite_core::Verdict as Job;
    match verdict {
        Verdict::Accept => Job::Accept.as_str(),
        Verdict::Warn => Job::Warn.as_str(),
        Verdict::Reject => Job::Reject.as_str(),
    }
}

fn finding(finding: &Finding) -> String {
    let mut object = Object::new();
    object
        .string("reason", finding.reason.as_str())
        .string("level", if finding.level == Severity::Error { "error" } else { "warning" })
        .number("start", finding.range.start)
        .number("end", finding.range.end)
        .string("message", &finding.message)
        .optional("help", finding.help.as_deref())
        .optional("fix", finding.fix.as_deref());
    object.close()
}

fn loc(start: usize, end: usize) -> Loc {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Loc::new(place(start), place(end))
}
