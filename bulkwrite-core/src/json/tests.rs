use std::fmt::Write;

use super::*;
use crate::node::Value;

fn strict(text: &[u8]) -> Parsed<'_> {
    parse(text, &Options::default())
}

/// A tree in short: names for what is not known, JSON for the rest.
fn render(node: &Node<'_>) -> String {
    match &node.value {
        Value::Null => "null".into(),
        Value::Bool(value) => value.to_string(),
        Value::Number(text) => text.to_string(),
        Value::String(text) => format!("{text:?}"),
        Value::Name(text) => text.to_string(),
        Value::Hole => "?".into(),
        Value::List(items) => format!("[{}]", items.iter().map(render).collect::<Vec<_>>().join(",")),
        Value::Map(entries) => {
            let entries: Vec<_> =
                entries.iter().map(|entry| format!("{:?}:{}", entry.key, render(&entry.value))).collect();
            format!("{{{}}}", entries.join(","))
        }
    }
}

/// The slips as `offset kind`, separated by commas.
fn slips(parsed: &Parsed<'_>) -> String {
    let mut out = String::new();
    for slip in &parsed.slips {
        let comma = if out.is_empty() { "" } else { ", " };
        let _ = write!(out, "{comma}{} {:?}", slip.loc.start, slip.kind);
    }
    out
}

#[test]
fn valid_json_becomes_a_tree() {
    let parsed =
        strict(br#"{"a": [1, 2.5e3, -0], "b": {"c": "x\n\u00e9"}, "d": null, "e": [true, false], "f": {}, "a": []}"#);
    assert_eq!(slips(&parsed), "");
    let tree = r#"{"a":[1,2.5e3,-0],"b":{"c":"x\né"},"d":null,"e":[true,false],"f":{},"a":[]}"#;
    assert_eq!(parsed.root.as_ref().map(render).as_deref(), Some(tree));
}
