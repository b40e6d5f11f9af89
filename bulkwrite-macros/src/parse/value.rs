//! Values: literals, names, objects, and Rust expressions in their place.

use std::borrow::Cow;

use bulkwrite_core::node::{Node, Value};
use bulkwrite_core::{Loc, quoted};
use proc_macro2::{Delimiter, Group, Ident, TokenTree};

use super::ahead::{describe, is_entry, is_operator, plain};
use super::{Expression, Hole, Owner, Parser, meant};
use crate::error::Complaint;
use crate::literal::{self, Meaning};
use crate::tokens::{Tokens, source, trees};

impl Parser {
    pub(super) fn value(&mut self, tokens: &mut Tokens<'_>) -> Node<'static> {
        let Some(tree) = tokens.peek() else {
            let end = self.spans.next();
            return Node::new(Loc::new(end, end), Value::Hole);
        };
        match tree {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                tokens.next();
                self.object(group)
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                tokens.next();
                self.braced(group, &trees(group.stream()), Self::elements)
            }
            TokenTree::Literal(literal) => {
                tokens.next();
                let loc = self.spans.mark(literal.span());
                self.literal(loc, literal, false)
            }
            TokenTree::Punct(minus) if minus.as_char() == '-' => match tokens.ahead(1) {
                Some(TokenTree::Literal(literal)) => {
                    tokens.next();
                    tokens.next();
                    let start = self.spans.mark(minus.span()).start;
                    let end = self.spans.mark(literal.span()).end;
                    self.literal(Loc::new(start, end), literal, true)
                }
                _ => self.bare_expression(tokens),
            },
            TokenTree::Punct(punct)
                if matches!(punct.as_char(), '+' | '.') && matches!(tokens.ahead(1), Some(TokenTree::Literal(_))) =>
            {
                self.odd_number(tokens, punct.as_char())
            }
            TokenTree::Ident(ident) if !is_operator(tokens, 1, "::") => {
                tokens.next();
                let value = match ident.to_string().as_str() {
                    "null" => Value::Null,
                    "true" => Value::Bool(true),
                    "false" => Value::Bool(false),
                    _ => Value::Name(Cow::Owned(plain(ident))),
                };
                Node::new(self.spans.mark(ident.span()), value)
            }
            _ => self.bare_expression(tokens),
        }
    }

    /// Complains of `+1` or `.5`.
    fn odd_number(&mut self, tokens: &mut Tokens<'_>, first: char) -> Node<'static> {
        let rest = tokens.ahead(1).map(ToString::to_string).unwrap_or_default();
        let loc = self.skip(tokens, |tokens| !matches!(tokens.peek(), Some(TokenTree::Literal(_))));
        let (message, zero) =
            if first == '+' { ("a number has no `+`", "") } else { ("a number begins with a digit", "0.") };
        self.complain(loc, message, Some(format!("write `{zero}{rest}`").into()));
        Node::new(loc, Value::Hole)
    }

    fn object(&mut self, group: &Group) -> Node<'static> {
        let trees = trees(group.stream());
        if let Some(inner) = expression(&trees) {
            return self.hole(group, inner);
        }
        if is_expression(&trees) {
            let loc = self.mark_group(group);
            self.expression_needs_braces(loc, &trees);
            return Node::new(loc, Value::Hole);
        }
        self.braced(group, &trees, |parser, inner| Value::Map(parser.entries(inner, Owner::Object)))
    }

    fn hole(&mut self, group: &Group, inner: &Group) -> Node<'static> {
        let loc = self.mark_group(group);
        if inner.stream().is_empty() {
            self.complain(loc, "there is no expression in these braces", Some("write `{{ expression }}`".into()));
        }
        self.holes.push(Hole { loc, expression: Expression::Braced(inner.clone()) });
        Node::new(loc, Value::Hole)
    }

    /// A literal that stands at `loc`, after a minus or without.
    fn literal(&mut self, loc: Loc, literal: &proc_macro2::Literal, negative: bool) -> Node<'static> {
        let value = match literal::read(literal) {
            Meaning::Number(digits) if negative => Value::Number(Cow::Owned(format!("-{digits}"))),
            Meaning::Number(digits) => Value::Number(Cow::Owned(digits)),
            Meaning::Text(text) | Meaning::Reported(text) if !negative => self.text(loc, literal, text),
            Meaning::Json { text, help } if !negative => {
                self.foreign_escapes(loc, help);
                self.text(loc, literal, text)
            }
            Meaning::Text(text) | Meaning::Json { text, .. } | Meaning::Reported(text) => {
                self.complain(loc, "only a number can be negative", Some(format!("write {}", quoted(&text)).into()));
                Value::Hole
            }
            Meaning::Other { message, help } => {
                self.complain(loc, message, Some(help.into()));
                Value::Hole
            }
        };
        Node::new(loc, value)
    }

    /// A string, or the variable that it names.
    fn text(&mut self, loc: Loc, literal: &proc_macro2::Literal, text: String) -> Value<'static> {
        let Some(variable) = placeholder(&text) else { return Value::String(Cow::Owned(text)) };
        let name = Ident::new(variable, literal.span());
        if let Some(before) = self.variables.insert(variable.to_owned(), self.holes.len())
            && let Expression::Variable { again, .. } = &mut self.holes[before].expression
        {
            *again = true;
        }
        self.holes.push(Hole { loc, expression: Expression::Variable { name, again: false } });
        Value::Hole
    }

    pub(super) fn foreign_escapes(&mut self, loc: Loc, help: String) {
        self.push(Complaint::error(loc, "escapes of JSON that Rust does not have").read().help(help));
    }

    /// Complains of what is neither a name nor a literal, an array or an object.
    fn bare_expression(&mut self, tokens: &mut Tokens<'_>) -> Node<'static> {
        let found = tokens.peek().map(describe).unwrap_or_default();
        let from = tokens.position();
        let expression = !matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if ",;:=#@~$?".contains(punct.as_char()))
            || is_operator(tokens, 0, "::");
        self.broken = true;
        let loc = self.skip(tokens, |tokens| is_entry(tokens, 0));
        if expression {
            self.expression_needs_braces(loc, tokens.since(from));
        } else {
            let variable = match tokens.since(from) {
                [TokenTree::Punct(dollar), TokenTree::Group(inner)] if dollar.as_char() == '$' => {
                    Some(inner.stream().to_string())
                }
                [TokenTree::Punct(dollar), TokenTree::Ident(name)] if dollar.as_char() == '$' => Some(name.to_string()),
                _ => None,
            };
            let help = variable.map(|name| format!("write `{{{{ {name} }}}}`").into());
            self.complain(loc, format!("expected a value, found {found}"), help);
        }
        Node::new(loc, Value::Hole)
    }

    pub(super) fn expression_needs_braces(&mut self, loc: Loc, expression: &[TokenTree]) {
        let (message, help) = meant::by(expression).unwrap_or_else(|| {
            ("a Rust expression needs double braces", format!("write `{{{{ {} }}}}`", shown(expression)))
        });
        self.complain(loc, message, Some(help.into()));
    }
}

/// The inner braces of `{{ … }}`, from what is in the outer.
pub(super) fn expression(trees: &[TokenTree]) -> Option<&Group> {
    match trees {
        [TokenTree::Group(inner)] if inner.delimiter() == Delimiter::Brace => Some(inner),
        _ => None,
    }
}

/// Whether this is an expression rather than entries: it begins with a word, and has neither colon nor comma.
fn is_expression(trees: &[TokenTree]) -> bool {
    let tokens = Tokens::new(trees);
    matches!(trees.first(), Some(TokenTree::Ident(_)))
        && !(0..trees.len()).any(|n| [':', ',', '='].into_iter().any(|c| tokens.is_punct(n, c)))
}

/// The variable that a placeholder names: `file_id` of `{{file_id}}`.
pub(super) fn placeholder(text: &str) -> Option<&str> {
    let name = text.strip_prefix("{{")?.strip_suffix("}}")?.trim();
    // Anything else is not handed to the lexer, which might report it on its own.
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (plain && syn::parse_str::<Ident>(name).is_ok()).then_some(name)
}

/// The tokens of an expression as text, for messages; one that begins with a hole or a placeholder goes on with what is
/// in it.
pub(super) fn shown(tokens: &[TokenTree]) -> String {
    let (first, rest) = match tokens {
        [TokenTree::Group(group), rest @ ..] if !rest.is_empty() => match expression(&trees(group.stream())) {
            Some(inner) => (source(&trees(inner.stream())), rest),
            None => (String::new(), tokens),
        },
        [TokenTree::Literal(literal), rest @ ..] => match literal::read(literal) {
            Meaning::Text(text) => placeholder(&text).map_or((String::new(), tokens), |name| (name.to_owned(), rest)),
            _ => (String::new(), tokens),
        },
        _ => (String::new(), tokens),
    };
    let text = first + &source(rest);
    if text.len() > 60 || text.contains('\n') { "…".to_owned() } else { text }
}
