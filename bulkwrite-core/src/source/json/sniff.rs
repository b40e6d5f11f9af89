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

/// How to make JSON of what [`format`] names.
pub(super) fn cure(format: &str) -> Option<&'static str> {
    Some(match format {
        PYTHON => "write it with `json.dumps(job)`",
        PHP => "write it with `json_encode($job)`",
        GO => "write it with `json.Marshal(job)`",
        YAML => "convert it to JSON; the CRM reads no YAML",
        BASE64 => "decode it first",
        PERCENT => "send the JSON itself as the body, without URL encoding",
        _ => return None,
    })
}

const PYTHON: &str = "a Python expression";
pub(super) const PHP: &str = "a PHP array";
const GO: &str = "what Go prints for a map";
const YAML: &str = "YAML";
const BASE64: &str = "base64";
const PERCENT: &str = "URL-encoded text";

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
    for (start, name) in [
        ("array(", PHP),
        ("array (", PHP),
        ("Array\n(", PHP),
        ("<?php", PHP),
        ("map[", GO),
        ("dict(", PYTHON),
        ("OrderedDict(", PYTHON),
        ("json.dumps(", PYTHON),
        ("eyJ", BASE64),
        ("%7B", PERCENT),
        ("---", YAML),
    ] {
        if starts(start) {
            return Some(name);
        }
    }
    if yaml(bytes) {
        return Some(YAML);
    }
    table(bytes).then_some("a table (CSV)")
}

/// Whether the first line that is no comment is a key without quotes and its value, or a key that lines below it belong to.
fn yaml(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_end);
    let Some(first) = lines.find(|line| !line.is_empty() && line[0] != b'#') else { return false };
    let name = first.iter().take_while(|&&byte| byte.is_ascii_alphanumeric() || byte == b'_').count();
    let value = match first.get(name..) {
        Some([b':', value @ ..]) if name > 0 => value,
        _ => return false,
    };
    let next = lines.find(|line| !line.is_empty()).unwrap_or_default();
    match value {
        [] => next.trim_ascii_start().starts_with(b"- ") || next.starts_with(b"  "),
        [b' ', value @ ..] => next.contains(&b':') || value.iter().all(u8::is_ascii_alphanumeric),
        _ => false,
    }
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
    fn yaml_starts_with_a_key_without_quotes() {
        for (text, is_one) in [
            ("operation: insert", true),
            ("# leads\n\nresource:\n  - type: data", true),
            ("resource:\n- type: data", true),
            ("job:\n  operation: insert", true),
            ("ignore_empty: true\noperation: insert", true),
            ("Note: this is prose", false),
            ("operation:insert", false),
            ("resource:", false),
            (": x", false),
            ("", false),
        ] {
            assert_eq!(yaml(text.as_bytes()), is_one, "{text}");
        }
    }

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
