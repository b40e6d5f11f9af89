//! From the code of a `bulk_write!` call to the tree.
//!
//! The macro itself explains code that does not compile; here such code is just refused.

use std::borrow::Cow;

use bulkwrite_core::node::{Entry, Node, Value};
use bulkwrite_core::{ApiVersion, Loc};
use proc_macro2::{Delimiter, Group, Literal, Spacing, Span, TokenStream, TokenTree};

/// Deeper than this is no job; the macro has the same bound.
const MAX_DEPTH: usize = 32;

/// A job in Rust code; its places are bytes of the code.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) root: Node<'static>,
    pub(crate) version: Option<ApiVersion>,
    pub(crate) holes: Vec<Hole>,
}

/// An expression in place of a value.
#[derive(Debug)]
pub(crate) struct Hole {
    pub(crate) loc: Loc,
    /// The key of the value.
    pub(crate) key: String,
    /// The expression as it is written.
    pub(crate) code: String,
}

/// Why code could not be read.
#[derive(Debug)]
pub(crate) struct Mistake {
    /// Where, if that is known.
    pub(crate) at: Option<u32>,
    pub(crate) message: String,
}

type Result<T> = std::result::Result<T, Mistake>;

/// The calls of `bulk_write!` in a file or snippet, in reading order.
pub(crate) fn calls(text: &str) -> Result<Vec<Result<Call>>> {
    let code = text.strip_prefix('\u{feff}').unwrap_or(text);
    let tokens: TokenStream = code.parse().map_err(|error: proc_macro2::LexError| Mistake {
        at: Some(place(text.len() - code.len() + error.span().byte_range().start)),
        message: "this is no Rust code".to_owned(),
    })?;
    let mut calls = Vec::new();
    find(tokens, 0, &mut |group| {
        let mut reader = Reader { code, offset: text.len() - code.len(), holes: Vec::new(), version: None, depth: 0 };
        calls.push(reader.root(group).map(|root| Call { root, version: reader.version, holes: reader.holes }));
    });
    Ok(calls)
}

fn find(tokens: TokenStream, depth: usize, take: &mut impl FnMut(&Group)) {
    let mut named = 0;
    for tree in tokens {
        match &tree {
            TokenTree::Ident(ident) if ident == "bulk_write" => named = 1,
            TokenTree::Punct(punct) if named == 1 && punct.as_char() == '!' => named = 2,
            TokenTree::Group(group) => {
                if named == 2 {
                    take(group);
                } else if depth < 200 {
                    find(group.stream(), depth + 1, take);
                }
                named = 0;
            }
            _ => named = 0,
        }
    }
}

struct Reader<'c> {
    code: &'c str,
    /// How many bytes stand before the code.
    offset: usize,
    holes: Vec<Hole>,
    version: Option<ApiVersion>,
    depth: usize,
}

/// Tokens with a place to read from.
struct Tokens {
    trees: Vec<TokenTree>,
    at: usize,
    /// What stands after the last token.
    end: Span,
}

impl Tokens {
    fn new(group: &Group) -> Self {
        Self { trees: group.stream().into_iter().collect(), at: 0, end: group.span_close() }
    }

    fn peek(&self, n: usize) -> Option<&TokenTree> {
        self.trees.get(self.at + n)
    }

    fn is(&self, n: usize, c: char) -> bool {
        matches!(self.peek(n), Some(TokenTree::Punct(punct)) if punct.as_char() == c)
    }

    fn next(&mut self) -> Option<TokenTree> {
        let tree = self.trees.get(self.at).cloned();
        self.at += usize::from(tree.is_some());
        tree
    }

    fn span(&self) -> Span {
        self.peek(0).map_or(self.end, TokenTree::span)
    }
}

impl Reader<'_> {
    fn loc(&self, span: Span) -> Loc {
        let range = span.byte_range();
        Loc::new(place(self.offset + range.start), place(self.offset + range.end))
    }

    fn mistake<T>(&self, span: Span, message: impl Into<String>) -> Result<T> {
        Err(Mistake { at: Some(self.loc(span).start), message: message.into() })
    }

    fn root(&mut self, group: &Group) -> Result<Node<'static>> {
        let inner = Tokens::new(group);
        if let (Some(TokenTree::Group(braces)), None) = (inner.peek(0), inner.peek(1))
            && braces.delimiter() == Delimiter::Brace
        {
            return self.map(&braces.clone(), true);
        }
        self.map(group, true)
    }

    fn map(&mut self, group: &Group, is_job: bool) -> Result<Node<'static>> {
        self.deeper(group)?;
        let mut tokens = Tokens::new(group);
        let mut entries = Vec::new();
        while let Some(tree) = tokens.next() {
            let key = match &tree {
                TokenTree::Ident(ident) => plain(&ident.to_string()),
                TokenTree::Literal(literal) => match self.literal(literal, false)? {
                    Value::String(text) => text.into_owned(),
                    _ => return self.mistake(tree.span(), "expected a key"),
                },
                _ => return self.mistake(tree.span(), "expected a key"),
            };
            let key_loc = self.loc(tree.span());
            if !tokens.is(0, ':') {
                return self.mistake(tokens.span(), format!("expected `:` after `{key}`"));
            }
            tokens.next();
            if is_job && key == "version" {
                self.version(&mut tokens)?;
            } else {
                let value = self.value(&mut tokens, &key)?;
                let value = if key == "field_mappings" { mappings(value) } else { value };
                entries.push(Entry { key: Cow::Owned(key), key_loc, value });
            }
            self.comma(&mut tokens)?;
        }
        self.depth -= 1;
        Ok(Node::new(self.loc(group.span()), Value::Map(entries)))
    }

    fn list(&mut self, group: &Group, key: &str) -> Result<Node<'static>> {
        self.deeper(group)?;
        let mut tokens = Tokens::new(group);
        let mut items = Vec::new();
        while tokens.peek(0).is_some() {
            items.push(self.value(&mut tokens, key)?);
            self.comma(&mut tokens)?;
        }
        self.depth -= 1;
        Ok(Node::new(self.loc(group.span()), Value::List(items)))
    }

    fn deeper(&mut self, group: &Group) -> Result<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH { self.mistake(group.span(), "this is nested too deeply for a job") } else { Ok(()) }
    }

    fn comma(&self, tokens: &mut Tokens) -> Result<()> {
        if tokens.is(0, ',') {
            tokens.next();
        } else if tokens.peek(0).is_some() {
            return self.mistake(tokens.span(), "expected `,`");
        }
        Ok(())
    }

    fn value(&mut self, tokens: &mut Tokens, key: &str) -> Result<Node<'static>> {
        let span = tokens.span();
        let Some(tree) = tokens.next() else { return self.mistake(span, format!("`{key}` has no value")) };
        let value = match &tree {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                if let Some(inner) = expression(group) {
                    let code = inner.span().byte_range();
                    let code = self.code.get(code.start + 1..code.end - 1).unwrap_or_default().trim();
                    return Ok(self.hole(self.loc(span), key, code.to_owned()));
                }
                return self.map(group, false);
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => return self.list(group, key),
            TokenTree::Literal(literal) => self.literal(literal, false)?,
            TokenTree::Punct(minus) if minus.as_char() == '-' => match tokens.next() {
                Some(TokenTree::Literal(literal)) => {
                    let value = self.literal(&literal, true)?;
                    return Ok(Node::new(Loc::new(self.loc(span).start, self.loc(literal.span()).end), value));
                }
                _ => return self.mistake(span, "expected a value"),
            },
            TokenTree::Ident(ident) => match ident.to_string().as_str() {
                "null" => Value::Null,
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                name => Value::Name(Cow::Owned(plain(name))),
            },
            _ => return self.mistake(span, "expected a value"),
        };
        if let Value::String(text) = &value
            && let Some(name) = text.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"))
            && syn::parse_str::<syn::Ident>(name.trim()).is_ok()
        {
            return Ok(self.hole(self.loc(span), key, name.trim().to_owned()));
        }
        Ok(Node::new(self.loc(span), value))
    }

    fn hole(&mut self, loc: Loc, key: &str, code: String) -> Node<'static> {
        self.holes.push(Hole { loc, key: key.to_owned(), code });
        Node::new(loc, Value::Hole)
    }

    fn literal(&self, literal: &Literal, negative: bool) -> Result<Value<'static>> {
        let text = literal.to_string();
        if text.starts_with(|c: char| c.is_ascii_digit()) {
            let digits = text.replace('_', "");
            let digits = if digits.ends_with('.') { digits + "0" } else { digits };
            if !digits.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte)) {
                return self.mistake(literal.span(), "a number is decimal here, and has no suffix");
            }
            return Ok(Value::Number(Cow::Owned(if negative { format!("-{digits}") } else { digits })));
        }
        match syn::Lit::new(literal.clone()) {
            syn::Lit::Str(string) if string.suffix().is_empty() && !negative => {
                Ok(Value::String(Cow::Owned(string.value())))
            }
            _ => self.mistake(literal.span(), "expected a string or a number"),
        }
    }

    fn version(&mut self, tokens: &mut Tokens) -> Result<()> {
        let span = tokens.span();
        let mut text = String::new();
        // `v2.1` is several tokens.
        while let Some(tree) = tokens.peek(0) {
            if matches!(tree, TokenTree::Group(_)) || tokens.is(0, ',') {
                break;
            }
            text.push_str(&tree.to_string());
            let joint = matches!(tree, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint);
            tokens.next();
            if joint && tokens.is(0, ',') {
                break;
            }
        }
        match text.trim_matches('"').parse() {
            Ok(version) => {
                self.version = Some(version);
                Ok(())
            }
            Err(error) => self.mistake(span, error.to_string()),
        }
    }
}

/// The short form of `field_mappings`, which names each field by a key, as a list.
fn mappings(node: Node<'static>) -> Node<'static> {
    let Node { loc, value } = node;
    match value {
        Value::Map(entries) if !entries.iter().any(|entry| entry.key == "api_name") => {
            Node::new(loc, Value::List(entries.into_iter().map(Entry::into_mapping).collect()))
        }
        value => Node::new(loc, value),
    }
}

/// The inner braces of `{{ … }}`.
fn expression(group: &Group) -> Option<Group> {
    let mut trees = group.stream().into_iter();
    match (trees.next(), trees.next()) {
        (Some(TokenTree::Group(inner)), None) if inner.delimiter() == Delimiter::Brace => Some(inner),
        _ => None,
    }
}

fn plain(name: &str) -> String {
    name.strip_prefix("r#").unwrap_or(name).to_owned()
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
