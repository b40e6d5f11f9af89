//! Phone numbers, by the pattern on the vendor's insert-records page with the backslashes that it lost in print.

/// Whether it is a phone number: groups of digits and letters, each after at most a dot or hyphen and a blank, or in parentheses.
pub(crate) fn is_phone(cell: &[u8]) -> bool {
    let at = usize::from(cell.first() == Some(&b'+'));
    let mut rest = &cell[at..];
    if matches!(rest.first(), Some(b'.' | b'-')) {
        return false;
    }
    let mut groups = 0;
    while let Some(after) = group(rest).or_else(|| parenthesis(rest)) {
        rest = after;
        groups += 1;
    }
    if groups == 0 {
        return false;
    }
    while let Some(after) = extension(rest) {
        rest = after;
    }
    matches!(rest, [] | [b'#' | b';'])
}

/// `[.-]? ?[0-9a-zA-Z]+`
fn group(cell: &[u8]) -> Option<&[u8]> {
    word(optional(optional(cell, b".-"), b" "))
}

/// ` ?\(([ .-]?[0-9a-zA-Z]+)+\)([ -]?[0-9a-zA-Z]+)?`, neither a dot nor a hyphen behind the opening one, no dot behind the closing one.
fn parenthesis(cell: &[u8]) -> Option<&[u8]> {
    let mut rest = optional(cell, b" ").strip_prefix(b"(")?;
    if matches!(rest.first(), Some(b'.' | b'-')) {
        return None;
    }
    let mut words = 0;
    while let Some(after) = word(optional(rest, b" .-")) {
        rest = after;
        words += 1;
    }
    let rest = rest.strip_prefix(b")").filter(|rest| words > 0 && rest.first() != Some(&b'.'))?;
    Some(word(optional(rest, b" -")).unwrap_or(rest))
}

/// `,*;?[0-9a-zA-Z]+`
fn extension(cell: &[u8]) -> Option<&[u8]> {
    let commas = cell.iter().take_while(|byte| **byte == b',').count();
    word(optional(&cell[commas..], b";"))
}

fn optional<'c>(cell: &'c [u8], any: &[u8]) -> &'c [u8] {
    match cell.split_first() {
        Some((first, rest)) if any.contains(first) => rest,
        _ => cell,
    }
}

fn word(cell: &[u8]) -> Option<&[u8]> {
    let length = cell.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if length == 0 { None } else { Some(&cell[length..]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_others() {
        for (cell, expected) in [
            ("91(987)654321", true),
            ("+1 555 0100 x12", true),
            ("555.123.4567", true),
            ("(555) 234-5678", true),
            ("+49 (0) 30 123456", true),
            ("555 0100 ext. 12", true),
            ("555", true),
            ("5550100;12", true),
            ("5550100,,12#", true),
            ("n/a", false),
            ("-", false),
            ("555-0100 / 0101", false),
            ("555--0100", false),
            ("(555 0100", false),
            ("555 0100 ", false),
            ("?", false),
            ("+", false),
        ] {
            assert_eq!(is_phone(cell.as_bytes()), expected, "{cell}");
        }
    }
}
