//! From edits of the tree to edits of the text: everything else in the text stays byte for byte.

use std::borrow::Cow;

use super::{decode, raw_range};
use crate::source::Loc;
use crate::source::edit::{Edit, Fix};
use crate::source::node::{Entry, Node, Value};
use crate::text::sort;

/// Puts other text in place of a range of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// The bytes to replace; empty to insert.
    pub range: Loc,
    /// What stands there instead.
    pub text: String,
}

/// The edits of the text that carry out a fix, in reading order; `None` where a place of the fix is not in the tree.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::json::{self, text_edits};
///
/// let text = br#"{ "operation": "insert", "resources": [] }"#;
/// let report = bulkwrite::check_json(text);
/// let root = json::parse(text, &json::Options::default()).root;
/// let fix = report.diagnostics()[0].fix.as_ref().expect("the key is a near miss");
/// let edits = text_edits(text, root.as_ref(), fix).expect("the place is in the text");
/// assert_eq!((edits[0].range.range(), edits[0].text.as_str()), (25..36, "\"resource\""));
/// ```
pub fn text_edits(text: &[u8], root: Option<&Node<'_>>, fix: &Fix) -> Option<Vec<TextEdit>> {
    let mut edits = Vec::with_capacity(fix.edits.len());
    for edit in &fix.edits {
        add_text_edits(text, root, edit, &mut edits)?;
    }
    sort::by_key(&mut edits, |edit| edit.range);
    Some(edits)
}

fn add_text_edits(text: &[u8], root: Option<&Node<'_>>, edit: &Edit, edits: &mut Vec<TextEdit>) -> Option<()> {
    let mut add = |range: Loc, text: Cow<'_, str>| edits.push(TextEdit { range, text: text.into_owned() });
    match edit {
        Edit::Source { range, with } => add(*range, Cow::Borrowed(with)),
        Edit::RenameKey { key, to } => add(*key, string(to).into()),
        Edit::Replace { value, with } => add(*value, Cow::Borrowed(with)),
        Edit::ReplaceWithin { string: at, within, with } => {
            let quoted = string(with);
            let range = raw_range(text, *at, within.start..within.end);
            add(range, Cow::Borrowed(&quoted[1..quoted.len() - 1]));
        }
        Edit::Keep { value, part } => add(*value, source(text, *part)?),
        Edit::Wrap { value, before, after } => {
            add(Loc::new(value.start, value.start), Cow::Borrowed(before));
            add(Loc::new(value.end, value.end), Cow::Borrowed(after));
        }
        Edit::Swap { first, second } => {
            add(*first, source(text, *second)?);
            add(*second, source(text, *first)?);
        }
        Edit::RemoveItem { item } => add(item_range(find_list(root?, *item)?), Cow::Borrowed("")),
        Edit::MoveItem { item, behind } => {
            add(item_range(find_list(root?, *item)?), Cow::Borrowed(""));
            let end = Loc::new(behind.end, behind.end);
            add(end, format!(", {}", source(text, *item)?).into());
        }
        Edit::RemoveEntry { key } => {
            let (entries, at) = find_entry(root?, *key)?;
            add(entry_range(entries, at), Cow::Borrowed(""));
        }
        Edit::MoveEntry { key, map, to } => {
            let (entries, at) = find_entry(root?, *key)?;
            add(entry_range(entries, at), Cow::Borrowed(""));
            let entry = &entries[at];
            let value = source(text, entry.value.loc)?;
            edits.push(add_entry(text, find_map(root?, *map)?, *map, to, &value)?);
        }
        Edit::AddEntry { map, key, value } => edits.push(add_entry(text, find_map(root?, *map)?, *map, key, value)?),
        Edit::Decode => add(Loc::new(0, u32::try_from(text.len()).ok()?), decode(text)?.into()),
    }
    Some(())
}

fn source(text: &[u8], range: Loc) -> Option<Cow<'_, str>> {
    text.get(range.range()).map(String::from_utf8_lossy)
}

fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The entries of the map that has the key at `key`, or the value, and which of them it is.
fn find_entry<'n, 'a>(node: &'n Node<'a>, key: Loc) -> Option<(&'n [Entry<'a>], usize)> {
    match &node.value {
        Value::List(items) => find_entry(&items[item_at(items, key)?], key),
        Value::Map(entries) => {
            let at = entry_at(entries, key)?;
            let is_it = entries[at].key_loc == key || entries[at].value.loc == key;
            if is_it { Some((entries, at)) } else { find_entry(&entries[at].value, key) }
        }
        _ => None,
    }
}

fn find_map<'n, 'a>(node: &'n Node<'a>, map: Loc) -> Option<&'n [Entry<'a>]> {
    match &node.value {
        Value::Map(entries) if node.loc == map => Some(entries),
        Value::Map(entries) => find_map(&entries[entry_at(entries, map)?].value, map),
        Value::List(items) => find_map(&items[item_at(items, map)?], map),
        _ => None,
    }
}

/// The items of the list that has an item at `item`, and which of them it is.
fn find_list<'n, 'a>(node: &'n Node<'a>, item: Loc) -> Option<(&'n [Node<'a>], usize)> {
    match &node.value {
        Value::List(items) => {
            let at = item_at(items, item)?;
            if items[at].loc == item { Some((items, at)) } else { find_list(&items[at], item) }
        }
        Value::Map(entries) => find_list(&entries[entry_at(entries, item)?].value, item),
        _ => None,
    }
}

/// An item with the comma that parts it from its neighbour.
fn item_range((items, at): (&[Node<'_>], usize)) -> Loc {
    let item = items[at].loc;
    match (items.get(at + 1), at.checked_sub(1)) {
        (Some(next), _) => Loc::new(item.start, next.loc.start),
        (None, Some(before)) => Loc::new(items[before].loc.end, item.end),
        (None, None) => item,
    }
}

/// The item that holds a place; items stand in the order of the text.
fn item_at(items: &[Node<'_>], place: Loc) -> Option<usize> {
    let at = items.partition_point(|item| item.loc.end < place.end);
    items.get(at)?.loc.contains(place).then_some(at)
}

/// The entry whose key or value holds a place.
fn entry_at(entries: &[Entry<'_>], place: Loc) -> Option<usize> {
    let at = entries.partition_point(|entry| entry.value.loc.end < place.end);
    let entry = entries.get(at)?;
    (entry.key_loc == place || entry.value.loc.contains(place)).then_some(at)
}

/// An entry with the comma that parts it from its neighbour.
fn entry_range(entries: &[Entry<'_>], at: usize) -> Loc {
    let entry = &entries[at];
    match (entries.get(at + 1), at.checked_sub(1)) {
        (Some(next), _) => Loc::new(entry.key_loc.start, next.key_loc.start),
        (None, Some(before)) => Loc::new(entries[before].value.loc.end, entry.value.loc.end),
        (None, None) => Loc::new(entry.key_loc.start, entry.value.loc.end),
    }
}

/// A new entry behind the first one, laid out as that one is; in place of null if the key is there.
fn add_entry(text: &[u8], entries: &[Entry<'_>], map: Loc, key: &str, value: &str) -> Option<TextEdit> {
    if let Some(there) = entries.iter().find(|entry| entry.key == key) {
        return Some(TextEdit { range: there.value.loc, text: value.to_owned() });
    }
    let entry = format!("{}: {value}", string(key));
    let Some(first) = entries.first() else {
        return Some(TextEdit { range: map, text: format!("{{ {entry} }}") });
    };
    let at = first.value.loc.end;
    let before = text.get(map.start as usize + 1..first.key_loc.start as usize)?;
    let blank = String::from_utf8_lossy(before);
    // What stands there may be a comment, which must not be written twice.
    let blank = if blank.chars().all(char::is_whitespace) { blank } else { Cow::Borrowed("\n") };
    Some(TextEdit { range: Loc::new(at, at), text: format!(",{blank}{entry}") })
}
