//! The tokens of an invocation: read one by one, and numbered so that core can point at them.

// Said here, for the fuzz target that takes in this file and is no procedural macro.
extern crate proc_macro;

use bulkwrite_core::Loc;
use proc_macro2::{Delimiter, Group, Spacing, Span, TokenStream, TokenTree};

/// The tokens between two delimiters, with a place to read from.
pub(crate) struct Tokens<'t> {
    trees: &'t [TokenTree],
    at: usize,
}

impl<'t> Tokens<'t> {
    pub(crate) const fn new(trees: &'t [TokenTree]) -> Self {
        Self { trees, at: 0 }
    }

    pub(crate) fn peek(&self) -> Option<&'t TokenTree> {
        self.trees.get(self.at)
    }

    /// The token `n` places ahead.
    pub(crate) fn ahead(&self, n: usize) -> Option<&'t TokenTree> {
        self.trees.get(self.at + n)
    }

    pub(crate) fn next(&mut self) -> Option<&'t TokenTree> {
        let tree = self.trees.get(self.at)?;
        self.at += 1;
        Some(tree)
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.at == self.trees.len()
    }

    /// How many tokens have been read.
    pub(crate) const fn position(&self) -> usize {
        self.at
    }

    /// The tokens that have been read since a position.
    pub(crate) fn since(&self, position: usize) -> &'t [TokenTree] {
        &self.trees[position..self.at]
    }

    /// Whether the token `n` places ahead is this character, and no half of a `::`.
    pub(crate) fn is_punct(&self, n: usize, c: char) -> bool {
        let at = self.at + n;
        let is = |at: usize, joint: bool| {
            matches!(self.trees.get(at), Some(TokenTree::Punct(punct))
                if punct.as_char() == c && (!joint || punct.spacing() == Spacing::Joint))
        };
        let path = c == ':' && (is(at, true) && is(at + 1, false) || at > 0 && is(at - 1, true));
        is(at, false) && !path
    }

    /// Reads a character, if it is the next token, and says whether it was.
    pub(crate) fn eat(&mut self, c: char) -> bool {
        let there = self.is_punct(0, c);
        self.at += usize::from(there);
        there
    }
}

/// The tokens of a stream. The invisible groups in which `macro_rules!` passes on what a fragment such as `$id:expr` matched
/// are taken apart.
pub(crate) fn trees(stream: TokenStream) -> Vec<TokenTree> {
    let is_invisible =
        |tree: &TokenTree| matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::None);
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    if !trees.iter().any(is_invisible) {
        return trees;
    }
    let mut visible = Vec::new();
    let mut inside = vec![trees.into_iter()];
    while let Some(innermost) = inside.last_mut() {
        match innermost.next() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::None => {
                inside.push(group.stream().into_iter().collect::<Vec<_>>().into_iter());
            }
            Some(tree) => visible.push(tree),
            None => {
                inside.pop();
            }
        }
    }
    visible
}

/// The span of each token that has been read: its position is what core knows of its place.
#[derive(Default)]
pub(crate) struct Spans(Vec<Span>);

impl Spans {
    /// Gives the next number to a token.
    pub(crate) fn mark(&mut self, span: Span) -> Loc {
        let position = self.next();
        self.0.push(span);
        Loc::new(position, position + 1)
    }

    /// The number that the next token gets.
    pub(crate) fn next(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX - 1)
    }

    /// The first and last span of a range.
    pub(crate) fn ends(&self, loc: Loc) -> (Span, Span) {
        let at = |position: u32| self.0.get(position as usize).copied();
        let first = at(loc.start).or_else(|| self.0.last().copied()).unwrap_or_else(Span::call_site);
        let last = if loc.end > loc.start { at(loc.end - 1) } else { None };
        (first, last.unwrap_or(first))
    }

    /// What to underline of a range: what spans lines is shown by its first token, such as an opening brace.
    pub(crate) fn shown(&self, loc: Loc) -> (Span, Span) {
        let (first, last) = self.ends(loc);
        (first, if line(first) == line(last) { last } else { first })
    }

    /// The line that a place begins on, where the compiler tells it.
    pub(crate) fn line(&self, loc: Loc) -> Option<usize> {
        line(self.ends(loc).0)
    }
}

/// The text of some tokens, as it is written but for line breaks.
pub(crate) fn source(trees: &[TokenTree]) -> String {
    let mut text = String::new();
    let mut before: Option<&TokenTree> = None;
    for tree in trees {
        if before.is_some_and(|before| !adjoin(before.span(), tree.span())) {
            text.push(' ');
        }
        text.push_str(&tree.span().source_text().unwrap_or_else(|| tree.to_string()));
        before = Some(tree);
    }
    text
}

fn adjoin(left: Span, right: Span) -> bool {
    proc_macro::is_available() && {
        let (end, start) = (left.unwrap().end(), right.unwrap().start());
        (end.line(), end.column()) == (start.line(), start.column())
    }
}

fn line(span: Span) -> Option<usize> {
    // Outside of a macro's expansion, in tests, there is no compiler to ask.
    proc_macro::is_available().then(|| span.unwrap().line())
}

/// The delimiters of a group.
pub(crate) fn ends(group: &Group) -> (Span, Span) {
    (group.span_open(), group.span_close())
}
