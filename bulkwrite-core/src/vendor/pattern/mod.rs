//! Reads the patterns of dates: the letters of Java's `SimpleDateFormat`, as the documented ones show.
//!
//! Source: `yyyy/MM/dd` and `MM/dd/yyyy HH:mm:ss` of the create-job page; the letters of
//! `docs.oracle.com/en/java/javase/21/docs/api/java.base/java/text/SimpleDateFormat.html`. The list of patterns that the
//! CRM allows is cut off, so nothing is refused for not being on it: see [`listed`].

pub(crate) mod fault;
pub(crate) mod listed;
pub(crate) mod roles;
pub(crate) mod sample;
pub(crate) mod strftime;

use crate::source::Loc;

/// The letters that stand for a part of a date.
const LETTERS: &[u8] = b"GyYMLwWDdFEuaHkKhmsSzZX";

/// The letters of `java.time`'s `DateTimeFormatter` for time zones, which `SimpleDateFormat` does not have.
const ZONES_OF_JAVA_TIME: &[u8] = b"xVO";

/// One letter, as many times as it stands in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) letter: u8,
    start: usize,
    end: usize,
}

impl Run {
    pub(crate) const fn len(self) -> usize {
        self.end - self.start
    }

    pub(crate) fn text(self, format: &str) -> &str {
        format.get(self.start..self.end).unwrap_or_default()
    }

    pub(crate) fn loc(self) -> Loc {
        loc(self.start, self.end)
    }

    /// Whether the letter stands for a part of a date.
    pub(crate) fn is_known(self) -> bool {
        LETTERS.contains(&self.letter) || self.is_zone_of_java_time()
    }

    pub(crate) fn is_zone_of_java_time(self) -> bool {
        ZONES_OF_JAVA_TIME.contains(&self.letter)
    }

    pub(crate) const fn is_hour(self) -> bool {
        matches!(self.letter, b'H' | b'h' | b'K' | b'k')
    }
}

/// A range of a format's text.
pub(crate) fn loc(start: usize, end: usize) -> Loc {
    let place = |at| u32::try_from(at).unwrap_or(u32::MAX);
    Loc::new(place(start), place(end))
}

/// The runs of ASCII letters outside quotes.
pub(crate) fn runs(format: &str) -> Vec<Run> {
    let bytes = format.as_bytes();
    let mut runs: Vec<Run> = Vec::new();
    let mut quoted = false;
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'\'' => quoted = !quoted,
            _ if quoted || !byte.is_ascii_alphabetic() => {}
            _ => match runs.last_mut() {
                Some(run) if run.letter == byte && run.end == at => run.end = at + 1,
                _ => runs.push(Run { letter: byte, start: at, end: at + 1 }),
            },
        }
    }
    runs
}

/// Where the quote stands that nothing closes.
pub(crate) fn open_quote(format: &str) -> Option<usize> {
    let closed = format.bytes().filter(|byte| *byte == b'\'').count() % 2 == 0;
    if closed { None } else { format.rfind('\'') }
}

/// Whether the format is an ordinary pattern of a date or time, in which nothing can be found.
///
/// It is a short cut: of other patterns, many are as good.
pub(crate) fn is_plain(format: &str) -> bool {
    // Nearly all formats are one of these; a test holds them against the rest of this function.
    is_common(format) || is_plain_by_letters(format)
}

/// Whether nobody has anything to say about the format: an ordinary pattern that the vendor lists.
pub(crate) fn is_listed(format: &str) -> bool {
    is_common(format) || is_plain_by_letters(format) && listed::unlisted(format).is_none()
}

/// Compared as a match: the compiler makes a few compares of words of it.
fn is_common(format: &str) -> bool {
    matches!(
        format,
        "yyyy/MM/dd" | "yyyy-MM-dd" | "MM/dd/yyyy" | "dd/MM/yyyy" | "MM/dd/yyyy HH:mm:ss" | "yyyy-MM-dd HH:mm:ss"
    )
}

fn is_plain_by_letters(format: &str) -> bool {
    let bytes = format.as_bytes();
    let (mut seen, mut previous, mut last, mut quoted) = (0u64, 0u8, 0u8, false);
    let bit = |letter: u8| 1u64 << (letter & 0x3f);
    let has = |seen: u64, letters: &[u8]| letters.iter().any(|letter| seen & bit(*letter) != 0);
    for &byte in bytes {
        let run_goes_on = byte == last && !quoted;
        last = byte;
        match byte {
            b'\'' => quoted = !quoted,
            _ if quoted => {
                if !byte.is_ascii_graphic() {
                    return false;
                }
            }
            b'/' | b'-' | b'.' | b':' | b',' | b' ' => {}
            b'y' | b'M' | b'd' | b'H' | b'h' | b'm' | b's' | b'a' | b'E' | b'z' | b'Z' | b'X' => {
                if run_goes_on {
                    continue;
                }
                let after_hour = matches!(previous, b'H' | b'h');
                if seen & bit(byte) != 0 || (byte == b'm') != after_hour && matches!(byte, b'm' | b'M') {
                    return false;
                }
                seen |= bit(byte);
                previous = byte;
            }
            _ => return false,
        }
    }
    let date = [b'y', b'M', b'd'].iter().filter(|letter| seen & bit(**letter) != 0).count();
    let time = has(seen, b"Hh");
    !quoted
        && !format.starts_with(' ')
        && !format.ends_with(' ')
        && (!has(seen, b"X") || !format.contains("XXXX"))
        && (date == 3 || date == 0 && time && !has(seen, b"E"))
        && has(seen, b"h") == has(seen, b"a")
        && !(has(seen, b"h") && has(seen, b"H"))
}

/// Whether the format may be meant for numbers: digits as `0` and `#` with separators, signs, a currency or unit.
///
/// Such formats exist, and none of them is documented: they are not judged.
pub(crate) fn is_number_format(format: &str) -> bool {
    let Some(first) = format.find(['#', '0']) else { return false };
    let last = format.rfind(['#', '0']).unwrap_or(first);
    let digits = &format[first..=last];
    let (before, after) = (&format[..first], &format[last + 1..]);
    let around = [before, after].concat();
    let letters = around.chars().filter(char::is_ascii_alphabetic).count();
    let word = |text: &str| text.trim().chars().all(|c| c.is_ascii_alphabetic());
    let unit = letters <= 4 && word(before) && word(after) && (before.is_empty() || after.is_empty());
    let plain = !digits.contains(|c: char| matches!(c, '1'..='9' | '/' | ':') || c.is_ascii_alphabetic() && c != 'E');
    // `0000-00-00` is a date that is not one.
    let date = !digits.contains('#') && digits.matches(['-', '.']).count() > 1;
    plain
        && !date
        && (letters == 0 || digits.contains('#') || unit)
        && !around.contains(|c: char| matches!(c, '1'..='9' | '/' | ':'))
}

/// Appends a text that stands for itself, its letters quoted.
fn push_literal(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphabetic()) {
        out.push_str(&rest[..start]);
        let len = rest[start..].find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len() - start);
        out.push('\'');
        out.push_str(&rest[start..start + len]);
        out.push('\'');
        rest = &rest[start + len..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_patterns_are_plain_by_their_letters() {
        let dates = ["yyyy/MM/dd", "yyyy-MM-dd", "MM/dd/yyyy", "dd/MM/yyyy"];
        for format in dates.into_iter().chain(["MM/dd/yyyy HH:mm:ss", "yyyy-MM-dd HH:mm:ss"]) {
            assert!(is_common(format) && is_plain_by_letters(format), "{format}");
        }
    }
}
