//! Reading JSON that is JSON. Everything else is in [`recover`](super::recover), out of the way of the fast path.

use std::borrow::Cow;

use super::plain::Stop;
use super::{BOM, MAX_DEPTH, MAX_VALUES, Options, Parsed, Slip, loc, plain, scan, text};
use crate::source::Loc;
use crate::source::node::{Entry, Node, Value};
use crate::text::sort;

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
    /// How many of the slips are a matter of spelling.
    pub(super) spellings: usize,
    /// Where the text is not UTF-8, if that was reported.
    pub(super) not_utf8: Option<Loc>,
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
        spellings: 0,
        not_utf8: None,
        stopped: false,
        complete: true,
        gap: false,
    };
    let readable = parser.check_file();
    let root = if readable { parser.root() } else { None };
    sort::by_key(&mut parser.slips, |slip| slip.loc);
    Parsed { root, slips: parser.slips, bom: bom.then(|| loc(0, BOM.len())), complete: parser.complete }
}

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

impl<'a> Parser<'a> {
    fn root(&mut self) -> Option<Node<'a>> {
        let root = match self.blanks() {
            // A document of YAML.
            b'-' if self.bytes[self.at..].starts_with(b"---") => self.odd_root()?,
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
    pub(super) fn value(&mut self) -> Node<'a> {
        let mut node = Node::new(Loc::default(), Value::Null);
        self.read(&mut node);
        node
    }

    /// Reads the value at the next byte into `node`.
    ///
    /// It is made where it is kept: a processor that copies what it has only just written waits for it.
    #[inline]
    fn read(&mut self, node: &mut Node<'a>) {
        self.values += 1;
        if self.values > MAX_VALUES {
            *node = self.too_many_values();
            return;
        }
        let start = self.at;
        match self.peek() {
            b'"' => {
                let text = self.string();
                node.value = if self.placeholders && is_placeholder(&text) { Value::Hole } else { Value::String(text) };
            }
            b'{' => self.object(node),
            b'[' => self.list(node),
            b't' if self.is_word(b"true") => node.value = Value::Bool(true),
            b'f' if self.is_word(b"false") => node.value = Value::Bool(false),
            b'n' if self.is_word(b"null") => node.value = Value::Null,
            byte => {
                *node = match byte {
                    b'-' | b'0'..=b'9' => self.number(),
                    _ => self.odd_value(),
                };
                return;
            }
        }
        node.loc = loc(start, self.at);
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
    fn list(&mut self, node: &mut Node<'a>) {
        let open = self.at;
        node.value = if self.enter() { Value::List(Vec::new()) } else { Value::Hole };
        let Value::List(items) = &mut node.value else { return };
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
                _ => {
                    plain::push(items, 8, || Node::new(Loc::default(), Value::Null));
                    if let Some(item) = items.last_mut() {
                        self.read(item);
                    }
                }
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
    }

    #[inline(never)]
    fn object(&mut self, node: &mut Node<'a>) {
        let open = self.at;
        node.value = if self.enter() { Value::Map(Vec::new()) } else { Value::Hole };
        let Value::Map(entries) = &mut node.value else { return };
        let mut comma = None;
        loop {
            let (key, key_loc, lone) = match self.plain_entries(entries, &mut comma) {
                Stop::Closed => break,
                Stop::Value(key, key_loc) => (Cow::Borrowed(key), key_loc, false),
                Stop::Odd => match self.key(open, comma) {
                    Key::Read { key, key_loc } => self.colon(key, key_loc),
                    Key::Skipped => {
                        comma = None;
                        continue;
                    }
                    Key::End => break,
                    Key::Placeholder => {
                        self.depth -= 1;
                        node.value = Value::Hole;
                        return;
                    }
                },
            };
            let blank = Node::new(Loc::new(key_loc.end, key_loc.end), Value::Hole);
            plain::push(entries, 4, || Entry { key, key_loc, value: blank });
            if !lone && let Some(entry) = entries.last_mut() {
                self.blanks();
                self.read(&mut entry.value);
            }
            if !self.separated(open, entries, &mut comma) {
                break;
            }
        }
        self.leave();
    }

    /// Reads entries as long as they are plain.
    #[inline]
    fn plain_entries(&mut self, entries: &mut Vec<Entry<'a>>, comma: &mut Option<usize>) -> Stop<'a> {
        let Some(text) = self.text.filter(|_| !self.placeholders) else { return Stop::Odd };
        let mut room = MAX_VALUES.saturating_sub(self.values);
        let (at, stop) = plain::entries(text, self.at, &mut room, entries, comma);
        self.values = self.values.max(MAX_VALUES - room);
        self.at = at;
        stop
    }

    /// The key at the next byte, blanks before it included; `comma` is the one before it.
    #[inline(never)]
    fn key(&mut self, open: usize, comma: Option<usize>) -> Key<'a> {
        let byte = self.blanks();
        let start = self.at;
        match byte {
            b'"' => {
                let key = self.string();
                Key::Read { key, key_loc: loc(start, self.at) }
            }
            b'}' => {
                self.check_last_comma(comma);
                Key::End
            }
            _ => self.odd_key(open),
        }
    }

    /// Reads past the colon after a key; the key, which may turn out to be something else, and whether it stands alone.
    #[inline(never)]
    fn colon(&mut self, mut key: Cow<'a, str>, mut key_loc: Loc) -> (Cow<'a, str>, Loc, bool) {
        if self.blanks() == b':' {
            self.at += 1;
            return (key, key_loc, false);
        }
        let lone = self.odd_colon(&mut key, &mut key_loc);
        (key, key_loc, lone)
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
