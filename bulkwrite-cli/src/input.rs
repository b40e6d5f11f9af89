//! What is to be checked: files, folders, patterns, standard input.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use bulkwrite_config::{Access, project};

/// A text that may be checked.
#[derive(Debug)]
pub(crate) struct Input {
    /// What it is called in output.
    pub(crate) name: String,
    source: Source,
    /// Whether it was named, rather than found in a folder.
    pub(crate) named: bool,
}

#[derive(Debug)]
enum Source {
    File(PathBuf),
    Stdin,
    /// Standard input that was read.
    Read(Vec<u8>),
}

impl Input {
    /// The file at a path, or standard input for `-`.
    pub(crate) fn one(path: &Path) -> Self {
        if path.as_os_str() == "-" {
            return Self { name: "<stdin>".to_owned(), source: Source::Stdin, named: true };
        }
        Self { name: path.display().to_string(), source: Source::File(path.to_owned()), named: true }
    }

    /// The file that it is; `None` for standard input.
    pub(crate) fn path(&self) -> Option<&Path> {
        match &self.source {
            Source::File(path) => Some(path),
            Source::Stdin | Source::Read(_) => None,
        }
    }

    /// Whether it is standard input.
    pub(crate) fn is_stdin(&self) -> bool {
        matches!(self.source, Source::Stdin | Source::Read(_))
    }

    /// Reads standard input, so that it can be read again.
    pub(crate) fn keep(&mut self, access: Access) -> io::Result<()> {
        if matches!(self.source, Source::Stdin) {
            self.source = Source::Read(self.read(access)?);
        }
        Ok(())
    }

    /// Its bytes.
    pub(crate) fn read(&self, access: Access) -> io::Result<Vec<u8>> {
        match &self.source {
            Source::File(path) => access.read(path),
            Source::Stdin => access.read_from(io::stdin().lock()),
            Source::Read(bytes) => Ok(bytes.clone()),
        }
    }
}

/// The inputs that the paths stand for, and what is wrong with the paths.
pub(crate) fn collect(paths: &[PathBuf], stdin_name: Option<&str>, access: Access) -> Collected {
    let mut collector = Collector { access, ..Collector::default() };
    for path in paths {
        if path.as_os_str() == "-" {
            let name = stdin_name.unwrap_or("<stdin>").to_owned();
            if collector.seen.insert(path.clone().into_os_string()) {
                collector.collected.inputs.push(Input { name, source: Source::Stdin, named: true });
            }
        } else if path.is_dir() {
            let path = plain(path);
            collector.folder(&path, project(&path).as_deref());
        } else if !path.exists() && is_pattern(path) {
            collector.pattern(path);
        } else {
            // Whether it can be read is found out when it is its turn.
            collector.file(plain(path), true);
        }
    }
    collector.collected
}

/// What the paths stand for.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    pub(crate) inputs: Vec<Input>,
    /// What is wrong with the paths.
    pub(crate) problems: Vec<String>,
    /// What was passed over although it looks like a job.
    pub(crate) notes: Vec<String>,
}

#[derive(Default)]
struct Collector {
    access: Access,
    collected: Collected,
    /// The paths of the inputs, each in one spelling.
    seen: HashSet<OsString>,
}

impl Collector {
    fn file(&mut self, path: PathBuf, named: bool) {
        let shown = path.strip_prefix(".").unwrap_or(&path);
        if self.seen.insert(shown.as_os_str().to_owned()) {
            self.collected.inputs.push(Input { name: shown.display().to_string(), source: Source::File(path), named });
        }
    }

    /// Adds the JSON files of a folder and the folders in it, in the order of their names.
    fn folder(&mut self, folder: &Path, project: Option<&Path>) {
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(error) => return self.collected.problems.push(problem(&folder.display().to_string(), &error)),
        };
        entries.sort_by_cached_key(fs::DirEntry::file_name);
        for entry in entries {
            let (path, name) = (entry.path(), entry.file_name());
            let kind = entry.file_type();
            // A link to a folder may lead round in a circle.
            let is_folder = kind.as_ref().is_ok_and(fs::FileType::is_dir);
            let is_link = kind.as_ref().is_ok_and(fs::FileType::is_symlink);
            let is_file = || kind.is_ok_and(|kind| kind.is_file()) || path.is_file();
            if name.as_encoded_bytes().starts_with(b".") || is_folder && (name == "target" || name == "node_modules") {
            } else if is_folder {
                self.folder(&path, project);
            } else if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("json")) && is_file() {
                // Whose folder it is decides what it shows: a link may lead to any file of the user's.
                if is_link && !self.access.allows(project, &path) {
                    let name = path.display();
                    self.collected
                        .notes
                        .push(format!("`{name}` is a link that leads out of the project: it is passed over"));
                } else {
                    self.file(path, false);
                }
            }
        }
    }

    fn pattern(&mut self, pattern: &Path) {
        let shown = pattern.display().to_string();
        let options = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::new() };
        let matches = match glob::glob_with(&shown, options) {
            Ok(matches) => matches,
            Err(error) => {
                return self.collected.problems.push(format!("the pattern `{shown}` is wrong: {}", error.msg));
            }
        };
        let before = self.collected.inputs.len();
        for path in matches {
            match path {
                Ok(path) if path.is_dir() => {}
                Ok(path) => self.file(path, true),
                Err(error) => self.collected.problems.push(problem(&error.path().display().to_string(), error.error())),
            }
        }
        if self.collected.inputs.len() == before && self.collected.problems.is_empty() {
            self.collected.problems.push(format!("no file matches `{shown}`"));
        }
    }
}

/// A path without repeated separators and needless dots, so that a file is taken once however it is named.
fn plain(path: &Path) -> PathBuf {
    path.components().collect()
}

fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '['])
}

/// A failure to read, without the number that the system gives it.
pub(crate) fn problem(name: &str, error: &io::Error) -> String {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::FileTooLarge => format!("{error}; raise it with `--max-size`"),
        _ => error.to_string(),
    };
    format!("cannot read `{name}`: {reason}")
}
