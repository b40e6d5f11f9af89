//! From the job as written to a constant expression, or to one that is constant but for its holes.

use bulkwrite_core::ast::{self, At, Field, Str};
use bulkwrite_core::{ApiVersion, Checker, ColumnIndex, Loc, Operation, json};
use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

use crate::error::{self, CORE, Complaint, Refusal};
use crate::options::Setup;
use crate::parse::{Expression, Hole, parse};
use crate::tokens::trees;

/// Expands `$crate` followed by the tokens of a job.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let trees = trees(input);
    let [TokenTree::Ident(krate), job @ ..] = trees.as_slice() else {
        return quote!(::core::compile_error! { "this macro is called by `bulkwrite::bulk_write!` only" });
    };
    expand_with(krate, job, &Setup::find())
}

/// The same for a given configuration, and with it the folder that the path of a CSV is relative to.
pub(crate) fn expand_with(krate: &Ident, job: &[TokenTree], setup: &Setup) -> TokenStream {
    let mut parsed = parse(job);
    let mut complaints = std::mem::take(&mut parsed.complaints);
    let options = setup.options(parsed.version);
    let mut tracked = TokenStream::new();
    if let Some(files) = &parsed.csv {
        let (files, found) = files.apply(&mut parsed.root, setup.folder(), options.metadata.as_ref());
        tracked = files;
        complaints.extend(found);
    }
    let is_open = options.version.is_none();
    Checker::new(options).read(&parsed.root, true, |job, report| {
        let mut complaints = error::gather(complaints, &report, &parsed.root, &parsed.unfinished);
        let mut writer = Writer::new(krate, &parsed.holes);
        let value = job.map(|job| writer.job(job).tokens);
        if !complaints.iter().any(Complaint::is_error) {
            complaints.extend(writer.leftover());
        }
        if is_open && value.is_some() && !complaints.iter().any(Complaint::is_error) && setup.tells_version() {
            let by_text = report.version() != ApiVersion::DEFAULT;
            complaints.insert(0, Complaint::no_version(report.version(), by_text));
        }
        let mut messages = setup.messages();
        messages.extend(tracked);
        match value {
            Some(value) if !complaints.iter().any(Complaint::is_error) => {
                messages.extend(error::emit(&complaints, &parsed.spans));
                writer.finish(&messages, value)
            }
            _ => writer.fallback(&messages, &Refusal::new(complaints, &parsed.spans)),
        }
    })
}

/// Writes calls of the constructors in `$crate::__private`.
pub(crate) struct Writer<'h> {
    krate: &'h Ident,
    /// Where names of the expansion are looked up: out of sight of the code around it.
    site: Span,
    holes: &'h [Hole],
    /// What type each hole has; `None` as long as no part of the job takes it.
    filled: Vec<Option<Filled>>,
    /// Something that no job in Rust can hold, though it was let through.
    unwritable: Option<Loc>,
}

/// What a part of a job does with its hole.
#[derive(Clone, Copy)]
enum Filled {
    /// Takes a value of the type of that name.
    Type(&'static str),
    /// Takes the elements of a list of that type.
    List(&'static str),
}

impl Filled {
    /// The function that takes such a value.
    fn function(self) -> &'static str {
        match self {
            Self::Type("FileId") => "take_file_id",
            Self::Type("ColumnIndex") => "take_index",
            Self::Type("ApiName") => "take_name",
            Self::Type("Format") => "take_format",
            Self::Type("CallbackUrl") => "take_url",
            Self::Type("Operation") => "take_operation",
            Self::Type("bool") => "take_flag",
            Self::Type("Callback") => "take_callback",
            Self::Type("DefaultValue") => "take_default",
            Self::Type("Resource") => "take_resource",
            Self::Type("FieldMapping") => "take_mapping",
            Self::List("Resource") => "take_resources",
            Self::List("FieldMapping") => "take_mappings",
            Self::List(_) => "take_texts",
            Self::Type(_) => "take_text",
        }
    }
}

/// The sign that the macro has looked at a text, which the functions of an expansion ask for: see `parts::verify` in core.
fn sealed(text: &str) -> Literal {
    let hash = text
        .bytes()
        .fold(0x6275_6c6b_7772_6974_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    Literal::u64_unsuffixed(hash)
}

/// Whether a constant function finds by itself that a text is an API name.
pub(crate) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A part of the job in Rust.
pub(crate) struct Part {
    /// Kept apart from each other until they are all there: joining streams is what costs time.
    pub(crate) tokens: Vec<TokenTree>,
    /// Whether no hole is in it.
    constant: bool,
}

impl Part {
    fn constant(token: impl Into<TokenTree>) -> Self {
        Self { tokens: vec![token.into()], constant: true }
    }
}

impl<'h> Writer<'h> {
    pub(crate) fn new(krate: &'h Ident, holes: &'h [Hole]) -> Self {
        Self { krate, site: Span::mixed_site(), holes, filled: vec![None; holes.len()], unwritable: None }
    }

    pub(crate) fn job(&mut self, job: &ast::Job<'_>) -> Part {
        let version = self.variant("ApiVersion", job.version.ident());
        let operation = match &job.operation {
            Field::Known(at) => match Operation::ALL.into_iter().find(|known| known.as_str() == at.value) {
                Some(Operation::Insert) => self.variant("Operation", "Insert"),
                Some(Operation::Update) => self.variant("Operation", "Update"),
                Some(Operation::Upsert) => self.variant("Operation", "Upsert"),
                None => self.unwritable(at.loc),
            },
            other => self.hole(other.loc(), Filled::Type("Operation")),
        };
        let resources = self.list(&job.resources, "Resource", |this, at| this.resource(&at.value));
        let seal = Part::constant(sealed(job.version.segment()));
        let job_part = self.call("job", [version, operation, resources, seal]);
        let job_part = self.set(job_part, "job_ignore_empty", &job.ignore_empty, Self::boolean);
        let job_part = self.set(job_part, "character_encoding", &job.character_encoding, Self::text);
        self.set(job_part, "job_callback", &job.callback, |this, callback| match callback {
            Field::Known(at) => {
                this.post(&at.value.method);
                let url = this.literal(&at.value.url, "url", "CallbackUrl");
                this.call("callback", [url])
            }
            other => this.hole(other.loc(), Filled::Type("Callback")),
        })
    }

    /// The method is no part of the job, for there is one only.
    fn post(&mut self, method: &Str<'_>) {
        if let Field::Known(at) = method
            && !at.value.eq_ignore_ascii_case("post")
        {
            self.unwritable(at.loc);
        }
    }

    fn resource(&mut self, resource: &ast::Resource<'_>) -> Part {
        if let Field::Known(at) = resource.kind
            && at.value != "data"
        {
            self.unwritable(at.loc);
        }
        let (module, id) = match &resource.module {
            Field::Known(at) => (self.literal(&at.value.api_name, "name", "ApiName"), Some(&at.value.id)),
            other => (self.hole(other.loc(), Filled::Type("ApiName")), None),
        };
        let file_id = match &resource.file_id {
            Field::Known(at) => match at.value.text() {
                Some(text) => self.literal_call("file_id", text),
                None => self.unwritable(at.loc),
            },
            other => self.hole(other.loc(), Filled::Type("FileId")),
        };
        let mut part = self.call("resource", [module, file_id]);
        if let Some(id) = id {
            part = self.set(part, "module_id", id, Self::text);
        }
        part = self.set(part, "file_names", &resource.file_names, Self::file_names);
        part = self.set(part, "resource_find_by", &resource.find_by, Self::name);
        part = self.set(part, "resource_ignore_empty", &resource.ignore_empty, Self::boolean);
        self.set(part, "mappings", &resource.mappings, |this, mappings| {
            this.list(mappings, "FieldMapping", |this, at| this.mapping(&at.value))
        })
    }

    fn mapping(&mut self, mapping: &ast::Mapping<'_>) -> Part {
        let mut part = self.column(mapping).unwrap_or_else(|| {
            let name = self.name(&mapping.api_name);
            let part = self.call("mapping", [name]);
            self.set(part, "index", &mapping.index, Self::index)
        });
        part = self.set(part, "format", &mapping.format, |this, format| this.literal(format, "pattern", "Format"));
        let extras = mapping.extras();
        part = self.set(part, "mapping_find_by", &extras.find_by, Self::name);
        part = self.set(part, "default_value", &extras.default_value, Self::default_value);
        part = self.set(part, "mapping_module", &extras.module, Self::name);
        self.set(part, "parent_column_index", &extras.parent_column_index, Self::index)
    }

    /// The commonest mapping, in the fewest tokens.
    fn column(&self, mapping: &ast::Mapping<'_>) -> Option<Part> {
        let name = mapping.api_name.text().filter(|name| is_name(name))?;
        let position = position(mapping.index.value()?)?;
        let arguments = [Literal::string(name), Literal::u32_unsuffixed(position)];
        Some(self.call("column", arguments.map(Part::constant)))
    }

    fn default_value(&mut self, default: &Field<ast::DefaultValue<'_>>) -> Part {
        let Field::Known(at) = default else { return self.hole(default.loc(), Filled::Type("DefaultValue")) };
        #[allow(clippy::single_match_else, reason = "both are values of a default")]
        let part = match at.value.other {
            Some(node) => match json::compact(node) {
                Ok(json) => self.literal_call("default_json", &json),
                // The expression in it is told as one that cannot stand there.
                Err(_) => Part { tokens: Vec::new(), constant: true },
            },
            None => {
                let value = self.text(&at.value.value);
                self.call("default", [value])
            }
        };
        let part = self.set(part, "default_name", &at.value.name, Self::text);
        self.set(part, "default_module", &at.value.module, Self::text)
    }

    fn file_names(&mut self, names: &Field<Vec<Str<'_>>>) -> Part {
        let Field::Known(at) = names else {
            let hole = self.hole(names.loc(), Filled::List("String"));
            return self.call("names", [hole]);
        };
        let items = at.value.iter().map(|name| self.text(name)).collect();
        self.array(items)
    }

    fn text(&mut self, text: &Str<'_>) -> Part {
        match text {
            Field::Known(at) => self.literal_call("text", at.value),
            other => {
                let text = self.hole(other.loc(), Filled::Type("String"));
                self.call("owned", [text])
            }
        }
    }

    fn name(&mut self, name: &Str<'_>) -> Part {
        self.literal(name, "name", "ApiName")
    }

    fn boolean(&mut self, value: &Field<bool>) -> Part {
        match value {
            Field::Known(at) => Part::constant(self.ident(if at.value { "true" } else { "false" })),
            other => self.hole(other.loc(), Filled::Type("bool")),
        }
    }

    fn index(&mut self, index: &Field<ast::Number<'_>>) -> Part {
        let Field::Known(at) = index else { return self.hole(index.loc(), Filled::Type("ColumnIndex")) };
        let Some(position) = position(&at.value) else { return self.unwritable(at.loc) };
        self.call("at", [Part::constant(Literal::u32_unsuffixed(position))])
    }

    /// A text that `constructor` makes a value of the type of that name.
    fn literal(&mut self, text: &Str<'_>, constructor: &str, name: &'static str) -> Part {
        match text {
            Field::Known(at) => self.literal_call(constructor, at.value),
            other => self.hole(other.loc(), Filled::Type(name)),
        }
    }

    fn literal_call(&mut self, constructor: &str, text: &str) -> Part {
        let argument = Part::constant(Literal::string(text));
        let constructor = match constructor {
            "name" if !is_name(text) => "any_name",
            "file_id" if !is_digits(text) => "any_file_id",
            "name" | "file_id" | "text" => return self.call(constructor, [argument]),
            other => other,
        };
        self.call(constructor, [argument, Part::constant(sealed(text))])
    }

    fn list<T>(
        &mut self,
        items: &Field<Vec<Field<T>>>,
        name: &'static str,
        mut write: impl FnMut(&mut Self, &At<T>) -> Part,
    ) -> Part {
        let Field::Known(at) = items else {
            let list = self.hole(items.loc(), Filled::List(name));
            return self.call("listed", [list]);
        };
        let parts = at.value.iter().map(|item| match item {
            Field::Known(at) => write(self, at),
            other => self.hole(other.loc(), Filled::Type(name)),
        });
        let parts = parts.collect();
        self.array(parts)
    }

    /// A list of these elements: a constant, unless a hole is in one of them.
    fn array(&self, items: Vec<Part>) -> Part {
        let constant = items.iter().all(|item| item.constant);
        let array = group(Delimiter::Bracket, separated(items));
        if !constant {
            return self.call("listed", [Part { tokens: vec![array], constant }]);
        }
        let reference = vec![Punct::new('&', Spacing::Alone).into(), array];
        let tokens = vec![self.ident("const").into(), group(Delimiter::Brace, reference)];
        self.call("fixed", [Part { tokens, constant }])
    }

    /// Adds a value to a part, if it is there.
    fn set<T>(
        &mut self,
        part: Part,
        setter: &str,
        value: &Field<T>,
        write: impl FnOnce(&mut Self, &Field<T>) -> Part,
    ) -> Part {
        if value.is_absent() {
            return part;
        }
        let value = write(self, value);
        self.call(setter, [part, value])
    }

    fn call<const N: usize>(&self, function: &str, arguments: [Part; N]) -> Part {
        let constant = arguments.iter().all(|argument| argument.constant);
        let mut tokens = self.path(&[function]);
        tokens.push(group(Delimiter::Parenthesis, separated(arguments)));
        Part { tokens, constant }
    }

    fn variant(&self, name: &str, variant: &str) -> Part {
        Part { tokens: self.path(&[name, variant]), constant: true }
    }

    /// `$crate::__private::…`
    fn path(&self, names: &[&str]) -> Vec<TokenTree> {
        let mut tokens = Vec::with_capacity(8);
        tokens.push(self.krate.clone().into());
        for name in std::iter::once(&"__private").chain(names) {
            tokens.push(Punct::new(':', Spacing::Joint).into());
            tokens.push(Punct::new(':', Spacing::Alone).into());
            tokens.push(self.ident(name).into());
        }
        tokens
    }

    fn ident(&self, name: &str) -> Ident {
        Ident::new(name, self.site)
    }

    /// The variable that holds the value of a hole.
    fn local(&self, i: usize) -> Ident {
        self.ident(&format!("bulk_write_hole_{i}"))
    }

    /// Takes the hole at `loc`.
    fn hole(&mut self, loc: Option<Loc>, filled: Filled) -> Part {
        let at = loc.unwrap_or_default();
        match self.holes.binary_search_by_key(&at.start, |hole| hole.loc.start) {
            Ok(i) if loc.is_some() => {
                self.filled[i] = Some(filled);
                Part { tokens: vec![self.local(i).into()], constant: false }
            }
            _ => self.unwritable(at),
        }
    }

    fn unwritable(&mut self, loc: Loc) -> Part {
        self.unwritable.get_or_insert(loc);
        Part { tokens: Vec::new(), constant: true }
    }

    /// What no job in Rust can hold, once the rules are satisfied.
    pub(crate) fn leftover(&self) -> Vec<Complaint> {
        let unused = self.holes.iter().zip(&self.filled).filter(|(_, filled)| filled.is_none()).map(|(hole, _)| {
            Complaint::error(hole.loc, "an expression cannot stand here").help("write the value itself")
        });
        let unwritable = self
            .unwritable
            .map(|loc| Complaint::error(loc, "a `Job` cannot hold this, though the rules are set to allow it"));
        unused.chain(unwritable).collect()
    }

    /// The value of each hole that is an expression, which may return or wait. Nothing is said of its type here: that is for
    /// `takes`.
    fn bindings(&self) -> TokenStream {
        let mut out = TokenStream::new();
        for (i, hole) in self.holes.iter().enumerate() {
            if let Expression::Braced(_) = hole.expression {
                let (local, value) = (self.local(i), self.value(&hole.expression));
                // A constant of that name around the call would be taken for a pattern. A function is not, and hides it.
                out.extend(quote!(fn #local() {} let #local = #value;));
            }
        }
        out
    }

    /// The values of variables. They may have to be cloned, which no constant can do: this is part of what is made at run time.
    fn variables(&self) -> TokenStream {
        let mut out = TokenStream::new();
        for (i, hole) in self.holes.iter().enumerate() {
            let (local, value) = (self.local(i), self.value(&hole.expression));
            match hole.expression {
                Expression::Braced(_) => {}
                Expression::Variable { again: false, .. } => out.extend(quote!(fn #local() {} let #local = #value;)),
                Expression::Variable { again: true, .. } => {
                    // Only the variable itself has the span of the placeholder: an editor goes to what is there.
                    let (variable, again) = (self.ident(&format!("bulk_write_variable_{i}")), self.stream(&["again"]));
                    out.extend(quote! {
                        fn #local() {} fn #variable() {} let #variable = #value; let #local = #again(#variable);
                    });
                }
            }
        }
        out
    }

    /// The value in a closure that first gives each hole the type of its place: what does not fit is told at the expression,
    /// with the cure.
    fn with_holes(&self, value: &TokenStream) -> TokenStream {
        if self.holes.is_empty() {
            return value.clone();
        }
        let mut takes = TokenStream::new();
        for (i, (hole, filled)) in self.holes.iter().zip(&self.filled).enumerate() {
            let Some(filled) = filled else { continue };
            let span = match &hole.expression {
                Expression::Braced(written) => written.span(),
                Expression::Variable { name, .. } => name.span(),
            };
            let (local, take) = (self.local(i), self.stream(&[filled.function()]));
            let found = Ident::new(&local.to_string(), self.site.located_at(span));
            let itself = Ident::new("take", self.site.located_at(span));
            takes.extend(quote!(let #local = #take(#found).#itself();));
        }
        let make = self.stream(&["a_job_with_expressions_is_no_constant"]);
        let variables = self.variables();
        quote!(#make(move || { #variables #takes #value }))
    }

    fn value(&self, expression: &Expression) -> TokenStream {
        match expression {
            // Written for an editor: what it puts in to ask for completions has to be found at the same place.
            Expression::Braced(written) if written.stream().is_empty() => {
                let mut inner = self.path(&["unwritten"]);
                inner.push(group(Delimiter::Parenthesis, Vec::new()));
                let mut braces = Group::new(Delimiter::Brace, inner.into_iter().collect());
                braces.set_span(written.span());
                braces.into_token_stream()
            }
            Expression::Braced(written) => written.into_token_stream(),
            // In braces, as the others are: that spares the reader a label at the whole macro.
            Expression::Variable { name, again: false } => quote_spanned!(name.span()=> { #name }),
            Expression::Variable { name, again: true } => quote_spanned!(name.span()=> { &#name }),
        }
    }

    fn stream(&self, path: &[&str]) -> TokenStream {
        self.path(path).into_iter().collect()
    }

    fn finish(&self, messages: &TokenStream, value: Vec<TokenTree>) -> TokenStream {
        let value: TokenStream = value.into_iter().collect();
        if messages.is_empty() && self.holes.is_empty() {
            return value;
        }
        let (bindings, value) = (self.bindings(), self.with_holes(&value));
        quote!({ #bindings #messages #value })
    }

    /// The job after values that its holes are made of, and after messages.
    pub(crate) fn finish_after(&self, before: &TokenStream, value: Vec<TokenTree>) -> TokenStream {
        let value = self.with_holes(&value.into_iter().collect());
        let bindings = self.bindings();
        quote!({ #before #bindings #value })
    }

    /// The messages, and a job that keeps the code around it free of further errors. An editor finds the holes at the same
    /// place as in a right job, whatever there is to say of the rest.
    pub(crate) fn fallback(&self, messages: &TokenStream, refusal: &Refusal) -> TokenStream {
        self.fallback_after(&TokenStream::new(), messages, refusal)
    }

    /// The same after values that the holes are made of.
    pub(crate) fn fallback_after(
        &self,
        before: &TokenStream,
        messages: &TokenStream,
        refusal: &Refusal,
    ) -> TokenStream {
        let (no_job, seal) = (self.stream(&["no_job"]), sealed(ApiVersion::DEFAULT.segment()));
        let (bindings, no_job) = (self.bindings(), self.with_holes(&quote!(#no_job(#seal))));
        let (core, said) = (Ident::new(CORE, Span::call_site()), refusal.tokens());
        quote!({ #before #bindings #messages { extern crate core as #core; #said } #no_job })
    }
}

/// Arguments or elements, with their commas.
fn separated(parts: impl IntoIterator<Item = Part>) -> Vec<TokenTree> {
    let mut tokens = Vec::new();
    for part in parts {
        if !tokens.is_empty() {
            tokens.push(Punct::new(',', Spacing::Alone).into());
        }
        tokens.extend(part.tokens);
    }
    tokens
}

fn group(delimiter: Delimiter, tokens: Vec<TokenTree>) -> TokenTree {
    Group::new(delimiter, tokens.into_iter().collect()).into()
}

fn position(number: &ast::Number<'_>) -> Option<u32> {
    number.integer().and_then(|value| u32::try_from(value).ok()).filter(|value| *value <= ColumnIndex::MAX)
}
