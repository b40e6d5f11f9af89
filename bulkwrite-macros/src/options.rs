//! How the jobs of a crate are checked: by the `bulkwrite.toml` beside its `Cargo.toml` or above it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use bulkwrite_config::Loaded;
use bulkwrite_core::{ApiVersion, Options};
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

/// The configuration of the crate that is compiled.
pub(crate) struct Setup {
    loaded: Arc<Loaded>,
    /// The folder of its `Cargo.toml`.
    folder: PathBuf,
    /// The file that the macro is called in, where the compiler tells.
    file: PathBuf,
    /// Whether this call is the first since the files were read: it speaks for all others.
    first: bool,
}

/// What was read for the last call; an editor's server outlives many changes of the files.
static LAST: Mutex<Option<Last>> = Mutex::new(None);

struct Last {
    folder: PathBuf,
    loaded: Arc<Loaded>,
    stamps: Vec<(PathBuf, Option<SystemTime>)>,
}

impl Setup {
    /// Finds the configuration; outside of a compiler there is none.
    pub(crate) fn find() -> Self {
        let folder = if proc_macro::is_available() { std::env::var_os("CARGO_MANIFEST_DIR") } else { None };
        let Some(folder) = folder.map(PathBuf::from) else {
            return Self {
                loaded: Arc::new(Loaded::default()),
                folder: PathBuf::new(),
                file: PathBuf::new(),
                first: false,
            };
        };
        let file = proc_macro::Span::call_site().local_file().unwrap_or_else(|| folder.join("Cargo.toml"));
        let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = &*last
            && last.folder == folder
            && last.stamps.iter().all(|(path, stamp)| stamp_of(path) == *stamp)
        {
            return Self { loaded: Arc::clone(&last.loaded), folder, file, first: false };
        }
        let loaded = Arc::new(Loaded::discover(&folder));
        let watched = loaded.files().iter().chain(loaded.folders()).chain(loaded.absent());
        let stamps = watched.map(|path| (path.clone(), stamp_of(path))).collect();
        *last = Some(Last { folder: folder.clone(), loaded: Arc::clone(&loaded), stamps });
        Self { loaded, folder, file, first: true }
    }

    /// Whether it is time to tell that a job names no version: once in a crate, outside of a compiler never.
    pub(crate) fn tells_version(&self) -> bool {
        static TOLD: Mutex<Option<PathBuf>> = Mutex::new(None);
        let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = !self.folder.as_os_str().is_empty() && told.as_ref() != Some(&self.folder);
        if is_new {
            *told = Some(self.folder.clone());
        }
        is_new
    }

    /// No configuration, for a crate in a folder.
    #[cfg(test)]
    pub(crate) fn of(folder: &Path) -> Self {
        let loaded = Arc::new(Loaded::default());
        Self { loaded, folder: folder.to_owned(), file: PathBuf::new(), first: false }
    }

    /// The folder that paths in the code are relative to.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The options for a job that is kept in a file.
    pub(crate) fn options_of(&self, file: &Path) -> Options {
        self.loaded.options(file).one_reading()
    }

    /// The options for a job that names its `version`, or does not.
    pub(crate) fn options(&self, version: Option<ApiVersion>) -> Options {
        let options = self.loaded.options(&self.file).one_reading();
        Options { version: version.or(options.version), ..options }
    }

    /// What makes the compiler build the crate anew when a file changes, and what is wrong with the files.
    pub(crate) fn messages(&self) -> TokenStream {
        let mut messages = TokenStream::new();
        if !self.first {
            return messages;
        }
        let site = Span::mixed_site();
        for path in self.loaded.files().iter().filter_map(|path| path.to_str()) {
            messages.extend(quote_spanned!(site=> const _: &[u8] = ::core::include_bytes!(#path);));
        }
        for error in self.loaded.errors() {
            let message = format!("{error}\nhelp: {}", error.help);
            messages.extend(quote_spanned!(Span::call_site()=> ::core::compile_error! { #message }));
        }
        messages
    }
}

fn stamp_of(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}
