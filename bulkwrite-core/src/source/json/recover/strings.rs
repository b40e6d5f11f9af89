//! Strings: other quotation marks, what must be escaped, quotes that are missing or too many.

use std::borrow::Cow;

use super::{MAX_EDITS, REACH, name_control, quoted};
use crate::source::Loc;
use crate::source::json::parse::Parser;
use crate::source::json::text::Unit;
use crate::source::json::{Fix, Slip, SlipKind, loc, scan, text};

impl<'a> Parser<'a> {
    /// A string in other quotation marks than `"`.
    pub(super) fn wrong_string(&mut self) -> Cow<'a, str> {
        let start = self.at;
        let len = text::quote_len(&self.bytes[start..]).unwrap_or(1);
        let mark = self.slice(start, start + len);
        let mut out = String::new();
        let mut at = start + len;
        let mut several_lines = false;
        loop {
            let rest = &self.bytes[at..];
            if closes(&mark, rest) {
                at += text::quote_len(rest).unwrap_or(1);
                break;
            }
            match text::unit(rest) {
                Some(unit) if !matches!(unit.char, '\n' | '\r') || unit.len > 1 || &*mark == "`" => {
                    out.push(unit.char);
                    at += unit.len;
                }
                Some(_) if !std::mem::replace(&mut several_lines, true) && self.is_unclosed(at) => {
                    return self.unclosed_string(start, at);
                }
                Some(unit) => {
                    out.push(unit.char);
                    at += unit.len;
                }
                None => return self.unclosed_string(start, at),
            }
        }
        self.at = at;
        let (kind, found) = match &*mark {
            "'" => (SlipKind::WrongQuotes, "single quotes".to_owned()),
            "`" => (SlipKind::WrongQuotes, "backticks".to_owned()),
            mark => (SlipKind::SmartQuotes, format!("`{mark}`")),
        };
        let place = loc(start, at);
        self.report_fixed(kind, place, found, Fix::one(place, quoted(&out), true));
        out.into()
    }

    /// What is wrong with one character of a string whose text starts at `start`: one slip of a kind for a string, with
    /// the edits of all.
    #[cold]
    pub(in crate::source::json) fn slip_in_string(&mut self, kind: SlipKind, start: usize, at: usize, unit: Unit) {
        let place = loc(at, at + unit.len);
        let source = &self.bytes[at..];
        let edit = match kind {
            SlipKind::LoneSurrogate => None,
            _ => Some(quoted(&unit.char.to_string())).map(|text| text[1..text.len() - 1].to_owned()),
        };
        let safe = kind == SlipKind::ControlCharacter || unit.len > 1;
        let first = place.start as usize;
        if let Some(slip) =
            self.slips.iter_mut().rev().find(|slip| slip.kind == kind && slip.loc.start as usize >= start)
        {
            match (&mut slip.fix, edit) {
                (Some(fix), Some(edit)) if fix.edits.len() < MAX_EDITS => {
                    fix.edits.push((place, edit.into()));
                    fix.safe &= safe;
                }
                _ => slip.fix = None,
            }
            return;
        }
        let found = match kind {
            SlipKind::ControlCharacter => name_control(unit.char),
            // What follows the backslash is a part of the mistake.
            _ if unit.len == 1 => {
                let next = text::unit(source.get(1..).unwrap_or_default()).map_or(0, |unit| unit.len);
                self.excerpt(first, first + 1 + next)
            }
            _ => self.excerpt(first, first + unit.len),
        };
        let found = if kind == SlipKind::ControlCharacter { found } else { found.replace("\\\\", "\\") };
        let fix = edit.map(|edit| Fix::one(place, edit, safe));
        self.push(Slip { fix, ..Slip::new(kind, place, found) });
    }

    /// Whether a string lacks its closing quote on the line that ends at `at`: the next line goes on as if it were closed.
    #[cold]
    pub(in crate::source::json) fn is_unclosed(&self, at: usize) -> bool {
        let next = scan::blanks_end(self.bytes, at);
        match self.bytes.get(next) {
            None | Some(b'}' | b']') => true,
            Some(&quote @ (b'"' | b'\'')) => {
                let rest = &self.bytes[next + 1..];
                let line = rest.split(|&byte| byte == b'\n').next().unwrap_or_default();
                let Some(len) = line.iter().position(|&byte| byte == quote) else { return false };
                len > 0 && line[len + 1..].trim_ascii_start().starts_with(b":")
            }
            _ => false,
        }
    }

    /// A string that opens at `start` and is not closed on the line that ends at `at`.
    #[cold]
    pub(in crate::source::json) fn unclosed_string(&mut self, start: usize, at: usize) -> Cow<'a, str> {
        let open = text::quote_len(&self.bytes[start..]).unwrap_or(1);
        let from = start + open;
        let mut end = from + self.bytes[from..at].trim_ascii_end().len();
        if scan::blanks_end(self.bytes, at) == self.bytes.len() {
            let text = self.slice(from, end);
            let end = self.text_end();
            if let Some(slip) = self.report(SlipKind::Truncated, loc(end, end), "a string") {
                slip.related = Some((loc(start, from), "this string is never closed".into()));
            }
            self.stop();
            return text;
        }
        if self.bytes[end - 1] == b',' {
            end = from + self.bytes[from..end - 1].trim_ascii_end().len();
        }
        let text = self.decode(from, end);
        self.at = end;
        let fix = match open {
            1 if self.bytes[start] == b'"' => Fix::one(loc(end, end), "\"", false),
            _ => Fix::one(loc(start, end), quoted(&text), false),
        };
        // What was wrong inside of it is read again with the missing quote in place.
        self.slips.retain(|slip| (slip.loc.start as usize) < from || slip.kind == SlipKind::NotUtf8);
        self.report_fixed(SlipKind::UnclosedString, loc(start, end), "", fix);
        text.into()
    }

    /// The text that the source from `start` to `end` spells.
    fn decode(&self, start: usize, end: usize) -> String {
        let mut out = String::new();
        let mut at = start;
        while let Some(unit) = text::unit(&self.bytes[at..end]) {
            out.push(unit.char);
            at += unit.len;
        }
        out
    }

    /// Reads the string at `old` again when something stands right after its closing quote: the real end is a
    /// typographic quote inside of it, or a later quote of the line, before one of the bytes that may be `next`.
    pub(super) fn string_again(&mut self, old: Loc, next: &[u8]) -> Option<(Cow<'a, str>, Loc)> {
        let start = old.start as usize;
        let near = &self.bytes[old.end as usize..self.bytes.len().min(old.end as usize + REACH)];
        let line = old.end as usize + near.iter().position(|&byte| byte == b'\n').unwrap_or(near.len());
        let ends =
            |at: usize| self.bytes[scan::blanks_end(self.bytes, at)..].first().is_some_and(|byte| next.contains(byte));
        let inside = start + text::quote_len(&self.bytes[start..]).unwrap_or(1);
        let typographic =
            (inside..old.end as usize).find(|&at| text::quote_len(&self.bytes[at..]) == Some(3) && ends(at + 3));
        if let Some(end) = typographic {
            let text = self.decode(inside, end);
            let place = loc(start, end + 3);
            let found = format!("`{}`", self.slice(end, end + 3));
            self.at = end + 3;
            self.slips.retain(|slip| !place.contains(slip.loc));
            self.report_fixed(SlipKind::SmartQuotes, place, found, Fix::one(loc(end, end + 3), "\"", true));
            return Some((text.into(), place));
        }
        let quotes: Vec<usize> =
            (old.end as usize - 1..line).filter(|&at| self.bytes[at] == b'"' && self.bytes[at - 1] != b'\\').collect();
        let last = quotes.iter().position(|&at| ends(at + 1)).filter(|&last| last > 0)?;
        let end = quotes[last];
        let edits: Vec<_> = quotes[..last].iter().map(|&at| (loc(at, at + 1), Cow::Borrowed("\\\""))).collect();
        let text = self.decode(inside, end);
        let inner = edits[0].0;
        self.at = end + 1;
        self.report_fixed(SlipKind::UnescapedQuote, inner, "", Fix { edits, safe: false });
        Some((text.into(), loc(start, end + 1)))
    }
}

/// Whether `rest` starts with a mark that closes a string opened by `mark`.
fn closes(mark: &str, rest: &[u8]) -> bool {
    let open = mark.as_bytes();
    match open {
        [_] => rest.starts_with(open),
        // Which one of the double marks closes depends on the language; a straight one is often mixed in.
        [.., 0x98..=0x9B] => matches!(rest, [b'\'', ..] | [0xE2, 0x80, 0x98..=0x9B, ..]),
        _ => matches!(rest, [b'"', ..] | [0xE2, 0x80, 0x9C..=0x9F, ..]),
    }
}
