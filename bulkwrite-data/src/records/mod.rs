//! Records of a CSV as they stand: cells as ranges of bytes, with what is odd about each.
//!
//! `csv` tells neither of a quote in a wrong place nor where a cell stands. Here a first pass marks every quote, delimiter and line end
//! of a block ([`marks`]), and a second one walks from mark to mark. What is read is what RFC 4180 says, and otherwise what `csv` makes
//! of it: a quote within a bare cell stands for itself, and so does what follows a closing quote. [`exact`] says the same byte by byte.

#[cfg(test)]
pub(crate) mod exact;
pub(crate) mod marks;

use std::borrow::Cow;
use std::io::{self, Read};

/// A cell of a record: where it stands, and what is odd about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Where it starts in the record, its quote included.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// What is to be known of it.
    pub flags: u8,
}

/// It begins with a quote.
pub const QUOTED: u8 = 1;
/// It has quotes that are written twice, so that its value is not a part of the file.
pub const DOUBLED: u8 = 2;
/// It has a quote where none may be.
pub const STRAY: u8 = 4;
/// It has line ends.
pub const LINES: u8 = 8;
/// Nothing closes its quote.
pub const UNCLOSED: u8 = 16;
/// It has a carriage return outside of quotes that no line feed follows.
pub const RETURN: u8 = 32;

/// A longer cell lacks its closing quote.
pub const LONGEST_CELL: usize = 32 * 1024 * 1024;

/// A record.
#[derive(Clone, Copy, Debug)]
pub struct Record<'r> {
    /// Its bytes, the line end included.
    pub bytes: &'r [u8],
    /// Its cells; there is at least one.
    pub cells: &'r [Cell],
    /// Where it starts in what was read.
    pub offset: u64,
    /// The line that it starts in, from 1.
    pub line: u64,
    /// How many empty lines stand before it.
    pub blank_lines: u64,
}

impl<'r> Record<'r> {
    /// A cell as it stands, quotes included.
    pub fn raw(&self, cell: &Cell) -> &'r [u8] {
        &self.bytes[cell.start as usize..cell.end as usize]
    }

    /// What a cell says, where it stands in the record as it is.
    #[inline]
    pub(crate) fn plain(&self, cell: &Cell) -> Option<&'r [u8]> {
        if cell.flags & (DOUBLED | STRAY | UNCLOSED) != 0 {
            return None;
        }
        let quote = usize::from(cell.flags & QUOTED);
        self.bytes.get(cell.start as usize + quote..cell.end as usize - quote)
    }

    /// What a cell says.
    pub fn value(&self, cell: &Cell) -> Cow<'r, [u8]> {
        match self.plain(cell) {
            Some(plain) => Cow::Borrowed(plain),
            None if cell.flags & QUOTED == 0 => Cow::Borrowed(self.raw(cell)),
            None => Cow::Owned(unquoted(self.raw(cell))),
        }
    }

    /// The flags of all cells together.
    pub fn flags(&self) -> u8 {
        self.cells.iter().fold(0, |all, cell| all | cell.flags)
    }
}

/// What a cell that begins with a quote says.
pub(crate) fn unquoted(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw.get(1..).unwrap_or_default();
    while let Some(at) = memchr::memchr(b'"', rest) {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.first() {
            Some(b'"') => {
                out.push(b'"');
                rest = &rest[1..];
            }
            _ => break, // closed: what follows stands for itself
        }
    }
    out.extend_from_slice(rest);
    out
}

/// Reads records one after the other, in memory that does not grow with the file.
///
/// ```
/// use bulkwrite_data::Records;
///
/// let mut records = Records::new(&b"n,c\n\"O\"\"Hara\",\"a\nb\"\n"[..], b',');
/// assert_eq!(records.next()?.unwrap().cells.len(), 2);
/// let record = records.next()?.unwrap();
/// assert_eq!((record.line, &*record.value(&record.cells[0])), (2, &b"O\"Hara"[..]));
/// assert!(records.next()?.is_none());
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Records<R> {
    source: R,
    buffer: Vec<u8>,
    /// How much of the buffer is filled.
    filled: usize,
    /// How much of it is marked.
    marked: usize,
    marks: Vec<u32>,
    /// The next mark.
    at: usize,
    /// Where the next record starts in the buffer.
    start: usize,
    /// Where the buffer starts in what was read.
    base: u64,
    line: u64,
    ended: bool,
    delimiter: u8,
    /// Whether a carriage return ends a record by itself.
    returns: bool,
    cells: Vec<Cell>,
    chunk: usize,
}

/// How much is read at once.
const CHUNK: usize = 128 * 1024;

impl<R: Read> Records<R> {
    /// Reads what `source` gives, with that delimiter.
    pub fn new(source: R, delimiter: u8) -> Self {
        Self::with_chunk(source, delimiter, CHUNK)
    }

    /// Reads no more than so many bytes at once, which changes nothing but the speed.
    pub fn with_chunk(source: R, delimiter: u8, chunk: usize) -> Self {
        Self {
            source,
            buffer: Vec::new(),
            filled: 0,
            marked: 0,
            marks: Vec::new(),
            at: 0,
            start: 0,
            base: 0,
            line: 1,
            ended: false,
            delimiter,
            returns: false,
            cells: Vec::new(),
            chunk: chunk.max(1),
        }
    }

    /// The beginning of what is to be read, some ten thousand bytes of it where there are as many.
    pub fn peek(&mut self) -> io::Result<&[u8]> {
        while !self.ended && self.filled - self.start < 16 * 1024 {
            self.fill()?;
        }
        Ok(&self.buffer[self.start..self.filled])
    }

    /// Passes over bytes that [`peek`](Self::peek) has shown, before the first record is read.
    pub fn skip(&mut self, count: usize) {
        let end = (self.start + count).min(self.filled);
        self.line += memchr::memchr_iter(b'\n', &self.buffer[self.start..end]).count() as u64;
        self.start = end;
        self.reset_marks();
    }

    /// Sets what stands between cells, and whether a carriage return ends a record by itself.
    pub fn set_form(&mut self, delimiter: u8, returns: bool) {
        self.delimiter = delimiter;
        self.returns = returns;
        self.reset_marks();
    }

    /// What the records were read of.
    pub(crate) fn into_source(self) -> R {
        self.source
    }

    /// What stands between cells.
    pub const fn delimiter(&self) -> u8 {
        self.delimiter
    }

    fn reset_marks(&mut self) {
        self.marks.clear();
        self.at = 0;
        self.marked = self.start;
    }

    /// Reads more; what is used up makes room.
    fn fill(&mut self) -> io::Result<()> {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.filled, 0);
            self.filled -= self.start;
            self.marked = self.marked.saturating_sub(self.start);
            self.base += self.start as u64;
            let shift = u32::try_from(self.start).unwrap_or(u32::MAX);
            self.marks.drain(..self.at);
            for mark in &mut self.marks {
                *mark -= shift;
            }
            self.at = 0;
            self.start = 0;
        }
        // A long record is read in ever larger pieces, so that it is walked through a few times only.
        let wanted = self.filled + self.chunk.max(self.filled.min(LONGEST_CELL) / 2);
        if self.buffer.len() < wanted {
            self.buffer.resize(wanted, 0);
        }
        loop {
            match self.source.read(&mut self.buffer[self.filled..wanted]) {
                Ok(0) => self.ended = true,
                Ok(count) => self.filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            return Ok(());
        }
    }

    fn mark(&mut self) {
        // The last byte may be a carriage return of which it is not known what follows.
        let end = if self.ended { self.filled } else { self.filled.saturating_sub(1) };
        if end > self.marked {
            let next = self.buffer.get(end).copied().filter(|_| end < self.filled);
            marks::find(&self.buffer[self.marked..end], self.marked, self.delimiter, next, &mut self.marks);
            self.marked = end;
        }
    }

    /// The next record; `None` at the end.
    #[allow(clippy::should_implement_trait, reason = "a record lives until the next one is read")]
    pub fn next(&mut self) -> io::Result<Option<Record<'_>>> {
        let mut blank_lines = 0;
        self.mark();
        loop {
            match self.walk() {
                Walk::More if self.ended => return Ok(None),
                Walk::More => {
                    self.fill()?;
                    self.mark();
                }
                Walk::Blank(length) => {
                    blank_lines += 1;
                    self.line += 1;
                    self.start += length;
                }
                Walk::Record { end, lines } => {
                    let (start, line) = (self.start, self.line);
                    self.start = end;
                    self.line += lines;
                    return Ok(Some(Record {
                        bytes: &self.buffer[start..end],
                        cells: &self.cells,
                        offset: self.base + start as u64,
                        line,
                        blank_lines,
                    }));
                }
            }
        }
    }

    /// Walks from mark to mark to the end of a record.
    #[inline]
    fn walk(&mut self) -> Walk {
        let start = self.start;
        let known = if self.ended { self.filled } else { self.marked };
        if start >= known {
            return Walk::More;
        }
        self.cells.clear();
        let bytes = &self.buffer[..self.filled];
        let mut at = self.at;
        let mut lines = 0u64;
        let mut cell = start;
        let place = |at: usize| u32::try_from(at - start).unwrap_or(u32::MAX);
        loop {
            // Here a cell begins.
            let mut flags = 0;
            if bytes.get(cell) == Some(&b'"') {
                flags = QUOTED;
                at += 1; // the mark of this quote
                let closed = loop {
                    let Some(&mark) = self.marks.get(at) else { break false };
                    at += 1;
                    let mark = mark as usize;
                    match bytes[mark] {
                        b'"' => {
                            if bytes.get(mark + 1) == Some(&b'"') {
                                flags |= DOUBLED;
                                at += 1;
                            } else {
                                break true;
                            }
                        }
                        b'\n' => {
                            flags |= LINES;
                            lines += 1;
                        }
                        b'\r' if self.returns => {
                            flags |= LINES;
                            lines += 1;
                        }
                        _ => {}
                    }
                };
                if !closed {
                    if !self.ended && self.filled - cell < LONGEST_CELL {
                        return Walk::More;
                    }
                    let end = if self.ended { self.filled } else { self.marked };
                    self.cells.push(Cell { start: place(cell), end: place(end), flags: flags | UNCLOSED });
                    self.at = at;
                    return Walk::Record { end, lines };
                }
                // The byte before the next mark tells whether something stands between the closing quote and the end.
                let close = self.marks[at - 1] as usize + 1;
                let next = self.marks.get(at).map_or(known, |mark| *mark as usize);
                let plain = next == close && (self.returns || bytes.get(next) != Some(&b'\r'))
                    || next == close + 1
                        && bytes.get(close) == Some(&b'\r')
                        && matches!(bytes.get(next), Some(b'\n') | None);
                if !plain {
                    flags |= STRAY;
                }
            }
            loop {
                let Some(&mark) = self.marks.get(at) else {
                    if !self.ended {
                        return Walk::More;
                    }
                    let end = self.filled;
                    if cell == end && self.cells.is_empty() {
                        self.start = end;
                        return Walk::More;
                    }
                    let shown = if end > cell && bytes[end - 1] == b'\r' { end - 1 } else { end };
                    self.cells.push(Cell { start: place(cell), end: place(shown), flags });
                    self.at = at;
                    if shown == start {
                        return Walk::Blank(end - start);
                    }
                    return Walk::Record { end, lines };
                };
                let mark = mark as usize;
                at += 1;
                match bytes[mark] {
                    b'"' => flags |= STRAY,
                    b'\n' => {
                        let shown = if mark > cell && bytes[mark - 1] == b'\r' { mark - 1 } else { mark };
                        self.at = at;
                        if self.cells.is_empty() && shown == start {
                            return Walk::Blank(mark + 1 - start);
                        }
                        self.cells.push(Cell { start: place(cell), end: place(shown), flags });
                        return Walk::Record { end: mark + 1, lines: lines + 1 };
                    }
                    b'\r' if self.returns => {
                        self.at = at;
                        if self.cells.is_empty() && mark == start {
                            return Walk::Blank(mark + 1 - start);
                        }
                        self.cells.push(Cell { start: place(cell), end: place(mark), flags });
                        return Walk::Record { end: mark + 1, lines: lines + 1 };
                    }
                    b'\r' => flags |= RETURN,
                    _ => {
                        self.cells.push(Cell { start: place(cell), end: place(mark), flags });
                        cell = mark + 1;
                        break;
                    }
                }
            }
        }
    }
}

enum Walk {
    /// The record does not end in what is read.
    More,
    /// An empty line of so many bytes.
    Blank(usize),
    Record {
        end: usize,
        lines: u64,
    },
}
