//! The typed request.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use super::{ApiName, CallbackUrl, ColumnIndex, FileId, Format, ValueError};
use crate::report::Report;
use crate::report::diagnostic::Diagnostic;
use crate::rules::resource::unknown_operation;
use crate::source::fault::Fault;
use crate::text::quoted;
use crate::vendor::version::ApiVersion;

/// A text of a job: a constant, or made at run time.
type Text = Cow<'static, str>;

/// A list in a job: a constant, or made at run time.
type List<T> = Cow<'static, [T]>;

/// What a job does with the rows of its files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// Makes new records.
    Insert,
    /// Changes records that exist.
    Update,
    /// Changes records that exist and makes the others.
    Upsert,
}

impl Operation {
    /// Every operation.
    pub const ALL: [Self; 3] = [Self::Insert, Self::Update, Self::Upsert];

    /// `insert`, `update` or `upsert`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Upsert => "upsert",
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Operation {
    type Err = ValueError;

    /// Reads `insert`, `update` or `upsert`.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::Operation;
    ///
    /// assert_eq!("upsert".parse(), Ok(Operation::Upsert));
    /// assert!("delete".parse::<Operation>().is_err());
    /// ```
    fn from_str(text: &str) -> Result<Self, ValueError> {
        Self::ALL.into_iter().find(|operation| operation.as_str() == text).ok_or_else(|| {
            let help = "write `insert`, `update` or `upsert`".to_owned();
            let message = format!("{} is no operation", quoted(text));
            ValueError::new(&unknown_operation::RULE, Fault { message, help: Some(help), within: None })
        })
    }
}

/// A valid job: the body of `POST /crm/bulk/<version>/write`.
///
/// It is made by `bulk_write!`, by [`Job::from_json`] or by [`Job::builder`], and only if the rules find no error in it.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::Job;
///
/// let text = r#"{"operation":"insert","resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001"}]}"#;
/// let job = Job::from_json(text.as_bytes()).expect("it is valid");
/// assert_eq!(job.endpoint(), "/crm/bulk/v2/write");
/// assert_eq!(job.to_json(), text);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    pub(crate) version: ApiVersion,
    pub(crate) operation: Operation,
    pub(crate) ignore_empty: Option<bool>,
    pub(crate) character_encoding: Option<Text>,
    pub(crate) callback: Option<Callback>,
    pub(crate) resources: List<Resource>,
    pub(crate) warnings: Warnings,
}

/// What was found when the job was made; it is no part of the job.
#[derive(Clone, Debug)]
pub(crate) struct Warnings(pub(crate) Option<Box<Report>>);

impl Warnings {
    pub(crate) const NONE: Self = Self(None);
}

impl PartialEq for Warnings {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Whom the CRM tells when the job has ended; by `POST`, the only method there is.
#[derive(Clone, Debug, PartialEq)]
pub struct Callback {
    pub(crate) url: CallbackUrl,
}

/// A module and the file that is written to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    pub(crate) module: ApiName,
    pub(crate) module_id: Option<Text>,
    pub(crate) file_id: FileId,
    pub(crate) file_names: List<Text>,
    pub(crate) find_by: Option<ApiName>,
    pub(crate) ignore_empty: Option<bool>,
    pub(crate) mappings: Option<List<FieldMapping>>,
}

/// A field and the column or default that fills it.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldMapping {
    pub(crate) api_name: ApiName,
    pub(crate) index: Option<ColumnIndex>,
    pub(crate) format: Option<Format>,
    pub(crate) find_by: Option<ApiName>,
    pub(crate) default_value: Option<DefaultValue>,
    pub(crate) module: Option<ApiName>,
    pub(crate) parent_column_index: Option<ColumnIndex>,
}

/// What fills a field whose column is blank or absent.
#[derive(Clone, Debug, PartialEq)]
pub struct DefaultValue {
    pub(crate) value: DefaultData,
    pub(crate) name: Option<Text>,
    pub(crate) module: Option<Text>,
}

/// The `value` of a default.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum DefaultData {
    /// A string, which is what the documentation shows.
    Text(Text),
    /// Anything else, as compact JSON: the vendor's SDKs take any value.
    Json(Text),
}

impl Job {
    /// What the rules warned of when the job was made from JSON, by a builder or by serde, and what of it the job does not
    /// hold: keys that the API does not have.
    ///
    /// Those of `bulk_write!` are warnings of the compiler, and not found here.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::Job;
    ///
    /// let job = Job::from_json(br#"{ "operation": "insert", "callBack": {}, "resource": [
    ///     { "type": "data", "module": "Leads", "file_id": "4150868000005379001" }] }"#)?;
    /// assert_eq!(job.warnings()[0].rule.name, "unknown-key");
    /// # Ok::<(), bulkwrite::Report>(())
    /// ```
    pub fn warnings(&self) -> &[Diagnostic] {
        self.warnings.0.as_deref().map_or(&[], Report::diagnostics)
    }

    /// The same with its warnings in the notation of a front end.
    pub(crate) fn spelt(mut self, spell: fn(&str) -> String) -> Self {
        self.warnings.0 = self.warnings.0.map(|report| Box::new(report.spelt(spell)));
        self
    }

    /// The version that the job is written for.
    pub const fn version(&self) -> ApiVersion {
        self.version
    }

    /// The path to send the job to, by `POST`: `/crm/bulk/v2/write`.
    pub const fn endpoint(&self) -> &'static str {
        self.version.endpoint()
    }

    /// What is done with the rows.
    pub const fn operation(&self) -> Operation {
        self.operation
    }

    /// Whether blank cells leave the stored value alone, if the job says so; the CRM takes false otherwise.
    pub const fn ignore_empty(&self) -> Option<bool> {
        self.ignore_empty
    }

    /// The encoding of the files; the CRM finds it out otherwise.
    pub fn character_encoding(&self) -> Option<&str> {
        self.character_encoding.as_deref()
    }

    /// Whom the CRM tells when the job has ended.
    pub const fn callback(&self) -> Option<&Callback> {
        self.callback.as_ref()
    }

    /// The modules and their files, parents before their children.
    pub fn resources(&self) -> &[Resource] {
        &self.resources
    }
}

impl Callback {
    /// The URL that is called.
    pub const fn url(&self) -> &CallbackUrl {
        &self.url
    }
}

impl Resource {
    /// The API name of the module.
    pub const fn module(&self) -> &ApiName {
        &self.module
    }

    /// The id of the module, if the job gives it.
    pub fn module_id(&self) -> Option<&str> {
        self.module_id.as_deref()
    }

    /// The id of the uploaded zip.
    pub const fn file_id(&self) -> &FileId {
        &self.file_id
    }

    /// The names of the CSV files inside the zip; empty where the zip has only one.
    pub fn file_names(&self) -> &[Text] {
        &self.file_names
    }

    /// The field by which existing records are found.
    pub const fn find_by(&self) -> Option<&ApiName> {
        self.find_by.as_ref()
    }

    /// Whether blank cells leave the stored value alone, if the resource says so.
    pub const fn ignore_empty(&self) -> Option<bool> {
        self.ignore_empty
    }

    /// Which column goes into which field; without it the header row names the fields.
    pub fn mappings(&self) -> Option<&[FieldMapping]> {
        self.mappings.as_deref()
    }
}

impl FieldMapping {
    /// The API name of the field.
    pub const fn api_name(&self) -> &ApiName {
        &self.api_name
    }

    /// The column, counted from 0; `None` where only a default fills the field.
    pub const fn index(&self) -> Option<ColumnIndex> {
        self.index
    }

    /// The pattern of the column's dates or numbers.
    pub const fn format(&self) -> Option<&Format> {
        self.format.as_ref()
    }

    /// The field of the looked-up module by which the column names its record.
    pub const fn find_by(&self) -> Option<&ApiName> {
        self.find_by.as_ref()
    }

    /// What fills the field where the column does not.
    pub const fn default_value(&self) -> Option<&DefaultValue> {
        self.default_value.as_ref()
    }

    /// The looked-up module, if the job gives it.
    pub const fn module(&self) -> Option<&ApiName> {
        self.module.as_ref()
    }

    /// The column of the parent's CSV that this column repeats.
    pub const fn parent_column_index(&self) -> Option<ColumnIndex> {
        self.parent_column_index
    }
}

impl DefaultValue {
    /// The value: the string itself, and compact JSON where it is anything else; [`json`](Self::json) tells them apart.
    pub fn value(&self) -> &str {
        match &self.value {
            DefaultData::Text(text) | DefaultData::Json(text) => text,
        }
    }

    /// The value, whatever it is, as compact JSON: `"Web"`, `true`, `{"id":"…"}`.
    pub fn json(&self) -> Text {
        match &self.value {
            DefaultData::Text(text) => Cow::Owned(serde_json::Value::from(&**text).to_string()),
            DefaultData::Json(json) => json.clone(),
        }
    }

    /// The name beside the value, if the job gives it.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The module beside the value, if the job gives it.
    pub fn module(&self) -> Option<&str> {
        self.module.as_deref()
    }
}
