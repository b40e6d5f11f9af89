//! Email addresses, by the pattern on the vendor's insert-records page.

/// Whether it is an address: no blanks, one `@`, no dot before everything, a dot in the domain. Letters of any script will do, and so
/// will two dots in a row or one before the `@`.
pub(crate) fn is_email(cell: &str) -> bool {
    let Some((local, domain)) = cell.split_once('@') else { return false };
    let in_local = |c: char| {
        c.is_alphanumeric()
            || is_mark(c)
            || matches!(c, '!' | '#'..='\'' | '*' | '+' | '-'..='/' | '=' | '?' | '^'..='`' | '{'..='~')
    };
    if local.is_empty() || local.starts_with('.') || !local.chars().all(in_local) {
        return false;
    }
    let mut labels = domain.split('.');
    let in_label = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || is_mark(c) || matches!(c, '-' | '_'))
    };
    let Some(last) = labels.next_back() else { return false };
    let mut others = 0;
    for label in labels {
        if !in_label(label) {
            return false;
        }
        others += 1;
    }
    let is_top = last.chars().count() >= 2 && in_label(last) && !last.bytes().all(|byte| byte.is_ascii_digit());
    others > 0 && is_top
}

/// Whether it is an address in ASCII as nearly all are: the short way.
pub(crate) fn is_plain(cell: &[u8]) -> bool {
    const LOCAL: u8 = 1;
    const LABEL: u8 = 2;
    static CLASSES: [u8; 256] = {
        let mut classes = [0; 256];
        let mut byte = 0u8;
        while byte < 128 {
            classes[byte as usize] = match byte {
                b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'_' => LOCAL | LABEL,
                b'!' | b'#'..=b'\'' | b'*' | b'+' | b'.' | b'/' | b'=' | b'?' | b'^' | b'`' | b'{'..=b'~' => LOCAL,
                _ => 0,
            };
            byte += 1;
        }
        classes
    };
    let is = |class: u8| move |byte: &u8| CLASSES[usize::from(*byte)] & class != 0;
    let local = cell.iter().take_while(|byte| is(LOCAL)(byte)).count();
    if local == 0 || cell[0] == b'.' || cell.get(local) != Some(&b'@') {
        return false;
    }
    let domain = &cell[local + 1..];
    let (mut start, mut labels) = (0, 0);
    for (at, byte) in domain.iter().enumerate() {
        if *byte == b'.' && at > start {
            (start, labels) = (at + 1, labels + 1);
        } else if !is(LABEL)(byte) {
            return false;
        }
    }
    let last = &domain[start..];
    labels > 0 && last.len() >= 2 && last[0].is_ascii_alphabetic()
}

/// The marks that letters of some scripts are written with.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{e31}'..='\u{e4e}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_others() {
        for (cell, expected) in [
            ("p@zylker.com", true),
            ("müller@zylker.com", true),
            ("o'hara@zylker.com", true),
            ("p@münchen.de", true),
            ("p..q@zylker.com", true),
            ("p.q.@zylker.com", true),
            ("+p@zylker.photography", true),
            ("p@mail.zylker.co.uk", true),
            (".p@zylker.com", false),
            ("p(at)zylker.com", false),
            ("k@zylker", false),
            ("k@zylker.", false),
            ("k@.com", false),
            ("p @zylker.com", false),
            ("p@zylker.com ", false),
            ("a@zylker.com;b@zylker.com", false),
            ("a@zylker.com,b@zylker.com", false),
            ("Pat <p@zylker.com>", false),
            ("mailto:p@zylker.com", false),
            ("p@@zylker.com", false),
            ("@zylker.com", false),
            ("bad", false),
            ("p@10.0.0.1", false),
        ] {
            assert_eq!(is_email(cell), expected, "{cell}");
            assert!(expected || !is_plain(cell.as_bytes()), "{cell}");
        }
    }

    #[test]
    fn the_short_way_takes_no_other_address() {
        let bytes = *b"a9Z-_.@!{ ,\x00";
        for code in 0..bytes.len().pow(5) {
            let cell: Vec<u8> = (0..5).map(|at| bytes[code / bytes.len().pow(at) % bytes.len()]).collect();
            let text = std::str::from_utf8(&cell).unwrap_or_default();
            assert!(is_email(text) || !is_plain(&cell), "{text}");
        }
        assert!(is_plain(b"first.last+tag@mail.zylker.co.uk"));
    }
}
