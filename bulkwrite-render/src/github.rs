//! Annotations of GitHub Actions.
//!
//! Source: <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>, and `escapeData` and
//! `escapeProperty` of `@actions/core`.

use std::fmt::Write as _;

use crate::human::{assumption, predicted};
use crate::{Output, Totals, View, escaped};

/// Annotations of GitHub Actions, one for each finding.
///
/// ```
/// use bulkwrite_render::{Output, View, github::Github};
///
/// let text = br#"{ "operation": "insert", "resource": [] }"#;
/// let report = bulkwrite_core::check_json(text);
/// let mut out = String::new();
/// Github.job(&mut out, &View::new("job.json", text, &report));
/// assert!(out.starts_with("::error file=job.json,line=1,col=38,endLine=1,endColumn=39,title=empty-resource::"));
/// ```
#[derive(Debug)]
pub struct Github;

impl Output for Github {
    fn job(&mut self, out: &mut String, view: &View<'_>) {
        for found in view.findings() {
            let (start, end) = (found.place.start, found.place.end);
            let mut message = found.message.to_owned();
            if let Some(request) = view.request() {
                let _ = write!(message, "\nin the body of `{}`", escaped(request.name));
            }
            if let Some(help) = found.help {
                let _ = write!(message, "\nhelp: {help}");
            }
            if let Some(prediction) = found.predicts {
                let _ = write!(message, "\npredicts: {}", predicted(prediction));
            }
            let mut place = format!("line={},col={},endLine={}", start.line, start.column, end.line);
            if start.line == end.line {
                // Columns are only heeded within one line; the end counts as part of the range.
                let _ = write!(place, ",endColumn={}", end.column.saturating_sub(1).max(start.column));
            }
            let _ = writeln!(
                out,
                "::{} file={},{place},title={}::{}",
                found.level,
                property(&escaped(found.place.source)),
                property(found.rule.name),
                data(&message),
            );
        }
    }

    fn finish(&mut self, out: &mut String, totals: &Totals) {
        if let Some(assumption) = assumption(totals) {
            let _ = writeln!(out, "::notice title=version::{}", data(&assumption));
        }
    }
}

/// Text after the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_command_is_made_of_is_escaped() {
        assert_eq!(data("100%\r\n::error::x"), "100%25%0D%0A::error::x");
        assert_eq!(property("C:\\a,b%\n"), "C%3A\\a%2Cb%25%0A");
    }
}
