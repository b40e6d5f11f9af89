//! What is meant by an expression of Rust, or by a word of another notation, where a value is written as it stands.

use bulkwrite_core::quoted;
use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, TokenTree};

use super::value::{placeholder, shown};
use crate::tokens::trees;

/// What is wrong with such tokens, and what to write; nothing for an expression that only lacks its braces.
pub(super) fn by(tokens: &[TokenTree]) -> Option<(&'static str, String)> {
    match tokens {
        [TokenTree::Ident(name), TokenTree::Group(inner)] => named_group(name, inner),
        [TokenTree::Group(pair)] if pair.delimiter() == Delimiter::Parenthesis => tuple(pair),
        [TokenTree::Ident(vec), TokenTree::Punct(bang), TokenTree::Group(_)] if vec == "vec" && is(bang, '!') => {
            Some(("a list is written in brackets alone", "write `[ … ]`, without `vec!`".to_owned()))
        }
        [TokenTree::Punct(and), TokenTree::Group(list)] if is(and, '&') && list.delimiter() == Delimiter::Bracket => {
            Some(("a list is written in brackets alone", "write `[ … ]`, without `&`".to_owned()))
        }
        [TokenTree::Literal(text), TokenTree::Punct(dot), TokenTree::Ident(method), TokenTree::Group(empty)]
            if is(dot, '.') && empty.stream().is_empty() =>
        {
            needless(text, method)
        }
        [TokenTree::Ident(kind), TokenTree::Punct(_), TokenTree::Punct(colon), TokenTree::Ident(variant)]
            if kind == "Operation" && is(colon, ':') =>
        {
            let name = variant.to_string().to_ascii_lowercase();
            Some(("an operation is written as in JSON", format!("write `{name}`")))
        }
        _ => text(tokens),
    }
}

fn is(punct: &Punct, c: char) -> bool {
    punct.as_char() == c
}

/// `Some(2)`, or the literal of a struct.
fn named_group(name: &Ident, inner: &Group) -> Option<(&'static str, String)> {
    if name == "Some" && inner.delimiter() == Delimiter::Parenthesis {
        return Some((
            "a value that is there needs no `Some`",
            format!("write {}", quoted(&shown(&trees(inner.stream())))),
        ));
    }
    let is_struct =
        inner.delimiter() == Delimiter::Brace && name.to_string().starts_with(|c: char| c.is_ascii_uppercase());
    is_struct.then(|| ("an object has no name in front of it", format!("write `{{ … }}`, without `{name}`")))
}

/// A field and its column as a pair.
fn tuple(pair: &Group) -> Option<(&'static str, String)> {
    match trees(pair.stream()).as_slice() {
        [field, TokenTree::Punct(comma), TokenTree::Literal(column)] if is(comma, ',') => {
            let field = quoted(field.to_string().trim_matches('"'));
            let field = field.trim_matches('`');
            Some(("a mapping is no pair", format!("write `{field}: {column}`, all of them in braces")))
        }
        _ => None,
    }
}

/// A text that is made a `String`.
fn needless(text: &Literal, method: &Ident) -> Option<(&'static str, String)> {
    let is_needless = matches!(method.to_string().as_str(), "to_string" | "to_owned" | "into" | "clone");
    let written = text.to_string();
    let is_text = written.starts_with('"') && placeholder(written.trim_matches('"')).is_none();
    (is_needless && is_text).then(|| ("a text that is written here needs no method", format!("write `{written}`")))
}

/// A file name, or the pattern of a date, without its quotes.
fn text(tokens: &[TokenTree]) -> Option<(&'static str, String)> {
    let text: String = tokens.iter().map(ToString::to_string).collect();
    let words = tokens.iter().filter_map(|tree| match tree {
        TokenTree::Ident(word) => Some(word.to_string()),
        _ => None,
    });
    let is_file = matches!(tokens, [.., TokenTree::Punct(dot), TokenTree::Ident(end)] if is(dot, '.') && (end == "csv" || end == "zip"));
    let is_pattern = words.clone().count() > 1
        && words.clone().all(|word| word.bytes().all(|byte| b"yMdHhmsSaEZ".contains(&byte)))
        && tokens.iter().all(|tree| matches!(tree, TokenTree::Ident(_) | TokenTree::Punct(_)));
    (is_file || is_pattern).then(|| ("a text stands in quotes", format!("write `\"{text}\"`")))
}
