//! The short cut: most callback URLs are so plain that nothing has to be parsed.

use super::{names, tlds, wildcard};

const URL: u8 = 1;
const NAME: u8 = 2;

/// What each byte may be part of: a tail (the ASCII URL code points of the URL Standard), a lower-case name.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        #[expect(clippy::cast_possible_truncation, reason = "below 128, and `TryFrom` is not const")]
        let c = byte as u8;
        classes[byte] = match c {
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => URL | NAME,
            b'A'..=b'Z' | b'!' | b'$' | b'&'..=b',' | b'.' | b'/' | b':' | b';' | b'=' | b'?' | b'@' | b'~' => URL,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// Whether a byte may stand in a path, query or fragment as it is; `%` has rules of its own.
pub(super) const fn is_url_byte(byte: u8) -> bool {
    CLASSES[byte as usize] & URL != 0
}

/// Whether a URL is `https://`, a lower-case public name, perhaps a port for callbacks, and a tail with nothing odd in
/// it. Then the full check has nothing to say, under any policy; the reverse does not hold.
pub(super) fn is_plain(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else { return false };
    let bytes = rest.as_bytes();
    let mut label = 0;
    let mut end = 0;
    while end < bytes.len() && !matches!(bytes[end], b'/' | b'?' | b':') {
        match bytes[end] {
            b'.' if is_plain_label(&bytes[label..end]) => label = end + 1,
            byte if CLASSES[usize::from(byte)] & NAME != 0 => {}
            _ => return false,
        }
        end += 1;
    }
    let tail = &bytes[end..];
    let tail = tail.strip_prefix(b":443").or_else(|| tail.strip_prefix(b":8443")).unwrap_or(tail);
    // A last label that begins with a letter is not a number, so the host is not an IPv4 address.
    label > 0
        && end <= 253
        && is_plain_label(&bytes[label..end])
        && bytes[label].is_ascii_lowercase()
        && tlds::is_public(&rest[label..end])
        && names::lookup_in(&rest[..end], &rest[label..end]).is_none()
        && wildcard::inner_numbers(&rest[..end]).is_none()
        && matches!(tail, [] | [b'/' | b'?', ..])
        && is_plain_tail(tail)
        && u32::try_from(text.len()).is_ok()
}

fn is_plain_label(label: &[u8]) -> bool {
    matches!(label, [first, .., last] if *first != b'-' && *last != b'-' && label.len() <= 63)
        && !label.starts_with(b"xn--")
        || matches!(label, [only] if *only != b'-')
}

/// Whether a path with its query has no fragment, no odd character, and no `%` that encodes nothing.
pub(super) fn is_plain_tail(tail: &[u8]) -> bool {
    let mut bytes = tail.iter();
    while let Some(byte) = bytes.next() {
        let is_escape = *byte == b'%' && (0..2).all(|_| bytes.next().is_some_and(u8::is_ascii_hexdigit));
        if !is_url_byte(*byte) && !is_escape {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_of_a_url_are_those_of_the_url_standard() {
        for byte in 0..=u8::MAX {
            let is_url = byte.is_ascii_alphanumeric() || b"!$&'()*+,-./:;=?@_~".contains(&byte);
            let is_name = byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
            assert_eq!((is_url_byte(byte), CLASSES[usize::from(byte)] & NAME != 0), (is_url, is_name), "{byte:x}");
        }
    }

    #[test]
    fn plain_urls_take_the_short_cut() {
        let label = "a".repeat(63);
        for url in [
            "https://acme.io",
            "https://hooks.acme.io/zoho/bulk",
            "https://a.b-c.d_e.io:443/x",
            "https://acme.io:8443?a=1",
            "https://acme.io/a%2Fb%aF",
            &format!("https://{label}.io/"),
        ] {
            assert!(is_plain(url), "{url}");
        }
        let long = format!("https://{}io", "a.".repeat(126));
        for url in [
            "http://acme.io/",
            "https://acme",
            "https://.io/",
            "https://acme./",
            "https://acme..io/",
            "https://-acme.io/",
            "https://acme-.io/",
            "https://-.io/",
            "https://Acme.io/",
            "https://xn--acme.io/",
            "https://1.2.3.4/",
            "https://acme.0x7f/",
            "https://acme.io:80/",
            "https://acme.io:4430",
            "https://acme.io/%2",
            "https://acme.io/%2g",
            "https://acme.io/a b",
            "https://acme.io/a#b",
            "https://user@acme.io/",
            "https://acme.local/",
            "https://acme.consul/",
            "https://10-0-0-1.acme.io/",
            &format!("https://a{label}.io/"),
            &long,
        ] {
            assert!(!is_plain(url), "{url}");
        }
        assert!(is_plain(&long.replacen("a.a.", "ab.", 1)));
    }
}
