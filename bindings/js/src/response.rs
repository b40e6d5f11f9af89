//! Answers of the CRM.

use bulkwrite_core::response::{ApiError, CreateJob, FileUpload, JobDetails, JobProgress, Outcome, ResponseError};
use serde_json::{Map, Value, json};
use wasm_bindgen::prelude::*;

/// Reads an answer of the CRM: an object with `kind` and the parts of the answer, as JSON.
#[wasm_bindgen]
pub fn read_response(body: &[u8]) -> Result<String, JsError> {
    let (kind, mut value) = read(body).map_err(|error| JsError::new(&error.to_string()))?;
    if let Some(object) = value.as_object_mut() {
        object.insert("kind".to_owned(), kind.into());
    }
    Ok(value.to_string())
}

fn read(body: &[u8]) -> Result<(&'static str, Value), ResponseError> {
    match FileUpload::from_json(body) {
        Ok(FileUpload::Uploaded(uploaded)) => return Ok(("uploaded", written(&uploaded))),
        Ok(FileUpload::Gateway(error)) => return Ok(("error", self::error(&error.into()))),
        Ok(FileUpload::Error(_)) | Err(_) => {}
    }
    if let Ok(CreateJob::Created(created)) = CreateJob::from_json(body) {
        return Ok(("created", written(&created)));
    }
    match JobDetails::from_json(body) {
        Ok(JobDetails::Progress(progress)) => Ok(("details", details(&progress))),
        Ok(JobDetails::Error(error)) => Ok(("error", self::error(&error))),
        Err(error) => match CreateJob::from_json(body) {
            Ok(CreateJob::Error(error)) => Ok(("error", self::error(&error))),
            _ => Err(error),
        },
    }
}

fn written(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn error(error: &ApiError) -> Value {
    json!({
        "code": error.code.as_str(), "message": error.message, "details": error.details, "text": error.to_string()
    })
}

/// The job as the CRM tells it, and what follows from it.
fn details(progress: &JobProgress) -> Value {
    let mut value = match written(progress) {
        Value::Object(value) => value,
        _ => Map::new(),
    };
    let totals = progress.totals();
    let outcome = match progress.outcome() {
        Outcome::Running => "running",
        Outcome::Written => "written",
        Outcome::PartlyWritten => "partly-written",
        Outcome::NothingWritten => "nothing-written",
        Outcome::Failed => "failed",
        Outcome::Unclear => "unclear",
    };
    value.insert("isFinished".to_owned(), progress.is_finished().into());
    value.insert("outcome".to_owned(), outcome.into());
    value.insert(
        "totals".to_owned(),
        json!({
            "added": totals.added, "skipped": totals.skipped, "updated": totals.updated, "total": totals.total
        }),
    );
    Value::Object(value)
}
