//! Findings as compiler errors and warnings.

use std::borrow::Cow;

use bulkwrite_core::callback::masked;
use bulkwrite_core::node::{Node, Value};
use bulkwrite_core::{ApiVersion, Diagnostic, Level, Loc, Report, notation};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use crate::expand::is_name;
use crate::tokens::Spans;
use crate::words;

/// What expansions call the crate `core`. `::core` would be looked up by the edition of the token that an error is shown at,
/// and is nothing in that of 2015; an import would be looked up late, and turn the order of the errors around.
pub(crate) const CORE: &str = "bulk_write_core";

/// What is wrong at a place.
pub(crate) struct Complaint {
    loc: Loc,
    level: Level,
    rule: Option<&'static str>,
    /// Whether what it is about could be read all the same.
    is_read: bool,
    message: Cow<'static, str>,
    help: Option<Cow<'static, str>>,
    related: Vec<(Loc, Cow<'static, str>)>,
}

impl Complaint {
    pub(crate) fn error(loc: Loc, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            loc,
            level: Level::Error,
            rule: None,
            is_read: false,
            message: message.into(),
            help: None,
            related: Vec::new(),
        }
    }

    pub(crate) fn warning(loc: Loc, message: impl Into<Cow<'static, str>>) -> Self {
        Self { level: Level::Warning, ..Self::error(loc, message) }
    }

    /// Names the rule that finds the same elsewhere.
    pub(crate) fn rule(mut self, name: &'static str) -> Self {
        self.rule = Some(name);
        self
    }

    /// That nothing says which version a job is for, at its first token.
    pub(crate) fn no_version(version: ApiVersion, by_text: bool) -> Self {
        let why = if by_text { "a `module` in quotes" } else { "nothing says otherwise" };
        let message = if by_text {
            format!("this job is taken for {version}, as it has {why}")
        } else {
            format!("this job is taken for {version}, as {why}")
        };
        let help = format!("write `version: {version}` first in it, or `version = \"{version}\"` in `bulkwrite.toml`");
        Self { level: Level::Warning, ..Self::error(Loc::new(0, 1), message).read().help(help) }
    }

    /// Of a value that is clear, though it is not written as it should be.
    pub(crate) fn read(mut self) -> Self {
        self.is_read = true;
        self
    }

    pub(crate) fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn related(mut self, loc: Loc, label: impl Into<Cow<'static, str>>) -> Self {
        self.related.push((loc, label.into()));
        self
    }

    /// What could not be read.
    pub(crate) fn unread(&self) -> Option<Loc> {
        (!self.is_read).then_some(self.loc)
    }

    /// A finding of a front end that has other places than tokens.
    pub(crate) fn of(found: &Diagnostic) -> Self {
        Self {
            loc: found.loc,
            level: found.level,
            rule: Some(found.rule.name),
            is_read: true,
            message: found.message.clone(),
            help: found.help.clone(),
            related: found.related.iter().map(|related| (related.loc, related.label.clone())).collect(),
        }
    }

    pub(crate) const fn loc(&self) -> Loc {
        self.loc
    }

    /// What the macro says of a placeholder that it cannot fill.
    pub(crate) fn within_text(mut self) -> Self {
        self.message = "no expression can be put into this value".into();
        self.help("let the placeholder be the whole of a value that an expression can stand for")
    }

    /// The same at another place, in words that say where it was.
    pub(crate) fn shown_at(mut self, loc: Loc, place: impl Fn(Loc) -> String, excerpt: &str) -> Self {
        let rule = self.rule.map(|rule| format!(" [{rule}]")).unwrap_or_default();
        let related = self.related.drain(..).map(|(loc, label)| format!("\nnote: {}: {label}", place(loc)));
        let related: String = related.collect();
        self.message = format!("{}{rule}{excerpt}{related}", self.message).into();
        self.loc = loc;
        self.is_read = true;
        self
    }

    pub(crate) fn is_error(&self) -> bool {
        self.level == Level::Error
    }

    fn found(found: &Diagnostic, root: &Node<'_>) -> Self {
        Self {
            loc: found.loc,
            level: found.level,
            rule: Some(found.rule.name),
            is_read: true,
            message: found.message.clone(),
            help: variable_at(root, found)
                .or_else(|| placeholder_at(root, found))
                .or_else(|| found.help.as_deref().map(|help| notation::in_macro(help).into())),
            related: found.related.iter().map(|related| (related.loc, related.label.clone())).collect(),
        }
    }

    /// The message with its rule, and below it what helps.
    pub(crate) fn text(&self, spans: &Spans) -> String {
        let mut text = self.message.clone().into_owned();
        let mut add = |more: [&str; 3]| text.extend(more);
        if let Some(rule) = self.rule.filter(|_| !self.message.contains('\n')) {
            add([" [", rule, "]"]);
        }
        for (loc, label) in &self.related {
            let line = spans.line(*loc).map(|line| format!("line {line}: ")).unwrap_or_default();
            add(["\nnote: ", &line, label]);
        }
        if let Some(help) = &self.help {
            add(["\nhelp: ", help, ""]);
        }
        text
    }

    fn emit(&self, spans: &Spans, out: &mut TokenStream) {
        let text = self.text(spans);
        let (start, end) = spans.shown(self.loc);
        if self.is_error() {
            let message = quote_spanned!(end=> { #text });
            let core = Ident::new(CORE, start);
            out.extend(quote_spanned!(start=> #core::compile_error! #message));
            return;
        }
        // A use of something deprecated is the one warning whose text a macro can write on stable Rust. Of all that can
        // be deprecated, a function has a name like that of a rule without an `allow`, which a `forbid` around would refuse.
        let name = self.rule.unwrap_or("bulk_write").replace('-', "_");
        let (declared, used) = (Ident::new(&name, Span::call_site()), Ident::new(&name, start));
        out.extend(quote!({
            #[deprecated(note = #text)]
            const fn #declared() {}
            #used()
        }));
    }
}

/// What to write for a bare word that is no name: it is meant to be a variable.
fn variable_at(root: &Node<'_>, found: &Diagnostic) -> Option<Cow<'static, str>> {
    let key = found.path.rsplit('.').next().unwrap_or_default();
    // A field by its name alone, as a header has it.
    if let Some((position, Value::Name(name) | Value::String(name))) = key
        .strip_prefix("field_mappings[")
        .and_then(|rest| rest.strip_suffix(']'))
        .zip(root.at(found.loc).map(|node| &node.value))
        && is_name(name)
    {
        let name = masked(name);
        return Some(format!("name the column of each field, in braces: `{{ {name}: {position}, … }}`").into());
    }
    let key = key.split('[').next().unwrap_or_default();
    match root.at(found.loc).map(|node| &node.value) {
        Some(Value::Name(name)) if !words::NAMES.contains(&key) => Some(
            words::meant(key, name)
                .unwrap_or_else(|| format!("write `{{{{ {name} }}}}` to use the variable `{name}`").into()),
        ),
        _ => None,
    }
}

/// What to write for a placeholder that names no variable.
fn placeholder_at(root: &Node<'_>, found: &Diagnostic) -> Option<Cow<'static, str>> {
    if found.rule.name != "unresolved-placeholder" {
        return None;
    }
    let Some(Value::String(text)) = root.at(found.loc).map(|node| &node.value) else { return None };
    let name = text.trim_matches(|c: char| c.is_whitespace() || "{}$<>".contains(c));
    let variable = name.replace(['-', ' '], "_");
    let is_word = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let help = if is_word(&variable) && syn::parse_str::<Ident>(&variable).is_ok() {
        format!("write `\"{{{{{variable}}}}}\"` to use the variable `{variable}`")
    } else if name.contains('.') && name.split('.').all(is_word) {
        format!("write `{{{{ {name} }}}}`, without quotes: it is an expression")
    } else {
        "write `{{ … }}` with an expression in it, without quotes".to_owned()
    };
    Some(help.into())
}

/// All that is wrong, in reading order; of what could not be read nothing else is said, and of what is `unfinished` not
/// what it lacks.
pub(crate) fn gather(
    mut complaints: Vec<Complaint>,
    report: &Report,
    root: &Node<'_>,
    unfinished: &[Loc],
) -> Vec<Complaint> {
    let unread: Vec<Loc> = complaints.iter().filter_map(Complaint::unread).collect();
    let is_said =
        |found: &&Diagnostic| !unread.iter().any(|loc| loc.contains(found.loc)) && !unfinished.contains(&found.loc);
    let found = report.diagnostics().iter().filter(is_said);
    complaints.extend(found.map(|found| Complaint::found(found, root)));
    complaints.sort_by_key(|complaint| (complaint.loc.start, complaint.loc.end));
    let hidden = report.errors() + report.warnings() - report.diagnostics().len();
    if hidden > 0 {
        let end = complaints.last().map_or(Loc::default(), |last| last.loc);
        complaints.push(Complaint::error(end, format!("… and {hidden} more findings in this job")));
    }
    complaints
}

/// The complaints as tokens.
pub(crate) fn emit(complaints: &[Complaint], spans: &Spans) -> TokenStream {
    let mut out = TokenStream::new();
    for complaint in complaints {
        complaint.emit(spans, &mut out);
    }
    out
}

/// The complaints about a job that cannot be made, as tokens: at least one of them is an error, whatever was found. Only this
/// leads to the job that stands in for a wrong one, so that none is ever compiled in place of what was written.
pub(crate) struct Refusal(TokenStream);

impl Refusal {
    pub(crate) fn new(mut complaints: Vec<Complaint>, spans: &Spans) -> Self {
        if !complaints.iter().any(Complaint::is_error) {
            let complaint = Complaint::error(Loc::default(), "this is no job that can be made");
            complaints.insert(0, complaint.help("`bulkwrite check` says more of the same job as JSON"));
        }
        Self(emit(&complaints, spans))
    }

    pub(crate) fn tokens(&self) -> &TokenStream {
        &self.0
    }
}
