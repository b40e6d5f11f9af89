//! The neutral tree that every front end produces: what is written, each part with its place.

use std::borrow::Cow;

use crate::source::Loc;

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node<'a> {
    /// Where the value stands; for a string the quotes, for a list or map the brackets are part of it.
    pub loc: Loc,
    /// What stands there.
    pub value: Value<'a>,
}

/// What a [`Node`] holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it is written: ids exceed what a double can hold.
    Number(Cow<'a, str>),
    /// A string, escapes resolved.
    String(Cow<'a, str>),
    /// A bare word (`insert`, `Leads`): only the macro has them.
    Name(Cow<'a, str>),
    /// An array.
    List(Vec<Node<'a>>),
    /// An object, duplicate keys included, in the order written.
    Map(Vec<Entry<'a>>),
    /// A value that is there but not knowable before run time: a Rust expression or a `{{placeholder}}`.
    Hole,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<'a> {
    /// The key, escapes resolved.
    pub key: Cow<'a, str>,
    /// Where the key stands, quotes included.
    pub key_loc: Loc,
    /// What it maps to.
    pub value: Node<'a>,
}

impl<'a> Entry<'a> {
    /// The mapping that `Last_Name: 0` or `Date_3: { index: 2, … }`, the short form of `field_mappings` in Rust, stands for.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::Loc;
    /// use bulkwrite::node::{Entry, Node, Value};
    ///
    /// let index = Node::new(Loc::new(1, 2), Value::Number("0".into()));
    /// let entry = Entry { key: "Last_Name".into(), key_loc: Loc::new(0, 1), value: index };
    /// let mapping = entry.into_mapping();
    /// assert_eq!(mapping.get("api_name").and_then(Node::as_str), Some("Last_Name"));
    /// assert!(mapping.get("index").is_some());
    /// ```
    #[must_use]
    pub fn into_mapping(self) -> Node<'a> {
        let Entry { key, key_loc, value } = self;
        let loc = Loc::new(key_loc.start, value.loc.end.max(key_loc.end));
        let api_name = Node::new(key_loc, Value::Name(key));
        let mut entries = vec![Entry { key: Cow::Borrowed("api_name"), key_loc, value: api_name }];
        match value.value {
            Value::Map(mut rest) => entries.append(&mut rest),
            _ => entries.push(Entry { key: Cow::Borrowed("index"), key_loc: value.loc, value }),
        }
        Node::new(loc, Value::Map(entries))
    }
}

impl<'a> Node<'a> {
    /// A value at a place.
    pub const fn new(loc: Loc, value: Value<'a>) -> Self {
        Self { loc, value }
    }

    /// The value of the first entry named `key`, if this is a map that has one.
    pub fn get(&self, key: &str) -> Option<&Node<'a>> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value),
            _ => None,
        }
    }

    /// The value at a place, if one stands exactly there.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::Loc;
    /// use bulkwrite::json::{Options, parse};
    ///
    /// let root = parse(br#"{ "index": 7 }"#, &Options::default()).root.unwrap();
    /// assert_eq!(root.at(Loc::new(11, 12)), root.get("index"));
    /// ```
    pub fn at(&self, loc: Loc) -> Option<&Node<'a>> {
        if self.loc == loc {
            return Some(self);
        }
        match &self.value {
            Value::List(items) => items.iter().find_map(|item| item.at(loc)),
            Value::Map(entries) => entries.iter().find_map(|entry| entry.value.at(loc)),
            _ => None,
        }
    }

    /// The text of a string or name.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) | Value::Name(text) => Some(text),
            _ => None,
        }
    }

    /// The elements, if this is a list.
    pub fn as_list(&self) -> Option<&[Node<'a>]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }
}

impl Value<'_> {
    /// What the value is called in messages: `a string`, `an object`, ….
    pub const fn describe(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Name(_) => "a name",
            Self::List(_) => "an array",
            Self::Map(_) => "an object",
            Self::Hole => "a placeholder",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_the_short_form_becomes_a_mapping() {
        let number = || Node::new(Loc::new(4, 5), Value::Number("0".into()));
        let entry = |key: &'static str, loc, value| Entry { key: key.into(), key_loc: loc, value };
        let rest = vec![entry("format", Loc::new(3, 4), number())];
        let map = Node::new(Loc::new(2, 6), Value::Map(rest));
        for (value, end, other) in [(number(), 5, ("index", Loc::new(4, 5))), (map, 6, ("format", Loc::new(3, 4)))] {
            let mapping = entry("A", Loc::new(0, 1), value).into_mapping();
            assert_eq!(mapping.loc, Loc::new(0, end));
            let Value::Map(entries) = &mapping.value else { panic!("{mapping:?}") };
            let keys: Vec<_> = entries.iter().map(|entry| (&*entry.key, entry.key_loc)).collect();
            assert_eq!(keys, [("api_name", Loc::new(0, 1)), other]);
            assert_eq!(entries[0].value.as_str(), Some("A"));
        }
    }
}
