//! Text in another encoding than UTF-8.

/// What Windows-1252, which files of Latin-1 mostly are, has in place of the control characters from 0x80 on.
///
/// Source: the index of the Encoding Standard; the five bytes that it leaves out stand for themselves.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text that bytes of UTF-16, UTF-32 or Windows-1252 spell; `None` where they are UTF-8 already, or spell nothing.
pub(crate) fn decode(bytes: &[u8]) -> Option<String> {
    match super::sniff::encoding(bytes) {
        Some(name) => decode_wide(bytes, name),
        None => is_windows_1252(bytes).then(|| bytes.iter().map(|byte| decode_byte(*byte)).collect()),
    }
}

/// Whether text that is not UTF-8 may be Windows-1252 throughout: no character of it is written in UTF-8.
pub(super) fn is_windows_1252(bytes: &[u8]) -> bool {
    let mut chunks = bytes.utf8_chunks().peekable();
    chunks.peek().is_some_and(|chunk| !chunk.invalid().is_empty()) && chunks.all(|chunk| chunk.valid().is_ascii())
}

fn decode_byte(byte: u8) -> char {
    match byte {
        0x80..0xA0 => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

fn decode_wide(bytes: &[u8], name: &str) -> Option<String> {
    let big = name.contains("big");
    let text = if name.starts_with("UTF-32") {
        let (units, []) = bytes.as_chunks() else { return None };
        let scalar = |unit: &[u8; 4]| if big { u32::from_be_bytes(*unit) } else { u32::from_le_bytes(*unit) };
        units.iter().map(|unit| char::from_u32(scalar(unit))).collect::<Option<String>>()
    } else {
        let (units, []) = bytes.as_chunks() else { return None };
        let unit = |unit: &[u8; 2]| if big { u16::from_be_bytes(*unit) } else { u16::from_le_bytes(*unit) };
        char::decode_utf16(units.iter().map(unit)).collect::<Result<String, _>>().ok()
    }?;
    Some(text.trim_start_matches('\u{feff}').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_utf8_is_decoded_whole_or_not_at_all() {
        let wide = |text: &str, big: bool| -> Vec<u8> {
            let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
            text.encode_utf16().flat_map(bytes).collect()
        };
        let text = "{\"a\": \"é😀\"}";
        for (bytes, expected) in [
            (wide(text, false), Some(text)),
            (wide(text, true), Some(text)),
            (wide(&format!("\u{feff}{text}"), false), Some(text)),
            (text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(), Some(text)),
            (b"{\"a\": \"\xe9\x80\"}".to_vec(), Some("{\"a\": \"é€\"}")),
            (b"{\"a\": \"\xc3\xa9\xe9\"}".to_vec(), None),
            (text.as_bytes().to_vec(), None),
            (b"{\0\"".to_vec(), None),
            (b"{\0\0".to_vec(), None),
        ] {
            assert_eq!(decode(&bytes).as_deref(), expected, "{bytes:?}");
        }
    }
}
