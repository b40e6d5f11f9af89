//! Why there are no parts.

use std::fmt;
use std::io;

use crate::check::report::DataReport;
use crate::rules::about::{grouped, plural};
use bulkwrite_core::quoted;

/// Why there are no parts.
#[derive(Debug)]
#[non_exhaustive]
pub enum PackError {
    /// The data has errors; rows that would not be written count where they are not to be left out.
    Refused(Box<DataReport>),
    /// A resource has no file.
    NoFile {
        /// The resource, from 0.
        resource: usize,
        /// The name that the job gives the file.
        name: Option<String>,
    },
    /// Two files of the job have one name.
    SameName(String),
    /// A record alone is larger than a part may be, or a parent with its children.
    RecordTooLarge {
        /// The file.
        file: String,
        /// The record, counted from 1.
        row: u64,
        /// How many bytes it takes with the header.
        bytes: u64,
        /// How many are allowed.
        most: u64,
    },
    /// A record has more children than a part may have.
    TooManyChildren {
        /// The file of the parent.
        file: String,
        /// The parent, counted from 1.
        row: u64,
        /// The file of the children.
        children: String,
        /// How many there are.
        rows: u64,
        /// How many are allowed.
        most: u64,
    },
    /// So many parents have one key that no part can hold them together.
    OneKey {
        /// The file.
        file: String,
        /// The first of them, counted from 1.
        row: u64,
        /// How many there are.
        rows: u64,
        /// How many are allowed.
        most: u64,
    },
    /// Every row would be left out.
    NothingLeft(u64),
    /// A child has no parent, which no rule was allowed to say.
    NoParent {
        /// The file.
        file: String,
        /// The record, counted from 1.
        row: u64,
    },
    /// A file is no longer what it was when it was read first.
    Changed(String),
    /// A part does not pass the check. The data was changed meanwhile, or bulkwrite has a mistake.
    Unfit {
        /// The name of the part.
        part: String,
        /// What was found.
        report: Box<DataReport>,
    },
    /// A file could not be read.
    Io(io::Error),
    /// Whoever watches the progress stopped it.
    Stopped,
}

impl PackError {
    /// What to do, where that is known.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Refused(report) if report.errors_are_of_rows() => {
                Some(format!("mend the {}, or leave them out by `--skip-rejected`", plural(report.totals().1, "row")))
            }
            Self::Refused(_) => Some("mend the data, or the job".to_owned()),
            Self::NoFile { .. } => Some("name it behind `--data`".to_owned()),
            Self::SameName(_) => Some("rename one, or name them by `file_names`".to_owned()),
            Self::RecordTooLarge { .. } => {
                Some("look for a quote that is not closed, or shorten the record".to_owned())
            }
            Self::TooManyChildren { rows, .. } => {
                Some(format!("another page of the vendor has an example of 500 rows: `--children {rows}` tries it"))
            }
            Self::OneKey { .. } => Some("give each parent a key of its own".to_owned()),
            Self::NothingLeft(_) => Some("mend the data, or the job: no row would be written".to_owned()),
            Self::NoParent { .. } => Some("add the parent, or leave the record out".to_owned()),
            Self::Changed(_) => Some("run it again when nothing writes the file".to_owned()),
            Self::Unfit { .. } | Self::Io(_) | Self::Stopped => None,
        }
    }
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(report) => {
                let errors = report.diagnostics().iter().filter(|found| found.level == bulkwrite_core::Level::Error);
                write!(f, "the data has {}", plural(errors.count() as u64, "error"))
            }
            Self::NoFile { name: Some(name), .. } => {
                write!(f, "the job names the file {}, which is not there", quoted(name))
            }
            Self::NoFile { resource, name: None } => write!(f, "`resource[{resource}]` has no file"),
            Self::SameName(name) => write!(f, "two files are called {}", quoted(name)),
            Self::RecordTooLarge { file, row, bytes, most } => write!(
                f,
                "row {} of {} takes {} bytes with the header and what belongs to it, and {} are allowed",
                grouped(*row),
                quoted(file),
                grouped(*bytes),
                grouped(*most)
            ),
            Self::TooManyChildren { file, row, children, rows, most } => write!(
                f,
                "row {} of {} has {} in {}, and {} are allowed at once",
                grouped(*row),
                quoted(file),
                plural(*rows, "row"),
                quoted(children),
                grouped(*most)
            ),
            Self::OneKey { file, row, rows, most } => write!(
                f,
                "{} of {} have the key of row {}, which children name: they belong together, and {} are allowed at once",
                plural(*rows, "row"),
                quoted(file),
                grouped(*row),
                grouped(*most)
            ),
            Self::NothingLeft(rows) => write!(f, "{} would be left out, and nothing is left", plural(*rows, "row")),
            Self::NoParent { file, row } => {
                write!(f, "row {} of {} belongs to a record that is not in the data", grouped(*row), quoted(file))
            }
            Self::Changed(name) => write!(f, "{} was changed while it was read", quoted(name)),
            Self::Unfit { part, report } => match report.diagnostics().first() {
                Some(found) => write!(f, "the part {} does not pass the check: {}", quoted(part), found.message),
                None => write!(f, "the part {} does not have the rows that it should have", quoted(part)),
            },
            Self::Io(error) => error.fmt(f),
            Self::Stopped => f.write_str("stopped"),
        }
    }
}

impl std::error::Error for PackError {}
