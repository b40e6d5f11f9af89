//! What stands in the parentheses: a path, and what the placeholders of the file stand for.

use bulkwrite_core::{ApiVersion, Loc};
use proc_macro2::{Ident, TokenStream, TokenTree};

use crate::error::Complaint;
use crate::literal::{self, Meaning};
use crate::tokens::{Spans, Tokens};

#[derive(Default)]
pub(super) struct Arguments {
    pub(super) path: Option<(String, Loc)>,
    /// The request of a collection that is meant.
    pub(super) request: Option<(String, Loc)>,
    pub(super) version: Option<ApiVersion>,
    pub(super) fillings: Vec<Filling>,
    pub(super) spans: Spans,
    pub(super) complaints: Vec<Complaint>,
}

/// `name = expression`
pub(super) struct Filling {
    pub(super) name: Ident,
    pub(super) loc: Loc,
    pub(super) expression: TokenStream,
}

pub(super) fn read(trees: &[TokenTree]) -> Arguments {
    let mut arguments = Arguments::default();
    let mut tokens = Tokens::new(trees);
    let start = arguments.spans.next();
    match tokens.next() {
        Some(tree) => {
            let loc = arguments.spans.mark(tree.span());
            match text(tree) {
                Some(path) => arguments.path = Some((path, loc)),
                None => arguments.complain(
                    loc,
                    "the path of a file belongs here",
                    "write it in quotes: `\"jobs/leads.json\"`",
                ),
            }
        }
        None => arguments.complain(
            Loc::new(start, start),
            "the path of a file is missing",
            "write `bulk_write_file!(\"jobs/leads.json\")`",
        ),
    }
    while !tokens.is_empty() {
        if !tokens.eat(',') {
            arguments.skip(&mut tokens, "expected `,`", "write `, name = expression` for each placeholder");
            continue;
        }
        if tokens.is_empty() {
            break;
        }
        let (Some(TokenTree::Ident(name)), Some(written)) = (tokens.peek(), sign(&tokens, 0)) else {
            arguments.skip(&mut tokens, "expected `name = expression`", "name the placeholder: `file_id = file_id`");
            continue;
        };
        let loc = arguments.spans.mark(name.span());
        tokens.next();
        if let (':', Some(colon)) = (written, tokens.next()) {
            let loc = arguments.spans.mark(colon.span());
            arguments.complain(loc, format!("expected `=` after `{name}`, found `:`"), format!("write `{name} = …`"));
        }
        let from = tokens.position();
        // A comma may be part of an expression, as in `f::<A, B>(x)`, but of no text and no version.
        let is_word = *name == "version" || *name == "request";
        let mut is_closure = false;
        while !tokens.is_empty() {
            let is_next = || match sign(&tokens, 1) {
                // The type of an argument, as in `|a, b: u8| …`.
                Some(':') => !is_closure,
                sign => sign.is_some() || tokens.ahead(1).is_none(),
            };
            if tokens.is_punct(0, ',') && (is_word || is_next()) {
                break;
            }
            is_closure |= tokens.is_punct(0, '|');
            tokens.next();
        }
        arguments.value(name, loc, tokens.since(from));
    }
    arguments
}

impl Arguments {
    fn value(&mut self, name: &Ident, loc: Loc, written: &[TokenTree]) {
        let text_of = |written: &[TokenTree]| match written {
            [only] => text(only),
            _ => None,
        };
        match (name.to_string().as_str(), written) {
            (_, []) => self.complain(loc, format!("`{name}` has no value"), format!("write `{name} = …`")),
            ("request", written) if text_of(written).is_some() => {
                self.request = text_of(written).map(|text| (text, loc));
            }
            ("version", written) => {
                let version: String = written.iter().map(ToString::to_string).collect();
                match version.trim_matches('"').parse() {
                    Ok(version) => self.version = Some(version),
                    Err(error) => self.complain(loc, format!("{error}"), "write `version = v8`"),
                }
            }
            _ if self.fillings.iter().any(|other| other.name == *name) => {
                self.complain(loc, format!("`{name}` stands twice"), "remove one of the two");
            }
            _ => {
                let expression = written.iter().cloned().collect();
                self.fillings.push(Filling { name: name.clone(), loc, expression });
            }
        }
    }

    fn complain(&mut self, loc: Loc, message: impl Into<String>, help: impl Into<String>) {
        self.complaints.push(Complaint::error(loc, message.into()).help(help.into()));
    }

    fn skip(&mut self, tokens: &mut Tokens<'_>, message: &str, help: &str) {
        let mut loc = Loc::default();
        for n in 0_u32.. {
            let Some(tree) = tokens.next() else { break };
            let here = self.spans.mark(tree.span());
            loc = if n == 0 { here } else { Loc::new(loc.start, here.end) };
            if tokens.is_punct(0, ',') {
                break;
            }
        }
        self.complain(loc, message, help);
    }
}

/// What stands behind a name that is `n` tokens ahead: `=`, or `:` in place of it.
fn sign(tokens: &Tokens<'_>, n: usize) -> Option<char> {
    let is_name = matches!(tokens.ahead(n), Some(TokenTree::Ident(_)));
    let is = |sign: char| is_name && tokens.is_punct(n + 1, sign) && !tokens.is_punct(n + 2, sign);
    ['=', ':'].into_iter().find(|sign| is(*sign))
}

fn text(tree: &TokenTree) -> Option<String> {
    match tree {
        TokenTree::Literal(literal) => match literal::read(literal) {
            Meaning::Text(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}
