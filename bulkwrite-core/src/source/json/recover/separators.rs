//! Between values: blanks, comments, commas and brackets.

use super::{REACH, name_control};
use crate::source::json::parse::Parser;
use crate::source::json::{Fix, SlipKind, loc, scan, sniff, text};
use crate::source::node::{Node, Value};

impl<'a> Parser<'a> {
    /// Skips what is meant as a comment or a blank; the byte after it, or 0 at the end of the text.
    #[cold]
    pub(in crate::source::json) fn odd_blanks(&mut self) -> u8 {
        loop {
            self.at = scan::blanks_end(self.bytes, self.at);
            let start = self.at;
            let rest = &self.bytes[start..];
            let line = || start + rest.iter().take_while(|&&byte| byte != b'\n' && byte != b'\r').count();
            match rest {
                [b'/', b'/', ..] => self.comment(start, line(), "//"),
                [b'#', ..] => self.comment(start, line(), "#"),
                [b'/', b'*', ..] => {
                    let Some(len) = rest[2..].windows(2).position(|end| end == b"*/") else {
                        self.report(SlipKind::UnclosedComment, loc(start, start + 2), "");
                        self.stop();
                        return 0;
                    };
                    self.comment(start, start + len + 4, "/*");
                }
                [b'.', b'.', b'.', ..] | [0xE2, 0x80, 0xA6, ..] => {
                    self.at += 3;
                    let found = self.excerpt(start, self.at);
                    self.report(SlipKind::Ellipsis, loc(start, self.at), found);
                    self.complete = false;
                    self.gap = true;
                }
                _ => match text::unit(rest) {
                    Some(unit) if is_strange_blank(unit.char) => {
                        self.at += unit.len;
                        while let Some(next) = text::unit(&self.bytes[self.at..]).filter(|next| next.char == unit.char)
                        {
                            self.at += next.len;
                        }
                        let all = loc(start, self.at);
                        let fix = Fix::one(all, " ", true);
                        self.report_fixed(SlipKind::StrangeBlank, all, name_control(unit.char), fix);
                    }
                    _ => return self.peek(),
                },
            }
        }
    }

    /// Where to begin when a comment is removed: one that ends its line takes the blanks before it along, one that has the
    /// line for itself all of the line.
    fn comment_start(&self, start: usize, end: usize) -> usize {
        if !matches!(self.bytes.get(end), None | Some(b'\n' | b'\r')) {
            return start;
        }
        let before = &self.bytes[..start];
        let blanks = before.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        match &before[..start - blanks] {
            [.., b'\r', b'\n'] => start - blanks - 2,
            [.., b'\n'] => start - blanks - 1,
            _ => start - blanks,
        }
    }

    fn comment(&mut self, start: usize, end: usize, style: &str) {
        let all = loc(start, end);
        self.at = end;
        let gone = loc(self.comment_start(start, end), end);
        // What it says would be lost.
        self.report_fixed(SlipKind::Comment, all, style, Fix::one(gone, "", false));
    }

    #[cold]
    pub(in crate::source::json) fn trailing_comma(&mut self, comma: usize) {
        if !std::mem::take(&mut self.gap) {
            let place = loc(comma, comma + 1);
            let found = char::from(self.peek()).to_string();
            self.report_fixed(SlipKind::TrailingComma, place, found, Fix::one(place, "", true));
        }
    }

    /// A comma with nothing before it.
    pub(super) fn extra_comma(&mut self) {
        let place = loc(self.at, self.at + 1);
        self.at += 1;
        if !std::mem::take(&mut self.gap) {
            self.report_fixed(SlipKind::ExtraComma, place, "", Fix::one(place, "", true));
        }
    }

    /// No item where one belongs; whether the list ends here.
    #[cold]
    pub(in crate::source::json) fn odd_item(&mut self, open: usize) -> bool {
        match self.peek() {
            b',' | b';' => {
                self.extra_comma();
                false
            }
            _ => {
                self.no_closing(open);
                true
            }
        }
    }

    /// The text ends, or goes on with something that fits nowhere, while the bracket at `open` is open.
    pub(super) fn no_closing(&mut self, open: usize) {
        match self.peek() {
            _ if self.at == self.bytes.len() => self.end_inside(open),
            b'}' | b']' => {
                if self.odd_closing(open) {
                    return;
                }
            }
            b'{' if self.bytes[open] == b'{' && self.object_for_key(open) => return,
            _ if self.bytes[open] == b'[' => self.unexpected("a value, `,` or `]`"),
            _ => self.unexpected("a key, `,` or `}`"),
        }
        self.stop();
    }

    /// What is next fits nowhere.
    pub(super) fn unexpected(&mut self, expected: &str) {
        let found = format!("expected {expected}, found {}", self.name_next());
        let end = self.word_end(self.at);
        let end =
            if end > self.at { end } else { self.at + text::unit(&self.bytes[self.at..]).map_or(0, |unit| unit.len) };
        self.report(SlipKind::Unexpected, loc(self.at, end), found);
        self.stop();
    }

    pub(super) fn at_separator(&self) -> bool {
        matches!(self.peek(), b',' | b':' | b'}' | b']' | 0)
    }

    /// Whether words are next that end in a quotation mark as a value does: the one before them was meant as part of the text.
    fn is_rest_of_string(&self) -> bool {
        let rest = &self.bytes[self.at..self.bytes.len().min(self.at + REACH)];
        let Some(len) = rest.iter().position(|byte| b"\"\\,:=[]{}\n\r".contains(byte)) else { return false };
        let after = self.bytes.get(scan::blanks_end(self.bytes, self.at + len + 1));
        self.peek().is_ascii_alphabetic()
            && rest[len] == b'"'
            && !scan::is_blank(rest[len - 1])
            && matches!(after, Some(b',' | b'}' | b']'))
    }

    /// Neither a comma nor the closing bracket after the value `last`; whether the list or object ends here.
    #[cold]
    #[expect(clippy::needless_pass_by_value, reason = "an option of a reference is a copy of it")]
    pub(in crate::source::json) fn odd_separator(&mut self, open: usize, last: Option<&mut Node<'a>>) -> bool {
        if self.stopped {
            return true;
        }
        let byte = self.peek();
        let end = last.as_ref().map_or(self.at, |last| last.loc.end as usize);
        if byte == b';' {
            let place = loc(self.at, self.at + 1);
            self.at += 1;
            let next = self.bytes.get(scan::blanks_end(self.bytes, self.at));
            let fixed = if matches!(next, Some(b'}' | b']')) { "" } else { "," };
            self.report_fixed(SlipKind::WrongComma, place, "", Fix::one(place, fixed, true));
            return false;
        }
        // `"5" tall", "b": 1`: words apart from the string belong to it.
        let apart = end < self.at && self.bytes[open] == b'{' && self.is_rest_of_string();
        let ends: &[u8] = if apart { b",}]" } else { b",:}]" };
        if (apart || end == self.at && !self.at_separator())
            && let Some(Node { loc, value: Value::String(text) }) = last
            && let Some((longer, place)) = self.string_again(*loc, ends)
        {
            (*text, *loc) = (longer, place);
            return match self.blanks() {
                b',' => {
                    self.at += 1;
                    false
                }
                byte if byte == self.bytes[open] + 2 => true,
                _ => self.odd_separator(open, None),
            };
        }
        if byte == b'=' && self.bytes[open] == b'[' && self.bytes[self.at..].starts_with(b"=>") {
            self.slips.clear();
            let place = loc(open, open + 1);
            if let Some(slip) = self.report(SlipKind::OtherFormat, place, sniff::PHP) {
                slip.how = sniff::cure(sniff::PHP);
            }
            self.stop();
            return true;
        }
        let starts = matches!(byte, b'"' | b'\'' | b'`' | b'{' | b'[' | b'-' | b'_' | b'$' | 0x80..)
            || byte.is_ascii_alphanumeric();
        if !starts {
            self.no_closing(open);
            return true;
        }
        if !std::mem::take(&mut self.gap) {
            let place = loc(end, end);
            let found = self.name_next();
            self.report_fixed(SlipKind::MissingComma, place, found, Fix::one(place, ",", true));
        }
        false
    }
}

fn is_strange_blank(char: char) -> bool {
    char.is_whitespace() && !matches!(char, ' ' | '\t' | '\n' | '\r')
        || matches!(char, '\u{200b}' | '\u{2060}' | '\u{feff}')
}
