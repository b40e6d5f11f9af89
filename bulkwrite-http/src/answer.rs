//! What an answer means: status, headers and body to one value.

use std::fmt;
use std::time::Duration;

use bulkwrite_core::callback::masked;
use bulkwrite_core::response::{
    ApiError, CreateJob, Created, ErrorCode, FileUpload, JobDetails, JobProgress, ResponseError, Uploaded,
};
use http::StatusCode;
use http::header::RETRY_AFTER;
use http::response::Parts;
use serde_json::{Map, Value};

use crate::{OrgId, RefreshToken, Token};

/// What an answer comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer<T> {
    /// What was asked for.
    Done(T),
    /// The CRM says no, and why. It may say so with HTTP 200.
    Refused(ApiError),
    /// The token is no good, or no longer.
    Unauthorised(ApiError),
    /// Too much at once, or too much today.
    Throttled {
        /// For how long not to ask again, if the answer says so.
        retry_after: Option<Duration>,
    },
    /// No answer of the CRM: a page of a proxy, a redirect, a failure of the server, an empty body.
    Broken {
        /// The status.
        status: StatusCode,
        /// What there is instead, in words.
        excerpt: String,
    },
}

/// Who answered: the organisation that a token belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Org {
    /// Its number.
    pub zgid: OrgId,
    /// Its name.
    pub name: Option<String>,
    /// `Production`, `Sandbox`, `Developer`, `Bigin`, in the CRM's spelling; v2 does not tell.
    pub kind: Option<String>,
}

/// What a refresh token or a grant code was traded for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Granted {
    /// The access token.
    pub access: Token,
    /// The refresh token, if the trade was for one.
    pub refresh: Option<RefreshToken>,
    /// The API host, as the accounts host names it.
    pub api_domain: Option<String>,
    /// How long the access token is good.
    pub expires_in: Option<Duration>,
}

/// Reads the answer to an upload. A refusal may come with HTTP 200.
pub fn read_upload(parts: &Parts, body: &[u8]) -> Answer<Uploaded> {
    crm(parts, body, |body| {
        FileUpload::from_json(body).map(|answer| match answer.into_result() {
            Ok(Uploaded { file_id: None, .. }) => Read::Broken("a success without `file_id`".to_owned()),
            other => other.into(),
        })
    })
}

/// Reads the answer to the creation of a job.
///
/// ```
/// use bulkwrite_http::{Answer, read_create};
///
/// let (parts, ()) = http::Response::builder().status(502).body(()).unwrap().into_parts();
/// let Answer::Broken { status, excerpt } = read_create(&parts, b"<html><title>Bad Gateway</title>") else { panic!() };
/// assert_eq!((status.as_u16(), excerpt.as_str()), (502, "an HTML page (`Bad Gateway`)"));
/// ```
///
/// Only an error in the CRM's own form is a refusal. Anything else may have been written by somebody in between after the
/// CRM had done the work: that is [`Broken`](Answer::Broken).
pub fn read_create(parts: &Parts, body: &[u8]) -> Answer<Created> {
    crm(parts, body, |body| {
        let map = object(body).unwrap_or_default();
        let text = |key| map.get(key).and_then(Value::as_str).unwrap_or_default();
        let is_code = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
        let refuses = text("status").eq_ignore_ascii_case("error")
            && text("code").bytes().any(|b| b.is_ascii_uppercase())
            && text("code").bytes().all(is_code);
        CreateJob::from_json(body).map(|answer| match answer.into_result() {
            Ok(Created { id: None, .. }) => Read::Broken("a success without an id".to_owned()),
            Err(error) if !refuses => Read::Broken(error.to_string()),
            other => other.into(),
        })
    })
}

/// Reads job details.
pub fn read_details(parts: &Parts, body: &[u8]) -> Answer<JobProgress> {
    crm(parts, body, |body| JobDetails::from_json(body).map(|answer| answer.into_result().into()))
}

/// Reads a result: a ZIP, whole.
pub fn read_download(parts: &Parts, body: &[u8]) -> Answer<()> {
    crm(parts, body, |body| {
        if body.starts_with(b"PK") {
            let whole = has_directory(body);
            return Ok(if whole { Read::Done(()) } else { Read::Broken("a ZIP that is cut off".to_owned()) });
        }
        ApiError::from_json(body).map(Read::Refused)
    })
}

/// Reads the organisation.
///
/// ```
/// use bulkwrite_http::{Answer, read_org};
///
/// let (parts, ()) = http::Response::new(()).into_parts();
/// let answer = read_org(&parts, br#"{"org": [{"zgid": "694902309", "company_name": "Zylker", "type": "Sandbox"}]}"#);
/// let Answer::Done(org) = answer else { panic!() };
/// assert_eq!((org.zgid.as_str(), org.kind.as_deref()), ("694902309", Some("Sandbox")));
/// ```
pub fn read_org(parts: &Parts, body: &[u8]) -> Answer<Org> {
    crm(parts, body, |body| {
        let Some(map) = object(body) else { return ApiError::from_json(body).map(Read::Refused) };
        let Some(org) = map.get("org").and_then(|list| list.get(0)) else {
            return ApiError::from_json(body).map(Read::Refused);
        };
        let text = |key: &str| match org.get(key) {
            Some(Value::String(text)) => Some(text.clone()),
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        let Some(zgid) = text("zgid").and_then(|text| text.parse().ok()) else {
            return Ok(Read::Broken("an organisation without `zgid`".to_owned()));
        };
        Ok(Read::Done(Org { zgid, name: text("company_name"), kind: text("type") }))
    })
}

/// Reads the fields of a module: only whether they are that.
pub fn read_fields(parts: &Parts, body: &[u8]) -> Answer<()> {
    crm(parts, body, |body| match object(body) {
        Some(map) if map.get("fields").is_some_and(Value::is_array) => Ok(Read::Done(())),
        _ => ApiError::from_json(body).map(Read::Refused),
    })
}

/// Reads the answer of the accounts host to a refresh or a grant. It says no with HTTP 200 as well as 400, in a form of
/// its own: `{"error": "invalid_code"}`, or `Access Denied` where tokens were asked for too often.
pub fn read_token(parts: &Parts, body: &[u8]) -> Answer<Granted> {
    if parts.status == StatusCode::TOO_MANY_REQUESTS {
        return Answer::Throttled { retry_after: retry_after(parts) };
    }
    let Some(map) = object(body).filter(|_| parts.status.is_success() || parts.status.is_client_error()) else {
        return broken(parts.status, body);
    };
    let text = |key: &str| map.get(key).and_then(Value::as_str);
    if let Some(error) = text("error") {
        if error.eq_ignore_ascii_case("access denied") {
            return Answer::Throttled { retry_after: retry_after(parts) };
        }
        let mut refused = ApiError::from(ErrorCode::from(error));
        refused.message = text("error_description").map(str::to_owned);
        return Answer::Refused(refused);
    }
    let access = text("access_token").and_then(|token| Token::new(token).ok());
    let Some(access) = access.filter(|_| parts.status.is_success()) else { return broken(parts.status, body) };
    Answer::Done(Granted {
        access,
        refresh: text("refresh_token").and_then(|token| RefreshToken::new(token).ok()),
        api_domain: text("api_domain").map(str::to_owned),
        expires_in: map.get("expires_in").and_then(Value::as_u64).map(Duration::from_secs),
    })
}

/// What a body holds.
enum Read<T> {
    Done(T),
    Refused(ApiError),
    Broken(String),
}

impl<T> From<Result<T, ApiError>> for Read<T> {
    fn from(result: Result<T, ApiError>) -> Self {
        match result {
            Ok(value) => Self::Done(value),
            Err(error) => Self::Refused(error),
        }
    }
}

/// The error with the secrets of URLs masked: the CRM repeats a callback that it refuses, query and all.
fn discreet(mut error: ApiError) -> ApiError {
    error.message = error.message.map(|text| without_secrets(&text));
    for value in error.details.values_mut() {
        if let Value::String(text) = value {
            *text = without_secrets(text);
        }
    }
    error
}

/// The text with the credentials and queries of its URLs masked.
fn without_secrets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let before = rest[..at].trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
        let url = &rest[before..];
        let end = url.find(['\'', '"', '`', '<', '>', ' ', '\n']).unwrap_or(url.len());
        out.push_str(&rest[..before]);
        out.push_str(&masked(&url[..end]));
        rest = &url[end..];
    }
    out + rest
}

/// An answer of the CRM, or of what stands before it.
fn crm<T>(parts: &Parts, body: &[u8], read: impl FnOnce(&[u8]) -> Result<Read<T>, ResponseError>) -> Answer<T> {
    let status = parts.status;
    if status == StatusCode::TOO_MANY_REQUESTS {
        return Answer::Throttled { retry_after: retry_after(parts) };
    }
    if status == StatusCode::UNAUTHORIZED {
        let error = ApiError::from_json(body).unwrap_or_else(|_| ApiError::from(ErrorCode::from("401")));
        return Answer::Unauthorised(discreet(error));
    }
    if !status.is_success() && !status.is_client_error() {
        return broken(status, body);
    }
    let says_success = || {
        let status = object(body).and_then(|map| map.get("status")?.as_str().map(str::to_owned));
        status.is_some_and(|status| status.eq_ignore_ascii_case("success"))
    };
    let read = read(body).map(|read| match read {
        Read::Refused(error) => Read::Refused(discreet(error)),
        Read::Broken(text) => Read::Broken(without_secrets(&text)),
        done @ Read::Done(_) => done,
    });
    match read {
        Ok(Read::Refused(error)) if says_success() => Answer::Broken { status, excerpt: error.to_string() },
        Ok(Read::Done(value)) if status.is_success() => Answer::Done(value),
        Ok(Read::Done(_)) => Answer::Broken { status, excerpt: "a success with a status of failure".to_owned() },
        Ok(Read::Refused(error)) => match error.code.as_str() {
            "TOO_MANY_REQUESTS" => Answer::Throttled { retry_after: retry_after(parts) },
            "401" | "INVALID_TOKEN" | "INVALID_OAUTHTOKEN" | "AUTHENTICATION_FAILURE" => Answer::Unauthorised(error),
            // The server failed in the middle of the work, whatever status it gives that.
            "INTERNAL_ERROR" | "INTERNAL_SERVER_ERROR" => Answer::Broken { status, excerpt: error.to_string() },
            _ => Answer::Refused(error),
        },
        Ok(Read::Broken(excerpt)) => Answer::Broken { status, excerpt },
        Err(_) => broken(status, body),
    }
}

fn broken<T>(status: StatusCode, body: &[u8]) -> Answer<T> {
    let excerpt = match ApiError::from_json(body) {
        Ok(error) => discreet(error).to_string(),
        Err(error) => {
            let text = error.to_string();
            text.split_once(", found ").map_or(text.clone(), |(_, found)| found.to_owned())
        }
    };
    Answer::Broken { status, excerpt }
}

fn object(body: &[u8]) -> Option<Map<String, Value>> {
    serde_json::from_slice(body).ok()
}

/// `Retry-After` in seconds; a date is not read, for it takes a clock that agrees with the server's.
fn retry_after(parts: &Parts) -> Option<Duration> {
    let text = parts.headers.get(RETRY_AFTER)?.to_str().ok()?;
    text.trim().parse().ok().map(Duration::from_secs)
}

/// Whether a ZIP has the record that stands at the end of each.
fn has_directory(zip: &[u8]) -> bool {
    const END: &[u8] = b"PK\x05\x06";
    const LONGEST: usize = 22 + 0xFFFF;
    let tail = &zip[zip.len().saturating_sub(LONGEST)..];
    tail.windows(END.len()).enumerate().any(|(at, window)| {
        let comment = tail.get(at + 20..at + 22).map(|n| usize::from(n[0]) | usize::from(n[1]) << 8);
        window == END && comment.is_some_and(|comment| at + 22 + comment <= tail.len())
    })
}

impl<T> Answer<T> {
    /// Another value in place of what was asked for.
    pub(crate) fn map<U>(self, change: impl FnOnce(T) -> U) -> Answer<U> {
        match self {
            Self::Done(value) => Answer::Done(change(value)),
            Self::Refused(error) => Answer::Refused(error),
            Self::Unauthorised(error) => Answer::Unauthorised(error),
            Self::Throttled { retry_after } => Answer::Throttled { retry_after },
            Self::Broken { status, excerpt } => Answer::Broken { status, excerpt },
        }
    }
}

impl fmt::Display for Org {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{name} ({})", self.zgid),
            None => self.zgid.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One of the functions under test, its answer told in words.
    type Reader<'r> = &'r dyn Fn(&Parts, &[u8]) -> String;

    /// What an answer comes to, in words.
    fn told<T>(answer: Answer<T>) -> String {
        match answer {
            Answer::Done(_) => "done".to_owned(),
            Answer::Refused(error) => format!("refused: {error}"),
            Answer::Unauthorised(error) => format!("unauthorised: {error}"),
            Answer::Throttled { retry_after } => format!("throttled: {:?}", retry_after.map(|time| time.as_secs())),
            Answer::Broken { status, excerpt } => format!("{}: {excerpt}", status.as_u16()),
        }
    }

    fn parts(status: u16) -> Parts {
        let response = http::Response::builder().status(status).header("retry-after", " 7 ").body(());
        response.expect("a response").into_parts().0
    }

    const CREATED: &str =
        r#"{"status":"success","code":"SUCCESS","message":"success","details":{"id":"4150868000005392002"}}"#;
    const UPLOADED: &str = r#"{"status":"success","code":"FILE_UPLOAD_SUCCESS","message":"file uploaded.","details":{"file_id":"111111000001492610"}}"#;
    const NO_ZIP: &str = r#"{"status":"error","code":"INVALID_FILE_FORMAT","message":"invalid file format. only zip format is supported","details":{}}"#;
    const NO_TOKEN: &str = r#"{"status":"error","code":"INVALID_TOKEN","message":"invalid oauth token","details":{}}"#;

    #[test]
    fn the_body_decides_and_what_is_not_the_crms_is_broken() {
        for (status, body, expected) in [
            (201, CREATED, "done"),
            (200, CREATED, "done"),
            (400, CREATED, "400: a success with a status of failure"),
            (500, CREATED, "500: the answer to creating a job"),
            (200, r#"{"status":"success","code":"SUCCESS","details":{}}"#, "200: "),
            (201, UPLOADED, "201: "),
            (
                400,
                r#"{"status":"error","code":"FILE_NOT_SUPPORTED","message":"m","details":{}}"#,
                "refused: FILE_NOT_SUPPORTED: m",
            ),
            (200, r#"{"status":"ERROR","code":"FILE_NOT_SUPPORTED"}"#, "refused: FILE_NOT_SUPPORTED"),
            (200, r#"{"status":"error","code":"INTERNAL_ERROR","message":"m"}"#, "200: INTERNAL_ERROR: m"),
            (400, r#"{"code":504,"message":"timed out"}"#, "400: 504: timed out"),
            (400, r#"{"status":"error","code":"upstream timed out"}"#, "400: upstream timed out"),
            (200, r#"{"info":"hello"}"#, "200: "),
            (200, r#"{"error":"Access Denied","status":"failure"}"#, "200: "),
            (401, NO_TOKEN, "unauthorised: INVALID_TOKEN: invalid oauth token"),
            (401, "<html>", "unauthorised: 401"),
            (400, NO_TOKEN, "unauthorised: INVALID_TOKEN: invalid oauth token"),
            (429, "", "throttled: Some(7)"),
            (400, r#"{"status":"error","code":"TOO_MANY_REQUESTS"}"#, "throttled: Some(7)"),
            (502, "<html><title>Bad Gateway</title>", "502: an HTML page (`Bad Gateway`)"),
            (404, "<html>", "404: an HTML page"),
            (302, "", "302: an empty body"),
            (200, "", "200: an empty body"),
            (200, "{\"stat", "200: invalid JSON: "),
        ] {
            let told = told(read_create(&parts(status), body.as_bytes()));
            assert!(told.starts_with(expected) && !(expected == "done" && told != "done"), "{status} {body}: {told}");
        }
    }

    #[test]
    fn each_answer_is_read_as_what_it_is() {
        let zip: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0!";
        let cases: &[(Reader<'_>, u16, &[u8], &str)] = &[
            (&|p, b| told(read_upload(p, b)), 200, UPLOADED.as_bytes(), "done"),
            (&|p, b| told(read_upload(p, b)), 200, CREATED.as_bytes(), "200: "),
            (&|p, b| told(read_upload(p, b)), 200, NO_ZIP.as_bytes(), "refused: INVALID_FILE_FORMAT"),
            (
                &|p, b| told(read_upload(p, b)),
                413,
                br#"{"ERROR_CODE":413,"ERROR_MESSAGE":"too large"}"#,
                "refused: 413: too large",
            ),
            (
                &|p, b| told(read_upload(p, b)),
                200,
                br#"{"ERROR_CODE":401,"ERROR_MESSAGE":"Unauthorized"}"#,
                "unauthorised",
            ),
            (
                &|p, b| told(read_details(p, b)),
                200,
                br#"{"status":"ADDED","id":"1","operation":"insert","resource":[]}"#,
                "done",
            ),
            (
                &|p, b| told(read_details(p, b)),
                404,
                br#"{"status":"error","code":"RESOURCE_NOT_FOUND"}"#,
                "refused: RESOURCE_NOT_FOUND",
            ),
            (&|p, b| told(read_download(p, b)), 200, zip, "done"),
            (&|p, b| told(read_download(p, b)), 200, &zip[..22], "200: a ZIP that is cut off"),
            (&|p, b| told(read_download(p, b)), 200, b"PK\x03\x04", "200: a ZIP that is cut off"),
            (&|p, b| told(read_download(p, b)), 403, br#"{"info":"Forbidden","x-info":"Link not valid"}"#, "refused"),
            (&|p, b| told(read_download(p, b)), 200, b"<html>", "200: an HTML page"),
            (&|p, b| told(read_org(p, b)), 200, br#"{"org":[{"zgid":694902309}]}"#, "done"),
            (&|p, b| told(read_org(p, b)), 200, br#"{"org":[{}]}"#, "200: an organisation without `zgid`"),
            (&|p, b| told(read_org(p, b)), 200, b"[]", "200: an array"),
            (&|p, b| told(read_fields(p, b)), 200, br#"{"fields":[]}"#, "done"),
            (
                &|p, b| told(read_fields(p, b)),
                400,
                br#"{"status":"error","code":"INVALID_MODULE","message":"m"}"#,
                "refused: INVALID_MODULE: m",
            ),
            (&|p, b| told(read_fields(p, b)), 204, b"", "204: an empty body"),
            (
                &|p, b| told(read_token(p, b)),
                200,
                br#"{"access_token":"1000.a","expires_in":3600,"api_domain":"https://www.zohoapis.eu"}"#,
                "done",
            ),
            (&|p, b| told(read_token(p, b)), 200, br#"{"error":"invalid_code"}"#, "refused: invalid_code"),
            (
                &|p, b| told(read_token(p, b)),
                400,
                br#"{"error":"Access Denied","error_description":"too many","status":"failure"}"#,
                "throttled: Some(7)",
            ),
            (&|p, b| told(read_token(p, b)), 200, br#"{"access_token":"a b"}"#, "200: "),
            (&|p, b| told(read_token(p, b)), 503, b"<html>", "503: an HTML page"),
        ];
        for (n, (read, status, body, expected)) in cases.iter().enumerate() {
            let told = read(&parts(*status), body);
            assert!(told.starts_with(expected), "{n}: {told}");
        }
    }

    #[test]
    fn no_answer_tells_the_secrets_of_a_callback() {
        for (status, message) in [(400, "INVALID_CALLBACK_URL"), (401, "INVALID_TOKEN"), (500, "INTERNAL_ERROR")] {
            let body = format!(
                r#"{{"status":"error","code":"{message}","message":"Invalid URL 'https://me:s3cret@hooks.zylker.com/x?key=s3cret' for callback.","details":{{"url":"https://a/?s3cret"}}}}"#
            );
            let answer = read_create(&parts(status), body.as_bytes());
            assert!(!format!("{answer:?}").contains("s3cret"), "{answer:?}");
        }
        let text = "see 'https://hooks.zylker.com/x?key=1' or http://a/b, or no://";
        assert_eq!(without_secrets(text), "see 'https://hooks.zylker.com/x?***' or http://a/b, or no://");
    }

    #[test]
    fn a_grant_holds_what_the_answer_tells() {
        let body = br#"{"access_token":"1000.a","refresh_token":"1000.r","api_domain":"https://x","expires_in":3600}"#;
        let Answer::Done(granted) = read_token(&parts(200), body) else { panic!("it is granted") };
        assert!(granted.access.is_in("1000.a"));
        assert_eq!(granted.refresh.as_ref().map(RefreshToken::expose), Some("1000.r"));
        assert_eq!(
            (granted.api_domain.as_deref(), granted.expires_in),
            (Some("https://x"), Some(Duration::from_secs(3600)))
        );
        assert!(!format!("{granted:?}").contains("1000."));
    }
}
