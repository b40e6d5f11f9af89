//! The data that is sent: CSVs that are packed here, or a ZIP that is ready.

use std::fs;
use std::path::PathBuf;

use bulkwrite_data::Table;
use bulkwrite_http::PlannedFile;

use super::job::Text;
use super::zip;
use crate::hash::sha256;
use crate::input;

/// A file as it was named.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) path: PathBuf,
    pub(crate) bytes: Vec<u8>,
}

/// No file is larger that is read: it is held in memory, so that what is sent is what was checked.
const MOST_BYTES: u64 = 1 << 30;

impl Source {
    /// Reads files.
    pub(crate) fn read(files: &[PathBuf]) -> Result<Vec<Self>, String> {
        let read = |path: &PathBuf| {
            let shown = path.display();
            let problem = |error| input::problem(&shown.to_string(), &error);
            let size = fs::metadata(path).map_err(problem)?;
            if !size.is_file() {
                return Err(format!("`{shown}` is no file"));
            }
            if size.len() > MOST_BYTES {
                return Err(format!("`{shown}` is larger than a gigabyte: send it in parts"));
            }
            Ok(Self { path: path.clone(), bytes: fs::read(path).map_err(problem)? })
        };
        files.iter().map(read).collect()
    }

    fn is_zip(&self) -> bool {
        zip::is_zip(&self.bytes) || self.path.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip"))
    }
}

/// The data of a job.
#[derive(Debug, Default)]
pub(crate) struct Data {
    /// The files as they were named.
    pub(crate) files: Vec<PathBuf>,
    /// The CSVs, in the order of the resources.
    pub(crate) csvs: Vec<Csv>,
    /// What is uploaded.
    pub(crate) zip: Vec<u8>,
    pub(crate) zip_name: String,
    /// The charset that the job names.
    pub(crate) charset: Option<String>,
}

/// A CSV that travels.
#[derive(Debug)]
pub(crate) struct Csv {
    /// Its name in the ZIP.
    pub(crate) name: String,
    /// What it is called in messages.
    pub(crate) shown: String,
    /// The file that what becomes of it is named after.
    pub(crate) path: PathBuf,
    pub(crate) bytes: Vec<u8>,
    /// How many rows there are below the header.
    pub(crate) rows: u64,
}

impl Data {
    /// Makes files the data of a job.
    pub(crate) fn new(sources: Vec<Source>, text: &Text) -> Result<Self, String> {
        let (names, charset) = (&text.names[..], text.charset.as_deref());
        match &sources[..] {
            [only] if only.is_zip() => Self::of_zip(sources, names, charset),
            _ => {
                if let Some(source) = sources.iter().find(|source| zip::is_zip(&source.bytes)) {
                    let path = source.path.display();
                    return Err(format!("`{path}` is a ZIP: give it alone, or the CSVs that are in it"));
                }
                Self::of_csvs(sources, names, charset)
            }
        }
    }

    fn of_zip(sources: Vec<Source>, names: &[Option<String>], charset: Option<&str>) -> Result<Self, String> {
        let mut data = Self { charset: charset.map(str::to_owned), ..Self::default() };
        for Source { path, bytes } in sources {
            let shown = path.display().to_string();
            for entry in zip::unpack(&bytes).map_err(|fault| format!("`{shown}`: {fault}"))? {
                let at = path.with_file_name(entry.name.rsplit(['/', '\\']).next().unwrap_or(&entry.name));
                let shown = format!("{shown}/{}", entry.name);
                data.csvs.push(Csv::new(entry.name, shown, at, entry.bytes, charset));
            }
            data.zip_name =
                path.file_name().map_or_else(|| "data.zip".into(), |name| name.to_string_lossy().into_owned());
            data.zip = bytes;
            data.files.push(path);
        }
        if data.csvs.is_empty() {
            return Err(format!("`{}` has no file in it", data.zip_name));
        }
        data.order(names)?;
        Ok(data)
    }

    fn of_csvs(sources: Vec<Source>, names: &[Option<String>], charset: Option<&str>) -> Result<Self, String> {
        let mut data = Self { charset: charset.map(str::to_owned), ..Self::default() };
        for Source { path, bytes } in sources {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if data.csvs.iter().any(|other| other.name == name) {
                return Err(format!("two files are called `{name}`: rename one"));
            }
            data.files.push(path.clone());
            data.csvs.push(Csv::new(name, path.display().to_string(), path, bytes, charset));
        }
        // A job of one file gets it under the name that it asks for.
        if let ([csv], [Some(name)]) = (&mut data.csvs[..], names) {
            csv.name.clone_from(name);
        }
        let stem = data.files.first().and_then(|path| path.file_stem()).map(|stem| stem.to_string_lossy());
        data.zip_name = format!("{}.zip", stem.as_deref().unwrap_or("data"));
        data.order(names)?;
        Ok(data)
    }

    /// Makes the ZIP, where there is none yet.
    pub(crate) fn pack(&mut self) -> Result<(), String> {
        if self.zip.is_empty() {
            let zip = bulkwrite_data::pack::zip(self.csvs.iter().map(|csv| (csv.name.as_str(), csv.bytes.as_slice())));
            self.zip = zip.map_err(|error| format!("cannot pack the data: {error}"))?;
        }
        if self.zip.len() > zip::MAX_SIZE {
            return Err("the packed data is larger than the 25 MB that the CRM takes".to_owned());
        }
        Ok(())
    }

    /// Puts the CSVs in the order of the resources that name them.
    fn order(&mut self, names: &[Option<String>]) -> Result<(), String> {
        if names.len() > 1 && self.csvs.len() != names.len() {
            let (csvs, resources) = (self.csvs.len(), names.len());
            return Err(format!(
                "the job has {resources} resources, and the data {csvs} files: each resource needs its own"
            ));
        }
        if names.len() <= 1 && self.csvs.len() > 1 {
            return Err(format!("the data has {} files, and the job one resource", self.csvs.len()));
        }
        if names.len() > 1 && names.iter().all(Option::is_some) {
            let mut ordered = Vec::new();
            for name in names.iter().flatten() {
                let Some(at) = self.csvs.iter().position(|csv| csv.name == *name) else {
                    let there: Vec<_> = self.csvs.iter().map(|csv| format!("`{}`", csv.name)).collect();
                    return Err(format!("the job names the file `{name}`, and the data has {}", there.join(", ")));
                };
                ordered.push(self.csvs.remove(at));
            }
            self.csvs = ordered;
        }
        Ok(())
    }

    /// The names of the CSVs in the ZIP.
    pub(crate) fn names(&self) -> Vec<String> {
        self.csvs.iter().map(|csv| csv.name.clone()).collect()
    }

    /// The files, for the journal.
    pub(crate) fn planned(&self) -> Vec<PlannedFile> {
        let hash_of = |path: &PathBuf| match self.csvs.iter().find(|csv| csv.path == *path) {
            Some(csv) => (sha256(&csv.bytes), Some(csv.rows)),
            None => (sha256(&self.zip), self.csvs.first().map(|csv| csv.rows)),
        };
        let planned = |path: &PathBuf| {
            let (sha256, rows) = hash_of(path);
            let name = std::path::absolute(path).unwrap_or_else(|_| path.clone());
            PlannedFile { name: name.to_string_lossy().into_owned(), sha256, rows }
        };
        self.files.iter().map(planned).collect()
    }
}

impl Csv {
    fn new(name: String, shown: String, path: PathBuf, bytes: Vec<u8>, charset: Option<&str>) -> Self {
        let rows = Table::read(&bytes, charset).len() as u64;
        Self { name, shown, path, bytes, rows }
    }
}
