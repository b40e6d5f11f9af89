//! What stands between the quotes of a string: escapes, and the way back from the text to the source.

use std::fmt::Write;
use std::ops::Range;

use super::SlipKind;
use crate::source::Loc;
use crate::text::is_deceptive;

/// One character of a string as the source spells it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    /// How many bytes of the source it takes.
    pub(super) len: usize,
    /// What it stands for.
    pub(super) char: char,
    /// What is wrong with the spelling.
    pub(super) slip: Option<SlipKind>,
}

/// Reads the first character of `raw`; `None` at the end.
pub(super) fn unit(raw: &[u8]) -> Option<Unit> {
    let &first = raw.first()?;
    let fine = |len, char| Some(Unit { len, char, slip: None });
    match first {
        b'\\' => Some(escaped(raw)),
        0..0x20 => Some(Unit { len: 1, char: char::from(first), slip: Some(SlipKind::ControlCharacter) }),
        0x20..0x80 => fine(1, char::from(first)),
        _ => {
            let chunk = raw[..raw.len().min(4)].utf8_chunks().next()?;
            match chunk.valid().chars().next() {
                Some(char) => fine(char.len_utf8(), char),
                None => fine(chunk.invalid().len(), char::REPLACEMENT_CHARACTER),
            }
        }
    }
}

/// Reads the escape at the start of `raw`.
fn escaped(raw: &[u8]) -> Unit {
    let fine = |char| Unit { len: 2, char, slip: None };
    let wrong = |len, char| Unit { len, char, slip: Some(SlipKind::BadEscape) };
    match raw.get(1) {
        Some(&byte @ (b'"' | b'\\' | b'/')) => fine(char::from(byte)),
        Some(b'b') => fine('\u{8}'),
        Some(b'f') => fine('\u{c}'),
        Some(b'n') => fine('\n'),
        Some(b'r') => fine('\r'),
        Some(b't') => fine('\t'),
        Some(b'u') => match (hex(raw, 2, 4), hex(raw, 8, 4)) {
            (Some(high @ 0xD800..0xDC00), Some(low @ 0xDC00..0xE000)) if raw[6..].starts_with(b"\\u") => {
                let scalar = 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                let char = char::from_u32(scalar).unwrap_or(char::REPLACEMENT_CHARACTER);
                Unit { len: 12, char, slip: None }
            }
            (Some(scalar), _) => match char::from_u32(scalar) {
                Some(char) => Unit { len: 6, char, slip: None },
                None => Unit { len: 6, char: char::REPLACEMENT_CHARACTER, slip: Some(SlipKind::LoneSurrogate) },
            },
            (None, _) => wrong(1, '\\'),
        },
        // Escapes of other languages have a known meaning; any other backslash stands for itself.
        Some(&byte @ (b'\'' | b'`')) => wrong(2, char::from(byte)),
        Some(b'0') => wrong(2, '\0'),
        Some(b'v') => wrong(2, '\u{b}'),
        Some(b'x') => match hex(raw, 2, 2).and_then(char::from_u32) {
            Some(char) => wrong(4, char),
            None => wrong(1, '\\'),
        },
        _ => wrong(1, '\\'),
    }
}

/// The number that `digits` hexadecimal digits at `at` spell.
fn hex(raw: &[u8], at: usize, digits: usize) -> Option<u32> {
    raw.get(at..at + digits)?.iter().try_fold(0, |number, &byte| Some(number << 4 | char::from(byte).to_digit(16)?))
}

/// How many bytes a quotation mark at the start of `raw` takes, and whether it is one.
pub(super) fn quote_len(raw: &[u8]) -> Option<usize> {
    match raw {
        [b'"' | b'\'' | b'`', ..] => Some(1),
        // U+2018 to U+201F, the typographic quotation marks.
        [0xE2, 0x80, 0x98..=0x9F, ..] => Some(3),
        _ => None,
    }
}

/// Where a part of a string's text stands in the source.
///
/// `string` is the place of the string, quotes included (or of an unquoted key); `within` counts bytes of its text after
/// escapes are resolved. An escape of which only a part is meant is taken whole; what lies beyond the text is cut off.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::Loc;
/// use bulkwrite::json::raw_range;
///
/// let text = br#""http:\/\/a""#; // the text is http://a
/// assert_eq!(raw_range(text, Loc::new(0, 12), 5..7), Loc::new(6, 10));
/// ```
pub fn raw_range(text: &[u8], string: Loc, within: Range<u32>) -> Loc {
    let content = content(text, string);
    let (mut at, mut decoded, mut start) = (content.start, 0, None);
    while let Some(unit) = unit(&text[at..content.end]) {
        if within.end as usize <= decoded {
            break;
        }
        decoded += unit.char.len_utf8();
        if start.is_none() && (within.start as usize) < decoded {
            start = Some(at);
        }
        at += unit.len;
    }
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Loc::new(place(start.unwrap_or(at)), place(at))
}

/// What stands between the quotes of the string at `string`.
fn content(text: &[u8], string: Loc) -> Range<usize> {
    let end = text.len().min(string.end as usize);
    let start = end.min(string.start as usize);
    let raw = &text[start..end];
    let Some(open) = quote_len(raw) else { return start..end };
    let close =
        [1, 3].into_iter().find(|&len| raw.len() >= open + len && quote_len(&raw[raw.len() - len..]) == Some(len));
    start + open..end - close.unwrap_or(0)
}

/// Text for a message: what does not show as itself is written as JSON escapes it.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '"' | '\\' => out.extend(['\\', c]),
            c if is_deceptive(c) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn nothing_hides_in_what_is_quoted() {
        for (text, expected) in [
            ("a\tb\"", r#"a\tb\""#),
            ("\u{7}\u{202e}x", r"\u0007\u202ex"),
            ("\u{fffb}", r"\ufffb"), // an annotation mark that a fuzzer found
            ("\u{e0041}", r"\udb40\udc41"),
            ("Größe 名前", "Größe 名前"),
        ] {
            assert_eq!(escape(text), expected);
        }
    }

    #[test]
    fn parts_of_a_text_lead_back_to_the_source() {
        for (text, within, expected) in [
            (r#""abc""#, 0..3, "abc"),
            (r#""abc""#, 1..2, "b"),
            (r#""abc""#, 3..3, ""),
            (r#""abc""#, 1..1, ""),
            (r#""abc""#, 2..99, "c"),
            (r#""a\/b""#, 1..2, "\\/"),
            (r#""a\u0062c""#, 1..3, "\\u0062c"),
            (r#""\ud83d\ude00!""#, 0..4, "\\ud83d\\ude00"),
            (r#""\ud83d\ude00!""#, 2..5, "\\ud83d\\ude00!"),
            (r#""\ud83dx""#, 3..4, "x"),
            (r#""é\n""#, 2..3, "\\n"),
            ("'it\"s'", 2..3, "\""),
            ("“ab”", 1..2, "b"),
            ("key", 1..3, "ey"),
            (r#""""#, 0..4, ""),
            // Not closed, and nothing but the quote.
            ("\"abc", 1..3, "bc"),
            ("\"", 0..1, ""),
            ("“", 0..1, ""),
        ] {
            let loc = raw_range(text.as_bytes(), Loc::new(0, u32::try_from(text.len()).unwrap()), within.clone());
            assert_eq!(&text[loc.range()], expected, "{text} {within:?}");
        }
        assert_eq!(raw_range(b"\"a", Loc::new(5, 9), 0..4), Loc::new(2, 2));
    }
}
