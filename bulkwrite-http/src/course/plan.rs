//! What a course is given, and what it says.

use std::time::Duration;

use bulkwrite_core::ApiVersion;
use bulkwrite_core::response::{ApiError, Outcome, Totals};
use http::Request;

use super::{Task, Trouble, Waiting};
use crate::journal::{Event, Planned};
use crate::{Body, JobId, OrgId, Patience, Site};

/// What is to be sent, where, and how patiently.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Plan {
    /// Where it goes.
    pub site: Site,
    /// The version of the API.
    pub version: ApiVersion,
    /// The job.
    pub body: Body,
    /// The organisation and the file that is uploaded first; `None` if the job names an upload that is there.
    pub zip: Option<(OrgId, ZipFile)>,
    /// What goes on record first.
    pub planned: Planned,
    /// How long the job is waited for; `None`: not at all.
    pub wait: Option<Duration>,
    /// How much is tried.
    pub patience: Patience,
    /// Any number that others do not have: it spreads those who try again.
    pub jitter: u64,
}

/// The file that is uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZipFile {
    /// What it is called there.
    pub name: String,
    /// Its length in bytes.
    pub len: u64,
}

impl Plan {
    /// A plan that uploads nothing and waits for half an hour.
    pub fn new(site: Site, version: ApiVersion, body: Body) -> Self {
        Self {
            planned: Planned { site: site.to_string(), version: version.to_string(), ..Planned::default() },
            site,
            version,
            body,
            zip: None,
            wait: Some(Duration::from_secs(30 * 60)),
            patience: Patience::default(),
            jitter: 0,
        }
    }

    /// Uploads a file first.
    #[must_use]
    pub fn upload(self, org: OrgId, zip: ZipFile) -> Self {
        Self { zip: Some((org, zip)), ..self }
    }
}

/// What comes next.
#[derive(Debug)]
pub enum Step {
    /// Write this down, durably, before anything else.
    Record(Event),
    /// Get an access token and hand it in; another one than before if `again`.
    Token {
        /// Whether the last one was refused.
        again: bool,
    },
    /// Send this request.
    Send(Outgoing),
    /// Wait until this time.
    Wait(Duration, Waiting),
    /// It has come to an end.
    Done(End),
}

/// A request to send.
#[derive(Debug)]
pub struct Outgoing {
    /// What it is for.
    pub task: Task,
    /// The request.
    pub request: Request<Content>,
    /// What to do if no answer comes.
    pub if_lost: IfLost,
}

/// The body of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// None.
    None,
    /// These bytes.
    Bytes(Vec<u8>),
    /// The file, between these bytes.
    Zip {
        /// What comes before it.
        head: Vec<u8>,
        /// What comes after it.
        tail: Vec<u8>,
    },
}

/// Whether a request may be sent again if no answer comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IfLost {
    /// It may, by whatever sends it, too.
    Repeat,
    /// It must not, unless it is certain that it did not arrive.
    NeverRepeat,
}

/// How it came to an end.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// The job ended.
    Finished(Finished),
    /// The CRM said no. Nothing was created.
    Refused {
        /// To what.
        task: Task,
        /// What it said.
        error: ApiError,
    },
    /// The job exists, and is not known to have ended.
    StillRunning {
        /// Its id.
        id: JobId,
        /// Why it is not waited for; `None` if that was the plan, or time is up.
        trouble: Option<Trouble>,
    },
    /// It is not known whether the job exists. It is not sent again.
    Unknown {
        /// What happened.
        lost: Trouble,
    },
    /// It could not be done. Nothing was created.
    GaveUp {
        /// What was tried last.
        task: Task,
        /// What happened.
        trouble: Trouble,
    },
}

/// A job that ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    /// Its id.
    pub id: JobId,
    /// What became of it.
    pub outcome: Outcome,
    /// The counts of rows.
    pub totals: Totals,
    /// The result, a ZIP.
    pub result: Option<Vec<u8>>,
    /// Why there is no result although the CRM has one.
    pub trouble: Option<Trouble>,
}
