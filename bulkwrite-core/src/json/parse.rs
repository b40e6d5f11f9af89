//! Reading JSON that is JSON. Everything else is in [`recover`](super::recover), out of the way of the fast path.

use std::borrow::Cow;

use super::recover::Key;
use super::{BOM, MAX_DEPTH, MAX_VALUES, Options, Parsed, Slip, loc, plain, scan, text};
use crate::Loc;
use crate::node::{Entry, Node, Value};
use crate::sort;

/// Reads a text from its first to its last byte.
///
/// Stopping early means going to the end of the text: what is open then sees no more bytes and closes, and no function
/// has to hand an error up.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Parser<'a> {
    pub(super) bytes: &'a [u8],
    /// The same as text, if it is UTF-8.
    pub(super) text: Option<&'a str>,
    /// The next byte to read.
    pub(super) at: usize,
    pub(super) placeholders: bool,
    /// How many brackets are open.
    depth: u32,
    /// How many values were read.
    values: u32,
    pub(super) slips: Vec<Slip>,
    /// Whether reading stopped early: nothing is reported any more.
    pub(super) stopped: bool,
    /// Whether something is left out of the tree.
    pub(super) complete: bool,
    /// Whether an ellipsis was skipped, so that what is missing beside it is no mistake of its own.
    pub(super) gap: bool,
}

pub(super) fn document(bytes: &[u8], options: Options) -> Parsed<'_> {
    let bom = bytes.starts_with(BOM);
    let mut parser = Parser {
        bytes,
        text: std::str::from_utf8(bytes).ok(),
        at: if bom { BOM.len() } else { 0 },
        placeholders: options.placeholders,
        depth: 0,
        values: 0,
        slips: Vec::new(),
        stopped: false,
        complete: true,
        gap: false,
    };
    let readable = parser.check_file();
    let root = if readable { parser.root() } else { None };
    sort::by_key(&mut parser.slips, |slip| slip.loc);
    Parsed { root, slips: parser.slips, bom: bom.then(|| loc(0, BOM.len())), complete: parser.complete }
}

impl<'a> Parser<'a> {
    fn root(&mut self) -> Option<Node<'a>> {
        let root = match self.blanks() {
            b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' => self.value(),
            _ => self.odd_root()?,
        };
        if self.blanks() != 0 || self.at < self.bytes.len() { self.odd_end(root) } else { Some(root) }
    }

    /// Skips blanks; the byte after them, or 0 at the end of the text.
    #[inline]
    pub(super) fn blanks(&mut self) -> u8 {
        let byte = self.peek();
        if scan::PLAIN[usize::from(byte)] { byte } else { self.skip_blanks() }
    }

    #[inline(never)]
    fn skip_blanks(&mut self) -> u8 {
        self.at = scan::blanks_end(self.bytes, self.at);
        match self.peek() {
            0 => 0,
            byte if scan::PLAIN[usize::from(byte)] => byte,
            _ => self.odd_blanks(),
        }
    }

    /// The next byte, or 0 at the end of the text.
    #[inline]
    pub(super) fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    /// The value at the next byte.
    #[inline]
    pub(super) fn value(&mut self) -> Node<'a> {
        self.values += 1;
        if self.values > MAX_VALUES {
            return self.too_many_values();
        }
        let start = self.at;
        let value = match self.peek() {
            b'"' => {
                let text = self.string();
                if self.placeholders && is_placeholder(&text) { Value::Hole } else { Value::String(text) }
            }
            b'{' => self.object(),
            b'[' => self.list(),
            b'-' | b'0'..=b'9' => return self.number(),
            b't' if self.is_word(b"true") => Value::Bool(true),
            b'f' if self.is_word(b"false") => Value::Bool(false),
            b'n' if self.is_word(b"null") => Value::Null,
            _ => return self.odd_value(),
        };
        Node::new(loc(start, self.at), value)
    }

    /// Whether `word` is next, and skips it.
    #[inline]
    fn is_word(&mut self, word: &[u8]) -> bool {
        let end = self.at + word.len();
        let is = self.bytes.get(self.at..end) == Some(word) && !self.continues_at(end);
        if is {
            self.at = end;
        }
        is
    }

    #[inline]
    fn continues_at(&self, at: usize) -> bool {
        self.bytes.get(at).is_some_and(|&byte| scan::continues(byte))
    }

    fn number(&mut self) -> Node<'a> {
        let start = self.at;
        match scan::number_end(self.bytes, start) {
            Some(end) if !self.continues_at(end) => {
                self.at = end;
                Node::new(loc(start, end), Value::Number(self.slice(start, end)))
            }
            _ => self.odd_value(),
        }
    }

    /// The string at the next byte, a quote.
    #[inline]
    pub(super) fn string(&mut self) -> Cow<'a, str> {
        match self.text.and_then(|text| plain::string(text, self.at)) {
            Some((text, end)) => {
                self.at = end;
                Cow::Borrowed(text)
            }
            None => self.string_with_escapes(self.at + 1),
        }
    }

    /// The string whose text starts at `start`.
    #[cold]
    fn string_with_escapes(&mut self, start: usize) -> Cow<'a, str> {
        let mut end = scan::plain_end(self.bytes, start);
        let mut out = self.slice(start, end).into_owned();
        let mut several_lines = false;
        loop {
            match self.bytes.get(end) {
                Some(b'"') => {
                    self.at = end + 1;
                    return Cow::Owned(out);
                }
                None => return self.unclosed_string(start - 1, end),
                // Only the first line end tells: later ones belong to a string over several lines.
                Some(b'\n' | b'\r') if !std::mem::replace(&mut several_lines, true) && self.is_unclosed(end) => {
                    return self.unclosed_string(start - 1, end);
                }
                _ => {}
            }
            let Some(unit) = text::unit(&self.bytes[end..]) else { return Cow::Owned(out) };
            out.push(unit.char);
            if let Some(kind) = unit.slip {
                self.slip_in_string(kind, start, end, unit);
            }
            let next = end + unit.len;
            end = scan::plain_end(self.bytes, next);
            out.push_str(&self.slice(next, end));
        }
    }

    /// The source from `start` to `end`, which are not inside of a character.
    #[inline]
    pub(super) fn slice(&self, start: usize, end: usize) -> Cow<'a, str> {
        match self.text {
            Some(text) => Cow::Borrowed(&text[start..end]),
            None => String::from_utf8_lossy(&self.bytes[start..end]),
        }
    }

    /// Enters the bracket at the next byte.
    #[inline]
    fn enter(&mut self) -> bool {
        if self.depth == MAX_DEPTH {
            self.too_deep();
            return false;
        }
        self.depth += 1;
        self.at += 1;
        true
    }

    /// Leaves a bracket: at its closing byte, or at the end of the text.
    #[inline]
    fn leave(&mut self) {
        self.depth -= 1;
        self.at = self.bytes.len().min(self.at + 1);
    }

    #[inline(never)]
    fn list(&mut self) -> Value<'a> {
        let open = self.at;
        if !self.enter() {
            return Value::Hole;
        }
        let mut items = Vec::new();
        let mut comma = None;
        loop {
            match self.blanks() {
                b']' => {
                    self.check_last_comma(comma);
                    break;
                }
                b',' | b';' | b'}' | 0 => {
                    if self.odd_item(open) {
                        break;
                    }
                    comma = None;
                    continue;
                }
                _ => items.push(self.value()),
            }
            match self.blanks() {
                b',' => {
                    comma = Some(self.at);
                    self.at += 1;
                }
                b']' => break,
                _ => {
                    if self.odd_separator(open, items.last_mut()) {
                        break;
                    }
                    comma = None;
                }
            }
        }
        self.leave();
        Value::List(items)
    }

    #[inline(never)]
    fn object(&mut self) -> Value<'a> {
        let open = self.at;
        if !self.enter() {
            return Value::Hole;
        }
        let mut entries: Vec<Entry<'a>> = Vec::new();
        let mut comma = None;
        loop {
            if self.plain_entries(&mut entries, &mut comma) {
                break;
            }
            let byte = self.blanks();
            let start = self.at;
            let (mut key, mut key_loc) = match byte {
                b'"' => {
                    let key = self.string();
                    (key, loc(start, self.at))
                }
                b'}' => {
                    self.check_last_comma(comma);
                    break;
                }
                _ => match self.odd_key(open) {
                    Key::Read { key, key_loc } => (key, key_loc),
                    Key::Skipped => {
                        comma = None;
                        continue;
                    }
                    Key::End => break,
                    Key::Placeholder => {
                        self.depth -= 1;
                        return Value::Hole;
                    }
                },
            };
            let mut lone = false;
            if self.blanks() == b':' {
                self.at += 1;
            } else {
                lone = self.odd_colon(&mut key, &mut key_loc);
            }
            let value = if lone {
                Node::new(Loc::new(key_loc.end, key_loc.end), Value::Hole)
            } else {
                self.blanks();
                self.value()
            };
            entries.push(Entry { key, key_loc, value });
            if !self.separated(open, &mut entries, &mut comma) {
                break;
            }
        }
        self.leave();
        Value::Map(entries)
    }

    /// Reads entries as long as they are plain; whether the closing bracket is next after them.
    #[inline]
    fn plain_entries(&mut self, entries: &mut Vec<Entry<'a>>, comma: &mut Option<usize>) -> bool {
        let Some(text) = self.text.filter(|_| !self.placeholders) else { return false };
        let mut values = self.values;
        let (at, closed) = plain::entries(text, self.at, |entry, end| {
            let fits = values < MAX_VALUES;
            if fits {
                values += 1;
                *comma = Some(end);
                if entries.capacity() == 0 {
                    *entries = Vec::with_capacity(4);
                }
                entries.push(entry);
            }
            fits
        });
        self.values = values;
        self.at = at;
        closed
    }

    /// Whether another entry follows, past the comma before it.
    #[inline]
    fn separated(&mut self, open: usize, entries: &mut [Entry<'a>], comma: &mut Option<usize>) -> bool {
        // A comma mostly follows at once.
        let byte = if self.peek() == b',' { b',' } else { self.blanks() };
        match byte {
            b',' => {
                *comma = Some(self.at);
                self.at += 1;
                true
            }
            b'}' => false,
            _ => {
                *comma = None;
                !self.odd_separator(open, entries.last_mut().map(|entry| &mut entry.value))
            }
        }
    }

    /// A comma right before the closing bracket at the next byte.
    #[inline]
    fn check_last_comma(&mut self, comma: Option<usize>) {
        if let Some(comma) = comma {
            self.trailing_comma(comma);
        }
    }
}

/// Whether a text is nothing but `{{x}}`.
pub(super) fn is_placeholder(text: &str) -> bool {
    text.strip_prefix("{{")
        .and_then(|text| text.strip_suffix("}}"))
        .is_some_and(|name| !name.trim().is_empty() && !name.contains(['{', '}']))
}
