//! What literals mean: Rust spells some of them otherwise than JSON.

use proc_macro2::Literal;
use syn::Lit;

/// What a literal is.
pub(crate) enum Meaning {
    /// A string, escapes resolved.
    Text(String),
    /// A number in JSON's spelling.
    Number(String),
    /// Neither; what to write instead.
    Other { message: String, help: String },
    /// The compiler has reported it already, as it does for an escape that Rust does not have.
    Reported,
}

pub(crate) fn read(literal: &Literal) -> Meaning {
    let text = literal.to_string();
    match text.as_bytes() {
        [b'0'..=b'9', ..] => number(&text),
        // The commonest literal, without an escape in it, needs no decoder.
        [b'"', inner @ .., b'"'] if !inner.contains(&b'\\') && !inner.contains(&b'\r') => {
            Meaning::Text(text[1..text.len() - 1].to_owned())
        }
        _ => other(&text, Lit::new(literal.clone())),
    }
}

fn other(text: &str, literal: Lit) -> Meaning {
    let wrong = |what: &str, instead: Option<String>| Meaning::Other {
        message: format!("{what} is nothing that a job holds"),
        help: instead.map_or_else(|| "write a string".to_owned(), |value| format!("write `{value:?}`")),
    };
    match literal {
        Lit::Str(string) if !string.suffix().is_empty() => Meaning::Other {
            message: format!("a string has no suffix `{}`", string.suffix()),
            help: format!("write `{:?}`", string.value()),
        },
        Lit::Str(string) => Meaning::Text(string.value()),
        Lit::Char(char) => wrong("a character", Some(char.value().to_string())),
        Lit::Byte(byte) => wrong("a byte", Some(char::from(byte.value()).to_string())),
        Lit::ByteStr(bytes) => wrong("a byte string", String::from_utf8(bytes.value()).ok()),
        Lit::CStr(string) => wrong("a C string", string.value().into_string().ok()),
        _ if text.starts_with('"') => Meaning::Reported,
        _ => wrong(&format!("`{text}`"), None),
    }
}

/// Puts a number into JSON's spelling: no underscores, no base but ten, no type.
fn number(text: &str) -> Meaning {
    let plain = text.replace('_', "");
    if let Some("0x" | "0o" | "0b") = plain.get(..2) {
        return based(text, &plain);
    }
    let end = plain.find(|c: char| c.is_ascii_alphabetic() && !matches!(c, 'e' | 'E')).unwrap_or(plain.len());
    let (digits, suffix) = plain.split_at(end);
    if !suffix.is_empty() {
        return Meaning::Other {
            message: format!("a number has no suffix `{suffix}` here"),
            help: format!("write `{digits}`"),
        };
    }
    // `1.` is a number in Rust only.
    Meaning::Number(if digits.ends_with('.') { format!("{digits}0") } else { digits.to_owned() })
}

fn based(text: &str, plain: &str) -> Meaning {
    let (radix, digits) = match plain.as_bytes() {
        [_, b'x', ..] => (16, &plain[2..]),
        [_, b'o', ..] => (8, &plain[2..]),
        _ => (2, &plain[2..]),
    };
    match u64::from_str_radix(digits, radix) {
        Ok(value) => {
            Meaning::Other { message: format!("`{text}` is not written in base ten"), help: format!("write `{value}`") }
        }
        Err(_) => Meaning::Other {
            message: format!("`{text}` is not written in base ten"),
            help: "write a decimal number".to_owned(),
        },
    }
}
