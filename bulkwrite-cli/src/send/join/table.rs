//! A CSV whose rows know where they stand, byte for byte.

use std::ops::Range;

use csv::{ByteRecord, ReaderBuilder};

/// A CSV in memory.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) delimiter: u8,
    /// The names of the columns, without a byte order mark.
    pub(crate) header: Vec<String>,
    /// The header with all that comes before the first row.
    pub(crate) head: Range<usize>,
    pub(crate) rows: Vec<Row>,
}

/// A row below the header.
#[derive(Debug)]
pub(crate) struct Row {
    /// Its bytes, without the end of its line.
    pub(crate) range: Range<usize>,
    /// The line that it begins on, from 1.
    pub(crate) line: u64,
    cells: ByteRecord,
}

impl Row {
    /// The cell of a column; blank beyond the end of the row.
    pub(crate) fn cell(&self, column: usize) -> &[u8] {
        self.cells.get(column).unwrap_or_default().trim_ascii()
    }
}

const MARK: &[u8] = b"\xEF\xBB\xBF";

impl Table {
    /// Reads a CSV, as leniently as the CRM does.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let skipped = if bytes.starts_with(MARK) { MARK.len() } else { 0 };
        let text = &bytes[skipped..];
        let delimiter = delimiter(text);
        let mut reader = ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text);
        let mut records = Vec::new();
        loop {
            let mut record = ByteRecord::new();
            match reader.read_byte_record(&mut record) {
                Ok(true) => {
                    let at = record.position().map_or(0, csv::Position::byte);
                    records.push((usize::try_from(at).unwrap_or_default(), record));
                }
                // Nothing but a failure to read is an error here, and memory does not fail.
                Ok(false) | Err(_) => break,
            }
        }
        // The reader counts the end of a line to the next record.
        let is_end = |at: usize| matches!(text.get(at), Some(b'\r' | b'\n'));
        let starts: Vec<usize> = records
            .iter()
            .map(|(at, _)| (*at..text.len()).find(|at| !is_end(*at)).unwrap_or(text.len()))
            .chain([text.len()])
            .collect();
        let (mut line, mut counted) = (1, 0);
        let mut table = Self { delimiter, ..Self::default() };
        for (n, (_, record)) in records.into_iter().enumerate() {
            let (start, next) = (starts[n], starts[n + 1]);
            line += memchr::memchr_iter(b'\n', &text[counted..start]).count() as u64;
            counted = start;
            if n == 0 {
                table.header = record.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
                table.head = 0..skipped + next;
                continue;
            }
            let end = (start..next).rfind(|at| !is_end(*at)).map_or(start, |at| at + 1);
            table.rows.push(Row { range: skipped + start..skipped + end, line, cells: record });
        }
        table
    }

    /// The column of that name, if there is exactly one.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        let mut columns = (0..self.header.len()).filter(|n| self.header[*n] == name);
        columns.next().filter(|_| columns.next().is_none())
    }

    /// The bytes of a cell within its row, quotes included; the end of the row for a cell that it lacks.
    pub(crate) fn cell_range(&self, bytes: &[u8], row: &Row, column: usize) -> Range<usize> {
        let (mut at, mut start, mut quoted) = (0, row.range.start, false);
        for offset in row.range.clone() {
            match bytes[offset] {
                b'"' => quoted = !quoted,
                byte if byte == self.delimiter && !quoted => {
                    if at == column {
                        return start..offset;
                    }
                    (at, start) = (at + 1, offset + 1);
                }
                _ => {}
            }
        }
        if at == column { start..row.range.end } else { row.range.end..row.range.end }
    }
}

/// The delimiter, as the CRM finds it out: that of the header.
fn delimiter(text: &[u8]) -> u8 {
    let mut quoted = false;
    let line: Vec<u8> = text
        .iter()
        .copied()
        .take_while(|byte| {
            quoted ^= *byte == b'"';
            quoted || !matches!(byte, b'\r' | b'\n')
        })
        .collect();
    let mut outside = false;
    let bare: Vec<u8> = line
        .into_iter()
        .filter(|byte| {
            outside ^= *byte == b'"';
            !outside
        })
        .collect();
    let count = |delimiter: &u8| memchr::memchr_iter(*delimiter, &bare).count();
    // Of several with the same count the first one.
    [b'|', b':', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
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
            ("a|b\r1|2\r", &[("1|2", 1)]),
            ("a,b\n", &[]),
            ("", &[]),
            ("a,b\n\"unclosed,2\n3,4\n", &[("\"unclosed,2\n3,4", 2)]),
            ("\"a,x\";b\n1;2\n", &[("1;2", 2)]),
        ] {
            let table = Table::read(text.as_bytes());
            let found: Vec<_> = table.rows.iter().map(|row| (&text[row.range.clone()], row.line)).collect();
            assert_eq!(found, rows, "{text:?}");
            if let Some(first) = table.rows.first() {
                assert_eq!(table.head.end, first.range.start, "{text:?}");
            }
        }
    }

    #[test]
    fn a_cell_is_found_in_its_row() {
        let text = "\u{feff}a,b,c\n\"x, \"\"y\"\"\",2\n";
        let table = Table::read(text.as_bytes());
        let row = &table.rows[0];
        let cells: Vec<_> = (0..4).map(|n| &text[table.cell_range(text.as_bytes(), row, n)]).collect();
        assert_eq!(cells, ["\"x, \"\"y\"\"\"", "2", "", ""]);
        assert_eq!((row.cell(0), row.cell(2)), (&b"x, \"y\""[..], &b""[..]));
        assert_eq!((table.column("b"), table.column("B"), table.header.len()), (Some(1), None, 3));
    }
}
