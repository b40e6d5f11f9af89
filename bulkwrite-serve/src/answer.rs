//! Answers, in the form of those on record.

use bulkwrite_core::Basis;
use bulkwrite_core::response::{ApiError, ErrorCode};
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER, SERVER};
use http::{Response, StatusCode};

use crate::fault::Effect;
use crate::json::Object;

/// What an answer rests on: `observed`, `documented` or `inferred`.
pub(crate) const BASIS: HeaderName = HeaderName::from_static("x-bulkwrite-basis");
/// Why a request was refused, in words that the CRM does not have.
pub(crate) const WHY: HeaderName = HeaderName::from_static("x-bulkwrite-why");

/// The order of the keys of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// `status` first: refused jobs up to v7.
    StatusFirst,
    /// `code` first: everything else.
    CodeFirst,
}

/// An answer with a body of any type.
pub(crate) fn answer(status: u16, basis: Basis, content_type: &'static str, body: impl Into<Bytes>) -> Response<Bytes> {
    let mut answer = Response::new(body.into());
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(SERVER, HeaderValue::from_static("bulkwrite"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(BASIS, HeaderValue::from_static(basis.as_str()));
    answer
}

/// An answer of the CRM.
pub(crate) fn json(status: u16, basis: Basis, body: String) -> Response<Bytes> {
    answer(status, basis, "application/json", body)
}

/// An error of the CRM.
pub(crate) fn error(status: u16, basis: Basis, order: Order, error: &ApiError) -> Response<Bytes> {
    let details = serde_json::Value::Object(error.details.clone()).to_string();
    let (code, message) = (error.code.as_str(), error.message.as_deref());
    let body = match order {
        Order::StatusFirst => Object::new()
            .text("status", "error")
            .text("code", code)
            .nullable("message", message)
            .raw("details", &details),
        Order::CodeFirst => Object::new()
            .text("code", code)
            .raw("details", &details)
            .nullable("message", message)
            .text("status", "error"),
    };
    json(status, basis, body.end())
}

/// An error with the status and the message that are known best.
pub(crate) fn known(code: ErrorCode, order: Order, why: &str) -> Response<Bytes> {
    let (status, basis) = http_status(&code);
    let message = code.facts().and_then(|facts| facts.messages.first());
    let message = message.map(|(text, _)| (*text).to_owned());
    because(error(status, basis, order, &ApiError { message, ..code.into() }), why)
}

/// The status that a code comes with.
pub(crate) fn http_status(code: &ErrorCode) -> (u16, Basis) {
    code.facts().and_then(|facts| facts.http.first().copied()).unwrap_or((400, Basis::Inferred))
}

/// The answer of the hosts in front of the CRM.
pub(crate) fn gateway(status: u16, basis: Basis, body: String) -> Response<Bytes> {
    json(status, basis, body)
}

/// Says why, where the CRM does not.
pub(crate) fn because(mut answer: Response<Bytes>, why: &str) -> Response<Bytes> {
    // A header takes what is visible in ASCII.
    let visible: String = why.escape_default().take(1000).collect();
    let visible = visible.replace("\\'", "'").replace("\\\"", "\"");
    if let Ok(value) = HeaderValue::from_str(&visible)
        && !visible.is_empty()
    {
        answer.headers_mut().insert(WHY, value);
    }
    answer
}

/// The answer that a fault puts in place of the real one, if it does.
pub(crate) fn wrong(effect: &Effect) -> Option<Response<Bytes>> {
    let mut wrong = if effect.html {
        let status = effect.status.unwrap_or(502);
        let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or_default();
        let page = format!(
            "<html>\r\n<head><title>{status} {reason}</title></head>\r\n<body>\r\n<center><h1>{status} {reason}</h1></center>\r\n</body>\r\n</html>\r\n"
        );
        answer(status, Basis::Inferred, "text/html", page)
    } else {
        let status = effect.status?;
        let code = match status {
            401 => ErrorCode::InvalidToken,
            403 => ErrorCode::NoPermission,
            404 => ErrorCode::InvalidUrlPattern,
            429 => ErrorCode::TooManyRequests,
            500..600 => ErrorCode::InternalError,
            _ => ErrorCode::InvalidRequest,
        };
        let message = code.facts().and_then(|facts| facts.messages.first()).map(|(text, _)| (*text).to_owned());
        error(status, Basis::Inferred, Order::CodeFirst, &ApiError { message, ..code.into() })
    };
    let wait = effect.retry_after.or_else(|| (effect.status == Some(429)).then_some(1));
    if let Some(seconds) = wait {
        wrong.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    Some(wrong)
}
