//! The keys of a job's body: one table, from which names, messages and documentation come, and from which a schema, completion
//! and types can be generated.
//!
//! ```
//! # use bulkwrite_core as bulkwrite;
//! use bulkwrite::keys::{self, Kind, Need, Owner};
//!
//! let key = keys::find(Owner::Resource, "file_id").unwrap();
//! assert_eq!((key.kind, key.need), (Kind::Text, Need::Always));
//! assert_eq!(key.path(), "resource[].file_id");
//! assert!(key.doc.starts_with("The id that the upload of the zipped CSV returned"));
//!
//! let mapping: Vec<&str> = Owner::Mapping.keys().iter().map(|key| key.name).collect();
//! assert_eq!(mapping[..3], ["api_name", "index", "format"]);
//! ```

use super::limits;
use super::version::{ApiVersion, PARENT_CHILD};

/// An object of a job, which has keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Owner {
    /// The job itself.
    Job,
    /// `callback`
    Callback,
    /// An element of `resource`.
    Resource,
    /// `module` of a resource, since v2.1.
    Module,
    /// An element of `field_mappings`.
    Mapping,
    /// `default_value` of a mapping.
    DefaultValue,
}

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A string.
    Text,
    /// `true` or `false`.
    Boolean,
    /// The position of a column, counted from 0.
    Column,
    /// An array of strings.
    Texts,
    /// An object.
    Object(Owner),
    /// An array of objects.
    Objects(Owner),
    /// What the object holds first, as a string, in v2, and the object since v2.1.
    TextOrObject(Owner),
}

impl Kind {
    /// What it is called: `a string`, `an object`.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::Boolean => "`true` or `false`",
            Self::Column => "an integer, the position of a column counted from 0",
            Self::Texts => "an array of strings",
            Self::Object(_) => "an object",
            Self::Objects(_) => "an array of objects",
            Self::TextOrObject(_) => "an object, and in v2 a string",
        }
    }
}

/// Compact JSON with the blanks that people write.
fn spaced(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 16);
    let (mut is_text, mut before) = (false, ' ');
    for c in json.chars() {
        let opens = matches!(before, '{') && c != '}';
        let closes = c == '}' && before != '{';
        if !is_text && (opens || closes) {
            out.push(' ');
        }
        out.push(c);
        is_text ^= c == '"';
        if !is_text && matches!(c, ':' | ',') {
            out.push(' ');
        }
        before = c;
    }
    out
}

/// Whether a key must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Need {
    /// Without it the object is refused.
    Always,
    /// Needed if this holds.
    If(&'static str),
    /// Not needed.
    Never,
}

/// A key of an object of the body.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Key {
    /// The object that has it.
    pub owner: Owner,
    /// The key, as it is written.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Whether it must be there.
    pub need: Need,
    /// The first version that has it; `None` if all have.
    pub since: Option<ApiVersion>,
    /// The values that it takes, if they are few.
    pub values: &'static [&'static str],
    /// How texts look, as a regular expression that fits all of the text; `None` if that tells too little.
    pub pattern: Option<&'static str>,
    /// How many characters a text has at most, or each text of an array.
    pub max_length: Option<usize>,
    /// How many elements an array has at most.
    pub max_items: Option<usize>,
    /// The greatest number.
    pub maximum: Option<i64>,
    /// Whether the CRM itself writes null where nothing is set.
    pub nullable: bool,
    /// What it is, as Markdown.
    pub doc: &'static str,
    /// A value, as compact JSON.
    pub example: &'static str,
    /// What to do where the key is missing, if it is ever needed.
    pub add: &'static str,
}

impl Key {
    const fn new(owner: Owner, name: &'static str, kind: Kind, need: Need, doc: &'static str) -> Self {
        Self {
            owner,
            name,
            kind,
            need,
            since: None,
            values: &[],
            pattern: None,
            max_length: None,
            max_items: None,
            maximum: None,
            nullable: false,
            doc,
            example: "",
            add: "",
        }
    }

    /// Where it stands: `resource[].field_mappings[].index`.
    pub fn path(&self) -> String {
        match self.owner.within() {
            None => self.name.to_owned(),
            Some(above) => {
                let list = if matches!(above.kind, Kind::Objects(_)) { "[]" } else { "" };
                format!("{}{list}.{}", above.path(), self.name)
            }
        }
    }

    /// All that is known of it, as Markdown: what it is, and a list of what it takes, whether it is needed, and since when.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::keys::{self, Owner};
    ///
    /// let key = keys::find(Owner::Callback, "method").unwrap();
    /// assert_eq!(key.markdown(), "The method of the call; there is only one.\n\n\
    ///     * takes a string: `post`\n* always needed\n* for example `\"method\": \"post\"`\n");
    /// ```
    pub fn markdown(&self) -> String {
        let mut text = format!("{}\n\n", self.doc);
        let mut add = |line: String| text.extend(["* ", &line, "\n"]);
        let values: Vec<String> = self.values.iter().map(|value| format!("`{value}`")).collect();
        let takes = match &values[..] {
            [] => String::new(),
            values => format!(": {}", values.join(", ")),
        };
        add(format!("takes {}{takes}{}", self.kind.describe(), if self.nullable { ", or null" } else { "" }));
        if let Some(pattern) = self.pattern {
            add(format!("as a regular expression: `{pattern}`"));
        }
        if let Some(most) = self.max_items {
            add(format!("at most {most} elements"));
        }
        if let Some(most) = self.max_length {
            let of = if self.kind == Kind::Texts { ", each" } else { "" };
            add(format!("at most {most} characters{of}"));
        }
        if let Some(most) = self.maximum {
            add(format!("at most {most}"));
        }
        match self.need {
            Need::Always => add("always needed".to_owned()),
            Need::If(when) => add(format!("needed if {when}")),
            Need::Never => add("not needed".to_owned()),
        }
        if let Some(since) = self.since {
            add(format!("since {since}"));
        }
        add(format!("for example `\"{}\": {}`", self.name, spaced(self.example)));
        text
    }

    /// Whether a version has it.
    pub fn is_in(&self, version: ApiVersion) -> bool {
        self.since.is_none_or(|since| version >= since)
    }

    /// The only value that it takes, as JSON, if there is only one.
    pub fn only_value(&self) -> Option<String> {
        match self.values {
            [only] => Some(format!("\"{only}\"")),
            _ => None,
        }
    }
}

/// Declares the keys of an object, and the place of a key among them.
macro_rules! keys {
    ($(
        $owner:ident $table:ident $position:ident {
            $(
                $(#[doc = $doc:literal])+
                $name:literal: $kind:expr, $need:expr $(, $property:ident = $value:expr)*;
            )+
        }
    )+) => {
        $(
            const $table: &[Key] = &[$(Key {
                $($property: $value,)*
                ..Key::new(Owner::$owner, $name, $kind, $need, concat!($($doc),+).trim_ascii())
            }),+];

            /// The position of a key. Written out, as the compiler makes a few compares of words of it.
            #[inline]
            pub(crate) fn $position(key: &str) -> Option<usize> {
                let position = 0;
                $(
                    if key == $name {
                        return Some(position);
                    }
                    let position = position + 1;
                )+
                let _ = position;
                None
            }
        )+
    };
}

// In the order in which the documentation writes them. Another key is an entry here, one of the job as written (`job/`) and one
// of the typed job (`model/`); `tests/keys.rs` tells when one of them forgets it.
//
// Sources: the create-job pages of the API (`www.zoho.com/crm/developer/docs/api/v7/bulk-write/create-job.html` and its
// siblings), the vendor's SDKs 2.0 to 8.0 and its OpenAPI description of v8 (`zoho/crm-oas`). Limits have theirs beside them.
keys! {
    Job JOB of_job {
        /// What is done with the rows: `insert` makes new records, `update` changes records that exist, `upsert` changes those
        /// that exist and makes the others.
        "operation": Kind::Text, Need::Always, values = &["insert", "update", "upsert"], example = "\"insert\"",
            add = "add `\"operation\": \"insert\"`, `\"update\"` or `\"upsert\"`";
        /// Whether blank cells leave the stored value alone. Without it, or with `false`, they clear it.
        "ignore_empty": Kind::Boolean, Need::Never, example = "true";
        /// The character encoding of the CSV, as a label such as `UTF-8`. Without it the CRM finds it out.
        "character_encoding": Kind::Text, Need::Never, max_length = Some(limits::CHARACTER_ENCODING), example = "\"UTF-8\"";
        /// The URL that the CRM calls when the job has ended.
        "callback": Kind::Object(Owner::Callback), Need::Never,
            example = "{\"url\":\"https://hooks.zylker.com/bulk\",\"method\":\"post\"}";
        /// The modules and their files; parents before their children.
        "resource": Kind::Objects(Owner::Resource), Need::Always, max_items = Some(limits::RESOURCES),
            example = "[{\"type\":\"data\",\"module\":{\"api_name\":\"Leads\"},\"file_id\":\"4150868000005379001\"}]",
            add = "add `\"resource\": [ … ]` with the module and the uploaded file";
    }
    Callback CALLBACK of_callback {
        /// The URL that is called: https, public, on port 443 or 8443, without credentials.
        "url": Kind::Text, Need::Always, pattern = Some("https://.+"), example = "\"https://hooks.zylker.com/bulk\"",
            add = "add `\"url\": \"https://…\"`, or remove `callback`";
        /// The method of the call; there is only one.
        "method": Kind::Text, Need::Always, values = &["post"], example = "\"post\"", add = "add `\"method\": \"post\"`";
    }
    Resource RESOURCE of_resource {
        /// The type of the resource; there is only one.
        "type": Kind::Text, Need::Always, values = &["data"], example = "\"data\"", add = "add `\"type\": \"data\"`";
        /// The module that the rows go to: its API name in v2, an object with it since v2.1.
        "module": Kind::TextOrObject(Owner::Module), Need::Always, example = "{\"api_name\":\"Leads\"}",
            add = "add `\"module\"` with the API name of the module";
        /// The id that the upload of the zipped CSV returned: 18 or 19 digits, in quotes.
        "file_id": Kind::Text, Need::Always, pattern = Some("[0-9]+"), max_length = Some(limits::FILE_ID),
            example = "\"4150868000005379001\"",
            add = "add `\"file_id\"` with the id that the upload of the zipped CSV returned";
        /// The names of the CSV files inside the zip that belong to this resource.
        "file_names": Kind::Texts, Need::If("the zip has several CSV files"), since = Some(PARENT_CHILD.first()),
            max_items = Some(limits::FILE_NAMES), max_length = Some(limits::FILE_NAME), example = "[\"leads.csv\"]";
        /// The field by which existing records are found: `id` or the API name of a unique field, which must be mapped as well. With
        /// `insert`, records that are found are skipped.
        "find_by": Kind::Text, Need::If("the operation is `update` or `upsert`"), example = "\"Email\"";
        /// Whether blank cells leave the stored value alone, for this resource.
        "ignore_empty": Kind::Boolean, Need::Never, example = "true";
        /// Which column goes into which field. Without it the header row of the CSV names the fields.
        "field_mappings": Kind::Objects(Owner::Mapping), Need::Never, max_items = Some(limits::MAPPINGS),
            example = "[{\"api_name\":\"Last_Name\",\"index\":0},{\"api_name\":\"Email\",\"index\":1}]";
    }
    Module MODULE of_module {
        /// The API name of the module: `Leads`, not its label.
        "api_name": Kind::Text, Need::Always, pattern = API_NAME, max_length = Some(limits::API_NAME), example = "\"Leads\"",
            add = "add `\"api_name\"` with the API name of the module";
        /// The id of the module, beside its name.
        "id": Kind::Text, Need::Never, example = "\"4150868000000002175\"";
    }
    Mapping MAPPING of_mapping {
        /// The API name of the field: `Last_Name`, not its label.
        "api_name": Kind::Text, Need::Always, pattern = API_NAME, max_length = Some(limits::API_NAME),
            example = "\"Last_Name\"", add = "add `\"api_name\"` with the API name of the field";
        /// The position of the column in the CSV, counted from 0.
        "index": Kind::Column, Need::If("no `default_value` fills the field"), maximum = Some(limits::COLUMNS - 1), nullable = true,
            example = "0", add = "add `\"index\"`, the column's position counted from 0, or a `\"default_value\"`";
        /// The pattern of the dates in the column, in the letters of Java's `SimpleDateFormat`.
        "format": Kind::Text, Need::Never, nullable = true, example = "\"yyyy/MM/dd\"";
        /// The field of the looked-up module by which the column names its record: `id` or a unique field.
        "find_by": Kind::Text, Need::If("the field is a lookup and no `parent_column_index` names its record"), nullable = true,
            example = "\"id\"";
        /// What fills the field where the cell is blank, or where no column does.
        "default_value": Kind::Object(Owner::DefaultValue), Need::Never, nullable = true, example = "{\"value\":\"Cold Call\"}";
        /// The API name of the looked-up module.
        "module": Kind::Text, Need::Never, nullable = true, example = "\"Accounts\"";
        /// In a child of the same job, the column of the parent's CSV that this column repeats, counted from 0.
        "parent_column_index": Kind::Column, Need::If("the field links a child to its parent in the same job"),
            since = Some(PARENT_CHILD.first()), maximum = Some(limits::COLUMNS - 1), nullable = true, example = "0";
    }
    DefaultValue DEFAULT_VALUE of_default_value {
        /// The value.
        "value": Kind::Text, Need::Always, max_length = Some(limits::DEFAULT_VALUE), example = "\"Cold Call\"",
            add = "write `{ \"value\": … }`, or remove `default_value`";
        /// The name of the record that `value` is the id of, as the CRM writes it into its answers.
        "name": Kind::Text, Need::Never, nullable = true, example = "\"Ann\"";
        /// The module of the record that `value` is the id of, as the CRM writes it into its answers.
        "module": Kind::Text, Need::Never, nullable = true, example = "\"users\"";
    }
}

/// Letters, digits and underscores, the first a letter.
const API_NAME: Option<&str> = Some("[A-Za-z][A-Za-z0-9_]*");

impl Owner {
    /// Every object, from the outside to the inside.
    pub const ALL: [Self; 6] =
        [Self::Job, Self::Callback, Self::Resource, Self::Module, Self::Mapping, Self::DefaultValue];

    /// The keys that the object has, in the documented order.
    pub const fn keys(self) -> &'static [Key] {
        match self {
            Self::Job => JOB,
            Self::Callback => CALLBACK,
            Self::Resource => RESOURCE,
            Self::Module => MODULE,
            Self::Mapping => MAPPING,
            Self::DefaultValue => DEFAULT_VALUE,
        }
    }

    /// The names of its keys.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        self.keys().iter().map(|key| key.name)
    }

    /// Whether the object has a key of that name.
    pub fn has(self, name: &str) -> bool {
        self.names().any(|key| key == name)
    }

    /// What messages call the object.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Job => "the job",
            Self::Callback => "`callback`",
            Self::Resource => "a resource",
            Self::Module => "`module`",
            Self::Mapping => "a field mapping",
            Self::DefaultValue => "`default_value`",
        }
    }

    /// The key that the object is the value of, or an element of its value; `None` for the job.
    pub fn within(self) -> Option<&'static Key> {
        all().find(|key| match key.kind {
            Kind::Object(owner) | Kind::Objects(owner) | Kind::TextOrObject(owner) => owner == self,
            _ => false,
        })
    }
}

/// Every key, object by object.
pub fn all() -> impl Iterator<Item = &'static Key> {
    Owner::ALL.into_iter().flat_map(Owner::keys)
}

/// The key of that name.
pub fn find(owner: Owner, name: &str) -> Option<&'static Key> {
    owner.keys().iter().find(|key| key.name == name)
}

/// The key of that name, for constants: that it is missing is an error of the compiler.
pub(crate) const fn get(owner: Owner, name: &str) -> &'static Key {
    let keys = owner.keys();
    let mut i = 0;
    while i < keys.len() {
        if is_same(keys[i].name.as_bytes(), name.as_bytes()) {
            return &keys[i];
        }
        i += 1;
    }
    panic!("no such key")
}

const fn is_same(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let mut i = 0;
    while i < left.len() {
        if left[i] != right[i] {
            return false;
        }
        i += 1;
    }
    true
}
