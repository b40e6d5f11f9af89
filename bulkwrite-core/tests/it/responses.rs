//! Answers of the CRM, recorded and documented, whole and damaged.

use bulkwrite_core::response::{
    ApiError, CodeFacts, CreateJob, ErrorCode, FileUpload, GatewayError, JobDetails, JobProgress, JobStatus, ModuleRef,
    Outcome, RecordError, RecordStatus, ResponseErrorKind, Totals,
};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

macro_rules! answers {
    ($($kind:ident $name:literal),* $(,)?) => {
        [$((Kind::$kind, $name, include_str!(concat!("../data/responses/", $name, ".json")))),*]
    };
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Kind {
    Create,
    Upload,
    Details,
    Gateway,
}

const ANSWERS: [(Kind, &str, &str); 19] = answers![
    Create "001-postman-v2-success",
    Create "002-postman-v2-missing-file-id",
    Create "003-postman-v2-callback-http",
    Create "004-postman-v2-file-id-18-digits",
    Create "007-docs-v7-create-success",
    Details "008-docs-v7-parent-child-completed",
    Details "009-docs-v7-job-details-added",
    Details "010-docs-v7-job-details-inprogress",
    Details "011-docs-v7-job-details-completed",
    Upload "012-docs-v7-upload-success",
    Create "013-oas-v8-create-success",
    Create "014-oas-v8-invalid-callback-url",
    Details "015-oas-v8-job-details",
    Details "016-postman-v2-job-inprogress",
    Upload "017-postman-v2.1-upload-not-a-zip",
    Gateway "018-upload-host-unauthorized",
    Gateway "019-upload-host-headers",
    Gateway "020-download-host-forbidden",
    Details "021-docs-v7-job-not-found",
];

fn answer(start: &str) -> &'static str {
    ANSWERS.iter().find(|(_, name, _)| name.starts_with(start)).map(|(_, _, text)| *text).expect("the file is listed")
}

fn create(text: &str) -> CreateJob {
    CreateJob::from_json(text.as_bytes()).expect("an answer to creating a job")
}

fn upload(text: &str) -> FileUpload {
    FileUpload::from_json(text.as_bytes()).expect("an answer to an upload")
}

fn progress(text: &str) -> JobProgress {
    let details = JobDetails::from_json(text.as_bytes()).expect("job details");
    details.into_result().expect("a job, not an error")
}

/// Reads an answer as what it is, checks that writing and reading it gives the same, and tells what is written.
fn parse(kind: Kind, value: &Value) -> Result<Value, String> {
    fn both<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &Value) -> Result<Value, String> {
        let answer = T::deserialize(value).map_err(|error| error.to_string())?;
        let text = serde_json::to_string(&answer).map_err(|error| error.to_string())?;
        let again: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(again, answer, "{text}");
        serde_json::from_str(&text).map_err(|error| error.to_string())
    }
    match kind {
        Kind::Create => both::<CreateJob>(value),
        Kind::Upload => both::<FileUpload>(value),
        Kind::Details => both::<JobDetails>(value),
        Kind::Gateway => both::<GatewayError>(value).and_then(|_| both::<FileUpload>(value)),
    }
}

fn values() -> impl Iterator<Item = (Kind, &'static str, Value)> {
    ANSWERS.iter().map(|&(kind, name, text)| (kind, name, serde_json::from_str(text).expect("valid JSON")))
}

/// The recorded answers come out as they came in, nulls included; of the hosts' bodies the spelling of keys is lost.
#[test]
fn an_answer_is_written_as_it_was_read() {
    for (kind, name, value) in values() {
        let written = parse(kind, &value).unwrap();
        if kind == Kind::Gateway {
            let folded = |value: &Value| {
                let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let entries = value.as_object().unwrap().iter();
                entries
                    .map(|(key, value)| (key.to_ascii_lowercase(), text(value)))
                    .collect::<std::collections::BTreeMap<_, _>>()
            };
            assert_eq!(folded(&written), folded(&value), "{name}");
        } else {
            assert_eq!(written, value, "{name}");
        }
    }
    // As recorded: the code is a number, the status a text.
    let refused = json!({"ERROR_CODE": 401, "ERROR_MESSAGE": "Unauthorized", "http_status": "401"});
    assert_eq!(parse(Kind::Gateway, &refused).unwrap(), refused);
    let coded = json!({"ERROR_CODE": "0401"});
    assert_eq!(parse(Kind::Gateway, &coded).unwrap(), coded);
    // What is null tells nothing.
    assert_eq!(progress(r#"{"id": "1", "callback": null}"#), progress(r#"{"id": "1"}"#));
}

#[test]
fn every_file_is_listed() {
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/responses")).unwrap();
    let mut files: Vec<_> = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    files.sort();
    assert_eq!(files, ANSWERS.map(|(_, name, _)| format!("{name}.json")));
}

#[test]
fn a_created_job_has_an_id_and_a_creator() {
    for (file, id, creator, name) in [
        ("001", "4150868000005392002", "4150868000000225013", Some("Patricia Boyle")),
        ("007", "111111000000541958", "111111000000035795", Some("Patricia Boyle ")),
        ("013", "3524001000005697001", "3524001000000186003", None),
    ] {
        let answer = create(answer(file));
        assert_eq!(answer.id(), Some(id));
        let user = answer.into_result().unwrap().created_by.unwrap();
        assert_eq!((user.id.as_deref(), user.name.as_deref()), (Some(creator), name));
    }
}

#[test]
fn a_refused_job_says_why() {
    for (file, code, message, reason) in [
        ("002", ErrorCode::MissingRequiredKey, "required key fileid is not found in request body.", None),
        (
            "003",
            ErrorCode::InvalidCallbackUrl,
            "Invalid URL 'http://requestbin.fullcontact.com' for callback.",
            Some("possible ssrf attempt"),
        ),
        ("004", ErrorCode::FileNotSupported, "File not supported for bulk write", None),
        ("014", ErrorCode::InvalidCallbackUrl, "Invalid callback URL provided", None),
    ] {
        let answer = create(answer(file));
        assert_eq!(answer.id(), None);
        let error = answer.into_result().unwrap_err();
        assert_eq!(error.code, code);
        assert_eq!(error.message.as_deref(), Some(message));
        assert_eq!(error.details.get("reason").and_then(Value::as_str), reason);
    }
}

#[test]
fn errors_are_written_as_the_crm_writes_them() {
    for file in ["002", "003", "004"] {
        let text = answer(file);
        let error = ApiError::from_json(text.as_bytes()).unwrap();
        assert_eq!(serde_json::to_string_pretty(&error).unwrap(), text.trim_end().replace("{\n  }", "{}"));
    }
    let unknown = ApiError::from(ErrorCode::InvalidFormat);
    let text = r#"{"status":"error","code":"INVALID_FORMAT","message":null,"details":{}}"#;
    assert_eq!(serde_json::to_string(&unknown).unwrap(), text);
    assert_eq!(ApiError::from_json(text.as_bytes()).unwrap(), unknown);
}

#[test]
fn an_upload_is_judged_by_its_body() {
    let uploaded = upload(answer("012"));
    assert_eq!(uploaded.file_id(), Some("111111000001492610"));
    assert_eq!(uploaded.into_result().unwrap().created_time.as_deref(), Some("2018-12-31T12:00:00-12:00"));

    let refused = upload(answer("017"));
    assert_eq!(refused.file_id(), None);
    let error = refused.into_result().unwrap_err();
    assert_eq!(error.code, ErrorCode::InvalidFileFormat);
    assert!(error.details.contains_key("created_time"));
}

#[test]
fn the_upload_and_download_hosts_have_errors_of_their_own() {
    for (file, display, code) in [
        ("018", "401: Unauthorized", "401"),
        ("019", "400: Bad Request: check if headers [feature, X-CRM-ORG] are present and valid", "400"),
        ("020", "403: Forbidden: Link not valid", "403"),
    ] {
        let text = answer(file);
        let FileUpload::Gateway(error) = upload(text) else { panic!("{file} is the host's") };
        assert_eq!(error.to_string(), display);
        assert_eq!(error, GatewayError::from_json(text.as_bytes()).unwrap());
        let folded = ApiError::from(error);
        assert_eq!(folded.code.as_str(), code);
        assert_eq!(create(text), CreateJob::Error(folded.clone()));
        assert_eq!(JobDetails::from_json(text.as_bytes()).unwrap(), JobDetails::Error(folded.clone()));
        assert_eq!(upload(text).into_result().unwrap_err(), folded);
    }
}

#[test]
fn jobs_are_followed_to_their_end() {
    let totals = |added, skipped, updated, total| Totals { added, skipped, updated, total };
    for (file, status, finished, outcome, sums) in [
        ("008", JobStatus::Completed, true, Outcome::PartlyWritten, totals(169, 10, 0, 179)),
        ("009", JobStatus::Added, false, Outcome::Running, totals(0, 0, 0, 0)),
        ("010", JobStatus::InProgress, false, Outcome::Running, totals(0, 100, 0, 100)),
        ("011", JobStatus::Completed, true, Outcome::NothingWritten, totals(0, 100, 0, 100)),
        ("015", JobStatus::Completed, true, Outcome::Written, totals(100, 0, 0, 100)),
        ("016", JobStatus::InProgress, false, Outcome::Running, totals(0, 0, 0, 0)),
    ] {
        let job = progress(answer(file));
        assert_eq!(job.status, Some(status), "{file}");
        assert_eq!(job.is_finished(), finished, "{file}");
        assert_eq!(job.outcome(), outcome, "{file}");
        assert_eq!(job.totals(), sums, "{file}");
        assert!(job.resources.iter().all(|resource| resource.error_code().is_none()), "{file}");
    }
    let error = JobDetails::from_json(answer("021").as_bytes()).unwrap().into_result().unwrap_err();
    assert_eq!(error.code, ErrorCode::ResourceNotFound);
}

#[test]
fn what_has_become_of_a_job_is_told_by_status_and_counts_together() {
    let job = |status: &str, counts: Value| {
        let mut file = json!({"status": "COMPLETED"});
        if let (Some(file), Value::Object(counts)) = (file.as_object_mut(), counts) {
            file.extend(counts);
        }
        progress(&json!({"status": status, "resource": [{"file": file}]}).to_string()).outcome()
    };
    for (status, counts, outcome) in [
        ("COMPLETED", json!({"added_count": 1, "updated_count": 2, "skipped_count": 0}), Outcome::Written),
        ("completed", json!({"added_count": "1", "updated_count": "2", "total_count": "4"}), Outcome::PartlyWritten),
        ("COMPLETED", json!({"skipped_count": 3, "total_count": 3}), Outcome::NothingWritten),
        ("COMPLETED", json!({"added_count": 0, "updated_count": 0, "total_count": 0}), Outcome::NothingWritten),
        ("COMPLETED", json!({"skipped_count": 4, "total_count": 3}), Outcome::Unclear),
        ("COMPLETED", json!({"added_count": 3, "total_count": 3}), Outcome::Unclear),
        ("COMPLETED", json!({"added_count": u64::MAX, "updated_count": u64::MAX, "total_count": 1}), Outcome::Written),
        ("COMPLETED", json!({"status": "FAILED", "added_count": 3, "updated_count": 0}), Outcome::Failed),
        ("COMPLETED", json!({}), Outcome::Unclear),
        ("SKIPPED", json!({}), Outcome::NothingWritten),
        ("FAILED", json!({"added_count": 3, "updated_count": 0, "total_count": 3}), Outcome::Failed),
        ("IN PROGRESS", json!({"added_count": 3, "updated_count": 0, "total_count": 3}), Outcome::Running),
        ("In_Progress", json!({}), Outcome::Running),
        ("PAUSED", json!({}), Outcome::Running),
    ] {
        assert_eq!(job(status, counts.clone()), outcome, "{status} {counts}");
    }
}

#[test]
fn a_job_without_a_usable_status_is_finished_by_its_parts_or_its_result() {
    for (body, finished) in [
        (r#"{"id": "1"}"#, false),
        (r#"{"resource": [{"status": "COMPLETED"}, {"status": "SKIPPED"}]}"#, true),
        (r#"{"resource": [{"status": "COMPLETED"}, {"status": "INPROGRESS"}]}"#, false),
        (r#"{"status": "DONE", "operation": "insert", "result": {"download_url": "/x.zip"}}"#, true),
        (r#"{"status": "DONE", "operation": "insert", "result": null}"#, false),
        (r#"{"id": "1", "status": "INPROGRESS", "result": {"download_url": "/x.zip"}}"#, false),
    ] {
        assert_eq!(progress(body).is_finished(), finished, "{body}");
    }
}

#[test]
fn what_is_no_job_never_runs() {
    let throttled = r#"{"error": "Access Denied",
        "error_description": "You have made too many requests continuously. Please try again after some time.",
        "status": "failure"}"#;
    for (body, shown) in [
        (throttled, "Access Denied: You have made too many requests continuously. Please try again after some time."),
        (r#"{"error": "invalid_code"}"#, "invalid_code"),
        (r#"{"error": {"code": 403, "message": "Forbidden"}, "id": "req-1"}"#, "403: Forbidden"),
        (r#"{"error": true, "message": "no upstream"}"#, "error without a code: no upstream"),
        (r#"{"status": "failure", "message": "down"}"#, "error without a code: down"),
        (
            r#"{"code": "INVALID_TOKEN", "message": "invalid oauth token", "id": "req-1"}"#,
            "INVALID_TOKEN: invalid oauth token",
        ),
    ] {
        let shown_by = |error: Result<JobProgress, ApiError>| error.unwrap_err().to_string();
        let details = JobDetails::from_json(body.as_bytes()).expect(body);
        assert_eq!(serde_json::from_str::<JobDetails>(&serde_json::to_string(&details).unwrap()).unwrap(), details);
        assert_eq!(shown_by(details.into_result()), shown, "{body}");
        assert_eq!(create(body).into_result().unwrap_err().to_string(), shown, "{body}");
        assert_eq!(upload(body).into_result().unwrap_err().to_string(), shown, "{body}");
        assert_eq!(ApiError::from_json(body.as_bytes()).is_ok(), !body.contains("failure\", \"m"), "{body}");
    }
    for body in [
        r#"{"status": "COMPLETED"}"#,
        r#"{"status": "QUEUED"}"#,
        r#"{"status": "FAILED", "result": {"download_url": "/x"}}"#,
        r#"{"status": 404, "id": "req-1", "title": "Not Found"}"#,
        r#"{"status": "pending", "id": "req-1"}"#,
        r#"{"title": "Service Unavailable", "detail": "try later"}"#,
        r#"{"resource": []}"#,
        r#"{"resource": ["x"], "state": "COMPLETED"}"#,
    ] {
        assert!(JobDetails::from_json(body.as_bytes()).is_err(), "{body}");
    }
    let error = ErrorCode::from("Access Denied").facts().expect("a known code");
    assert_eq!(error.code, ErrorCode::OauthThrottled);
}

#[test]
fn what_the_crm_says_of_a_resource_is_kept() {
    let job =
        progress(r#"{"id": "1", "status": "FAILED", "resource": [{"status": "FAILED", "message": "file is empty"}]}"#);
    assert_eq!(job.resources[0].message.as_deref(), Some("file is empty"));
    assert!(serde_json::to_string(&job).unwrap().contains("file is empty"));
}

#[test]
fn a_module_is_a_string_on_v2_and_an_object_later() {
    let module = |file| progress(answer(file)).resources[0].module.clone().unwrap();
    let ModuleRef { api_name, id, .. } = module("016");
    assert_eq!((api_name.as_deref(), id.as_deref()), (Some("Leads"), None));
    let ModuleRef { api_name, id, .. } = module("011");
    assert_eq!((api_name.as_deref(), id.as_deref()), (Some("Deals"), Some("3652397000000002181")));
}

#[test]
fn a_resource_may_say_why_it_failed() {
    let job = progress(r#"{"status": "FAILED", "resource": [{"status": "FAILED", "code": "INVALID_FIELD"}]}"#);
    assert_eq!(job.resources[0].error_code(), Some(ErrorCode::InvalidField));
}

#[test]
fn the_result_is_found_by_url_and_by_path() {
    let url =
        |url| progress(&json!({"id": "1", "result": {"download_url": url}}).to_string()).download_url("https://h/");
    for (given, expected) in [
        ("/v7/crm/org1/2.zip", "https://h/v7/crm/org1/2.zip"),
        ("v7/2.zip", "https://h/v7/2.zip"),
        ("//elsewhere/2.zip", "https://h/elsewhere/2.zip"),
        ("HTTPS://download-accl.zoho.com/2.zip", "HTTPS://download-accl.zoho.com/2.zip"),
    ] {
        assert_eq!(url(given).as_deref(), Some(expected));
    }
    assert_eq!(progress(answer("009")).download_url("https://h"), None);
}

#[test]
fn ids_may_be_numbers_and_keep_every_digit() {
    let answer = create(r#"{"details": {"id": 4150868000005392002, "created_by": {"id": 4150868000000225013}}}"#);
    assert_eq!(answer.id(), Some("4150868000005392002"));
    for (kind, name, value) in values() {
        assert_eq!(parse(kind, &with_numbers(&value)), parse(kind, &value), "{name}");
    }
}

/// The same answer with each text of digits as a number.
fn with_numbers(value: &Value) -> Value {
    match value {
        Value::String(text) => text.parse::<u64>().map_or_else(|_| value.clone(), Value::from),
        Value::Array(items) => items.iter().map(with_numbers).collect(),
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), with_numbers(value))).collect(),
        _ => value.clone(),
    }
}

/// Every place in the answer, as a JSON pointer.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, value)| (format!("{at}/{key}"), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(n, value)| (format!("{at}/{n}"), value)).collect(),
        _ => return,
    };
    for (place, value) in children {
        found.push(place.clone());
        places(value, &place, found);
    }
}

#[test]
fn a_key_that_is_missing_null_odd_or_extra_never_fails_an_answer() {
    let mut count = 0;
    for (kind, name, value) in values() {
        let mut found = Vec::new();
        places(&value, "", &mut found);
        for place in &found {
            let (parent, key) = place.rsplit_once('/').unwrap();
            let mut mutants = Vec::new();
            for odd in
                [json!(null), json!(true), json!(-1.5), json!("?"), json!([]), json!([[1], {}]), json!({"a": {}})]
            {
                let mut mutant = value.clone();
                *mutant.pointer_mut(place).unwrap() = odd;
                mutants.push(mutant);
            }
            let mut removed = value.clone();
            match removed.pointer_mut(parent).unwrap() {
                Value::Object(map) => drop(map.remove(key)),
                Value::Array(items) => drop(items.remove(key.parse().unwrap())),
                _ => unreachable!("only these have places"),
            }
            mutants.push(removed);
            let mut extended = value.clone();
            if let Value::Object(map) = extended.pointer_mut(parent).unwrap() {
                map.insert("brand_new".to_owned(), json!([{"x": 1}]));
                assert!(parse(kind, &extended).is_ok());
                if !parent.ends_with("details") && !parent.contains("default_value") {
                    assert_eq!(parse(kind, &extended), parse(kind, &value), "{name}{parent}");
                }
            }
            for mutant in mutants {
                count += 1;
                if let Err(error) = parse(kind, &mutant) {
                    // A body of the upload host means nothing once its last text is gone.
                    let texts = mutant.as_object().into_iter().flat_map(Map::values);
                    let is_empty = !texts.into_iter().any(|text| text.is_string() || text.is_u64());
                    let gone = kind == Kind::Gateway && is_empty;
                    // A success without the id of what it made is none.
                    let makes = ["/details", "/details/id", "/details/file_id"].contains(&place.as_str());
                    let no_success = makes && matches!(kind, Kind::Create | Kind::Upload);
                    // Nor is a job without its resources, where it has neither id nor operation.
                    let no_job = kind == Kind::Details && name.starts_with("008") && place.starts_with("/resource");
                    assert!(gone || no_success || no_job, "{name}{place}: {error}\n{mutant}");
                }
            }
        }
    }
    assert!(count > 1000, "{count}");
}

#[test]
fn either_status_code_or_id_is_enough() {
    for (body, id) in [
        (r#"{"details": {"id": "1"}}"#, Some("1")),
        (r#"{"code": "SUCCESS", "details": {"id": 1}}"#, Some("1")),
        (r#"{"status": "SUCCESS", "code": "CREATED", "details": {"id": "1"}}"#, Some("1")),
    ] {
        let answer = create(body);
        assert!(matches!(answer, CreateJob::Created(_)), "{body}");
        assert_eq!(answer.id(), id, "{body}");
    }
    for body in [
        r#"{"status": "success"}"#,
        r#"{"code": "SUCCESS"}"#,
        r#"{"status": "success", "code": "SUCCESS", "details": {}}"#,
        r#"{"status": "success", "code": "FILE_UPLOAD_SUCCESS", "details": {"created_time": "now"}}"#,
    ] {
        for error in
            [CreateJob::from_json(body.as_bytes()).unwrap_err(), FileUpload::from_json(body.as_bytes()).unwrap_err()]
        {
            assert!(error.to_string().ends_with("found a success without what it made"), "{body}: {error}");
        }
    }
    for (body, code) in [
        (r#"{"status": "error"}"#, ""),
        (r#"{"status": "Error", "code": 4001}"#, "4001"),
        (r#"{"code": "INVALID_TOKEN"}"#, "INVALID_TOKEN"),
        (r#"{"status": "error", "code": "NO_PERMISSION", "details": {"id": "1"}}"#, "NO_PERMISSION"),
        (r#"{"status": "success", "code": "NO_PERMISSION"}"#, "NO_PERMISSION"),
    ] {
        assert_eq!(create(body).into_result().unwrap_err().code.as_str(), code, "{body}");
        assert_eq!(upload(body).into_result().unwrap_err().code.as_str(), code, "{body}");
    }
}

#[test]
fn details_that_are_no_object_are_kept() {
    let details = |body: &str| create(body).into_result().unwrap_err().details;
    assert_eq!(details(r#"{"code": "X", "details": []}"#), Map::new());
    assert_eq!(Value::from(details(r#"{"code": "X", "details": ["why"]}"#)), json!({"details": ["why"]}));
    assert_eq!(Value::from(details(r#"{"code": "X", "details": "why"}"#)), json!({"details": "why"}));
}

#[test]
fn what_is_no_error_is_not_read_as_one() {
    for (body, is_error) in [
        (r#"{"code": "X"}"#, true),
        (r#"{"code": null}"#, false),
        (r#"{"code": "SUCCESS"}"#, false),
        (r#"{"code": "FILE_UPLOAD_SUCCESS"}"#, false),
        (r#"{"code": "X", "operation": "insert"}"#, false),
        (r#"{"code": "X", "resource": []}"#, false),
        (r#"{"status": "error"}"#, true),
        (r#"{"status": "error", "code": "SUCCESS"}"#, true),
        (r#"{"ERROR_CODE": 401}"#, true),
        (r#"{"ERROR_MESSAGE": "x"}"#, true),
        (r#"{"ERROR_CODE": 401, "status": "x"}"#, true),
        (r#"{"x-error": "x"}"#, true),
        (r#"{"x-error": "x", "status": "x"}"#, false),
    ] {
        assert_eq!(ApiError::from_json(body.as_bytes()).is_ok(), is_error, "{body}");
    }
    for code in ["SUCCESS", "FILE_UPLOAD_SUCCESS"] {
        assert!(JobDetails::from_json(format!(r#"{{"code": "{code}"}}"#).as_bytes()).is_err(), "{code}");
    }
}

#[test]
fn answers_are_shown_in_their_own_words() {
    let error =
        ApiError::new(ErrorCode::InvalidData, "invalid data").with_detail("reason", "why").with_detail("x", "y");
    assert_eq!(error.to_string(), "INVALID_DATA: invalid data (why)");
    assert_eq!(ApiError::from(ErrorCode::from("")).to_string(), "error without a code");
    for (status, word, written) in [
        (RecordStatus::Added, "ADDED", true),
        (RecordStatus::Updated, "UPDATED", true),
        (RecordStatus::Skipped, "SKIPPED", false),
        (RecordStatus::Unprocessed, "UNPROCESSED", false),
        (RecordStatus::Other("Odd".to_owned()), "Odd", false),
    ] {
        assert_eq!((RecordStatus::from(word), status.as_str(), status.is_written()), (status.clone(), word, written));
        assert_eq!(format!("{status:>12}"), format!("{word:>12}"));
    }
    for word in ["ADDED", "IN PROGRESS", "COMPLETED", "odd"] {
        assert_eq!(JobStatus::from(word).to_string(), JobStatus::from(word).as_str());
    }
    let errors = RecordError::list("MANDATORY_NOT_FOUND-Company,Last_Name:DUPLICATE_DATA-Email");
    let shown: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["MANDATORY_NOT_FOUND-Company,Last_Name", "DUPLICATE_DATA-Email"]);
    for (cell, columns) in [("INVALID_DATA-Full:name_x", "Full:name_x"), ("INVALID_DATA-Full:NAME-x", "Full:NAME-x")] {
        let errors = RecordError::list(cell);
        assert_eq!((errors.len(), errors[0].columns.as_slice()), (1, &[columns.to_owned()][..]), "{cell}");
    }
    assert_eq!(CreateJob::from_json(b"[]").unwrap_err().expected(), "the answer to creating a job");
    assert!(CodeFacts::all().len() > 40);
    for facts in CodeFacts::all() {
        assert_eq!(facts.code.facts().map(|found| &found.code), Some(&facts.code));
    }
}

#[test]
fn what_an_answer_repeats_of_the_job_is_read() {
    let body = json!({"id": "1", "status": "COMPLETED", "operation": "insert", "resource": [{
        "module": "Leads", "ignore_empty": true, "field_mappings": [
            {"api_name": "A", "index": 3, "parent_column_index": "4", "default_value": {"value": "x"}},
            {"api_name": 7, "index": 1.5},
        ],
    }]});
    let job = progress(&body.to_string());
    let resource = &job.resources[0];
    assert_eq!(resource.ignore_empty, Some(true));
    let [first, second] = resource.field_mappings.as_slice() else { panic!("two mappings") };
    assert_eq!((first.index, first.parent_column_index), (Some(3), Some(4)));
    assert_eq!(first.default_value, Some(json!({"value": "x"})));
    assert_eq!((second.api_name.as_deref(), second.index, &second.default_value), (Some("7"), None, &None));
    let written = serde_json::to_value(&job).unwrap();
    let again = &written["resource"][0]["field_mappings"];
    assert_eq!(
        *again,
        json!([
            {"api_name": "A", "index": 3, "parent_column_index": 4, "default_value": {"value": "x"}},
            {"api_name": "7"},
        ])
    );
    assert_eq!(written.get("file").or(written["resource"][0].get("file_names")), None);
    assert_eq!(progress(r#"{"id": 1.5, "status": "ADDED", "operation": "insert"}"#).id, None);
    assert_eq!(progress(r#"{"id": -1, "status": "ADDED"}"#).id.as_deref(), Some("-1"));
    assert_eq!(
        progress(r#"{"id": 18446744073709551615, "status": "ADDED"}"#).id.as_deref(),
        Some("18446744073709551615")
    );
}

#[test]
fn another_body_is_named() {
    for (body, create_says, details_say) in [
        ("", "an empty body", "an empty body"),
        (" \r\n\t", "an empty body", "an empty body"),
        ("\u{feff}", "an empty body", "an empty body"),
        ("<!DOCTYPE html><TITLE lang='en'>\n 502  Bad\u{7} Gateway</TITLE>", "an HTML page (`502 Bad Gateway`)", "…"),
        ("  <html>", "an HTML page", "an HTML page"),
        ("<title>x", "an HTML page", "an HTML page"),
        ("Unauthorized", "invalid JSON: expected value at line 1 column 1", "…"),
        ("{\"status\": \"success\",\n}", "invalid JSON: trailing comma at line 2 column 1", "…"),
        ("[]", "an array", "an array"),
        ("null", "null", "null"),
        ("{}", "an object without `status`, `code` or an id", "an object without `status`, `code` or an id"),
        (r#"{"status": null, "code": null}"#, "an object without `status`, `code` or an id", "…"),
        (
            r#"{"data": [{"details": {"id": "1"}}]}"#,
            "an answer with `data`, as those of Bulk Read and the Records API",
            "…",
        ),
        (answer("012"), "the answer to uploading a file", "the answer to uploading a file"),
        (answer("001"), "", "the answer to creating a job"),
        (r#"{"status": "success"}"#, "a success without what it made", "…"),
        (
            r#"{"operation": "insert", "state": "COMPLETED"}"#,
            "an object with `state` and without `status`, as those of Bulk Read",
            "…",
        ),
        (r#"{"operation": "insert"}"#, "a part of job details, without `status` and `id`", "…"),
        (r#"{"message": "Forbidden"}"#, "an object that is none of the CRM's and says `Forbidden`", "…"),
        (answer("011"), "job details", ""),
        (r#"{"status": "ADDED", "id": "1", "operation": "insert"}"#, "job details", ""),
    ] {
        let says = |error: Option<String>| error.unwrap_or_default();
        let created = says(CreateJob::from_json(body.as_bytes()).err().map(|error| error.to_string()));
        let details = says(JobDetails::from_json(body.as_bytes()).err().map(|error| error.to_string()));
        let details_say = if details_say == "…" { create_says } else { details_say };
        let expect = |what: &str, found: &str| match found {
            "" => String::new(),
            found => format!("expected {what}, found {found}"),
        };
        assert_eq!(created, expect("the answer to creating a job", create_says), "{body}");
        assert_eq!(details, expect("job details", details_say), "{body}");
    }
    let error = FileUpload::from_json(answer("001").as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), "expected the answer to uploading a file, found the answer to creating a job");
    assert!(matches!(error.kind(), ResponseErrorKind::Other { .. }));
    let error = ApiError::from_json(answer("001").as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), "expected an error of the CRM, found the answer to creating a job");
}

#[test]
fn a_byte_order_mark_and_deep_nesting_do_no_harm() {
    assert_eq!(create(&format!("\u{feff}{}", answer("001"))), create(answer("001")));
    let deep = "[".repeat(100_000);
    assert!(matches!(CreateJob::from_json(deep.as_bytes()).unwrap_err().kind(), ResponseErrorKind::Json { .. }));
}

fn any_json() -> impl Strategy<Value = Value> {
    let key = prop::sample::select(vec![
        "status",
        "code",
        "message",
        "details",
        "id",
        "file_id",
        "resource",
        "file",
        "module",
        "data",
        "result",
        "type",
        "field_mappings",
        "download_url",
        "total_count",
        "skipped_count",
        "added_count",
        "ERROR_CODE",
        "error_message",
        "info",
        "http_status",
        "created_by",
        "api_name",
        "other",
    ]);
    let word =
        prop::sample::select(vec!["success", "error", "SUCCESS", "COMPLETED", "IN PROGRESS", "Skipped", "X", ""]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i32>().prop_map(|eighths| Value::from(f64::from(eighths) / 8.0)),
        word.prop_map(Value::from),
        "[ -~é]{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            3 => prop::collection::vec((key.clone(), inner), 0..7)
                .prop_map(|entries| entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_json_is_read_or_refused_and_what_is_read_survives_writing(value in any_json()) {
        for kind in [Kind::Create, Kind::Upload, Kind::Details, Kind::Gateway] {
            let _ = parse(kind, &value);
        }
        if let Ok(JobDetails::Progress(job)) = JobDetails::from_json(value.to_string().as_bytes()) {
            let _ = (job.outcome(), job.totals(), job.download_url("https://h"));
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>, cut in 0usize..400, file in 0usize..19) {
        let _ = CreateJob::from_json(&bytes);
        let _ = RecordError::list(&String::from_utf8_lossy(&bytes));
        let mut page = b"<title>".to_vec();
        page.extend(&bytes);
        page.extend(b"</title>");
        prop_assert!(FileUpload::from_json(&page).is_err());
        let mut text = ANSWERS[file].2.as_bytes().to_vec();
        text.truncate(cut);
        text.extend(bytes);
        let _ = JobDetails::from_json(&text);
    }
}
