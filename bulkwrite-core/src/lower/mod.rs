//! From the tree to the job as written, reporting the mistakes of shape on the way.

pub(crate) mod keys;

use std::cell::OnceCell;

use self::keys::{CALLBACK, DEFAULT_VALUE, JOB, MAPPING, MODULE, Missing, Owner, RESOURCE, Stray};
use crate::ast::{At, Callback, DefaultValue, Field, FileId, Job, Mapping, Module, ModuleForm, Number, Resource, Str};
use crate::findings::Findings;
use crate::node::{Entry, Node, Value};
use crate::options::Options;
use crate::rules::mapping::malformed_default_value;
use crate::rules::parent::nested_resource;
use crate::rules::shape::{
    duplicate_key, explicit_null, missing_key, unknown_key, unresolved_placeholder,
    wrong_type::{self, Expected},
};
use crate::suggest::near_miss;
use crate::{ApiVersion, Loc};

/// More unknown keys than this are reported without looking for what was meant.
const EXPLAINED_STRAYS: usize = 500;

/// What lowering yields beside the job.
pub(crate) struct Lowered<'a> {
    /// The job, unless the tree is no object at all.
    pub(crate) job: Option<Job<'a>>,
    pub(crate) strays: Vec<Stray>,
}

/// Reads the tree as a job.
///
/// Of a tree that is not `complete`, because its text could not be read to the end, no key is reported as missing.
pub(crate) fn lower<'a>(
    root: &'a Node<'a>,
    complete: bool,
    options: &Options<'_>,
    findings: &mut Findings,
) -> Lowered<'a> {
    let placeholders = options.placeholders;
    let mut lowering =
        Lowering { placeholders, needs_find_by: false, findings, strays: Vec::new(), missing: Vec::new() };
    let job = lowering.job(root, options.version.unwrap_or_else(|| version_by_module(root)));
    if complete {
        lowering.explain_missing();
    }
    Lowered { job, strays: lowering.strays }
}

/// The version that the form of the first `module` tells: a string is v2, anything else the newest.
fn version_by_module(root: &Node<'_>) -> ApiVersion {
    let resources = root.get("resource").and_then(Node::as_list).unwrap_or_default();
    let module = resources.iter().find_map(|resource| {
        resource.get("module").filter(|module| {
            matches!(module.value, Value::String(_) | Value::Map(_) | Value::Name(_)) && !is_placeholder_node(module)
        })
    });
    match module.map(|module| &module.value) {
        Some(Value::String(_)) => ApiVersion::V2,
        _ => ApiVersion::NEWEST,
    }
}

fn is_placeholder_node(node: &Node<'_>) -> bool {
    node.as_str().is_some_and(|text| unresolved_placeholder::find(text).is_some())
}

struct Lowering<'f> {
    placeholders: bool,
    /// Whether the operation makes `find_by` a required key, whose null is reported as its absence.
    needs_find_by: bool,
    findings: &'f mut Findings,
    strays: Vec<Stray>,
    missing: Vec<Missing>,
}

/// An entry whose value is there.
type Slot<'a> = Option<&'a Entry<'a>>;

impl Lowering<'_> {
    fn job<'a>(&mut self, root: &'a Node<'a>, version: ApiVersion) -> Option<Job<'a>> {
        let Value::Map(entries) = &root.value else {
            wrong_type::report_root(self.findings, root);
            return None;
        };
        let [operation, ignore_empty, character_encoding, callback, resource] =
            self.entries(Owner::Job, root.loc, &JOB, entries);
        self.require(Owner::Job, root.loc, "operation", operation);
        self.require(Owner::Job, root.loc, "resource", resource);
        let operation_text = operation.and_then(|entry| entry.value.as_str());
        self.needs_find_by = matches!(operation_text, Some("update" | "upsert"));
        Some(Job {
            loc: root.loc,
            version,
            operation: self.string(operation, Null::Reported),
            ignore_empty: self.boolean(ignore_empty),
            character_encoding: self.string(character_encoding, Null::Allowed),
            callback: self.map(callback, |this, loc, entries| this.callback(loc, entries)),
            resources: self.list(resource, Self::resource),
        })
    }

    fn callback<'a>(&mut self, loc: Loc, entries: &'a [Entry<'a>]) -> Callback<'a> {
        let [url, method] = self.entries(Owner::Callback, loc, &CALLBACK, entries);
        self.require(Owner::Callback, loc, "url", url);
        self.require(Owner::Callback, loc, "method", method);
        Callback {
            loc,
            url: self.string(url, Null::Reported),
            method: self.string(method, Null::Reported),
            inspection: OnceCell::new(),
        }
    }

    fn resource<'a>(&mut self, node: &'a Node<'a>) -> Field<Resource<'a>> {
        let entries = match &node.value {
            Value::Map(entries) => entries,
            _ => return self.not_that(node, "an element of `resource`", Expected::Object),
        };
        let loc = node.loc;
        let [kind, module, file_id, file_names, find_by, ignore_empty, mappings] =
            self.entries(Owner::Resource, loc, &RESOURCE, entries);
        self.require(Owner::Resource, loc, "type", kind);
        self.require(Owner::Resource, loc, "module", module);
        self.require(Owner::Resource, loc, "file_id", file_id);
        let resource = Resource {
            loc,
            kind: self.string(kind, Null::Reported),
            module: self.module(module),
            file_id: self.file_id(file_id),
            file_names: self.list(file_names, |this, node| this.text("an element of `file_names`", node)),
            find_by: self.string(find_by, if self.needs_find_by { Null::Reported } else { Null::Optional }),
            ignore_empty: self.boolean(ignore_empty),
            mappings: self.list(mappings, Self::mapping),
        };
        Field::Known(At { value: resource, loc })
    }

    fn module<'a>(&mut self, slot: Slot<'a>) -> Field<Module<'a>> {
        let Some(entry) = slot else { return Field::Absent };
        let node = &entry.value;
        let module = match &node.value {
            Value::Map(entries) => {
                let [api_name, id] = self.entries(Owner::Module, node.loc, &MODULE, entries);
                self.require(Owner::Module, node.loc, "api_name", api_name);
                Module {
                    form: ModuleForm::Object,
                    api_name: self.string(api_name, Null::Reported),
                    id: self.string(id, Null::Optional),
                }
            }
            Value::String(_) | Value::Name(_) => match self.text("`module`", node) {
                Field::Unclear(loc) => return Field::Unclear(loc),
                api_name => {
                    let form = if matches!(node.value, Value::Name(_)) { ModuleForm::Name } else { ModuleForm::Text };
                    Module { form, api_name, id: Field::Absent }
                }
            },
            Value::Null => return Field::Absent,
            _ => return self.not_that(node, "`module`", Expected::Module),
        };
        Field::Known(At { value: module, loc: node.loc })
    }

    fn file_id<'a>(&mut self, slot: Slot<'a>) -> Field<FileId<'a>> {
        let Some(entry) = slot else { return Field::Absent };
        match &entry.value.value {
            Value::Number(text) => Field::Known(At { value: FileId::Number(text), loc: entry.value.loc }),
            _ => match self.string(slot, Null::Reported) {
                Field::Absent => Field::Absent,
                Field::Unclear(loc) => Field::Unclear(loc),
                Field::Known(At { value, loc }) => Field::Known(At { value: FileId::Text(value), loc }),
            },
        }
    }

    fn mapping<'a>(&mut self, node: &'a Node<'a>) -> Field<Mapping<'a>> {
        let entries = match &node.value {
            Value::Map(entries) => entries,
            _ => return self.not_that(node, "an element of `field_mappings`", Expected::Object),
        };
        if nested_resource::is_resource(entries) {
            nested_resource::report_mapping(self.findings, node);
            return Field::Unclear(node.loc);
        }
        let loc = node.loc;
        let [api_name, index, format, find_by, default_value, module, parent_column_index] =
            self.entries(Owner::Mapping, loc, &MAPPING, entries);
        self.require(Owner::Mapping, loc, "api_name", api_name);
        let mapping = Mapping {
            loc,
            api_name: self.string(api_name, Null::Reported),
            index: self.number(index),
            format: self.string(format, Null::Allowed),
            find_by: self.string(find_by, Null::Allowed),
            default_value: self.default_value(default_value),
            module: self.string(module, Null::Allowed),
            parent_column_index: self.number(parent_column_index),
        };
        if mapping.index.is_absent() && mapping.default_value.is_absent() {
            let null = index.map(|entry| entry.value.loc);
            let field = mapping.api_name.text().map(str::to_owned);
            self.missing.push(Missing { owner: Owner::Mapping, owner_loc: loc, key: "index", null, field });
        }
        Field::Known(At { value: mapping, loc })
    }

    fn default_value<'a>(&mut self, slot: Slot<'a>) -> Field<DefaultValue<'a>> {
        let Some(entry) = slot else { return Field::Absent };
        let node = &entry.value;
        let entries = match &node.value {
            Value::Map(entries) => entries,
            Value::Null => return Field::Absent,
            Value::Hole => return Field::Unclear(node.loc),
            _ => {
                if !self.placeholder(node) {
                    malformed_default_value::report_not_an_object(self.findings, node);
                }
                return Field::Unclear(node.loc);
            }
        };
        let [value, name, module] = self.entries(Owner::DefaultValue, node.loc, &DEFAULT_VALUE, entries);
        if value.is_none_or(|entry| entry.value.value == Value::Null) {
            let stray = self.claim(node.loc, "value");
            malformed_default_value::report_without_value(self.findings, node.loc, entries.is_empty(), stray.as_ref());
            return Field::Unclear(node.loc);
        }
        let default_value = DefaultValue {
            value: value.map_or(Field::Absent, |entry| self.default_text(&entry.value)),
            name: self.string(name, Null::Allowed),
            module: self.string(module, Null::Allowed),
        };
        Field::Known(At { value: default_value, loc: node.loc })
    }

    /// The text of a default value, where `<none>` or `{x}` may well be meant as they stand.
    fn default_text<'a>(&mut self, node: &'a Node<'a>) -> Str<'a> {
        match &node.value {
            Value::String(text) if !text.starts_with("{{") && !text.starts_with("${") => {
                Field::Known(At { value: text, loc: node.loc })
            }
            _ => self.text("`value`", node),
        }
    }

    /// Sorts the entries of an object into the slots of its keys; reports keys that are twice, notes those unknown.
    fn entries<'a, const N: usize>(
        &mut self,
        owner: Owner,
        owner_loc: Loc,
        keys: &[&'static str; N],
        entries: &'a [Entry<'a>],
    ) -> [Slot<'a>; N] {
        let mut slots = [None; N];
        let first_stray = self.strays.len();
        for entry in entries {
            match keys.iter().position(|key| *key == entry.key) {
                Some(i) => match slots[i] {
                    None => slots[i] = Some(entry),
                    Some(first) => duplicate_key::report(self.findings, entry, first),
                },
                None => self.stray(owner, owner_loc, first_stray, entry, entries),
            }
        }
        slots
    }

    #[cold]
    fn stray<'a>(
        &mut self,
        owner: Owner,
        owner_loc: Loc,
        first_stray: usize,
        entry: &'a Entry<'a>,
        entries: &'a [Entry<'a>],
    ) {
        let explained = self.strays.len() - first_stray < EXPLAINED_STRAYS;
        if explained {
            let twin = entries
                .iter()
                .take(EXPLAINED_STRAYS)
                .find(|other| other.key == entry.key && other.key_loc < entry.key_loc);
            if let Some(first) = twin {
                return duplicate_key::report(self.findings, entry, first);
            }
        }
        if owner == Owner::Resource && entry.key == "resource" {
            return nested_resource::report_key(self.findings, entry);
        }
        let meant = if explained { near_miss(&entry.key, owner.keys().iter().copied()) } else { None };
        if explained || self.strays.len() < 2 * EXPLAINED_STRAYS {
            let key = entry.key.chars().take(100).collect();
            self.strays.push(Stray { owner, owner_loc, key, key_loc: entry.key_loc, meant, claimed: false });
        } else {
            unknown_key::report_plain(self.findings, owner, &entry.key, entry.key_loc);
        }
    }

    /// Takes a misspelling of `key` in the object at `owner_loc` as explained.
    fn claim(&mut self, owner_loc: Loc, key: &str) -> Option<Stray> {
        let stray = self
            .strays
            .iter_mut()
            .find(|stray| !stray.claimed && stray.owner_loc == owner_loc && stray.meant == Some(key))?;
        stray.claimed = true;
        Some(stray.clone())
    }

    fn require(&mut self, owner: Owner, owner_loc: Loc, key: &'static str, slot: Slot<'_>) {
        let null = match slot {
            None => None,
            Some(entry) if entry.value.value == Value::Null => Some(entry.value.loc),
            Some(_) => return,
        };
        self.missing.push(Missing { owner, owner_loc, key, null, field: None });
    }

    /// Reports the missing keys, each together with what was probably written in its place.
    fn explain_missing(&mut self) {
        for missing in std::mem::take(&mut self.missing) {
            let misspelt = self.claim(missing.owner_loc, missing.key);
            let misplaced = if misspelt.is_some() || self.strays.is_empty() { None } else { self.misplaced(&missing) };
            missing_key::report(self.findings, &missing, misspelt.as_ref(), misplaced.as_ref());
        }
    }

    fn misplaced(&mut self, missing: &Missing) -> Option<Stray> {
        let stray = self
            .strays
            .iter_mut()
            .find(|stray| !stray.claimed && stray.owner != missing.owner && stray.key == missing.key)?;
        stray.claimed = true;
        Some(stray.clone())
    }

    fn string<'a>(&mut self, slot: Slot<'a>, null: Null) -> Str<'a> {
        let Some(entry) = slot else { return Field::Absent };
        match &entry.value.value {
            Value::Null => {
                if null == Null::Optional {
                    explicit_null::report(self.findings, entry);
                }
                Field::Absent
            }
            Value::String(text) | Value::Name(text) if !self.placeholders && !may_be_placeholder(text) => {
                Field::Known(At { value: text, loc: entry.value.loc })
            }
            _ => self.text(&entry.key, &entry.value),
        }
    }

    /// A text; anything else is reported under the name of `what`.
    fn text<'a>(&mut self, what: &str, node: &'a Node<'a>) -> Str<'a> {
        match &node.value {
            Value::String(_) if self.placeholder(node) => Field::Unclear(node.loc),
            Value::String(text) | Value::Name(text) => Field::Known(At { value: text, loc: node.loc }),
            _ => self.not_that(node, what, Expected::String),
        }
    }

    fn boolean(&mut self, slot: Slot<'_>) -> Field<bool> {
        let Some(entry) = slot else { return Field::Absent };
        match &entry.value.value {
            Value::Bool(value) => Field::Known(At { value: *value, loc: entry.value.loc }),
            Value::Null => {
                explicit_null::report(self.findings, entry);
                Field::Absent
            }
            _ => self.not_that(&entry.value, &entry.key, Expected::Boolean),
        }
    }

    fn number<'a>(&mut self, slot: Slot<'a>) -> Field<Number<'a>> {
        let Some(entry) = slot else { return Field::Absent };
        match &entry.value.value {
            Value::Number(text) => Field::Known(At { value: Number::new(text), loc: entry.value.loc }),
            Value::Null => Field::Absent,
            _ => self.not_that(&entry.value, &entry.key, Expected::Integer),
        }
    }

    fn list<'a, T>(
        &mut self,
        slot: Slot<'a>,
        mut element: impl FnMut(&mut Self, &'a Node<'a>) -> Field<T>,
    ) -> Field<Vec<Field<T>>> {
        let Some(entry) = slot else { return Field::Absent };
        match &entry.value.value {
            Value::List(items) => {
                let value = items.iter().map(|item| element(self, item)).collect();
                Field::Known(At { value, loc: entry.value.loc })
            }
            Value::Null => {
                // A missing `resource` is reported as such.
                if entry.key != "resource" {
                    explicit_null::report(self.findings, entry);
                }
                Field::Absent
            }
            _ => self.not_that(&entry.value, &entry.key, Expected::Array),
        }
    }

    fn map<'a, T>(&mut self, slot: Slot<'a>, read: impl FnOnce(&mut Self, Loc, &'a [Entry<'a>]) -> T) -> Field<T> {
        let Some(entry) = slot else { return Field::Absent };
        match &entry.value.value {
            Value::Map(entries) => {
                Field::Known(At { value: read(self, entry.value.loc, entries), loc: entry.value.loc })
            }
            Value::Null => {
                explicit_null::report(self.findings, entry);
                Field::Absent
            }
            _ => self.not_that(&entry.value, &entry.key, Expected::Object),
        }
    }

    /// Reports a value of the wrong type, unless it is a placeholder.
    #[cold]
    fn not_that<T>(&mut self, node: &Node<'_>, what: &str, expected: Expected) -> Field<T> {
        if node.value != Value::Hole && !self.placeholder(node) {
            wrong_type::report(self.findings, node, what, expected);
        }
        Field::Unclear(node.loc)
    }

    /// Whether the value is a placeholder; reports it where placeholders are not allowed.
    fn placeholder(&mut self, node: &Node<'_>) -> bool {
        let Value::String(text) = &node.value else { return false };
        if self.placeholders && unresolved_placeholder::contains_template(text) {
            return true;
        }
        let Some(name) = unresolved_placeholder::find(text) else { return false };
        unresolved_placeholder::report(self.findings, node.loc, text, name);
        true
    }
}

/// What a null means for a key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Null {
    /// The key is required: the null is reported as its absence.
    Reported,
    /// The key is optional: a null is odd.
    Optional,
    /// The CRM itself writes such nulls.
    Allowed,
}

/// A cheap test that spares ordinary texts the look for placeholders.
fn may_be_placeholder(text: &str) -> bool {
    matches!(text.as_bytes().first(), Some(b'{' | b'$' | b'<'))
}
