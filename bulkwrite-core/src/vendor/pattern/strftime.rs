//! Patterns of C's `strftime`, which Python, Ruby, PHP and databases share.

use std::ops::Range;

/// What a directive is as a pattern.
///
/// Source: ISO C, 7.29.3.5, and the modifiers of glibc. `%f` (microseconds) and locale forms (`%c`, `%x`) have no
/// counterpart.
const DIRECTIVES: &[(&str, &str)] = &[
    ("Y", "yyyy"),
    ("y", "yy"),
    ("m", "MM"),
    ("-m", "M"),
    ("d", "dd"),
    ("-d", "d"),
    ("e", "d"),
    ("b", "MMM"),
    ("h", "MMM"),
    ("B", "MMMM"),
    ("a", "EEE"),
    ("A", "EEEE"),
    ("j", "DDD"),
    ("H", "HH"),
    ("-H", "H"),
    ("k", "H"),
    ("I", "hh"),
    ("-I", "h"),
    ("l", "h"),
    ("M", "mm"),
    ("S", "ss"),
    ("p", "a"),
    ("P", "a"),
    ("z", "Z"),
    (":z", "XXX"),
    ("Z", "z"),
    ("F", "yyyy-MM-dd"),
    ("T", "HH:mm:ss"),
    ("R", "HH:mm"),
    ("D", "MM/dd/yy"),
];

/// The first directive, `%Y` or `%-d`.
pub(crate) fn find(format: &str) -> Option<Range<usize>> {
    format.match_indices('%').find_map(|(at, _)| {
        let rest = &format[at + 1..];
        let letter = rest.trim_start_matches(['-', '_', '^', '#', ':', '0']);
        let len = rest.len() - letter.len() + 1;
        letter.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| at..at + 1 + len)
    })
}

/// The same as a pattern, if each directive has a counterpart.
pub(crate) fn translated(format: &str) -> Option<String> {
    let mut out = String::new();
    let mut literal = String::new();
    let mut rest = format;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        if c != '%' {
            literal.push(c);
            rest = after;
            continue;
        }
        super::push_literal(&mut out, &std::mem::take(&mut literal));
        let longest =
            DIRECTIVES.iter().filter(|(directive, _)| after.starts_with(directive)).max_by_key(|row| row.0.len());
        let (directive, letters) = longest?;
        out.push_str(letters);
        rest = &after[directive.len()..];
    }
    super::push_literal(&mut out, &literal);
    Some(out)
}
