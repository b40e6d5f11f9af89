//! Words and characters that several formats share.

use std::borrow::Cow;

use bulkwrite_core::is_deceptive;

/// Text of the user, such as a file name, with every character escaped that does not show as itself.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(is_deceptive) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_deceptive(c) {
            out.extend(c.escape_debug());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Text of the user at the start of a line, where a program may take `::` and `##[` for commands: GitHub takes both.
pub(crate) fn line_start(text: &str) -> Cow<'_, str> {
    let text = escaped(text);
    if text.trim_start().starts_with("::") || text.trim_start().starts_with("##[") {
        Cow::Owned(format!("./{text}"))
    } else {
        text
    }
}

/// What to do about a finding, behind its message.
pub(crate) fn in_brackets(help: Option<&str>) -> String {
    help.map(|help| format!(" (help: {help})")).unwrap_or_default()
}

/// The start of a text that may be as long as the input.
pub fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// `1,234,567`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 error`, `2 errors`.
pub fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}
