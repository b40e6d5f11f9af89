//! What a rule is told of its findings, and the words that many messages share.

use bulkwrite_core::{is_deceptive, quoted};

use crate::column::Column;
use crate::findings::Tally;
use crate::secrets::holds_secrets;

/// The findings of a rule in a column.
pub(crate) struct About<'a> {
    pub(crate) tally: &'a Tally,
    pub(crate) column: Option<&'a Column<'a>>,
    /// What the header calls the column.
    pub(crate) header: &'a str,
    /// How many records there are.
    pub(crate) rows: u64,
    /// Whether cells may be shown.
    pub(crate) values: bool,
}

/// What is said of them.
pub(crate) struct Told {
    pub(crate) message: String,
    pub(crate) help: String,
}

impl Told {
    pub(crate) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

impl About<'_> {
    /// `312 of 24,998 cells of column 4 "Start"`
    pub(crate) fn cells(&self) -> String {
        format!("{} of {} of {}", grouped(self.tally.count), plural(self.rows, "cell"), self.column_name())
    }

    /// `312 of 24,998 cells of column 4 "Start" are`
    pub(crate) fn cells_are(&self) -> String {
        format!("{} {}", self.cells(), if self.tally.count == 1 { "is" } else { "are" })
    }

    /// `column 4 "Start"`
    pub(crate) fn column_name(&self) -> String {
        let number = self.tally.column.map_or(0, |column| column + 1);
        if self.header.is_empty() {
            format!("column {number}")
        } else {
            format!("column {number} {}", named(self.header))
        }
    }

    /// `312 of 24,998 rows`
    pub(crate) fn some_rows(&self) -> String {
        format!("{} of {}", grouped(self.tally.count), plural(self.rows, "row"))
    }

    /// The commonest values, behind a colon; nothing where cells are not shown.
    pub(crate) fn commonest(&self) -> String {
        const SHOWN: usize = 3;
        let common = self.tally.commonest();
        if !self.values || common.is_empty() {
            return String::new();
        }
        let more = self.tally.different() > SHOWN;
        let shown: Vec<String> = common
            .iter()
            .take(SHOWN)
            .map(|(value, count)| match count {
                1 => cell(value),
                // Of many faults not every one was looked at.
                _ if self.tally.is_sampled() => cell(value),
                count => format!("{} ({} times)", cell(value), grouped(*count)),
            })
            .collect();
        format!(": {}{}", shown.join(", "), if more { ", …" } else { "" })
    }

    /// The field that the column goes into.
    pub(crate) fn field(&self) -> String {
        quoted(self.column.map_or("", |column| &column.api_name))
    }
}

/// A name in double quotes, as the CSV has it.
pub(crate) fn named(name: &str) -> String {
    let quoted = quoted(name);
    format!("\"{}\"", &quoted[1..quoted.len() - 1])
}

/// `24,998 rows`
pub(crate) fn plural(count: u64, what: &str) -> String {
    format!("{} {what}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// `24,998`
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The value of a cell, fit to stand in a message: an `@` in it makes no credentials, as long as it is no URL.
fn cell(value: &str) -> String {
    const LONGEST: usize = 80;
    if holds_secrets(value) {
        return quoted(value);
    }
    let mut out = String::from("`");
    for (i, c) in value.chars().enumerate() {
        match c {
            _ if i == LONGEST => {
                out.push('…');
                break;
            }
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_deceptive(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out.push('`');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_as_it_is_and_a_url_without_its_secrets() {
        for (value, shown) in [
            ("kim@", "`kim@`"),
            ("a@b@zylker.com", "`a@b@zylker.com`"),
            ("two\nlines\u{202e}", r"`two\nlines\u{202e}`"),
            ("https://u:secret@zylker.com/?key=1", "`https://***@zylker.com/?***`"),
            ("u:secret@zylker.com", "`u:***@zylker.com`"),
            ("secret@zylker.com/x", "`***@zylker.com/x`"),
            ("https:secret@zylker.com", "`https:***@zylker.com`"),
            ("Bearer 1000.aaaa1111.bbbb2222", "`Bearer ***`"),
            ("client_secret=abc", "`client_secret=***`"),
            ("what? no #1", "`what? no #1`"),
        ] {
            assert_eq!(cell(value), shown);
        }
        assert_eq!(cell(&"x".repeat(100)), format!("`{}…`", "x".repeat(80)));
    }
}
