//! Brackets that do not match: which of them is wrong, and where the missing one belongs.

use std::borrow::Cow;

use crate::source::json::parse::Parser;
use crate::source::json::{Fix, Slip, SlipKind, loc, scan, text};

/// The longest text, in bytes, whose brackets are counted again to see what is meant: it keeps reading linear.
const COUNTED: usize = 1 << 20;

impl Parser<'_> {
    /// A bracket of the other kind is next while the one at `open` is open; whether reading can go on, in which case the
    /// next byte is the one that leaves the bracket.
    pub(super) fn odd_closing(&mut self, open: usize) -> bool {
        let at = self.at;
        let (bracket, found) = (self.bytes[open], self.bytes[at]);
        let mut outer = open_brackets(self.bytes, at);
        let known = outer.pop() == Some(open) && self.bytes.len() <= COUNTED;
        let closes_outer = outer.last().is_some_and(|&outer| self.bytes[outer] + 2 == found);
        let next = scan::blanks_end(self.bytes, at + 1);
        if known && closes_outer && (self.balances(&outer, at) || !self.balances(&outer, at + 1)) {
            let end = self.bytes[..at].trim_ascii_end().len();
            self.unclosed(open, at, format!("`{}` comes first", char::from(found)), end);
            self.at -= 1;
            return true;
        }
        let (fix, on) = if known && self.balances(&outer, at + 1) {
            (Some(char::from(bracket + 2).to_string()), Some(at))
        } else if known && self.bytes.get(next) == Some(&(bracket + 2)) {
            (Some(String::new()), Some(next))
        } else {
            (None, None)
        };
        let place = loc(at, at + 1);
        let label = if bracket == b'[' { "`[` opened here" } else { "`{` opened here" };
        if let Some(slip) = self.report(SlipKind::MismatchedBracket, place, char::from(found).to_string()) {
            slip.related = Some((loc(open, open + 1), label.into()));
            slip.fix = fix.map(|text| Fix::one(place, text, false));
        }
        if let Some(on) = on {
            self.at = on;
        }
        on.is_some()
    }

    /// The text ends while the bracket at `open` is open.
    pub(super) fn end_inside(&mut self, open: usize) {
        if self.bytes.len() <= COUNTED
            && let Some((open, line, end)) = by_indentation(self.bytes)
            && self.balanced_with(open, end)
        {
            self.unclosed(open, line, "this line is indented as if it were closed".to_owned(), end);
            return;
        }
        let end = self.text_end();
        let (found, label) = match self.bytes[open] {
            b'[' => ("an array", "this `[` is never closed"),
            _ => ("an object", "this `{` is never closed"),
        };
        let fix = self.missing_end(end);
        if let Some(slip) = self.report(SlipKind::Truncated, loc(end, end), found) {
            slip.related = Some((loc(open, open + 1), label.into()));
            slip.fix = fix;
        }
    }

    /// Another object starts where a key belongs, because the bracket at `open` was not closed before the comma; whether
    /// reading can go on.
    pub(super) fn object_for_key(&mut self, open: usize) -> bool {
        let before = self.bytes[..self.at].trim_ascii_end();
        let Some(b',') = before.last().filter(|_| self.bytes.len() <= COUNTED) else { return false };
        let comma = before.len() - 1;
        let outer = open_brackets(self.bytes, self.at);
        let ([.., list, own], true) = (&outer[..], comma > open + 1) else { return false };
        if *own != open || self.bytes[*list] != b'[' {
            return false;
        }
        let end = self.bytes[..comma].trim_ascii_end().len();
        self.unclosed(open, self.at, "another object starts here".to_owned(), end);
        self.at = comma - 1;
        true
    }

    /// Reports the bracket at `open`, whose other half belongs at `end`.
    fn unclosed(&mut self, open: usize, other: usize, label: String, end: usize) {
        let bracket = self.bytes[open];
        let comma_at = end.checked_sub(1).filter(|&at| self.bytes[at] == b',');
        let end = comma_at.map_or(end, |comma| self.bytes[..comma].trim_ascii_end().len());
        let fix = Fix::one(loc(end, end), self.closing(open, end), false);
        let slip = Slip::new(SlipKind::UnclosedBracket, loc(open, open + 1), char::from(bracket).to_string());
        let other_end = other + text::unit(&self.bytes[other..]).map_or(0, |unit| unit.len);
        self.push(Slip { related: Some((loc(other, other_end), Cow::Owned(label))), fix: Some(fix), ..slip });
    }

    /// The other half of the bracket at `open` as it is written behind `end`: on a line of its own if the content stands on
    /// lines of its own.
    fn closing(&self, open: usize, end: usize) -> String {
        let close = char::from(self.bytes[open] + 2);
        let first = scan::blanks_end(self.bytes, open + 1);
        if self.bytes[open..first].contains(&b'\n') {
            let line = line_start(self.bytes, open);
            let indent = self.bytes[line..].iter().take_while(|&&byte| matches!(byte, b' ' | b'\t')).count();
            return format!("\n{}{close}", String::from_utf8_lossy(&self.bytes[line..line + indent]));
        }
        let blank = if first > open + 1 && end > open + 1 { " " } else { "" };
        format!("{blank}{close}")
    }

    /// What closes all that is open where the text ends behind a whole value.
    fn missing_end(&self, end: usize) -> Option<Fix> {
        let open = open_brackets(self.bytes, self.bytes.len());
        let goes_on = matches!(self.bytes[..end].last()?, b',' | b':' | b'{' | b'[') || ends_in_key(self.bytes, end);
        if goes_on || !self.slips.is_empty() {
            return None;
        }
        let close: String = open.iter().rev().map(|&open| self.closing(open, end)).collect();
        Some(Fix::one(loc(end, end), close, false))
    }

    /// Whether the text from `at` on closes the brackets in `open`, and nothing more.
    fn balances(&self, open: &[usize], at: usize) -> bool {
        let mut stack: Vec<u8> = open.iter().map(|&open| self.bytes[open]).collect();
        brackets(&self.bytes[at..], |_, byte| close(&mut stack, byte)) && stack.is_empty()
    }

    /// Whether the brackets match once the one at `open` is closed at `end`.
    fn balanced_with(&self, open: usize, end: usize) -> bool {
        let mut stack = Vec::new();
        brackets(&self.bytes[..end], |_, byte| close(&mut stack, byte))
            && close(&mut stack, self.bytes[open] + 2)
            && brackets(&self.bytes[end..], |_, byte| close(&mut stack, byte))
            && stack.is_empty()
    }
}

/// Takes the next bracket; whether it fits.
fn close(stack: &mut Vec<u8>, byte: u8) -> bool {
    match byte {
        b'{' | b'[' => {
            stack.push(byte);
            true
        }
        _ => stack.pop().is_some_and(|open| open + 2 == byte),
    }
}

/// Hands on every bracket outside of strings and comments, until one is not taken; whether all were.
fn brackets(bytes: &[u8], mut take: impl FnMut(usize, u8) -> bool) -> bool {
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at += 1;
                while bytes.get(at).is_some_and(|&byte| byte != b'"') {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
            }
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                while bytes.get(at).is_some_and(|&byte| byte != b'\n') {
                    at += 1;
                }
            }
            b'{' | b'[' | b'}' | b']' if !take(at, byte) => return false,
            _ => {}
        }
        at += 1;
    }
    true
}

/// Where the brackets stand that are open at `end`; one that does not match is passed over.
fn open_brackets(bytes: &[u8], end: usize) -> Vec<usize> {
    let mut open = Vec::new();
    brackets(&bytes[..end], |at, byte| {
        match byte {
            b'{' | b'[' => open.push(at),
            _ if open.last().is_some_and(|&open: &usize| bytes[open] + 2 == byte) => drop(open.pop()),
            _ => {}
        }
        true
    });
    open
}

/// The first bracket that the indentation tells to be closed before a line that stands in it: where it opens, the first
/// byte of that line, and the end of the content before it.
fn by_indentation(bytes: &[u8]) -> Option<(usize, usize, usize)> {
    let indent = |at: usize| {
        let line = line_start(bytes, at);
        bytes[line..].iter().take_while(|&&byte| matches!(byte, b' ' | b'\t')).count()
    };
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut found = None;
    let mut line_end = 0;
    // What stands between two brackets may begin lines, too.
    let mut check = |open: &[(usize, usize)], until: usize, line_end: &mut usize| {
        while found.is_none() {
            let Some(len) = bytes[*line_end..until].iter().position(|&byte| byte == b'\n') else { return };
            let start = *line_end + len + 1;
            let first = scan::blanks_end(bytes, start);
            *line_end = start;
            let (Some(&byte), Some(&(bracket, depth))) = (bytes.get(first), open.last()) else { continue };
            let column = first - line_start(bytes, first);
            if first > until || line_start(bytes, first) != start {
                continue;
            }
            let is_own = matches!(byte, b'}' | b']');
            if column < depth || column == depth && !is_own {
                found = Some((bracket, first, bytes[..start].trim_ascii_end().len()));
            }
        }
    };
    brackets(bytes, |at, byte| {
        check(&open, (at + 1).min(bytes.len()), &mut line_end);
        match byte {
            b'{' | b'[' => open.push((at, indent(at))),
            _ => drop(open.pop()),
        }
        true
    });
    check(&open, bytes.len(), &mut line_end);
    found
}

fn line_start(bytes: &[u8], at: usize) -> usize {
    bytes[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |line| line + 1)
}

/// Whether what ends at `end` is a key that waits for its colon.
fn ends_in_key(bytes: &[u8], end: usize) -> bool {
    let Some(text) = bytes[..end].strip_suffix(b"\"") else { return false };
    let Some(start) = text.iter().rposition(|&byte| byte == b'"') else { return true };
    matches!(bytes[..start].trim_ascii_end().last(), Some(b'{' | b','))
        && open_brackets(bytes, end).last().is_some_and(|&open| bytes[open] == b'{')
}
