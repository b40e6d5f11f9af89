//! Web addresses, by the pattern on the vendor's insert-records page.

/// Whether it is an address: with or without a scheme, and with a dot in its host.
pub(crate) fn is_url(cell: &[u8]) -> bool {
    let rest = &cell[scheme(cell)..];
    let class = |byte: u8| CLASSES[usize::from(byte)];
    let (mut at, mut label, mut wanted) = (0, 0, FIRST);
    while let Some(&byte) = rest.get(at).filter(|byte| **byte != b'/') {
        if byte == b'.' && at > label {
            (label, wanted) = (at + 1, LABEL);
        } else if class(byte) & wanted == 0 {
            return false;
        }
        at += 1;
    }
    wanted == LABEL && at > label && rest[at..].iter().all(|byte| class(*byte) & PATH != 0)
}

/// How long the scheme is, with what stands before the host.
fn scheme(cell: &[u8]) -> usize {
    const SCHEMES: [&[u8]; 3] = [b"https://", b"http://", b"ftp://"];
    let begins = |scheme: &&&[u8]| cell.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    SCHEMES.iter().find(begins).map_or(0, |scheme| scheme.len())
}

const FIRST: u8 = 1;
const LABEL: u8 = 2;
const PATH: u8 = 4;

/// What each byte may be part of.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "below 256, and `TryFrom` is not const")]
        let c = byte as u8;
        classes[byte] = (in_first(c) as u8 * FIRST) | (in_label(c) as u8 * LABEL) | (in_path(c) as u8 * PATH);
        byte += 1;
    }
    classes
};

/// `[^\x00-\x19\x22-\x27\x2A-\x2C\x2E-\x2F\x3A-\x3F\x5B-\x5E\x60\x7B\x7D-\x7F]`
const fn in_first(byte: u8) -> bool {
    !matches!(byte, 0..=0x19 | 0x22..=0x27 | 0x2A..=0x2C | 0x2E..=0x2F | 0x3A..=0x3F | 0x5B..=0x5E | 0x60 | 0x7B | 0x7D..=0x7F)
}

/// `[^\x00-\x19\x22\x24-\x2C\x2E-\x2F\x3C\x3E\x40\x5B-\x5E\x60\x7B\x7D-\x7F]`
const fn in_label(byte: u8) -> bool {
    !matches!(byte, 0..=0x19 | 0x22 | 0x24..=0x2C | 0x2E..=0x2F | 0x3C | 0x3E | 0x40 | 0x5B..=0x5E | 0x60 | 0x7B | 0x7D..=0x7F)
}

/// `[^\x00-\x19\x22\x3C\x3E\x5E\x7B\x7D\x7F]`
const fn in_path(byte: u8) -> bool {
    !matches!(byte, 0..=0x19 | 0x22 | 0x3C | 0x3E | 0x5E | 0x7B | 0x7D | 0x7F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_others() {
        for (cell, expected) in [
            ("zylker.com", true),
            ("www.zylker.com", true),
            ("https://zylker.com:8080/x?y=z", true),
            ("ftp://zylker.com", true),
            ("zylker.com/a b/(c)", true),
            ("zylker.com?x=1", true),
            ("https://zylker", false),
            ("localhost", false),
            ("n/a", false),
            ("zylker..com", false),
            (".com", false),
            ("none", false),
            ("javascript:alert(1)", false),
            ("https://", false),
        ] {
            assert_eq!(is_url(cell.as_bytes()), expected, "{cell}");
        }
    }
}
