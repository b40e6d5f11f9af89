//! Reads the configuration and the metadata from files: the only place of this crate that does.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use bulkwrite_core::metadata::{Metadata, MetadataError};
use bulkwrite_core::{Level, Options, Text, sort};

use crate::access::{self, Access, TRUST};
use crate::{Config, ConfigError, FILE_NAME, Settings};

/// What is said of a file that only seems to be in the project.
const OUTSIDE: &str = "it is a link that leads out of the project: it is not read";

/// A folder of metadata may be this many times as large as a file.
const MOST_FILES: u64 = 8;

/// The configuration of a project, its metadata, and the files that they came from.
///
/// It is of use even with [errors](Self::errors): whoever watches files must watch those that are wrong, too.
#[derive(Debug, Default)]
#[must_use]
pub struct Loaded {
    access: Access,
    config: Config,
    /// The file of the configuration.
    path: Option<PathBuf>,
    metadata: Vec<(PathBuf, Metadata)>,
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
    absent: Vec<PathBuf>,
    errors: Vec<LoadError>,
}

/// A file that could not be read or understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// The file or folder.
    pub path: PathBuf,
    /// The line and the column, counted from 1, if it is about a place in the file.
    pub place: Option<(u32, u32)>,
    /// What is wrong there.
    pub message: Text,
    /// What to do about it.
    pub help: Text,
}

impl fmt::Display for LoadError {
    /// The file, the place in it, the message: `bulkwrite.toml:2:1: unknown key …`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some((line, column)) = self.place {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for LoadError {}

/// The nearest configuration above a folder, and where there was none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The file, if there is one.
    pub found: Option<PathBuf>,
    /// The nearer files that would have been taken.
    pub absent: Vec<PathBuf>,
}

/// Looks for a `bulkwrite.toml` in a folder and those above it, up to the root of the repository or the home folder.
pub fn find(start: &Path) -> Search {
    let mut search = Search::default();
    let home = access::home();
    let start = std::path::absolute(start).unwrap_or_else(|_| start.to_owned());
    for folder in start.ancestors() {
        let path = folder.join(FILE_NAME);
        if path.is_file() {
            search.found = Some(path);
            break;
        }
        search.absent.push(path);
        if access::ends_search(folder, home.as_deref()) {
            break;
        }
    }
    search
}

impl Loaded {
    /// Looks for a `bulkwrite.toml` in `start` and the folders above it, and reads the nearest with all that it names.
    ///
    /// Without one, everything has its default.
    pub fn discover(start: &Path) -> Self {
        Self::discover_with(start, Access::from_env())
    }

    /// [`discover`](Self::discover), with other bounds than those of the environment.
    pub fn discover_with(start: &Path, access: Access) -> Self {
        let Search { found, absent } = find(start);
        match found {
            Some(path) => Self { absent, ..Self::found(&path, start, access) },
            None => Self { access, absent, ..Self::default() },
        }
    }

    /// Reads the configuration that was [found](find) for a folder, with all that it names.
    ///
    /// Nobody asked for it by its name, so it is read only if it lies in the project and belongs to the user.
    pub fn found(path: &Path, start: &Path, access: Access) -> Self {
        let mut loaded = Self { access, ..Self::default() };
        if !access.anywhere {
            let project = path.parent().and_then(access::project);
            let stranger = || {
                access::stranger(path, start).map(|user| format!("it belongs to another user ({user}): it is not read"))
            };
            let fault = if access.allows(project.as_deref(), path) { stranger() } else { Some(OUTSIDE.to_owned()) };
            if let Some(fault) = fault {
                loaded.path = Some(path.to_owned());
                loaded.files.push(path.to_owned());
                loaded.error(path, fault, format!("remove it, or set {TRUST}=1 if it can be trusted"));
                return loaded;
            }
        }
        loaded.read(path);
        loaded
    }

    /// Reads the configuration at `path`, which the user named, with all that it names.
    pub fn at(path: &Path, access: Access) -> Self {
        let mut loaded = Self { access, ..Self::default() };
        loaded.read(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
        loaded
    }

    /// No configuration but a metadata folder, which the user named.
    pub fn with_metadata(folder: &Path, access: Access) -> Self {
        let mut loaded = Self { access, ..Self::default() };
        let metadata = loaded.read_metadata(folder, folder, access::project(folder).as_deref());
        loaded.config.base.metadata = Some(folder.to_owned());
        loaded.metadata.push((folder.to_owned(), metadata));
        loaded
    }

    fn read(&mut self, path: &Path) {
        self.path = Some(path.to_owned());
        self.files.push(path.to_owned());
        match self.access.read(path) {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => match Config::parse(&text) {
                    Ok(config) => self.config = config,
                    Err(errors) => self.errors.extend(errors.0.into_iter().map(|error| LoadError::of(path, error))),
                },
                Err(_) => self.error(path, "the file is not UTF-8", "save it as UTF-8"),
            },
            Err(error) => self.unreadable(path, &error),
        }
        let root = path.parent().map(Path::to_owned).unwrap_or_default();
        let folders: Vec<PathBuf> = self.config.metadata_folders().into_iter().map(Path::to_owned).collect();
        let project = if folders.is_empty() { None } else { access::project(&root) };
        for folder in folders {
            let metadata = self.read_metadata(&root.join(&folder), &folder, project.as_deref());
            self.metadata.push((folder, metadata));
        }
    }

    /// Every `X.json` of a folder as the fields of module `X`; `written` is how the user names the folder.
    fn read_metadata(&mut self, folder: &Path, written: &Path, project: Option<&Path>) -> Metadata {
        let mut metadata = Metadata::in_folder(&written.to_string_lossy());
        self.folders.push(folder.to_owned());
        let access = self.access;
        if folder.is_dir() && !access.allows(project, folder) {
            let help = format!("keep the metadata in the project, or set {TRUST}=1 to read it there");
            self.error(folder, "the folder of `metadata` is outside of the project: it is not read", help);
            return metadata;
        }
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                let help = "save the metadata there, as `bulkwrite explain metadata` says, or correct `metadata`";
                self.error(folder, format!("the folder of `metadata` cannot be read: {error}"), help);
                return metadata;
            }
        };
        let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        sort::by(&mut files, Ord::cmp); // the order of a folder differs from system to system
        let mut left = access.max_size.saturating_mul(MOST_FILES);
        for path in files {
            let Some(module) = module_of(&path).map(str::to_owned) else { continue };
            self.files.push(path.clone());
            if !access.allows(project, &path) {
                let help = format!("put the file itself there, or set {TRUST}=1 to follow the link");
                self.error(&path, OUTSIDE, help);
                continue;
            }
            match self.access.read(&path) {
                Ok(json) => {
                    if let Err(error) = metadata.read(&module, &json) {
                        self.errors.push(LoadError::of_metadata(&path, error));
                    }
                    left = left.saturating_sub(json.len() as u64);
                }
                Err(error) => self.unreadable(&path, &error),
            }
            if left == 0 {
                let message = format!("the folder of `metadata` has more than {MOST_FILES} times the limit of a file");
                self.error(folder, message, "leave only the modules there that jobs are for");
                break;
            }
        }
        metadata
    }

    fn unreadable(&mut self, path: &Path, error: &io::Error) {
        if error.kind() == io::ErrorKind::FileTooLarge {
            self.error(path, error.to_string(), "make it smaller, or raise the limit with `--max-size`");
        } else {
            self.error(path, format!("cannot be read: {error}"), "make it readable, or remove it");
        }
    }

    fn error(&mut self, path: &Path, message: impl Into<Text>, help: impl Into<Text>) {
        self.errors.push(LoadError { path: path.to_owned(), place: None, message: message.into(), help: help.into() });
    }

    /// The options for the jobs in a file.
    pub fn options(&self, file: &Path) -> Options {
        let settings = self.settings(file);
        let folder = settings.metadata.as_ref();
        let metadata = folder.and_then(|folder| self.metadata.iter().find(|(known, _)| known == folder));
        // Each entry of the allow list was taken when the configuration was read.
        settings.options(metadata.map(|(_, metadata)| metadata.clone())).unwrap_or_default()
    }

    /// The levels of the rules of other crates, for the jobs in a file.
    pub fn others(&self, file: &Path) -> Vec<(String, Option<Level>)> {
        self.settings(file).others
    }

    fn settings(&self, file: &Path) -> Settings {
        let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        let relative = self.root().and_then(|root| absolute.strip_prefix(root).ok()).unwrap_or(file);
        self.config.settings(relative)
    }

    /// The modules that a metadata folder has, which is named as in the configuration.
    pub fn modules(&self, folder: &Path) -> impl Iterator<Item = &str> {
        let found = self.metadata.iter().find(|(known, _)| known == folder);
        found.into_iter().flat_map(|(_, metadata)| metadata.modules().map(|(name, _)| name))
    }

    /// The folder of the configuration, if there is one.
    pub fn root(&self) -> Option<&Path> {
        self.path.as_deref()?.parent()
    }

    /// The file of the configuration, if there is one.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// What the configuration says; nothing, if there is none or it has a mistake.
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// What could not be read or understood.
    pub fn errors(&self) -> &[LoadError] {
        &self.errors
    }

    /// The files that were read, whether they were understood or not: a change of one may change every report.
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// The folders that were looked through: a new file in one may change every report.
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// The nearer files that would have been read, had there been any.
    pub fn absent(&self) -> &[PathBuf] {
        &self.absent
    }
}

/// The module whose metadata a file holds, by its name.
fn module_of(path: &Path) -> Option<&str> {
    let is_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    path.file_stem()?.to_str().filter(|name| is_json && !name.starts_with('.') && path.is_file())
}

impl LoadError {
    fn of(path: &Path, error: ConfigError) -> Self {
        let place = Some((error.line, error.column));
        Self { path: path.to_owned(), place, message: error.message, help: error.help }
    }

    fn of_metadata(path: &Path, error: MetadataError) -> Self {
        let place = Some((error.line, error.column));
        Self { path: path.to_owned(), place, message: error.message, help: error.help }
    }
}
