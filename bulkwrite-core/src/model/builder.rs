//! Jobs put together at run time.

use std::borrow::Cow;

use super::{
    ApiName, ColumnIndex, DefaultValue, FieldMapping, Format, Job, Operation, Resource, ValueError, to_node::Numbering,
};
use crate::check::Checker;
use crate::options::Options;
use crate::report::Report;
use crate::source::Loc;
use crate::source::node::{Entry, Node, Value};
use crate::text::{notation, sort};
use crate::vendor::keys::Owner;
use crate::vendor::version::{ApiVersion, ModuleShape};

/// A text that a builder takes: checked when the job is built.
type Text = Cow<'static, str>;

/// Puts a [`Job`] together; [`build`](Self::build) runs the rules over all of it.
#[derive(Clone, Debug)]
pub struct JobBuilder {
    version: ApiVersion,
    entries: Object,
    resources: Vec<ResourceBuilder>,
}

/// Puts a [`Resource`] together.
#[derive(Clone, Debug)]
pub struct ResourceBuilder {
    module: Text,
    module_id: Option<Text>,
    entries: Object,
    mappings: Option<Vec<MappingBuilder>>,
}

/// Puts a [`FieldMapping`] together.
#[derive(Clone, Debug)]
pub struct MappingBuilder {
    entries: Object,
}

impl Job {
    /// Begins a job for [`ApiVersion::DEFAULT`].
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::{ApiVersion, FieldMapping, Job, Operation, Resource};
    ///
    /// let job = Job::builder(Operation::Insert)
    ///     .version(ApiVersion::V2)
    ///     .ignore_empty(true)
    ///     .callback("https://hooks.zylker.com/bulk")
    ///     .resource(
    ///         Resource::builder("Leads", "4150868000005379001")
    ///             .map("Last_Name", 0)
    ///             .mapping(FieldMapping::builder("Date_3").index(2).format("yyyy/MM/dd")),
    ///     )
    ///     .build()?;
    /// assert_eq!(job.endpoint(), "/crm/bulk/v2/write");
    /// # Ok::<(), bulkwrite::Report>(())
    /// ```
    ///
    /// What is wrong is told by its path:
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::{Job, Operation, Resource};
    ///
    /// let report = Job::builder(Operation::Insert)
    ///     .resource(Resource::builder("Leads", "4150868000005379001").map("Last Name", 0))
    ///     .build()
    ///     .unwrap_err();
    /// assert_eq!(report.diagnostics()[0].path, "resource[0].field_mappings[0].api_name");
    /// ```
    pub fn builder(operation: Operation) -> JobBuilder {
        let mut entries = Object::default();
        entries.text("operation", Cow::Borrowed(operation.as_str()));
        JobBuilder { version: ApiVersion::DEFAULT, entries, resources: Vec::new() }
    }
}

impl JobBuilder {
    /// Sets the version that the job is sent to.
    #[must_use]
    pub const fn version(mut self, version: ApiVersion) -> Self {
        self.version = version;
        self
    }

    /// Says whether blank cells leave the stored value alone.
    #[must_use]
    pub fn ignore_empty(mut self, ignore: bool) -> Self {
        self.entries.set("ignore_empty", Value::Bool(ignore));
        self
    }

    /// Names the encoding of the files.
    #[must_use]
    pub fn character_encoding(mut self, label: impl Into<Text>) -> Self {
        self.entries.text("character_encoding", label.into());
        self
    }

    /// Names the URL that the CRM calls, by `POST`, when the job has ended.
    #[must_use]
    pub fn callback(mut self, url: impl Into<Text>) -> Self {
        let mut callback = Object::default();
        callback.text("url", url.into());
        callback.text("method", Cow::Borrowed("post"));
        self.entries.set("callback", callback.into_value(Owner::Callback));
        self
    }

    /// Adds a module and its file; parents before their children.
    #[must_use]
    pub fn resource(mut self, resource: ResourceBuilder) -> Self {
        self.resources.push(resource);
        self
    }

    /// Runs the rules and makes the job; the report says what is wrong with it.
    pub fn build(self) -> Result<Job, Report> {
        self.build_with(Options::default())
    }

    /// Runs the rules, under options of your own, and makes the job. The version is the builder's.
    pub fn build_with(self, options: Options) -> Result<Job, Report> {
        let version = self.version;
        let made = Checker::new(Options { version: Some(version), ..options }).job(&self.into_node());
        match made {
            Ok(job) => Ok(job.spelt(notation::in_builder)),
            Err(report) => Err(report.spelt(notation::in_builder)),
        }
    }

    /// The job as a tree; its positions count the nodes.
    pub fn into_node(mut self) -> Node<'static> {
        let shape = self.version.facts().module;
        let resources = self.resources.into_iter().map(|resource| node(resource.into_value(shape))).collect();
        self.entries.set("resource", Value::List(resources));
        let mut root = node(self.entries.into_value(Owner::Job));
        Numbering::default().renumber(&mut root);
        root
    }
}

impl Resource {
    /// Begins a resource: the API name of the module and the id that the upload returned.
    pub fn builder(module: impl Into<Text>, file_id: impl Into<Text>) -> ResourceBuilder {
        let mut entries = Object::default();
        entries.text("type", Cow::Borrowed("data"));
        entries.text("file_id", file_id.into());
        ResourceBuilder { module: module.into(), module_id: None, entries, mappings: None }
    }
}

impl ResourceBuilder {
    /// Gives the id of the module, which versions before v2.1 do not take.
    #[must_use]
    pub fn module_id(mut self, id: impl Into<Text>) -> Self {
        self.module_id = Some(id.into());
        self
    }

    /// Names the CSV files inside the zip, where it has more than one.
    #[must_use]
    pub fn file_names<T: Into<Text>>(mut self, names: impl IntoIterator<Item = T>) -> Self {
        let names = names.into_iter().map(|name| node(Value::String(name.into()))).collect();
        self.entries.set("file_names", Value::List(names));
        self
    }

    /// Names the field by which existing records are found: `id` or a unique field.
    #[must_use]
    pub fn find_by(mut self, field: impl Into<Text>) -> Self {
        self.entries.text("find_by", field.into());
        self
    }

    /// Says whether blank cells leave the stored value alone.
    #[must_use]
    pub fn ignore_empty(mut self, ignore: bool) -> Self {
        self.entries.set("ignore_empty", Value::Bool(ignore));
        self
    }

    /// Fills a field from a column, counted from 0.
    #[must_use]
    pub fn map(self, field: impl Into<Text>, index: impl TryInto<i64>) -> Self {
        self.mapping(FieldMapping::builder(field).index(index))
    }

    /// Adds a mapping.
    #[must_use]
    pub fn mapping(mut self, mapping: MappingBuilder) -> Self {
        self.mappings.get_or_insert_default().push(mapping);
        self
    }

    /// Checks the values one by one and makes the resource, for an expression of `bulk_write!`. The rules that compare
    /// several of them are run over the whole job, by [`Job::check`].
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::Resource;
    ///
    /// let leads = Resource::builder("Leads", "4150868000005379001").map("Last_Name", 0).build()?;
    /// assert_eq!(leads.module().as_str(), "Leads");
    /// # Ok::<(), bulkwrite::ValueError>(())
    /// ```
    pub fn build(self) -> Result<Resource, ValueError> {
        let mut resource = Resource::new(self.module, self.entries.string("file_id").unwrap_or_default())?;
        resource.module_id = self.module_id;
        if let Some(Value::List(names)) = self.entries.get("file_names") {
            resource = resource.with_file_names(names.iter().filter_map(Node::as_str).map(str::to_owned));
        }
        if let Some(field) = self.entries.string("find_by") {
            resource = resource.with_find_by(field)?;
        }
        if let Some(Value::Bool(ignore)) = self.entries.get("ignore_empty") {
            resource = resource.with_ignore_empty(*ignore);
        }
        if let Some(mappings) = self.mappings {
            let mappings = mappings.into_iter().map(MappingBuilder::build).collect::<Result<Vec<_>, _>>()?;
            resource = resource.with_mappings(mappings);
        }
        Ok(resource)
    }

    fn into_value(mut self, shape: ModuleShape) -> Value<'static> {
        let module = match (shape, self.module_id) {
            (ModuleShape::Text, None) => Value::String(self.module),
            // A version that takes no id is told so by a rule, not by silence.
            (_, id) => {
                let mut module = Object::default();
                module.text("api_name", self.module);
                if let Some(id) = id {
                    module.text("id", id);
                }
                module.into_value(Owner::Module)
            }
        };
        self.entries.set("module", module);
        if let Some(mappings) = self.mappings {
            let mappings =
                mappings.into_iter().map(|mapping| node(mapping.entries.into_value(Owner::Mapping))).collect();
            self.entries.set("field_mappings", Value::List(mappings));
        }
        self.entries.into_value(Owner::Resource)
    }
}

impl FieldMapping {
    /// Begins a mapping: the API name of the field.
    pub fn builder(field: impl Into<Text>) -> MappingBuilder {
        let mut entries = Object::default();
        entries.text("api_name", field.into());
        MappingBuilder { entries }
    }
}

impl MappingBuilder {
    /// Names the column, counted from 0.
    #[must_use]
    pub fn index(mut self, index: impl TryInto<i64>) -> Self {
        self.entries.number("index", index);
        self
    }

    /// Names the pattern of the column's dates or numbers.
    #[must_use]
    pub fn format(mut self, pattern: impl Into<Text>) -> Self {
        self.entries.text("format", pattern.into());
        self
    }

    /// Names the field of the looked-up module by which the column names its record.
    #[must_use]
    pub fn find_by(mut self, field: impl Into<Text>) -> Self {
        self.entries.text("find_by", field.into());
        self
    }

    /// Gives what fills the field where the column does not.
    #[must_use]
    pub fn default_value(mut self, value: impl Into<Text>) -> Self {
        let mut default = Object::default();
        default.text("value", value.into());
        self.entries.set("default_value", default.into_value(Owner::DefaultValue));
        self
    }

    /// Names the looked-up module.
    #[must_use]
    pub fn module(mut self, module: impl Into<Text>) -> Self {
        self.entries.text("module", module.into());
        self
    }

    /// Names the column of the parent's CSV that this column repeats.
    #[must_use]
    pub fn parent_column_index(mut self, index: impl TryInto<i64>) -> Self {
        self.entries.number("parent_column_index", index);
        self
    }

    /// Checks the values one by one and makes the mapping, for an expression of `bulk_write!`. The rules that compare several
    /// of them are run over the whole job, by [`Job::check`].
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::FieldMapping;
    ///
    /// let date = FieldMapping::builder("Date_3").index(2).format("yyyy/MM/dd").build()?;
    /// assert!(date.format().is_some());
    /// assert!(FieldMapping::builder("Date_3").index(-2).build().is_err());
    /// # Ok::<(), bulkwrite::ValueError>(())
    /// ```
    pub fn build(self) -> Result<FieldMapping, ValueError> {
        let entries = self.entries;
        let number = |key| match entries.get(key) {
            // It is the text of an `i64`.
            Some(Value::Number(text)) => text.parse::<i64>().ok().map(ColumnIndex::try_from).transpose(),
            _ => Ok(None),
        };
        let name = |key| entries.string(key).map(ApiName::parse).transpose();
        let default = match entries.get("default_value") {
            Some(Value::Map(inner)) => inner.iter().find_map(|entry| entry.value.as_str().map(str::to_owned)),
            _ => None,
        };
        Ok(FieldMapping {
            api_name: ApiName::parse(entries.string("api_name").unwrap_or_default())?,
            index: number("index")?,
            format: entries.string("format").map(Format::parse).transpose()?,
            find_by: name("find_by")?,
            default_value: default.map(DefaultValue::new),
            module: name("module")?,
            parent_column_index: number("parent_column_index")?,
        })
    }
}

/// The entries of an object so far, each key once.
#[derive(Clone, Debug, Default)]
struct Object(Vec<(&'static str, Value<'static>)>);

impl Object {
    fn set(&mut self, key: &'static str, value: Value<'static>) {
        self.0.retain(|(known, _)| *known != key);
        self.0.push((key, value));
    }

    fn get(&self, key: &str) -> Option<&Value<'static>> {
        self.0.iter().find(|(known, _)| *known == key).map(|(_, value)| value)
    }

    fn string(&self, key: &str) -> Option<Text> {
        match self.get(key)? {
            Value::String(text) => Some(text.clone()),
            _ => None,
        }
    }

    fn text(&mut self, key: &'static str, text: Text) {
        self.set(key, Value::String(text));
    }

    fn number(&mut self, key: &'static str, number: impl TryInto<i64>) {
        // What 64 bits do not hold is beyond every bound, and reported as such.
        let number = number.try_into().unwrap_or(i64::MAX);
        self.set(key, Value::Number(Cow::Owned(number.to_string())));
    }

    /// The object, its keys in the documented order.
    fn into_value(self, owner: Owner) -> Value<'static> {
        let mut entries: Vec<Entry<'static>> = self
            .0
            .into_iter()
            .map(|(key, value)| Entry { key: Cow::Borrowed(key), key_loc: Loc::default(), value: node(value) })
            .collect();
        sort::by_key(&mut entries, |entry| owner.names().position(|key| key == entry.key));
        Value::Map(entries)
    }
}

fn node(value: Value<'static>) -> Node<'static> {
    Node::new(Loc::default(), value)
}
