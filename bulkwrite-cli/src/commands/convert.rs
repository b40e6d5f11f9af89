//! `bulkwrite convert`

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;

use bulkwrite_config::Access;
use bulkwrite_core::fix::apply;
use bulkwrite_core::json::{self, LineIndex, TextEdit, text_edits};
use bulkwrite_core::node::{Entry, Node, Value};
use bulkwrite_core::{ApiVersion, Checker, Edit, Fix, Loc, ModuleShape, Options, Report, quoted};
use bulkwrite_render::{escaped, quoted as json_string};

use super::Exit;
use crate::cli::{Convert, Target};
use crate::configs::Configs;
use crate::input::{self, Input};
use crate::output::{File, Job, tell};
use crate::postman;
use crate::rust::{self, Call, Mistake};
use crate::sniff;
use crate::terminal::Terminal;

pub(crate) fn run(args: &Convert, terminal: &Terminal, access: Access) -> io::Result<Exit> {
    let input = Input::one(&args.job);
    let source = match input.read(access) {
        Ok(bytes) => bytes,
        Err(error) => return Ok(fail(terminal, &input::problem(&input.name, &error))),
    };
    let mut form = None;
    let mut version = None;
    for target in &args.to {
        let twice = match target {
            Target::Version(target) => version.replace(*target).is_some(),
            form_target => form.replace(*form_target).is_some(),
        };
        if twice {
            return Ok(fail(terminal, "--to takes one form and one version"));
        }
    }
    let configs = Configs::new(&args.checking, access, [input.path()]);
    if let Some(problem) = configs.problems().next() {
        return Ok(fail(terminal, &problem));
    }
    let options = Options { placeholders: true, ..configs.options(input.path()).one_reading() };
    let mut conversion = Conversion { terminal, input: &input, options, expressions: BTreeMap::new() };

    let read = if is_rust(&input, &source) {
        form = form.or(Some(Target::Rust));
        conversion.read_rust(&source, args.nth)
    } else if args.nth.is_some() {
        Err(Stop::Failed("--nth counts the calls of `bulk_write!`, and this is JSON".to_owned()))
    } else {
        conversion.read_json(source)
    };
    let written = read.and_then(|(text, from)| {
        let (text, version) = match version {
            Some(to) => (conversion.adapt(text, from, to)?, to),
            None => (text, from),
        };
        if form == Some(Target::Rust) { conversion.write_rust(&text, version) } else { Ok(text) }
    });
    match written {
        Ok(text) => {
            let mut out = Terminal::plain();
            out.write_all(text.as_bytes())?;
            out.flush()?;
            Ok(Exit::Clean)
        }
        Err(Stop::Failed(problem)) => Ok(fail(terminal, &problem)),
        Err(Stop::Refused(file)) => {
            tell(terminal, &file)?;
            Ok(Exit::Findings)
        }
        Err(Stop::Io(error)) => Err(error),
    }
}

fn fail(terminal: &Terminal, problem: &str) -> Exit {
    terminal.complain(escaped(problem));
    Exit::Failed
}

/// Why nothing is written.
enum Stop {
    /// It could not be read.
    Failed(String),
    /// It has errors, with which it would be converted in vain.
    Refused(File),
    Io(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Whether a text is Rust code rather than a job.
fn is_rust(input: &Input, text: &[u8]) -> bool {
    let named = input.path().and_then(Path::extension).is_some_and(|end| end == "rs");
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text).trim_ascii_start();
    named || !text.starts_with(b"{") && sniff::contains(text, b"bulk_write")
}

/// A conversion: every form goes through the JSON of the job.
struct Conversion<'c> {
    terminal: &'c Terminal,
    input: &'c Input,
    options: Options,
    /// The Rust code that a placeholder stands for.
    expressions: BTreeMap<String, String>,
}

impl Conversion<'_> {
    fn checker(&self, version: Option<ApiVersion>) -> Checker {
        Checker::new(Options { version: version.or(self.options.version), ..self.options.clone() })
    }

    fn file(&self, bytes: Vec<u8>, report: Report) -> File {
        File { name: self.input.name.clone(), bytes, jobs: vec![Job::whole(report)] }
    }

    /// The text of a job, and its version.
    fn read_json(&self, source: Vec<u8>) -> Result<(String, ApiVersion), Stop> {
        if postman::read(&source).is_some() {
            let name = &self.input.name;
            return Err(Stop::Failed(format!("`{name}` is a Postman collection: give the body of one request")));
        }
        let report = self.checker(None).check_json(&source);
        let version = report.version();
        if report.errors() > 0 {
            return Err(Stop::Refused(self.file(source, report)));
        }
        let text = String::from_utf8(source).map_err(|_| Stop::Failed("the job is not UTF-8".to_owned()))?;
        Ok((text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned(), version))
    }

    /// The job of a call of `bulk_write!` as JSON, and its version.
    fn read_rust(&mut self, source: &[u8], nth: Option<usize>) -> Result<(String, ApiVersion), Stop> {
        let call = call(source, nth).map_err(|mistake| {
            let name = &self.input.name;
            let place = mistake.at.map_or_else(String::new, |at| {
                let (line, column) = LineIndex::new(source).line_col(at);
                format!(":{line}:{column}")
            });
            Stop::Failed(format!("cannot read `{name}{place}`: {}", mistake.message))
        })?;
        let report = self.checker(call.version).check(&call.root);
        let version = report.version();
        if report.errors() > 0 {
            return Err(Stop::Refused(self.file(source.to_vec(), report)));
        }
        let mut names: BTreeMap<Loc, String> = BTreeMap::new();
        for hole in &call.holes {
            let name = self.placeholder(&hole.code, &hole.key);
            if name != hole.code {
                let code = quoted(&hole.code);
                self.terminal.note(format_args!("the expression {code} becomes the placeholder `{{{{{name}}}}}`"));
            }
            names.insert(hole.loc, name);
        }
        let root = shaped(call.root, version.facts().module);
        let text = rust::json(&root, &|hole| {
            let name = names.get(&hole.loc).map_or("value", String::as_str);
            json_string(&format!("{{{{{name}}}}}"))
        });
        Ok((text, version))
    }

    /// A name for an expression: that of the variable, or else of the key.
    fn placeholder(&mut self, code: &str, key: &str) -> String {
        let base = if syn::parse_str::<syn::Ident>(code).is_ok() { code } else { key };
        let mut name = base.to_owned();
        for number in 2.. {
            match self.expressions.get(&name) {
                Some(known) if known != code => name = format!("{base}_{number}"),
                _ => break,
            }
        }
        self.expressions.insert(name.clone(), code.to_owned());
        name
    }

    /// The same job for another version; what that cannot say is lost, and told.
    fn adapt(&self, text: String, from: ApiVersion, to: ApiVersion) -> Result<String, Stop> {
        let before = self.checker(Some(from)).check_json(text.as_bytes());
        let changes = changes(&text, to);
        for loss in changes.iter().filter_map(|(loss, _)| loss.as_ref()) {
            self.terminal.warn(format_args!("lost: {loss}"));
        }
        // From the end, so that no change moves the places of the others.
        let text = changes.into_iter().rev().fold(text, |text, (_, edit)| edited(text, edit));
        let report = self.checker(Some(to)).check_json(text.as_bytes());
        let is_new = report.diagnostics().iter().any(|found| {
            !before.diagnostics().iter().any(|known| known.rule == found.rule && known.path == found.path)
        });
        let errors = report.errors();
        if errors > 0 || is_new {
            let file = File {
                name: format!("{} for {to}", self.input.name),
                bytes: text.clone().into_bytes(),
                jobs: vec![Job::whole(report)],
            };
            if errors > 0 {
                return Err(Stop::Refused(file));
            }
            tell(self.terminal, &file)?;
        }
        Ok(text)
    }

    fn write_rust(&self, text: &str, version: ApiVersion) -> Result<String, Stop> {
        let mut text = text.to_owned();
        // What the API does not have, no `Job` can hold.
        let all = Checker::new(Options { version: Some(version), placeholders: true, ..Options::default() });
        while let Some(found) =
            all.check_json(text.as_bytes()).diagnostics().iter().find(|found| found.rule.name == "unknown-key")
        {
            let help = found.help.as_deref().unwrap_or("remove it");
            self.terminal.warn(format_args!("lost: {}, which is no key of a job; {help}", quoted(&found.path)));
            let shorter = edited(text.clone(), Edit::RemoveEntry { key: found.loc });
            if shorter == text {
                break;
            }
            text = shorter;
        }
        for (key, only, edit) in constants(&text) {
            self.terminal
                .note(format_args!("the placeholder of `{key}` becomes `{only}`, which is all that it can be"));
            text = edited(text, edit);
        }
        let parsed = json::parse(text.as_bytes(), &json::Options::default());
        let Some(root) = &parsed.root else { return Err(Stop::Failed("the job cannot be read".to_owned())) };

        // The macro knows no placeholder inside of a text, and none where the API knows but one value.
        let filled = with_holes(root);
        let options = Options { version: Some(version), placeholders: false, ..self.options.clone() };
        let report = Checker::new(options).check(&filled);
        if report.errors() > 0 {
            return Err(Stop::Refused(self.file(text.into_bytes(), report)));
        }
        let mut names = Vec::new();
        placeholders(root, &mut names);
        let variables = variables(&names);
        let code = rust::rust(root, version, &|text| {
            let name = placeholder(text)?;
            if let Some(code) = self.expressions.get(name) {
                return Some(format!("{{{{ {code} }}}}"));
            }
            let variable = variables.get(name)?;
            // A placeholder in quotes is cloned where it stands again; an expression would be moved twice.
            let again = names.iter().filter(|other| **other == name).count() > 1;
            Some(if again { format!("\"{{{{{variable}}}}}\"") } else { format!("{{{{ {variable} }}}}") })
        });
        Ok(code)
    }
}

/// The call of `bulk_write!` that is meant.
fn call(source: &[u8], nth: Option<usize>) -> Result<Call, Mistake> {
    let mistake = |message: String| Mistake { at: None, message };
    let text = std::str::from_utf8(source).map_err(|error| Mistake {
        at: u32::try_from(error.valid_up_to()).ok(),
        message: "it is not UTF-8".to_owned(),
    })?;
    let mut calls = rust::calls(text)?;
    let count = calls.len();
    match nth {
        _ if count == 0 => Err(mistake("it does not call `bulk_write!`".to_owned())),
        None if count == 1 => calls.remove(0),
        None => Err(mistake(format!("it calls `bulk_write!` {count} times: choose one with --nth"))),
        Some(nth) if (1..=count).contains(&nth) => calls.remove(nth - 1),
        Some(_) => Err(mistake(format!("it calls `bulk_write!` {count} times"))),
    }
}

/// The name of a text that is nothing but a placeholder.
fn placeholder(text: &str) -> Option<&str> {
    let name = text.trim().strip_prefix("{{")?.strip_suffix("}}")?.trim();
    (!name.is_empty() && !name.contains(['{', '}'])).then_some(name)
}

/// The placeholders where but one value can stand, from the end.
fn constants(text: &str) -> Vec<(&'static str, &'static str, Edit)> {
    let parsed = json::parse(text.as_bytes(), &json::Options::default());
    let Some(root) = &parsed.root else { return Vec::new() };
    let mut found: Vec<(&'static str, &'static str, Loc)> = Vec::new();
    let mut look = |map: &Node<'_>, key: &'static str, only: &'static str| {
        let value = map.get(key).filter(|value| value.as_str().is_some_and(|text| placeholder(text).is_some()));
        found.extend(value.map(|value| (key, only, value.loc)));
    };
    if let Some(callback) = root.get("callback") {
        look(callback, "method", "post");
    }
    for resource in root.get("resource").and_then(Node::as_list).unwrap_or_default() {
        look(resource, "type", "data");
    }
    found.sort_by_key(|(.., loc)| std::cmp::Reverse(loc.start));
    let replace = |value, only: &str| Edit::Replace { value, with: json_string(only).into() };
    found.into_iter().map(|(key, only, loc)| (key, only, replace(loc, only))).collect()
}

/// The names of the placeholders of a job, in reading order.
fn placeholders<'n>(node: &'n Node<'_>, names: &mut Vec<&'n str>) {
    match &node.value {
        Value::String(text) => names.extend(placeholder(text)),
        Value::List(items) => items.iter().for_each(|item| placeholders(item, names)),
        Value::Map(entries) => entries.iter().for_each(|entry| placeholders(&entry.value, names)),
        _ => {}
    }
}

/// A variable for each placeholder, none for two of them; one that is a variable as it stands keeps its name.
fn variables<'n>(names: &[&'n str]) -> BTreeMap<&'n str, String> {
    let mut variables = BTreeMap::new();
    let mut taken = BTreeSet::new();
    let (plain, odd): (Vec<&str>, Vec<&str>) = names.iter().partition(|name| variable(name) == **name);
    for name in plain.into_iter().chain(odd) {
        if variables.contains_key(name) {
            continue;
        }
        let plain = variable(name);
        let numbered = (2_u32..).map(|n| format!("{}_{n}", plain.trim_end_matches('_')));
        let free = std::iter::once(plain.clone()).chain(numbered).find(|variable| !taken.contains(variable));
        let variable = free.unwrap_or(plain);
        taken.insert(variable.clone());
        variables.insert(name, variable);
    }
    variables
}

/// A variable for a placeholder, whose name may be anything.
fn variable(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    let mut plain = name.chars().map(plain).collect::<String>().trim_matches('_').to_owned();
    if !plain.starts_with(|c: char| c.is_ascii_alphabetic()) {
        plain.insert_str(0, "value_");
    }
    if syn::parse_str::<syn::Ident>(&plain).is_ok() { plain } else { format!("{plain}_") }
}

/// The tree with every placeholder as the macro will take it.
fn with_holes<'a>(node: &Node<'a>) -> Node<'a> {
    let value = match &node.value {
        Value::String(text) if placeholder(text).is_some() => Value::Hole,
        Value::List(items) => Value::List(items.iter().map(with_holes).collect()),
        Value::Map(entries) => Value::Map(
            entries
                .iter()
                .map(|entry| Entry { key: entry.key.clone(), key_loc: entry.key_loc, value: with_holes(&entry.value) })
                .collect(),
        ),
        value => value.clone(),
    };
    Node::new(node.loc, value)
}

/// The tree with each module in the form of a version, which a bare name leaves open.
fn shaped(mut root: Node<'static>, shape: ModuleShape) -> Node<'static> {
    let Value::Map(entries) = &mut root.value else { return root };
    for entry in entries.iter_mut().filter(|entry| entry.key == "resource") {
        let Value::List(resources) = &mut entry.value.value else { continue };
        for resource in resources {
            let Value::Map(entries) = &mut resource.value else { continue };
            for module in entries.iter_mut().filter(|entry| entry.key == "module") {
                let node = &mut module.value;
                let is_name = matches!(node.value, Value::Name(_) | Value::Hole);
                if shape == ModuleShape::Object && is_name {
                    let name = std::mem::replace(&mut node.value, Value::Null);
                    node.value = Value::Map(vec![Entry {
                        key: Cow::Borrowed("api_name"),
                        key_loc: node.loc,
                        value: Node::new(node.loc, name),
                    }]);
                }
            }
        }
    }
    root
}

/// What is to be changed for a version, in reading order, and what is lost by it.
fn changes(text: &str, to: ApiVersion) -> Vec<(Option<String>, Edit)> {
    let facts = to.facts();
    let parsed = json::parse(text.as_bytes(), &json::Options::default());
    let mut changes = Vec::new();
    let resources = parsed.root.as_ref().and_then(|root| root.get("resource")).and_then(Node::as_list);
    for (i, resource) in resources.unwrap_or_default().iter().enumerate() {
        if let Some(module) = resource.get("module") {
            changes.extend(module_change(module, i, facts.module));
        }
        if facts.parent_child {
            continue;
        }
        let since = |key: &str, of: &str| format!("`{key}` of {of}: it exists since v5");
        if let Some(key) = key_of(resource, "file_names") {
            changes.push((Some(since("file_names", &format!("resource {}", i + 1))), Edit::RemoveEntry { key }));
        }
        for mapping in resource.get("field_mappings").and_then(Node::as_list).unwrap_or_default() {
            if let Some(key) = key_of(mapping, "parent_column_index") {
                let field = quoted(mapping.get("api_name").and_then(Node::as_str).unwrap_or_default());
                changes.push((Some(since("parent_column_index", &field)), Edit::RemoveEntry { key }));
            }
        }
    }
    changes.sort_by_key(|(_, edit)| edit_start(edit));
    changes
}

fn edit_start(edit: &Edit) -> u32 {
    match edit {
        Edit::RemoveEntry { key } => key.start,
        Edit::Replace { value, .. } => value.start,
        _ => 0,
    }
}

fn module_change(module: &Node<'_>, resource: usize, shape: ModuleShape) -> Option<(Option<String>, Edit)> {
    match (&module.value, shape) {
        (Value::String(name), ModuleShape::Object) => {
            let with = format!("{{ \"api_name\": {} }}", json_string(name));
            Some((None, Edit::Replace { value: module.loc, with: with.into() }))
        }
        (Value::Map(_), ModuleShape::Text) => {
            let name = module.get("api_name").and_then(Node::as_str)?;
            let id = module.get("id").map(|id| match &id.value {
                Value::String(id) => quoted(id),
                _ => "it".to_owned(),
            });
            let loss =
                id.map(|id| format!("the id {id} of the module in resource {}: v2 takes the name alone", resource + 1));
            Some((loss, Edit::Replace { value: module.loc, with: json_string(name).into() }))
        }
        _ => None,
    }
}

fn key_of(map: &Node<'_>, key: &str) -> Option<Loc> {
    let Value::Map(entries) = &map.value else { return None };
    entries.iter().find(|entry| entry.key == key).map(|entry| entry.key_loc)
}

/// The text after one edit; the same text where that cannot be made.
fn edited(text: String, edit: Edit) -> String {
    let root = json::parse(text.as_bytes(), &json::Options::default()).root;
    let fix = Fix { title: "convert".into(), safe: true, edits: vec![edit] };
    let edits: Option<Vec<TextEdit>> = text_edits(text.as_bytes(), root.as_ref(), &fix);
    let changed = edits.map(|edits| apply(text.as_bytes(), &edits));
    changed.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or(text)
}
