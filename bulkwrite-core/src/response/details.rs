//! The answer to asking for job details.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::create::User;
use super::read::{Answer, Form, Part, answer, objects, text_of};
use super::{ApiError, ErrorCode, GatewayError};

/// The answer to `GET /crm/bulk/{version}/write/{job_id}`.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::response::{JobDetails, Outcome};
///
/// let body = br#"{"status": "COMPLETED", "id": "111111000000541958", "operation": "insert",
///     "resource": [{"status": "COMPLETED", "type": "data", "module": {"api_name": "Deals"}, "file":
///         {"status": "COMPLETED", "name": "Deals.csv", "added_count": 0, "skipped_count": 100, "updated_count": 0,
///          "total_count": 100}}],
///     "result": {"download_url": "/v7/crm/org6196138/bulk-write/111111000000541958/111111000000541958.zip"}}"#;
/// let progress = JobDetails::from_json(body)?.into_result().unwrap();
/// assert!(progress.is_finished());
/// assert_eq!(progress.outcome(), Outcome::NothingWritten); // COMPLETED, and yet not one row was taken
/// # Ok::<(), bulkwrite::response::ResponseError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum JobDetails {
    /// The job, as far as it has come.
    Progress(Box<JobProgress>),
    /// There is no such job, or it may not be read.
    Error(ApiError),
}

/// How far a job, a resource or a file has come.
///
/// Letter case, spaces, `_` and `-` do not count: the documentation has `IN PROGRESS` where the server says
/// `INPROGRESS`.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::response::JobStatus;
///
/// assert_eq!(JobStatus::from("IN PROGRESS"), JobStatus::InProgress);
/// assert_eq!(JobStatus::InProgress.as_str(), "INPROGRESS");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum JobStatus {
    /// `ADDED`: it waits.
    Added,
    /// `INPROGRESS`.
    InProgress,
    /// `COMPLETED`: every row was looked at, which does not mean that any was written.
    Completed,
    /// `SKIPPED`.
    Skipped,
    /// `FAILED`.
    Failed,
    /// Another word, verbatim.
    Other(String),
}

/// What has become of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It is not known to be finished: ask again later.
    Running,
    /// Every row was added or updated.
    Written,
    /// Some rows were added or updated, others were not: see the `ERRORS` column of the result.
    PartlyWritten,
    /// The job ended and no row was added or updated. `COMPLETED` jobs end so, too.
    NothingWritten,
    /// The job, or a part of it, failed; rows may have been written before.
    Failed,
    /// The job ended, and the answer does not say how many rows were written: see the result.
    Unclear,
}

objects! {
    /// A job as the CRM tells it. Every key may be missing: what there is depends on version and status.
    ///
    /// The URL of the callback may hold a secret in its query; mask it before you log a whole answer.
    pub struct JobProgress {
        /// How far the job has come. This is the status to poll for: that of a resource may lag behind.
        pub status: Option<JobStatus>,
        /// The id of the job.
        pub id: Option<String>,
        /// `insert`, `update` or `upsert`.
        pub operation: Option<String>,
        /// One for each CSV, the parent's first.
        pub resources: Vec<ResourceProgress> = "resource",
        /// Where the result is; absent until there is one.
        pub result: Option<JobResult>,
        /// Whether blank cells are skipped.
        pub ignore_empty: Option<bool>,
        /// The encoding of the CSV, as given or detected.
        pub character_encoding: Option<String>,
        /// What the CRM calls when the job ends.
        pub callback: Option<CallbackEcho>,
        /// Whose token created the job.
        pub created_by: Option<User>,
        /// When, as ISO 8601.
        pub created_time: Option<String>,
    }

    /// A resource of a job.
    pub struct ResourceProgress {
        /// How far the resource has come.
        pub status: Option<JobStatus>,
        /// A status again (`ADDED`, `INPROGRESS`, `COMPLETED`, `SUCCESS` are on record), or why it failed: see
        /// [`error_code`](Self::error_code).
        pub code: Option<String>,
        /// What the CRM says of the resource; the vendor's first SDKs read it, no recorded answer shows it.
        pub message: Option<String>,
        /// `data`.
        pub kind: Option<String> = "type",
        /// Into which module the rows go.
        pub module: Option<ModuleRef>,
        /// The uploaded file, where the server tells it.
        pub file_id: Option<String>,
        /// The CSVs in the zip, where the server tells them.
        pub file_names: Vec<String>,
        /// The field that finds existing records.
        pub find_by: Option<String>,
        /// Whether blank cells are skipped.
        pub ignore_empty: Option<bool>,
        /// The mappings, not always in the order in which they were sent.
        pub field_mappings: Vec<MappingEcho>,
        /// The CSV and its counts; absent until processing starts.
        pub file: Option<FileProgress>,
    }

    /// A mapping, as the CRM repeats it.
    pub struct MappingEcho {
        /// The field.
        pub api_name: Option<String>,
        /// The column, from 0.
        pub index: Option<i64>,
        /// The pattern of a date or number.
        pub format: Option<String>,
        /// The field that finds the record of a lookup.
        pub find_by: Option<String>,
        /// The module of a lookup.
        pub module: Option<ModuleRef>,
        /// The parent's column that links a child, from 0.
        pub parent_column_index: Option<i64>,
        /// What stands in for an empty cell, as the CRM gives it.
        pub default_value: Option<Value>,
    }

    /// A CSV and what became of its rows. The counts may be missing, above all before the end.
    pub struct FileProgress {
        /// How far the file has come.
        pub status: Option<JobStatus>,
        /// Its name in the zip.
        pub name: Option<String>,
        /// Rows that became new records.
        pub added_count: Option<u64>,
        /// Rows that were not written.
        pub skipped_count: Option<u64>,
        /// Rows that changed an existing record.
        pub updated_count: Option<u64>,
        /// All rows.
        pub total_count: Option<u64>,
    }

    /// Where the result of a job is.
    pub struct JobResult {
        /// An absolute URL, or a path that begins with `/`: see [`JobProgress::download_url`].
        pub download_url: Option<String>,
    }

    /// A callback, as the CRM repeats it.
    pub struct CallbackEcho {
        /// Its URL.
        pub url: Option<String>,
        /// Its method.
        pub method: Option<String>,
    }
}

/// A module: its name only on v2 (`"Leads"`), name and id from v2.1 on (`{"api_name": "Leads", "id": "…"}`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ModuleRef {
    /// The API name.
    pub api_name: Option<String>,
    /// The id of the module.
    pub id: Option<String>,
    /// Whether it was a name alone.
    bare: Form<bool>,
}

/// Counts of rows, summed over the files of a job; a count that is missing adds nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Rows that became new records.
    pub added: u64,
    /// Rows that were not written.
    pub skipped: u64,
    /// Rows that changed an existing record.
    pub updated: u64,
    /// All rows.
    pub total: u64,
}

impl JobDetails {
    /// The job, or the error.
    pub fn into_result(self) -> Result<JobProgress, ApiError> {
        match self {
            Self::Progress(progress) => Ok(*progress),
            Self::Error(error) => Err(error),
        }
    }
}

impl JobProgress {
    /// Whether the job has come to an end, good or bad. A loop that waits for `COMPLETED` alone never ends for a job
    /// that was skipped or failed.
    ///
    /// An unknown or missing status is finished only if there is a result, or if every resource is: give polling a
    /// limit.
    pub fn is_finished(&self) -> bool {
        match &self.status {
            Some(JobStatus::Other(_)) | None => {
                let ended = |resource: &ResourceProgress| resource.status.as_ref().is_some_and(JobStatus::is_final);
                let has_result = self.result.as_ref().is_some_and(|result| result.download_url.is_some());
                has_result || (!self.resources.is_empty() && self.resources.iter().all(ended))
            }
            Some(status) => status.is_final(),
        }
    }

    /// What has become of the job.
    pub fn outcome(&self) -> Outcome {
        if !self.is_finished() {
            return Outcome::Running;
        }
        let of_parts = self.resources.iter().flat_map(|resource| {
            [resource.status.as_ref(), resource.file.as_ref().and_then(|file| file.status.as_ref())]
        });
        if of_parts.chain([self.status.as_ref()]).flatten().any(|status| *status == JobStatus::Failed) {
            return Outcome::Failed;
        }
        match self.written_of_total() {
            Some((0, _)) => Outcome::NothingWritten,
            Some((written, total)) if written < total => Outcome::PartlyWritten,
            Some(_) => Outcome::Written,
            None if self.status == Some(JobStatus::Skipped) => Outcome::NothingWritten,
            None => Outcome::Unclear,
        }
    }

    /// The counts of all files together.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for file in self.resources.iter().filter_map(|resource| resource.file.as_ref()) {
            for (sum, count) in [
                (&mut totals.added, file.added_count),
                (&mut totals.skipped, file.skipped_count),
                (&mut totals.updated, file.updated_count),
                (&mut totals.total, file.total()),
            ] {
                *sum = sum.saturating_add(count.unwrap_or(0));
            }
        }
        totals
    }

    /// The URL of the result, if there is one: `download_url` as it is if absolute, else under `host`.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// # use bulkwrite::response::JobDetails;
    /// # let body = br#"{"status": "COMPLETED", "id": "2", "result": {"download_url": "/v7/crm/org1/bulk-write/2/2.zip"}}"#;
    /// # let progress = JobDetails::from_json(body)?.into_result().unwrap();
    /// let url = progress.download_url("https://download-accl.zoho.com");
    /// assert_eq!(url.as_deref(), Some("https://download-accl.zoho.com/v7/crm/org1/bulk-write/2/2.zip"));
    /// # Ok::<(), bulkwrite::response::ResponseError>(())
    /// ```
    pub fn download_url(&self, host: &str) -> Option<String> {
        let url = self.result.as_ref()?.download_url.as_deref()?;
        let has_scheme = ["http://", "https://"]
            .iter()
            .any(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
        Some(if has_scheme {
            url.to_owned()
        } else {
            format!("{}/{}", host.trim_end_matches('/'), url.trim_start_matches('/'))
        })
    }

    /// The rows written and all rows, unless a file does not tell them.
    fn written_of_total(&self) -> Option<(u64, u64)> {
        if self.resources.is_empty() {
            return None;
        }
        self.resources.iter().try_fold((0u64, 0u64), |(written, total), resource| {
            let file = resource.file.as_ref()?;
            Some((written.saturating_add(file.written()?), total.saturating_add(file.total()?)))
        })
    }
}

impl ResourceProgress {
    /// The `code`, unless it is a status or a success.
    pub fn error_code(&self) -> Option<ErrorCode> {
        let code = self.code.as_deref()?;
        let is_status = !matches!(JobStatus::from(code), JobStatus::Other(_)) || code.eq_ignore_ascii_case("success");
        (!is_status).then(|| code.into())
    }
}

impl FileProgress {
    /// The rows added and updated together, or all less those skipped; `None` if the counts do not tell.
    pub fn written(&self) -> Option<u64> {
        match (self.added_count, self.updated_count) {
            (Some(added), Some(updated)) => Some(added.saturating_add(updated)),
            _ => self.total_count?.checked_sub(self.skipped_count?),
        }
    }

    /// All rows: as given, or the sum of the other counts; `None` if the counts do not tell.
    pub fn total(&self) -> Option<u64> {
        self.total_count
            .or_else(|| Some(self.added_count?.saturating_add(self.updated_count?).saturating_add(self.skipped_count?)))
    }
}

impl JobStatus {
    /// The status as the server spells it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Added => "ADDED",
            Self::InProgress => "INPROGRESS",
            Self::Completed => "COMPLETED",
            Self::Skipped => "SKIPPED",
            Self::Failed => "FAILED",
            Self::Other(text) => text,
        }
    }

    /// Whether nothing more will happen: completed, skipped or failed.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Completed | Self::Skipped | Self::Failed)
    }
}

impl From<&str> for JobStatus {
    fn from(text: &str) -> Self {
        let mut bare = text.replace([' ', '_', '-'], "");
        bare.make_ascii_uppercase();
        match bare.as_str() {
            "ADDED" => Self::Added,
            "INPROGRESS" => Self::InProgress,
            "COMPLETED" => Self::Completed,
            "SKIPPED" => Self::Skipped,
            "FAILED" => Self::Failed,
            _ => Self::Other(text.to_owned()),
        }
    }
}

impl fmt::Display for JobStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for JobStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl Part for JobStatus {
    fn read(value: Value) -> Option<Self> {
        String::read(value).map(|text| Self::from(text.as_str()))
    }
}

impl Part for ModuleRef {
    fn read(value: Value) -> Option<Self> {
        let Value::Object(mut map) = value else {
            return Some(Self { api_name: Some(String::read(value)?), id: None, bare: Form(true) });
        };
        let mut take = |key| map.remove(key).and_then(String::read);
        Some(Self { api_name: take("api_name"), id: take("id"), bare: Form(false) })
    }
}

impl Serialize for ModuleRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let (Form(true), Some(name), None) = (&self.bare, &self.api_name, &self.id) {
            return serializer.serialize_str(name);
        }
        let texts = [("api_name", &self.api_name), ("id", &self.id)];
        serializer.collect_map(texts.into_iter().filter(|(_, text)| text.is_some()))
    }
}

answer!(JobDetails);

impl Answer for JobDetails {
    const EXPECTED: &'static str = "job details";

    fn read(map: Map<String, Value>) -> Result<Self, Map<String, Value>> {
        let map = match GatewayError::read(map) {
            Ok(error) => return Ok(Self::Error(error.into())),
            Err(map) => map,
        };
        let map = match ApiError::of_error_key(map) {
            Ok(error) => return Ok(Self::Error(error)),
            Err(map) => map,
        };
        let text = |key| text_of(&map, key);
        let says = |key, words: &[&str]| {
            text(key).is_some_and(|text| words.iter().any(|word| text.eq_ignore_ascii_case(word)))
        };
        let is_status = |text: &str| !matches!(JobStatus::from(text), JobStatus::Other(_));
        if says("status", &["error", "failure"]) {
            return Ok(Self::Error(ApiError::from_envelope(map)));
        }
        let has_resources = match map.get("resource") {
            Some(Value::Array(items)) => items.iter().any(Value::is_object),
            resource => resource.is_some_and(Value::is_object),
        };
        let has_operation = text("operation").is_some();
        let has_id = map.get("id").cloned().and_then(String::read).is_some();
        let code = map.get("code").cloned().and_then(String::read);
        let succeeds = says("status", &["success"]) || says("code", &["SUCCESS", "FILE_UPLOAD_SUCCESS"]);
        if !has_resources && !has_operation {
            // An id alone is that of a job only with nothing beside it that says otherwise: every request has some id.
            let status_fits =
                map.get("status").is_none_or(|status| status.is_null() || status.as_str().is_some_and(is_status));
            if succeeds {
                return Err(map);
            }
            if code.is_some_and(|code| !is_status(&code)) {
                return Ok(Self::Error(ApiError::from_envelope(map)));
            }
            if !has_id || !status_fits {
                return Err(map);
            }
        } else if !has_resources && text("status").is_none() && !has_id {
            // `state` is what Bulk Read has.
            return Err(map);
        }
        Ok(Self::Progress(Box::new(JobProgress::read(Value::Object(map)).unwrap_or_default())))
    }
}

impl Serialize for JobDetails {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Progress(progress) => progress.serialize(serializer),
            Self::Error(error) => error.serialize(serializer),
        }
    }
}
