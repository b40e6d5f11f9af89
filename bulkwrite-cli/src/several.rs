//! Several jobs in one text: a JSON object a line, objects one behind the other, or a list of objects.

use std::path::Path;

use bulkwrite_core::Loc;
use bulkwrite_core::json;
use bulkwrite_core::node::Value;
use serde_json::de::Deserializer;
use serde_json::value::Value as Json;

use crate::input::Input;

/// The jobs of an input, if there are two or more; standard input and files named `.jsonl` or `.ndjson` may have several.
pub(crate) fn parts(input: &Input, text: &[u8]) -> Option<Vec<Loc>> {
    let is_lines = |path: &Path| path.extension().is_some_and(|end| end == "jsonl" || end == "ndjson");
    if !input.named || !input.path().is_none_or(is_lines) {
        return None;
    }
    of_text(text).filter(|parts| parts.len() > 1)
}

fn of_text(text: &[u8]) -> Option<Vec<Loc>> {
    let start = text.len() - text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text).trim_ascii_start().len();
    match text.get(start)? {
        b'[' => items(text),
        b'{' => documents(&text[start..], start).or_else(|| lines(text)),
        _ => None,
    }
}

/// The items of a list that is valid JSON, if they are objects.
fn items(text: &[u8]) -> Option<Vec<Loc>> {
    let parsed = json::parse(text, &json::Options { placeholders: true });
    let Value::List(items) = &parsed.root.as_ref().filter(|_| parsed.slips.is_empty())?.value else { return None };
    let all = items.iter().all(|item| matches!(item.value, Value::Map(_)));
    all.then(|| items.iter().map(|item| item.loc).collect())
}

/// Valid JSON objects one behind the other.
fn documents(text: &[u8], start: usize) -> Option<Vec<Loc>> {
    let mut documents = Deserializer::from_slice(text).into_iter::<Json>();
    let mut parts = Vec::new();
    loop {
        let from = documents.byte_offset();
        match documents.next() {
            Some(Ok(Json::Object(_))) => {
                let blank = text[from..].len() - text[from..].trim_ascii_start().len();
                parts.push(loc(start + from + blank, start + documents.byte_offset()));
            }
            Some(_) => return None,
            None => return Some(parts),
        }
    }
}

/// Lines that look like an object each, of which at least one is: the others have mistakes to be told.
fn lines(text: &[u8]) -> Option<Vec<Loc>> {
    let (mut parts, mut any) = (Vec::new(), false);
    let mut at = 0;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let object = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line).trim_ascii();
        if !object.is_empty() {
            let is_object = object.starts_with(b"{") && object.ends_with(b"}");
            if !is_object {
                return None;
            }
            any |= matches!(serde_json::from_slice(object), Ok(Json::Object(_)));
            let start = at + (object.as_ptr().addr() - line.as_ptr().addr());
            parts.push(loc(start, start + object.len()));
        }
        at += line.len();
    }
    any.then_some(parts)
}

fn loc(start: usize, end: usize) -> Loc {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Loc::new(place(start), place(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_job_has_its_place() {
        for (text, expected) in [
            ("{\"a\":1}\n{\"b\":2}\n", &["{\"a\":1}", "{\"b\":2}"][..]),
            ("\u{feff}{\"a\":1}\r\n\r\n  {\"b\":2}", &["{\"a\":1}", "{\"b\":2}"]),
            ("{\n\"a\":1\n}\n{\n}", &["{\n\"a\":1\n}", "{\n}"]),
            ("{}{}", &["{}", "{}"]),
            ("[{\"a\":1}, {}]", &["{\"a\":1}", "{}"]),
            ("{\"a\":1,}\n{\"b\":2}\n", &["{\"a\":1,}", "{\"b\":2}"]),
            ("{\"a\":1}\n// no\n{\"b\":2}\n", &[]),
            ("{\"a\":[{}\n{\"b\":2}]}\n", &[]),
            ("[{}, 1]", &[]),
            ("[{},]", &[]),
            ("{} 1", &[]),
            ("{", &[]),
            ("", &[]),
            ("{}", &["{}"]),
            ("[]", &[]),
        ] {
            let parts = of_text(text.as_bytes()).unwrap_or_default();
            let found: Vec<&str> = parts.iter().map(|part| &text[part.range()]).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }
}
