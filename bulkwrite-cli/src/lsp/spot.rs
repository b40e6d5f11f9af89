//! Where in a job a place is: which object, which key, and what stands there.

use bulkwrite_core::Loc;
use bulkwrite_core::keys::{self, Key, Kind, Owner};
use bulkwrite_core::node::{Node, Value};

/// The innermost part of a job around a byte.
pub(super) struct Spot<'n> {
    /// The object.
    pub(super) owner: Owner,
    /// It as it is written.
    pub(super) map: &'n Node<'n>,
    /// The resource around it.
    pub(super) resource: Option<&'n Node<'n>>,
    /// The entry at the byte: its key as it is written, where that stands, and its value if the byte is in it.
    pub(super) entry: Option<(&'n str, Loc, Option<&'n Node<'n>>)>,
}

impl Spot<'_> {
    /// The key at the byte, if the object has one of that name.
    pub(super) fn key(&self) -> Option<&'static Key> {
        keys::find(self.owner, self.entry?.0)
    }

    /// The module that the resource around writes to.
    pub(super) fn module(&self) -> Option<&str> {
        let module = self.resource?.get("module")?;
        module.as_str().or_else(|| module.get("api_name")?.as_str())
    }
}

/// The part of a job at a byte.
pub(super) fn at<'n>(root: &'n Node<'n>, offset: u32) -> Option<Spot<'n>> {
    let (mut owner, mut map, mut resource) = (Owner::Job, root, None);
    loop {
        let Value::Map(entries) = &map.value else { return None };
        if owner == Owner::Resource {
            resource = Some(map);
        }
        let is_in = |loc: Loc| loc.start <= offset && offset <= loc.end;
        let entry = entries.iter().find(|entry| is_in(entry.key_loc) || is_in(entry.value.loc));
        let Some(entry) = entry else { return Some(Spot { owner, map, resource, entry: None }) };
        let value = is_in(entry.value.loc).then_some(&entry.value);
        let here = Spot { owner, map, resource, entry: Some((&entry.key, entry.key_loc, value)) };
        let kind = keys::find(owner, &entry.key).map(|key| key.kind);
        let Some(Kind::Object(inner) | Kind::Objects(inner) | Kind::TextOrObject(inner)) = kind else {
            return Some(here);
        };
        let next = match value.map(|value| &value.value) {
            Some(Value::Map(_)) => value,
            Some(Value::List(items)) => {
                items.iter().find(|item| is_in(item.loc) && matches!(item.value, Value::Map(_)))
            }
            _ => None,
        };
        let Some(next) = next else { return Some(here) };
        (owner, map) = (inner, next);
    }
}
