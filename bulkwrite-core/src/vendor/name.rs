//! What an API name may look like.

use std::borrow::Cow;

use crate::source::Loc;
use crate::source::fault::Fault;
use crate::text::{is_deceptive, quoted};
use crate::vendor::limits::API_NAME;

/// The bytes of API names: a table, as every name of a job is looked at.
static PLAIN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128u8 {
        table[byte as usize] = byte.is_ascii_alphanumeric() || byte == b'_';
        byte += 1;
    }
    table
};

/// Whether a name is one that nobody has anything to say about: letters, digits and underscores, the first a letter, no
/// more than there may be. Every name of a job is looked at, eight bytes at a time.
#[inline]
pub(crate) fn is_plain(name: &str) -> bool {
    let bytes = name.as_bytes();
    if !bytes.first().is_some_and(u8::is_ascii_alphabetic) || bytes.len() > API_NAME {
        return false;
    }
    match bytes.last_chunk::<8>() {
        Some(end) => bytes.as_chunks().0.iter().chain([end]).all(|chunk| is_plain_word(u64::from_ne_bytes(*chunk))),
        None => bytes.iter().all(|byte| PLAIN[usize::from(*byte)]),
    }
}

/// Whether eight bytes are letters, digits and underscores. The high bit of each byte carries the answer for it.
const fn is_plain_word(word: u64) -> bool {
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    const fn spread(byte: u8) -> u64 {
        u64::from_ne_bytes([byte; 8])
    }
    /// For bytes below 0x80: which of them are at least `first` and at most `last`.
    const fn within(word: u64, first: u8, last: u8) -> u64 {
        word.wrapping_add(spread(0x80 - first)) & !word.wrapping_add(spread(0x7f - last))
    }
    let lower_case = word | spread(0x20);
    let letter = within(lower_case, b'a', b'z');
    let digit = within(word, b'0', b'9');
    let underscore = !(word ^ spread(b'_')).wrapping_add(spread(0x7f));
    word & HIGH == 0 && (letter | digit | underscore) & HIGH == HIGH
}

/// What is wrong with the API name of a `what` ("field", "module"), if anything.
///
/// Source: the modules page of the API: letters, digits and underscores, the first a letter. That page also forbids double
/// and trailing underscores, which system names such as `Locked__s` have.
pub(crate) fn fault(name: &str, what: &str) -> Option<Fault> {
    (!is_name(name)).then(|| explain(name, what))
}

/// Whether a name is made of what names are made of, however long it is.
fn is_name(name: &str) -> bool {
    name.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) && name.bytes().all(|byte| PLAIN[usize::from(byte)])
}

#[cold]
fn explain(name: &str, what: &str) -> Fault {
    let fault = |message: String, help: String, within: Option<(usize, char)>| Fault {
        message,
        help: Some(help),
        within: within
            .and_then(|(at, c)| Some(Loc::new(u32::try_from(at).ok()?, u32::try_from(at + c.len_utf8()).ok()?))),
    };
    let trimmed = name.trim();
    if trimmed.is_empty() {
        let help = format!("write the API name of the {what}");
        return fault(
            format!("the name of the {what} is {}", if name.is_empty() { "empty" } else { "blank" }),
            help,
            None,
        );
    }
    if let Some(hidden) = name.char_indices().find(|(_, c)| is_deceptive(*c)) {
        let message = format!("{} has an invisible character, U+{:04X}", quoted(name), u32::from(hidden.1));
        return fault(
            message,
            "type the name anew: copied text often brings such characters along".to_owned(),
            Some(hidden),
        );
    }
    if trimmed.len() < name.len() {
        let blank = name.char_indices().find(|(at, _)| *at == 0 && !name.starts_with(trimmed));
        let blank = blank.or_else(|| name.char_indices().next_back());
        let help =
            meant(name).map_or_else(|| alphabet(name).to_owned(), |(guess, _)| format!("write {}", quoted(&guess)));
        return fault(format!("{} has blanks around it", quoted(name)), help, blank);
    }
    if let Some(blank) = name.char_indices().find(|(_, c)| c.is_whitespace()) {
        let message = format!("{} has a blank: it is a label, not an API name", quoted(name));
        return fault(message, probably(name).unwrap_or_else(|| alphabet(name).to_owned()), Some(blank));
    }
    if let Some((at, c)) = name.char_indices().find(|(_, c)| !c.is_ascii_alphanumeric() && *c != '_') {
        let message = format!("{} has a `{}`, which API names do not have", quoted(name), c);
        let help = match c {
            '.' => "name the field alone; the field of the looked-up module goes into `find_by`".to_owned(),
            '-' => probably(name).unwrap_or_else(|| alphabet(name).to_owned()),
            _ => alphabet(name).to_owned(),
        };
        return fault(message, help, Some((at, c)));
    }
    let first = name.char_indices().next();
    fault(format!("{} does not begin with a letter", quoted(name)), format!("write the API name of the {what}"), first)
}

/// The name to write instead, where it is one that is taken.
fn probably(name: &str) -> Option<String> {
    let (guess, _) = meant(name)?;
    Some(format!("write the API name, probably {}", quoted(&guess)))
}

/// What API names are made of, in the words that a name calls for.
const fn alphabet(name: &str) -> &'static str {
    if name.is_ascii() {
        "API names have letters, digits and `_` only"
    } else {
        "API names have ASCII letters, digits and `_` only"
    }
}

/// The text that a faulty name was meant to be if only the blanks around it are wrong.
pub(crate) fn trimmed(name: &str) -> Option<&str> {
    let trimmed = name.trim();
    is_name(trimmed).then_some(trimmed)
}

/// The API name that was probably meant, and whether that is certain: only blanks and what does not show were too much.
pub(crate) fn meant(name: &str) -> Option<(String, bool)> {
    // No name is that long, and nothing is gained by writing it a second time.
    if name.len() > 200 {
        return None;
    }
    let shown: Cow<'_, str> =
        if name.contains(is_deceptive) { name.chars().filter(|c| !is_deceptive(*c)).collect() } else { name.into() };
    let shown = shown.trim();
    if is_name(shown) {
        return Some((shown.to_owned(), true));
    }
    let mut joined = String::with_capacity(shown.len());
    for word in shown.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty()) {
        if !joined.is_empty() {
            joined.push('_');
        }
        joined.push_str(word);
    }
    is_name(&joined).then_some((joined, false))
}

/// The lookup and the field of the looked-up module in a name such as `Account_Name.Email`: so a header row names a lookup where
/// no mappings do (source: the limitations page).
pub(crate) fn lookup_in_header(name: &str) -> Option<(&str, &str)> {
    let (lookup, field) = name.trim().split_once('.')?;
    (is_plain(lookup) && is_plain(field)).then_some((lookup, field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_name_is_one_without_a_fault() {
        for length in [1, 2, 7, 8, 9, 15, 16, 17, 99, 100] {
            for at in 0..length {
                for byte in 0..0x80u8 {
                    let mut name = vec![b'a'; length];
                    name[at] = byte;
                    let name = String::from_utf8_lossy(&name);
                    assert_eq!(is_plain(&name), fault(&name, "field").is_none(), "{name:?}");
                }
            }
        }
        for name in ["", "Straße", "Größe_des_Hauses", "名前", "Last_Nameé", "aaaaaaaé", "\u{ff41}aaaaaaa"] {
            assert!(!is_plain(name), "{name}");
        }
        assert!(!is_plain(&"a".repeat(101)));
    }

    #[test]
    fn no_guess_is_one_that_would_be_refused() {
        for (name, guess) in [
            ("Secondary Phone", Some("Secondary_Phone")),
            ("E-mail", Some("E_mail")),
            ("E-mail Address", Some("E_mail_Address")),
            (" Email ", Some("Email")),
            (" E mail", Some("E_mail")),
            ("日本 é", None),
            (" 日本", None),
            ("Last Näme", None),
            ("Straße-Nr", None),
            ("Phone (work)", None),
            ("First Name/Last Name", None),
            ("1st Name", None),
            ("-", None),
            ("- -", None),
            ("\u{3000}Имя", None),
        ] {
            let help = fault(name, "field").and_then(|fault| fault.help).unwrap_or_default();
            let guessed = help.strip_prefix("write the API name, probably `").or_else(|| help.strip_prefix("write `"));
            assert_eq!(guessed.and_then(|guess| guess.strip_suffix('`')), guess, "{name}: {help}");
            assert!(guess.is_none_or(|guess| fault(guess, "field").is_none()), "{name}");
            assert!(!help.is_empty(), "{name}");
        }
    }

    #[test]
    fn the_short_way_knows_the_bytes_of_names() {
        for byte in 0..=u8::MAX {
            assert_eq!(PLAIN[usize::from(byte)], byte.is_ascii_alphanumeric() || byte == b'_', "{byte:x}");
        }
        for name in ["A", "Last_Name", &"a".repeat(100)] {
            assert!(is_plain(name), "{name}");
        }
    }

    #[test]
    fn what_is_longer_than_any_name_is_not_mended() {
        for (length, mended) in [(199, true), (200, true), (201, false), (202, false)] {
            assert_eq!(meant(&format!(" {}", "a".repeat(length - 1))).is_some(), mended, "{length}");
        }
    }
}
