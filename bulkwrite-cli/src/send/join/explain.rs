//! Why a row was not written, in words.

use std::fmt::Write as _;

use bulkwrite_core::response::{ErrorCode, RecordError};

/// What is wrong with a row; `None` if the result does not say.
pub(crate) fn message(errors: &[RecordError]) -> Option<String> {
    let error = errors.first()?;
    let columns: Vec<String> = error.columns.iter().map(|column| format!("`{column}`")).collect();
    let (is, are) = if columns.len() == 1 { ("is", "has") } else { ("are", "have") };
    let names = columns.join(", ");
    let mut text = match &error.code {
        ErrorCode::MandatoryNotFound if names.is_empty() => "a field that the CRM requires is empty".to_owned(),
        ErrorCode::MandatoryNotFound => format!("{names} {is} empty, and the CRM requires it"),
        ErrorCode::DuplicateData if names.is_empty() => "a record has the same value in a unique field".to_owned(),
        ErrorCode::DuplicateData => format!("another record has the same {names}, which is unique"),
        ErrorCode::InvalidData if names.is_empty() => "a value is none that its field takes".to_owned(),
        ErrorCode::InvalidData => format!("{names} {are} a value that the field does not take"),
        code => {
            let meaning = code.facts().map_or("", |facts| facts.meaning).trim_end_matches('.');
            let about = if names.is_empty() { String::new() } else { format!(" ({names})") };
            if meaning.is_empty() {
                format!("the CRM says {code}{about}")
            } else {
                format!("{}{about}", lower(meaning))
            }
        }
    };
    if errors.len() > 1 {
        let _ = write!(text, ", and {} more", errors.len() - 1);
    }
    Some(text)
}

fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
