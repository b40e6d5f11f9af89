//! Whether a quoted cell holds whole records.

use crate::column::{Column, Value};
use crate::records::{Cell, Record, Records, STRAY};
use crate::values::{boolean, email, id};

/// Whether a quoted cell over several lines holds records of this file: lines with as many cells as the header, and in typed columns
/// cells of that type.
pub(crate) fn holds_records(
    record: &Record<'_>,
    cell: &Cell,
    position: usize,
    width: usize,
    delimiter: u8,
    columns: &[Column<'_>],
) -> bool {
    if width < 2 {
        return false;
    }
    let raw = record.raw(cell);
    let close = closing(raw);
    let inside = &raw[1..close];
    // A quote that something follows is no closing one: then its line belongs to a record, too.
    let is_open = cell.flags & STRAY != 0;
    let mut lines: Vec<Vec<u8>> =
        inside.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line).to_vec()).collect();
    let last = lines.len() - 1;
    if last == 0 {
        return false;
    }
    if is_open {
        let end = record.bytes[cell.start as usize + close..].iter().position(|byte| *byte == b'\n');
        let tail = &record.bytes[cell.start as usize + close..];
        let tail = &tail[1.min(tail.len())..end.unwrap_or(tail.len())];
        lines[last].extend(tail.iter().filter(|byte| **byte != b'"' && **byte != b'\r'));
    }
    let whole = if is_open { lines.len() } else { last };
    let first = cells(&lines[0], delimiter);
    if first.len() != width - position {
        return false;
    }
    let mut matching = 0;
    let mut evidence = (0usize, 0usize);
    let mut strong: Vec<Option<Strong>> = vec![None; width];
    let mut repeated = 0;
    let mut look = |at: usize, text: &[u8]| {
        if let Some(column) = columns.iter().find(|column| column.index == at)
            && let Some(fits) = fits(column, text)
        {
            if fits {
                evidence.0 += 1;
            } else {
                evidence.1 += 1;
            }
        }
        if let Some(found) = Strong::of(text)
            && let Some(slot) = strong.get_mut(at)
        {
            repeated += usize::from(*slot == Some(found));
            *slot = Some(found);
        }
    };
    for (i, text) in first.iter().enumerate() {
        look(position + i, text);
    }
    for line in &lines[1..whole] {
        let cells = cells(line, delimiter);
        if cells.len() == width {
            matching += 1;
            for (at, text) in cells.iter().enumerate() {
                look(at, text);
            }
        }
    }
    matching > 0
        && matching * 2 > whole - 1
        && evidence.0 + repeated > evidence.1
        && (evidence.0 + repeated > 0 || matching > 2 && width > 2)
}

/// Where the quote stands that closes a quoted cell.
fn closing(raw: &[u8]) -> usize {
    let mut at = 1;
    while let Some(quote) = memchr::memchr(b'"', &raw[at.min(raw.len())..]) {
        at += quote;
        if raw.get(at + 1) == Some(&b'"') {
            at += 2;
        } else {
            return at;
        }
    }
    raw.len()
}

fn cells(line: &[u8], delimiter: u8) -> Vec<Vec<u8>> {
    let mut records = Records::with_chunk(line, delimiter, line.len() + 1);
    match records.next() {
        Ok(Some(record)) => record.cells.iter().map(|cell| record.value(cell).into_owned()).collect(),
        _ => vec![Vec::new()],
    }
}

/// Whether a text fits a typed column; `None` where it tells nothing.
pub(crate) fn fits(column: &Column<'_>, text: &[u8]) -> Option<bool> {
    if text.trim_ascii().is_empty() {
        return None;
    }
    Some(match &column.value {
        Value::Email => email::is_email(&String::from_utf8_lossy(text)),
        Value::Number(form) => form.fault(text).is_none(),
        Value::Boolean => boolean::is_boolean(text),
        Value::Date(check) => check.patterns.iter().any(|pattern| pattern.read(text).is_some()),
        Value::Id => id::is_id(text),
        Value::Choice(values) => values.contains(text),
        _ => return None,
    })
}

/// What a text certainly is, whatever its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strong {
    Email,
    Id,
    Date,
    Digits,
}

impl Strong {
    pub(crate) fn of(text: &[u8]) -> Option<Self> {
        if id::is_id(text) {
            return Some(Self::Id);
        }
        if text.len() >= 2 && text.iter().all(u8::is_ascii_digit) {
            return Some(Self::Digits);
        }
        let digits = text.iter().filter(|byte| byte.is_ascii_digit()).count();
        let separators = text.iter().filter(|byte| matches!(byte, b'-' | b'/' | b'.' | b':' | b' ')).count();
        if (6..=14).contains(&digits)
            && separators >= 2
            && digits + separators == text.len()
            && text[0].is_ascii_digit()
        {
            return Some(Self::Date);
        }
        (text.contains(&b'@') && std::str::from_utf8(text).is_ok_and(email::is_email)).then_some(Self::Email)
    }
}
