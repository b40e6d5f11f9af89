//! What a column holds: how much of it is filled, how many values it has, the smallest and the largest.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;

use super::file::File;
use crate::column::{Column, Hashes, Identity, Value};
use crate::findings::LONGEST_VALUE;
use crate::records::Record;
use crate::text::Coding;
use crate::values::date::Pattern;

/// So many different values are counted.
const MOST_DISTINCT: usize = 65_536;

/// What was seen of a column.
#[derive(Debug, Default)]
pub(crate) struct Stats {
    pub(crate) filled: u64,
    seen: HashSet<u64, BuildHasherDefault<Identity>>,
    /// Whether there are more different values than are counted.
    pub(crate) has_more: bool,
    by_text: Ends<Vec<u8>>,
    /// Unless there is a cell that is no number.
    by_number: Option<Ends<f64>>,
    is_text: bool,
    by_day: Ends<(u32, u32, u32, Vec<u8>)>,
}

/// The smallest and the largest of what was seen, each with its cell.
#[derive(Debug)]
struct Ends<K>(Option<[(K, Vec<u8>); 2]>);

impl<K> Default for Ends<K> {
    fn default() -> Self {
        Self(None)
    }
}

impl<K: PartialOrd + Clone> Ends<K> {
    fn add(&mut self, key: K, cell: &[u8]) {
        match &mut self.0 {
            None => self.0 = Some([(key.clone(), cell.to_vec()), (key, cell.to_vec())]),
            Some([smallest, _]) if key < smallest.0 => *smallest = (key, cell.to_vec()),
            Some([_, largest]) if key > largest.0 => *largest = (key, cell.to_vec()),
            Some(_) => {}
        }
    }

    fn cells(&self) -> Option<[&[u8]; 2]> {
        self.0.as_ref().map(|[smallest, largest]| [&smallest.1[..], &largest.1[..]])
    }
}

impl Stats {
    /// Looks at a record; `all` has an entry for each column of the file.
    pub(crate) fn add_record(
        all: &mut [Self],
        record: &Record<'_>,
        columns: &[Column<'_>],
        hashes: &Hashes,
        coding: Coding,
    ) {
        for (at, (stats, cell)) in all.iter_mut().zip(record.cells).enumerate() {
            let value = record.value(cell);
            let value = value.trim_ascii();
            if !value.is_empty() {
                let kind = columns.iter().find(|column| column.index == at).map(|column| &column.value);
                stats.add(value, kind, hashes.of(value, || coding.text(value).into_owned()));
            }
        }
    }

    fn add(&mut self, value: &[u8], kind: Option<&Value>, hash: u64) {
        self.filled += 1;
        if self.seen.len() < MOST_DISTINCT {
            self.seen.insert(hash);
        } else if !self.has_more {
            self.has_more = !self.seen.contains(&hash);
        }
        if let Some(Value::Date(check)) = kind {
            let day = check.patterns.iter().find_map(|pattern: &Pattern| pattern.read(value));
            if let Some(day) = day {
                self.by_day.add((day.year, day.month, day.day, value.to_vec()), value);
            }
            return;
        }
        let is_smaller_or_larger =
            self.by_text.0.as_ref().is_none_or(|[smallest, largest]| value < &smallest.0[..] || value > &largest.0[..]);
        if is_smaller_or_larger {
            self.by_text.add(value.to_vec(), value);
        }
        let number = std::str::from_utf8(value).ok().and_then(|text| text.parse::<f64>().ok());
        match number.filter(|number| number.is_finite()) {
            Some(number) if !self.is_text => self.by_number.get_or_insert_default().add(number, value),
            Some(_) => {}
            // What is wrong in a column of numbers is told; the others are compared.
            None if matches!(kind, Some(Value::Number(_))) => {}
            None => {
                self.is_text = true;
                self.by_number = None;
            }
        }
    }

    pub(crate) fn distinct(&self) -> u64 {
        self.seen.len() as u64
    }

    /// The smallest and the largest value: by the calendar, as numbers, or as text.
    pub(crate) fn ends(&self, coding: Coding) -> Option<(String, String)> {
        let by_number = self.by_number.as_ref().and_then(Ends::cells);
        let [smallest, largest] = self.by_day.cells().or(by_number).or_else(|| self.by_text.cells())?;
        let shown = |cell: &[u8]| coding.text(cell).chars().take(LONGEST_VALUE).collect();
        Some((shown(smallest), shown(largest)))
    }
}

impl File<'_, '_> {
    /// Looks at a record for the statistics, where they are asked for.
    pub(super) fn count(&mut self, record: &Record<'_>, columns: &[Column<'_>]) {
        if self.cx.options.columns {
            let width = self.out.header.len();
            self.out.stats.resize_with(width, Stats::default);
            Stats::add_record(&mut self.out.stats, record, columns, &self.cx.hashes, self.coding);
        }
    }
}
