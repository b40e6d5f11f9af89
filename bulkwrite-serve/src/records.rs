//! A small memory of records.

use std::collections::{BTreeMap, HashMap};

/// How many records of a module are remembered. Of more, only the ids are given out.
const MAX_RECORDS: usize = 250_000;

/// A record: its id, and the value of each field that is not blank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Record {
    /// The id.
    pub id: String,
    /// The values by API name.
    pub fields: BTreeMap<String, String>,
}

/// The records of all modules.
#[derive(Debug, Default)]
pub(crate) struct Records {
    modules: BTreeMap<String, Module>,
}

/// The records of a module, in the order in which they were made.
#[derive(Debug, Default)]
pub(crate) struct Module {
    records: Vec<Record>,
    by_id: HashMap<String, usize>,
}

impl Records {
    /// The records of a module.
    pub(crate) fn of(&self, module: &str) -> &[Record] {
        self.modules.get(module).map_or(&[], |module| &module.records)
    }

    /// The module, to change it.
    pub(crate) fn module(&mut self, name: &str) -> &mut Module {
        self.modules.entry(name.to_owned()).or_default()
    }

    /// The names of the modules that have records.
    pub(crate) fn modules(&self) -> impl Iterator<Item = &str> {
        self.modules.keys().map(String::as_str)
    }
}

impl Module {
    /// Adds a record, or puts it in the place of that with the same id; where it is, unless there are too many.
    pub(crate) fn put(&mut self, record: Record) -> Option<usize> {
        if let Some(&at) = self.by_id.get(&record.id) {
            self.records[at] = record;
            return Some(at);
        }
        if self.records.len() >= MAX_RECORDS {
            return None;
        }
        let at = self.records.len();
        self.by_id.insert(record.id.clone(), at);
        self.records.push(record);
        Some(at)
    }

    /// The record at a place.
    pub(crate) fn get(&self, at: usize) -> Option<&Record> {
        self.records.get(at)
    }

    /// Where each value of a field is; the ids for `id`.
    pub(crate) fn index(&self, field: &str) -> HashMap<String, usize> {
        let value = |record: &Record| match field {
            "id" => Some(key(&record.id)),
            _ => record.fields.get(field).map(|value| key(value)),
        };
        // Of several records with one value the first is found.
        let all = self.records.iter().enumerate().rev();
        all.filter_map(|(at, record)| Some((value(record)?, at))).collect()
    }
}

/// What values that count as one have in common: case and blanks around them do not matter.
pub(crate) fn key(value: &str) -> String {
    value.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_found_by_any_field() {
        let mut records = Records::default();
        let module = records.module("Leads");
        for (id, email) in [("1", "a@b.c"), ("2", " A@B.c"), ("3", "")] {
            let fields = BTreeMap::from([("Email".to_owned(), email.to_owned())]);
            module.put(Record { id: id.to_owned(), fields });
        }
        assert_eq!(module.index("Email").get("a@b.c"), Some(&0));
        assert_eq!(module.index("id").get("2"), Some(&1));
        assert_eq!(module.put(Record { id: "2".to_owned(), ..Record::default() }), Some(1));
        assert!(module.get(1).unwrap().fields.is_empty());
        assert_eq!((records.of("Leads").len(), records.of("Deals").len()), (3, 0));
    }
}
