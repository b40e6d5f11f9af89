//! `csv: "data/leads.csv"`: the columns of a job against the header of the file that they are read from.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use bulkwrite_config::{Access, TRUST, project};
use bulkwrite_core::csv::{Header, header};
use bulkwrite_core::metadata::{Metadata, ModuleFields};
use bulkwrite_core::node::{Node, Value};
use bulkwrite_core::suggest::near_miss;
use bulkwrite_core::{Loc, quoted};
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::error::Complaint;

/// So much of a file is read: no header is longer.
const HEAD: u64 = 64 * 1024;

/// The files that a job names, one for each resource.
pub(crate) struct Files {
    key: Loc,
    names: Vec<(String, Loc)>,
}

impl Files {
    /// The files that the value of `csv` names.
    pub(crate) fn of(key: Loc, value: &Node<'_>) -> Result<Self, Complaint> {
        let name = |node: &Node<'_>| match &node.value {
            Value::String(name) => Ok((name.to_string(), node.loc)),
            _ => Err(Complaint::error(node.loc, "`csv` takes the path of a file")
                .help("write `csv: \"data/leads.csv\"`, or a list of them, one for each resource")),
        };
        let names = match &value.value {
            Value::List(items) => items.iter().map(name).collect::<Result<_, _>>()?,
            _ => vec![name(value)?],
        };
        Ok(Self { key, names })
    }

    /// Puts the index of each column in place of its name, and says what does not fit the header; what is tracked comes first.
    pub(crate) fn apply(
        &self,
        root: &mut Node<'_>,
        folder: &Path,
        metadata: Option<&Metadata>,
    ) -> (TokenStream, Vec<Complaint>) {
        let (mut tracked, mut complaints) = (TokenStream::new(), Vec::new());
        let mut headers: Vec<Option<Table<'_>>> = Vec::new();
        for (name, loc) in &self.names {
            match open(name, folder) {
                Ok((path, header)) => {
                    if let Some(path) = path.to_str() {
                        let site = Span::mixed_site();
                        tracked.extend(quote_spanned!(site=> const _: &[u8] = ::core::include_bytes!(#path);));
                    }
                    headers.push(Some(Table { name, header }));
                }
                Err((message, help)) => {
                    complaints.push(Complaint::error(*loc, message).help(help));
                    headers.push(None);
                }
            }
        }
        let mut resources: Vec<&mut Node<'_>> = match value_of(root, "resource").map(|node| &mut node.value) {
            Some(Value::List(items)) => items.iter_mut().collect(),
            _ => return (tracked, complaints),
        };
        if resources.len() != headers.len() {
            let (files, of) = (count(headers.len(), "file"), count(resources.len(), "resource"));
            let complaint = Complaint::error(self.key, format!("`csv` names {files}, and the job has {of}"));
            complaints.push(
                complaint
                    .help("name one for each resource, in their order: `csv: [\"parents.csv\", \"children.csv\"]`"),
            );
            return (tracked, complaints);
        }
        let parent = headers.first().cloned().flatten();
        for (at, (resource, table)) in resources.iter_mut().zip(&headers).enumerate() {
            let Some(table) = table else { continue };
            let parent = parent.as_ref().filter(|_| at > 0);
            let fields = module_of(resource).and_then(|module| metadata?.get(&module));
            table.check(resource, parent, fields, &mut complaints);
        }
        (tracked, complaints)
    }
}

/// The header of a file.
#[derive(Clone)]
struct Table<'n> {
    name: &'n str,
    header: Header,
}

impl Table<'_> {
    fn check(
        &self,
        resource: &mut Node<'_>,
        parent: Option<&Self>,
        fields: Option<&ModuleFields>,
        complaints: &mut Vec<Complaint>,
    ) {
        let Some(Value::List(mappings)) = value_of(resource, "field_mappings").map(|node| &mut node.value) else {
            return;
        };
        let name_of = |mapping: &Node<'_>| mapping.get("api_name").and_then(Node::as_str).map(str::to_owned);
        let names: Vec<String> = mappings.iter().filter_map(name_of).collect();
        for mapping in mappings {
            let api_name = name_of(mapping);
            if let (Some(index), Some(parent)) = (value_of(mapping, "parent_column_index"), parent) {
                parent.resolve(index, complaints);
            }
            let is_link = mapping.get("parent_column_index").is_some();
            let Some(index) = value_of(mapping, "index") else { continue };
            let is_by_name = matches!(index.value, Value::String(_));
            let column = self.resolve(index, complaints);
            let loc = index.loc;
            if let (Some(column), Some(api_name), false, false) = (column, api_name, is_by_name, is_link) {
                complaints.extend(self.other_field(column, &api_name, &names, fields).map(|found| found(loc)));
            }
        }
    }

    /// The column that an index or a name stands for; the index takes the place of the name.
    fn resolve(&self, index: &mut Node<'_>, complaints: &mut Vec<Complaint>) -> Option<usize> {
        let columns = &self.header.columns;
        match &index.value {
            Value::Number(number) => {
                let column: usize = number.parse().ok()?;
                if column < columns.len() {
                    return Some(column);
                }
                let message =
                    format!("the index is {column}, and {} has {}", quoted(self.name), count(columns.len(), "column"));
                let help = format!("columns count from 0: the last one is {}", columns.len() - 1);
                complaints.push(Complaint::error(index.loc, message).rule("index-beyond-columns").read().help(help));
                None
            }
            Value::String(name) => {
                let places: Vec<usize> = (0..columns.len()).filter(|at| columns[*at] == name.trim()).collect();
                let complaint = match places[..] {
                    [column] => {
                        index.value = Value::Number(column.to_string().into());
                        return Some(column);
                    }
                    [] => {
                        let message = format!("the header of {} has no column {}", quoted(self.name), quoted(name));
                        let help = match near_miss(name, columns.iter().map(String::as_str)) {
                            Some(meant) => format!("did you mean {}?", quoted(meant)),
                            None => format!("its columns are {}", listed(columns)),
                        };
                        Complaint::error(index.loc, message).help(help)
                    }
                    [..] => {
                        let message = format!("the header of {} has {} twice", quoted(self.name), quoted(name));
                        let places: Vec<String> = places.iter().map(ToString::to_string).collect();
                        Complaint::error(index.loc, message)
                            .help(format!("write the index of the one that is meant: {}", places.join(" or ")))
                    }
                };
                complaints.push(complaint);
                // Nothing else is to be said of it.
                index.value = Value::Hole;
                None
            }
            _ => None,
        }
    }

    /// What is to be said where the header of a column names another field than the one it goes into.
    fn other_field(
        &self,
        column: usize,
        api_name: &str,
        names: &[String],
        fields: Option<&ModuleFields>,
    ) -> Option<impl FnOnce(Loc) -> Complaint> {
        let header = &self.header.columns[column];
        let label = |name: &str| fields.and_then(|fields| fields.get(name)).map(|field| field.label.to_string());
        let is_named = |name: &str| same(header, name) || label(name).is_some_and(|label| same(header, &label));
        if header.is_empty() || is_named(api_name) {
            return None;
        }
        let by_label = || fields?.iter().find(|field| *field.label == **header).map(|field| field.api_name.to_string());
        let known = fields.and_then(|fields| fields.get(header)).map(|field| field.api_name.to_string());
        let mapped = || names.iter().find(|name| *name == header).cloned();
        let other = known.or_else(by_label).or_else(mapped).filter(|other| other != api_name)?;
        let message = format!(
            "column {} of {} is called {} and goes into {}",
            column + 1,
            quoted(self.name),
            quoted(header),
            quoted(api_name)
        );
        let place = self.header.columns.iter().position(|column| same(column, api_name));
        let help = match place {
            Some(place) => format!("write `{place}`: {} is column {}", quoted(&self.header.columns[place]), place + 1),
            None => format!("{} names the field {}: correct the index, or the header", quoted(header), quoted(&other)),
        };
        Some(move |loc| Complaint::warning(loc, message).rule("header-names-another-field").read().help(help))
    }
}

/// The header of a file in the project.
fn open(name: &str, folder: &Path) -> Result<(PathBuf, Header), (String, String)> {
    let (shown, path) = (quoted(name), folder.join(name));
    let access = Access::from_env();
    if !access.allows(project(folder).as_deref(), &path) {
        let help = format!("keep it in the project; who trusts what it names sets {TRUST}=1");
        return Err((format!("{shown} lies outside of the project"), help));
    }
    let head = || -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        File::open(&path)?.take(HEAD).read_to_end(&mut head)?;
        Ok(head)
    };
    let head = head().map_err(|error| {
        let help = "the path is relative to the folder of the crate's `Cargo.toml`".to_owned();
        (format!("cannot read {shown}: {error}"), help)
    })?;
    let header = header(&head).map_err(|why| {
        (format!("{shown} has no header: {why}"), "save it as UTF-8, with the header in its first line".to_owned())
    })?;
    Ok((path, header))
}

fn module_of(resource: &Node<'_>) -> Option<String> {
    let module = resource.get("module")?;
    module.as_str().or_else(|| module.get("api_name")?.as_str()).map(str::to_owned)
}

/// The value of a key, to change.
fn value_of<'n, 'a>(node: &'n mut Node<'a>, key: &str) -> Option<&'n mut Node<'a>> {
    match &mut node.value {
        Value::Map(entries) => entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.value),
        _ => None,
    }
}

/// Whether two names are one but for case, blanks, `_` and `-`.
fn same(a: &str, b: &str) -> bool {
    let folded = |name: &str| {
        let letters = name.chars().filter(|c| !matches!(c, '_' | '-' | ' '));
        letters.flat_map(char::to_lowercase).collect::<String>()
    };
    folded(a) == folded(b)
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn listed(columns: &[String]) -> String {
    let shown: Vec<String> = columns.iter().take(8).map(|column| quoted(column)).collect();
    let more = if columns.len() > shown.len() { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}
