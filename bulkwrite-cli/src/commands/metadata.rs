//! `bulkwrite metadata`

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use bulkwrite_config::{Access, Loaded};
use bulkwrite_http::http::Response;
use bulkwrite_http::{Task, Token, read_fields, request};
use bulkwrite_render::escaped;
use serde_json::Value;

use super::Exit;
use crate::cli::send::{Metadata, MetadataCommand, Pull};
use crate::configs;
use crate::send::run::{line, site};
use crate::terminal::Terminal;

pub(crate) fn run(args: &Metadata, terminal: &Terminal, access: Access) -> Exit {
    let MetadataCommand::Pull(args) = &args.command;
    pull(args, terminal, access).unwrap_or_else(|message| {
        terminal.complain(escaped(&message));
        Exit::Failed
    })
}

fn pull(args: &Pull, terminal: &Terminal, access: Access) -> Result<Exit, String> {
    let folder = folder(args, access)?;
    let modules = modules(args, &folder)?;
    let site = site(&args.place)?;
    let line = line(&site, &args.place.access, terminal, None)?;
    let mut token = line.token()?;
    let mut exit = Exit::Clean;
    for module in &modules {
        let ask = |token: &Token| request::fields(&site, args.api_version, module, token);
        let (read, last) = line.ask(Task::Fields, read_fields, &mut token, ask);
        let answer = match (read, last) {
            (Ok(()), Some(answer)) => text(&answer)?,
            (Err(trouble), _) => {
                terminal.complain(escaped(&format!("the fields of `{module}` cannot be asked for: {trouble}")));
                exit = Exit::Failed;
                continue;
            }
            (Ok(()), None) => continue,
        };
        let path = folder.join(format!("{module}.json"));
        let before = fs::read(&path).ok();
        let changes = changes(before.as_deref(), answer.as_bytes());
        let mut out = terminal.styled();
        let told = |error: io::Error| format!("cannot write: {error}");
        let name = path.display().to_string();
        let state = match (&before, changes.is_empty()) {
            (None, _) => "new".to_owned(),
            (Some(_), true) => "as it was".to_owned(),
            (Some(_), false) => format!("{} changed", bulkwrite_render::count(changes.len(), "field")),
        };
        writeln!(out, "{}: {state}", escaped(&name)).map_err(told)?;
        for change in changes.iter().filter(|_| before.is_some()) {
            writeln!(out, "  {}", escaped(change)).map_err(told)?;
        }
        out.flush().map_err(told)?;
        if args.check {
            if before.is_none() || !changes.is_empty() {
                exit = exit.max(Exit::Findings);
            }
        } else if before.as_deref() != Some(answer.as_bytes()) {
            write(&path, answer.as_bytes()).map_err(|error| format!("cannot write `{name}`: {error}"))?;
        }
    }
    Ok(exit)
}

/// The folder that is named, or that of the configuration.
fn folder(args: &Pull, access: Access) -> Result<PathBuf, String> {
    if let Some(folder) = &args.folder {
        return Ok(folder.clone());
    }
    let loaded = Loaded::discover_with(Path::new("."), access);
    // A folder that is not there yet is what this command is for.
    match loaded.config().metadata_folders()[..] {
        [folder] => Ok(folder.to_owned()),
        [] => match configs::problems(&loaded).next() {
            Some(problem) => Err(problem),
            None => {
                Err("there is no folder for the metadata: name it with `--folder`, or in `bulkwrite.toml`".to_owned())
            }
        },
        _ => Err("`bulkwrite.toml` names several folders: name one with `--folder`".to_owned()),
    }
}

/// The modules that are named, or those whose files are there.
fn modules(args: &Pull, folder: &Path) -> Result<Vec<String>, String> {
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if !args.modules.is_empty() {
        if let Some(wrong) = args.modules.iter().find(|name| !is_name(name)) {
            return Err(format!("`{wrong}` is no API name of a module"));
        }
        return Ok(args.modules.clone());
    }
    let mut modules = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        if path.extension().is_some_and(|end| end == "json") && is_name(stem) {
            modules.push(stem.to_owned());
        }
    }
    modules.sort();
    if modules.is_empty() {
        return Err(format!("`{}` has no metadata yet: name the modules", folder.display()));
    }
    Ok(modules)
}

/// The answer as it is kept: a line for each part, so that changes show in version control.
fn text(answer: &Response<Vec<u8>>) -> Result<String, String> {
    let parsed = bulkwrite_core::json::parse(answer.body(), &bulkwrite_core::json::Options::default());
    let tree = parsed.root.ok_or("the answer cannot be read")?;
    let text = serde_json::to_string_pretty(&tree).map_err(|error| error.to_string())?;
    Ok(format!("{text}\n"))
}

/// What differs between two answers, as far as a check could tell.
fn changes(before: Option<&[u8]>, now: &[u8]) -> Vec<String> {
    let (before, now) = (fields(before.unwrap_or_default()), fields(now));
    let mut changes = Vec::new();
    for (name, field) in &now {
        match before.get(name) {
            None => changes.push(format!("`{name}` is new")),
            Some(old) => {
                let differ = KEYS.iter().filter(|key| old.get(**key) != field.get(**key));
                let what: Vec<String> = differ.map(|key| change(key, old.get(*key), field.get(*key))).collect();
                if !what.is_empty() {
                    changes.push(format!("`{name}`: {}", what.join(", ")));
                }
            }
        }
    }
    changes.extend(before.keys().filter(|name| !now.contains_key(*name)).map(|name| format!("`{name}` is gone")));
    changes
}

/// What of a field the rules read.
const KEYS: [&str; 10] = [
    "data_type",
    "length",
    "decimal_place",
    "system_mandatory",
    "operation_type",
    "unique",
    "pick_list_values",
    "lookup",
    "multiselectlookup",
    "field_label",
];

fn change(key: &str, old: Option<&Value>, new: Option<&Value>) -> String {
    let shown = |value: Option<&Value>| match value {
        None | Some(Value::Null) => Some("none".to_owned()),
        Some(Value::Object(_) | Value::Array(_)) => None,
        Some(value) => Some(value.to_string().trim_matches('"').to_owned()),
    };
    match (shown(old), shown(new)) {
        (Some(old), Some(new)) => format!("{key} was {old} and is {new}"),
        _ => format!("{key} differs"),
    }
}

fn fields(answer: &[u8]) -> BTreeMap<String, Value> {
    let answer: Value = serde_json::from_slice(answer).unwrap_or_default();
    let fields = answer.get("fields").and_then(Value::as_array).cloned().unwrap_or_default();
    let named = |field: Value| Some((field.get("api_name")?.as_str()?.to_owned(), field));
    fields.into_iter().filter_map(named).collect()
}

/// Writes a file whole or not at all.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let part = path.with_extension("json.part");
    fs::write(&part, bytes)?;
    fs::rename(&part, path)
}
