#![doc = include_str!("guide.md")]
//!
//! ## In this module
//!
//! [`Metadata`] holds the modules, [`ModuleFields`] the fields of one, [`Field`] what matters of a field. Nothing here reads a file
//! or the network.

mod data_type;
mod explain;
mod pattern;
mod read;
mod standard;

use crate::text::sort;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

pub use data_type::DataType;
pub(crate) use data_type::Kind;
pub use explain::MetadataError;
pub(crate) use pattern::Pattern;
pub use standard::duplicate_check_field;
pub(crate) use standard::is_standard;

/// How metadata is saved and named, as Markdown: `docs/metadata.md`.
pub const GUIDE: &str = include_str!("guide.md");

/// The fields of the modules of one organisation. A clone shares them.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::metadata::Metadata;
///
/// let mut metadata = Metadata::new();
/// metadata.read("Leads", br#"{ "fields": [{ "api_name": "Last_Name", "data_type": "text", "length": 80 }] }"#)?;
/// let leads = metadata.get("Leads").unwrap();
/// assert_eq!(leads.get("Last_Name").unwrap().length, Some(80));
/// assert!(metadata.get("Deals").is_none());
/// # Ok::<(), bulkwrite::metadata::MetadataError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    /// Sorted by name.
    modules: Vec<(Box<str>, Arc<ModuleFields>)>,
    folder: Option<Box<str>>,
}

/// The fields of one module.
#[derive(Clone, Debug, Default)]
pub struct ModuleFields {
    /// Sorted by API name.
    fields: Vec<Field>,
    /// The position of each: jobs look up hundreds of names among hundreds of fields.
    positions: HashMap<Box<str>, usize>,
    /// The positions of those that a record cannot be made without.
    required: Vec<usize>,
}

/// One field of a module, as far as jobs are concerned.
///
/// What the metadata does not say is `None` or empty, and no rule then speaks of it.
#[derive(Clone, Debug, Default)]
pub struct Field {
    /// The name in jobs: `Last_Name`.
    pub api_name: Box<str>,
    /// The name in the user interface: "Last Name".
    pub label: Box<str>,
    /// The type.
    pub data_type: DataType,
    /// The type of its values in JSON: `string`, `jsonobject`, ….
    pub json_type: Box<str>,
    /// How many characters or digits it holds.
    pub length: Option<u32>,
    /// How many decimals it holds.
    pub decimal_place: Option<u32>,
    /// Whether no record can be made without it.
    pub system_mandatory: bool,
    /// `operation_type.api_create`: whether it can be set when a record is made. The flags `read_only` and
    /// `field_read_only` say something else: they are true for `Owner`, which can be set.
    pub creatable: Option<bool>,
    /// `operation_type.api_update`: whether it can be changed. False for `id`, which may be mapped all the same.
    pub updatable: Option<bool>,
    /// Whether its values are unique.
    pub unique: Option<bool>,
    /// Whether it holds the ids of another system.
    pub external: bool,
    /// The values that it may take, if it is a picklist.
    pub picklist: Vec<PicklistValue>,
    /// The module at its other end: the one looked up, the one that links, the subform.
    pub related: Option<Box<str>>,
    /// The module whose records it refers to by way of a linking module, if it is a lookup of several.
    pub connected: Option<Box<str>>,
}

/// A value of a picklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PicklistValue {
    /// What users see.
    pub display: Box<str>,
    /// What is stored, where that is something else.
    pub actual: Option<Box<str>>,
}

impl PicklistValue {
    /// Whether `text` names this value.
    pub fn is(&self, text: &str) -> bool {
        &*self.display == text || self.actual.as_deref() == Some(text)
    }
}

impl Metadata {
    /// No module at all.
    pub const fn new() -> Self {
        Self { modules: Vec::new(), folder: None }
    }

    /// No module at all, of a folder in which the answer about module `X` is `X.json`: messages name it.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::metadata::Metadata;
    ///
    /// assert_eq!(Metadata::in_folder("crm/").folder(), Some("crm/"));
    /// ```
    pub fn in_folder(folder: &str) -> Self {
        Self { modules: Vec::new(), folder: Some(folder.into()) }
    }

    /// The folder that it is from, where it is known.
    pub fn folder(&self) -> Option<&str> {
        self.folder.as_deref()
    }

    /// Adds the fields of a module; what was known of it before is returned.
    pub fn insert(&mut self, module: &str, fields: ModuleFields) -> Option<ModuleFields> {
        match self.find(module) {
            Ok(at) => Some(Arc::unwrap_or_clone(std::mem::replace(&mut self.modules[at].1, Arc::new(fields)))),
            Err(at) => {
                self.modules.insert(at, (module.into(), Arc::new(fields)));
                None
            }
        }
    }

    /// Adds a module from the API's answer, exactly as it came.
    ///
    /// An answer that certainly belongs to another module is refused.
    pub fn read(&mut self, module: &str, json: &[u8]) -> Result<(), MetadataError> {
        let fields = ModuleFields::from_json(json)?;
        if let Some(other) = standard::other_module(module, &fields) {
            return Err(MetadataError::of_another_module(module, other));
        }
        self.insert(module, fields);
        Ok(())
    }

    /// The fields of a module, if they are known.
    pub fn get(&self, module: &str) -> Option<&ModuleFields> {
        self.find(module).ok().map(|at| &*self.modules[at].1)
    }

    fn find(&self, module: &str) -> Result<usize, usize> {
        self.modules.binary_search_by(|(name, _)| (**name).cmp(module))
    }

    /// The modules, sorted by name.
    pub fn modules(&self) -> impl Iterator<Item = (&str, &ModuleFields)> {
        self.modules.iter().map(|(name, fields)| (&**name, &**fields))
    }

    /// How many modules there are.
    pub fn len(&self) -> usize {
        self.modules.len()
    }

    /// Whether there is no module.
    pub fn is_empty(&self) -> bool {
        self.modules.is_empty()
    }
}

impl ModuleFields {
    /// Reads the API's answer, exactly as it came: every version, keys missing or unknown.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::metadata::ModuleFields;
    ///
    /// let error = ModuleFields::from_json(br#"{ "code": "INVALID_TOKEN", "status": "error" }"#).unwrap_err();
    /// assert_eq!(error.to_string(), "line 1, column 1: this is an error answer of the CRM, `INVALID_TOKEN`");
    /// ```
    pub fn from_json(json: &[u8]) -> Result<Self, MetadataError> {
        let text = std::str::from_utf8(json).ok().map(|text| text.strip_prefix('\u{feff}').unwrap_or(text));
        match text.map(read::fields) {
            Some(Ok(fields)) if !fields.is_empty() => Ok(Self::from(fields)),
            _ => Err(MetadataError::explain(json)),
        }
    }

    /// The field of that API name.
    pub fn get(&self, api_name: &str) -> Option<&Field> {
        self.fields.get(*self.positions.get(api_name)?)
    }

    /// The fields, sorted by API name.
    pub fn iter(&self) -> std::slice::Iter<'_, Field> {
        self.fields.iter()
    }

    /// The fields that no record can be made without.
    pub fn required(&self) -> impl Iterator<Item = &Field> {
        self.required.iter().filter_map(|&at| self.fields.get(at))
    }

    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// Whether there is no field.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }
}

impl From<Vec<Field>> for ModuleFields {
    /// Of fields with one name the first counts.
    fn from(mut fields: Vec<Field>) -> Self {
        sort::by(&mut fields, |a, b| a.api_name.cmp(&b.api_name));
        fields.dedup_by(|a, b| a.api_name == b.api_name);
        let required =
            fields.iter().enumerate().filter(|(_, field)| field.system_mandatory).map(|(at, _)| at).collect();
        let positions = fields.iter().enumerate().map(|(at, field)| (field.api_name.clone(), at)).collect();
        Self { fields, positions, required }
    }
}

impl<'a> IntoIterator for &'a ModuleFields {
    type Item = &'a Field;
    type IntoIter = std::slice::Iter<'a, Field>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Field {
    /// Whether the field takes part in every record whatever the module: an old answer may not list it.
    pub(crate) fn is_everywhere(name: &str) -> bool {
        matches!(name, "id" | "Layout" | "Parent_Id")
    }

    /// Whether `text` is one of the picklist's values.
    pub fn has_value(&self, text: &str) -> bool {
        self.picklist.iter().any(|value| value.is(text))
    }
}

impl fmt::Display for Field {
    /// What it is, for messages: "text of up to 80 characters", "a picklist".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.data_type, &self.related, self.length) {
            (DataType::Lookup, Some(module), _) => write!(f, "a lookup of {}", crate::text::quoted(module)),
            (DataType::Text | DataType::Textarea, _, Some(length)) => {
                write!(f, "{} of up to {length} characters", self.data_type.describe())
            }
            (DataType::Other(name), ..) if name.is_empty() => f.write_str("of a type that its metadata does not tell"),
            (DataType::Other(name), ..) => write!(f, "of type {}", crate::text::quoted(name)),
            _ => f.write_str(self.data_type.describe()),
        }
    }
}
