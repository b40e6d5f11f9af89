//! The tree and the typed job in any format that serde knows.

use std::borrow::Cow;
use std::fmt;

use ::serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use ::serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Job, to_node::Numbering};
use crate::check::Checker;
use crate::source::Loc;
use crate::source::node::{Entry, Node, Value};

impl Serialize for Node<'_> {
    /// Writes the tree as it is; a hole is written as null, a number beyond 64 bits as the nearest double.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            Value::Null | Value::Hole => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Number(text) => match (text.parse::<i64>(), text.parse::<u64>()) {
                (Ok(value), _) => serializer.serialize_i64(value),
                (_, Ok(value)) => serializer.serialize_u64(value),
                _ => serializer.serialize_f64(text.parse().unwrap_or(f64::NAN)),
            },
            Value::String(text) | Value::Name(text) => serializer.serialize_str(text),
            Value::List(items) => serializer.collect_seq(items),
            Value::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for entry in entries {
                    map.serialize_entry(&entry.key, &entry.value)?;
                }
                map.end()
            }
        }
    }
}

impl Serialize for Job {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_node().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Node<'static> {
    /// Reads any value; positions count the nodes in reading order.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut node = deserializer.deserialize_any(NodeVisitor)?;
        Numbering::default().renumber(&mut node);
        Ok(node)
    }
}

impl<'de> Deserialize<'de> for Job {
    /// Reads a job and checks it; the error lists what is wrong with it.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        Checker::by_default().job(&node).map_err(de::Error::custom)
    }
}

struct NodeVisitor;

/// An element without a position: the whole tree is numbered at the end.
struct Unplaced(Node<'static>);

impl<'de> Deserialize<'de> for Unplaced {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor).map(Self)
    }
}

fn unplaced(value: Value<'static>) -> Node<'static> {
    Node::new(Loc::default(), value)
}

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node<'static>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a bulk write job")
    }

    fn visit_unit<E>(self) -> Result<Node<'static>, E> {
        Ok(unplaced(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Node<'static>, E> {
        Ok(unplaced(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'static>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node<'static>, E> {
        Ok(unplaced(Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node<'static>, E> {
        Ok(unplaced(Value::Number(Cow::Owned(value.to_string()))))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node<'static>, E> {
        Ok(unplaced(Value::Number(Cow::Owned(value.to_string()))))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node<'static>, E> {
        Ok(unplaced(Value::Number(Cow::Owned(format!("{value:?}")))))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node<'static>, E> {
        Ok(unplaced(Value::String(Cow::Owned(text.to_owned()))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node<'static>, A::Error> {
        let mut items = Vec::new();
        while let Some(Unplaced(item)) = seq.next_element()? {
            items.push(item);
        }
        Ok(unplaced(Value::List(items)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node<'static>, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, Unplaced(value))) = map.next_entry::<String, _>()? {
            entries.push(Entry { key: Cow::Owned(key), key_loc: Loc::default(), value });
        }
        Ok(unplaced(Value::Map(entries)))
    }
}

#[cfg(test)]
mod tests {
    use ::serde::de::value::{BytesDeserializer, Error};

    use super::*;

    #[test]
    fn what_is_no_value_of_a_job_is_named() {
        let error = Node::deserialize(BytesDeserializer::<Error>::new(b"x")).map_err(|error| error.to_string());
        assert_eq!(error, Err("invalid type: byte array, expected a bulk write job".to_owned()));
    }
}
