//! The short cut: most entries are a plain key and a plain scalar, and are read without looking at anything else.
//!
//! Where the reader stands is kept in a local variable here: going through the parser's own for every byte is what costs.

use std::borrow::Cow;
use std::iter;

use super::{loc, scan};
use crate::source::Loc;
use crate::source::node::{Entry, Node, Value};

/// What the short cut comes to a stop at.
pub(super) enum Stop<'a> {
    /// The closing bracket, which is next.
    Closed,
    /// A value that is no plain scalar, which is next, or blanks before it: its key, and where that stands.
    Value(&'a str, Loc),
    /// Anything else, where the entry at `at` began.
    Odd,
}

/// Reads the plain entries at `at`, the start of an object's first entry or the end of the comma before one.
///
/// `room` is how many values may still be read; `comma` is told the place of the last comma. Returns where reading goes on, and
/// why it stopped there.
#[inline]
pub(super) fn entries<'a>(
    text: &'a str,
    mut at: usize,
    room: &mut u32,
    entries: &mut Vec<Entry<'a>>,
    comma: &mut Option<usize>,
) -> (usize, Stop<'a>) {
    let bytes = text.as_bytes();
    loop {
        let key_start = scan::blanks_end(bytes, at);
        let Some((key, key_end)) = string(text, key_start) else { break };
        // A colon mostly follows at once.
        let colon = if bytes.get(key_end) == Some(&b':') { key_end } else { scan::blanks_end(bytes, key_end) };
        if bytes.get(colon) != Some(&b':') {
            break;
        }
        let start = scan::blanks_end(bytes, colon + 1);
        let is_string = bytes.get(start) == Some(&b'"');
        let scalar = if is_string { string(text, start) } else { number(text, start) };
        let Some((scalar, value_end)) = scalar else {
            let key_loc = loc(key_start, key_end);
            return (start, Stop::Value(key, key_loc));
        };
        let end = scan::blanks_end(bytes, value_end);
        let closes = match bytes.get(end) {
            Some(b',') => false,
            Some(b'}') => true,
            _ => break,
        };
        if *room == 0 {
            break;
        }
        *room -= 1;
        *comma = Some(end);
        push(entries, 4, || Entry {
            key: Cow::Borrowed(key),
            key_loc: loc(key_start, key_end),
            value: Node::new(
                loc(start, value_end),
                if is_string { Value::String(Cow::Borrowed(scalar)) } else { Value::Number(Cow::Borrowed(scalar)) },
            ),
        });
        if closes {
            return (end, Stop::Closed);
        }
        at = end + 1;
    }
    (at, Stop::Odd)
}

/// The number at `start`, if it is nothing but digits.
#[inline]
fn number(text: &str, start: usize) -> Option<(&str, usize)> {
    let bytes = text.as_bytes();
    let end = scan::digits_end(bytes, start);
    // What follows a number that goes on otherwise is no comma, blank or bracket.
    if end == start || end > start + 1 && bytes[start] == b'0' {
        return None;
    }
    Some((text.get(start..end)?, end))
}

/// The string at `start` if its text stands in the source as it is, and where it ends.
#[inline]
pub(super) fn string(text: &str, start: usize) -> Option<(&str, usize)> {
    let bytes = text.as_bytes();
    if bytes.get(start) != Some(&b'"') {
        return None;
    }
    let end = scan::plain_end(bytes, start + 1);
    (bytes.get(end) == Some(&b'"')).then_some((text.get(start + 1..end)?, end + 1))
}

/// Adds an item, which is made where it is kept: a processor that copies what it has only just written waits for it.
///
/// The first one makes room for `few`.
#[expect(clippy::inline_always, reason = "only what is inlined is made in its place")]
#[inline(always)]
pub(super) fn push<T>(items: &mut Vec<T>, few: usize, make: impl FnOnce() -> T) {
    if items.capacity() == 0 {
        *items = Vec::with_capacity(few);
    }
    items.extend(iter::once_with(make));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The entries that are read on the short way, where it ends, why, and the last comma.
    fn read(text: &str, mut room: u32) -> (Vec<String>, usize, &'static str, Option<usize>, u32) {
        let (mut found, mut comma) = (Vec::new(), None);
        let (at, stop) = entries(text, 1, &mut room, &mut found, &mut comma);
        let shown = found.iter().map(|entry| match &entry.value.value {
            Value::String(text) => format!("{}:{text:?}", entry.key),
            Value::Number(text) => format!("{}:{text}", entry.key),
            other => format!("{other:?}"),
        });
        let why = match stop {
            Stop::Closed => "closed",
            Stop::Value(..) => "value",
            Stop::Odd => "odd",
        };
        (shown.collect(), at, why, comma, room)
    }

    #[test]
    fn plain_entries_are_read_on_the_short_way() {
        for (text, found, at, why, comma, room) in [
            (r#"{"a":"b"}"#, &[r#"a:"b""#][..], 8, "closed", Some(8), 8),
            ("{ \"a\" :\n12 , \"b\":\"\" }", &["a:12", r#"b:"""#], 20, "closed", Some(20), 7),
            (r#"{"a":0,"b":10,"c":[]}"#, &["a:0", "b:10"], 18, "value", Some(13), 7),
            (r#"{"a":1,"b":01}"#, &["a:1"], 11, "value", Some(6), 8),
            (r#"{"a":1,"b":1.5}"#, &["a:1"], 7, "odd", Some(6), 8),
            (r#"{"a":1,"b" 1}"#, &["a:1"], 7, "odd", Some(6), 8),
            (r#"{"a":1,}"#, &["a:1"], 7, "odd", Some(6), 8),
            (r#"{"a":1]"#, &[], 1, "odd", None, 9),
        ] {
            let found = found.iter().map(|&entry| entry.to_owned()).collect();
            assert_eq!(read(text, 9), (found, at, why, comma, room), "{text}");
        }
        let text = r#"{"a":1,"b":2}"#;
        assert_eq!(read(text, 1), (vec!["a:1".to_owned()], 7, "odd", Some(6), 0));
        assert_eq!(read(text, 2).2, "closed");
    }
}
