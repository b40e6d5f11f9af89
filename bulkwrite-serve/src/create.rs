//! New jobs.

use std::sync::Arc;
use std::time::SystemTime;

use bulkwrite_core::metadata::Metadata;
use bulkwrite_core::response::{ApiError, CreateJob, Created, ErrorCode, User};
use bulkwrite_core::{ApiVersion, Basis, Checker, Report, Resource};
use bytes::Bytes;
use http::Response;

use crate::answer::{Order, because, error, http_status, json};
use crate::fault::End;
use crate::job::{Called, Job, Phase};
use crate::request::Request;
use crate::standin::{JOB_CREDITS, Standin};
use crate::upload::Csv;

/// How many rows a CSV may have, and how many columns.
///
/// Source: `www.zoho.com/crm/developer/docs/api/v6/bulk-write/limitations.html`.
const MAX_ROWS: u64 = 25_000;
const MAX_COLUMNS: usize = 200;

/// A job that is refused: the answer, what it rests on, and why.
struct Refused {
    error: ApiError,
    basis: Basis,
    why: String,
}

impl Refused {
    fn new(code: ErrorCode, message: Option<&str>, basis: Basis, why: String) -> Self {
        let message = message.map(ToOwned::to_owned);
        Self { error: ApiError { message, ..code.into() }, basis, why }
    }
}

impl Standin {
    /// The answer to a request for a new job, whatever the type of its body is said to be.
    pub(crate) fn create(
        &mut self,
        version: ApiVersion,
        request: &Request<'_>,
        end: Option<End>,
        now: SystemTime,
    ) -> Response<Bytes> {
        let metadata = &self.fields.metadata;
        let checker = self.checkers.entry(version).or_insert_with(|| {
            let mut options = bulkwrite_core::Options::default().version(version);
            options.metadata = Some(metadata.clone()).filter(|metadata| !metadata.is_empty());
            Checker::new(options)
        });
        let job = match checker.job_from_json(request.body) {
            Ok(job) => job,
            Err(report) => return refuse(version, by_the_rules(&report)),
        };
        for resource in job.resources() {
            let is_alone = job.resources().len() == 1;
            if let Err(refused) = self.check_file(resource, is_alone) {
                return refuse(version, refused);
            }
        }
        let id = self.ids.job();
        let job = Job {
            id: id.clone(),
            request: Arc::new(job),
            created: now,
            phase: Phase::Added,
            end: end.unwrap_or(End::Completed),
            polls: 0,
            files: Vec::new(),
            callback: Called::NotYet,
        };
        if self.store.has_journal()
            && let Err(error) = self.note(&job.to_line(""))
        {
            return Self::broken_disk(&error);
        }
        self.add_job(job);
        self.credits = self.credits.saturating_sub(JOB_CREDITS);
        let organisation = &self.options.organisation;
        let mut user = User::default();
        user.id = Some(organisation.user_id.clone());
        // The example of v8 tells no name.
        user.name = (version < ApiVersion::V8).then(|| organisation.user_name.clone());
        let mut created = Created::default();
        created.id = Some(id);
        created.created_by = Some(user);
        let basis = if version == ApiVersion::V2 { Basis::Observed } else { Basis::Documented };
        json(201, basis, serde_json::to_string(&CreateJob::Created(created)).unwrap_or_default())
    }

    /// Whether the file of a resource can be used as the resource says.
    fn check_file(&mut self, resource: &Resource, is_alone: bool) -> Result<(), Refused> {
        let id = resource.file_id().as_str();
        let unsupported = |basis, why| {
            Refused::new(ErrorCode::FileNotSupported, Some("File not supported for bulk write"), basis, why)
        };
        self.look_into(id);
        let Some(content) = self.content(id) else {
            return Err(unsupported(Basis::Observed, format!("no upload was given the id {id}")));
        };
        let csvs = content.as_ref().map_err(|why| unsupported(Basis::Inferred, why.clone()))?;
        let names = resource.file_names();
        let mut used: Vec<&Csv> = Vec::new();
        for name in names {
            let Some(csv) = csvs.iter().find(|csv| csv.name == *name) else {
                let there: Vec<&str> = csvs.iter().map(|csv| csv.name.as_str()).collect();
                let why = format!("`{name}` is not in the ZIP, which has `{}`", there.join("`, `"));
                return Err(Refused::new(ErrorCode::FileNotFound, None, Basis::Inferred, why));
            };
            used.push(csv);
        }
        if names.is_empty() {
            match csvs.as_slice() {
                [] => return Err(unsupported(Basis::Inferred, "there is no file in the ZIP".to_owned())),
                [csv] => used.push(csv),
                _ if is_alone => {
                    let why = format!("the ZIP has {} files, and `file_names` does not say which is meant", csvs.len());
                    return Err(unsupported(Basis::Inferred, why));
                }
                [first, ..] => used.push(first),
            }
        }
        for csv in used {
            check_csv(csv, resource, &self.fields.metadata)?;
        }
        Ok(())
    }
}

fn check_csv(csv: &Csv, resource: &Resource, metadata: &Metadata) -> Result<(), Refused> {
    let name = &csv.name;
    if csv.rows > MAX_ROWS {
        let why = format!("`{name}` has {} rows, and a file may have {MAX_ROWS}", csv.rows);
        let message = Some("File not supported for bulk write");
        return Err(Refused::new(ErrorCode::FileNotSupported, message, Basis::Inferred, why));
    }
    let count = csv.header.len();
    if count > MAX_COLUMNS {
        let why = format!("`{name}` has {count} columns, and a file may have {MAX_COLUMNS}");
        return Err(Refused::new(ErrorCode::HeaderLimitExceeded, None, Basis::Documented, why));
    }
    if let Some(mappings) = resource.mappings() {
        for mapping in mappings {
            if let Some(index) = mapping.index().map(|index| index.get() as usize).filter(|index| *index >= count) {
                let field = mapping.api_name();
                let why = format!("`{field}` is mapped to column {index}, and `{name}` has {count} columns, from 0");
                return Err(Refused::new(ErrorCode::ColumnIndexNotFound, None, Basis::Documented, why));
            }
        }
    } else if let Some(known) = metadata.get(resource.module().as_str()) {
        for header in &csv.header {
            let field = header.trim().split('.').next().unwrap_or_default();
            if known.get(field).is_none() && !matches!(field, "id" | "Layout" | "Parent_Id") {
                let message = format!("invalid mapping. invalid api_name {header}.");
                let why = format!("without `field_mappings` the header of `{name}` names the fields");
                return Err(Refused::new(ErrorCode::InvalidField, Some(&message), Basis::Inferred, why));
            }
        }
    }
    Ok(())
}

/// What the rules predict.
fn by_the_rules(report: &Report) -> Refused {
    let errors = report.diagnostics().iter().filter(|found| found.level == bulkwrite_core::Level::Error);
    let why = errors.clone().next().map_or_else(
        || "the job cannot be read".to_owned(),
        |found| format!("{found} (at {})", if found.path.is_empty() { "the job" } else { &found.path }),
    );
    let predicted = report.predicted_response().filter(|_| errors.clone().any(|found| found.predicts.is_some()));
    match predicted {
        Some(error) => {
            let mut predictions = errors.filter_map(|found| found.predicts.as_ref());
            let told =
                predictions.find(|told| told.code == error.code && told.message.as_deref() == error.message.as_deref());
            let basis = told.map_or(Basis::Inferred, |told| told.basis);
            Refused { error, basis, why }
        }
        None => Refused::new(ErrorCode::InvalidData, None, Basis::Inferred, why),
    }
}

fn refuse(version: ApiVersion, refused: Refused) -> Response<Bytes> {
    let Refused { mut error, basis, why } = refused;
    let mut order = Order::StatusFirst;
    if version >= ApiVersion::V8 {
        order = Order::CodeFirst;
        if error.code == ErrorCode::InvalidCallbackUrl {
            // The example of v8 has another text than the recorded answer of v2.
            error = ApiError::new(ErrorCode::InvalidCallbackUrl, "Invalid callback URL provided");
        }
    }
    let (status, _) = http_status(&error.code);
    because(self::error(status, basis, order, &error), &why)
}
