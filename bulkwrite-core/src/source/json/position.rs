//! Byte offsets as line and column.

/// The lines of a source, to turn byte offsets into what an editor shows.
///
/// A line ends at `\n`; a `\r` right before it is not part of the line, and one elsewhere is a character like any other.
/// A byte order mark at the start takes no column.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::json::LineIndex;
///
/// let lines = LineIndex::new("{\r\n  \"é\": 1\r\n}".as_bytes());
/// assert_eq!(lines.line_col(0), (1, 1));
/// assert_eq!(lines.line_col(9), (2, 6));
/// assert_eq!(lines.line(2), "  \"é\": 1".as_bytes());
/// ```
#[derive(Clone, Debug)]
pub struct LineIndex<'a> {
    text: &'a [u8],
    /// What holds at the start of each block of [`BLOCK`] bytes: far fewer than there may be lines, and near enough to any byte,
    /// however long its line is.
    marks: Vec<Mark>,
    count: u32,
}

/// How many bytes are looked through at most to get from a mark to a place.
const BLOCK: usize = 1024;

/// What stands before a byte.
#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    /// How many lines have ended.
    lines: u32,
    /// Where the line starts that the byte is on.
    start: u32,
    /// How many characters of that line stand before the byte.
    characters: u32,
    /// How many of them take two units of UTF-16.
    wide: u32,
}

impl Mark {
    /// What stands before the byte behind `bytes`, which begin at `at`.
    fn after(mut self, bytes: &[u8], at: usize) -> Self {
        let mut rest = bytes;
        if let Some(last) = bytes.iter().rposition(|&byte| byte == b'\n') {
            let ends: usize = bytes.iter().map(|&byte| usize::from(byte == b'\n')).sum();
            self = Self {
                lines: self.lines.saturating_add(saturate(ends)),
                start: saturate(at + last + 1),
                characters: 0,
                wide: 0,
            };
            rest = &bytes[last + 1..];
        }
        let characters: usize = rest.iter().map(|&byte| usize::from(byte & 0xC0 != 0x80)).sum();
        let wide: usize = rest.iter().map(|&byte| usize::from(byte & 0xF8 == 0xF0)).sum();
        Self {
            characters: self.characters.saturating_add(saturate(characters)),
            wide: self.wide.saturating_add(saturate(wide)),
            ..self
        }
    }
}

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// Bytes.
    Bytes,
    /// Units of UTF-16, as JavaScript and the language server protocol count.
    Utf16,
    /// Unicode scalar values, as Python and most editors' status lines count.
    Characters,
}

impl Columns {
    /// How many columns begin with a byte: a character is counted at its first.
    const fn of(self, byte: u8) -> usize {
        match self {
            Self::Bytes => 1,
            _ if byte & 0xC0 == 0x80 => 0,
            // Beyond the basic plane, which takes two units.
            Self::Utf16 if byte >= 0xF0 && byte < 0xF8 => 2,
            Self::Utf16 | Self::Characters => 1,
        }
    }
}

impl<'a> LineIndex<'a> {
    /// Finds the lines of `text`, which need not be UTF-8.
    pub fn new(text: &'a [u8]) -> Self {
        let first = if text.starts_with(super::BOM) { super::BOM.len() } else { 0 };
        let mut mark = Mark { start: saturate(first), ..Mark::default() };
        let mut marks = Vec::with_capacity(text.len() / BLOCK + 1);
        for (i, block) in text.chunks(BLOCK).enumerate() {
            marks.push(mark);
            let skipped = if i == 0 { first.min(block.len()) } else { 0 };
            mark = mark.after(&block[skipped..], i * BLOCK + skipped);
        }
        if marks.is_empty() {
            marks.push(mark);
        }
        Self { text, marks, count: mark.lines.saturating_add(1) }
    }

    /// Line and column of a byte, both from 1; a column is a Unicode scalar value.
    ///
    /// Where the text is not UTF-8 a column is a byte that does not continue a character. An offset beyond the text is
    /// taken as its end, one in a line end as the end of the line.
    pub fn line_col(&self, offset: u32) -> (u32, u32) {
        self.line_col_in(offset, Columns::Characters)
    }

    /// Line and column of a byte, both from 1, with columns of a kind of your own.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::json::{Columns, LineIndex};
    ///
    /// let lines = LineIndex::new("[\n\"😀\", 1]".as_bytes());
    /// let columns = [Columns::Bytes, Columns::Utf16, Columns::Characters].map(|of| lines.line_col_in(10, of));
    /// assert_eq!(columns, [(2, 9), (2, 7), (2, 6)]);
    /// ```
    pub fn line_col_in(&self, offset: u32, columns: Columns) -> (u32, u32) {
        let offset = (offset as usize).min(self.text.len());
        let block = (offset / BLOCK).min(self.marks.len() - 1);
        let mark = self.marks[block];
        let from = (block * BLOCK).max(if block == 0 { mark.start as usize } else { 0 });
        let mark = if offset > from { mark.after(&self.text[from..offset], from) } else { mark };
        // The `\r` of a line end takes no column of its own.
        let in_end = self.text.get(offset) == Some(&b'\n')
            && offset > mark.start as usize
            && self.text.get(offset - 1) == Some(&b'\r');
        let before = match columns {
            Columns::Bytes => saturate(offset).saturating_sub(mark.start),
            Columns::Utf16 => mark.characters.saturating_add(mark.wide),
            Columns::Characters => mark.characters,
        };
        (mark.lines.saturating_add(1), before.saturating_add(1) - u32::from(in_end))
    }

    /// The byte at a line and column, both from 1: what [`line_col_in`](Self::line_col_in) takes apart. A column beyond the line is
    /// its end, one inside a character its beginning; `None` where there is no such line.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::json::{Columns, LineIndex};
    ///
    /// let lines = LineIndex::new("[\n\"😀\", 1]".as_bytes());
    /// assert_eq!(lines.offset(2, 7, Columns::Utf16), Some(10));
    /// assert_eq!(lines.offset(3, 1, Columns::Utf16), None);
    /// ```
    pub fn offset(&self, line: u32, column: u32, columns: Columns) -> Option<u32> {
        let start_of_line = self.start_of(line.checked_sub(1).filter(|_| line <= self.count)?);
        let text = self.line(line);
        let (mut next, mut start) = (1, 0);
        for (at, byte) in text.iter().enumerate() {
            let width = columns.of(*byte);
            if width == 0 {
                continue;
            }
            if next > column as usize {
                break;
            }
            start = at;
            next += width;
        }
        let at = if next > column as usize { start } else { text.len() };
        Some(saturate(start_of_line + at))
    }

    /// The bytes of a line, counted from 1, without its end; empty when there is no such line.
    pub fn line(&self, line: u32) -> &'a [u8] {
        let Some(before) = line.checked_sub(1).filter(|_| line <= self.count) else { return &[] };
        let start = self.start_of(before);
        let rest = &self.text[start.min(self.text.len())..];
        match rest.iter().position(|&byte| byte == b'\n') {
            Some(end) => rest[..end].strip_suffix(b"\r").unwrap_or(&rest[..end]),
            None => rest,
        }
    }

    /// How many lines there are, at least one.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Where the line starts that so many lines stand before.
    fn start_of(&self, before: u32) -> usize {
        // The line starts in the last block before which fewer lines have ended, unless it is the first line.
        let Some(block) = self.marks.partition_point(|mark| mark.lines < before).checked_sub(1) else {
            return self.marks[0].start as usize;
        };
        let from = block * BLOCK;
        let ends = self.text[from..].iter().enumerate().filter(|&(_, &byte)| byte == b'\n');
        let mut wanted = ends.skip((before - self.marks[block].lines - 1) as usize);
        wanted.next().map_or(self.text.len(), |(at, _)| from + at + 1)
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
    fn places_and_bytes_are_the_same_both_ways() {
        let text = "\u{feff}a\r\nb\u{1f600}\u{e9}c\n\n\u{1f600}";
        let lines = LineIndex::new(text.as_bytes());
        for columns in [Columns::Bytes, Columns::Utf16, Columns::Characters] {
            for (at, c) in text.char_indices().filter(|(at, c)| *at > 0 && !matches!(c, '\r' | '\n')) {
                let offset = u32::try_from(at).unwrap_or_default();
                let (line, column) = lines.line_col_in(offset, columns);
                assert_eq!(lines.offset(line, column, columns), Some(offset), "{columns:?} {at}");
                let width = match columns {
                    Columns::Bytes => c.len_utf8(),
                    Columns::Utf16 => c.len_utf16(),
                    Columns::Characters => 1,
                };
                let next = lines.line_col_in(offset + u32::try_from(c.len_utf8()).unwrap_or_default(), columns);
                assert_eq!(next, (line, column + u32::try_from(width).unwrap_or_default()), "{columns:?} {at}");
            }
        }
        for (line, column, offset) in [
            (1, 99, Some(4)), // the end of the line, before its \r
            (2, 3, Some(7)),  // inside of the emoji
            (2, 4, Some(11)),
            (3, 1, Some(15)),
            (0, 1, None),
            (5, 1, None),
        ] {
            assert_eq!(lines.offset(line, column, Columns::Utf16), offset, "{line}:{column}");
        }
    }

    #[test]
    fn a_carriage_return_at_the_end_of_the_text_ends_no_line() {
        assert_eq!(LineIndex::new(b"a\r").line(1), b"a\r");
        assert_eq!(LineIndex::new(b"a\r\nb\r").line(2), b"b\r");
        assert_eq!(LineIndex::new(b"a\r\n").line(1), b"a");
    }

    #[test]
    fn blocks_do_not_show() {
        for unit in ["a", "\n", "\r\n", "é\n", "ab\u{1f600}\r\n", "\u{feff}x", "no end of a line to be seen "] {
            let text = format!("\u{feff}{}", unit.repeat(5_000 / unit.len()));
            let lines = LineIndex::new(text.as_bytes());
            let (mut line, mut column) = (1, 1);
            let mut starts = vec![3];
            for (at, c) in text.char_indices().skip(1) {
                // The `\n` behind a `\r` has the column of the `\r`.
                let back = u32::from(c == '\n' && text[..at].ends_with('\r'));
                assert_eq!(lines.line_col(u32::try_from(at).unwrap()), (line, column - back), "{at} of {unit:?}");
                column += 1;
                if c == '\n' {
                    (line, column) = (line + 1, 1);
                    starts.push(at + 1);
                }
            }
            assert_eq!(lines.count(), line);
            for (number, start) in (1..).zip(&starts) {
                let expected = text[*start..].split('\n').next().unwrap();
                let ended = text[*start..].contains('\n');
                let expected = if ended { expected.strip_suffix('\r').unwrap_or(expected) } else { expected };
                assert_eq!(lines.line(number), expected.as_bytes(), "line {number} of {unit:?}");
            }
            assert!(lines.marks.len() < 8);
        }
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
