//! The short cut: most entries are a plain key and a plain scalar, and are read without looking at anything else.
//!
//! Where the reader stands is kept in a local variable here: going through the parser's own for every byte is what costs.

use std::borrow::Cow;

use super::{loc, scan};
use crate::node::{Entry, Node, Value};

/// Reads the plain entries at `at`, the start of an object's first entry or the end of the comma before one.
///
/// `take` is handed each entry with the place of what ends it, a comma or the closing bracket; as soon as it answers with
/// false, or an entry is not plain, reading ends with the last one taken. Returns the end of the last comma, or the place of
/// the closing bracket and true.
#[inline]
pub(super) fn entries<'a>(
    text: &'a str,
    mut at: usize,
    mut take: impl FnMut(Entry<'a>, usize) -> bool,
) -> (usize, bool) {
    let bytes = text.as_bytes();
    while let Some((entry, end)) = entry(text, at) {
        let end = scan::blanks_end(bytes, end);
        let closes = match bytes.get(end) {
            Some(b',') => false,
            Some(b'}') => true,
            _ => break,
        };
        if !take(entry, end) {
            break;
        }
        if closes {
            return (end, true);
        }
        at = end + 1;
    }
    (at, false)
}

/// The plain entry at `at`, blanks before it included, and where it ends.
#[inline]
fn entry(text: &str, at: usize) -> Option<(Entry<'_>, usize)> {
    let bytes = text.as_bytes();
    let key_start = scan::blanks_end(bytes, at);
    let (key, key_end) = string(text, key_start)?;
    // A colon mostly follows at once.
    let colon = if bytes.get(key_end) == Some(&b':') { key_end } else { scan::blanks_end(bytes, key_end) };
    if bytes.get(colon) != Some(&b':') {
        return None;
    }
    let start = scan::blanks_end(bytes, colon + 1);
    let (value, end) = match bytes.get(start)? {
        b'"' => {
            let (text, end) = string(text, start)?;
            (Value::String(Cow::Borrowed(text)), end)
        }
        b'0'..=b'9' => {
            // What follows a number that goes on otherwise is no comma, blank or bracket.
            let end = scan::digits_end(bytes, start);
            if end > start + 1 && bytes[start] == b'0' {
                return None;
            }
            (Value::Number(Cow::Borrowed(text.get(start..end)?)), end)
        }
        _ => return None,
    };
    let value = Node::new(loc(start, end), value);
    Some((Entry { key: Cow::Borrowed(key), key_loc: loc(key_start, key_end), value }, end))
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
