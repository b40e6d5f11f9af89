//! Words in messages: what they are made of, and the user's own words, fit to stand in them.

pub(crate) mod mask;
#[doc(hidden)]
pub mod notation;
pub mod sort;
pub mod suggest;
pub(crate) mod token;

use std::borrow::Cow;

use self::mask::masked;

/// A text of a diagnostic: most are constants, some carry the user's own words.
pub type Text = Cow<'static, str>;

/// The user's own words, fit to stand in a message: shortened, control and bidi characters escaped, the secrets of
/// URLs masked.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::quoted;
///
/// assert_eq!(quoted("Leads"), "`Leads`");
/// assert_eq!(quoted("Le\u{202e}ads\n"), r"`Le\u{202e}ads\n`");
/// assert_eq!(quoted("https://a.b/c?key=1"), "`https://a.b/c?***`");
/// ```
pub fn quoted(text: &str) -> String {
    let masked = masked(text);
    let mut out = String::with_capacity(masked.len().min(LONGEST_QUOTE) + 4);
    out.push('`');
    if masked.len() <= LONGEST_QUOTE && masked.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        out.push_str(&masked);
        out.push('`');
        return out;
    }
    for (i, c) in masked.chars().enumerate() {
        if i == LONGEST_QUOTE {
            out.push('…');
            break;
        }
        push_escaped(&mut out, c);
    }
    out.push('`');
    out
}

/// Longer quotes are cut: a message is no place for a whole file.
const LONGEST_QUOTE: usize = 80;

/// Appends `c`, escaped if a terminal or reader could take it for something else.
pub(crate) fn push_escaped(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c if is_deceptive(c) => out.extend(c.escape_unicode()),
        c => out.push(c),
    }
}

/// Escapes what does not show as itself in a text that carries words of the user's; a constant has nothing of the kind.
pub(crate) fn escape(text: &mut Text) {
    let Cow::Owned(owned) = &*text else { return };
    let is_plain = owned.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if is_plain || !owned.contains(is_deceptive) {
        return;
    }
    let mut out = String::with_capacity(owned.len() + 16);
    owned.chars().for_each(|c| push_escaped(&mut out, c));
    *text = Cow::Owned(out);
}

/// A text with the decimal digits of other scripts written as those of ASCII.
pub(crate) fn ascii_digits(text: &str) -> String {
    text.chars().map(ascii_digit).collect()
}

fn ascii_digit(c: char) -> char {
    let start = DIGITS.into_iter().find(|&zero| (zero..zero + 10).contains(&u32::from(c)));
    start.and_then(|zero| char::from_digit(u32::from(c) - zero, 10)).unwrap_or(c)
}

/// The zeros of the scripts that keyboards and spreadsheets offer, each followed by its other digits.
///
/// Source: the category `Nd` of Unicode 16.
const DIGITS: [u32; 16] =
    [0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0x17E0, 0xFF10];

/// Whether a character does not show as itself: controls, bidirectional and other invisible formatting.
pub fn is_deceptive(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}
