//! What stands ahead, told without reading it.

use bulkwrite_core::quoted;
use proc_macro2::{Delimiter, Ident, TokenTree};

use crate::tokens::Tokens;

/// Whether nothing but a value can begin with this token.
pub(super) fn is_value(tree: &TokenTree) -> bool {
    match tree {
        TokenTree::Group(group) => group.delimiter() != Delimiter::Parenthesis,
        tree => matches!(tree, TokenTree::Literal(_)),
    }
}

/// How many tokens more belong to a key like `Last-Name`, which is none: whose key it is says why.
pub(super) fn dashed(tokens: &Tokens<'_>) -> usize {
    let mut n = 1;
    while matches!(tokens.ahead(n), Some(TokenTree::Punct(punct)) if "-.".contains(punct.as_char()))
        && matches!(tokens.ahead(n + 1), Some(TokenTree::Ident(_) | TokenTree::Literal(_)))
    {
        n += 2;
    }
    if tokens.is_punct(n, ':') { n - 1 } else { 0 }
}

/// Whether an entry begins `n` tokens ahead.
pub(super) fn is_entry(tokens: &Tokens<'_>, n: usize) -> bool {
    matches!(tokens.ahead(n), Some(TokenTree::Ident(_) | TokenTree::Literal(_))) && tokens.is_punct(n + 1, ':')
}

/// Whether an element begins here that cannot go on with what is before it.
pub(super) fn is_element(tokens: &Tokens<'_>) -> bool {
    let ends = |tree: &TokenTree| matches!(tree, TokenTree::Group(_) | TokenTree::Literal(_));
    let begins = match tokens.peek() {
        Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Brace,
        Some(TokenTree::Literal(_)) => true,
        _ => false,
    };
    begins && tokens.since(0).last().is_some_and(ends)
}

/// Whether two characters stand `n` tokens ahead as one operator.
pub(super) fn is_operator(tokens: &Tokens<'_>, n: usize, operator: &str) -> bool {
    operator
        .chars()
        .enumerate()
        .all(|(i, c)| matches!(tokens.ahead(n + i), Some(TokenTree::Punct(punct)) if punct.as_char() == c))
}

/// The text of a word without the `r#` of a raw one.
pub(super) fn plain(ident: &Ident) -> String {
    let text = ident.to_string();
    match text.strip_prefix("r#") {
        Some(plain) => plain.to_owned(),
        None => text,
    }
}

/// What messages call a token.
pub(super) fn describe(tree: &TokenTree) -> String {
    match tree {
        TokenTree::Group(group) => match group.delimiter() {
            Delimiter::Parenthesis => "`(`".to_owned(),
            Delimiter::Brace => "`{`".to_owned(),
            Delimiter::Bracket => "`[`".to_owned(),
            Delimiter::None => "a group".to_owned(),
        },
        other => quoted(&other.to_string()),
    }
}
