//! What is read: how much of a file, and whose files.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// How much of a file is read unless somebody says otherwise: 64 MiB. The largest job that the CRM takes has a thousandth of that.
pub const MAX_SIZE: u64 = 64 << 20;

/// The environment variable by which a user says that configurations and metadata may lie anywhere and belong to anybody.
pub const TRUST: &str = "BULKWRITE_TRUST";

/// The folders by which version control marks the root of a repository.
const REPOSITORY: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

/// How much is read of a file, and whether it matters whose it is and where it lies.
///
/// A folder with jobs may be somebody else's. What its configuration names is read only within the project, so that no link and no `..`
/// shows a file of the user's; only the user can say otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// The most bytes that are read of a file.
    pub max_size: u64,
    /// Whether configurations and metadata may lie outside of the project and belong to somebody else.
    pub anywhere: bool,
}

impl Default for Access {
    /// Within the project alone, and 64 MiB.
    fn default() -> Self {
        Self { max_size: MAX_SIZE, anywhere: false }
    }
}

impl Access {
    /// As the user's environment says.
    pub fn from_env() -> Self {
        let says = std::env::var_os(TRUST).is_some_and(|value| !value.is_empty() && value != OsStr::new("0"));
        Self { anywhere: says, ..Self::default() }
    }

    /// Reads a file to its end; one that is too large is an error that says the limit.
    ///
    /// ```
    /// use bulkwrite_config::Access;
    ///
    /// let access = Access { max_size: 10, ..Access::default() };
    /// let error = access.read("Cargo.toml".as_ref()).unwrap_err();
    /// assert_eq!(error.to_string(), "it has more than 10 bytes, which is the limit");
    /// ```
    pub fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        // The size of a device or a pipe says nothing.
        if metadata.is_file() && metadata.len() > self.max_size {
            return Err(self.too_large());
        }
        self.read_from(file)
    }

    /// Reads a stream to its end; one that is too long is an error that says the limit.
    pub fn read_from(&self, stream: impl Read) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        stream.take(self.max_size.saturating_add(1)).read_to_end(&mut bytes)?;
        if u64::try_from(bytes.len()).is_ok_and(|len| len <= self.max_size) { Ok(bytes) } else { Err(self.too_large()) }
    }

    /// Whether a file that a project names, or has a link to, may be read: it lies in the project, or that does not matter.
    ///
    /// Links and `..` are followed first. What is not there at all may be read: that fails by itself.
    pub fn allows(&self, project: Option<&Path>, path: &Path) -> bool {
        let inside = |real: PathBuf| project.is_some_and(|project| real.starts_with(project));
        self.anywhere || resolved(path).is_none_or(inside)
    }

    /// The error of what is longer than that.
    pub fn too_large(&self) -> io::Error {
        let text = format!("it has more than {}, which is the limit", size(self.max_size));
        io::Error::new(io::ErrorKind::FileTooLarge, text)
    }
}

/// A number of bytes for people.
fn size(bytes: u64) -> String {
    for (unit, name) in [(1_u64 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")] {
        if bytes >= unit && bytes.is_multiple_of(unit) {
            return format!("{} {name}", bytes / unit);
        }
    }
    if bytes == 1 { "1 byte".to_owned() } else { format!("{bytes} bytes") }
}

/// Whether the search for a configuration ends with this folder: it is the root of a repository, or the user's home.
pub(crate) fn ends_search(folder: &Path, home: Option<&Path>) -> bool {
    is_repository(folder)
        || home.is_some_and(|home| folder == home || resolved(folder).is_some_and(|real| real == home))
}

fn is_repository(folder: &Path) -> bool {
    REPOSITORY.iter().any(|name| fs::symlink_metadata(folder.join(name)).is_ok())
}

/// The user's home, without links.
pub(crate) fn home() -> Option<PathBuf> {
    std::env::home_dir().filter(|home| home.is_absolute()).and_then(|home| resolved(&home))
}

/// The project that a folder belongs to, without links: the repository around it, or the folder itself.
pub fn project(folder: &Path) -> Option<PathBuf> {
    let real = resolved(folder)?;
    let home = home();
    // A home under version control is no project: everything that the user has would be in it.
    let within = |folder: &&Path| home.as_deref() != Some(*folder);
    let repository = real.ancestors().take_while(within).find(|folder| is_repository(folder)).map(Path::to_owned);
    Some(repository.unwrap_or(real))
}

/// A path without links and dots.
pub(crate) fn resolved(path: &Path) -> Option<PathBuf> {
    fs::canonicalize(path).ok()
}

/// The user whose file this is, if it is neither the running user's nor the administrator's.
///
/// For the administrator, who works in folders of others (a container that a repository is mounted into), a file is as good as the
/// folder that is checked.
#[cfg(unix)]
pub(crate) fn stranger(file: &Path, checked: &Path) -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    let of = |path: &Path| fs::metadata(path).ok().map(|metadata| metadata.uid());
    let owner = of(file)?;
    // The standard library has no name for the running user: its process knows, and where there is no such file, the home does.
    let user = of(Path::new("/proc/self")).or_else(|| of(&home()?))?;
    let is_known = owner == user || owner == 0 || user == 0 && Some(owner) == of(checked);
    (!is_known).then_some(owner)
}

#[cfg(not(unix))]
pub(crate) fn stranger(_: &Path, _: &Path) -> Option<u32> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_in_the_largest_unit_that_fits() {
        for (bytes, expected) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (1000, "1000 bytes"),
            (1024, "1 KiB"),
            (64 << 20, "64 MiB"),
            (3 << 30, "3 GiB"),
        ] {
            assert_eq!(size(bytes), expected);
        }
    }

    #[test]
    fn no_more_is_read_than_the_limit() {
        let access = Access { max_size: 4, ..Access::default() };
        assert_eq!(access.read_from(&b"four"[..]).unwrap(), b"four");
        let error = access.read_from(io::repeat(b'x')).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        let most = Access { max_size: u64::MAX, ..Access::default() };
        assert_eq!(most.read_from(&b"all of it"[..]).unwrap(), b"all of it");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert!(access.read(folder).is_err());
        assert_eq!(access.read(&folder.join("Cargo.toml")).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }
}
