//! `bulkwrite` without arguments: what is here, and what to do next.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use bulkwrite_config::{Access, Loaded};
use bulkwrite_render::{BOLD, CODE, count, escaped};

use super::Exit;
use crate::configs;
use crate::input::{self, Collected, Input};
use crate::postman::{self, Found};
use crate::sniff;
use crate::terminal::Terminal;

/// How many files are looked into; a first look is no search.
const MOST: usize = 1_000;
/// How many names are shown of a kind.
const SHOWN: usize = 4;

pub(crate) fn run(terminal: &Terminal, access: Access) -> io::Result<Exit> {
    let here = Path::new(".");
    let loaded = Loaded::discover_with(here, access);
    for problem in configs::problems(&loaded) {
        terminal.complain(escaped(&problem));
    }
    let mut seen = Seen::default();
    let Collected { inputs, .. } = input::collect(&[PathBuf::from(".")], None, access);
    let looked = inputs.len().min(MOST);
    for input in &inputs[..looked] {
        seen.look(input, access);
    }
    seen.csv_files(here);
    let mut out = terminal.styled();
    seen.write(&mut out, &loaded, inputs.len() - looked)?;
    let next = seen.next(&loaded);
    let width = next.iter().map(|(command, _)| command.chars().count()).max().unwrap_or_default();
    writeln!(out, "\n{BOLD}Next{BOLD:#}")?;
    for (command, what) in next {
        let blank = " ".repeat(width - command.chars().count());
        writeln!(out, "  {CODE}{command}{CODE:#}{blank}  {what}")?;
    }
    out.flush()?;
    Ok(if loaded.errors().is_empty() { Exit::Clean } else { Exit::Failed })
}

/// What is in a folder.
#[derive(Default)]
struct Seen {
    jobs: Vec<String>,
    /// Each with the number of its bulk write requests.
    collections: Vec<(String, usize)>,
    csv_files: Vec<String>,
}

impl Seen {
    fn look(&mut self, input: &Input, access: Access) {
        let Ok(bytes) = input.read(access) else { return };
        match postman::read(&bytes) {
            Some(Found::Requests(requests)) if !requests.is_empty() => {
                self.collections.push((input.name.clone(), requests.len()));
            }
            None if sniff::may_be_job(&bytes) => self.jobs.push(input.name.clone()),
            _ => {}
        }
    }

    fn csv_files(&mut self, folder: &Path) {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let is_csv = |path: &PathBuf| path.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv"));
        let paths = entries.map(|entry| entry.path()).filter(|path| is_csv(path) && path.is_file());
        self.csv_files = paths.map(|path| path.strip_prefix(".").unwrap_or(&path).display().to_string()).collect();
        self.csv_files.sort();
    }

    fn write(&self, out: &mut dyn Write, loaded: &Loaded, unseen: usize) -> io::Result<()> {
        writeln!(out, "{BOLD}Here{BOLD:#}")?;
        let mut rows: Vec<(String, String)> = Vec::new();
        if !self.jobs.is_empty() {
            rows.push((count(self.jobs.len(), "job"), names(&self.jobs)));
        }
        if !self.collections.is_empty() {
            let requests = |(name, requests): &(String, usize)| format!("{name} ({})", count(*requests, "request"));
            let shown: Vec<String> = self.collections.iter().map(requests).collect();
            rows.push((count(self.collections.len(), "collection"), names(&shown)));
        }
        if !self.csv_files.is_empty() {
            rows.push((count(self.csv_files.len(), "CSV file"), names(&self.csv_files)));
        }
        if let Some(path) = loaded.path() {
            rows.push(("configuration".to_owned(), path.display().to_string()));
        }
        for folder in loaded.config().metadata_folders() {
            let modules: Vec<String> = loaded.modules(folder).map(str::to_owned).collect();
            let of = if modules.is_empty() { "of no module".to_owned() } else { format!("of {}", names(&modules)) };
            rows.push(("field metadata".to_owned(), format!("{}, {of}", folder.display())));
        }
        if rows.is_empty() {
            writeln!(out, "  no job, no Postman collection, no CSV, no bulkwrite.toml")?;
        }
        let width = rows.iter().map(|(what, _)| what.chars().count()).max().unwrap_or_default();
        for (what, which) in rows {
            writeln!(out, "  {what:width$}  {}", escaped(&which))?;
        }
        if unseen > 0 {
            writeln!(out, "  {} more not looked into", count(unseen, "JSON file"))?;
        }
        Ok(())
    }

    /// The commands that come next, and what each does.
    fn next(&self, loaded: &Loaded) -> Vec<(String, String)> {
        let mut next: Vec<(String, String)> = Vec::new();
        let mut add = |command: &str, what: &str| next.push((escaped(command).into_owned(), what.to_owned()));
        let has_metadata = !loaded.config().metadata_folders().is_empty();
        if !self.jobs.is_empty() || !self.collections.is_empty() {
            add("bulkwrite check", "check all of them");
            add("bulkwrite fix . --diff", "show what can be mended");
        }
        if let Some(csv) = self.csv_files.first() {
            if has_metadata {
                add(
                    &format!("bulkwrite init {} --module Leads", in_shell(csv)),
                    "write a job for a CSV: name its module",
                );
            } else {
                add("bulkwrite explain metadata", "how to save the fields of a module, to write a job for a CSV");
            }
        } else if !has_metadata && !self.jobs.is_empty() {
            add("bulkwrite explain metadata", "how to let the names of fields be checked, too");
        }
        if self.jobs.is_empty() && self.collections.is_empty() {
            add("bulkwrite check -", "check a job from standard input");
        }
        add("bulkwrite --help", "all commands");
        next
    }
}

/// Some names, and how many more there are.
fn names(all: &[String]) -> String {
    let shown = all.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown}, and {more} more"),
    }
}

/// A file name as a shell takes it.
fn in_shell(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
    if name.chars().all(is_plain) && !name.starts_with('-') {
        return name.to_owned();
    }
    format!("'{}'", name.replace('\'', "'\\''"))
}
