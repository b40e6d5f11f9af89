//! The rows that would not be written, for `bulkwrite check --data --rejects`.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bulkwrite_data::{DataReport, Input, Summary};

use super::Exit;
use super::interrupt::Guards;

/// A file that came to be: where it is, how many rows it has, and whose they are.
pub(super) struct Written {
    pub(super) path: PathBuf,
    pub(super) rows: u64,
    pub(super) of: String,
}

/// What could not be done.
pub(super) struct Problem {
    pub(super) exit: Exit,
    pub(super) message: String,
}

impl From<String> for Problem {
    fn from(message: String) -> Self {
        Self { exit: Exit::Failed, message }
    }
}

/// Writes the rows of each CSV: under the name that was given, and where there are several CSVs, under one of it and theirs.
pub(super) fn write(
    report: &DataReport,
    files: Vec<Input<'_>>,
    path: &Path,
    reasons: bool,
) -> Result<Vec<Written>, Problem> {
    let stop = Arc::new(AtomicBool::new(false));
    let _guards = Guards::new(&stop);
    let several = report.files().len() > 1;
    let mut written: Vec<Written> = Vec::new();
    let mut failed = None;
    let copied = report.copy_rejects(files, reasons, |file, copy| {
        let mut to = if several { beside(path, file) } else { path.to_owned() };
        if written.iter().any(|other| other.path == to) {
            to = to.with_extension(format!("{}.csv", written.len() + 1));
        }
        let mut save = || {
            let mut out = Whole::create(&to, &stop)?;
            copy(&mut out)?;
            out.finish()
        };
        save().inspect_err(|_| failed = Some(to.clone()))?;
        written.push(Written { path: to, rows: file.skipped.len(), of: file.name.clone() });
        Ok(())
    });
    match (copied, failed) {
        (Ok(()), _) => Ok(written),
        (Err(_), Some(path)) if stop.load(Ordering::Relaxed) => Err(Problem {
            exit: Exit::Interrupted,
            message: format!("interrupted: `{}` is not written", path.display()),
        }),
        (Err(error), Some(path)) => Err(format!("cannot write `{}`: {error}", path.display()).into()),
        (Err(error), None) => Err(format!("the rows that would be skipped cannot be copied: {error}").into()),
    }
}

/// `rejected-leads.csv` for the rows of `leads.csv`.
fn beside(path: &Path, file: &Summary) -> PathBuf {
    let part = |name: Option<&std::ffi::OsStr>| name.map(|name| name.to_string_lossy().into_owned());
    let stem = part(path.file_stem()).unwrap_or_default();
    let of = part(Path::new(&file.name).file_stem()).unwrap_or_default();
    let end = part(path.extension()).map_or(String::new(), |end| format!(".{end}"));
    path.with_file_name(format!("{stem}-{of}{end}"))
}

/// A file that is there whole or not at all.
struct Whole {
    file: BufWriter<File>,
    part: PathBuf,
    path: PathBuf,
    is_finished: bool,
    stop: Arc<AtomicBool>,
}

impl Whole {
    fn create(path: &Path, stop: &Arc<AtomicBool>) -> io::Result<Self> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let part = path.with_file_name(name);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        // It has the data of people.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = BufWriter::new(options.open(&part)?);
        Ok(Self { file, part, path: path.to_owned(), is_finished: false, stop: Arc::clone(stop) })
    }

    fn finish(mut self) -> io::Result<()> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(io::Error::other("interrupted"));
        }
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        fs::rename(&self.part, &self.path)?;
        self.is_finished = true;
        Ok(())
    }
}

impl Write for Whole {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(io::Error::other("interrupted"));
        }
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        if !self.is_finished {
            let _ = fs::remove_file(&self.part); // what remains is told from what is whole by its name
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_interrupted_is_taken_back() {
        let path = std::env::temp_dir().join(format!("bulkwrite-rejects-{}.csv", std::process::id()));
        let stop = Arc::new(AtomicBool::new(false));
        let mut out = Whole::create(&path, &stop).expect("a folder for what passes");
        out.write_all(b"n,d\n").expect("nothing stops it");
        assert!(out.part.exists() && !path.exists());
        stop.store(true, Ordering::Relaxed);
        let part = out.part.clone();
        assert!(out.write_all(b"a,b\n").is_err());
        drop(out);
        assert!(!part.exists() && !path.exists());
    }
}
