//! The columns that the CRM adds to the rows of a result CSV: `STATUS`, `RECORD_ID`, `ERRORS`.

use std::fmt;

use super::ErrorCode;

/// The `STATUS` of a row.
///
/// The documentation writes it small, files have it in capitals; both are read.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::response::RecordStatus;
///
/// assert_eq!(RecordStatus::from("added"), RecordStatus::Added);
/// assert!(RecordStatus::from("UPDATED").is_written());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RecordStatus {
    /// `ADDED`: the row became a new record.
    Added,
    /// `UPDATED`: the row changed an existing record.
    Updated,
    /// `SKIPPED`: the row was not written.
    Skipped,
    /// `UNPROCESSED`: the row was not looked at.
    Unprocessed,
    /// Another word, verbatim.
    Other(String),
}

impl RecordStatus {
    /// The status in capitals.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Added => "ADDED",
            Self::Updated => "UPDATED",
            Self::Skipped => "SKIPPED",
            Self::Unprocessed => "UNPROCESSED",
            Self::Other(text) => text,
        }
    }

    /// Whether a record holds the row now.
    pub const fn is_written(&self) -> bool {
        matches!(self, Self::Added | Self::Updated)
    }
}

impl From<&str> for RecordStatus {
    fn from(text: &str) -> Self {
        match text.trim().to_ascii_uppercase().as_str() {
            "ADDED" => Self::Added,
            "UPDATED" => Self::Updated,
            "SKIPPED" => Self::Skipped,
            "UNPROCESSED" => Self::Unprocessed,
            _ => Self::Other(text.to_owned()),
        }
    }
}

impl fmt::Display for RecordStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One error of a row: a code and the headers of the columns that it is about.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::response::{ErrorCode, RecordError};
///
/// let errors = RecordError::list("MANDATORY_NOT_FOUND-Company,Last_Name:DUPLICATE_DATA-Email");
/// assert_eq!(errors[0].code, ErrorCode::MandatoryNotFound);
/// assert_eq!(errors[0].columns, ["Company", "Last_Name"]);
/// assert_eq!(errors[1].to_string(), "DUPLICATE_DATA-Email");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RecordError {
    /// What is wrong.
    pub code: ErrorCode,
    /// The headers of the columns; none if the cell names no column.
    pub columns: Vec<String>,
}

impl RecordError {
    /// Reads a cell of the `ERRORS` column: `<code>-<header>,<header>:<code>-<header>`; an empty cell has no error.
    ///
    /// Headers may hold `-`. Where one holds `:`, what follows it is taken for the rest of the header unless it looks
    /// like a code; one that holds `,` is read as several.
    // https://www.zoho.com/crm/developer/docs/api/v7/bulk-write/download-result.html
    pub fn list(cell: &str) -> Vec<Self> {
        let ends = cell.match_indices(':').map(|(end, _)| end).filter(|end| starts_with_code(&cell[end + 1..]));
        let mut start = 0;
        let mut errors = Vec::new();
        for end in ends.chain([cell.len()]) {
            let text = cell[start..end].trim().trim_end_matches(':');
            start = end + 1;
            let (code, columns) = text.split_once('-').unwrap_or((text, ""));
            let columns = columns.split(',').map(str::trim).filter(|column| !column.is_empty());
            if !text.is_empty() {
                errors.push(Self { code: code.trim_end().into(), columns: columns.map(str::to_owned).collect() });
            }
        }
        errors
    }
}

/// Whether a text starts as an error does: with a code made as `INVALID_DATA` is, up to a `-`, `:` or the end.
fn starts_with_code(text: &str) -> bool {
    let code = text.split(['-', ':']).next().unwrap_or_default().trim();
    code.contains('_') && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.as_str())?;
        for (n, column) in self.columns.iter().enumerate() {
            write!(f, "{}{column}", if n == 0 { '-' } else { ',' })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read() {
        for (cell, expected) in [
            ("", &[][..]),
            ("  ", &[]),
            ("INVALID_DATA-Email", &[("INVALID_DATA", &["Email"][..])]),
            ("NOT_APPROVED", &[("NOT_APPROVED", &[])]),
            ("INVALID_DATA-E-Mail", &[("INVALID_DATA", &["E-Mail"])]),
            ("INVALID_DATA-Total: net,Name", &[("INVALID_DATA", &["Total: net", "Name"])]),
            ("INVALID_DATA-A, B :\tNEW_CODE-C", &[("INVALID_DATA", &["A", "B"]), ("NEW_CODE", &["C"])]),
            ("something else", &[("something else", &[])]),
            ("DUPLICATE_DATA-:", &[("DUPLICATE_DATA", &[])]),
        ] {
            let errors = RecordError::list(cell);
            let errors: Vec<_> = errors.iter().map(|error| (error.code.as_str(), &error.columns[..])).collect();
            assert_eq!(errors.len(), expected.len(), "{cell}");
            for ((code, columns), (expected_code, expected_columns)) in errors.into_iter().zip(expected) {
                assert_eq!(code, *expected_code, "{cell}");
                assert_eq!(columns, *expected_columns, "{cell}");
            }
        }
    }

    #[test]
    fn a_status_is_read_in_any_case() {
        for (text, status) in [
            ("ADDED", RecordStatus::Added),
            ("updated", RecordStatus::Updated),
            (" Skipped ", RecordStatus::Skipped),
            ("unprocessed", RecordStatus::Unprocessed),
            ("success", RecordStatus::Other("success".to_owned())),
        ] {
            assert_eq!(RecordStatus::from(text), status);
        }
    }
}
