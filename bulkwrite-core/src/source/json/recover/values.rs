//! Values that are no strings: words, numbers in another spelling, expressions.

use crate::source::json::parse::{Parser, is_placeholder};
use crate::source::json::{Fix, MAX_VALUES, SlipKind, loc, scan, text};
use crate::source::node::{Node, Value};

impl<'a> Parser<'a> {
    /// Something unknown from `start` to the next byte.
    fn hole(&self, start: usize) -> Node<'a> {
        Node::new(loc(start, self.at), Value::Hole)
    }

    #[cold]
    pub(in crate::source::json) fn too_many_values(&mut self) -> Node<'a> {
        let at = self.at;
        self.report(SlipKind::TooLarge, loc(at, at), format!("{MAX_VALUES} values"));
        self.stop();
        Node::new(loc(at, at), Value::Hole)
    }

    #[cold]
    pub(in crate::source::json) fn too_deep(&mut self) {
        self.report(SlipKind::TooDeep, loc(self.at, self.at + 1), "");
        self.stop();
    }

    /// No JSON value where one belongs.
    #[cold]
    pub(in crate::source::json) fn odd_value(&mut self) -> Node<'a> {
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
