//! Checkboxes.

/// Whether the CRM reads it as a checkbox: `true` or `false` in any case (spreadsheets write `TRUE`), or the 1 and 0 of its user interface.
pub(crate) fn is_boolean(cell: &[u8]) -> bool {
    matches!(cell, b"true" | b"false" | b"1" | b"0")
        || cell.eq_ignore_ascii_case(b"true")
        || cell.eq_ignore_ascii_case(b"false")
}

/// What a word for yes or no was meant to be.
pub(crate) fn meant(cell: &str) -> Option<&'static str> {
    let word = cell.trim().to_lowercase();
    match word.as_str() {
        "yes" | "y" | "on" | "x" | "checked" | "t" | "ja" | "oui" | "si" | "sí" | "sim" | "wahr" | "vrai" | "✓"
        | "✔" | "true." | "1.0" | "selected" | "enabled" | "active" => Some("true"),
        "no" | "n" | "off" | "unchecked" | "f" | "nein" | "non" | "não" | "falsch" | "faux" | "false." | "0.0"
        | "-" | "disabled" | "inactive" => Some("false"),
        _ => None,
    }
}
