//! `bulkwrite.toml`: how the jobs of a project are checked.
//!
//! ```toml
//! version = "v8"                       # the version that jobs are sent to
//! metadata = "crm/"                    # saved answers of GET /crm/v8/settings/fields?module=X, as X.json
//!
//! [callback]
//! allow = ["crm.corp", "10.1.0.0/16"]  # hosts and networks that may be called although they are not public
//! dns64 = true                         # the network is IPv6-only behind DNS64
//!
//! [rules]
//! callback-port = "allow"              # or "warn", or "error"
//!
//! [[overrides]]                        # the same keys for some files; a later override goes before an earlier one
//! files = ["imports/legacy/*.json"]
//! version = "v2"
//! rules.blanks-overwrite = "allow"
//! ```
//!
//! [`Config::parse`] is a pure function of the text. [`Loaded`] alone reads files: the configuration that is found upward from a
//! folder, and the metadata that it names, both within the bounds of [`Access`].
#![forbid(unsafe_code)]

mod access;
mod glob;
mod load;
mod parse;

use std::collections::HashSet;
use std::fmt;
use std::path::{Path, PathBuf};

pub use access::{Access, MAX_SIZE, TRUST, project};
pub use load::{LoadError, Loaded, Search, find};

use bulkwrite_core::callback::{AllowError, AllowList, Policy};
use bulkwrite_core::metadata::Metadata;
use bulkwrite_core::{ApiVersion, Level, Levels, Options, Rule, Text, quoted, sort};

/// The name of the file.
pub const FILE_NAME: &str = "bulkwrite.toml";

/// What a `bulkwrite.toml` says.
///
/// ```
/// use bulkwrite_config::Config;
/// use bulkwrite_core::{ApiVersion, rules};
/// use std::path::Path;
///
/// let config = Config::parse("version = 'v8'\n[[overrides]]\nfiles = ['old/*.json']\nversion = 'v2'")?;
/// assert_eq!(config.settings(Path::new("jobs/leads.json")).version, Some(ApiVersion::V8));
/// assert_eq!(config.settings(Path::new("old/leads.json")).version, Some(ApiVersion::V2));
///
/// let error = Config::parse("[rules]\nmising-key = 'allow'").unwrap_err();
/// assert_eq!(error.to_string(), "line 2, column 1: there is no rule `mising-key`");
/// assert_eq!(error.all()[0].help, "write `missing-key`");
/// # Ok::<(), bulkwrite_config::ConfigErrors>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Config {
    base: Settings,
    overrides: Vec<Override>,
}

#[derive(Clone, Debug)]
struct Override {
    files: Vec<String>,
    settings: Settings,
}

/// What holds for one file.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The version that its jobs are sent to.
    pub version: Option<ApiVersion>,
    /// The folder with the metadata, as it is written: relative to the folder of the configuration.
    pub metadata: Option<PathBuf>,
    /// The rules whose level is set; the last setting of a rule counts.
    pub rules: Vec<(&'static Rule, Option<Level>)>,
    /// The same for [rules of other crates](bulkwrite_core::rules::ELSEWHERE), by their names.
    pub others: Vec<(String, Option<Level>)>,
    /// What callbacks may call although it is not public.
    pub allow: Vec<String>,
    /// Whether the network is IPv6-only behind DNS64.
    pub dns64: Option<bool>,
}

impl Config {
    /// Reads a configuration. The errors are all that it has, in reading order.
    pub fn parse(text: &str) -> Result<Self, ConfigErrors> {
        parse::parse(text)
    }

    /// What holds for a file, which is named relative to the folder of the configuration.
    ///
    /// A pattern without a `/` is compared with the name of the file, whatever its folder.
    pub fn settings(&self, file: &Path) -> Settings {
        let mut settings = self.base.clone();
        for other in self.overrides.iter().filter(|other| other.files.iter().any(|glob| glob::matches(glob, file))) {
            settings.add(&other.settings);
        }
        settings
    }

    /// The metadata folders that are named anywhere, each once.
    pub fn metadata_folders(&self) -> Vec<&Path> {
        let settings = std::iter::once(&self.base).chain(self.overrides.iter().map(|other| &other.settings));
        let mut folders: Vec<&Path> = settings.filter_map(|settings| settings.metadata.as_deref()).collect();
        sort::by_key(&mut folders, |folder| *folder);
        folders.dedup();
        folders
    }

    /// What it takes back of the check, for a person: the rules that it lowers and what it lets callbacks call, each once.
    ///
    /// ```
    /// use bulkwrite_config::Config;
    ///
    /// let config = Config::parse("rules.missing-key = 'warn'\ncallback.allow = 'crm.corp'")?;
    /// assert_eq!(config.concessions(), ["`missing-key` is a warning", "`crm.corp` may be called"]);
    /// # Ok::<(), bulkwrite_config::ConfigErrors>(())
    /// ```
    pub fn concessions(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for settings in std::iter::once(&self.base).chain(self.overrides.iter().map(|other| &other.settings)) {
            for (rule, level) in &settings.rules {
                let name = quoted(rule.name);
                match level {
                    None if rule.level.is_some() => all.push(format!("{name} is off")),
                    Some(Level::Warning) if rule.level == Some(Level::Error) => {
                        all.push(format!("{name} is a warning"));
                    }
                    _ => {}
                }
            }
            let off = settings.others.iter().filter(|(_, level)| level.is_none());
            all.extend(off.map(|(name, _)| format!("{} is off", quoted(name))));
            all.extend(settings.allow.iter().map(|entry| format!("{} may be called", quoted(entry))));
        }
        let mut seen = HashSet::new();
        all.retain(|text| seen.insert(text.clone()));
        all
    }
}

impl Settings {
    fn add(&mut self, other: &Self) {
        self.version = other.version.or(self.version);
        self.dns64 = other.dns64.or(self.dns64);
        if other.metadata.is_some() {
            self.metadata.clone_from(&other.metadata);
        }
        self.rules.extend_from_slice(&other.rules);
        self.others.extend_from_slice(&other.others);
        self.allow.extend_from_slice(&other.allow);
    }

    /// The options that these settings come to. The metadata is for the caller to have read.
    pub fn options(&self, metadata: Option<Metadata>) -> Result<Options, AllowError> {
        let mut levels = Levels::default();
        for &(rule, level) in &self.rules {
            // What may not be lowered was refused when it was read.
            let _ = levels.set(rule, level);
        }
        let callback = Policy { allow: AllowList::parse(&self.allow)?, dns64: self.dns64 == Some(true) };
        Ok(Options { version: self.version, levels, callback, metadata, ..Options::default() })
    }
}

/// One mistake in a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// The place, in bytes of the text.
    pub range: std::ops::Range<usize>,
    /// The line, counted from 1.
    pub line: u32,
    /// The column, counted from 1 in characters.
    pub column: u32,
    /// What is wrong there.
    pub message: Text,
    /// What to do about it.
    pub help: Text,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for ConfigError {}

/// Every mistake in a configuration, in reading order; there is at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigErrors(Vec<ConfigError>);

impl ConfigErrors {
    /// The mistakes.
    pub fn all(&self) -> &[ConfigError] {
        &self.0
    }
}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, error) in self.0.iter().enumerate() {
            write!(f, "{}{error}", if i == 0 { "" } else { "\n" })?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigErrors {}
