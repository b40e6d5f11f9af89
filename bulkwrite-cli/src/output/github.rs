//! Annotations of GitHub Actions.
//!
//! Source: <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>, and `escapeData` and
//! `escapeProperty` of `@actions/core`.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::human::predicted;
use super::{Output, Totals, View};

#[derive(Debug)]
pub(crate) struct Github;

impl Output for Github {
    fn job(&mut self, out: &mut dyn Write, view: &View<'_>) -> io::Result<()> {
        for found in view.diagnostics() {
            let loc = view.in_file(found.loc, found.within);
            let (start, end) = (view.position(loc.start), view.position(loc.end));
            let mut message = found.message.clone().into_owned();
            if let Some(request) = &view.job.request {
                let _ = write!(message, "\nin the body of `{}`", request.name);
            }
            if let Some(help) = &found.help {
                let _ = write!(message, "\nhelp: {help}");
            }
            if let Some(prediction) = &found.predicts {
                let _ = write!(message, "\npredicts: {}", predicted(prediction));
            }
            let mut place = format!("line={},col={},endLine={}", start.line, start.column, end.line);
            if start.line == end.line {
                // Columns are only heeded within one line; the end counts as part of the range.
                let _ = write!(place, ",endColumn={}", end.column.saturating_sub(1).max(start.column));
            }
            writeln!(
                out,
                "::{} file={},{place},title={}::{}",
                found.level,
                property(&view.file.name),
                property(found.rule.name),
                data(&message),
            )?;
        }
        Ok(())
    }

    fn finish(&mut self, _: &mut dyn Write, _: &Totals) -> io::Result<()> {
        Ok(())
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
