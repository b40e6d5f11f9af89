//! Where the records of a file stand in its bytes, and which keys they have.

use std::io::{self, Read};

use super::line_ends::LineEnds;
use crate::column::Hashes;
use crate::header::Layout;
use crate::records::{Record, Records};
use crate::text::Decoding;

/// A file that was read.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Where each record starts, the empty lines before it included, and where the last one ends.
    pub(super) starts: Vec<u64>,
    /// For each column that was asked for, the key of each record; `None` where the cell is blank.
    pub(super) keys: Vec<Vec<Option<u64>>>,
    /// What the columns are called.
    pub(super) header: Vec<String>,
}

impl Table {
    /// How many records there are.
    pub(super) const fn rows(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// How many bytes stand before the first record: the mark and the header.
    pub(super) fn head(&self) -> u64 {
        self.starts.first().copied().unwrap_or(0)
    }

    /// How many bytes a record takes.
    pub(super) fn bytes(&self, row: usize) -> u64 {
        self.starts[row + 1] - self.starts[row]
    }

    /// Reads a file; `columns` tells by the header of which columns the keys are wanted.
    pub(super) fn read(
        mut source: impl Read,
        layout: &Layout,
        hashes: &Hashes,
        columns: &mut dyn FnMut(&[String]) -> Vec<Option<usize>>,
        watch: &mut dyn FnMut(u64) -> io::Result<()>,
    ) -> io::Result<Self> {
        io::copy(&mut source.by_ref().take(layout.mark as u64), &mut io::sink())?;
        let mut table = Self::default();
        let base = layout.mark as u64;
        let coding = layout.coding;
        let mut wanted: Vec<Option<usize>> = Vec::new();
        let mut take = |table: &mut Self, record: &Record<'_>, end: u64, rows: u64| {
            table.starts.push(end);
            if rows == 0 {
                let names = record.cells.iter().map(|cell| coding.text(&record.value(cell)).trim().to_owned());
                table.header = names.collect();
                wanted = columns(&table.header);
                table.keys = wanted.iter().map(|_| Vec::new()).collect();
                return Ok(());
            }
            for (keys, column) in table.keys.iter_mut().zip(&wanted) {
                let cell = column.and_then(|column| record.cells.get(column));
                keys.push(cell.and_then(|cell| {
                    let value = record.value(cell);
                    let value = value.trim_ascii();
                    (!value.is_empty()).then(|| hashes.of(value, || coding.text(value).into_owned()))
                }));
            }
            if rows.is_multiple_of(1024) { watch(end) } else { Ok(()) }
        };
        let end = if coding.first {
            let (reader, ends) = LineEnds::new(source, coding.encoding, layout.returns);
            let count = |text: &[u8]| {
                memchr::memchr_iter(b'\n', text).count()
                    + if layout.returns { memchr::memchr_iter(b'\r', text).count() } else { 0 }
            };
            let mut records = Records::new(Decoding::new(reader, coding.encoding), layout.delimiter);
            for length in &layout.above {
                let lines = count(records.peek()?.get(..*length).unwrap_or_default());
                records.skip(*length);
                ends.borrow_mut().take(lines)?;
            }
            records.set_form(layout.delimiter, layout.returns);
            let mut rows = 0;
            while let Some(record) = records.next()? {
                let mut ends = ends.borrow_mut();
                let blank = usize::try_from(record.blank_lines).unwrap_or(usize::MAX);
                ends.take(blank + count(record.bytes))?;
                let is_ended = matches!(record.bytes.last(), Some(b'\n'))
                    || layout.returns && matches!(record.bytes.last(), Some(b'\r'));
                let end = if is_ended { ends.last } else { ends.read };
                take(&mut table, &record, base + end, rows)?;
                rows += 1;
            }
            let read = ends.borrow().read;
            base + read
        } else {
            let mut records = Records::new(Counting(source, base), layout.delimiter);
            for length in &layout.above {
                records.peek()?;
                records.skip(*length);
            }
            records.set_form(layout.delimiter, layout.returns);
            let mut rows = 0;
            while let Some(record) = records.next()? {
                let end = base + record.offset + record.bytes.len() as u64;
                take(&mut table, &record, end, rows)?;
                rows += 1;
            }
            records.into_source().1
        };
        // Empty lines behind the last record belong to it.
        if let Some(last) = table.starts.last_mut() {
            *last = end;
        }
        Ok(table)
    }
}

/// Passes bytes on, and counts them.
struct Counting<R>(R, u64);

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(out)?;
        self.1 += count as u64;
        Ok(count)
    }
}
