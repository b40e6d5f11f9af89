//! Words that programs write into cells by mistake.
#![allow(clippy::items_after_statements, clippy::match_same_arms, reason = "tables stand where they are read")]

use bulkwrite_core::is_deceptive;

/// Whether a spreadsheet wrote it in place of a value that it could not compute: `#N/A`, `#REF!`, and in other languages.
pub(crate) fn is_spreadsheet_error(cell: &[u8]) -> bool {
    if cell.first() != Some(&b'#') || cell.len() > 24 {
        return false;
    }
    if cell.len() >= 3 && cell.iter().all(|byte| *byte == b'#') {
        return true; // a column that was too narrow
    }
    const ERRORS: [&str; 27] = [
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#UNKNOWN!",
        "#CONNECT!",
        "#GETTING_DATA",
        "#ERROR!",
        "#NV",
        "#BEZUG!",
        "#WERT!",
        "#ZAHL!",
        "#VALEUR!",
        "#NOM?",
        "#NOMBRE!",
        "#VALOR!",
        "#VALORE!",
        "#NOME?",
        "#RIF!",
        "#BUSY!",
    ];
    let Ok(text) = std::str::from_utf8(cell) else { return false };
    ERRORS.iter().any(|error| text.eq_ignore_ascii_case(error))
}

/// Whether it is nothing but printable ASCII, eight bytes at a time.
pub(crate) fn is_printable(cell: &[u8]) -> bool {
    const fn odd(word: u64) -> u64 {
        const fn spread(byte: u8) -> u64 {
            u64::from_ne_bytes([byte; 8])
        }
        // Below a blank the subtraction borrows into the high bit, and adding one reaches it from 0x7F.
        (word | word.wrapping_sub(spread(0x20)) | word.wrapping_add(spread(1))) & spread(0x80)
    }
    match cell.last_chunk::<8>() {
        Some(end) => cell.as_chunks().0.iter().chain([end]).all(|chunk| odd(u64::from_ne_bytes(*chunk)) == 0),
        None => cell.iter().all(|byte| matches!(byte, b' '..=b'~')),
    }
}

/// Whether a program wrote it for nothing: `nan`, `None`, `NULL`, `\N`, `undefined`.
pub(crate) fn is_null_word(cell: &[u8]) -> bool {
    if !matches!(cell.len(), 2..=9) || !matches!(cell[0], b'n' | b'N' | b'u' | b'U' | b'\\' | b'<' | b'(' | b'[') {
        return false;
    }
    const WORDS: [&str; 10] = ["nan", "none", "null", "\\n", "undefined", "<na>", "nat", "(null)", "<null>", "[null]"];
    WORDS.iter().any(|word| cell.eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether it is an object or list of a program: `{"…`, `[{…`, `["…`, `[object Object]`.
pub(crate) fn is_structured(cell: &[u8]) -> bool {
    let (Some(b'{' | b'['), Some(_)) = (cell.first(), cell.get(1)) else { return false };
    if cell == b"[object Object]" {
        return true;
    }
    let inner = cell[1..].trim_ascii_start();
    let closes = matches!(cell.last(), Some(b'}' | b']'));
    match (cell[0], inner.first()) {
        (b'{', Some(b'"' | b'\'')) => inner.contains(&b':'),
        (b'[', Some(b'{' | b'"')) => true,
        (b'[', Some(b'\'' | b']')) | (b'{', Some(b'}')) => closes,
        _ => false,
    }
}

/// Whether it holds text that was read in another encoding than it was written in: `Ã¼` for `ü`.
pub(crate) fn is_mojibake(cell: &str) -> bool {
    if cell.contains('\u{fffd}') {
        return true;
    }
    let mut chars = cell.chars();
    while let Some(c) = chars.next() {
        let following = match c {
            'Â'..='ß' => 1,
            'à'..='ï' => 2,
            'ð' => 3,
            _ => continue,
        };
        let rest: Vec<char> = chars.clone().take(following).collect();
        if rest.len() == following && rest.iter().all(|c| is_continuation(*c)) {
            return true;
        }
    }
    false
}

/// Whether windows-1252 has this character where UTF-8 has the later bytes of a character.
fn is_continuation(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{bf}')
        || matches!(
            c,
            '€' | '‚'
                | 'ƒ'
                | '„'
                | '…'
                | '†'
                | '‡'
                | 'ˆ'
                | '‰'
                | 'Š'
                | '‹'
                | 'Œ'
                | 'Ž'
                | '‘'
                | '’'
                | '“'
                | '”'
                | '•'
                | '–'
                | '—'
                | '˜'
                | '™'
                | 'š'
                | '›'
                | 'œ'
                | 'ž'
                | 'Ÿ'
        )
}

/// The first character that does not show and does not belong there.
///
/// The joiners U+200C and U+200D belong between letters of scripts that join, and in emoji; the marks of direction in text that has one.
pub(crate) fn invisible(cell: &str) -> Option<char> {
    let has_right_to_left = || cell.chars().any(|c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fefc}'));
    let mut before: Option<char> = None;
    let mut chars = cell.chars().peekable();
    while let Some(c) = chars.next() {
        let last = before.replace(c);
        let belongs = match c {
            '\t' | '\n' | '\r' => true,
            '\u{2028}'
            | '\u{2029}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{e0020}'..='\u{e007f}'
            | '\u{e0100}'..='\u{e01ef}'
            | '\u{fffd}' => true,
            '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' => {
                true
            }
            '\u{200c}' | '\u{200d}' => {
                let joins = |c: char| {
                    !c.is_ascii() && !('\u{80}'..='\u{24f}').contains(&c) && !is_deceptive(c) || is_selector(c)
                };
                last.is_some_and(joins) && chars.peek().copied().is_some_and(joins)
            }
            '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                has_right_to_left()
            }
            c => !is_deceptive(c),
        };
        if !belongs {
            return Some(c);
        }
    }
    None
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}')
}

/// The text without characters that do not show.
pub(crate) fn without_invisible(cell: &str) -> String {
    cell.chars().filter(|c| !is_deceptive(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_programs_are_told_from_others() {
        for (cell, error, null, structured) in [
            ("#N/A", true, false, false),
            ("#REF!", true, false, false),
            ("#1 in town", false, false, false),
            ("####", true, false, false),
            ("NULL", false, true, false),
            ("\\N", false, true, false),
            ("nan", false, true, false),
            ("Nancy", false, false, false),
            ("{\"a\":1}", false, false, true),
            ("[{\"id\":1}]", false, false, true),
            ("[\"a\"]", false, false, true),
            ("[]", false, false, true),
            ("[sic]", false, false, false),
            ("{name}", false, false, false),
            ("[object Object]", false, false, true),
        ] {
            let bytes = cell.as_bytes();
            assert_eq!(
                (is_spreadsheet_error(bytes), is_null_word(bytes), is_structured(bytes)),
                (error, null, structured),
                "{cell}"
            );
        }
    }

    #[test]
    fn garbled_and_invisible_text_is_told_from_other() {
        for (cell, garbled, hidden) in [
            ("MÃ¼ller", true, None),
            ("donâ€™t", true, None),
            ("Müller", false, None),
            ("SÃO PAULO", false, None),
            ("Â£5", true, None),
            ("a\u{fffd}b", true, None),
            ("a\u{200b}b", false, Some('\u{200b}')),
            ("\u{feff}a", false, Some('\u{feff}')),
            ("می\u{200c}خواهم", false, None),
            ("👩\u{200d}👩\u{200d}👧", false, None),
            ("a\u{200d}b", false, Some('\u{200d}')),
            ("a\u{202e}b", false, Some('\u{202e}')),
            ("one\u{2028}two", false, None),
            ("soft\u{ad}hyphen", false, Some('\u{ad}')),
            ("one\ntwo", false, None),
            ("bell\u{7}", false, Some('\u{7}')),
        ] {
            assert_eq!((is_mojibake(cell), invisible(cell)), (garbled, hidden), "{cell:?}");
        }
    }
}
