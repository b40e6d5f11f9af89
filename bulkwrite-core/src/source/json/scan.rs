//! Byte scanning: eight bytes at a time, without unsafe code.

/// The bytes that are neither a blank nor the start of what is meant as a blank or a comment.
pub(super) static PLAIN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0x21_u8;
    while byte < 0x80 {
        table[byte as usize] = !matches!(byte, b'/' | b'#' | b'.');
        byte += 1;
    }
    table
};

/// Eight copies of a byte.
const fn spread(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The eight bytes at `at`, the first one lowest.
#[inline]
fn chunk(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|chunk| u64::from_le_bytes(*chunk))
}

/// The first byte from `at` on that ends a plain run of a string: a quote, a backslash or a control character.
#[inline]
pub(super) fn plain_end(bytes: &[u8], at: usize) -> usize {
    // Most strings end within sixteen bytes: for these the loop, and what it takes to enter it, is too much.
    for at in [at, at + 8] {
        let Some(word) = chunk(bytes, at) else { break };
        let found = string_ends(word);
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
    }
    far_plain_end(bytes, at)
}

#[inline(never)]
fn far_plain_end(bytes: &[u8], at: usize) -> usize {
    let (chunks, rest) = bytes.get(at..).unwrap_or_default().as_chunks();
    let mut end = at;
    for chunk in chunks {
        let found = string_ends(u64::from_le_bytes(*chunk));
        if found != 0 {
            return end + found.trailing_zeros() as usize / 8;
        }
        end += 8;
    }
    end + rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).unwrap_or(rest.len())
}

/// The high bit of every byte that ends a plain run of a string; above the first such byte there may be false ones.
const fn string_ends(word: u64) -> u64 {
    // One bit turned, a quote is below 0x21 together with the control characters, and a blank is not.
    let quote_or_control = (word ^ spread(0x02)).wrapping_sub(spread(0x21));
    let backslash = (word ^ spread(b'\\')).wrapping_sub(spread(1));
    (quote_or_control | backslash) & !word & spread(0x80)
}

/// The first byte from `at` on that is none of JSON's four blanks.
#[inline]
pub(super) fn blanks_end(bytes: &[u8], at: usize) -> usize {
    if !bytes.get(at).copied().is_some_and(is_blank) {
        return at;
    }
    // Most blanks are a single one, or a line end and the indentation after it.
    for at in [at + 1, at + 9] {
        let Some(word) = chunk(bytes, at) else { break };
        let other = word ^ spread(b' ');
        if other != 0 {
            let end = at + other.trailing_zeros() as usize / 8;
            return if is_blank(bytes[end]) { far_blanks_end(bytes, end) } else { end };
        }
    }
    far_blanks_end(bytes, at)
}

#[inline(never)]
fn far_blanks_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| !is_blank(*byte)).unwrap_or(rest.len())
}

pub(super) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// The first byte from `at` on that is no digit.
#[inline]
pub(super) fn digits_end(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    at
}

/// The end of a number as RFC 8259 wants it that starts at `at`, or `None` if there is none.
pub(super) fn number_end(bytes: &[u8], at: usize) -> Option<usize> {
    let some_digits = |at: usize| Some(digits_end(bytes, at)).filter(|&end| end > at);
    let whole = at + usize::from(bytes.get(at) == Some(&b'-'));
    let mut end = some_digits(whole)?;
    if bytes[whole] == b'0' && end > whole + 1 {
        return None;
    }
    if bytes.get(end) == Some(&b'.') {
        end = some_digits(end + 1)?;
    }
    if let Some(b'e' | b'E') = bytes.get(end) {
        end = some_digits(end + 1 + usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-'))))?;
    }
    Some(end)
}

/// Whether a byte continues a word or a number, so that what stands before it is not yet complete.
#[inline]
pub(super) const fn continues(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'.' | b'+' | b'-' | 0x80..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_bytes_are_no_blanks_and_begin_none() {
        for byte in 0..=u8::MAX {
            assert_eq!(PLAIN[usize::from(byte)], matches!(byte, b'!'..=0x7f if !b"/#.".contains(&byte)), "{byte:x}");
        }
    }

    #[test]
    fn eight_bytes_at_a_time_find_what_one_at_a_time_finds() {
        for length in 0..40 {
            for at in 0..=length {
                for byte in [
                    0, b' ', 0x1f, b'!', b'"', b'#', b'\\', b']', b'a', 0x7f, 0x80, 0xa2, 0xdc, 0xff, b'\n', b'\r',
                    b'\t',
                ] {
                    for fill in [b'a', b' ', 0xc3] {
                        let mut text = vec![fill; length];
                        if let Some(place) = text.get_mut(at) {
                            *place = byte;
                        }
                        for start in 0..=length {
                            let first = |is: &dyn Fn(u8) -> bool| {
                                start + text[start..].iter().position(|byte| is(*byte)).unwrap_or(length - start)
                            };
                            let ends = first(&|byte| byte == b'"' || byte == b'\\' || byte < 0x20);
                            assert_eq!(plain_end(&text, start), ends, "{text:?} {start}");
                            assert_eq!(far_plain_end(&text, start), ends, "{text:?} {start}");
                            assert_eq!(blanks_end(&text, start), first(&|byte| !is_blank(byte)), "{text:?} {start}");
                        }
                    }
                }
            }
        }
        assert_eq!(chunk(b"abcdefghi", 1), Some(u64::from_le_bytes(*b"bcdefghi")));
        assert_eq!((chunk(b"abcdefgh", 1), chunk(b"", 1)), (None, None));
    }
}
