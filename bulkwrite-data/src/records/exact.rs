//! The same records read byte by byte: slow, plain, and what tests hold the fast reader against.

use super::{Cell, DOUBLED, LINES, QUOTED, RETURN, STRAY, UNCLOSED};

/// All records of a text: where each starts and ends, and its cells.
pub(crate) fn records(text: &[u8], delimiter: u8) -> Vec<(usize, usize, Vec<Cell>)> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let start = at;
        let mut cells = Vec::new();
        loop {
            let cell = at;
            let mut flags = 0;
            if text.get(at) == Some(&b'"') {
                flags = QUOTED;
                at += 1;
                loop {
                    match text.get(at) {
                        None => {
                            flags |= UNCLOSED;
                            break;
                        }
                        Some(b'"') if text.get(at + 1) == Some(&b'"') => {
                            flags |= DOUBLED;
                            at += 2;
                        }
                        Some(b'"') => {
                            at += 1;
                            break;
                        }
                        Some(b'\n') => {
                            flags |= LINES;
                            at += 1;
                        }
                        Some(_) => at += 1,
                    }
                }
            }
            let closed = at;
            let is_return = |at: usize| text.get(at) == Some(&b'\r') && matches!(text.get(at + 1), None | Some(b'\n'));
            while let Some(&byte) = text.get(at) {
                if byte == delimiter || byte == b'\n' {
                    break;
                }
                if byte == b'"' {
                    flags |= STRAY;
                }
                if byte == b'\r' && !is_return(at) {
                    flags |= RETURN;
                }
                at += 1;
            }
            let ends_record = text.get(at) != Some(&delimiter);
            let end = if ends_record && at > cell && text[at - 1] == b'\r' { at - 1 } else { at };
            if flags & QUOTED != 0 && flags & UNCLOSED == 0 && end > closed {
                flags |= STRAY;
            }
            let end = if flags & UNCLOSED != 0 { at } else { end };
            let place = |at: usize| u32::try_from(at - start).unwrap_or(u32::MAX);
            cells.push(Cell { start: place(cell), end: place(end), flags });
            if ends_record {
                break;
            }
            at += 1;
        }
        if at < text.len() {
            at += 1; // the line feed
        }
        let is_blank = cells.len() == 1 && cells[0].start == cells[0].end;
        if !is_blank {
            out.push((start, at, cells));
        }
    }
    out
}

mod tests {
    use proptest::prelude::*;

    use super::super::Records;

    fn fast(text: &[u8], chunk: usize) -> Vec<(usize, usize, Vec<super::Cell>)> {
        let mut records = Records::with_chunk(text, b',', chunk);
        let mut out = Vec::new();
        while let Ok(Some(record)) = records.next() {
            let start = usize::try_from(record.offset).unwrap_or(0);
            out.push((start, start + record.bytes.len(), record.cells.to_vec()));
        }
        out
    }

    proptest! {
        #[test]
        fn the_fast_reader_reads_as_the_exact_one(text in "[ab,\"\n\r\u{fc}]{0,80}", chunk in 1usize..70) {
            prop_assert_eq!(fast(text.as_bytes(), chunk), super::records(text.as_bytes(), b','));
        }

        #[test]
        fn bytes_of_any_kind_are_read_alike(text in proptest::collection::vec(any::<u8>(), 0..200), chunk in 1usize..300) {
            prop_assert_eq!(fast(&text, chunk), super::records(&text, b','));
        }
    }

    #[test]
    fn odd_records_are_read_as_csv_reads_them() {
        for (text, cells) in [
            ("a,b\n", &[&["a", "b"][..]][..]),
            ("a,b", &[&["a", "b"]]),
            ("a,b\r\nc,d\r\n", &[&["a", "b"], &["c", "d"]]),
            ("a,\n", &[&["a", ""]]),
            ("\"a,b\",c\n", &[&["a,b", "c"]]),
            ("\"a\"\"b\"\n", &[&["a\"b"]]),
            ("\"a\nb\",c\n", &[&["a\nb", "c"]]),
            ("\"a\r\nb\",c\n", &[&["a\r\nb", "c"]]),
            ("\"a\"b,c\n", &[&["ab", "c"]]),
            ("a\"b,c\n", &[&["a\"b", "c"]]),
            ("a\n\n\nb\n", &[&["a"], &["b"]]),
            ("\"\"\n", &[&[""]]),
            ("\"a", &[&["a"]]),
        ] {
            for chunk in [1, 2, 3, 1000] {
                let mut records = Records::with_chunk(text.as_bytes(), b',', chunk);
                let mut found: Vec<Vec<String>> = Vec::new();
                while let Ok(Some(record)) = records.next() {
                    let texts =
                        record.cells.iter().map(|cell| String::from_utf8_lossy(&record.value(cell)).into_owned());
                    found.push(texts.collect());
                }
                assert_eq!(found, cells, "{text:?}");
            }
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let by_csv: Vec<Vec<String>> = reader
                .records()
                .map(|record| record.map_or(Vec::new(), |record| record.iter().map(str::to_owned).collect()))
                .collect();
            assert_eq!(by_csv, cells, "{text:?} by csv");
        }
    }
}
