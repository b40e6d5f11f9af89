//! Ids of records.

/// What is wrong with an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IdFault {
    /// `zcrm_4150868000000225013`, as the CRM's own exports write it.
    Prefixed,
    /// `'4150868000000225013`: the sign that keeps a spreadsheet from reading a number.
    Apostrophe,
    /// `4150868000000225013.0`
    Fraction,
    /// Blanks or separators that do not belong there.
    Spaced,
    /// `4.15087E+18`
    Exponent,
    /// Anything else.
    Other,
}

/// What is wrong with an id, if anything; for a good one, whether it ends in zeros after fifteen digits, as spreadsheets round.
pub(crate) fn check(cell: &[u8]) -> Result<bool, IdFault> {
    if is_id(cell) {
        return Ok(cell[15..].iter().all(|digit| *digit == b'0'));
    }
    Err(fault(cell))
}

/// 18 or 19 digits.
pub(crate) fn is_id(cell: &[u8]) -> bool {
    matches!(cell.len(), 18 | 19) && cell.iter().all(u8::is_ascii_digit)
}

#[cold]
fn fault(cell: &[u8]) -> IdFault {
    let cell = cell.trim_ascii();
    if is_id(cell) {
        return IdFault::Spaced;
    }
    if cell.get(..5).is_some_and(|start| start.eq_ignore_ascii_case(b"zcrm_")) && is_id(&cell[5..]) {
        return IdFault::Prefixed;
    }
    if let Some(rest) = cell.strip_prefix(b"'")
        && is_id(rest)
    {
        return IdFault::Apostrophe;
    }
    if let Some(at) = cell.iter().position(|byte| matches!(byte, b'.' | b','))
        && is_id(&cell[..at])
        && cell.len() > at + 1
        && cell[at + 1..].iter().all(|digit| *digit == b'0')
    {
        return IdFault::Fraction;
    }
    if is_exponent(cell) {
        return IdFault::Exponent;
    }
    let digits: Vec<u8> =
        cell.iter().copied().filter(|byte| !matches!(byte, b' ' | b',' | b'.' | b'\'' | b'"')).collect();
    if is_id(&digits) { IdFault::Spaced } else { IdFault::Other }
}

/// `4.15087E+18`, or with a decimal comma, of the size of an id.
fn is_exponent(cell: &[u8]) -> bool {
    let Some(at) = cell.iter().position(|byte| matches!(byte, b'E' | b'e')) else { return false };
    let (mantissa, exponent) = cell.split_at(at);
    let exponent = exponent[1..].strip_prefix(b"+").unwrap_or(&exponent[1..]);
    let digits = mantissa.iter().filter(|byte| !matches!(byte, b'.' | b',')).count();
    digits > 0
        && mantissa.len() <= digits + 1
        && mantissa.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
        && mantissa[0].is_ascii_digit()
        && matches!(exponent.len(), 1..=3)
        && exponent.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_told_from_others() {
        for (cell, expected) in [
            ("4150868000000225013", Ok(false)),
            ("415086000000225013", Ok(false)),
            ("4150868000002250000", Ok(true)),
            ("4150868000000225000", Ok(false)),
            ("zcrm_4150868000000225013", Err(IdFault::Prefixed)),
            ("'4150868000000225013", Err(IdFault::Apostrophe)),
            ("4150868000000225013.0", Err(IdFault::Fraction)),
            (" 4150868000000225013", Err(IdFault::Spaced)),
            ("4,150,868,000,000,225,013", Err(IdFault::Spaced)),
            ("4.15087E+18", Err(IdFault::Exponent)),
            ("4,15E+18", Err(IdFault::Exponent)),
            ("4E18", Err(IdFault::Exponent)),
            ("7", Err(IdFault::Other)),
            ("Patricia", Err(IdFault::Other)),
            ("E+18", Err(IdFault::Other)),
        ] {
            assert_eq!(check(cell.as_bytes()), expected, "{cell}");
        }
    }
}
