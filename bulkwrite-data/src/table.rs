//! A CSV in memory, whose rows know where they stand, byte for byte: to say of a row of a file what became of it.

use std::borrow::Cow;
use std::io::Read as _;
use std::ops::Range;

use encoding_rs::Encoding;

use crate::header;
use crate::records::{Cell, Record, Records};
use crate::text::{Coding, Decoding, Mark};

/// A CSV in memory, read as the CRM does: its first line is the header, and tells the delimiter.
///
/// ```
/// use bulkwrite_data::Table;
///
/// let table = Table::read(b"Name;Mail\r\n\"Ann\r\nB.\";a@zylker.com\r\nBob;\r\n", None);
/// assert_eq!((table.header(), table.len()), (&["Name".to_owned(), "Mail".to_owned()][..], 2));
/// assert_eq!(table.cell(0, 0), "Ann\r\nB.");
/// assert_eq!(table.bytes(1), b"Bob;");
/// let place = table.place(0, Some(1));
/// assert_eq!((place.line, place.column, &*place.text), (3, 5, "B.\";a@zylker.com"));
/// ```
#[derive(Clone, Debug)]
pub struct Table<'t> {
    file: &'t [u8],
    /// The file as UTF-8 where it is decoded before it is split, and without its byte order mark.
    text: Cow<'t, [u8]>,
    coding: Coding,
    header: Vec<String>,
    head: Range<usize>,
    line_end: Range<usize>,
    rows: Vec<Row>,
    cells: Vec<Cell>,
}

#[derive(Clone, Debug)]
struct Row {
    /// Where it stands in the file, without the end of its line.
    range: Range<usize>,
    line: u64,
    /// Where it starts in the text.
    start: usize,
    cells: Range<usize>,
}

/// Where a cell or row stands, to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowPlace {
    /// Its line, from 1.
    pub line: u64,
    /// Its column in characters, from 1.
    pub column: usize,
    /// The line that it starts on.
    pub text: String,
    /// How many characters of the line it takes.
    pub width: usize,
}

impl<'t> Table<'t> {
    /// Reads a CSV whose charset the job names, or does not.
    pub fn read(file: &'t [u8], charset: Option<&str>) -> Self {
        let mark = Mark::of(file);
        let coding = Coding::of(mark, charset.and_then(|label| Encoding::for_label(label.as_bytes())));
        let bare = &file[mark.len()..];
        let text = if coding.first {
            let mut text = Vec::new();
            // Memory does not fail to be read.
            let _ = Decoding::new(bare, coding.encoding).read_to_end(&mut text);
            Cow::Owned(text)
        } else {
            Cow::Borrowed(bare)
        };
        let mut table = Self {
            file,
            text: Cow::Borrowed(&[]),
            coding,
            header: Vec::new(),
            head: 0..file.len(),
            line_end: 0..0,
            rows: Vec::new(),
            cells: Vec::new(),
        };
        let mut records = Records::new(&text[..], b',');
        let form = records.peek().map(header::form);
        if let Ok(form) = form {
            records.set_form(form.delimiter, form.returns);
        }
        // How far the text was followed, and where that is in the file.
        let (mut followed, mut at) = (0, mark.len());
        let mut is_header = true;
        while let Ok(Some(record)) = records.next() {
            let start = usize::try_from(record.offset).unwrap_or(usize::MAX);
            // Bytes that are no text of the charset may come to more than there are.
            at = (at + raw_len(coding, &text[followed..start])).min(file.len());
            followed = start;
            let length = record.cells.last().map_or(0, |cell| cell.end as usize);
            let end = (at + raw_len(coding, &record.bytes[..length])).min(file.len());
            if is_header {
                let cells = record.cells.iter();
                table.header = cells.map(|cell| coding.text(&record.value(cell)).trim().to_owned()).collect();
                table.line_end = end..(at + raw_len(coding, record.bytes)).clamp(end, file.len());
                is_header = false;
                continue;
            }
            if table.rows.is_empty() {
                table.head = 0..at;
            }
            let first = table.cells.len();
            table.cells.extend_from_slice(record.cells);
            table.rows.push(Row { range: at..end, line: record.line, start, cells: first..table.cells.len() });
        }
        table.text = text;
        table
    }

    /// What the columns are called.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The column of that name, if there is exactly one.
    pub fn column(&self, name: &str) -> Option<usize> {
        let mut columns = (0..self.header.len()).filter(|n| self.header[*n] == name);
        columns.next().filter(|_| columns.next().is_none())
    }

    /// How many rows there are below the header.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What a cell says, without the blanks around it; nothing beyond the end of the row. Rows and columns count from 0.
    pub fn cell(&self, row: usize, column: usize) -> Cow<'_, str> {
        let Some((record, cell)) = self.at(row, column) else { return Cow::Borrowed("") };
        let trimmed = |text: &str| text.trim_matches(|c: char| c.is_ascii_whitespace()).to_owned();
        match record.value(cell) {
            Cow::Borrowed(value) => self.coding.text(value.trim_ascii()),
            Cow::Owned(value) => Cow::Owned(trimmed(&self.coding.text(&value))),
        }
    }

    /// The header as it stands, with all that comes before the first row.
    pub fn head(&self) -> &'t [u8] {
        &self.file[self.head.clone()]
    }

    /// The end of the header's line; empty where there is none.
    pub fn line_end(&self) -> &'t [u8] {
        &self.file[self.line_end.clone()]
    }

    /// A row as it stands, without the end of its line.
    pub fn bytes(&self, row: usize) -> &'t [u8] {
        &self.file[self.rows[row].range.clone()]
    }

    /// Where a cell stands, or the row where there is no such cell.
    pub fn place(&self, row: usize, column: Option<usize>) -> RowPlace {
        let record = self.record(row);
        let end = record.cells.last().map_or(0, |cell| cell.end as usize);
        let (from, to) = match column.map(|column| record.cells.get(column)) {
            Some(Some(cell)) => (cell.start as usize, cell.end as usize),
            Some(None) => (end, end),
            None => (0, end),
        };
        let before = &record.bytes[..from];
        let line_start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        let line_end = memchr::memchr2(b'\r', b'\n', &record.bytes[from..]).map_or(record.bytes.len(), |at| from + at);
        let text = |range: Range<usize>| self.coding.text(&record.bytes[range]);
        RowPlace {
            line: record.line + memchr::memchr_iter(b'\n', before).count() as u64,
            column: text(line_start..from).chars().count() + 1,
            text: text(line_start..line_end).into_owned(),
            width: text(from..to.min(line_end)).chars().count().max(1),
        }
    }

    fn record(&self, row: usize) -> Record<'_> {
        let row = &self.rows[row];
        let cells = &self.cells[row.cells.clone()];
        let length = cells.last().map_or(0, |cell| cell.end as usize);
        let bytes = &self.text[row.start..row.start + length];
        Record { bytes, cells, offset: row.start as u64, line: row.line, blank_lines: 0 }
    }

    fn at(&self, row: usize, column: usize) -> Option<(Record<'_>, &Cell)> {
        let cell = self.cells[self.rows[row].cells.clone()].get(column)?;
        Some((self.record(row), cell))
    }
}

fn raw_len(coding: Coding, text: &[u8]) -> usize {
    usize::try_from(coding.raw_len(text)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_byte_for_byte() {
        for (text, rows) in [
            ("a,b\n1,2\n3,4", &[("1,2", 2), ("3,4", 3)][..]),
            ("a,b\r\n1,2\r\n\r\n3,4\r\n", &[("1,2", 2), ("3,4", 4)]),
            ("\u{feff}a;b\n\"x\ny\";2\n3;4\n", &[("\"x\ny\";2", 2), ("3;4", 4)]),
            ("a|b\r1|2\r", &[("1|2", 2)]),
            ("a,b\n", &[]),
            ("", &[]),
            ("a,b\n\"unclosed,2\n3,4\n", &[("\"unclosed,2\n3,4\n", 2)]),
            ("\"a,x\";b\n1;2\n", &[("1;2", 2)]),
        ] {
            let table = Table::read(text.as_bytes(), None);
            let found: Vec<_> = (0..table.len())
                .map(|row| (std::str::from_utf8(table.bytes(row)).unwrap_or("?"), table.place(row, None).line))
                .collect();
            assert_eq!(found, rows, "{text:?}");
            if let Some((first, _)) = rows.first() {
                assert!(text[table.head().len()..].starts_with(first), "{text:?}");
            }
        }
    }

    #[test]
    fn a_cell_is_found_in_its_row() {
        let text = "\u{feff}a,b,c\n\"x, \"\"y\"\"\",2\n";
        let table = Table::read(text.as_bytes(), None);
        let places: Vec<_> = (0..4).map(|n| table.place(0, Some(n))).map(|place| (place.column, place.width)).collect();
        assert_eq!(places, [(1, 10), (12, 1), (13, 1), (13, 1)]);
        assert_eq!((&*table.cell(0, 0), &*table.cell(0, 2)), ("x, \"y\"", ""));
        assert_eq!((table.column("b"), table.column("B"), table.header().len()), (Some(1), None, 3));
    }

    #[test]
    fn a_file_in_any_charset_is_cut_between_its_own_bytes() {
        let text = "Name,Ort\r\n\r\nMüller,\"Köln\r\nSüd\"\r\nKim,表\r\n";
        let wide: Vec<u8> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let table = Table::read(&wide, None);
        assert_eq!((table.len(), &*table.cell(0, 1), &*table.cell(1, 1)), (2, "Köln\r\nSüd", "表"));
        let place = table.place(0, Some(1));
        assert_eq!((place.line, place.column, place.width), (3, 8, 5));
        let again = [table.head(), table.bytes(0), table.line_end(), table.bytes(1), table.line_end()].concat();
        assert_eq!(again, wide);
        // The second byte of this character is a bar.
        let sjis = b"Name|Ort\nKim|\x95\x5c\nAnn|\x83\x7c\n";
        let table = Table::read(sjis, Some("Shift_JIS"));
        assert_eq!((&*table.cell(1, 1), table.bytes(1)), ("ポ", &b"Ann|\x83\x7c"[..]));
        let table = Table::read(b"Name\nM\xFCller\n", Some("windows-1252"));
        assert_eq!(&*table.cell(0, 0), "Müller");
    }
}
