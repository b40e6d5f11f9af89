//! Places as editors show them.

use bulkwrite_core::Loc;
use bulkwrite_core::json::{Columns, LineIndex};

/// A place as an editor shows it: line and column count from 1, the column in characters, the offset in bytes from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
    /// The byte of the text.
    pub offset: u32,
}

/// Line and column of a byte as the language server protocol counts them: both from 0, the column in units of UTF-16.
///
/// ```
/// use bulkwrite_core::json::LineIndex;
/// use bulkwrite_render::utf16;
///
/// let lines = LineIndex::new("{\n  \"😀\": 1 }".as_bytes());
/// assert_eq!(utf16(&lines, 9), (1, 5));
/// assert_eq!(lines.line_col(9), (2, 5));
/// ```
pub fn utf16(lines: &LineIndex<'_>, offset: u32) -> (u32, u32) {
    let (line, column) = lines.line_col_in(offset, Columns::Utf16);
    (line - 1, column - 1)
}

impl Position {
    /// Where a byte stands.
    pub fn new(lines: &LineIndex<'_>, offset: u32) -> Self {
        let (line, column) = lines.line_col(offset);
        Self { line, column, offset }
    }
}

/// The part of a place to underline: of an object or array over several lines only its bracket, and otherwise what is on
/// the first line.
///
/// A key that is missing is a finding about the whole object. To underline all of it would bury what is said within.
///
/// ```
/// use bulkwrite_core::{Loc, json::LineIndex};
/// use bulkwrite_render::shown;
///
/// let text = b"{\n  \"operation\": \"insert\"\n}";
/// let lines = LineIndex::new(text);
/// assert_eq!(shown(text, &lines, Loc::new(0, 27)), Loc::new(0, 1));
/// assert_eq!(shown(text, &lines, Loc::new(4, 15)), Loc::new(4, 15));
/// ```
pub fn shown(text: &[u8], lines: &LineIndex<'_>, loc: Loc) -> Loc {
    let (line, _) = lines.line_col(loc.start);
    let line = lines.line(line);
    let line_start = line.as_ptr().addr().saturating_sub(text.as_ptr().addr()).min(text.len());
    let line_end = line_start + line.len();
    let start = (loc.start as usize).clamp(line_start, line_end);
    let end = match loc.end as usize {
        end if end <= line_end => end.max(start),
        _ if is_bracket(text, start) => start + 1,
        _ => start + text[start..line_end].trim_ascii_end().len(),
    };
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Loc::new(place(start), place(end))
}

/// Whether an object or array starts at a byte.
pub(crate) fn is_bracket(text: &[u8], at: usize) -> bool {
    matches!(text.get(at), Some(b'{' | b'['))
}
