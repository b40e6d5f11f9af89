//! `bulk_write_file!`: a job that is kept as JSON, or in a Postman collection, checked while the code compiles.

mod arguments;
mod collection;
mod fill;
mod source;

use bulkwrite_config::{Access, TRUST, project};
use bulkwrite_core::node::{Node, Value};
use bulkwrite_core::{Checker, Loc, Options, json, quoted};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use self::arguments::Arguments;
use self::fill::{Filled, fill};
use self::source::Source;
use crate::error::{self, Complaint, Refusal};
use crate::expand::Writer;
use crate::options::Setup;
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
    let Filled { holes, values, in_file, in_code } = fill(&root, source.job(), std::mem::take(&mut arguments.fillings));
    found.extend(in_file);
    arguments.complaints.extend(in_code);
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
