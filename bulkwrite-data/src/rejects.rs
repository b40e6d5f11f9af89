//! Copies the rows that would not be written, byte for byte, so that they can be mended and sent again.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::{self, Read, Write};
use std::rc::Rc;

use encoding_rs::{UTF_16BE, UTF_16LE};

use crate::archive::{Archive, MOST_UNPACKED};
use crate::check::Input;
use crate::check::report::{DataReport, Summary};
use crate::header::Layout;
use crate::records::{Record, Records};
use crate::text::{Coding, Decoding};

/// The columns that the CRM's own result has behind those of the data.
const REASONS: [&str; 3] = ["STATUS", "RECORD_ID", "ERRORS"];

impl DataReport {
    /// Copies the rows that would not be written: of each CSV the header and those rows, byte for byte as they stand.
    ///
    /// `inputs` are the files that were checked, in their order and from their beginnings; `open` says where those of a CSV go. With
    /// `reasons` each row has three more cells, as in the result of the CRM: `STATUS`, `RECORD_ID` and `ERRORS`. A CSV that cannot be
    /// read has no rows.
    ///
    /// ```
    /// use bulkwrite_core::Options;
    /// use bulkwrite_data::{DataChecker, Input};
    ///
    /// let job = br#"{ "operation": "insert", "resource": [{ "module": "Leads", "field_mappings": [
    ///     { "api_name": "Last_Name", "index": 0 }, { "api_name": "Born", "index": 1, "format": "yyyy-MM-dd" }] }] }"#;
    /// let text = &b"Name;Born\r\nKim;2001-02-03\r\nBoyle;never\r\n"[..];
    /// let report = DataChecker::of_json(job, &Options::default()).check("leads.csv", text)?;
    /// let mut out = Vec::new();
    /// let files = vec![Input::new("leads.csv", text)];
    /// report.copy_rejects(files, true, |_, copy| copy(&mut out))?;
    /// assert_eq!(out, b"Name;Born;STATUS;RECORD_ID;ERRORS\r\nBoyle;never;SKIPPED;;INVALID_DATA-Born\r\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn copy_rejects(
        &self,
        inputs: Vec<Input<'_>>,
        reasons: bool,
        mut open: impl FnMut(&Summary, &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> io::Result<()>,
    ) -> io::Result<()> {
        for (source, mut input) in (1u32..).zip(inputs) {
            let mut files =
                self.files().iter().filter(|file| file.source == source && file.layout.is_some()).peekable();
            if files.peek().is_some_and(|file| file.entry.is_none()) {
                for file in files {
                    open(file, &mut |out| copy(file, &mut input.content, reasons, out))?;
                }
                continue;
            }
            let mut bytes = Vec::new();
            if files.peek().is_some() {
                input.content.read_to_end(&mut bytes)?;
            }
            for file in files {
                let content = unpack(&bytes, file)?;
                open(file, &mut |out| copy(file, &mut &content[..], reasons, out))?;
            }
        }
        Ok(())
    }
}

/// A file of a ZIP that was read before.
fn unpack(zip: &[u8], file: &Summary) -> io::Result<Vec<u8>> {
    let changed = || changed(file);
    let archive = Archive::open(zip).map_err(|_| changed())?;
    let entry = archive.entries.iter().find(|entry| Some(&entry.name) == file.entry.as_ref()).ok_or_else(changed)?;
    archive.unpack(entry, MOST_UNPACKED).map_err(|_| changed())
}

fn changed(file: &Summary) -> io::Error {
    io::Error::other(format!("`{}` is not what it was when it was checked", file.name))
}

/// Copies the header and the rows that would not be written.
fn copy(file: &Summary, source: &mut dyn Read, reasons: bool, out: &mut dyn Write) -> io::Result<()> {
    let Some(layout) = &file.layout else { return Ok(()) };
    let mut mark = Vec::new();
    source.take(layout.mark as u64).read_to_end(&mut mark)?;
    out.write_all(&mark)?;
    let told = Told { file, layout, reasons };
    let rows = if layout.coding.first {
        let raw = Raw::new(source, layout);
        let lines = Rc::clone(&raw.kept);
        let records = Records::new(Decoding::new(raw, layout.coding.encoding), layout.delimiter);
        told.copy(records, Some(&lines), out)?
    } else {
        told.copy(Records::new(source, layout.delimiter), None, out)?
    };
    if rows == file.rows { Ok(()) } else { Err(changed(file)) }
}

/// What is told of the rows of a file.
struct Told<'t> {
    file: &'t Summary,
    layout: &'t Layout,
    reasons: bool,
}

impl Told<'_> {
    /// Copies what is wanted; how many rows the file has.
    fn copy<R: Read>(
        &self,
        mut records: Records<R>,
        lines: Option<&RefCell<Kept>>,
        out: &mut dyn Write,
    ) -> io::Result<u64> {
        let returns = self.layout.returns;
        for length in &self.layout.above {
            let above = records.peek()?.get(..*length).unwrap_or_default();
            if let Some(lines) = lines {
                lines.borrow_mut().take(ends(above, returns), false);
            }
            records.skip(*length);
        }
        records.set_form(self.layout.delimiter, returns);
        let mut names: Vec<Vec<u8>> = Vec::new();
        let mut row = 0u64;
        let mut is_header = true;
        while let Some(record) = records.next()? {
            let is_ended = record.bytes.ends_with(b"\n") || returns && record.bytes.ends_with(b"\r");
            let raw: Cow<'_, [u8]> = match lines {
                None => Cow::Borrowed(record.bytes),
                Some(lines) => {
                    let mut lines = lines.borrow_mut();
                    lines.take(usize::try_from(record.blank_lines).unwrap_or(usize::MAX), false);
                    Cow::Owned(lines.take(ends(record.bytes, returns), !is_ended))
                }
            };
            if is_header {
                is_header = false;
                names = record.cells.iter().map(|cell| record.value(cell).trim_ascii().to_vec()).collect();
                self.line(&record, &raw, names.len(), &REASONS.map(|name| name.as_bytes().to_vec()), out)?;
                continue;
            }
            row += 1;
            if self.file.skipped.contains(row) {
                let cells = [b"SKIPPED".to_vec(), Vec::new(), self.errors(row, &names)];
                self.line(&record, &raw, names.len(), &cells, out)?;
            }
        }
        Ok(row)
    }

    /// Copies a record, and if reasons are wanted, puts them before the end of its line.
    fn line(
        &self,
        record: &Record<'_>,
        raw: &[u8],
        width: usize,
        cells: &[Vec<u8>],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if !self.reasons {
            return out.write_all(raw);
        }
        let end: &[u8] = match record.bytes {
            [.., b'\r', b'\n'] => b"\r\n",
            [.., b'\n'] => b"\n",
            [.., b'\r'] if self.layout.returns => b"\r",
            _ => b"",
        };
        // In a row that is too short they would stand in other columns.
        let mut text = vec![self.layout.delimiter; width.saturating_sub(record.cells.len())];
        for cell in cells {
            text.push(self.layout.delimiter);
            push_cell(&mut text, cell, self.layout.delimiter);
        }
        text.extend_from_slice(end);
        let coding = self.layout.coding;
        let end = encoded(coding, end).len();
        out.write_all(&raw[..raw.len().saturating_sub(end)])?;
        out.write_all(&encoded(coding, &text))
    }

    /// What the CRM's result would say of a row: columns with one error behind it, errors behind each other.
    fn errors(&self, row: u64, names: &[Vec<u8>]) -> Vec<u8> {
        let mut codes: Vec<(&str, Vec<&[u8]>)> = Vec::new();
        for reason in self.file.reasons.iter().filter(|reason| reason.rows.contains(row)) {
            let name: &[u8] = names.get(reason.column).map_or(b"", Vec::as_slice);
            match codes.iter_mut().find(|(code, _)| *code == reason.code) {
                Some((_, columns)) if columns.contains(&name) => {}
                Some((_, columns)) => columns.push(name),
                None => codes.push((reason.code, vec![name])),
            }
        }
        let all: Vec<Vec<u8>> = codes
            .into_iter()
            .map(|(code, columns)| [code.as_bytes(), b"-", &columns.join(&b","[..])[..]].concat())
            .collect();
        all.join(&b":"[..])
    }
}

fn push_cell(out: &mut Vec<u8>, cell: &[u8], delimiter: u8) {
    if !cell.iter().any(|byte| *byte == delimiter || matches!(byte, b'"' | b'\r' | b'\n')) {
        return out.extend_from_slice(cell);
    }
    out.push(b'"');
    for byte in cell {
        if *byte == b'"' {
            out.push(b'"');
        }
        out.push(*byte);
    }
    out.push(b'"');
}

/// Text as the file has it. What stands in the file is split as bytes, unless it was decoded.
fn encoded(coding: Coding, text: &[u8]) -> Cow<'_, [u8]> {
    if !coding.first {
        return Cow::Borrowed(text);
    }
    let decoded = String::from_utf8_lossy(text);
    let units = |bytes: fn(u16) -> [u8; 2]| Cow::Owned(decoded.encode_utf16().flat_map(bytes).collect());
    match coding.encoding {
        encoding if encoding == UTF_16LE => units(u16::to_le_bytes),
        encoding if encoding == UTF_16BE => units(u16::to_be_bytes),
        encoding => Cow::Owned(encoding.encode(&decoded).0.into_owned()),
    }
}

/// How many lines end in a text.
fn ends(text: &[u8], returns: bool) -> usize {
    memchr::memchr_iter(b'\n', text).count() + if returns { memchr::memchr_iter(b'\r', text).count() } else { 0 }
}

/// Bytes that are decoded further on: what of them was read and not yet taken. No encoding has these line ends within another character.
struct Kept {
    bytes: Vec<u8>,
    /// How many of them were taken.
    taken: usize,
    /// How many bytes a line end has, and which of them is not zero.
    unit: (usize, usize),
    returns: bool,
}

impl Kept {
    /// So many lines, or all that is left.
    fn take(&mut self, lines: usize, all: bool) -> Vec<u8> {
        let (size, place) = self.unit;
        let rest = &self.bytes[self.taken..];
        let is_end = |unit: &[u8]| {
            let byte = unit[place];
            (byte == b'\n' || self.returns && byte == b'\r')
                && unit.iter().enumerate().all(|(at, byte)| at == place || *byte == 0)
        };
        let mut places = rest.chunks_exact(size).enumerate().filter(|(_, unit)| is_end(unit));
        let length = match lines.checked_sub(1) {
            _ if all => rest.len(),
            None => 0,
            Some(before) => places.nth(before).map_or(rest.len(), |(at, _)| (at + 1) * size),
        };
        let out = rest[..length].to_vec();
        self.taken += length;
        if self.taken > 64 * 1024 {
            self.bytes.drain(..self.taken);
            self.taken = 0;
        }
        out
    }
}

/// Passes bytes on, and keeps them.
struct Raw<R> {
    source: R,
    kept: Rc<RefCell<Kept>>,
}

impl<R: Read> Raw<R> {
    fn new(source: R, layout: &Layout) -> Self {
        let unit = match layout.coding.encoding {
            encoding if encoding == UTF_16LE => (2, 0),
            encoding if encoding == UTF_16BE => (2, 1),
            _ => (1, 0),
        };
        let kept = Kept { bytes: Vec::new(), taken: 0, unit, returns: layout.returns };
        Self { source, kept: Rc::new(RefCell::new(kept)) }
    }
}

impl<R: Read> Read for Raw<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(out)?;
        self.kept.borrow_mut().bytes.extend_from_slice(&out[..count]);
        Ok(count)
    }
}
