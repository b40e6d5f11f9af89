//! From the tree to the job as written, telling the mistakes of shape on the way.

pub(crate) mod fault;
pub(crate) mod placeholder;
pub(crate) mod spot;
mod wrapper;

use std::collections::HashMap;

use self::fault::Fault;
use self::spot::{Missing, Null, Spot, Stray, spot};
use crate::job::ast::{
    At, Callback, DefaultValue, Extras, Field, FileId, Job, Mapping, Module, ModuleForm, Number, RareKeys, Resource,
    Str,
};
use crate::source::Loc;
use crate::source::node::{Entry, Node, Value};
use crate::vendor::keys::{Kind, Need, Owner};
use crate::vendor::version::{ApiVersion, ModuleShape};
use crate::vendor::{aliases, bodies, keys};

/// More unknown keys than this, in the whole job, are reported without looking for what was meant.
const EXPLAINED_STRAYS: usize = 1_000;

/// More missing keys than this are reported without looking for what was written instead.
const EXPLAINED_MISSING: usize = 2_000;

/// Reads the tree as a job, unless it is no object at all; tells what is wrong with its shape where it meets it, and notes
/// the keys that are unknown.
///
/// Without a `version` the form of the modules tells it. Whether `{{x}}` stands for a value is said by `placeholders`.
/// Of a tree that is not `complete`, because its text could not be read to the end, no key is reported as missing.
pub(crate) fn lower<'a>(
    root: &'a Node<'a>,
    complete: bool,
    version: Option<ApiVersion>,
    placeholders: bool,
    tell: &mut dyn FnMut(ApiVersion, &Fault<'_>),
    strays: &mut Vec<Stray>,
) -> Option<Job<'a>> {
    let (job, wrapper) = wrapper::unwrapped(root);
    let version = version.unwrap_or_else(|| version_by_module(job));
    let mut lowering = Lowering { version, placeholders, complete, updates: false, tell, strays, missing: Vec::new() };
    if let Some(wrapper) = wrapper {
        let fault = Fault::Wrapped { root, job, wrapper };
        lowering.tell(&fault);
    }
    let job = lowering.job(job);
    lowering.explain_missing();
    job
}

/// The version that the form of the modules tells: v2 where they are strings, the default where one of them is not.
fn version_by_module(root: &Node<'_>) -> ApiVersion {
    let resources = match root.get("resource") {
        Some(Node { value: Value::List(items), .. }) => items.as_slice(),
        Some(node) => std::slice::from_ref(node),
        None => &[],
    };
    let mut version = ApiVersion::DEFAULT;
    for module in resources.iter().filter_map(|resource| resource.get("module")) {
        match module.value {
            Value::Map(_) | Value::Name(_) => return ApiVersion::DEFAULT,
            Value::String(_) if !is_placeholder_node(module) => version = ApiVersion::V2,
            _ => {}
        }
    }
    version
}

fn is_placeholder_node(node: &Node<'_>) -> bool {
    node.as_str().is_some_and(|text| placeholder::find(text).is_some())
}

struct Lowering<'f> {
    version: ApiVersion,
    placeholders: bool,
    complete: bool,
    /// Whether the operation is `update` or `upsert`.
    updates: bool,
    tell: &'f mut dyn FnMut(ApiVersion, &Fault<'_>),
    strays: &'f mut Vec<Stray>,
    missing: Vec<Missing>,
}

/// The entry of a key, if its object has it.
type Slot<'a> = Option<&'a Entry<'a>>;

/// Whether the entries of a mapping are those of a resource.
fn is_resource(entries: &[Entry<'_>]) -> bool {
    let mut marks = 0;
    for entry in entries {
        match entry.key.as_ref() {
            "api_name" => return false,
            "type" | "file_id" | "file_names" | "field_mappings" => marks += 1,
            _ => {}
        }
    }
    marks > 0
}

impl Lowering<'_> {
    #[cold]
    fn tell(&mut self, fault: &Fault<'_>) {
        (self.tell)(self.version, fault);
    }

    fn job<'a>(&mut self, root: &'a Node<'a>) -> Option<Job<'a>> {
        let Value::Map(entries) = &root.value else {
            match wrapper::in_a_string(root) {
                Some(text) => self.tell(&Fault::WrappedInString { root, text }),
                None => self.tell(&Fault::NoObject(root)),
            }
            return None;
        };
        if let Some(other) = bodies::of(entries) {
            self.tell(&Fault::OtherBody { root, other });
            return None;
        }
        let slots = self.entries(Owner::Job, root.loc, entries, keys::of_job);
        self.require(Owner::Job, root.loc, &slots);
        let [operation, ignore_empty, character_encoding, callback, resource] = slots;
        let operation = self.string(operation, spot!(Job, "operation"));
        self.updates = matches!(operation.text(), Some("update" | "upsert"));
        Some(Job {
            loc: root.loc,
            version: self.version,
            operation,
            ignore_empty: self.boolean(ignore_empty, spot!(Job, "ignore_empty")),
            character_encoding: self.string(character_encoding, spot!(Job, "character_encoding")),
            callback: self.callback(callback, spot!(Job, "callback")),
            resources: self.list(resource, spot!(Job, "resource"), Self::resource),
        })
    }

    fn callback<'a>(&mut self, written: Slot<'a>, spot: &'static Spot) -> Field<Callback<'a>> {
        let Some(entry) = written else { return Field::Absent };
        let mut node = &entry.value;
        match &node.value {
            Value::Map(_) => {}
            Value::Null => {
                self.tell(&Fault::Null(entry));
                return Field::Null(node.loc);
            }
            _ => {
                let unclear = self.not_that(node, spot);
                match &node.value {
                    Value::List(items) if matches!(items[..], [Node { value: Value::Map(_), .. }]) => node = &items[0],
                    _ => return unclear,
                }
            }
        }
        let Value::Map(entries) = &node.value else { return Field::Unclear(node.loc) };
        let loc = node.loc;
        let slots = self.entries(Owner::Callback, loc, entries, keys::of_callback);
        self.require(Owner::Callback, loc, &slots);
        let [url, method] = slots;
        let url = self.string(url, spot!(Callback, "url"));
        let method = self.string(method, spot!(Callback, "method"));
        Field::Known(At { value: Callback { loc, url, method }, loc })
    }

    fn resource<'a>(&mut self, node: &'a Node<'a>) -> Field<Resource<'a>> {
        let Value::Map(entries) = &node.value else {
            return self.not_that(node, spot!(Job, "resource", element));
        };
        let loc = node.loc;
        let slots = self.entries(Owner::Resource, loc, entries, keys::of_resource);
        // What is nested once too often has its keys inside.
        if !entries.iter().any(|entry| entry.key == "resource") {
            self.require(Owner::Resource, loc, &slots);
        }
        let [kind, module, file_id, file_names, find_by, ignore_empty, mappings] = slots;
        // Without it an update is refused, and that is the telling mistake.
        let find_by = match find_by {
            Some(Entry { value: Node { value: Value::Null, loc }, .. }) if self.updates => Field::Null(*loc),
            _ => self.string(find_by, spot!(Resource, "find_by")),
        };
        let mut rare = RareKeys::default();
        let file_name = spot!(Resource, "file_names", element);
        let resource = Resource {
            loc,
            kind: self.string(kind, spot!(Resource, "type")),
            module: self.module(module, spot!(Resource, "module")),
            file_id: self.file_id(file_id, spot!(Resource, "file_id")),
            file_names: self.list(file_names, spot!(Resource, "file_names"), |this, node| this.text(file_name, node)),
            find_by,
            ignore_empty: self.boolean(ignore_empty, spot!(Resource, "ignore_empty")),
            mappings: self
                .list(mappings, spot!(Resource, "field_mappings"), |this, node| this.mapping(node, &mut rare)),
            rare,
        };
        Field::Known(At { value: resource, loc })
    }

    fn module<'a>(&mut self, written: Slot<'a>, spot: &'static Spot) -> Field<Module<'a>> {
        let Some(Entry { value: node, .. }) = written else { return Field::Absent };
        let module = match &node.value {
            Value::Map(entries) => {
                let slots = self.entries(Owner::Module, node.loc, entries, keys::of_module);
                if self.version.facts().module == ModuleShape::Object {
                    self.require(Owner::Module, node.loc, &slots);
                }
                let [api_name, id] = slots;
                Module {
                    form: ModuleForm::Object,
                    api_name: self.string(api_name, spot!(Module, "api_name")),
                    id: self.string(id, spot!(Module, "id")),
                }
            }
            Value::String(_) | Value::Name(_) => match self.text(spot, node) {
                Field::Unclear(loc) => return Field::Unclear(loc),
                api_name => {
                    let form = if matches!(node.value, Value::Name(_)) { ModuleForm::Name } else { ModuleForm::Text };
                    Module { form, api_name, id: Field::Absent }
                }
            },
            Value::Null => return Field::Null(node.loc),
            _ => return self.not_that(node, spot),
        };
        Field::Known(At { value: module, loc: node.loc })
    }

    fn file_id<'a>(&mut self, written: Slot<'a>, spot: &'static Spot) -> Field<FileId<'a>> {
        let Some(Entry { value: node, .. }) = written else { return Field::Absent };
        match &node.value {
            Value::Number(text) => Field::Known(At { value: FileId::Number(text), loc: node.loc }),
            _ => match self.string(written, spot) {
                Field::Absent => Field::Absent,
                Field::Null(loc) => Field::Null(loc),
                Field::Unclear(loc) => Field::Unclear(loc),
                Field::Known(At { value, loc }) => Field::Known(At { value: FileId::Text(value), loc }),
            },
        }
    }

    fn mapping<'a>(&mut self, node: &'a Node<'a>, rare: &mut RareKeys) -> Field<Mapping<'a>> {
        let Value::Map(entries) = &node.value else {
            return self.not_that(node, spot!(Resource, "field_mappings", element));
        };
        if is_resource(entries) {
            self.tell(&Fault::ResourceAsMapping(node));
            return Field::Unclear(node.loc);
        }
        let loc = node.loc;
        let slots = self.entries(Owner::Mapping, loc, entries, keys::of_mapping);
        self.require(Owner::Mapping, loc, &slots);
        let [api_name, index, format, find_by, default_value, module, parent_column_index] = slots;
        let extras = if find_by.or(default_value).or(module).or(parent_column_index).is_none() {
            None
        } else {
            rare.find_by |= find_by.is_some();
            rare.default_value |= default_value.is_some();
            rare.parent_column_index |= parent_column_index.is_some();
            Some(self.extras(find_by, default_value, module, parent_column_index))
        };
        let mapping = Mapping {
            loc,
            api_name: self.string(api_name, spot!(Mapping, "api_name")),
            index: self.number(index, spot!(Mapping, "index")),
            format: self.string(format, spot!(Mapping, "format")),
            extras,
        };
        if mapping.index.is_absent() && mapping.extras().default_value.is_absent() {
            let null = index.map(|entry| entry.value.loc);
            let field = mapping.api_name.text().map(str::to_owned);
            self.miss(Missing { owner_loc: loc, key: keys::get(Owner::Mapping, "index"), null, field });
        }
        Field::Known(At { value: mapping, loc })
    }

    #[inline(never)]
    fn extras<'a>(
        &mut self,
        find_by: Slot<'a>,
        default_value: Slot<'a>,
        module: Slot<'a>,
        parent_column_index: Slot<'a>,
    ) -> Box<Extras<'a>> {
        Box::new(Extras {
            find_by: self.string(find_by, spot!(Mapping, "find_by")),
            default_value: self.default_value(default_value, spot!(Mapping, "default_value")),
            module: self.string(module, spot!(Mapping, "module")),
            parent_column_index: self.number(parent_column_index, spot!(Mapping, "parent_column_index")),
        })
    }

    fn default_value<'a>(&mut self, written: Slot<'a>, spot: &'static Spot) -> Field<DefaultValue<'a>> {
        let Some(Entry { value: node, .. }) = written else { return Field::Absent };
        let entries = match &node.value {
            Value::Map(entries) => entries,
            Value::Null => return Field::Null(node.loc),
            Value::Hole => return Field::Unclear(node.loc),
            _ => {
                if !self.placeholder(node, spot) {
                    self.tell(&Fault::DefaultNoObject(node));
                }
                return Field::Unclear(node.loc);
            }
        };
        let first_stray = self.strays.len();
        let [value, name, module] = self.entries(Owner::DefaultValue, node.loc, entries, keys::of_default_value);
        let null = value.map(|entry| &entry.value).filter(|value| matches!(value.value, Value::Null));
        if value.is_none() || null.is_some() {
            let mut strays = self.strays[first_stray..].iter_mut();
            let misspelt = strays.find(|stray| stray.meant == Some("value") && !stray.taken).map(|stray| {
                stray.claimed = true;
                stray.clone()
            });
            let null = null.map(|null| null.loc);
            self.tell(&Fault::DefaultWithoutValue { node, null, misspelt: misspelt.as_ref() });
            return Field::Unclear(node.loc);
        }
        let default_value = DefaultValue {
            value: value.map_or(Field::Absent, |entry| self.default_text(&entry.value, spot!(DefaultValue, "value"))),
            other: value.map(|entry| &entry.value).filter(|node| is_other_default(node)),
            name: self.string(name, spot!(DefaultValue, "name")),
            module: self.string(module, spot!(DefaultValue, "module")),
        };
        Field::Known(At { value: default_value, loc: node.loc })
    }

    /// The text of a default value, where `<none>` or `{x}` may well be meant as they stand.
    fn default_text<'a>(&mut self, node: &'a Node<'a>, spot: &'static Spot) -> Str<'a> {
        match &node.value {
            Value::String(text) if !text.starts_with("{{") && !text.starts_with("${") => {
                Field::Known(At { value: text, loc: node.loc })
            }
            _ if is_other_default(node) => {
                self.tell(&Fault::DefaultNoString(node));
                Field::Unclear(node.loc)
            }
            _ => self.text(spot, node),
        }
    }

    /// Sorts the entries of an object into the slots of its keys, each at the `position` of its key; reports keys that are
    /// twice, notes those unknown.
    #[inline]
    fn entries<'a, const N: usize>(
        &mut self,
        owner: Owner,
        owner_loc: Loc,
        entries: &'a [Entry<'a>],
        position: impl Fn(&str) -> Option<usize>,
    ) -> [Slot<'a>; N] {
        let mut slots = [None; N];
        self.fill_slots(owner, owner_loc, entries, position, &mut slots);
        slots
    }

    fn fill_slots<'a>(
        &mut self,
        owner: Owner,
        owner_loc: Loc,
        entries: &'a [Entry<'a>],
        position: impl Fn(&str) -> Option<usize>,
        slots: &mut [Slot<'a>],
    ) {
        let mut strays = false;
        for entry in entries {
            match position(&entry.key) {
                Some(i) => match slots[i] {
                    None => slots[i] = Some(entry),
                    Some(first) => {
                        self.tell(&Fault::Twice { entry, first });
                        // What is there twice is not missing.
                        if matches!(first.value.value, Value::Null) {
                            slots[i] = Some(entry);
                        }
                    }
                },
                None => strays = true,
            }
        }
        if strays {
            self.strays(owner, owner_loc, entries);
        }
    }

    /// Notes the keys that the object does not have.
    #[cold]
    fn strays<'a>(&mut self, owner: Owner, owner_loc: Loc, entries: &'a [Entry<'a>]) {
        let is_present = |key: &str| entries.iter().any(|entry| entry.key == key);
        let mut seen: HashMap<&str, &Entry<'a>> = HashMap::new();
        let mut meant_before: Vec<&'static str> = Vec::new();
        for entry in entries.iter().filter(|entry| !owner.has(&entry.key)) {
            if let Some(first) = seen.get(entry.key.as_ref()) {
                self.tell(&Fault::Twice { entry, first });
                continue;
            }
            seen.insert(&entry.key, entry);
            if owner == Owner::Resource && entry.key == "resource" {
                self.tell(&Fault::ResourceInResource(entry));
                continue;
            }
            if self.strays.len() >= EXPLAINED_STRAYS {
                self.tell(&Fault::StrayAmongMany { owner, key: &entry.key, loc: entry.key_loc });
                continue;
            }
            let (meant, alias) = aliases::meant(owner, &entry.key);
            let taken = meant.is_some_and(|key| is_present(key) || meant_before.contains(&key));
            meant_before.extend(meant);
            self.strays.push(Stray {
                owner,
                owner_loc,
                key: entry.key.chars().take(100).collect(),
                key_loc: entry.key_loc,
                fits: meant.is_some_and(|key| fits(owner, key, &entry.value)),
                text: entry.value.as_str().map(|_| entry.value.loc),
                meant,
                alias,
                taken,
                claimed: false,
            });
        }
    }

    /// Notes the keys that the object needs and does not have.
    #[inline]
    fn require<const N: usize>(&mut self, owner: Owner, owner_loc: Loc, slots: &[Slot<'_>; N]) {
        for (key, written) in owner.keys().iter().zip(slots) {
            if key.need == Need::Always && written.is_none_or(|entry| matches!(entry.value.value, Value::Null)) {
                let null = written.map(|entry| entry.value.loc);
                self.miss(Missing { owner_loc, key, null, field: None });
            }
        }
    }

    #[cold]
    fn miss(&mut self, missing: Missing) {
        // What could not be read may hold the key.
        if !self.complete && missing.null.is_none() {
            return;
        }
        if self.missing.len() < EXPLAINED_MISSING {
            self.missing.push(missing);
        } else {
            self.tell(&Fault::Missing { missing: &missing, misspelt: None, misplaced: None, alone: false });
        }
    }

    /// Reports the missing keys, each together with what was probably written in its place.
    fn explain_missing(&mut self) {
        let all = std::mem::take(&mut self.missing);
        for missing in &all {
            let mut misspelt = self.misspelt(missing, missing.key.name);
            if misspelt.is_none() && missing.key.name == "index" {
                misspelt = self.misspelt(missing, "default_value");
            }
            let misplaced = if misspelt.is_none() { self.misplaced(missing) } else { None };
            let (misspelt, misplaced) = (misspelt.as_ref(), misplaced.as_ref());
            let same = |other: &&Missing| other.key.owner == missing.key.owner && other.key.name == missing.key.name;
            let again = |stray: &&Stray| stray.key == missing.key.name;
            let alone = misplaced.is_some()
                && all.iter().filter(same).count() == 1
                && self.strays.iter().filter(again).count() == 1;
            self.tell(&Fault::Missing { missing, misspelt, misplaced, alone });
        }
    }

    /// Takes a misspelling of `key` in the object that lacks it as explained.
    fn misspelt(&mut self, missing: &Missing, key: &str) -> Option<Stray> {
        let stray = self.strays.iter_mut().find(|stray| {
            !stray.claimed && !stray.taken && stray.owner_loc == missing.owner_loc && stray.meant == Some(key)
        })?;
        stray.claimed = true;
        Some(stray.clone())
    }

    /// Takes the same key in an object that it does not belong to as explained.
    fn misplaced(&mut self, missing: &Missing) -> Option<Stray> {
        let homes: &[Owner] = match (missing.key.owner, missing.key.name) {
            (Owner::Job, _) => &[Owner::Callback, Owner::Resource],
            (Owner::Resource, "file_id") => &[Owner::Job, Owner::Module, Owner::Mapping],
            (Owner::Resource, _) => &[Owner::Job],
            (Owner::Callback, _) => &[Owner::Job, Owner::Resource],
            _ => return None,
        };
        let stray = self
            .strays
            .iter_mut()
            .find(|stray| !stray.claimed && stray.key == missing.key.name && homes.contains(&stray.owner))?;
        stray.claimed = true;
        Some(stray.clone())
    }

    #[inline]
    fn string<'a>(&mut self, written: Slot<'a>, spot: &'static Spot) -> Str<'a> {
        match written {
            Some(entry) => self.string_in(entry, spot),
            None => Field::Absent,
        }
    }

    #[inline(never)]
    fn string_in<'a>(&mut self, entry: &'a Entry<'a>, spot: &'static Spot) -> Str<'a> {
        let node = &entry.value;
        match &node.value {
            Value::Null => {
                if spot.null() == Null::Optional {
                    self.tell(&Fault::Null(entry));
                }
                Field::Null(node.loc)
            }
            Value::String(text) | Value::Name(text) if !self.placeholders && !placeholder::is_possible(text) => {
                Field::Known(At { value: text, loc: node.loc })
            }
            _ => self.text(spot, node),
        }
    }

    /// A text; anything else is reported.
    fn text<'a>(&mut self, spot: &'static Spot, node: &'a Node<'a>) -> Str<'a> {
        match &node.value {
            Value::String(_) if self.placeholder(node, spot) => Field::Unclear(node.loc),
            Value::String(text) | Value::Name(text) => Field::Known(At { value: text, loc: node.loc }),
            _ => self.not_that(node, spot),
        }
    }

    fn boolean(&mut self, written: Slot<'_>, spot: &'static Spot) -> Field<bool> {
        let Some(entry) = written else { return Field::Absent };
        let node = &entry.value;
        match &node.value {
            Value::Bool(value) => Field::Known(At { value: *value, loc: node.loc }),
            Value::Null => {
                self.tell(&Fault::Null(entry));
                Field::Null(node.loc)
            }
            _ => self.not_that(node, spot),
        }
    }

    #[inline]
    fn number<'a>(&mut self, written: Slot<'a>, spot: &'static Spot) -> Field<Number<'a>> {
        let Some(Entry { value: node, .. }) = written else { return Field::Absent };
        match &node.value {
            Value::Number(text) => Field::Known(At { value: Number::new(text), loc: node.loc }),
            Value::Null => Field::Null(node.loc),
            _ => self.not_that(node, spot),
        }
    }

    /// A list. An element without its brackets is reported and read as a list of one: an object that has one of the keys of
    /// the elements, or a string where they are strings.
    fn list<'a, T>(
        &mut self,
        written: Slot<'a>,
        spot: &'static Spot,
        mut element: impl FnMut(&mut Self, &'a Node<'a>) -> Field<T>,
    ) -> Field<Vec<Field<T>>> {
        let Some(entry) = written else { return Field::Absent };
        let node = &entry.value;
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            Value::Null => {
                // What is missing is reported as such.
                if spot.null() == Null::Optional {
                    self.tell(&Fault::Null(entry));
                }
                return Field::Null(node.loc);
            }
            _ => {
                let unclear = self.not_that(node, spot);
                if !self.is_bare_element(node, spot) {
                    return unclear;
                }
                std::slice::from_ref(node)
            }
        };
        let value = items.iter().map(|item| element(self, item)).collect();
        Field::Known(At { value, loc: node.loc })
    }

    #[cold]
    fn is_bare_element(&self, node: &Node<'_>, spot: &Spot) -> bool {
        match (&node.value, spot.key.kind) {
            (Value::Map(entries), Kind::Objects(owner)) => entries.iter().any(|entry| owner.has(&entry.key)),
            (Value::String(text), Kind::Texts) => !text.trim().is_empty() && !self.is_placeholder(node),
            _ => false,
        }
    }

    /// Reports a value of the wrong type, unless it is a placeholder.
    #[cold]
    fn not_that<T>(&mut self, node: &Node<'_>, spot: &'static Spot) -> Field<T> {
        if !matches!(node.value, Value::Hole) && !self.placeholder(node, spot) {
            self.tell(&Fault::WrongType { node, spot });
        }
        Field::Unclear(node.loc)
    }

    /// Whether the value is a placeholder; reports it where placeholders are not allowed.
    fn placeholder(&mut self, node: &Node<'_>, spot: &'static Spot) -> bool {
        if !self.is_placeholder(node) {
            return false;
        }
        if let Value::String(text) = &node.value
            && let Some(name) = placeholder::find(text)
            && !(self.placeholders && placeholder::contains_template(text))
        {
            self.tell(&Fault::Placeholder { loc: node.loc, spot, text, name });
        }
        true
    }

    fn is_placeholder(&self, node: &Node<'_>) -> bool {
        let Value::String(text) = &node.value else { return false };
        (self.placeholders && placeholder::contains_template(text)) || placeholder::find(text).is_some()
    }
}

/// Whether a value is of the kind that a key takes.
fn fits(owner: Owner, key: &str, node: &Node<'_>) -> bool {
    keys::find(owner, key).is_some_and(|key| match key.kind {
        Kind::Text => matches!(node.value, Value::String(_)),
        Kind::Boolean => matches!(node.value, Value::Bool(_)),
        Kind::Column => matches!(node.value, Value::Number(_)),
        Kind::Texts | Kind::Objects(_) => matches!(node.value, Value::List(_)),
        Kind::Object(_) => matches!(node.value, Value::Map(_)),
        Kind::TextOrObject(_) => matches!(node.value, Value::String(_) | Value::Map(_)),
    })
}

/// Whether the value of a default is none of the strings that are documented, but nothing that the vendor's SDKs refuse.
fn is_other_default(node: &Node<'_>) -> bool {
    matches!(node.value, Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Map(_))
}
