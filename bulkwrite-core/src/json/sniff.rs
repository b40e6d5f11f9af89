//! What a text is that is not JSON.

/// The encoding of `bytes` if it is UTF-16 or UTF-32.
///
/// JSON starts with an ASCII character, and a UTF-8 text has no NUL beside it.
pub(super) fn encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [1..=0xFF, 0, 0, 0, ..] => Some("UTF-32 (little endian)"),
        [0, 0, 0xFE, 0xFF, ..] | [0, 0, 0, 1..=0xFF, ..] => Some("UTF-32 (big endian)"),
        [0xFF, 0xFE, ..] | [1..=0xFF, 0, 1..=0xFF, ..] => Some("UTF-16 (little endian)"),
        [0xFE, 0xFF, ..] | [0, 1..=0xFF, ..] => Some("UTF-16 (big endian)"),
        _ => None,
    }
}

/// The kind of binary file that `bytes` are, if their start says so.
pub(super) fn archive(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 8] = [
        (b"PK\x03\x04", "a ZIP archive"),
        (b"PK\x05\x06", "an empty ZIP archive"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"%PDF-", "a PDF document"),
        (b"\xD0\xCF\x11\xE0", "an old Office document"),
        (b"\x89PNG", "a PNG image"),
        (b"7z\xBC\xAF", "a 7z archive"),
        (b"BZh", "a bzip2 archive"),
    ];
    MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, name)| *name)
}

/// The kind of text that `bytes` are, if their start says so.
pub(super) fn format(bytes: &[u8]) -> Option<&'static str> {
    if let Some(name) = archive(bytes) {
        return Some(name);
    }
    let bytes = bytes.trim_ascii_start();
    let starts =
        |prefix: &str| bytes.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()));
    if ["<!doctype html", "<html", "<head", "<body"].into_iter().any(starts) {
        return Some("an HTML page");
    }
    if starts("<?xml") || bytes.first() == Some(&b'<') && bytes.get(1).is_some_and(u8::is_ascii_alphabetic) {
        return Some("XML or HTML");
    }
    if starts("HTTP/") || starts("POST ") || starts("GET ") || starts("PUT ") {
        return Some("an HTTP message");
    }
    if starts("```") {
        return Some("a Markdown code block");
    }
    if starts("curl ") {
        return Some("a shell command");
    }
    if starts("---") || starts("operation:") {
        return Some("YAML");
    }
    table(bytes).then_some("a table (CSV)")
}

/// Whether the first lines have the same number of separators, at least one, and none of JSON's brackets.
fn table(bytes: &[u8]) -> bool {
    let lines: Vec<&[u8]> =
        bytes.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()).take(3).collect();
    let count = |line: &[u8], separator: u8| line.split(|&byte| byte == separator).count() - 1;
    let plain = |line: &&[u8]| !line.iter().any(|byte| b"{}[]".contains(byte)) && line.len() < 10_000;
    let same = |separator| {
        let first = lines.first().map_or(0, |line| count(line, separator));
        // A single line is prose as well as a header, unless every cell is one word.
        let words = || lines[0].split(|&byte| byte == separator).all(|cell| !cell.trim_ascii().contains(&b' '));
        first > 0 && lines.iter().all(|line| count(line, separator) == first) && (lines.len() > 1 || words())
    };
    lines.iter().all(plain) && b",;\t|".iter().any(|&separator| same(separator))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_the_same_separators_on_its_first_lines() {
        for (text, is_one) in [
            ("Last_Name,Email", true),
            ("Last Name,Email", false),
            ("Last Name,Email\nA,B", true),
            ("Last Name;Email\n\nA;B\n", true),
            ("a\tb\nc\td", true),
            ("a,b\nc", false),
            ("a,b\nc,d,e", false),
            ("a,b\nc,{", false),
            ("a", false),
            ("", false),
        ] {
            assert_eq!(table(text.as_bytes()), is_one, "{text}");
        }
        for (length, is_one) in [(9_999, true), (10_000, false), (10_001, false)] {
            assert_eq!(table(format!("{},b", "a".repeat(length - 2)).as_bytes()), is_one, "{length}");
        }
    }
}
