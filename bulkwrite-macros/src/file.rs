//! `bulk_write_file!`: a job that is kept as JSON, or in a Postman collection, checked while the code compiles.

mod arguments;
mod collection;
mod source;

use std::collections::BTreeMap;

use bulkwrite_config::{Access, TRUST, project};
use bulkwrite_core::node::{Node, Value};
use bulkwrite_core::{Checker, Loc, Options, json, quoted};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use self::arguments::{Arguments, Filling};
use self::source::Source;
use crate::error::{self, Complaint, Refusal};
use crate::expand::Writer;
use crate::options::Setup;
use crate::parse::{Expression, Hole};
use crate::tokens::trees;

/// Expands `$crate` followed by the path of a file and what its placeholders stand for.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let trees = trees(input);
    let [TokenTree::Ident(krate), rest @ ..] = trees.as_slice() else {
        return quote!(::core::compile_error! { "this macro is called by `bulkwrite::bulk_write_file!` only" });
    };
    expand_with(krate, rest, &Setup::find())
}

/// The same for a given configuration, and with it the folder that the path is relative to.
pub(crate) fn expand_with(krate: &Ident, rest: &[TokenTree], setup: &Setup) -> TokenStream {
    let mut arguments = arguments::read(rest);
    let source = arguments.path.as_ref().and_then(|(path, loc)| match open(path, setup) {
        Ok(source) => Some(source),
        Err((message, help)) => {
            arguments.complaints.push(Complaint::error(*loc, message).help(help));
            None
        }
    });
    match source {
        Some(source) => with_source(krate, arguments, source, setup),
        None => {
            Writer::new(krate, &[]).fallback(&setup.messages(), &Refusal::new(arguments.complaints, &arguments.spans))
        }
    }
}

/// Reads the file at a path, which is relative to the folder of the crate.
fn open(path: &str, setup: &Setup) -> Result<Source, (String, String)> {
    let shown = quoted(path);
    let full = setup.folder().join(path);
    let access = Access::from_env();
    if !access.allows(project(setup.folder()).as_deref(), &full) {
        let help = format!("keep it in the project; who trusts what it names sets {TRUST}=1");
        return Err((format!("{shown} lies outside of the project"), help));
    }
    match access.read(&full) {
        Ok(text) => Ok(Source::new(path, full, text)),
        Err(error) => {
            let help = "the path is relative to the folder of the crate's `Cargo.toml`".to_owned();
            Err((format!("cannot read {shown}: {error}"), help))
        }
    }
}

fn with_source(krate: &Ident, mut arguments: Arguments, mut source: Source, setup: &Setup) -> TokenStream {
    let path_loc = arguments.path.as_ref().map_or(Loc::default(), |(_, loc)| *loc);
    let mut messages = setup.messages();
    if let Some(path) = source.path.to_str() {
        let site = Span::mixed_site();
        messages.extend(quote_spanned!(site=> const _: &[u8] = ::core::include_bytes!(#path);));
    }
    if let Err(complaint) = collection::choose(&mut source, arguments.request.as_ref(), path_loc) {
        arguments.complaints.push(complaint);
        return Writer::new(krate, &[]).fallback(&messages, &Refusal::new(arguments.complaints, &arguments.spans));
    }
    // What is no JSON may be any file, and is not quoted.
    if !matches!(source.start(), Some(b'{' | b'[')) {
        let complaint = Complaint::error(path_loc, "this is not the JSON of a job: it does not begin with `{`");
        arguments
            .complaints
            .push(complaint.help("name a file that holds the body of a request, or a Postman collection"));
        return Writer::new(krate, &[]).fallback(&messages, &Refusal::new(arguments.complaints, &arguments.spans));
    }
    let configured = setup.options_of(&source.path);
    let version = arguments.version.or(source.version).or(configured.version);
    let checker = Checker::new(Options { version, placeholders: true, ..configured });
    let report = checker.check_json(source.job());
    let mut found: Vec<Complaint> = report.diagnostics().iter().map(Complaint::of).collect();
    let hidden = report.errors() + report.warnings() - report.diagnostics().len();
    let parsed = json::parse(source.job(), &json::Options { placeholders: true });
    let root = parsed.root.unwrap_or_else(|| Node::new(Loc::default(), Value::Null));
    let (holes, values) = fill(&root, &source, &mut arguments, &mut found, path_loc);
    checker.read(&root, parsed.complete, |job, _| {
        let mut writer = Writer::new(krate, &holes);
        let value = job.map(|job| writer.job(job).tokens);
        if !found.iter().chain(&arguments.complaints).any(Complaint::is_error) {
            found.extend(writer.leftover().into_iter().map(Complaint::within_text));
        }
        let mut complaints = arguments.complaints;
        found.sort_by_key(|complaint| (complaint.loc().start, complaint.loc().end));
        complaints.extend(found.into_iter().map(|complaint| source.shown(complaint, path_loc)));
        if hidden > 0 {
            complaints.push(Complaint::error(path_loc, format!("… and {hidden} more findings in this file")));
        }
        match value {
            Some(value) if !complaints.iter().any(Complaint::is_error) => {
                messages.extend(error::emit(&complaints, &arguments.spans));
                messages.extend(values);
                writer.finish_after(&messages, value)
            }
            _ => writer.fallback_after(&values, &messages, &Refusal::new(complaints, &arguments.spans)),
        }
    })
}

/// The holes of a job, each with the expression that fills it, and the values of those that stand in several places.
fn fill(
    root: &Node<'_>,
    source: &Source,
    arguments: &mut Arguments,
    found: &mut Vec<Complaint>,
    path_loc: Loc,
) -> (Vec<Hole>, TokenStream) {
    let mut places: BTreeMap<String, Vec<Loc>> = BTreeMap::new();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut locs = Vec::new();
    visit(root, &mut locs);
    for loc in locs {
        let written = String::from_utf8_lossy(source.job().get(loc.range()).unwrap_or_default()).into_owned();
        let name = written.trim_matches(|c: char| "\"{}".contains(c) || c.is_whitespace()).to_owned();
        let variable = variable(&name);
        match names.get(&variable) {
            Some(other) if *other != name => {
                let message = format!("{} and {} come to one name, `{variable}`", quoted(other), quoted(&name));
                found.push(Complaint::error(loc, message).help("rename one of the two placeholders"));
            }
            _ => {
                names.insert(variable.clone(), name);
            }
        }
        places.entry(variable).or_default().push(loc);
    }
    let (mut holes, mut values) = (Vec::new(), TokenStream::new());
    for (i, filling) in arguments.fillings.drain(..).enumerate() {
        let Filling { name, loc, expression } = filling;
        let Some(places) = places.remove(&name.to_string()) else {
            let known: Vec<String> = names.keys().map(|name| quoted(name)).collect();
            let help = if known.is_empty() {
                "remove it: the job has none".to_owned()
            } else {
                format!("the job has {}", known.join(", "))
            };
            let complaint = Complaint::error(loc, format!("the job has no placeholder `{name}`"));
            arguments.complaints.push(complaint.help(help));
            continue;
        };
        let [first @ .., last] = places.as_slice() else { continue };
        let braced = |stream: TokenStream, span: Span| {
            let mut braces = Group::new(Delimiter::Brace, stream);
            braces.set_span(span);
            Expression::Braced(braces)
        };
        let span = expression.clone().into_iter().next().map_or(name.span(), |first| first.span());
        if first.is_empty() {
            holes.push(Hole { loc: *last, expression: braced(expression, span) });
            continue;
        }
        // A value that stands in several places is worked out once, and cloned for all but the last of them.
        let value = Ident::new(&format!("bulk_write_value_{i}"), Span::mixed_site());
        values.extend(quote!(fn #value() {} let #value = { #expression };));
        for loc in first {
            holes.push(Hole { loc: *loc, expression: braced(quote!(::core::clone::Clone::clone(&#value)), span) });
        }
        holes.push(Hole { loc: *last, expression: braced(quote!(#value), span) });
    }
    for (variable, places) in places {
        let Some(loc) = places.first() else { continue };
        let name = names.get(&variable).map_or(&*variable, |name| &**name);
        let (path, _) = arguments.path.as_ref().map_or(("", path_loc), |(path, loc)| (path, *loc));
        let complaint = Complaint::error(*loc, format!("nothing fills the placeholder {}", quoted(name)));
        found.push(complaint.help(format!("write `bulk_write_file!({path:?}, {variable} = …)`")));
    }
    holes.sort_by_key(|hole| hole.loc.start);
    (holes, values)
}

/// The places that a value is not written at yet, in reading order.
fn visit(node: &Node<'_>, found: &mut Vec<Loc>) {
    match &node.value {
        Value::Hole => found.push(node.loc),
        Value::List(items) => items.iter().for_each(|item| visit(item, found)),
        Value::Map(entries) => entries.iter().for_each(|entry| visit(&entry.value, found)),
        _ => {}
    }
}

/// The name by which a placeholder is filled: `lead_file` for `{{lead-file}}`.
fn variable(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}
