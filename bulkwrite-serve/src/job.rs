//! A job, and how far it has come.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bulkwrite_core::Job as Request;
use serde_json::{Map, Value, json};

use crate::Pace;
use crate::fault::End;
use crate::time;

/// A job that was created.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Job {
    /// Its id.
    pub id: String,
    /// What was asked for.
    pub request: Arc<Request>,
    /// When.
    pub created: SystemTime,
    /// How far it has come.
    pub phase: Phase,
    /// How it will end.
    pub end: End,
    /// How often its details were asked for.
    pub polls: u32,
    /// What became of the rows of each resource, once they were looked at.
    pub files: Vec<Counts>,
    /// What became of its callback.
    pub callback: Called,
}

/// How far a job has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It waits.
    Added,
    /// Its rows are looked at.
    Running,
    /// It has ended.
    Ended,
}

/// What became of a callback.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Called {
    /// Nothing yet, or there is none.
    #[default]
    NotYet,
    /// It would have been called, and leads nowhere on this machine.
    Recorded,
    /// It is being called.
    Calling,
    /// It was called, and answered with this status.
    Delivered(u16),
    /// It could not be called.
    Failed(String),
}

/// What became of the rows of a CSV.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// The name of the CSV in the ZIP.
    pub name: String,
    /// Rows that became new records.
    pub added: u64,
    /// Rows that were not written.
    pub skipped: u64,
    /// Rows that changed an existing record.
    pub updated: u64,
}

impl Counts {
    /// All rows.
    pub const fn total(&self) -> u64 {
        self.added + self.skipped + self.updated
    }
}

impl Job {
    /// The phase that the job should be in.
    pub(crate) fn due(&self, pace: Pace, now: SystemTime) -> Phase {
        let phase = match pace {
            // The first answer says that the job was added, unless it is the only one before the end.
            Pace::Polls(count) if self.polls > count => Phase::Ended,
            Pace::Polls(count) if self.polls >= 2 || (self.polls == 1 && count == 1) => Phase::Running,
            Pace::Polls(_) => Phase::Added,
            Pace::Time(duration) => {
                let age = now.duration_since(self.created).unwrap_or(Duration::ZERO);
                if age >= duration {
                    Phase::Ended
                } else if age >= duration / 2 {
                    Phase::Running
                } else {
                    Phase::Added
                }
            }
        };
        if self.end == End::Never && phase == Phase::Ended { Phase::Running } else { phase }
    }

    /// The job in a line of the journal, and the records that it wrote, as JSON: one line, so that both are written or none.
    pub(crate) fn to_line(&self, records: &str) -> String {
        let files = self.files.iter().map(|file| json!([file.name, file.added, file.skipped, file.updated]));
        let phase = match self.phase {
            Phase::Added => 0,
            Phase::Running => 1,
            Phase::Ended => 2,
        };
        let end = match self.end {
            End::Completed => 0,
            End::Failed => 1,
            End::Skipped => 2,
            End::Never => 3,
        };
        let job = json!({
            "id": self.id,
            "version": self.request.version().segment(),
            "request": self.request.to_json(),
            "created": time::millis(self.created),
            "phase": phase,
            "end": end,
            "polls": self.polls,
            "files": files.collect::<Vec<_>>(),
            "called": self.callback != Called::NotYet,
        });
        let records = if records.is_empty() { String::new() } else { format!(",\"records\":{records}") };
        format!("{{\"job\":{job}{records}}}\n")
    }

    /// The job of a line; the request is read by `read`.
    pub(crate) fn from_line(
        line: &Map<String, Value>,
        read: impl FnOnce(&str, &str) -> Option<Request>,
    ) -> Option<Self> {
        let text = |key: &str| line.get(key).and_then(Value::as_str);
        let number = |key: &str| line.get(key).and_then(Value::as_u64);
        let file = |value: &Value| {
            Some(Counts {
                name: value.get(0)?.as_str()?.to_owned(),
                added: value.get(1)?.as_u64()?,
                skipped: value.get(2)?.as_u64()?,
                updated: value.get(3)?.as_u64()?,
            })
        };
        Some(Self {
            id: text("id")?.to_owned(),
            request: Arc::new(read(text("version")?, text("request")?)?),
            created: time::from_millis(number("created")?),
            phase: match number("phase")? {
                0 => Phase::Added,
                1 => Phase::Running,
                _ => Phase::Ended,
            },
            end: match number("end")? {
                0 => End::Completed,
                1 => End::Failed,
                2 => End::Skipped,
                _ => End::Never,
            },
            polls: u32::try_from(number("polls")?).ok()?,
            files: line.get("files")?.as_array()?.iter().map(file).collect::<Option<_>>()?,
            callback: if line.get("called")?.as_bool()? { Called::Recorded } else { Called::NotYet },
        })
    }
}
