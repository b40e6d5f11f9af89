//! Where files are kept: in memory, in a temporary folder, or in a folder that outlives the stand-in.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use bytes::Bytes;

/// Uploaded files, results, and the journal of what happened.
#[derive(Debug)]
pub(crate) enum Store {
    Memory(HashMap<String, Bytes>),
    Folder {
        root: PathBuf,
        /// What happened, a line each; none for a folder that is removed at the end.
        journal: Option<File>,
    },
}

const JOURNAL: &str = "state.jsonl";

impl Store {
    pub(crate) fn memory() -> Self {
        Self::Memory(HashMap::new())
    }

    /// A folder for this run only; nobody else can look into it. It is removed when the store is dropped.
    pub(crate) fn temporary() -> io::Result<Self> {
        let root = std::env::temp_dir();
        let mut number = std::process::id();
        loop {
            let root = root.join(format!("bulkwrite-serve-{number}"));
            match private(&root) {
                Ok(()) => return Ok(Self::Folder { root, journal: None }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number = number.wrapping_add(0x1_0000),
                Err(error) => return Err(error),
            }
        }
    }

    /// A folder that stays, and the lines of its journal.
    pub(crate) fn folder(root: &Path) -> io::Result<(Self, Vec<String>)> {
        match private(root) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                // The folders above it are made as usual.
                fs::create_dir_all(root).map_err(|_| error)?;
            }
            _ => {}
        }
        let path = root.join(JOURNAL);
        let text = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        // A last line without an end was being written when the stand-in was killed: it did not happen.
        let whole = memchr::memrchr(b'\n', &text).map_or(0, |at| at + 1);
        let lines = String::from_utf8_lossy(&text[..whole]).lines().map(ToOwned::to_owned).collect();
        let journal = OpenOptions::new().create(true).append(true).open(&path)?;
        journal.set_len(whole as u64)?;
        Ok((Self::Folder { root: root.to_owned(), journal: Some(journal) }, lines))
    }

    /// Keeps a file.
    pub(crate) fn put(&mut self, name: &str, content: Bytes) -> io::Result<()> {
        match self {
            Self::Memory(files) => {
                files.insert(name.to_owned(), content);
                Ok(())
            }
            Self::Folder { root, .. } => fs::write(root.join(name), content),
        }
    }

    /// A file that is kept.
    pub(crate) fn get(&self, name: &str) -> io::Result<Bytes> {
        match self {
            Self::Memory(files) => files.get(name).cloned().ok_or_else(|| io::ErrorKind::NotFound.into()),
            Self::Folder { root, .. } => fs::read(root.join(name)).map(Bytes::from),
        }
    }

    /// Whether what happens is written down.
    pub(crate) const fn has_journal(&self) -> bool {
        matches!(self, Self::Folder { journal: Some(_), .. })
    }

    /// Writes down what happened.
    pub(crate) fn note(&mut self, lines: &str) -> io::Result<()> {
        match self {
            Self::Folder { journal: Some(journal), .. } => journal.write_all(lines.as_bytes()),
            _ => Ok(()),
        }
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) -> io::Result<()> {
        match self {
            Self::Memory(files) => files.clear(),
            Self::Folder { root, journal } => {
                for entry in fs::read_dir(&*root)?.flatten() {
                    // Only what was put here: the folder may hold more.
                    if entry.path().extension().is_some_and(|extension| extension == "zip") {
                        fs::remove_file(entry.path())?;
                    }
                }
                if let Some(journal) = journal {
                    journal.set_len(0)?;
                }
            }
        }
        Ok(())
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Self::Folder { root, journal: None } = self {
            let _ = fs::remove_dir_all(root);
        }
    }
}

/// Makes a folder that nobody else can look into.
fn private(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
