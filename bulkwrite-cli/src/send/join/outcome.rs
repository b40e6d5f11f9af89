//! What a result comes to: the rows that were refused, those that were written, and the files for both.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use bulkwrite_core::response::RecordStatus;
use bulkwrite_data::{RowPlace, Table};

use super::{Joined, Told};
use crate::send::data::Csv;
use crate::send::job::Resource;
use crate::send::store::write_private;

/// What became of one CSV.
#[derive(Debug)]
pub(crate) struct Outcome<'c> {
    pub(crate) csv: &'c Csv,
    pub(crate) table: Table<'c>,
    pub(crate) joined: Joined,
    pub(crate) resource: &'c Resource,
}

/// The counts of a result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) added: usize,
    pub(crate) updated: usize,
    pub(crate) refused: usize,
    /// Rows of the result that are no certain row of the data.
    pub(crate) unjoined: usize,
    /// Rows of the data of which the result says nothing.
    pub(crate) untold: usize,
    /// How often each error came.
    pub(crate) errors: Vec<(String, usize)>,
}

/// A place in the data, of a row that was refused.
pub(crate) struct Refused<'o> {
    pub(crate) told: &'o Told,
    pub(crate) place: RowPlace,
    /// The row, from 1.
    pub(crate) row: usize,
}

impl Outcome<'_> {
    pub(crate) fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for told in &self.joined.told {
            match told.status {
                RecordStatus::Added => counts.added += 1,
                RecordStatus::Updated => counts.updated += 1,
                _ => {
                    counts.refused += 1;
                    for error in &told.errors {
                        let text = if error.columns.is_empty() {
                            error.code.to_string()
                        } else {
                            format!("{} {}", error.code, error.columns.join(", "))
                        };
                        match counts.errors.iter_mut().find(|(known, _)| *known == text) {
                            Some((_, n)) => *n += 1,
                            None => counts.errors.push((text, 1)),
                        }
                    }
                }
            }
        }
        let joined = self.joined.told.iter().filter(|told| told.row.is_some()).count();
        counts.unjoined = self.joined.told.len() - joined;
        counts.untold = self.table.len().saturating_sub(self.joined.told.len());
        counts
    }

    /// The rows that were refused, at their places in the data, in its order.
    pub(crate) fn refused(&self) -> Vec<Refused<'_>> {
        let mut refused: Vec<_> = self
            .joined
            .told
            .iter()
            .filter(|told| !told.status.is_written())
            .filter_map(|told| Some(self.place(told, told.row?)))
            .collect();
        refused.sort_by_key(|refused| refused.row);
        refused
    }

    /// The rows that were refused, and nobody knows which they are.
    pub(crate) fn unjoined(&self) -> impl Iterator<Item = &Told> {
        self.joined.told.iter().filter(|told| !told.status.is_written() && told.row.is_none())
    }

    fn place<'o>(&'o self, told: &'o Told, row: usize) -> Refused<'o> {
        let named = told.errors.iter().flat_map(|error| &error.columns).find_map(|name| self.column(name));
        Refused { told, place: self.table.place(row, named), row: row + 1 }
    }

    /// The column that an error names: by its header, or by its field.
    fn column(&self, name: &str) -> Option<usize> {
        let field = || self.resource.columns.iter().find(|(field, _)| field == name).map(|(_, index)| *index as usize);
        self.table.column(name).or_else(field)
    }

    /// The header and the refused rows, byte for byte.
    fn refused_csv(&self) -> Vec<u8> {
        let mut out = self.table.head().to_vec();
        let end = Some(self.table.line_end()).filter(|end| !end.is_empty()).unwrap_or(b"\n");
        let mut rows: Vec<usize> =
            self.joined.told.iter().filter(|told| !told.status.is_written()).filter_map(|told| told.row).collect();
        rows.sort_unstable();
        for row in rows {
            out.extend(self.table.bytes(row));
            out.extend(end);
        }
        out
    }

    /// The key of each row that was written, and its record.
    fn written_csv(&self) -> String {
        let key = self.key_column();
        let name = key.and_then(|key| self.table.header().get(key)).map_or("ROW", String::as_str);
        let mut out = format!("{},RECORD_ID\n", quoted(name));
        for told in self.joined.told.iter().filter(|told| told.status.is_written()) {
            let cell = match (told.row, key) {
                (Some(row), Some(key)) => self.table.cell(row, key).into_owned(),
                (Some(row), None) => (row + 1).to_string(),
                (None, _) => String::new(),
            };
            let _ = writeln!(out, "{},{}", quoted(&cell), quoted(&told.record_id));
        }
        out
    }

    /// The column that tells one row from another: that of `find_by`, else one without a value twice.
    fn key_column(&self) -> Option<usize> {
        let of_field = |name: &str| self.column(name);
        let mut columns: Vec<usize> = self.resource.columns.iter().map(|(_, index)| *index as usize).collect();
        if columns.is_empty() {
            columns = (0..self.table.header().len()).collect();
        }
        let is_key = |column: &usize| {
            let mut seen = std::collections::HashSet::new();
            let mut cells = (0..self.table.len()).map(|row| self.table.cell(row, *column));
            cells.all(|cell| !cell.is_empty() && seen.insert(cell))
        };
        self.resource.find_by.as_deref().and_then(of_field).or_else(|| columns.into_iter().find(is_key))
    }

    /// Writes both files, and tells where they are.
    pub(crate) fn save(&self, refused: Option<&Path>, written: Option<&Path>) -> io::Result<Saved> {
        let counts = self.counts();
        let beside = |kind: &str| {
            let stem = self.csv.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            self.csv.path.with_file_name(format!("{stem}.{kind}.csv"))
        };
        let has_refused = self.joined.told.iter().any(|told| !told.status.is_written() && told.row.is_some());
        let mut saved = Saved::default();
        if has_refused {
            saved.refused =
                Some(keep(&refused.map_or_else(|| beside("refused"), Path::to_owned), &self.refused_csv())?);
        }
        if counts.added + counts.updated > 0 {
            let text = self.written_csv();
            saved.written = Some(keep(&written.map_or_else(|| beside("written"), Path::to_owned), text.as_bytes())?);
        }
        Ok(saved)
    }
}

/// Where the rows are.
#[derive(Debug, Default)]
pub(crate) struct Saved {
    pub(crate) refused: Option<PathBuf>,
    pub(crate) written: Option<PathBuf>,
}

/// Writes a file beside what is there under its name: rows that somebody mended are not lost.
fn keep(path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let mut candidate = path.to_owned();
    for n in 2.. {
        match fs::read(&candidate) {
            Ok(there) if there == bytes => return Ok(candidate),
            Ok(_) => {
                let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
                let end = path.extension().map(|end| format!(".{}", end.to_string_lossy())).unwrap_or_default();
                candidate = path.with_file_name(format!("{stem}.{n}{end}"));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => break,
            Err(error) => return Err(error),
        }
    }
    write_private(&candidate, bytes)?;
    Ok(candidate)
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\r', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}
