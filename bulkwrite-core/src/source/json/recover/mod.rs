//! Reading on where the text is not JSON.

mod brackets;
mod document;
mod escaped;
mod keys;
mod separators;
mod strings;
mod values;

use std::borrow::Cow;

use super::parse::Parser;
use super::text::{self, escape};
use super::{Fix, MAX_SLIPS, MAX_SPELLINGS, Slip, SlipKind, loc, scan};
use crate::source::Loc;
use crate::text::mask::masked;

/// How much of the text a message quotes, in characters.
const EXCERPT: usize = 40;

/// How many edits a fix has at most.
pub(super) const MAX_EDITS: usize = 1000;

/// How far, in bytes, the end of something unusual is looked for. It keeps reading linear.
pub(super) const REACH: usize = 4096;

impl Fix {
    fn one(loc: Loc, text: impl Into<Cow<'static, str>>, safe: bool) -> Self {
        Self { edits: vec![(loc, text.into())], safe }
    }
}

impl Parser<'_> {
    /// Adds a slip, unless reading stopped or the bytes at fault are reported already.
    #[cold]
    fn push(&mut self, slip: Slip) -> Option<&mut Slip> {
        if self.stopped || self.not_utf8.is_some_and(|place| slip.loc.contains(place)) {
            return None;
        }
        match slip.kind {
            SlipKind::NotUtf8 => self.not_utf8 = Some(slip.loc),
            kind if kind.is_spelling() => self.spellings += 1,
            _ => {}
        }
        self.slips.push(slip);
        if self.slips.len() - self.spellings.min(self.slips.len()) == MAX_SLIPS || self.spellings == MAX_SPELLINGS {
            let end = loc(self.at, self.at);
            self.slips.push(Slip::new(SlipKind::TooManySlips, end, ""));
            self.stop();
            return None;
        }
        self.slips.last_mut()
    }

    #[cold]
    fn report(&mut self, kind: SlipKind, loc: Loc, found: impl Into<Box<str>>) -> Option<&mut Slip> {
        self.push(Slip::new(kind, loc, found))
    }

    #[cold]
    fn report_fixed(&mut self, kind: SlipKind, loc: Loc, found: impl Into<Box<str>>, fix: Fix) {
        self.push(Slip { fix: Some(fix), ..Slip::new(kind, loc, found) });
    }

    /// Reads nothing more.
    #[cold]
    fn stop(&mut self) {
        self.stopped = true;
        self.complete = false;
        self.at = self.bytes.len();
    }

    /// The end of the text without the blanks there.
    fn text_end(&self) -> usize {
        self.bytes.trim_ascii_end().len()
    }

    /// The source from `start` to `end` for a message, without the tokens in it.
    fn excerpt(&self, start: usize, end: usize) -> String {
        let read = end.min(start + 16 * EXCERPT);
        let text = String::from_utf8_lossy(&self.bytes[start..read]);
        let text = masked(&text);
        let mut cut: String = text.chars().take(EXCERPT).collect();
        if read < end || cut.len() < text.len() {
            cut.push('…');
        }
        escape(&cut).replace("\\\"", "\"")
    }

    /// What the next thing in the text is called.
    fn name_next(&self) -> String {
        let rest = &self.bytes[self.at..];
        match rest.first() {
            Some(b'"') => {
                let end = scan::plain_end(self.bytes, self.at + 1);
                format!("`{}`", self.excerpt(self.at, self.bytes.len().min(end + 1)))
            }
            Some(byte) if scan::continues(*byte) => {
                let word = rest.iter().take(REACH).take_while(|&&byte| scan::continues(byte));
                format!("`{}`", self.excerpt(self.at, self.at + word.count()))
            }
            _ => match text::unit(rest) {
                Some(unit) if unit.char.is_control() => name_control(unit.char),
                Some(unit) => format!("`{}`", escape(unit.char.encode_utf8(&mut [0; 4]))),
                None => "end of the text".into(),
            },
        }
    }

    /// The end of the word or number at `at`.
    fn word_end(&self, at: usize) -> usize {
        at + self.bytes[at..].iter().take_while(|&&byte| scan::continues(byte)).count()
    }
}

/// A text as a JSON string.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// What a character is called that shows as nothing.
fn name_control(char: char) -> String {
    let name = match char {
        '\0' => "NUL",
        '\u{8}' => "backspace",
        '\t' => return "tab".into(),
        '\n' => return "line break".into(),
        '\r' => return "carriage return".into(),
        '\u{b}' => "vertical tab",
        '\u{c}' => "form feed",
        '\u{1b}' => "escape character",
        '\u{a0}' => "no-break space",
        '\u{200b}' => "zero width space",
        '\u{2028}' => "line separator",
        '\u{3000}' => "ideographic space",
        '\u{feff}' => "byte order mark",
        _ if char.is_whitespace() => "space",
        _ if char.is_control() => "control character",
        _ => "invisible character",
    };
    format!("{name} (U+{:04X})", u32::from(char))
}
