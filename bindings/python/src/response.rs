//! Answers of the CRM.

use bulkwrite_core::response::{ApiError, CreateJob, FileUpload, JobDetails, JobProgress, Outcome, ResponseError};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use serde_json::{Map, Value, json};

use crate::convert;
use crate::input::Input;

/// Reads an answer of the CRM: what it is, and its parts as dicts. `bulkwrite.parse_response` makes objects of them.
#[pyfunction]
#[pyo3(signature = (body, /))]
pub(crate) fn read_response<'py>(
    py: Python<'py>,
    body: &Bound<'py, PyAny>,
) -> PyResult<(&'static str, Bound<'py, PyAny>)> {
    let text = Input::read(body, None)?.text;
    let (kind, value) = read(&text).map_err(|error| PyValueError::new_err(error.to_string()))?;
    Ok((kind, convert::value(py, &value)?))
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
    Ok(match JobDetails::from_json(body)? {
        JobDetails::Progress(progress) => ("details", details(&progress)),
        JobDetails::Error(error) => ("error", self::error(&error)),
    })
}

fn written(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn error(error: &ApiError) -> Value {
    let text = error.to_string();
    json!({ "code": error.code.as_str(), "message": error.message, "details": error.details, "text": text })
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
    value.insert("is_finished".to_owned(), progress.is_finished().into());
    value.insert("outcome".to_owned(), outcome.into());
    value.insert(
        "totals".to_owned(),
        json!({
            "added": totals.added, "skipped": totals.skipped, "updated": totals.updated, "total": totals.total
        }),
    );
    Value::Object(value)
}
