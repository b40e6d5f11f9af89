//! The configurations that hold for the files at hand: the nearest `bulkwrite.toml` above each.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bulkwrite_config::{Access, Loaded, find};
use bulkwrite_core::Options;

use crate::cli::Checking;
use crate::resolver::Remembering;
use crate::rules;

/// The configurations, each read once, and what the command line says.
pub(crate) struct Configs<'a> {
    args: &'a Checking,
    /// By the path of the configuration.
    loaded: BTreeMap<PathBuf, Loaded>,
    /// The configuration above each folder that was asked for.
    nearest: BTreeMap<PathBuf, Option<PathBuf>>,
    resolver: Arc<Remembering>,
}

impl<'a> Configs<'a> {
    /// Reads the configurations for these files. `None` is a text without a file: the current folder counts.
    pub(crate) fn new<'p>(
        args: &'a Checking,
        access: Access,
        files: impl IntoIterator<Item = Option<&'p Path>>,
    ) -> Self {
        let mut configs = Self { args, loaded: BTreeMap::new(), nearest: BTreeMap::new(), resolver: Arc::default() };
        if let Some(path) = &args.config {
            configs.loaded.insert(path.clone(), Loaded::at(path, access));
            return configs;
        }
        for file in files {
            let folder = folder(file);
            if configs.nearest.contains_key(&folder) {
                continue;
            }
            let path = find(&folder).found;
            if let Some(path) = &path {
                configs.loaded.entry(path.clone()).or_insert_with(|| Loaded::found(path, &folder, access));
            }
            configs.nearest.insert(folder, path);
        }
        configs
    }

    /// What is wrong with the configurations, ready to be shown.
    pub(crate) fn problems(&self) -> impl Iterator<Item = String> {
        self.loaded.values().flat_map(problems)
    }

    /// The configurations that take something back of the check, and what that is.
    pub(crate) fn concessions(&self) -> impl Iterator<Item = String> {
        self.loaded.values().filter_map(concessions)
    }

    /// Whether field metadata is there for any of the files.
    pub(crate) fn have_metadata(&self) -> bool {
        self.loaded.values().any(|loaded| !loaded.config().metadata_folders().is_empty())
    }

    /// Whether no configuration holds for any of the files.
    pub(crate) fn is_empty(&self) -> bool {
        self.loaded.is_empty()
    }

    /// How the jobs in a file are checked; the command line has the last word.
    pub(crate) fn options(&self, file: Option<&Path>) -> Options {
        let path = self.args.config.as_ref().or_else(|| self.nearest.get(&folder(file))?.as_ref());
        let loaded = path.and_then(|path| self.loaded.get(path));
        let mut options = loaded.map(|loaded| loaded.options(file.unwrap_or(Path::new("-")))).unwrap_or_default();
        for (name, level) in loaded.iter().flat_map(|loaded| loaded.others(file.unwrap_or(Path::new("-")))) {
            if let Some(rule) = rules::find(&name) {
                let _ = options.levels.set(rule, level); // its level is not fixed
            }
        }
        for set in &self.args.rules {
            // What may not be lowered was refused when it was read.
            let _ = options.levels.set(set.rule, set.level);
        }
        options.version = self.args.api_version.or(options.version);
        options.placeholders |= self.args.allow_placeholders;
        if self.args.resolve {
            options.resolver = Some(Arc::clone(&self.resolver) as _);
        }
        options
    }
}

/// What is wrong with a configuration, ready to be shown.
pub(crate) fn problems(loaded: &Loaded) -> impl Iterator<Item = String> {
    loaded.errors().iter().map(|error| format!("{error} (help: {})", error.help))
}

/// What a configuration takes back of the check, ready to be shown.
pub(crate) fn concessions(loaded: &Loaded) -> Option<String> {
    /// A list may be long.
    const MOST: usize = 5;
    let all = loaded.config().concessions();
    let path = loaded.path().filter(|_| !all.is_empty())?;
    let more = match all.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    Some(format!("`{}` says: {}{more}", path.display(), all[..all.len().min(MOST)].join(", ")))
}

/// The folder of a file, from the root on.
fn folder(file: Option<&Path>) -> PathBuf {
    let file = file.unwrap_or(Path::new("-"));
    let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    absolute.parent().map(Path::to_owned).unwrap_or_default()
}
