//! Byte offsets as line and column.

/// The lines of a source, to turn byte offsets into what an editor shows.
///
/// A line ends at `\n`; a `\r` right before it is not part of the line, and one elsewhere is a character like any other.
/// A byte order mark at the start takes no column.
///
/// ```
/// use bulkwrite_core::json::LineIndex;
///
/// let lines = LineIndex::new("{\r\n  \"é\": 1\r\n}".as_bytes());
/// assert_eq!(lines.line_col(0), (1, 1));
/// assert_eq!(lines.line_col(9), (2, 6));
/// assert_eq!(lines.line(2), "  \"é\": 1".as_bytes());
/// ```
#[derive(Clone, Debug)]
pub struct LineIndex<'a> {
    text: &'a [u8],
    /// Where each line starts; the first one after the byte order mark.
    starts: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    /// Finds the lines of `text`, which need not be UTF-8.
    pub fn new(text: &'a [u8]) -> Self {
        let first = if text.starts_with(super::BOM) { super::BOM.len() } else { 0 };
        let ends = text.iter().enumerate().filter(|&(_, &byte)| byte == b'\n');
        Self { text, starts: std::iter::once(first).chain(ends.map(|(at, _)| at + 1)).collect() }
    }

    /// Line and column of a byte, both from 1; a column is a Unicode scalar value.
    ///
    /// Where the text is not UTF-8 a column is a byte that does not continue a character. An offset beyond the text is
    /// taken as its end, one in a line end as the end of the line.
    pub fn line_col(&self, offset: u32) -> (u32, u32) {
        let offset = (offset as usize).min(self.text.len());
        let line = self.starts.partition_point(|&start| start <= offset).max(1);
        let start = self.starts[line - 1];
        let before = self.line_at(line - 1);
        let before = &before[..offset.saturating_sub(start).min(before.len())];
        let column = 1 + before.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        (saturate(line), saturate(column))
    }

    /// The bytes of a line, counted from 1, without its end; empty when there is no such line.
    pub fn line(&self, line: u32) -> &'a [u8] {
        (line as usize).checked_sub(1).map_or(&[], |line| self.line_at(line))
    }

    /// How many lines there are, at least one.
    pub fn count(&self) -> u32 {
        saturate(self.starts.len())
    }

    fn line_at(&self, line: usize) -> &'a [u8] {
        let Some(&start) = self.starts.get(line) else { return &[] };
        let end = self.starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
        let text = &self.text[start..end];
        if line + 1 < self.starts.len() { text.strip_suffix(b"\r").unwrap_or(text) } else { text }
    }
}

fn saturate(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        let text = "\u{feff}a\r\nb\u{1f600}c\rd\n\n".as_bytes();
        let lines = LineIndex::new(text);
        let table: [(u32, (u32, u32)); 13] = [
            (0, (1, 1)), // the byte order mark
            (3, (1, 1)),
            (4, (1, 2)), // \r
            (5, (1, 2)), // \n
            (6, (2, 1)),
            (7, (2, 2)),
            (9, (2, 3)), // inside of the emoji
            (11, (2, 3)),
            (12, (2, 4)), // a lone \r
            (13, (2, 5)),
            (15, (3, 1)),
            (16, (4, 1)),
            (99, (4, 1)),
        ];
        for (offset, expected) in table {
            assert_eq!(lines.line_col(offset), expected, "{offset}");
        }
        assert_eq!(lines.count(), 4);
        assert_eq!(lines.line(2), "b\u{1f600}c\rd".as_bytes());
        assert_eq!((lines.line(0), lines.line(3), lines.line(9)), (&b""[..], &b""[..], &b""[..]));
    }

    #[test]
    fn a_carriage_return_at_the_end_of_the_text_ends_no_line() {
        assert_eq!(LineIndex::new(b"a\r").line(1), b"a\r");
        assert_eq!(LineIndex::new(b"a\r\nb\r").line(2), b"b\r");
        assert_eq!(LineIndex::new(b"a\r\n").line(1), b"a");
    }

    #[test]
    fn bytes_that_are_no_text_have_places_too() {
        let text = b"\xff\x80\n\xc3";
        let lines = LineIndex::new(text);
        for offset in 0..8 {
            let (line, column) = lines.line_col(offset);
            assert!(line <= 2 && column <= 3);
        }
    }
}
