//! One column of a file: what the job does with it, and so what is checked in it.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

use bulkwrite_core::metadata::{DataType, Field};

use crate::findings::{Rows, Tally};
use crate::plan::{MappingPlan, Operation, ResourcePlan};
use crate::values::date::{self, Pattern};
use crate::values::number::Form;

/// What a column's cells have to be.
#[derive(Debug)]
pub(crate) enum Value {
    /// Nothing is known of the type.
    Unknown,
    Text,
    Email,
    Phone,
    Url,
    Number(Form),
    Boolean,
    Date(DateCheck),
    Id,
    Choice(Listed),
    Choices(Listed),
    /// The cells name something that only the CRM knows.
    Opaque,
}

/// The values of a picklist, sorted.
#[derive(Debug)]
pub(crate) struct Listed(Vec<Box<[u8]>>);

impl Listed {
    fn of(field: &Field) -> Self {
        let names = field.picklist.iter().flat_map(|value| [Some(&value.display), value.actual.as_ref()]);
        let mut names: Vec<Box<[u8]>> = names.flatten().map(|name| name.as_bytes().into()).collect();
        names.sort_unstable();
        Self(names)
    }

    pub(crate) fn contains(&self, value: &[u8]) -> bool {
        self.0.binary_search_by(|listed| (**listed).cmp(value)).is_ok()
    }
}

/// How a column's dates are read.
#[derive(Debug)]
pub(crate) struct DateCheck {
    /// The mapping's pattern, or the documented defaults, of which any will do.
    pub(crate) patterns: Vec<Pattern>,
    pub(crate) is_default: bool,
    pub(crate) candidates: Vec<Pattern>,
    /// How many cells fit.
    pub(crate) fitting: u64,
    /// Whether a fitting cell has a day after the twelfth: it then cannot be read with day and month the other way round.
    pub(crate) has_late_day: bool,
}

/// What a blank cell comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Blank {
    Fine,
    /// The field is mandatory.
    Mandatory,
    /// Records are found by it.
    Key,
    /// A stored value is emptied.
    Clears,
}

/// What a column's values must not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeats {
    Allowed,
    /// Records are found by it.
    Key,
    /// The field is unique.
    Unique,
    /// Children name their parent by it.
    Link,
}

/// A column of a file.
#[derive(Debug)]
pub(crate) struct Column<'c> {
    pub(crate) index: usize,
    pub(crate) api_name: String,
    pub(crate) header: String,
    pub(crate) field: Option<&'c Field>,
    pub(crate) value: Value,
    /// How many characters it holds.
    pub(crate) limit: usize,
    pub(crate) blank: Blank,
    pub(crate) repeats: Repeats,
    /// Whether the parent has to have the value.
    pub(crate) is_link: bool,
    /// Whether the header says that this is another field.
    pub(crate) is_misnamed: bool,
    pub(crate) seen: HashMap<u64, u32, BuildHasherDefault<Identity>>,
    /// The values of a parent's column that children repeat.
    pub(crate) links: Option<HashSet<u64, BuildHasherDefault<Identity>>>,
    pub(crate) filled: u64,
    /// Good ids, and those of them that end in zeros as spreadsheets round.
    pub(crate) ids: u64,
    pub(crate) zeros: Option<(Tally, Rows)>,
}

/// Keys are hashes already.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// Hashes of values, case apart, that nobody outside can foresee.
#[derive(Clone, Debug)]
pub(crate) struct Hashes {
    state: RandomState,
}

impl Hashes {
    pub(crate) fn new() -> Self {
        Self { state: RandomState::new() }
    }

    pub(crate) fn of(&self, cell: &[u8], text: impl Fn() -> String) -> u64 {
        let mut hasher = self.state.build_hasher();
        if cell.is_ascii() && cell.len() <= 128 {
            let mut lower = [0; 128];
            let lower = &mut lower[..cell.len()];
            lower.copy_from_slice(cell);
            lower.make_ascii_lowercase();
            hasher.write(lower);
        } else {
            hasher.write(text().to_lowercase().as_bytes());
        }
        hasher.finish()
    }
}

impl<'c> Column<'c> {
    fn bare(index: usize, api_name: &str, header: String) -> Self {
        Self {
            index,
            api_name: api_name.to_owned(),
            header,
            field: None,
            value: Value::Opaque,
            limit: usize::MAX,
            blank: Blank::Fine,
            repeats: Repeats::Allowed,
            is_link: false,
            is_misnamed: false,
            seen: HashMap::default(),
            links: None,
            filled: 0,
            ids: 0,
            zeros: None,
        }
    }

    /// A column that no mapping takes, but children name their parent by.
    pub(crate) fn link(index: usize, header: String) -> Self {
        Self { repeats: Repeats::Link, links: Some(HashSet::default()), ..Self::bare(index, "", header) }
    }

    /// The column of a mapping.
    pub(crate) fn new(
        index: usize,
        header: String,
        mapping: &MappingPlan,
        field: Option<&'c Field>,
        resource: &ResourcePlan,
        operation: Operation,
    ) -> Self {
        let is_key = resource.find_by.as_deref() == Some(&*mapping.api_name);
        let is_link = mapping.parent_column.is_some() && resource.parent.is_some();
        let value = if is_link { Value::Opaque } else { value(mapping, field) };
        let updates = matches!(operation, Operation::Update | Operation::Upsert);
        let mandatory = field.is_some_and(|field| field.system_mandatory)
            && !(operation == Operation::Update && resource.ignore_empty != Some(false))
            && operation != Operation::Unknown;
        let blank = if mapping.default {
            Blank::Fine
        } else if is_key && updates {
            Blank::Key
        } else if is_link {
            Blank::Fine // a blank link has no parent
        } else if mandatory {
            Blank::Mandatory
        } else if updates && resource.ignore_empty == Some(false) {
            Blank::Clears
        } else {
            Blank::Fine
        };
        let repeats = if is_key {
            Repeats::Key
        } else if resource.link_columns.contains(&index) {
            Repeats::Link
        } else if field.is_some_and(|field| field.unique == Some(true)) && !is_link {
            Repeats::Unique
        } else {
            Repeats::Allowed
        };
        let limit = match value {
            Value::Text | Value::Email | Value::Phone | Value::Url | Value::Choice(_) => field
                .and_then(|field| field.length)
                .filter(|length| *length > 0)
                .map_or(usize::MAX, |length| length as usize),
            _ => usize::MAX,
        };
        let links = resource.link_columns.contains(&index).then(HashSet::default);
        Self { field, value, limit, blank, repeats, is_link, links, ..Self::bare(index, &mapping.api_name, header) }
    }
}

fn value(mapping: &MappingPlan, field: Option<&Field>) -> Value {
    let is_id = |name: &str| name == "id";
    if is_id(&mapping.api_name) || mapping.find_by.as_deref().is_some_and(is_id) {
        return Value::Id;
    }
    if mapping.find_by.is_some() {
        return Value::Opaque;
    }
    let pattern = mapping.format.as_deref().and_then(Pattern::new);
    let by_pattern = |pattern: Pattern| {
        let candidates = date::candidates(pattern.has_time());
        Value::Date(DateCheck {
            patterns: vec![pattern],
            is_default: false,
            candidates,
            fitting: 0,
            has_late_day: false,
        })
    };
    let Some(field) = field else {
        return match (pattern, &mapping.format) {
            (Some(pattern), _) => by_pattern(pattern),
            (None, Some(_)) => Value::Opaque,
            (None, None) => Value::Unknown,
        };
    };
    match field.data_type {
        DataType::Date | DataType::Datetime => {
            let time = field.data_type == DataType::Datetime;
            if let Some(pattern) = pattern {
                return by_pattern(pattern);
            }
            if mapping.format.is_some() {
                return Value::Opaque; // the pattern is a mistake of its own
            }
            let defaults: &[&str] = if time {
                &["MM/dd/yyyy HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssXXX", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX"]
            } else {
                &["MM/dd/yyyy", "yyyy-MM-dd"]
            };
            let patterns = defaults.iter().filter_map(|pattern| Pattern::new(pattern)).collect();
            let candidates = date::candidates(time);
            Value::Date(DateCheck { patterns, is_default: true, candidates, fitting: 0, has_late_day: false })
        }
        DataType::Text | DataType::Textarea | DataType::Mediumtext => Value::Text,
        DataType::Email => Value::Email,
        DataType::Phone => Value::Phone,
        DataType::Website => Value::Url,
        DataType::Boolean => Value::Boolean,
        DataType::Picklist if field.picklist.is_empty() => Value::Text,
        DataType::Picklist => Value::Choice(Listed::of(field)),
        DataType::Multiselectpicklist if field.picklist.is_empty() => Value::Opaque,
        DataType::Multiselectpicklist => Value::Choices(Listed::of(field)),
        DataType::Other(ref name) if name.is_empty() => Value::Unknown,
        _ => match Form::of(field) {
            // A pattern of numbers may allow separators; none is documented.
            Some(_) if mapping.format.is_some() => Value::Opaque,
            Some(form) => Value::Number(form),
            None => Value::Opaque,
        },
    }
}
