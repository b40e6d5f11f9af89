//! What is written down of a job, so that a run can be taken up where another stopped.

use std::fmt;

use bulkwrite_core::response::{ApiError, Outcome, Totals};
use serde_json::{Map, Value};

use crate::JobId;

/// Something that has happened, or that may happen from now on.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Work begins. Everything before belongs to earlier work.
    Planned(Box<Planned>),
    /// The file was taken, under this id.
    Uploaded {
        /// The id.
        file_id: String,
    },
    /// From now on the job may exist.
    Creating {
        /// Which try it is, from 1.
        number: u32,
    },
    /// The last try was certainly not carried out.
    NotSent {
        /// How that is known.
        why: String,
    },
    /// The job exists.
    Created {
        /// Its id.
        id: JobId,
    },
    /// The CRM said no, and nothing will come of it.
    Refused {
        /// What it said.
        answer: ApiError,
    },
    /// The job came to an end.
    Finished {
        /// What became of it.
        outcome: Outcome,
        /// The counts of rows.
        totals: Totals,
        /// Where the result is, as the CRM tells it, without query.
        url: Option<String>,
    },
    /// The result is here.
    Saved {
        /// The file.
        path: String,
        /// Its SHA-256, as 64 hexadecimal digits.
        sha256: String,
    },
}

/// What is to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Planned {
    /// SHA-256 over what makes it the same work: the body without `file_id`, the bytes of the files, host and organisation.
    pub key: String,
    /// The file with the job.
    pub job: String,
    /// The version of the API.
    pub version: String,
    /// The data.
    pub files: Vec<PlannedFile>,
    /// Where it goes, as [`Site`](crate::Site) is displayed.
    pub site: String,
    /// The organisation.
    pub org: Option<String>,
    /// `insert`, `update` or `upsert`.
    pub operation: String,
    /// Whether a second run would change nothing.
    pub repeatable: bool,
}

/// A file of data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlannedFile {
    /// Its path.
    pub name: String,
    /// Its SHA-256, as 64 hexadecimal digits.
    pub sha256: String,
    /// How many rows it has, if that is known.
    pub rows: Option<u64>,
}

/// An event and when it was written down.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// When, as the writer told it.
    pub at: String,
    /// What.
    pub event: Event,
}

/// A journal that was read.
///
/// ```
/// use bulkwrite_http::{Event, Journal};
///
/// let line = Event::Creating { number: 1 }.to_line("2026-11-28T10:00:00Z");
/// let torn = format!("{line}{{\"at\":\"2026-11");
/// let journal = Journal::read(torn.as_bytes())?;
/// assert_eq!(journal.entries.len(), 1);
/// assert_eq!(journal.whole, line.len()); // what follows was never written
/// # Ok::<(), bulkwrite_http::JournalError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Journal {
    /// What it tells, oldest first.
    pub entries: Vec<Entry>,
    /// How many bytes hold whole lines. A torn last line counts as unwritten: cut it off before more is written.
    pub whole: usize,
}

/// A journal that cannot be relied on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} of the journal {}", self.line, self.reason)
    }
}

impl std::error::Error for JournalError {}

impl Journal {
    /// Reads lines of JSON. A last line without its end is torn, and was never written.
    pub fn read(bytes: &[u8]) -> Result<Self, JournalError> {
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let mut journal = Self { entries: Vec::new(), whole };
        for (n, line) in bytes[..whole].split(|byte| *byte == b'\n').enumerate() {
            if line.is_empty() {
                continue;
            }
            let fault = |reason: &str| JournalError { line: n + 1, reason: reason.to_owned() };
            let map = serde_json::from_slice(line).map_err(|_| fault("is no JSON object"))?;
            journal.entries.push(Entry::read(&map).map_err(|key| match key {
                "" => fault("tells an event that this version does not know"),
                key => fault(&format!("lacks `{key}`")),
            })?);
        }
        Ok(journal)
    }

    /// The latest work, from its plan on, with the time of each event.
    pub fn latest(&self) -> Option<(&Planned, &[Entry])> {
        let at = self.entries.iter().rposition(|entry| matches!(entry.event, Event::Planned(_)))?;
        let Event::Planned(planned) = &self.entries[at].event else { return None };
        Some((planned, &self.entries[at..]))
    }
}

impl Event {
    /// Its name in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Planned(_) => "planned",
            Self::Uploaded { .. } => "uploaded",
            Self::Creating { .. } => "creating",
            Self::NotSent { .. } => "not-sent",
            Self::Created { .. } => "created",
            Self::Refused { .. } => "refused",
            Self::Finished { .. } => "finished",
            Self::Saved { .. } => "saved",
        }
    }

    /// The line that goes into the journal, its end included. `at` says when, in whatever form the writer likes.
    pub fn to_line(&self, at: &str) -> String {
        let mut map = Map::new();
        let mut set = |key: &str, value: Value| {
            map.insert(key.to_owned(), value);
        };
        set("at", at.into());
        set("event", self.name().into());
        match self {
            Self::Planned(planned) => {
                set("key", planned.key.as_str().into());
                set("job", planned.job.as_str().into());
                set("version", planned.version.as_str().into());
                let file = |file: &PlannedFile| {
                    let sha256 = ("sha256".to_owned(), file.sha256.as_str().into());
                    Value::Object(Map::from_iter([
                        ("name".to_owned(), file.name.as_str().into()),
                        sha256,
                        ("rows".to_owned(), file.rows.map_or(Value::Null, Value::from)),
                    ]))
                };
                set("files", planned.files.iter().map(file).collect());
                set("site", planned.site.as_str().into());
                set("org", planned.org.as_deref().map_or(Value::Null, Value::from));
                set("operation", planned.operation.as_str().into());
                set("repeatable", planned.repeatable.into());
            }
            Self::Uploaded { file_id } => set("file_id", file_id.as_str().into()),
            Self::Creating { number } => set("try", (*number).into()),
            Self::NotSent { why } => set("why", why.as_str().into()),
            Self::Created { id } => set("id", id.as_str().into()),
            Self::Refused { answer } => set("answer", serde_json::to_value(answer).unwrap_or_default()),
            Self::Finished { outcome, totals, url } => {
                set("outcome", outcome_name(*outcome).into());
                let counts = [
                    ("added", totals.added),
                    ("updated", totals.updated),
                    ("skipped", totals.skipped),
                    ("total", totals.total),
                ];
                set(
                    "totals",
                    counts.into_iter().map(|(key, n)| (key.to_owned(), n.into())).collect::<Map<_, _>>().into(),
                );
                set("url", url.as_deref().map_or(Value::Null, Value::from));
            }
            Self::Saved { path, sha256 } => {
                set("path", path.as_str().into());
                set("sha256", sha256.as_str().into());
            }
        }
        format!("{}\n", Value::Object(map))
    }
}

impl Entry {
    /// The entry, or the key that is missing.
    fn read(map: &Map<String, Value>) -> Result<Self, &'static str> {
        let optional = |key: &str| map.get(key).and_then(Value::as_str).map(str::to_owned);
        let text = |key: &'static str| optional(key).ok_or(key);
        let event = match text("event")?.as_str() {
            "planned" => Event::Planned(Box::new(Planned {
                key: text("key")?,
                job: text("job")?,
                version: text("version")?,
                files: map
                    .get("files")
                    .and_then(Value::as_array)
                    .ok_or("files")?
                    .iter()
                    .map(planned_file)
                    .collect::<Result<_, _>>()?,
                site: text("site")?,
                org: optional("org"),
                operation: text("operation")?,
                repeatable: map.get("repeatable").and_then(Value::as_bool).ok_or("repeatable")?,
            })),
            "uploaded" => Event::Uploaded { file_id: text("file_id")? },
            "creating" => {
                let number = map.get("try").and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
                Event::Creating { number: number.ok_or("try")? }
            }
            "not-sent" => Event::NotSent { why: text("why")? },
            "created" => Event::Created { id: text("id")?.parse().map_err(|_| "id")? },
            "refused" => {
                let answer = map.get("answer").ok_or("answer")?.to_string();
                Event::Refused { answer: ApiError::from_json(answer.as_bytes()).map_err(|_| "answer")? }
            }
            "finished" => {
                let totals = map.get("totals").ok_or("totals")?;
                let count = |key| totals.get(key).and_then(Value::as_u64).ok_or("totals");
                Event::Finished {
                    outcome: outcome_of(&text("outcome")?).ok_or("outcome")?,
                    totals: Totals {
                        added: count("added")?,
                        updated: count("updated")?,
                        skipped: count("skipped")?,
                        total: count("total")?,
                    },
                    url: optional("url"),
                }
            }
            "saved" => Event::Saved { path: text("path")?, sha256: text("sha256")? },
            _ => return Err(""),
        };
        Ok(Self { at: text("at")?, event })
    }
}

fn planned_file(value: &Value) -> Result<PlannedFile, &'static str> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned).ok_or("files");
    Ok(PlannedFile { name: text("name")?, sha256: text("sha256")?, rows: value.get("rows").and_then(Value::as_u64) })
}

const OUTCOMES: [(Outcome, &str); 6] = [
    (Outcome::Running, "running"),
    (Outcome::Written, "written"),
    (Outcome::PartlyWritten, "partly-written"),
    (Outcome::NothingWritten, "nothing-written"),
    (Outcome::Failed, "failed"),
    (Outcome::Unclear, "unclear"),
];

fn outcome_name(outcome: Outcome) -> &'static str {
    OUTCOMES.iter().find(|(known, _)| *known == outcome).map_or("unclear", |(_, name)| name)
}

fn outcome_of(name: &str) -> Option<Outcome> {
    OUTCOMES.iter().find(|(_, known)| *known == name).map(|(outcome, _)| *outcome)
}

#[cfg(test)]
mod tests {
    use bulkwrite_core::response::ErrorCode;

    use super::*;

    pub(crate) fn every_event() -> Vec<Event> {
        let file = PlannedFile { name: "leads \"1\".csv".to_owned(), sha256: "ab".repeat(32), rows: Some(3) };
        let planned = Planned {
            key: "cd".repeat(32),
            job: "jobs/leads.json".to_owned(),
            version: "v8".to_owned(),
            files: vec![file, PlannedFile { rows: None, ..PlannedFile::default() }],
            site: "www.zohoapis.eu".to_owned(),
            org: Some("694902309".to_owned()),
            operation: "insert".to_owned(),
            repeatable: false,
        };
        let totals = Totals { added: 1, skipped: 2, updated: 3, total: 6 };
        vec![
            Event::Planned(Box::new(planned)),
            Event::Uploaded { file_id: "4150868000005379001".to_owned() },
            Event::Creating { number: 1 },
            Event::NotSent { why: "connection refused".to_owned() },
            Event::Created { id: "4150868000005392002".parse().expect("an id") },
            Event::Refused { answer: ApiError::new(ErrorCode::FileNotSupported, "no\nline").with_detail("a", 1) },
            Event::Finished { outcome: Outcome::PartlyWritten, totals, url: Some("/v8/1.zip".to_owned()) },
            Event::Finished { outcome: Outcome::Unclear, totals, url: None },
            Event::Saved { path: "leads.result.zip".to_owned(), sha256: "ef".repeat(32) },
        ]
    }

    #[test]
    fn every_event_is_one_line_and_read_again_and_a_cut_one_never_was() {
        let mut text = String::new();
        for event in every_event() {
            let line = event.to_line("2026-11-28T10:00:00Z");
            assert_eq!(line.matches('\n').count(), 1, "{line}");
            let before = Journal::read(text.as_bytes()).expect("whole lines");
            for cut in 0..line.len() {
                let torn = [text.as_bytes(), &line.as_bytes()[..cut]].concat();
                assert_eq!(Journal::read(&torn).as_ref(), Ok(&before));
            }
            text.push_str(&line);
            let journal = Journal::read(text.as_bytes()).expect("whole lines");
            assert_eq!(journal.entries.last().map(|entry| &entry.event), Some(&event));
            assert_eq!(journal.whole, text.len());
        }
    }

    #[test]
    fn the_latest_work_counts() {
        let text: String = [0, 1, 0, 1, 2].iter().map(|n| every_event()[*n].to_line("")).collect();
        let journal = Journal::read(text.as_bytes()).expect("whole lines");
        let (planned, entries) = journal.latest().expect("a plan");
        assert_eq!((planned.job.as_str(), entries.len()), ("jobs/leads.json", 3));
        assert_eq!(Journal::default().latest(), None);
    }

    #[test]
    fn what_is_wrong_with_a_line_is_told() {
        for (text, expected) in [
            ("{}\n", "line 1 of the journal lacks `event`"),
            ("\n[]\n", "line 2 of the journal is no JSON object"),
            ("{\"at\":\"\",\"event\":\"created\",\"id\":\"a b\"}\n", "line 1 of the journal lacks `id`"),
            (
                "{\"at\":\"\",\"event\":\"sung\"}\n",
                "line 1 of the journal tells an event that this version does not know",
            ),
            ("\0\0\0\n", "line 1 of the journal is no JSON object"),
        ] {
            assert_eq!(Journal::read(text.as_bytes()).map_err(|error| error.to_string()), Err(expected.to_owned()));
        }
    }
}
