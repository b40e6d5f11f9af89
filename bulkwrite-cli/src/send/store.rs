//! The journal on disk: lines that are durable before anything else happens, and one run at a time.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use bulkwrite_http::{Event, Journal, JournalError};

use super::clock;
use super::split::{Split, folder_of};

/// No journal is as long: a run writes a dozen lines.
const LONGEST: u64 = 16 << 20;

/// A journal that is open and locked.
#[derive(Debug)]
pub(crate) struct Store {
    pub(crate) path: PathBuf,
    file: File,
    pub(crate) journal: Journal,
}

/// Why there is no journal to write to.
#[derive(Debug)]
pub(crate) enum StoreError {
    Io(io::Error),
    InUse,
    Damaged(JournalError),
    /// The file was there, and is none of ours.
    NoJournal,
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl StoreError {
    /// What to say of it.
    pub(crate) fn message(&self, path: &Path) -> String {
        let name = path.display();
        match self {
            Self::Io(error) => format!("cannot use the journal `{name}`: {error}"),
            Self::InUse => format!("the journal `{name}` is in use: another run sends this job"),
            Self::Damaged(error) => format!("cannot trust the journal `{name}`: {error}"),
            Self::NoJournal => format!("`{name}` is no journal: name another file"),
        }
    }
}

impl Store {
    /// Opens a journal, or makes it. Nobody else can read it, and no other run can use it.
    pub(crate) fn open(path: &Path, create: bool) -> Result<Self, StoreError> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(create);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path)?;
        match fs4::FileExt::try_lock(&file) {
            Ok(()) => {}
            Err(fs4::TryLockError::WouldBlock) => return Err(StoreError::InUse),
            Err(fs4::TryLockError::Error(error)) => return Err(error.into()),
        }
        if !file.metadata()?.is_file() {
            // A device can be read for ever.
            return Err(StoreError::NoJournal);
        }
        #[cfg(unix)]
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
        let mut bytes = Vec::new();
        (&file).take(LONGEST).read_to_end(&mut bytes)?;
        // A journal begins with a line of ours, or with the torn start of one.
        if bytes.first().is_some_and(|first| *first != b'{') {
            return Err(StoreError::NoJournal);
        }
        let journal = Journal::read(&bytes).map_err(StoreError::Damaged)?;
        let mut store = Self { path: path.to_owned(), file, journal };
        if bytes.is_empty() {
            // The name of the file must last as its lines do.
            sync_folder(path)?;
        } else if store.journal.whole < bytes.len() {
            store.file.set_len(store.journal.whole as u64)?;
            store.file.sync_all()?;
        }
        store.file.seek(SeekFrom::Start(store.journal.whole as u64))?;
        Ok(store)
    }

    /// Writes an event down; it is durable when this returns.
    pub(crate) fn append(&mut self, event: &Event) -> io::Result<()> {
        let at = clock::utc_now();
        let line = event.to_line(&at);
        let written = self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_all());
        if let Err(error) = written {
            // Half a line would make what follows unreadable.
            let whole = self.journal.whole as u64;
            let _ = self.file.set_len(whole).and_then(|()| self.file.seek(SeekFrom::Start(whole)));
            return Err(error);
        }
        self.journal.whole += line.len();
        self.journal.entries.push(bulkwrite_http::Entry { at, event: event.clone() });
        Ok(())
    }

    /// Removes the journal if it tells of no more than a plan.
    pub(crate) fn forget(self) {
        if let [only] = &self.journal.entries[..]
            && matches!(only.event, Event::Planned(_))
        {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Reads a journal without locking it.
pub(crate) fn peek(path: &Path) -> Result<Journal, StoreError> {
    if !fs::metadata(path)?.is_file() {
        return Err(StoreError::NoJournal);
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(LONGEST).read_to_end(&mut bytes)?;
    Journal::read(&bytes).map_err(StoreError::Damaged)
}

/// The folder for journals beside a job; git does not see what is in it.
pub(crate) fn folder(job: &Path) -> PathBuf {
    job.parent().unwrap_or(Path::new("")).join(FOLDER)
}

pub(crate) const FOLDER: &str = ".bulkwrite";

/// Makes the folder.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let ignore = folder.join(".gitignore");
    if !ignore.exists() {
        fs::write(&ignore, "*\n")?;
    }
    Ok(())
}

/// The journal of a job in its folder.
pub(crate) fn path(job: &Path, key: &str) -> PathBuf {
    let name = job.file_stem().map_or_else(|| "job".into(), |stem| stem.to_string_lossy().into_owned());
    folder(job).join(format!("{name}-{}.jsonl", key.get(..12).unwrap_or(key)))
}

/// The folder of a job whose data is split.
pub(crate) fn split_folder(job: &Path, key: &str) -> PathBuf {
    path(job, key).with_extension("")
}

/// The journals in a folder, in the order of their names; those of split work as well.
pub(crate) fn journals(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "jsonl") {
            paths.push(path);
        } else if let Some(Ok(split)) = folder_of(&path).filter(|folder| *folder == path).map(|_| Split::read(&path)) {
            paths.extend(split.journals());
        }
    }
    paths.sort();
    Ok(paths)
}

#[cfg(unix)]
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub(crate) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Writes a file of the user's data: only the user can read it, and it is there whole or not at all.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&part)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| fs::rename(&part, path));
    if written.is_err() {
        let _ = fs::remove_file(&part);
    }
    written
}
