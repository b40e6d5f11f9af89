//! Web addresses, by the pattern on the vendor's insert-records page.

/// Whether it is an address: with or without a scheme, and with a dot in its host.
pub(crate) fn is_url(cell: &[u8]) -> bool {
    const SCHEMES: [&[u8]; 3] = [b"http://", b"https://", b"ftp://"];
    let scheme =
        SCHEMES.iter().find(|scheme| cell.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let rest = &cell[scheme.map_or(0, |scheme| scheme.len())..];
    let host_end = rest.iter().position(|byte| *byte == b'/').unwrap_or(rest.len());
    let (host, path) = rest.split_at(host_end);
    let mut labels = host.split(|byte| *byte == b'.');
    let first = labels.next().unwrap_or_default();
    let mut others = 0;
    for label in labels {
        if label.is_empty() || !label.iter().all(|byte| in_label(*byte)) {
            return false;
        }
        others += 1;
    }
    !first.is_empty()
        && first.iter().all(|byte| in_first(*byte))
        && others > 0
        && path.iter().all(|byte| in_path(*byte))
}

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
