//! Keys, and the colon after them.

use std::borrow::Cow;

use super::{REACH, quoted};
use crate::source::Loc;
use crate::source::json::parse::{Key, Parser, is_placeholder};
use crate::source::json::{Fix, SlipKind, loc, scan, text};

impl<'a> Parser<'a> {
    /// No quote where a key belongs.
    #[cold]
    pub(in crate::source::json) fn odd_key(&mut self, open: usize) -> Key<'a> {
        let start = self.at;
        match self.peek() {
            b',' | b';' => {
                self.extra_comma();
                Key::Skipped
            }
            b'{' if start == open + 1 && self.placeholder(open) => Key::Placeholder,
            b'&' | b'\\' if self.escaped_text() => Key::End,
            _ if text::quote_len(&self.bytes[start..]).is_some() => {
                let key = self.wrong_string();
                Key::Read { key, key_loc: loc(start, self.at) }
            }
            byte if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'-' | 0x80..) => {
                let end = self.word_end(start);
                let key_loc = loc(start, end);
                let key = self.slice(start, end);
                self.at = end;
                let fix = Fix::one(key_loc, quoted(&key), true);
                if matches!(self.blanks(), b':' | b'=' | b'}' | 0) {
                    self.report_fixed(SlipKind::UnquotedKey, key_loc, self.excerpt(start, end), fix);
                    Key::Read { key, key_loc }
                } else {
                    self.at = start;
                    self.unexpected("a key in quotes");
                    Key::End
                }
            }
            _ => {
                self.no_closing(open);
                Key::End
            }
        }
    }

    /// Whether a placeholder without quotes starts at `open`, and skips it.
    fn placeholder(&mut self, open: usize) -> bool {
        let near = &self.bytes[open..self.bytes.len().min(open + REACH)];
        let Some(len) = near.windows(2).position(|end| end == b"}}").map(|at| at + 2) else { return false };
        let end = open + len;
        let found = self.slice(open, end);
        if !is_placeholder(&found) || found.contains(['"', ':', ',', '\n']) {
            return false;
        }
        self.at = end;
        if !self.placeholders {
            let place = loc(open, end);
            let fix = Fix::one(place, quoted(&found), false);
            self.report_fixed(SlipKind::Placeholder, place, self.excerpt(open, end), fix);
        }
        true
    }

    /// No colon after a key; whether there is no value either.
    #[cold]
    pub(in crate::source::json) fn odd_colon(&mut self, key: &mut Cow<'a, str>, key_loc: &mut Loc) -> bool {
        if self.stopped {
            return false;
        }
        let (start, end) = (key_loc.start as usize, key_loc.end as usize);
        if self.bytes[start] == b'"'
            && let Some((shorter, place)) = self.key_again(*key_loc)
        {
            (*key, *key_loc) = (shorter, place);
            return false;
        }
        if end == self.at
            && !self.at_separator()
            && self.bytes[start] == b'"'
            && !matches!(self.peek(), b'=' | b'"')
            && let Some((longer, place)) = self.string_again(*key_loc, b":")
        {
            (*key, *key_loc) = (longer, place);
            // Nothing follows where that was one slip too many, and reading stopped.
            if self.blanks() == b':' {
                self.at += 1;
            }
            return false;
        }
        let found = format!("`{}`", self.excerpt(start, end));
        match self.peek() {
            b'=' => {
                let style = if self.bytes[self.at..].starts_with(b"=>") { "=>" } else { "=" };
                let place = loc(self.at, self.at + style.len());
                self.at += style.len();
                self.report_fixed(SlipKind::WrongColon, place, style, Fix::one(place, ":", true));
                false
            }
            b',' | b'}' => {
                self.report(SlipKind::MissingColon, loc(end, end), found);
                true
            }
            0 | b']' | b')' | b';' => false,
            _ => {
                let place = loc(end, end);
                // Behind a quote that is missing itself, the colon would become part of the key.
                let closed =
                    !self.slips.iter().any(|slip| slip.kind == SlipKind::UnclosedString && slip.loc == *key_loc);
                // Whether the quote is missing is not said of a key that is not UTF-8.
                if self.slips.iter().any(|slip| slip.kind == SlipKind::NotUtf8 && key_loc.contains(slip.loc)) {
                    self.report(SlipKind::MissingColon, place, found);
                } else {
                    self.report_fixed(SlipKind::MissingColon, place, found, Fix::one(place, ":", closed));
                }
                false
            }
        }
    }

    /// Reads the key at `old` again when no colon follows: if there is one inside of it, the closing quote is missing.
    fn key_again(&mut self, old: Loc) -> Option<(Cow<'a, str>, Loc)> {
        let start = old.start as usize;
        let word = self.bytes[start + 1..].iter().take_while(|&&byte| byte.is_ascii() && scan::continues(byte));
        let end = start + 1 + word.count();
        let colon = scan::blanks_end(self.bytes, end);
        if end == start + 1 || colon >= old.end as usize || self.bytes[colon] != b':' {
            return None;
        }
        let place = loc(start, end);
        self.slips.retain(|slip| !old.contains(slip.loc));
        self.at = colon + 1;
        self.report_fixed(SlipKind::UnclosedString, place, "", Fix::one(loc(end, end), "\"", false));
        Some((self.slice(start + 1, end), place))
    }
}
