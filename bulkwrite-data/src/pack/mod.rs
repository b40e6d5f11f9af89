//! Splits the data of a job into what the CRM takes: ZIPs, and a job for each.
//!
//! Records stay byte for byte what they are, and whole; each part has the header. Parents and their children are in one part. What comes
//! of the same data is the same, to the byte.
//!
//! ```
//! use std::io::Cursor;
//!
//! use bulkwrite_core::Options;
//! use bulkwrite_data::pack::{Packer, Source};
//!
//! let job = br#"{ "operation": "insert", "resource": [{ "type": "data", "module": "Leads",
//!     "field_mappings": [{ "api_name": "Last_Name", "index": 0 }] }] }"#;
//! let rows: String = (0..30_000).map(|row| format!("\"Boyle\n{row}\"\r\n")).collect();
//! let leads = Source::new("leads.csv", Cursor::new(format!("name\r\n{rows}")));
//!
//! let mut pack = Packer::new(job, &Options::default()).plan(vec![leads])?;
//! assert_eq!((pack.parts().len(), pack.credits()), (2, 1_000));
//! let second = &pack.parts()[1];
//! assert_eq!((&*second.name, second.files[0].rows), ("leads-002", 5_000));
//! assert!(second.job.contains(r#""file_id":"{{file_id}}""#));
//!
//! let packed = pack.write(1)?; // the part at that place of the list
//! assert!(packed.files[0].1.starts_with(b"name\r\n\"Boyle\n25000\"\r\n"));
//! assert!(packed.zip.starts_with(b"PK\x03\x04"));
//! # Ok::<(), bulkwrite_data::pack::PackError>(())
//! ```

mod error;
mod job;
mod line_ends;
mod names;
mod plan;
mod table;
mod units;
mod zip;

use std::fmt;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::ops::{ControlFlow, Range};

use bulkwrite_core::{Diagnostic, Level, Options, Rule};

use crate::check::report::DataReport;
use crate::check::{Cancelled, DataChecker, Input, Progress};
use crate::limits::Limits;
use crate::rules;

pub use error::PackError;
pub use zip::zip;

/// What a job costs, in credits of the API. Source: the vendor's page on limits.
pub const CREDITS: u64 = 500;

/// What can be read from any place.
pub trait ReadSeek: Read + Seek {}

impl<T: Read + Seek> ReadSeek for T {}

/// A file of the data: a CSV, or a ZIP.
pub struct Source<'s> {
    name: String,
    content: Box<dyn ReadSeek + 's>,
}

impl<'s> Source<'s> {
    /// A file of that name. It is read several times.
    pub fn new(name: impl Into<String>, content: impl Read + Seek + 's) -> Self {
        Self { name: name.into(), content: Box::new(content) }
    }
}

impl fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({})", self.name)
    }
}

/// Splits the data of one job.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Packer {
    job: Vec<u8>,
    options: Options,
    /// How much a part may have.
    pub limits: Limits,
    /// Whether the rows that would not be written are left out, and the children of such parents.
    pub skip_rejected: bool,
    /// What the parts are called; by default as the first file.
    pub name: Option<String>,
}

impl Packer {
    /// For a job as JSON, which may have placeholders. Whether the job is right is for [`Checker`](bulkwrite_core::Checker) to say.
    pub fn new(job: &[u8], options: &Options) -> Self {
        let mut options = options.clone();
        options.placeholders = true;
        Self { job: job.to_vec(), options, limits: Limits::CRM, skip_rejected: false, name: None }
    }

    /// Checks the data and says how it is split. Nothing is packed yet.
    pub fn plan<'s>(&self, files: Vec<Source<'s>>) -> Result<Pack<'s>, PackError> {
        self.plan_watched(files, &|_| ControlFlow::Continue(()))
    }

    /// The same; `watch` is told how far it is, and may stop it.
    pub fn plan_watched<'s>(
        &self,
        mut files: Vec<Source<'s>>,
        watch: &dyn Fn(Progress<'_>) -> ControlFlow<()>,
    ) -> Result<Pack<'s>, PackError> {
        let mut checker = DataChecker::of_json(&self.job, &self.options);
        checker.options.limits = Limits::NONE;
        let mut inputs = Vec::new();
        for file in &mut files {
            file.content.rewind()?;
            inputs.push(Input::new(file.name.clone(), &mut file.content));
        }
        let report = checker.check_all(inputs, watch)?;
        let is_fit = |found: &Diagnostic| found.level != Level::Error || self.skip_rejected && report.is_of_rows(found);
        if !report.diagnostics().iter().all(is_fit) {
            return Err(PackError::Refused(Box::new(report)));
        }
        let (contents, parts, left_out) = plan::plan(self, checker.plan(), &report, &mut files, watch)?;
        Ok(Pack { packer: self.clone(), report, files, contents, parts, left_out })
    }
}

/// What a part of the data is.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Part {
    /// Its name without an end, such as `leads-001`.
    pub name: String,
    /// The job of it, as JSON in one line.
    pub job: String,
    /// The files in its ZIP, in the order of the job's resources.
    pub files: Vec<PartFile>,
    /// The parts before it, as places in the list, that must have been written: they hold keys that it holds, too.
    pub after: Vec<usize>,
}

impl Part {
    /// How many records it has.
    pub fn rows(&self) -> u64 {
        self.files.iter().map(|file| file.rows).sum()
    }
}

/// A CSV of a part.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PartFile {
    /// What it is called in the ZIP.
    pub name: String,
    /// The file of the data whose records it has.
    pub source: String,
    /// The resource of the job that it belongs to, from 0.
    pub resource: usize,
    /// The module of the resource.
    pub module: Option<String>,
    /// How many records it has.
    pub rows: u64,
    /// How many bytes it has.
    pub bytes: u64,
    /// The first and the last of its records, by their numbers in the source.
    pub span: (u64, u64),
    content: usize,
    pieces: Vec<Range<u64>>,
}

/// A part that is ready to be uploaded.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Packed {
    /// The ZIP.
    pub zip: Vec<u8>,
    /// The files in it: names and bytes.
    pub files: Vec<(String, Vec<u8>)>,
    /// What the check of the part says. An error is one by the share of odd cells, which the whole does not have.
    pub report: DataReport,
}

/// How data is split. The parts are made one by one.
#[derive(Debug)]
pub struct Pack<'s> {
    packer: Packer,
    report: DataReport,
    files: Vec<Source<'s>>,
    contents: Vec<Content>,
    parts: Vec<Part>,
    left_out: u64,
}

/// Where the bytes of a CSV are.
#[derive(Debug)]
pub(crate) enum Content {
    /// They are the file that was given at that place.
    File(usize),
    /// They were in a ZIP.
    Unpacked(Vec<u8>),
}

impl Pack<'_> {
    /// The parts, in the order in which they are to be sent.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// What the check of the data says: warnings, and the rows that are left out.
    pub const fn report(&self) -> &DataReport {
        &self.report
    }

    /// How many rows are left out, because they, or their parents, would not be written.
    pub const fn left_out(&self) -> u64 {
        self.left_out
    }

    /// What the jobs cost, in credits of the API.
    pub fn credits(&self) -> u64 {
        self.parts.len() as u64 * CREDITS
    }

    /// Makes the part at a place of [`parts`](Self::parts), and checks it as it will be uploaded.
    pub fn write(&mut self, part: usize) -> Result<Packed, PackError> {
        let part = &self.parts[part];
        let mut files = Vec::new();
        for file in &part.files {
            let bytes = match &self.contents[file.content] {
                Content::File(at) => cut(&mut self.files[*at].content, &file.pieces)?,
                Content::Unpacked(bytes) => cut(&mut Cursor::new(bytes), &file.pieces)?,
            };
            if bytes.len() as u64 != file.bytes {
                return Err(PackError::Changed(file.source.clone()));
            }
            files.push((file.name.clone(), bytes));
        }
        let zip = zip::zip(files.iter().map(|(name, bytes)| (&**name, &**bytes)))?;
        let mut checker = DataChecker::of_json(part.job.as_bytes(), &self.packer.options);
        checker.options.limits = self.packer.limits;
        let report = checker.check(&format!("{}.zip", part.name), &zip[..])?;
        let rows: Vec<u64> = report.files().iter().map(|file| file.rows).collect();
        let is_same = rows.iter().sum::<u64>() == part.rows() && rows.len() == part.files.len();
        let is_error = |found: &Diagnostic| found.level == Level::Error && !of_many(found.rule);
        if !is_same || report.diagnostics().iter().any(is_error) {
            return Err(PackError::Unfit { part: part.name.clone(), report: Box::new(report) });
        }
        Ok(Packed { zip, files, report })
    }
}

/// Whether a rule judges by the share of cells that look wrong: of a part that may be more than of the whole, by which it is decided.
fn of_many(rule: &Rule) -> bool {
    [&rules::rounded_id::RULE, &rules::encoding_mismatch::RULE].iter().any(|other| other.name == rule.name)
}

/// Some bytes of a file.
fn cut(content: &mut (impl Read + Seek + ?Sized), pieces: &[Range<u64>]) -> io::Result<Vec<u8>> {
    let length: u64 = pieces.iter().map(|piece| piece.end - piece.start).sum();
    let mut out = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    let mut at = u64::MAX;
    for piece in pieces {
        if at != piece.start {
            content.seek(SeekFrom::Start(piece.start))?;
        }
        content.take(piece.end - piece.start).read_to_end(&mut out)?;
        at = piece.end;
    }
    Ok(out)
}

impl From<io::Error> for PackError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Cancelled> for PackError {
    fn from(error: Cancelled) -> Self {
        match error {
            Cancelled::Io(error) => Self::Io(error),
            Cancelled::Stopped => Self::Stopped,
        }
    }
}
