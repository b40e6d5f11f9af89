//! The folder that parts are written to: all of them or none.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What a file that is not finished ends with.
const PART: &str = ".part";

/// A folder that is being filled. What is not [finished](Self::finish) is taken back.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    /// Whether it was made for this.
    is_new: bool,
    /// What is written, by its name.
    written: Vec<String>,
    /// What was there before, and is the same.
    kept: usize,
}

/// Why a folder cannot be filled.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It has something else, which is named.
    NotEmpty(String),
    /// It has another output: this file of it differs.
    Differs(String),
    Io(io::Error),
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Folder {
    /// Opens a folder for files of these names. It is not there, or empty, or has nothing but some of them.
    pub(super) fn open(path: &Path, names: &BTreeSet<String>) -> Result<Self, Refusal> {
        let mut left = Vec::new();
        let is_new = match fs::read_dir(path) {
            Ok(entries) => {
                for entry in entries {
                    let entry = entry?;
                    let name = entry.file_name().to_string_lossy().into_owned();
                    let is_file = entry.file_type()?.is_file();
                    let is_part = name.strip_suffix(PART).is_some_and(|whole| names.contains(whole));
                    if is_file && is_part {
                        left.push(entry.path());
                    } else if !is_file || !names.contains(&name) {
                        return Err(Refusal::NotEmpty(name));
                    }
                }
                false
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(path)?;
                true
            }
            Err(error) => return Err(error.into()),
        };
        // A run that was killed left them.
        for path in left {
            fs::remove_file(path)?;
        }
        Ok(Self { path: path.to_owned(), is_new, written: Vec::new(), kept: 0 })
    }

    /// Writes a file, or sees that it is there already.
    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), Refusal> {
        match fs::read(self.path.join(name)) {
            Ok(there) if there == bytes => {
                self.kept += 1;
                return Ok(());
            }
            Ok(_) => return Err(Refusal::Differs(name.to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
        let path = self.part(name);
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        self.written.push(name.to_owned());
        file.write_all(bytes)?;
        file.sync_all()?;
        Ok(())
    }

    /// Gives all files their names; whether there were any that were not there before.
    pub(super) fn finish(mut self) -> io::Result<bool> {
        let is_changed = !self.written.is_empty();
        // Backwards the drop would take back what already has its name.
        self.written.reverse();
        while let Some(name) = self.written.last() {
            fs::rename(self.part(name), self.path.join(name))?;
            self.is_new = false;
            self.written.pop();
        }
        sync(&self.path)?;
        Ok(is_changed)
    }

    fn part(&self, name: &str) -> PathBuf {
        self.path.join(format!("{name}{PART}"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        for name in &self.written {
            let _ = fs::remove_file(self.part(name)); // what remains is told from what is whole by its name
        }
        if self.is_new {
            let _ = fs::remove_dir(&self.path);
        }
    }
}

#[cfg(unix)]
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Place(PathBuf);

    impl Place {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("bulkwrite-folder-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&path);
            Self(path)
        }

        fn list(&self) -> Vec<String> {
            let Ok(entries) = fs::read_dir(&self.0) else { return vec!["absent".to_owned()] };
            let mut names: Vec<_> =
                entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
            names.sort();
            names
        }
    }

    impl Drop for Place {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn names() -> BTreeSet<String> {
        ["a", "b"].map(str::to_owned).into()
    }

    #[test]
    fn all_files_are_there_or_none() {
        let place = Place::new("all");
        let mut folder = Folder::open(&place.0, &names()).unwrap();
        folder.add("a", b"1").unwrap();
        assert_eq!(place.list(), ["a.part"]);
        drop(folder);
        assert_eq!(place.list(), ["absent"]);
        let mut folder = Folder::open(&place.0, &names()).unwrap();
        folder.add("a", b"1").unwrap();
        folder.add("b", b"2").unwrap();
        assert!(folder.finish().unwrap());
        assert_eq!(place.list(), ["a", "b"]);
    }

    #[test]
    fn what_is_the_same_stays_and_anything_else_is_refused() {
        let place = Place::new("same");
        fs::create_dir(&place.0).unwrap();
        fs::write(place.0.join("a"), b"1").unwrap();
        fs::write(place.0.join("b.part"), b"half").unwrap();
        let mut folder = Folder::open(&place.0, &names()).unwrap();
        folder.add("a", b"1").unwrap();
        assert!(!folder.finish().unwrap());
        let mut folder = Folder::open(&place.0, &names()).unwrap();
        folder.add("b", b"2").unwrap();
        assert!(matches!(folder.add("a", b"other"), Err(Refusal::Differs(name)) if name == "a"));
        drop(folder);
        assert_eq!(place.list(), ["a"]);
        fs::write(place.0.join("mine.txt"), b"").unwrap();
        assert!(matches!(Folder::open(&place.0, &names()), Err(Refusal::NotEmpty(name)) if name == "mine.txt"));
        fs::remove_file(place.0.join("mine.txt")).unwrap();
        fs::create_dir(place.0.join("b")).unwrap();
        assert!(matches!(Folder::open(&place.0, &names()), Err(Refusal::NotEmpty(name)) if name == "b"));
        assert_eq!(place.list(), ["a", "b"]);
    }
}
