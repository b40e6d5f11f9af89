//! From tokens to the tree: JSON, relaxed. What cannot be read is reported where it stands, and reading goes on after it.

mod ahead;
mod meant;
mod value;

use std::borrow::Cow;
use std::collections::HashMap;
use std::mem;

use bulkwrite_core::node::{Entry, Node, Value};
use bulkwrite_core::{ApiVersion, Loc};
use proc_macro2::{Delimiter, Group, Ident, TokenTree};

use crate::csv::Files;
use crate::error::Complaint;
use crate::literal::{self, Meaning};
use crate::tokens::{Spans, Tokens, ends, trees};
use crate::words;
use ahead::{dashed, describe, is_element, is_entry, is_operator, is_value, plain};
use value::expression;

/// Deeper than this is no job; the bound keeps hostile input off the stack.
const MAX_DEPTH: usize = 32;

/// More of them than this help nobody.
const MAX_COMPLAINTS: usize = 50;

/// What the tokens say.
pub(crate) struct Parsed {
    pub(crate) root: Node<'static>,
    pub(crate) version: Option<ApiVersion>,
    /// The files that its columns are in.
    pub(crate) csv: Option<Files>,
    /// In reading order.
    pub(crate) holes: Vec<Hole>,
    pub(crate) spans: Spans,
    pub(crate) complaints: Vec<Complaint>,
    /// The objects with an entry that could not be read: it may be what they lack.
    pub(crate) unfinished: Vec<Loc>,
}

/// A Rust expression in place of a value.
pub(crate) struct Hole {
    pub(crate) loc: Loc,
    pub(crate) expression: Expression,
}

pub(crate) enum Expression {
    /// `{ expression }`, with nothing in the braces as long as nothing is written.
    Braced(Group),
    /// The variable of a placeholder.
    Variable {
        name: Ident,
        /// Whether the job names it again: it must not be moved yet.
        again: bool,
    },
}

pub(crate) fn parse(trees: &[TokenTree]) -> Parsed {
    let mut parser = Parser {
        spans: Spans::default(),
        holes: Vec::new(),
        variables: HashMap::new(),
        complaints: Vec::new(),
        unfinished: Vec::new(),
        broken: false,
        version: None,
        csv: None,
        depth: 0,
    };
    let root = parser.root(Tokens::new(trees));
    words::bare_texts(&root, &mut |complaint| parser.push(complaint));
    Parsed {
        root,
        version: parser.version.and_then(|(_, version)| version),
        csv: parser.csv,
        holes: parser.holes,
        spans: parser.spans,
        complaints: parser.complaints,
        unfinished: parser.unfinished,
    }
}

struct Parser {
    spans: Spans,
    holes: Vec<Hole>,
    /// The last hole so far that is the variable of that name.
    variables: HashMap<String, usize>,
    complaints: Vec<Complaint>,
    unfinished: Vec<Loc>,
    /// Whether an entry of the object that is read could not be.
    broken: bool,
    /// Where `version` stands, and what it says.
    version: Option<(Loc, Option<ApiVersion>)>,
    csv: Option<Files>,
    depth: usize,
}

/// Whose entries or elements are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// The job, which has a `version` and the `csv` of its columns beside the body.
    Job,
    Object,
    List,
}

/// Where a value begins.
#[derive(Clone, Copy)]
struct Begin {
    /// The number of its first token.
    number: u32,
    /// Where that is among the tokens around it.
    position: usize,
}

impl Parser {
    fn root(&mut self, mut tokens: Tokens<'_>) -> Node<'static> {
        if let (Some(first), None) = (tokens.peek(), tokens.ahead(1)) {
            match first {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    let trees = trees(group.stream());
                    if expression(&trees).is_some() {
                        let loc = self.skip(&mut tokens, |_| false);
                        self.complain(loc, "an expression stands for a value of a job, not for the job", None);
                        return Node::new(loc, Value::Hole);
                    }
                    return self.braced(group, &trees, |parser, inner| Value::Map(parser.entries(inner, Owner::Job)));
                }
                TokenTree::Group(_) | TokenTree::Literal(_) => return self.value(&mut tokens),
                _ => {}
            }
        }
        let start = self.spans.next();
        if tokens.is_empty() {
            let help = "write `operation: insert, resource: [{ … }]`";
            self.complain(Loc::new(start, start), "there is no job here", Some(help.into()));
            return Node::new(Loc::new(start, start), Value::Hole);
        }
        let entries = self.entries(tokens, Owner::Job);
        let loc = Loc::new(start, self.spans.next());
        self.leave(loc, false);
        Node::new(loc, Value::Map(entries))
    }

    /// Notes whether the object at `loc` was read to its end, and goes back to the one around it.
    fn leave(&mut self, loc: Loc, broken_around: bool) {
        if mem::replace(&mut self.broken, broken_around) && self.unfinished.len() < MAX_COMPLAINTS {
            self.unfinished.push(loc);
        }
    }

    /// Reads what stands between the delimiters of a group.
    fn braced(
        &mut self,
        group: &Group,
        trees: &[TokenTree],
        read: impl FnOnce(&mut Self, Tokens<'_>) -> Value<'static>,
    ) -> Node<'static> {
        let (open, close) = ends(group);
        let start = self.spans.mark(open).start;
        let broken_around = mem::take(&mut self.broken);
        self.depth += 1;
        let value = if self.depth > MAX_DEPTH {
            self.complain(Loc::new(start, start + 1), "this is nested too deeply for a job", None);
            Value::Hole
        } else {
            read(self, Tokens::new(trees))
        };
        self.depth -= 1;
        let loc = Loc::new(start, self.spans.mark(close).end);
        self.leave(loc, broken_around);
        Node::new(loc, value)
    }

    fn entries(&mut self, mut tokens: Tokens<'_>, owner: Owner) -> Vec<Entry<'static>> {
        let mut entries = Vec::new();
        while !tokens.is_empty() {
            let Some((key, key_loc)) = self.key(&mut tokens) else { continue };
            let unread = Node::new(key_loc, Value::Hole);
            if !self.colon(&mut tokens, &key, key_loc) {
                entries.push(Entry { key, key_loc, value: unread });
                continue;
            }
            if tokens.is_empty() || tokens.is_punct(0, ',') || is_entry(&tokens, 0) {
                tokens.eat(',');
                self.broken = true;
                self.complain(key_loc, format!("`{key}` has no value"), None);
                entries.push(Entry { key, key_loc, value: unread });
                continue;
            }
            let begin = self.begin(&tokens);
            if owner == Owner::Job && matches!(&*key, "api_version" | "apiVersion") {
                let complaint =
                    Complaint::error(key_loc, format!("the version of the API is `version` here, not `{key}`"));
                self.push(complaint.read().help("write `version: v8`"));
                self.version(&mut tokens, key_loc);
                self.finish(&mut tokens, begin, owner);
                continue;
            }
            if owner == Owner::Job && key == "version" {
                self.version(&mut tokens, key_loc);
                self.finish(&mut tokens, begin, owner);
                continue;
            }
            if owner == Owner::Job && key == "csv" {
                let value = self.value(&mut tokens);
                if self.finish(&mut tokens, begin, owner).is_none() {
                    match Files::of(key_loc, &value) {
                        Ok(files) => self.csv = Some(files),
                        Err(complaint) => self.push(complaint),
                    }
                }
                continue;
            }
            let value = if key == "field_mappings" { self.mappings(&mut tokens) } else { self.value(&mut tokens) };
            let value = self.finish(&mut tokens, begin, owner).map_or(value, |loc| Node::new(loc, Value::Hole));
            entries.push(Entry { key, key_loc, value });
        }
        entries
    }

    /// Reads a key; what is none is skipped up to the next entry.
    fn key(&mut self, tokens: &mut Tokens<'_>) -> Option<(Cow<'static, str>, Loc)> {
        let tree = tokens.peek()?;
        let mut foreign = None;
        let key = match tree {
            TokenTree::Ident(ident) => match dashed(tokens) {
                0 => Some(plain(ident)),
                more => {
                    let from = tokens.position();
                    let loc = self.take(tokens, 1 + more);
                    return Some((tokens.since(from).iter().map(ToString::to_string).collect(), loc));
                }
            },
            TokenTree::Literal(literal) => match literal::read(literal) {
                Meaning::Text(text) | Meaning::Reported(text) => Some(text),
                Meaning::Json { text, help } => {
                    foreign = Some(help);
                    Some(text)
                }
                _ => None,
            },
            _ => None,
        };
        if let Some(key) = key {
            tokens.next();
            let loc = self.spans.mark(tree.span());
            if let Some(help) = foreign {
                self.foreign_escapes(loc, help);
            }
            return Some((Cow::Owned(key), loc));
        }
        self.broken = true;
        let (mut message, mut help) =
            (format!("expected a key, found {}", describe(tree)), "write `key: value`".to_owned());
        if let TokenTree::Literal(literal) = tree
            && literal.to_string().starts_with('"')
            && let Meaning::Other { message: what, help: instead } = literal::read(literal)
        {
            (message, help) = (what, instead);
        }
        let doc_comment = tokens.is_punct(0, '#') && matches!(tokens.ahead(1), Some(TokenTree::Group(_)));
        if doc_comment {
            self.complain_next(tokens, 2, "a job has no documentation of its own", "write `//` instead of `///`");
        } else if tokens.is_punct(0, ',') {
            self.complain_next(tokens, 1, "expected an entry, found `,`", "remove one of the commas");
        } else {
            let loc = self.skip(tokens, |tokens| is_entry(tokens, 0));
            tokens.eat(',');
            self.complain(loc, message, Some(help.into()));
        }
        None
    }

    /// Reads the `:` after a key; whether a value is to be read.
    fn colon(&mut self, tokens: &mut Tokens<'_>, key: &str, key_loc: Loc) -> bool {
        if tokens.eat(':') {
            return true;
        }
        if let Some(wrong) = ["=>", "="].into_iter().find(|wrong| is_operator(tokens, 0, wrong)) {
            let message = format!("expected `:` after `{key}`, found `{wrong}`");
            self.complain_next(tokens, wrong.len(), message, "write `:`");
            return true;
        }
        if tokens.is_empty() || tokens.is_punct(0, ',') {
            tokens.eat(',');
            let help = syn::parse_str::<syn::Ident>(key)
                .is_ok()
                .then(|| format!("write `{key}: {{{{ {key} }}}}` to use the variable `{key}`").into());
            self.complain(key_loc, format!("`{key}` has no value"), help);
            self.broken = true;
            return false;
        }
        let next = tokens.peek();
        let message = format!("expected `:` after `{key}`, found {}", next.map(describe).unwrap_or_default());
        if !is_entry(tokens, 0) && next.is_some_and(is_value) {
            self.complain(key_loc, message, Some(format!("write `{key}: …`").into()));
            return true;
        }
        let mut loc = key_loc;
        if !is_entry(tokens, 0) {
            loc.end = self.skip(tokens, |tokens| is_entry(tokens, 0)).end;
            tokens.eat(',');
        }
        // A label such as `Last Name` in place of a name.
        let label = match next {
            Some(TokenTree::Ident(other)) if is_upper(key) && is_upper(&other.to_string()) => {
                Some(format!("a name has no blank: write `{key}_{other}`").into())
            }
            _ => None,
        };
        self.complain(loc, message, label);
        self.broken = true;
        false
    }

    fn begin(&self, tokens: &Tokens<'_>) -> Begin {
        Begin { number: self.spans.next(), position: tokens.position() }
    }

    /// Reads the `,` after a value; where something else stands, it makes the value unreadable up to its end.
    fn finish(&mut self, tokens: &mut Tokens<'_>, begin: Begin, owner: Owner) -> Option<Loc> {
        if tokens.is_empty() || tokens.eat(',') {
            return None;
        }
        if tokens.is_punct(0, ';') {
            self.complain_next(tokens, 1, "expected `,`, found `;`", "write `,`");
            return None;
        }
        let element = owner == Owner::List && is_element(tokens);
        if element || is_entry(tokens, 0) {
            let end = self.spans.next();
            // What could not be read may well go on here.
            if self.complaints.last().and_then(Complaint::unread).is_none_or(|unread| unread.end != end) {
                self.complain(Loc::new(end - 1, end), "expected `,` after this", Some("write `,`".into()));
            }
            return None;
        }
        let continues = match tokens.peek() {
            Some(TokenTree::Punct(punct)) => !matches!(punct.as_char(), '#' | '@' | '~' | '$' | ':'),
            // `Id { … }` is an expression, `{{ id }} { … }` is none.
            Some(TokenTree::Group(group)) => {
                group.delimiter() != Delimiter::Brace || matches!(tokens.since(0).last(), Some(TokenTree::Ident(_)))
            }
            _ => false,
        } || is_operator(tokens, 0, "::");
        let found = tokens.peek().map(describe).unwrap_or_default();
        self.broken = true;
        let rest = self.skip(tokens, |tokens| is_entry(tokens, 0));
        let loc = Loc::new(begin.number, rest.end);
        if continues {
            self.expression_needs_braces(loc, tokens.since(begin.position));
            tokens.eat(',');
        } else {
            tokens.eat(',');
            self.complain(rest, format!("expected `,`, found {found}"), None);
        }
        Some(loc)
    }

    fn elements(&mut self, mut tokens: Tokens<'_>) -> Value<'static> {
        if is_entry(&tokens, 0) {
            let start = self.spans.next();
            let complaint = Complaint::error(Loc::new(start, start + 1), "an array has no keys").read();
            self.push(complaint.help("put the object in braces: `[{ … }]`"));
            let entries = self.entries(tokens, Owner::Object);
            return Value::List(vec![Node::new(Loc::new(start, self.spans.next()), Value::Map(entries))]);
        }
        let mut items = Vec::new();
        while !tokens.is_empty() {
            if tokens.is_punct(0, ',') {
                self.complain_next(&mut tokens, 1, "expected an element, found `,`", "remove one of the commas");
                continue;
            }
            let begin = self.begin(&tokens);
            let item = self.value(&mut tokens);
            if tokens.is_punct(0, ':') {
                let colon = self.skip(&mut tokens, |_| true);
                let loc = Loc::new(begin.number, colon.end);
                self.complain(loc, "an array has no keys", Some("put the object in braces: `[{ … }]`".into()));
                return Value::Hole;
            }
            items.push(self.finish(&mut tokens, begin, Owner::List).map_or(item, |loc| Node::new(loc, Value::Hole)));
        }
        Value::List(items)
    }

    fn mark_group(&mut self, group: &Group) -> Loc {
        let (open, close) = ends(group);
        Loc::new(self.spans.mark(open).start, self.spans.mark(close).end)
    }

    /// Reads `field_mappings`, whose short form names each field by a key.
    fn mappings(&mut self, tokens: &mut Tokens<'_>) -> Node<'static> {
        let node = match tokens.peek() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => {
                let trees = trees(group.stream());
                // A mapping without its braces is no short form.
                let is_mapping = |tree: &TokenTree| ["api_name", "index"].contains(&tree.to_string().trim_matches('"'));
                if !is_entry(&Tokens::new(&trees), 0) || trees.first().is_some_and(is_mapping) {
                    return self.value(tokens);
                }
                tokens.next();
                let start = self.spans.next();
                let complaint = Complaint::error(Loc::new(start, start + 1), "an array has no keys").read();
                self.push(complaint.help("write `{ … }` instead of `[ … ]`, or each mapping in braces: `[{ … }]`"));
                self.braced(group, &trees, |parser, inner| Value::Map(parser.entries(inner, Owner::Object)))
            }
            _ => self.value(tokens),
        };
        match node.value {
            // Who forgot the brackets around a single mapping is told so by core.
            Value::Map(entries) if !entries.iter().any(|entry| entry.key == "api_name") => {
                let mappings = entries.into_iter().map(|entry| {
                    let unfinished = self.unfinished.contains(&entry.value.loc);
                    let mapping = entry.into_mapping();
                    if unfinished {
                        self.unfinished.push(mapping.loc);
                    }
                    mapping
                });
                Node::new(node.loc, Value::List(mappings.collect()))
            }
            value => Node::new(node.loc, value),
        }
    }

    /// Reads what stands after `version:`.
    fn version(&mut self, tokens: &mut Tokens<'_>, key_loc: Loc) {
        let start = self.spans.next();
        let from = tokens.position();
        while let Some(tree @ (TokenTree::Ident(_) | TokenTree::Literal(_) | TokenTree::Punct(_))) = tokens.peek() {
            if tokens.is_punct(0, ',') || tokens.is_punct(0, ';') || (tokens.position() > from && is_entry(tokens, 0)) {
                break;
            }
            self.spans.mark(tree.span());
            tokens.next();
        }
        let written = tokens.since(from);
        let text = match written {
            [TokenTree::Literal(literal)] => match literal::read(literal) {
                Meaning::Text(text) | Meaning::Reported(text) => text,
                _ => literal.to_string(),
            },
            // `v2.1` is three tokens; other words side by side are not one.
            [_] | [TokenTree::Ident(_), TokenTree::Punct(_), TokenTree::Literal(_)] => {
                written.iter().map(ToString::to_string).collect()
            }
            _ => written.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        };
        let loc = if written.is_empty() { key_loc } else { Loc::new(start, self.spans.next()) };
        let version = match text.parse::<ApiVersion>() {
            Ok(version) => Some(version),
            Err(_) if text.is_empty() && !tokens.is_empty() && !tokens.is_punct(0, ',') => {
                let loc = self.skip(tokens, |_| false);
                let help = "write it as it stands: `version: v8`";
                self.complain(loc, "the version is not known while the code compiles", Some(help.into()));
                None
            }
            Err(_) if text.trim().is_empty() => {
                self.complain(loc, "`version` has no value", Some("write `version: v8`".into()));
                None
            }
            Err(error) => {
                let number: String = text.chars().filter(|c| !matches!(c, '"' | 'v' | 'V' | ' ')).collect();
                let meant = format!("v{}", number.strip_suffix(".0").unwrap_or(&number));
                let help = meant.parse::<ApiVersion>().map(|version| format!("write `{version}`").into()).ok();
                self.complain(loc, error.to_string(), help);
                None
            }
        };
        if let Some((first, _)) = self.version {
            let complaint = Complaint::error(key_loc, "`version` stands twice").related(first, "first written here");
            self.push(complaint.help("remove one of the two"));
            return;
        }
        self.version = Some((key_loc, version));
    }

    /// Skips the next token, and then all up to a comma, or to where `stop` says so.
    fn skip(&mut self, tokens: &mut Tokens<'_>, stop: impl Fn(&Tokens<'_>) -> bool) -> Loc {
        let start = self.spans.next();
        loop {
            match tokens.next() {
                Some(TokenTree::Group(group)) => {
                    self.mark_group(group);
                }
                Some(tree) => {
                    self.spans.mark(tree.span());
                }
                None => break,
            }
            if tokens.is_punct(0, ',') || stop(tokens) {
                break;
            }
        }
        Loc::new(start, self.spans.next())
    }

    /// Reads the next tokens, whatever they are.
    fn take(&mut self, tokens: &mut Tokens<'_>, count: usize) -> Loc {
        let start = self.spans.next();
        for tree in std::iter::from_fn(|| tokens.next()).take(count) {
            self.spans.mark(tree.span());
        }
        Loc::new(start, self.spans.next())
    }

    /// Complains of the next tokens and skips them.
    fn complain_next(&mut self, tokens: &mut Tokens<'_>, count: usize, message: impl Into<String>, help: &'static str) {
        let loc = self.take(tokens, count);
        self.complain(loc, message, Some(help.into()));
    }

    fn complain(&mut self, loc: Loc, message: impl Into<String>, help: Option<Cow<'static, str>>) {
        let complaint = Complaint::error(loc, message.into());
        self.push(match help {
            Some(help) => complaint.help(help),
            None => complaint,
        });
    }

    fn push(&mut self, complaint: Complaint) {
        if self.complaints.len() < MAX_COMPLAINTS {
            self.complaints.push(complaint);
        }
    }
}

fn is_upper(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase())
}
