//! Where a finding is that is not in a job but in a file that the job names.

use crate::source::Loc;

/// Which of the sources that were read together a finding is about.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::SourceId;
///
/// assert_eq!(SourceId::JOB, SourceId(0));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

impl SourceId {
    /// The job itself.
    pub const JOB: Self = Self(0);
}

/// The place of a finding in a data file, with so much of the file that it can be shown without it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DataPlace {
    /// The file; `leads.zip/leads.csv` for one in a ZIP.
    pub file: String,
    /// Where it starts; `None` for the file as a whole.
    pub start: Option<DataPosition>,
    /// Where it ends.
    pub end: Option<DataPosition>,
    /// The record, counted after the header from 1; 0 is the header.
    pub row: Option<u64>,
    /// The column, counted from 0.
    pub field_index: Option<u32>,
    /// What the header calls the column.
    pub header: Option<String>,
    /// How many records have it.
    pub count: u64,
    /// The first records with it, [`MAX_ROWS`](Self::MAX_ROWS) unless all are asked for.
    pub rows: Vec<u64>,
    /// The first places, each with its line.
    pub excerpts: Vec<DataExcerpt>,
    /// The commonest values, each with how often it was seen.
    pub values: Vec<(String, u64)>,
}

impl DataPlace {
    /// How many records are named unless all are asked for.
    pub const MAX_ROWS: usize = 20;
    /// How many places are shown.
    pub const MAX_EXCERPTS: usize = 3;
}

/// A place as an editor shows it, in a file of any size: line and column count from 1, the column in characters, the offset in bytes
/// from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DataPosition {
    /// The line.
    pub line: u64,
    /// The column.
    pub column: u64,
    /// The byte of the file.
    pub offset: u64,
}

/// A line of a data file, cut to a bounded length around what is meant.
#[derive(Clone, Debug, PartialEq)]
pub struct DataExcerpt {
    /// Where what is meant starts.
    pub start: DataPosition,
    /// The record.
    pub row: u64,
    /// The line, or a part of it.
    pub text: String,
    /// What is meant in `text`.
    pub range: Loc,
}
