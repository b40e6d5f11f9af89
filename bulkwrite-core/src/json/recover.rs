//! Reading on where the text is not JSON.

use std::borrow::Cow;

use super::parse::{Parser, is_placeholder};
use super::text::{self, Unit, escape};
use super::{Fix, MAX_SLIPS, MAX_VALUES, Slip, SlipKind, loc, scan, sniff};
use crate::Loc;
use crate::node::{Node, Value};

/// What stands where a key belongs.
pub(super) enum Key<'a> {
    /// A key in another spelling.
    Read { key: Cow<'a, str>, key_loc: Loc },
    /// Something else; a key may follow.
    Skipped,
    /// The end of the object.
    End,
    /// The object is a `{{placeholder}}`.
    Placeholder,
}

/// How much of the text a message quotes, in characters.
const EXCERPT: usize = 40;

/// How many edits a fix has at most.
pub(super) const MAX_EDITS: usize = 1000;

/// How far, in bytes, the end of something unusual is looked for. It keeps reading linear.
const REACH: usize = 4096;

impl Fix {
    fn one(loc: Loc, text: impl Into<Cow<'static, str>>, safe: bool) -> Self {
        Self { edits: vec![(loc, text.into())], safe }
    }
}

/// Reporting.
impl Parser<'_> {
    /// Adds a slip, unless reading stopped or the bytes at fault are reported already.
    #[cold]
    fn push(&mut self, slip: Slip) -> Option<&mut Slip> {
        if self.stopped || self.slips.iter().any(|old| old.kind == SlipKind::NotUtf8 && slip.loc.contains(old.loc)) {
            return None;
        }
        self.slips.push(slip);
        if self.slips.len() == MAX_SLIPS {
            let end = loc(self.at, self.at);
            self.slips.push(Slip {
                kind: SlipKind::TooManySlips,
                loc: end,
                related: None,
                fix: None,
                found: "".into(),
            });
            self.stop();
            return None;
        }
        self.slips.last_mut()
    }

    #[cold]
    fn report(&mut self, kind: SlipKind, loc: Loc, found: impl Into<Box<str>>) -> Option<&mut Slip> {
        self.push(Slip { kind, loc, related: None, fix: None, found: found.into() })
    }

    #[cold]
    fn report_fixed(&mut self, kind: SlipKind, loc: Loc, found: impl Into<Box<str>>, fix: Fix) {
        self.push(Slip { kind, loc, related: None, fix: Some(fix), found: found.into() });
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

    /// The source from `start` to `end` for a message.
    fn excerpt(&self, start: usize, end: usize) -> String {
        let text = String::from_utf8_lossy(&self.bytes[start..end.min(start + 4 * EXCERPT)]);
        let mut cut: String = text.chars().take(EXCERPT).collect();
        if cut.len() < end - start {
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
                Some(unit) => format!("`{}`", unit.char),
                None => "end of the text".into(),
            },
        }
    }

    /// The end of the word or number at `at`.
    fn word_end(&self, at: usize) -> usize {
        at + self.bytes[at..].iter().take_while(|&&byte| scan::continues(byte)).count()
    }
}

/// The file as a whole.
impl<'a> Parser<'a> {
    /// Reports a file that is no UTF-8 text; whether it can be read all the same.
    #[inline]
    pub(super) fn check_file(&mut self) -> bool {
        let short = u32::try_from(self.bytes.len()).is_ok();
        if short && self.text.is_some() && !matches!(self.bytes, [0, ..] | [_, 0, ..]) { true } else { self.odd_file() }
    }

    #[cold]
    fn odd_file(&mut self) -> bool {
        let Ok(len) = u32::try_from(self.bytes.len()) else {
            self.report(SlipKind::TooLarge, Loc::default(), "4 GiB of text");
            self.stop();
            return false;
        };
        let whole = Loc::new(0, len);
        if let Some(name) = sniff::encoding(self.bytes) {
            self.report(SlipKind::WrongEncoding, whole, name);
        } else if let Some(name) = sniff::archive(self.bytes) {
            self.report(SlipKind::OtherFormat, whole, name);
        } else {
            if let Err(error) = std::str::from_utf8(self.bytes) {
                let start = error.valid_up_to();
                let end = error.error_len().map_or(self.bytes.len(), |len| start + len);
                let found = format!("the byte 0x{:02X} at offset {start}", self.bytes[start]);
                self.report(SlipKind::NotUtf8, loc(start, end), found);
            }
            return true;
        }
        self.stop();
        false
    }

    /// A document that starts like none.
    #[cold]
    pub(super) fn odd_root(&mut self) -> Option<Node<'a>> {
        let start = self.at;
        if start == self.bytes.len() {
            self.report(SlipKind::Empty, loc(0, start), "");
            self.stop();
            return None;
        }
        let slips = self.slips.len();
        if self.peek() != 0 && sniff::format(self.bytes).is_none() {
            let root = self.value();
            let word =
                |slip: &Slip| matches!(slip.kind, SlipKind::BareWord | SlipKind::Unexpected | SlipKind::MissingValue);
            if !self.slips[slips..].iter().any(word) {
                return Some(root);
            }
        }
        self.slips.truncate(slips);
        self.not_json(start);
        None
    }

    /// Something after the document.
    #[cold]
    pub(super) fn odd_end(&mut self, root: Node<'a>) -> Option<Node<'a>> {
        let prose = match root.value {
            Value::Map(_) | Value::Hole => false,
            Value::List(_) => {
                self.slips.iter().any(|slip| matches!(slip.kind, SlipKind::BareWord | SlipKind::BadNumber))
            }
            _ => true,
        };
        if prose {
            // A line of prose, of a log or of a table may start with a number, a string or a bracket.
            self.slips.retain(|slip| slip.kind == SlipKind::NotUtf8);
            self.not_json(root.loc.start as usize);
            return None;
        }
        let start = self.at;
        let end = self.text_end();
        let junk = loc(start, end);
        let found = match self.bytes[start] {
            b'{' | b'[' => "second document after the end of the first".to_owned(),
            _ => format!("{} after the end of the document", self.name_next()),
        };
        if self.bytes[start..end].iter().all(|byte| b";,".contains(byte)) {
            self.report_fixed(SlipKind::TrailingText, junk, found, Fix::one(junk, "", true));
        } else {
            self.report(SlipKind::TrailingText, junk, found);
        }
        Some(root)
    }

    fn not_json(&mut self, start: usize) {
        self.stopped = false;
        let line = start + self.bytes[start..].iter().take_while(|&&byte| byte != b'\n' && byte != b'\r').count();
        if let Some(name) = sniff::format(self.bytes) {
            self.report(SlipKind::OtherFormat, loc(start, line), name);
        } else {
            let found = format!("`{}`", self.excerpt(start, line));
            self.report(SlipKind::NotJson, loc(start, line), found);
        }
        self.stop();
    }
}

/// Between values.
impl<'a> Parser<'a> {
    /// Skips what is meant as a comment or a blank; the byte after it, or 0 at the end of the text.
    #[cold]
    pub(super) fn odd_blanks(&mut self) -> u8 {
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
        self.report_fixed(SlipKind::Comment, all, style, Fix::one(gone, "", true));
    }

    #[cold]
    pub(super) fn trailing_comma(&mut self, comma: usize) {
        if !std::mem::take(&mut self.gap) {
            let place = loc(comma, comma + 1);
            let found = char::from(self.peek()).to_string();
            self.report_fixed(SlipKind::TrailingComma, place, found, Fix::one(place, "", true));
        }
    }

    /// A comma with nothing before it.
    fn extra_comma(&mut self) {
        let place = loc(self.at, self.at + 1);
        self.at += 1;
        if !std::mem::take(&mut self.gap) {
            self.report_fixed(SlipKind::ExtraComma, place, "", Fix::one(place, "", true));
        }
    }

    /// No item where one belongs; whether the list ends here.
    #[cold]
    pub(super) fn odd_item(&mut self, open: usize) -> bool {
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
    fn no_closing(&mut self, open: usize) {
        let bracket = self.bytes[open];
        let related = |label: &'static str| Some((loc(open, open + 1), label.into()));
        if self.at == self.bytes.len() {
            let end = self.text_end();
            let (found, label) = match bracket {
                b'[' => ("an array", "this `[` is never closed"),
                _ => ("an object", "this `{` is never closed"),
            };
            if let Some(slip) = self.report(SlipKind::Truncated, loc(end, end), found) {
                slip.related = related(label);
            }
        } else if matches!(self.peek(), b'}' | b']') {
            let found = char::from(self.peek()).to_string();
            let label = if bracket == b'[' { "`[` opened here" } else { "`{` opened here" };
            if let Some(slip) = self.report(SlipKind::MismatchedBracket, loc(self.at, self.at + 1), found) {
                slip.related = related(label);
            }
        } else {
            let expected = if bracket == b'[' { "a value, `,` or `]`" } else { "a key, `,` or `}`" };
            self.unexpected(expected);
        }
        self.stop();
    }

    /// What is next fits nowhere.
    fn unexpected(&mut self, expected: &str) {
        let found = format!("expected {expected}, found {}", self.name_next());
        let end = self.word_end(self.at);
        let end =
            if end > self.at { end } else { self.at + text::unit(&self.bytes[self.at..]).map_or(0, |unit| unit.len) };
        self.report(SlipKind::Unexpected, loc(self.at, end), found);
        self.stop();
    }

    fn at_separator(&self) -> bool {
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
    pub(super) fn odd_separator(&mut self, open: usize, last: Option<&mut Node<'a>>) -> bool {
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

/// Keys.
impl<'a> Parser<'a> {
    /// No quote where a key belongs.
    #[cold]
    pub(super) fn odd_key(&mut self, open: usize) -> Key<'a> {
        let start = self.at;
        match self.peek() {
            b',' | b';' => {
                self.extra_comma();
                Key::Skipped
            }
            b'{' if start == open + 1 && self.placeholder(open) => Key::Placeholder,
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
    pub(super) fn odd_colon(&mut self, key: &mut Cow<'a, str>, key_loc: &mut Loc) -> bool {
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
                self.report_fixed(SlipKind::MissingColon, place, found, Fix::one(place, ":", closed));
                false
            }
        }
    }
}

/// Values.
impl<'a> Parser<'a> {
    /// Something unknown from `start` to the next byte.
    fn hole(&self, start: usize) -> Node<'a> {
        Node::new(loc(start, self.at), Value::Hole)
    }

    #[cold]
    pub(super) fn too_many_values(&mut self) -> Node<'a> {
        let at = self.at;
        self.report(SlipKind::TooLarge, loc(at, at), format!("{MAX_VALUES} values"));
        self.stop();
        Node::new(loc(at, at), Value::Hole)
    }

    #[cold]
    pub(super) fn too_deep(&mut self) {
        self.report(SlipKind::TooDeep, loc(self.at, self.at + 1), "");
        self.stop();
    }

    /// No JSON value where one belongs.
    #[cold]
    pub(super) fn odd_value(&mut self) -> Node<'a> {
        let start = self.at;
        let rest = &self.bytes[start..];
        match rest {
            // The bracket around it reports the end of the text.
            [] => self.hole(start),
            [b',' | b';' | b'}' | b']', ..] => {
                if !std::mem::take(&mut self.gap) {
                    self.report(SlipKind::MissingValue, loc(start, start), "");
                }
                self.hole(start)
            }
            _ if text::quote_len(rest).is_some() => {
                let text = self.wrong_string();
                let value = if self.placeholders && is_placeholder(&text) { Value::Hole } else { Value::String(text) };
                Node::new(loc(start, self.at), value)
            }
            [byte, ..] if scan::continues(*byte) || matches!(byte, b'<' | b'(') => self.word(),
            _ => {
                self.unexpected("a value");
                self.hole(start)
            }
        }
    }

    /// A word, a number in another spelling, or an expression.
    fn word(&mut self) -> Node<'a> {
        let start = self.at;
        let end = self.expression_end(start);
        if end == start {
            self.unexpected("a value");
            return self.hole(start);
        }
        self.at = end;
        let place = loc(start, end);
        let source = self.slice(start, end);
        let found = self.excerpt(start, end);
        let (kind, value, fix) = match &*source {
            "undefined" => (SlipKind::Undefined, Value::Hole, None),
            "NaN" | "nan" | "Infinity" | "-Infinity" | "+Infinity" | "inf" | "-inf" | "+inf" | "-nan" | "-NaN" => {
                (SlipKind::NotFinite, Value::Hole, None)
            }
            word if word.eq_ignore_ascii_case("true") => {
                (SlipKind::WrongConstant, Value::Bool(true), Some("true".into()))
            }
            word if word.eq_ignore_ascii_case("false") => {
                (SlipKind::WrongConstant, Value::Bool(false), Some("false".into()))
            }
            word if word.eq_ignore_ascii_case("null") || matches!(word, "None" | "nil") => {
                (SlipKind::WrongConstant, Value::Null, Some("null".into()))
            }
            word if is_number_like(word) => match number_slip(word) {
                (kind, Some(number)) => (kind, Value::Number(number.clone().into()), Some(number)),
                (kind, None) => (kind, Value::Hole, None),
            },
            word if word.starts_with(['-', '+', '.']) => (SlipKind::BadNumber, Value::Hole, None),
            _ => (SlipKind::BareWord, Value::Hole, None),
        };
        // A leading zero may be a part of an identifier, or mean octal.
        let safe = kind != SlipKind::LeadingZero;
        match fix {
            Some(fixed) => self.report_fixed(kind, place, found, Fix::one(place, fixed, safe)),
            None => {
                self.report(kind, place, found);
            }
        }
        Node::new(place, value)
    }

    /// The end of what goes on from `at` to the next separator, comment or line end, brackets and strings in it skipped.
    fn expression_end(&self, at: usize) -> usize {
        let mut end = at;
        let mut depth = 0_usize;
        let mut quote = None;
        for (index, &byte) in self.bytes[at..].iter().enumerate() {
            let next = self.bytes.get(at + index + 1);
            match (quote, byte) {
                (_, b'\n' | b'\r') => break,
                (Some(open), _) if open == byte => quote = None,
                (None, b'"' | b'\'' | b'`') if depth > 0 => quote = Some(byte),
                (None, b'(' | b'[' | b'{') if depth > 0 || end == at + index => depth += 1,
                (None, b')' | b']' | b'}') if depth > 0 => depth -= 1,
                (None, b'"' | b',' | b';' | b'{' | b'[' | b')' | b']' | b'}' | b':' | b'#') if depth == 0 => break,
                (None, b'/') if depth == 0 && matches!(next, Some(b'/' | b'*')) => break,
                _ => {}
            }
            if !byte.is_ascii_whitespace() {
                end = at + index + 1;
            }
        }
        // A bracket that never closes is no part of the expression.
        if depth > 0 || quote.is_some() { self.word_end(at) } else { end }
    }
}

/// Strings.
impl<'a> Parser<'a> {
    /// A string in other quotation marks than `"`.
    fn wrong_string(&mut self) -> Cow<'a, str> {
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
    pub(super) fn slip_in_string(&mut self, kind: SlipKind, start: usize, at: usize, unit: Unit) {
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
        self.push(Slip { kind, loc: place, related: None, fix, found: found.into() });
    }

    /// Whether a string lacks its closing quote on the line that ends at `at`: the next line goes on as if it were closed.
    #[cold]
    pub(super) fn is_unclosed(&self, at: usize) -> bool {
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
    pub(super) fn unclosed_string(&mut self, start: usize, at: usize) -> Cow<'a, str> {
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

    /// Reads the string at `old` again when something stands right after its closing quote: the real end is a
    /// typographic quote inside of it, or a later quote of the line, before one of the bytes that may be `next`.
    fn string_again(&mut self, old: Loc, next: &[u8]) -> Option<(Cow<'a, str>, Loc)> {
        let start = old.start as usize;
        let near = &self.bytes[old.end as usize..self.bytes.len().min(old.end as usize + REACH)];
        let line = old.end as usize + near.iter().position(|&byte| byte == b'\n').unwrap_or(near.len());
        let ends =
            |at: usize| self.bytes[scan::blanks_end(self.bytes, at)..].first().is_some_and(|byte| next.contains(byte));
        let typographic =
            (start + 1..old.end as usize).find(|&at| text::quote_len(&self.bytes[at..]) == Some(3) && ends(at + 3));
        if let Some(end) = typographic {
            let text = self.decode(start + 1, end);
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
        let text = self.decode(start + 1, end);
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

/// A text as a JSON string.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn is_strange_blank(char: char) -> bool {
    char.is_whitespace() && !matches!(char, ' ' | '\t' | '\n' | '\r')
        || matches!(char, '\u{200b}' | '\u{2060}' | '\u{feff}')
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

/// Whether a word is meant as a number.
fn is_number_like(word: &str) -> bool {
    let digits = word.trim_start_matches(['+', '-', '.']);
    digits.starts_with(|c: char| c.is_ascii_digit()) && word.len() - digits.len() <= 2
}

/// What is wrong with a number, and the number that is meant if that is certain.
fn number_slip(word: &str) -> (SlipKind, Option<String>) {
    let (sign, rest) = match word.as_bytes() {
        [b'-', ..] => ("-", &word[1..]),
        [b'+', ..] => ("", &word[1..]),
        _ => ("", word),
    };
    let kind = if rest.starts_with("0x") || rest.starts_with("0X") {
        SlipKind::HexNumber
    } else if rest.len() > 1 && rest.starts_with('0') && rest.as_bytes()[1].is_ascii_digit() {
        SlipKind::LeadingZero
    } else if rest.starts_with('.') || rest.ends_with('.') || rest.contains(".e") || rest.contains(".E") {
        SlipKind::BareDot
    } else {
        SlipKind::LeadingPlus
    };
    let number = match kind {
        SlipKind::HexNumber => u64::from_str_radix(&rest[2..], 16).ok().map(|number| format!("{sign}{number}")),
        SlipKind::LeadingZero => {
            let digits = rest.trim_start_matches('0');
            let zero = if digits.starts_with(|c: char| c.is_ascii_digit()) { "" } else { "0" };
            Some(format!("{sign}{zero}{digits}"))
        }
        SlipKind::BareDot => {
            let zero = if rest.starts_with('.') { "0" } else { "" };
            let rest = rest.replace(".e", ".0e").replace(".E", ".0E");
            // `1.` is the integer, and so written an index.
            Some(format!("{sign}{zero}{}", rest.strip_suffix('.').unwrap_or(&rest)))
        }
        _ => Some(format!("{sign}{rest}")),
    };
    match number.filter(|number| scan::number_end(number.as_bytes(), 0) == Some(number.len()) && number != word) {
        Some(number) => (kind, Some(number)),
        None => (SlipKind::BadNumber, None),
    }
}
