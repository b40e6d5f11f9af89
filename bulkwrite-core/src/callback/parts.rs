//! Where the parts of a URL stand in its text.

use std::ops::Range;

/// The parts of a URL as the URL Standard cuts an `https` URL, malformed ones included: any number of slashes and
/// backslashes before the authority, blanks at the ends and line breaks anywhere ignored.
pub(super) struct Parts {
    /// What remains without blanks and control characters at both ends.
    pub(super) trimmed: Range<usize>,
    /// The scheme without its colon, if there is one.
    pub(super) scheme: Option<Range<usize>>,
    /// Everything between the colon and the authority: should be `//`.
    pub(super) slashes: Range<usize>,
    /// The credentials with their `@`.
    pub(super) userinfo: Option<Range<usize>>,
    pub(super) host: Range<usize>,
    /// The port without its colon.
    pub(super) port: Option<Range<usize>>,
    /// Path, query and fragment.
    pub(super) tail: Range<usize>,
}

/// A tab or line break: the URL Standard drops them wherever they are.
pub(super) const fn is_dropped(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r')
}

/// The first place in the range whose byte is something else.
fn skip(bytes: &[u8], range: Range<usize>, is: impl Fn(u8) -> bool) -> usize {
    bytes[range.clone()].iter().position(|byte| !is(*byte)).map_or(range.end, |i| range.start + i)
}

impl Parts {
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let is_blank = |byte: &u8| *byte <= b' ';
        let start = bytes.iter().take_while(|byte| is_blank(byte)).count();
        let end = bytes.len() - bytes[start..].iter().rev().take_while(|byte| is_blank(byte)).count();

        let colon =
            skip(bytes, start..end, |b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.') || is_dropped(b));
        let has_scheme =
            bytes[start..end].first().is_some_and(u8::is_ascii_alphabetic) && text[colon..].starts_with(':');
        let after_scheme = if has_scheme { colon + 1 } else { start };

        let authority = skip(bytes, after_scheme..end, |b| matches!(b, b'/' | b'\\') || is_dropped(b));
        let tail = skip(bytes, authority..end, |b| !matches!(b, b'/' | b'\\' | b'?' | b'#'));
        let host = text[authority..tail].rfind('@').map_or(authority, |at| authority + at + 1);
        let mut in_brackets = false;
        let host_end = bytes[host..tail].iter().position(|byte| {
            in_brackets = *byte == b'[' || in_brackets && *byte != b']';
            *byte == b':' && !in_brackets
        });
        let host_end = host_end.map_or(tail, |i| host + i);
        Self {
            trimmed: start..end,
            scheme: has_scheme.then_some(start..colon),
            slashes: after_scheme..authority,
            userinfo: (host > authority).then_some(authority..host),
            host: host..host_end,
            port: (host_end < tail).then_some(host_end + 1..tail),
            tail: tail..end,
        }
    }
}
