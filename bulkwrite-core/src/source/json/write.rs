//! From the tree back to text.

use crate::source::Loc;
use crate::source::node::{Node, Value};

/// The tree as compact JSON, each number as it is written; else the place of a value that is not known.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::json::{Options, compact, parse};
///
/// let root = parse(br#"{ "index": [0.50] }"#, &Options::default()).root.unwrap();
/// assert_eq!(compact(&root).as_deref(), Ok(r#"{"index":[0.50]}"#));
/// ```
pub fn compact(node: &Node<'_>) -> Result<String, Loc> {
    let mut out = String::new();
    write(node, &mut out)?;
    Ok(out)
}

fn write(node: &Node<'_>, out: &mut String) -> Result<(), Loc> {
    match &node.value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(text) => out.push_str(text),
        Value::String(text) | Value::Name(text) => string(text, out),
        Value::List(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write(item, out)?;
            }
            out.push(']');
        }
        Value::Map(entries) => {
            out.push('{');
            for (i, entry) in entries.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                string(&entry.key, out);
                out.push(':');
                write(&entry.value, out)?;
            }
            out.push('}');
        }
        Value::Hole => return Err(node.loc),
    }
    Ok(())
}

fn string(text: &str, out: &mut String) {
    out.push_str(&serde_json::Value::from(text).to_string());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::json::{Options, parse};

    #[test]
    fn what_is_read_is_written_as_it_was() {
        for text in
            [r#"{"a":[1,-0.50e+2,12345678901234567890123,"b\n\"",true,false,null],"a":{},"é":[]}"#, r#""\u001f""#, "7"]
        {
            let root = parse(text.as_bytes(), &Options::default()).root.expect("it is JSON");
            assert_eq!(compact(&root).as_deref(), Ok(text));
        }
        let hole = parse(br#"["{{x}}"]"#, &Options { placeholders: true }).root.expect("it is JSON");
        assert_eq!(compact(&hole), Err(Loc::new(1, 8)));
    }
}
