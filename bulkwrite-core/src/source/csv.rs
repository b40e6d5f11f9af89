//! The first row of a CSV: what its columns are called.

use std::fmt;

/// The header of a CSV.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// What stands between its cells.
    pub delimiter: u8,
    /// What the columns are called, quotes and blanks around taken off.
    pub columns: Vec<String>,
}

/// Why a text has no header that could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoHeader {
    /// There is no text, or its first line is blank.
    Empty,
    /// The first row is not UTF-8.
    NotUtf8,
    /// A quote in the first row is never closed.
    Unclosed,
}

impl fmt::Display for NoHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "its first line is empty",
            Self::NotUtf8 => "its first line is not UTF-8",
            Self::Unclosed => "a quote in its first line is never closed",
        })
    }
}

impl std::error::Error for NoHeader {}

/// What the CRM takes between cells; of those that a header has as often the first is meant.
///
/// Source: the limitations page of bulk write.
const DELIMITERS: [u8; 4] = *b",;|:";

/// The header of a CSV, of which `text` is the beginning. What the columns are separated by is told by the header alone.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::csv;
///
/// let header = csv::header(b"Last Name;\"City; Country\";Mail\nBoyle;Oslo;p@zylker.com\n")?;
/// assert_eq!((header.delimiter, header.columns), (b';', vec!["Last Name".into(), "City; Country".into(), "Mail".into()]));
/// # Ok::<(), csv::NoHeader>(())
/// ```
pub fn header(text: &[u8]) -> Result<Header, NoHeader> {
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    let mut counts = [0; DELIMITERS.len()];
    let mut is_quoted = false;
    let mut end = text.len();
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => {
                end = at;
                break;
            }
            byte if !is_quoted => {
                if let Some(which) = DELIMITERS.iter().position(|delimiter| delimiter == byte) {
                    counts[which] += 1;
                }
            }
            _ => {}
        }
    }
    let row = std::str::from_utf8(&text[..end]).map_err(|_| NoHeader::NotUtf8)?;
    if is_quoted {
        return Err(NoHeader::Unclosed);
    }
    if row.trim().is_empty() {
        return Err(NoHeader::Empty);
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    let which = counts.iter().position(|count| *count == most).unwrap_or_default();
    let delimiter = DELIMITERS[which];
    Ok(Header { delimiter, columns: cells(row, char::from(delimiter)) })
}

fn cells(row: &str, delimiter: char) -> Vec<String> {
    let mut is_quoted = false;
    let ends = |c: char| {
        is_quoted ^= c == '"';
        c == delimiter && !is_quoted
    };
    let cells = row.split(ends).map(|cell| {
        let cell = cell.trim();
        let inner = cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"'));
        inner.map_or_else(|| cell.to_owned(), |inner| inner.replace("\"\"", "\"").trim().to_owned())
    });
    cells.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read() {
        for (text, expected) in [
            ("Last_Name,Email\n", Ok((b',', &["Last_Name", "Email"][..]))),
            ("\u{feff}Last Name;E-Mail\r\nA;b", Ok((b';', &["Last Name", "E-Mail"]))),
            ("A", Ok((b',', &["A"]))),
            ("A,B\rC,D\r", Ok((b',', &["A", "B"]))),
            ("\"A, b\"|\"say \"\"C\"\"\"|\"two\nlines\"\nx", Ok((b'|', &["A, b", "say \"C\"", "two\nlines"]))),
            ("A: b;C\n", Ok((b';', &["A: b", "C"]))),
            ("A,,B,\n", Ok((b',', &["A", "", "B", ""]))),
            (" A , \"B\" \n", Ok((b',', &["A", "B"]))),
            ("", Err(NoHeader::Empty)),
            ("\nA,B\n", Err(NoHeader::Empty)),
            ("A,\"B\n1,2\n", Err(NoHeader::Unclosed)),
        ] {
            let read = header(text.as_bytes());
            let read = read
                .as_ref()
                .map(|header| (header.delimiter, header.columns.iter().map(String::as_str).collect::<Vec<_>>()));
            assert_eq!(read, expected.as_ref().map(|(delimiter, columns)| (*delimiter, columns.to_vec())), "{text:?}");
        }
        assert_eq!(header(b"M\xFCller,A\n"), Err(NoHeader::NotUtf8));
    }
}
