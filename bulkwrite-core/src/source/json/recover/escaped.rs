//! JSON that went through one more writer: the one of HTML, or of strings in a program.

use std::borrow::Cow;

use super::MAX_EDITS;
use crate::source::json::parse::Parser;
use crate::source::json::{Fix, SlipKind, loc};

/// The references that writers of HTML make, and what they stand for.
const ENTITIES: [(&str, &str); 10] = [
    ("&quot;", "\""),
    ("&#34;", "\""),
    ("&#034;", "\""),
    ("&#x22;", "\""),
    ("&amp;", "&"),
    ("&#39;", "'"),
    ("&#039;", "'"),
    ("&apos;", "'"),
    ("&lt;", "<"),
    ("&gt;", ">"),
];

/// The escapes of a string in a program.
const BACKSLASHES: [(&str, &str); 6] =
    [("\\\"", "\""), ("\\\\", "\\"), ("\\n", "\n"), ("\\r", "\r"), ("\\t", "\t"), ("\\/", "/")];

impl Parser<'_> {
    /// A key whose quote is written as an escape; whether it is one, in which case nothing more is read.
    #[cold]
    pub(super) fn escaped_text(&mut self) -> bool {
        let rest = &self.bytes[self.at..];
        let found = |table: &[(&'static str, &'static str)]| {
            table.iter().find(|(escape, plain)| *plain == "\"" && rest.starts_with(escape.as_bytes())).copied()
        };
        let (escape, table, name, cure) = match (found(&ENTITIES), found(&BACKSLASHES)) {
            (Some(entity), _) => (entity.0, &ENTITIES[..], "JSON in the escapes of HTML", "decode the HTML first"),
            (_, Some(quote)) => {
                (quote.0, &BACKSLASHES[..], "JSON in the escapes of a string", "decode the string first")
            }
            _ => return false,
        };
        // Where other quotes stand as they are, this one is a slip of its own.
        let mut quotes = self.bytes.iter().enumerate().filter(|(_, byte)| **byte == b'"');
        if quotes.any(|(at, _)| at == 0 || self.bytes[at - 1] != b'\\') {
            return false;
        }
        let place = loc(self.at, self.at + escape.len());
        let edits = self.unescapes(table);
        if let Some(slip) = self.report(SlipKind::OtherNotation, place, name) {
            slip.fix = edits.map(|edits| Fix { edits, safe: true });
            slip.how = Some(cure);
        }
        self.stop();
        true
    }

    /// What stands for the escapes of the text; `None` where there are too many.
    fn unescapes(
        &self,
        table: &[(&'static str, &'static str)],
    ) -> Option<Vec<(crate::source::Loc, Cow<'static, str>)>> {
        let mut edits = Vec::new();
        let mut at = 0;
        while at < self.bytes.len() {
            let Some((escape, plain)) =
                table.iter().find(|(escape, _)| self.bytes[at..].starts_with(escape.as_bytes()))
            else {
                at += 1;
                continue;
            };
            edits.push((loc(at, at + escape.len()), Cow::Borrowed(*plain)));
            at += escape.len();
            if edits.len() > 10 * MAX_EDITS {
                return None;
            }
        }
        Some(edits)
    }
}
