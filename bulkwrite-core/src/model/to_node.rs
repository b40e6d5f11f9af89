//! From the typed job to the tree: its positions count the nodes, in reading order.

use std::borrow::Cow;

use super::job::DefaultData;
use super::{DefaultValue, FieldMapping, Job, Resource};
use crate::source::node::{Entry, Node, Value};
use crate::source::{Loc, json};
use crate::vendor::version::ModuleShape;

/// Gives each key and value a position, as it is written.
#[derive(Default)]
pub(super) struct Numbering {
    next: u32,
}

impl Numbering {
    fn next(&mut self) -> Loc {
        let start = self.next;
        self.next = start.saturating_add(1);
        Loc::new(start, self.next)
    }

    fn map<'a>(&mut self, write: impl FnOnce(&mut Map<'_, 'a>)) -> Node<'a> {
        let start = self.next().start;
        let mut map = Map { numbering: self, entries: Vec::new() };
        write(&mut map);
        let entries = map.entries;
        Node::new(Loc::new(start, self.next), Value::Map(entries))
    }

    fn list<'a, T>(&mut self, items: &'a [T], write: impl Fn(&mut Self, &'a T) -> Node<'a>) -> Node<'a> {
        let start = self.next().start;
        let items = items.iter().map(|item| write(self, item)).collect();
        Node::new(Loc::new(start, self.next), Value::List(items))
    }

    fn text<'a>(&mut self, text: &'a str) -> Node<'a> {
        Node::new(self.next(), Value::String(Cow::Borrowed(text)))
    }

    /// The same tree with positions of its own.
    pub(super) fn renumber(&mut self, node: &mut Node<'_>) {
        let start = self.next().start;
        match &mut node.value {
            Value::List(items) => items.iter_mut().for_each(|item| self.renumber(item)),
            Value::Map(entries) => {
                for entry in entries {
                    entry.key_loc = self.next();
                    self.renumber(&mut entry.value);
                }
            }
            _ => {}
        }
        node.loc = Loc::new(start, self.next);
    }
}

struct Map<'n, 'a> {
    numbering: &'n mut Numbering,
    entries: Vec<Entry<'a>>,
}

impl<'a> Map<'_, 'a> {
    fn entry(&mut self, key: &'static str, write: impl FnOnce(&mut Numbering) -> Node<'a>) {
        let key_loc = self.numbering.next();
        let value = write(self.numbering);
        self.entries.push(Entry { key: Cow::Borrowed(key), key_loc, value });
    }

    fn text(&mut self, key: &'static str, text: Option<&'a str>) {
        if let Some(text) = text {
            self.entry(key, |numbering| numbering.text(text));
        }
    }

    fn boolean(&mut self, key: &'static str, value: Option<bool>) {
        if let Some(value) = value {
            self.entry(key, |numbering| Node::new(numbering.next(), Value::Bool(value)));
        }
    }

    fn number(&mut self, key: &'static str, value: Option<u32>) {
        if let Some(value) = value {
            self.entry(key, |numbering| Node::new(numbering.next(), Value::Number(Cow::Owned(value.to_string()))));
        }
    }
}

impl Job {
    /// The job as a tree, its keys in the documented order and `module` in the version's own form.
    pub fn to_node(&self) -> Node<'_> {
        Numbering::default().map(|map| {
            map.text("operation", Some(self.operation.as_str()));
            map.boolean("ignore_empty", self.ignore_empty);
            map.text("character_encoding", self.character_encoding.as_deref());
            if let Some(callback) = &self.callback {
                map.entry("callback", |numbering| {
                    numbering.map(|map| {
                        map.text("url", Some(callback.url.as_str()));
                        map.text("method", Some("post"));
                    })
                });
            }
            let module = self.version.facts().module;
            map.entry("resource", |numbering| {
                numbering.list(&self.resources, |numbering, item| item.write(numbering, module))
            });
        })
    }
}

impl Resource {
    fn write(&self, numbering: &mut Numbering, module: ModuleShape) -> Node<'_> {
        numbering.map(|map| {
            map.text("type", Some("data"));
            match module {
                ModuleShape::Text => map.text("module", Some(self.module.as_str())),
                ModuleShape::Object => map.entry("module", |numbering| {
                    numbering.map(|map| {
                        map.text("api_name", Some(self.module.as_str()));
                        map.text("id", self.module_id.as_deref());
                    })
                }),
            }
            map.text("file_id", Some(self.file_id.as_str()));
            if !self.file_names.is_empty() {
                map.entry("file_names", |numbering| {
                    numbering.list(&self.file_names, |numbering, name| numbering.text(name))
                });
            }
            map.text("find_by", self.find_by.as_ref().map(AsRef::as_ref));
            map.boolean("ignore_empty", self.ignore_empty);
            if let Some(mappings) = &self.mappings {
                map.entry("field_mappings", |numbering| {
                    numbering.list(mappings, |numbering, item| item.write(numbering))
                });
            }
        })
    }
}

impl FieldMapping {
    fn write(&self, numbering: &mut Numbering) -> Node<'_> {
        numbering.map(|map| {
            map.text("api_name", Some(self.api_name.as_str()));
            map.number("index", self.index.map(super::ColumnIndex::get));
            map.text("format", self.format.as_ref().map(AsRef::as_ref));
            map.text("find_by", self.find_by.as_ref().map(AsRef::as_ref));
            if let Some(default) = &self.default_value {
                map.entry("default_value", |numbering| default.write(numbering));
            }
            map.text("module", self.module.as_ref().map(AsRef::as_ref));
            map.number("parent_column_index", self.parent_column_index.map(super::ColumnIndex::get));
        })
    }
}

impl DefaultValue {
    fn write(&self, numbering: &mut Numbering) -> Node<'_> {
        numbering.map(|map| {
            match &self.value {
                DefaultData::Text(text) => map.text("value", Some(text)),
                DefaultData::Json(text) => map.entry("value", |numbering| {
                    // It was read before it was kept.
                    let root = json::parse(text.as_bytes(), &json::Options::default()).root;
                    let mut node = root.unwrap_or_else(|| Node::new(Loc::default(), Value::Null));
                    numbering.renumber(&mut node);
                    node
                }),
            }
            map.text("name", self.name.as_deref());
            map.text("module", self.module.as_deref());
        })
    }
}
