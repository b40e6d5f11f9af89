//! Any edit of any JSON: the edited text is JSON again and has what the edit says. The first byte picks the edit, the second the place.
#![no_main]

use bulkwrite_core::json::{self, text_edits};
use bulkwrite_core::node::{Node, Value};
use bulkwrite_core::{Edit, Fix, Loc, fix};
use libfuzzer_sys::fuzz_target;

const KEY: &str = "a \"key\"\n";

fuzz_target!(|input: &[u8]| {
    let [kind, place, text @ ..] = input else { return };
    let Ok(before) = serde_json::from_slice::<serde_json::Value>(text) else { return };
    let parsed = json::parse(text, &json::Options::default());
    let Some(root) = &parsed.root else { panic!("{before} is JSON") };
    let mut places = Places::default();
    places.collect(root);
    let pick = |list: &[Loc]| list.get(usize::from(*place) % list.len().max(1)).copied();
    let edit = match kind % 5 {
        0 => pick(&places.keys).map(|key| Edit::RenameKey { key, to: KEY.into() }),
        1 => pick(&places.values).map(|value| Edit::Replace { value, with: "[{\"x\":null}]".into() }),
        2 => pick(&places.strings).map(|string| {
            let text = decoded(root, string).unwrap_or_default();
            let middle = (0..=text.len() / 2).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
            let within = Loc::new(middle as u32, text.len() as u32);
            Edit::ReplaceWithin { string, within, with: KEY.into() }
        }),
        3 => pick(&places.keys).map(|key| Edit::RemoveEntry { key }),
        _ => pick(&places.maps).map(|map| Edit::AddEntry { map, key: KEY.into(), value: "7".into() }),
    };
    let Some(edit) = edit else { return };
    let change = Fix { title: "".into(), safe: true, edits: vec![edit.clone()] };
    let edits = text_edits(text, Some(root), &change).unwrap_or_else(|| panic!("no place for {edit:?}"));
    let edited = fix::apply(text, &edits);
    let shown = String::from_utf8_lossy(&edited);
    let again = json::parse(&edited, &json::Options::default());
    assert!(again.slips.is_empty(), "{edit:?}: {shown}: {:?}", again.slips);
    let mut after = Places::default();
    after.collect(again.root.as_ref().expect("it is JSON"));
    let (keys, new) = (places.keys.len(), after.keys.len());
    match edit {
        Edit::RenameKey { .. } => assert_eq!(new, keys, "{shown}"),
        Edit::AddEntry { .. } => assert_eq!(new, keys + 1, "{shown}"),
        Edit::RemoveEntry { .. } => assert!(new < keys, "{shown}"),
        Edit::ReplaceWithin { string, within, .. } => {
            let old = decoded(root, string).unwrap_or_default();
            let wanted = format!("{}{KEY}", &old[..within.start as usize]);
            let at = |node: &Node<'_>| decoded_at(node, string.start).is_some_and(|text| text == wanted);
            assert!(again.root.as_ref().is_some_and(at), "{wanted:?} in {shown}");
        }
        _ => {}
    }
});

#[derive(Default)]
struct Places {
    keys: Vec<Loc>,
    values: Vec<Loc>,
    strings: Vec<Loc>,
    maps: Vec<Loc>,
}

impl Places {
    fn collect(&mut self, node: &Node<'_>) {
        self.values.push(node.loc);
        match &node.value {
            Value::String(_) => self.strings.push(node.loc),
            Value::List(items) => items.iter().for_each(|item| self.collect(item)),
            Value::Map(entries) => {
                self.maps.push(node.loc);
                for entry in entries {
                    self.keys.push(entry.key_loc);
                    self.collect(&entry.value);
                }
            }
            _ => {}
        }
    }
}

fn decoded(node: &Node<'_>, at: Loc) -> Option<String> {
    decoded_at(node, at.start)
}

/// The text of the string that starts at a position.
fn decoded_at(node: &Node<'_>, start: u32) -> Option<String> {
    match &node.value {
        Value::String(text) if node.loc.start == start => Some(text.to_string()),
        Value::List(items) => items.iter().find_map(|item| decoded_at(item, start)),
        Value::Map(entries) => entries.iter().find_map(|entry| decoded_at(&entry.value, start)),
        _ => None,
    }
}
