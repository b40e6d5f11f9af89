//! What literals mean: Rust spells some of them otherwise than JSON.

use std::fmt::Write as _;

use bulkwrite_core::node::{Node, Value};
use bulkwrite_core::{is_deceptive, json, quoted};
use proc_macro2::Literal;
use syn::Lit;

/// More of them in one string are not spelt out.
const SHOWN_ESCAPES: usize = 5;

/// What a literal is.
pub(crate) enum Meaning {
    /// A string, escapes resolved.
    Text(String),
    /// A number in JSON's spelling.
    Number(String),
    /// Neither; what to write instead.
    Other { message: String, help: String },
    /// A string with escapes that JSON has and Rust has not. The compiler has refused them, and what it proposes is not
    /// always meant for JSON.
    Json { text: String, help: String },
    /// The text that is meant by single quotes, which the compiler has reported already.
    Reported(String),
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
        _ if text.starts_with('"') => json(text).unwrap_or_else(|| Meaning::Other {
            message: "a string has an escape that neither Rust nor JSON has".to_owned(),
            help: "write `\\\\` for a backslash".to_owned(),
        }),
        // A string as Python has it.
        _ => match text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
            Some(inner) if !inner.contains('\\') => Meaning::Reported(inner.to_owned()),
            _ => wrong(&quoted(text), None),
        },
    }
}

/// Reads a string that is none in Rust as JSON.
fn json(text: &str) -> Option<Meaning> {
    let parsed = json::parse(text.as_bytes(), &json::Options { placeholders: true });
    let Some(Node { value: Value::String(value), .. }) = parsed.root.filter(|_| parsed.slips.is_empty()) else {
        return None;
    };
    let mut help = String::new();
    let mut seen = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let length = match rest.as_bytes().get(at + 1..)? {
            // The halves of a surrogate pair are one character.
            [b'u', b'd' | b'D', b'8' | b'9' | b'a' | b'b' | b'A' | b'B', ..] => 12,
            [b'u', ..] => 6,
            _ => 2,
        };
        let escape = rest.get(at..at + length)?;
        rest = &rest[at + length..];
        let instead = match escape.as_bytes()[1] {
            b'/' => "/".to_owned(),
            b'b' | b'f' | b'u' => {
                let quoted = format!("\"{escape}\"");
                let parsed = json::parse(quoted.as_bytes(), &json::Options::default()).root?;
                parsed.as_str()?.chars().map(spelt).collect()
            }
            _ => continue,
        };
        if seen.contains(&escape) {
            continue;
        }
        if seen.len() == SHOWN_ESCAPES {
            help.push_str(", …");
            break;
        }
        let start = if seen.is_empty() { "write" } else { "," };
        write!(help, "{start} `{instead}` for `{escape}`").ok()?;
        seen.push(escape);
    }
    Some(Meaning::Json { text: value.into_owned(), help })
}

/// A character as one writes it in a string.
fn spelt(c: char) -> String {
    if c.is_ascii_punctuation() || c.is_ascii_whitespace() || is_deceptive(c) {
        c.escape_unicode().to_string()
    } else {
        c.to_string()
    }
}

/// Puts a number into JSON's spelling: no underscores, no base but ten, no type.
fn number(text: &str) -> Meaning {
    let plain = text.replace('_', "");
    if let Some("0x" | "0o" | "0b") = plain.get(..2) {
        return based(text, &plain);
    }
    let (digits, rest) = decimal(&plain);
    // `1.` is a number in Rust only.
    let digits = if digits.ends_with('.') { format!("{digits}0") } else { digits.to_owned() };
    let zeros = digits.bytes().take_while(|byte| *byte == b'0').count();
    let needless = if digits[zeros..].starts_with(|c: char| c.is_ascii_digit()) { zeros } else { zeros.max(1) - 1 };
    let message = match rest {
        "" if needless == 0 => return Meaning::Number(digits),
        "" => format!("the number {} starts with a zero", quoted(text)),
        "e" | "E" | "e+" | "E+" | "e-" | "E-" => format!("the exponent of {} has no digits", quoted(text)),
        suffix => format!("a number has no suffix {} here", quoted(suffix)),
    };
    Meaning::Other { message, help: format!("write {}", quoted(&digits[needless..])) }
}

/// The number that a literal begins with, and what the lexer took for a part of it: a suffix, or an exponent without digits.
fn decimal(text: &str) -> (&str, &str) {
    let digits = |from: usize| text[from..].bytes().take_while(u8::is_ascii_digit).count();
    let mut end = digits(0);
    if text[end..].starts_with('.') {
        end += 1;
        end += digits(end);
    }
    if text[end..].starts_with(['e', 'E']) {
        let sign = usize::from(text[end + 1..].starts_with(['+', '-']));
        let exponent = digits(end + 1 + sign);
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    text.split_at(end)
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
