//! Reads the configuration and the metadata from files: the only place of this crate that does.

use std::fmt;
use std::path::{Path, PathBuf};

use bulkwrite_core::metadata::{Metadata, MetadataError};
use bulkwrite_core::{Options, Text, sort};

use super::{Config, ConfigError, FILE_NAME};

/// The configuration of a project, its metadata, and the files that they came from.
///
/// It is of use even with [errors](Self::errors): whoever watches files must watch those that are wrong, too.
#[derive(Debug, Default)]
#[must_use]
pub struct Loaded {
    config: Config,
    /// The folder of the configuration.
    root: Option<PathBuf>,
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

impl Loaded {
    /// Looks for a `bulkwrite.toml` in `start` and every folder above it, and reads the nearest with all that it names.
    ///
    /// Without one, everything has its default.
    pub fn discover(start: &Path) -> Self {
        let mut loaded = Self::default();
        let start = std::path::absolute(start).unwrap_or_else(|_| start.to_owned());
        for folder in start.ancestors() {
            let path = folder.join(FILE_NAME);
            if path.is_file() {
                loaded.read(&path);
                break;
            }
            loaded.absent.push(path);
        }
        loaded
    }

    /// Reads the configuration at `path` with all that it names.
    pub fn at(path: &Path) -> Self {
        let mut loaded = Self::default();
        loaded.read(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
        loaded
    }

    /// No configuration but a metadata folder.
    pub fn with_metadata(folder: &Path) -> Self {
        let mut loaded = Self::default();
        let metadata = loaded.read_metadata(folder);
        loaded.config.base.metadata = Some(folder.to_owned());
        loaded.metadata.push((folder.to_owned(), metadata));
        loaded
    }

    fn read(&mut self, path: &Path) {
        let root = path.parent().map(Path::to_owned).unwrap_or_default();
        self.files.push(path.to_owned());
        match std::fs::read(path) {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => match Config::parse(&text) {
                    Ok(config) => self.config = config,
                    Err(errors) => self.errors.extend(errors.0.into_iter().map(|error| LoadError::of(path, error))),
                },
                Err(_) => self.error(path, "the file is not UTF-8", "save it as UTF-8"),
            },
            Err(error) => self.error(path, format!("cannot be read: {error}"), "make it readable, or remove it"),
        }
        let folders: Vec<PathBuf> = self.config.metadata_folders().into_iter().map(Path::to_owned).collect();
        for folder in folders {
            let metadata = self.read_metadata(&root.join(&folder));
            self.metadata.push((folder, metadata));
        }
        self.root = Some(root);
    }

    /// Every `X.json` of a folder as the fields of module `X`.
    fn read_metadata(&mut self, folder: &Path) -> Metadata {
        let mut metadata = Metadata::new();
        self.folders.push(folder.to_owned());
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
        for path in files {
            let Some(module) = module_of(&path).map(str::to_owned) else { continue };
            self.files.push(path.clone());
            match std::fs::read(&path) {
                Ok(json) => {
                    if let Err(error) = metadata.read(&module, &json) {
                        self.errors.push(LoadError::of_metadata(&path, error));
                    }
                }
                Err(error) => self.error(&path, format!("cannot be read: {error}"), "make it readable, or remove it"),
            }
        }
        metadata
    }

    fn error(&mut self, path: &Path, message: impl Into<Text>, help: impl Into<Text>) {
        self.errors.push(LoadError { path: path.to_owned(), place: None, message: message.into(), help: help.into() });
    }

    /// The options for the jobs in a file.
    pub fn options(&self, file: &Path) -> Options<'_> {
        let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        let relative = self.root.as_ref().and_then(|root| absolute.strip_prefix(root).ok()).unwrap_or(file);
        let settings = self.config.settings(relative);
        let folder = settings.metadata.as_ref();
        let metadata = folder.and_then(|folder| self.metadata.iter().find(|(known, _)| known == folder));
        // Each entry of the allow list was taken when the configuration was read.
        settings.options(metadata.map(|(_, metadata)| metadata)).unwrap_or_default()
    }

    /// The folder of the configuration, if there is one.
    pub fn root(&self) -> Option<&Path> {
        self.root.as_deref()
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
