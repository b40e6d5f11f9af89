//! Does what a job asks for, row by row.

use std::collections::{BTreeMap, HashMap};

use bulkwrite_core::{FieldMapping, Operation, Resource};
use bytes::Bytes;

use crate::Record;
use crate::fields::Fields;
use crate::ids::Ids;
use crate::job::Counts;
use crate::mistakes::Mistakes;
use crate::records::{Module, Records, key};
use crate::zip::{Rows, Unusable, Zip};

/// What a run works on.
pub(crate) struct Run<'r> {
    pub(crate) operation: Operation,
    /// Whether blank cells leave the stored value alone.
    pub(crate) ignore_empty: bool,
    pub(crate) fields: &'r Fields,
    pub(crate) ids: &'r mut Ids,
    pub(crate) records: &'r mut Records,
    /// What the checks found in the files, and of which resource these are.
    mistakes: &'r Mistakes,
    position: usize,
    /// Parents by the column that their children name them by, and the value there.
    parents: HashMap<(usize, String), String>,
    /// The records that were made or changed.
    pub(crate) changed: Vec<(String, usize)>,
}

/// What became of a file.
pub(crate) struct Ran {
    pub(crate) counts: Counts,
    /// The result: its name, and the CSV.
    pub(crate) result: (String, Vec<u8>),
}

/// How many columns of a CSV its result repeats.
const REPEATED: usize = 3;

/// A field, and what fills it.
struct Column<'m> {
    field: String,
    index: Option<usize>,
    /// What the errors of a row call it.
    header: String,
    default: &'m str,
    /// The column of the parent that this one repeats.
    parent: Option<usize>,
}

impl<'r> Run<'r> {
    pub(crate) fn new(
        operation: Operation,
        fields: &'r Fields,
        ids: &'r mut Ids,
        records: &'r mut Records,
        mistakes: &'r Mistakes,
    ) -> Self {
        let (ignore_empty, position) = (false, 0);
        Self {
            operation,
            ignore_empty,
            fields,
            ids,
            records,
            mistakes,
            position,
            parents: HashMap::new(),
            changed: Vec::new(),
        }
    }

    /// Writes the rows of the files of a resource, by its position; `links` are the columns by which children will name them.
    pub(crate) fn resource(
        &mut self,
        position: usize,
        resource: &Resource,
        zip: &Bytes,
        links: &[usize],
    ) -> Result<Vec<Ran>, Unusable> {
        self.position = position;
        let zip = Zip::open(zip)?;
        let mut all = Vec::new();
        for file in &zip.files {
            let names = resource.file_names();
            if names.is_empty() || names.iter().any(|name| *name == file.name) {
                all.push(self.file(resource, &file.name, zip.rows(file)?, links)?);
            }
        }
        Ok(all)
    }

    fn file(&mut self, resource: &Resource, name: &str, mut rows: Rows<'_>, links: &[usize]) -> Result<Ran, Unusable> {
        let module = resource.module().as_str();
        let columns = columns(resource.mappings(), &rows.header);
        let repeated = repeated(&columns);
        let mut out = csv::Writer::from_writer(Vec::new());
        let header = |at: &usize| rows.header.get(*at).map_or("", String::as_str);
        let ends = ["STATUS", "RECORD_ID", "ERRORS"];
        let _ = out.write_record(repeated.iter().map(header).chain(ends));

        let mut writer = Writer::new(self, resource, name, &columns);
        let mut counts = Counts { name: name.to_owned(), ..Counts::default() };
        let mut row = 0;
        while let Some(cells) = rows.next()? {
            row += 1;
            let outcome = writer.row(row, &cells);
            let (status, id, errors) = match &outcome {
                Ok((id, true)) => ("ADDED", id.as_str(), ""),
                Ok((id, false)) => ("UPDATED", id.as_str(), ""),
                Err(errors) => ("SKIPPED", "", errors.as_str()),
            };
            match &outcome {
                Ok((_, true)) => counts.added += 1,
                Ok((_, false)) => counts.updated += 1,
                Err(_) => counts.skipped += 1,
            }
            if let Ok((id, _)) = &outcome {
                for link in links {
                    if let Some(cell) = cells.get(*link) {
                        writer.run.parents.insert((*link, key(cell)), id.clone());
                    }
                }
            }
            let cell = |at: &usize| cells.get(*at).map_or("", String::as_str);
            let _ = out.write_record(repeated.iter().map(cell).chain([status, id, errors]));
        }
        let stem = name.rsplit('/').next().unwrap_or(name);
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        Ok(Ran { counts, result: (format!("{module}-{stem}.csv"), out.into_inner().unwrap_or_default()) })
    }
}

/// What fills each field: the mappings, or the header where there are none.
fn columns<'m>(mappings: Option<&'m [FieldMapping]>, header: &[String]) -> Vec<Column<'m>> {
    let Some(mappings) = mappings else {
        let columns = header.iter().enumerate().filter(|(_, name)| !name.trim().is_empty());
        return columns
            .map(|(index, name)| Column {
                // A lookup is written with the field that finds its record: `Account_Name.id`.
                field: name.trim().split('.').next().unwrap_or_default().to_owned(),
                index: Some(index),
                header: name.clone(),
                default: "",
                parent: None,
            })
            .collect();
    };
    let column = |mapping: &'m FieldMapping| {
        let index = mapping.index().map(|index| index.get() as usize);
        let field = mapping.api_name().as_str();
        Column {
            field: field.to_owned(),
            index,
            header: index.and_then(|index| header.get(index)).map_or(field, String::as_str).to_owned(),
            default: mapping.default_value().map_or("", |default| default.value()),
            parent: mapping.parent_column_index().map(|index| index.get() as usize),
        }
    };
    mappings.iter().map(column).collect()
}

/// The first mapped columns of the CSV.
fn repeated(columns: &[Column<'_>]) -> Vec<usize> {
    let mut indexes: Vec<usize> = columns.iter().filter_map(|column| column.index).collect();
    indexes.sort_unstable();
    indexes.dedup();
    indexes.truncate(REPEATED);
    indexes
}

/// Writes the rows of a file.
struct Writer<'w, 'r> {
    run: &'w mut Run<'r>,
    module: &'w str,
    /// The file.
    name: &'w str,
    columns: &'w [Column<'w>],
    find_by: Option<&'w str>,
    required: Vec<String>,
    /// The fields whose values may be there once, and where each value is; the key first, where there is one.
    known: Vec<(String, HashMap<String, usize>)>,
    unique: Vec<String>,
}

impl<'w, 'r> Writer<'w, 'r> {
    fn new(run: &'w mut Run<'r>, resource: &'w Resource, name: &'w str, columns: &'w [Column<'w>]) -> Self {
        let module = resource.module().as_str();
        let find_by = resource.find_by().map(bulkwrite_core::ApiName::as_str);
        let unique = run.fields.unique(module);
        let records = run.records.module(module);
        let looked_up =
            find_by.into_iter().chain(unique.iter().map(String::as_str).filter(|field| Some(*field) != find_by));
        let known = looked_up.map(|field| (field.to_owned(), records.index(field))).collect();
        let required = run.fields.required(module);
        Self { run, module, name, columns, find_by, required, known, unique }
    }

    /// Writes a row: the id of the record and whether it is new, or what is wrong.
    fn row(&mut self, number: u64, cells: &[String]) -> Result<(String, bool), String> {
        if let Some(errors) = self.run.fields.refused(self.module, number) {
            return Err(errors.to_owned());
        }
        if let Some(errors) = self.run.mistakes.of_row(self.run.position, self.name, number) {
            return Err(errors);
        }
        let mut values: BTreeMap<&str, String> = BTreeMap::new();
        for column in self.columns {
            let cell = column.index.and_then(|index| cells.get(index)).map_or("", String::as_str);
            let value = if cell.trim().is_empty() { column.default } else { cell };
            let value = match column.parent {
                Some(parent) => match self.run.parents.get(&(parent, key(value))) {
                    Some(id) => id.clone(),
                    None => return Err(format!("RESOURCE_NOT_FOUND-{}", column.header)),
                },
                None => value.to_owned(),
            };
            values.insert(&column.field, value);
        }
        let found = self.find(&values)?;
        let blank = self.blank(&values, found.is_some());
        if !blank.is_empty() {
            return Err(format!("MANDATORY_NOT_FOUND-{}", blank.join(",")));
        }
        self.doubled(&values, found)?;
        Ok(self.write(&values, found))
    }

    /// Where the record is that the key of the row finds.
    fn find(&self, values: &BTreeMap<&str, String>) -> Result<Option<usize>, String> {
        let (Some(field), Some((_, index))) = (self.find_by, self.known.first()) else { return Ok(None) };
        let header = self.header(field);
        let value = values.get(field).map(|value| key(value)).filter(|value| !value.is_empty());
        let found = value.as_ref().and_then(|value| index.get(value).copied());
        match (self.run.operation, found, value) {
            // An insert passes over what is there already.
            (Operation::Insert, Some(_), _) => Err(format!("DUPLICATE_DATA-{header}")),
            (Operation::Update, None, None) => Err(format!("MANDATORY_NOT_FOUND-{header}")),
            (Operation::Update, None, Some(_)) => Err(format!("RESOURCE_NOT_FOUND-{header}")),
            // A record cannot be made with an id of the client's choice.
            (Operation::Upsert, None, Some(_)) if field == "id" => Err(format!("RESOURCE_NOT_FOUND-{header}")),
            (_, found, _) => Ok(found),
        }
    }

    /// The required fields that would be blank.
    fn blank(&self, values: &BTreeMap<&str, String>, exists: bool) -> Vec<&str> {
        let is_blank = |field: &&String| match values.get(field.as_str()) {
            Some(value) => value.trim().is_empty() && !(exists && self.run.ignore_empty),
            None => !exists,
        };
        self.required.iter().filter(is_blank).map(|field| self.header(field)).collect()
    }

    /// Refuses a row with a value that another record has already.
    fn doubled(&self, values: &BTreeMap<&str, String>, found: Option<usize>) -> Result<(), String> {
        let is_doubled = |field: &&String| {
            let value = values.get(field.as_str()).map(|value| key(value)).filter(|value| !value.is_empty());
            let index = self.known.iter().find(|(known, _)| known == *field).map(|(_, index)| index);
            let other = value.and_then(|value| index?.get(&value).copied());
            other.is_some() && other != found
        };
        let doubled: Vec<&str> = self.unique.iter().filter(is_doubled).map(|field| self.header(field)).collect();
        if doubled.is_empty() { Ok(()) } else { Err(format!("DUPLICATE_DATA-{}", doubled.join(","))) }
    }

    fn write(&mut self, values: &BTreeMap<&str, String>, found: Option<usize>) -> (String, bool) {
        let module = self.run.records.module(self.module);
        let existing = found.and_then(|at| module.get(at)).cloned();
        let is_new = existing.is_none();
        let mut record = existing.unwrap_or_else(|| Record { id: self.run.ids.record(), ..Record::default() });
        for (field, value) in values {
            let is_blank = value.trim().is_empty();
            if *field == "id" || (is_blank && self.run.ignore_empty) {
                continue;
            }
            if is_blank {
                record.fields.remove(*field);
            } else {
                record.fields.insert((*field).to_owned(), value.clone());
            }
        }
        let id = record.id.clone();
        if let Some(at) = module.put(record) {
            remember(&mut self.known, module, at);
            self.run.changed.push((self.module.to_owned(), at));
        }
        (id, is_new)
    }

    /// What the CSV calls a field.
    fn header<'h>(&'h self, field: &'h str) -> &'h str {
        self.columns.iter().find(|column| column.field == field).map_or(field, |column| column.header.as_str())
    }
}

/// Makes the values of a record known to the rows to come.
fn remember(known: &mut [(String, HashMap<String, usize>)], module: &Module, at: usize) {
    let Some(record) = module.get(at) else { return };
    for (field, index) in known {
        let value = if field == "id" { Some(&record.id) } else { record.fields.get(field.as_str()) };
        if let Some(value) = value {
            index.entry(key(value)).or_insert(at);
        }
    }
}
