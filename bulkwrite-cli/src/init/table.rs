//! A CSV: its header and all of its rows.

use csv::{ReaderBuilder, StringRecord};

/// A CSV.
#[derive(Debug, PartialEq)]
pub(super) struct Table {
    /// The header row, blanks around the names removed.
    pub(super) header: Vec<String>,
    /// The rows; some may be shorter than the header.
    pub(super) rows: Vec<StringRecord>,
}

/// A cell that is not blank, and the number of its row, as a spreadsheet counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell<'t> {
    pub(super) text: &'t str,
    pub(super) row: usize,
}

impl Table {
    /// The cells of a column that are not blank.
    pub(super) fn cells(&self, column: usize) -> impl Iterator<Item = Cell<'_>> {
        // The header is the first row.
        let cells = (2..)
            .zip(&self.rows)
            .filter_map(move |(number, row)| Some(Cell { text: row.get(column)?.trim(), row: number }));
        cells.filter(|cell| !cell.text.is_empty())
    }
}

/// Reads the header and the rows.
pub(super) fn read(bytes: &[u8]) -> Result<Table, String> {
    let text = decode(bytes)?;
    let delimiter = delimiter(text)?;
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        rows.push(record.map_err(|error| format!("cannot be read as CSV: {error}"))?);
    }
    let mut rows = rows.into_iter();
    let header: Vec<String> = rows.next().iter().flatten().map(|name| name.trim().to_owned()).collect();
    if header.iter().all(String::is_empty) {
        return Err("has no header: the first row names the columns".to_owned());
    }
    Ok(Table { header, rows: rows.collect() })
}

fn decode(bytes: &[u8]) -> Result<&str, String> {
    let utf_16 = matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, _, ..] | [_, 0, ..]);
    if utf_16 {
        return Err("is UTF-16: save it as UTF-8 (in Excel, \"CSV UTF-8\")".to_owned());
    }
    if is_workbook(bytes) {
        return Err("is a workbook: save it as CSV UTF-8, and name that file".to_owned());
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Err("is a ZIP archive: name the CSV inside".to_owned());
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() {
        return Err("is empty".to_owned());
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
        format!("is not UTF-8 (line {line}): save it as UTF-8")
    })
}

/// Whether a spreadsheet wrote it, in a format of its own: `.xlsx`, `.xlsb`, `.ods`, `.numbers`, `.xls`.
fn is_workbook(bytes: &[u8]) -> bool {
    const INSIDE: [&[u8]; 4] = [b"xl/", b"[Content_Types].xml", b"opendocument.spreadsheet", b"Index/Document.iwa"];
    let has = |name: &&[u8]| memchr::memmem::find(bytes, name).is_some();
    bytes.starts_with(b"\xD0\xCF\x11\xE0") || bytes.starts_with(b"PK") && INSIDE.iter().any(has)
}

/// The delimiter, told from the header row as the CRM does it: the commonest of the four outside of quotes.
fn delimiter(text: &str) -> Result<u8, String> {
    // Source: the limitations page of bulk write.
    const DELIMITERS: [u8; 4] = [b',', b';', b':', b'|'];
    let mut counts = [0_usize; DELIMITERS.len()];
    let (mut quoted, mut tabs) = (false, 0);
    for byte in text.trim_start_matches(['\r', '\n']).bytes() {
        match byte {
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'\n' | b'\r' => break,
            b'\t' => tabs += 1,
            _ => {
                if let Some(at) = DELIMITERS.iter().position(|delimiter| *delimiter == byte) {
                    counts[at] += 1;
                }
            }
        }
    }
    // Of equals the earlier counts.
    let (best, count) = counts.iter().enumerate().rev().max_by_key(|(_, count)| **count).unwrap_or((0, &0));
    if tabs > *count {
        return Err("is separated by tabs, which bulk write does not take: save it with commas".to_owned());
    }
    Ok(DELIMITERS[best])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_tells_the_delimiter() {
        for (text, header) in [
            ("a,b,c\n1,2,3", vec!["a", "b", "c"]),
            ("\u{feff}a;b\r\n1;2", vec!["a", "b"]),
            ("a|b\n1,5|2,5", vec!["a", "b"]),
            ("a:b:c\n", vec!["a", "b", "c"]),
            ("\"Name; first\",\"b\"\n", vec!["Name; first", "b"]),
            ("\"several\nlines\";b;c\n\"1\n2\";3;4\n", vec!["several\nlines", "b", "c"]),
            (" a , b \n", vec!["a", "b"]),
            ("only\nx", vec!["only"]),
            ("a,b;c\n", vec!["a", "b;c"]),
        ] {
            assert_eq!(read(text.as_bytes()).unwrap().header, header, "{text:?}");
        }
    }

    #[test]
    fn quoted_line_ends_belong_to_a_cell() {
        let table = read("a;b\r\n\"one\r\ntwo\";3\r\n;4\r\n".as_bytes()).unwrap();
        let cells = |column| table.cells(column).map(|cell| (cell.text, cell.row)).collect::<Vec<_>>();
        assert_eq!(cells(0), [("one\r\ntwo", 2)]);
        assert_eq!(cells(1), [("3", 2), ("4", 3)]);
        assert_eq!(cells(9), []);
    }

    #[test]
    fn what_is_no_csv_is_named() {
        for (bytes, expected) in [
            (&b""[..], "is empty"),
            (b"\xef\xbb\xbf \n", "is empty"),
            (b",,\n", "has no header"),
            (b"a\tb\n", "is separated by tabs"),
            (b"\xff\xfea\0,\0", "is UTF-16"),
            (b"a\0,\0b\0", "is UTF-16"),
            (b"\0a\0,", "is UTF-16"),
            (b"a,b\nM\xfcller,1\n", "is not UTF-8 (line 2)"),
            (b"PK\x03\x04....", "is a ZIP archive"),
            (b"PK\x03\x04..[Content_Types].xml..xl/workbook.xml", "is a workbook: save it as CSV UTF-8"),
            (b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "is a workbook"),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "is a workbook"),
        ] {
            let error = read(bytes).unwrap_err();
            assert!(error.starts_with(expected), "{error}");
        }
    }
}
