//! The rows of a result and the rows that were sent: which is which, and never by a guess.
//!
//! A result has the first three mapped columns of what was sent, and what became of each row. Where all of it stands in
//! the order of what was sent, a row is told by its position. Where one does not, no position counts: a row is told only by
//! values that no other row has.

mod explain;
pub(crate) mod outcome;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashMap;

use bulkwrite_core::response::{RecordError, RecordStatus};
use bulkwrite_data::Table;

use super::job::Resource;
pub(crate) use explain::message;

/// What became of a row.
#[derive(Debug)]
pub(crate) struct Told {
    /// The row that was sent, from 0; `None` where that is not certain.
    pub(crate) row: Option<usize>,
    pub(crate) status: RecordStatus,
    pub(crate) record_id: String,
    pub(crate) errors: Vec<RecordError>,
    /// The `ERRORS` as they stand.
    pub(crate) raw: String,
    /// The row of the result, from 0.
    pub(crate) at: usize,
}

/// What a result tells of one CSV.
#[derive(Debug, Default)]
pub(crate) struct Joined {
    pub(crate) told: Vec<Told>,
}

/// Joins a result with what was sent; the error says why the result is none.
pub(crate) fn join(sent: &Table<'_>, result: &Table<'_>, resource: &Resource) -> Result<Joined, String> {
    let find = |names: &[&str]| {
        // From behind: a column of the data may be called `ID` as well.
        let header = result.header();
        (0..header.len()).rev().find(|n| names.iter().any(|name| header[*n].eq_ignore_ascii_case(name)))
    };
    let (Some(status), Some(errors)) = (find(&["STATUS"]), find(&["ERRORS", "ERROR"])) else {
        return Err("it is no result: the columns `STATUS` and `ERRORS` are missing".to_owned());
    };
    let record_id = find(&["RECORD_ID"]).or_else(|| find(&["ID"]));
    let leading = status.min(errors).min(record_id.unwrap_or(usize::MAX));
    let columns = sent_columns(sent, &result.header()[..leading], resource);
    let compared: Vec<(usize, usize)> =
        columns.iter().enumerate().filter_map(|(n, column)| Some((n, (*column)?))).collect();
    let rows = match_rows(sent, result, &compared);
    let told = rows.into_iter().enumerate().map(|(at, row)| {
        let raw = result.cell(at, errors).into_owned();
        Told {
            row,
            status: RecordStatus::from(&*result.cell(at, status)),
            record_id: record_id.map(|n| result.cell(at, n).into_owned()).unwrap_or_default(),
            errors: RecordError::list(&raw),
            raw,
            at,
        }
    });
    Ok(Joined { told: told.collect() })
}

/// Which columns of what was sent the leading columns of the result are: by name, else the first ones mapped.
fn sent_columns(sent: &Table<'_>, leading: &[String], resource: &Resource) -> Vec<Option<usize>> {
    let mapped: Vec<usize> = if resource.columns.is_empty() {
        (0..sent.header().len()).collect()
    } else {
        resource.columns.iter().map(|(_, index)| usize::try_from(*index).unwrap_or(usize::MAX)).collect()
    };
    let of_field = |name: &str| {
        let mut columns = resource.columns.iter().filter(|(field, _)| field == name).map(|(_, index)| *index as usize);
        columns.next().filter(|_| columns.next().is_none())
    };
    let named: Vec<Option<usize>> = leading.iter().map(|name| sent.column(name).or_else(|| of_field(name))).collect();
    if named.iter().all(Option::is_some) {
        return named;
    }
    (0..leading.len()).map(|n| mapped.get(n).copied()).collect()
}

/// The row that was sent for each row of the result.
fn match_rows(sent: &Table<'_>, result: &Table<'_>, compared: &[(usize, usize)]) -> Vec<Option<usize>> {
    if compared.is_empty() {
        return vec![None; result.len()];
    }
    let same =
        |n: usize, row: usize| compared.iter().all(|(there, here)| result.cell(n, *there) == sent.cell(row, *here));
    let keys = Keys::new(sent, result, compared);
    if sent.len() == result.len() {
        let in_order = (0..sent.len()).all(|n| same(n, n) || keys.row(n) == Some(n));
        if in_order {
            return (0..sent.len()).map(Some).collect();
        }
    }
    let mut rows: Vec<Option<usize>> = (0..result.len()).map(|n| keys.row(n)).collect();
    // A row that two rows of the result claim is neither's.
    let mut claims: HashMap<usize, usize> = HashMap::new();
    for row in rows.iter().flatten() {
        *claims.entry(*row).or_default() += 1;
    }
    for row in &mut rows {
        *row = row.filter(|row| claims[row] == 1);
    }
    rows
}

/// Values that only one row has: of all compared columns together, and of each alone.
struct Keys {
    /// For each kind of key, the row of each row of the result; `None` where the value does not tell.
    kinds: Vec<Vec<Option<usize>>>,
}

impl Keys {
    fn new(sent: &Table<'_>, result: &Table<'_>, compared: &[(usize, usize)]) -> Self {
        let whole: Vec<(usize, usize)> = compared.to_vec();
        let each = compared.iter().map(|column| vec![*column]);
        let kinds = std::iter::once(whole).chain(each).map(|columns| {
            let is_whole = columns.len() == compared.len();
            let mut there: HashMap<Vec<Cow<'_, str>>, Vec<usize>> = HashMap::new();
            for n in 0..result.len() {
                there.entry(columns.iter().map(|(column, _)| result.cell(n, *column)).collect()).or_default().push(n);
            }
            let mut here: HashMap<Vec<Cow<'_, str>>, Vec<usize>> = HashMap::new();
            for n in 0..sent.len() {
                here.entry(columns.iter().map(|(_, column)| sent.cell(n, *column)).collect()).or_default().push(n);
            }
            // One column is a key only if it is one throughout: no value of it stands twice.
            let is_blank = |key: &[Cow<'_, str>]| key.iter().all(|cell| cell.is_empty());
            let is_key = is_whole || here.iter().all(|(key, rows)| rows.len() == 1 || is_blank(key));
            let mut found = vec![None; result.len()];
            for (key, at) in &there {
                if let ([at], Some([row])) = (&at[..], here.get(key).map(Vec::as_slice))
                    && is_key
                    && !is_blank(key)
                {
                    found[*at] = Some(*row);
                }
            }
            found
        });
        Self { kinds: kinds.collect() }
    }

    /// The row that every key which tells one agrees on.
    fn row(&self, n: usize) -> Option<usize> {
        let mut rows = self.kinds.iter().filter_map(|kind| kind[n]);
        let first = rows.next()?;
        rows.all(|row| row == first).then_some(first)
    }
}

/// The CSV of a result that is about a CSV of the job: `<module>-<file>`, or the only one.
pub(crate) fn result_of<'e>(
    entries: &'e [super::zip::Entry],
    resource: &Resource,
    csv: &str,
    alone: bool,
) -> Option<&'e super::zip::Entry> {
    if let ([entry], true) = (entries, alone) {
        return Some(entry);
    }
    let plain = |name: &str| name.rsplit('/').next().unwrap_or(name).trim_end_matches(".csv").to_ascii_lowercase();
    let wanted = format!("{}-{}", resource.module.to_ascii_lowercase(), plain(csv));
    let mut exact = entries.iter().filter(|entry| plain(&entry.name) == wanted);
    if let Some(entry) = exact.next() {
        return Some(entry).filter(|_| exact.next().is_none());
    }
    let module = format!("{}-", resource.module.to_ascii_lowercase());
    let mut of_module = entries.iter().filter(|entry| plain(&entry.name).starts_with(&module));
    of_module.next().filter(|_| of_module.next().is_none())
}
