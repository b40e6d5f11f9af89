//! The data that is sent: CSVs that are packed here, or a ZIP that is ready.

use std::fs;
use std::path::{Path, PathBuf};

use bulkwrite_http::PlannedFile;

use super::hash::sha256;
use super::zip;

/// How many rows the CRM takes of one file. Source: the limitations page of bulk write.
const MAX_ROWS: u64 = 25_000;

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
    /// Reads the files. `names` are those that the job gives its CSVs.
    pub(crate) fn read(files: &[PathBuf], names: &[Option<String>]) -> Result<Self, String> {
        let mut read = Vec::new();
        for path in files {
            let shown = path.display();
            let too_large = || format!("`{shown}` is larger than the 25 MB that the CRM takes");
            let size = fs::metadata(path).map_err(|error| format!("cannot read `{shown}`: {error}"))?;
            if !size.is_file() {
                return Err(format!("`{shown}` is no file"));
            }
            if size.len() > zip::MAX_SIZE as u64 {
                return Err(too_large());
            }
            let bytes = fs::read(path).map_err(|error| format!("cannot read `{shown}`: {error}"))?;
            read.push((path, bytes));
        }
        match &read[..] {
            [(path, bytes)]
                if zip::is_zip(bytes) || path.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip")) =>
            {
                Self::of_zip(path, bytes, names)
            }
            _ => {
                if let Some((path, _)) = read.iter().find(|(_, bytes)| zip::is_zip(bytes)) {
                    return Err(format!("`{}` is a ZIP: give it alone, or the CSVs that are in it", path.display()));
                }
                Self::of_csvs(read, names)
            }
        }
    }

    fn of_zip(path: &Path, bytes: &[u8], names: &[Option<String>]) -> Result<Self, String> {
        let shown = path.display().to_string();
        let entries = zip::unpack(bytes).map_err(|fault| format!("`{shown}`: {fault}"))?;
        let mut csvs = Vec::new();
        for entry in entries {
            let at = path.with_file_name(entry.name.rsplit(['/', '\\']).next().unwrap_or(&entry.name));
            csvs.push(Csv::new(entry.name.clone(), format!("{shown}:{}", entry.name), at, entry.bytes));
        }
        if csvs.is_empty() {
            return Err(format!("`{shown}` has no file in it"));
        }
        let mut data = Self {
            files: vec![path.to_owned()],
            csvs,
            zip: bytes.to_vec(),
            zip_name: path.file_name().map_or_else(|| "data.zip".into(), |name| name.to_string_lossy().into_owned()),
        };
        data.order(names)?;
        Ok(data)
    }

    fn of_csvs(read: Vec<(&PathBuf, Vec<u8>)>, names: &[Option<String>]) -> Result<Self, String> {
        let files: Vec<PathBuf> = read.iter().map(|(path, _)| (*path).clone()).collect();
        let mut csvs = Vec::new();
        for (path, bytes) in read {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            csvs.push(Csv::new(name, path.display().to_string(), path.clone(), bytes));
        }
        // A job of one file gets it under the name that it asks for.
        if let ([csv], [Some(name)]) = (&mut csvs[..], names) {
            csv.name.clone_from(name);
        }
        for (n, csv) in csvs.iter().enumerate() {
            if csvs[..n].iter().any(|other| other.name == csv.name) {
                return Err(format!("two files are called `{}`: rename one", csv.name));
            }
        }
        let zip = zip::pack(csvs.iter().map(|csv| (csv.name.as_str(), csv.bytes.as_slice())));
        let zip = zip.map_err(|error| format!("cannot pack the data: {error}"))?;
        if zip.len() > zip::MAX_SIZE {
            return Err("the packed data is larger than the 25 MB that the CRM takes".to_owned());
        }
        let stem = files.first().and_then(|path| path.file_stem()).map(|stem| stem.to_string_lossy().into_owned());
        let zip_name = format!("{}.zip", stem.as_deref().unwrap_or("data"));
        let mut data = Self { files, csvs, zip, zip_name };
        data.order(names)?;
        Ok(data)
    }

    /// Puts the CSVs in the order of the resources that name them.
    fn order(&mut self, names: &[Option<String>]) -> Result<(), String> {
        if let Some(csv) = self.csvs.iter().find(|csv| csv.rows > MAX_ROWS) {
            let rows = super::report::grouped(csv.rows);
            return Err(format!(
                "`{}` has {rows} rows, and the CRM takes 25,000 of a file: send it in parts",
                csv.shown
            ));
        }
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
    fn new(name: String, shown: String, path: PathBuf, bytes: Vec<u8>) -> Self {
        let rows = super::join::table::Table::read(&bytes).rows.len() as u64;
        Self { name, shown, path, bytes, rows }
    }
}
