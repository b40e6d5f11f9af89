//! The error envelope, and the body that the hosts in front of the CRM answer with.

use std::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::ErrorCode;

/// An error of the CRM: `{"status": "error", "code": …, "message": …, "details": {…}}`.
///
/// The same type holds answers that are predicted. Serializing writes the envelope, its keys in the CRM's order.
///
/// ```
/// use bulkwrite_core::response::{ApiError, ErrorCode};
///
/// let error = ApiError::new(ErrorCode::InvalidCallbackUrl, "Invalid URL 'http://10.0.0.1' for callback.")
///     .with_detail("reason", "possible ssrf attempt");
/// assert_eq!(
///     serde_json::to_string(&error).unwrap(),
///     r#"{"status":"error","code":"INVALID_CALLBACK_URL","message":"Invalid URL 'http://10.0.0.1' for callback.","details":{"reason":"possible ssrf attempt"}}"#
/// );
/// assert_eq!(error.to_string(), "INVALID_CALLBACK_URL: Invalid URL 'http://10.0.0.1' for callback. (possible ssrf attempt)");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ApiError {
    /// The code; empty if the answer had none.
    pub code: ErrorCode,
    /// The message; `None` if the answer had none, or, in a prediction, if no source shows it. Written as `null`.
    pub message: Option<String>,
    /// What the CRM adds, such as `reason` or `json_path`; often empty.
    pub details: Map<String, Value>,
}

impl ApiError {
    /// An error with a message and no details.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { message: Some(message.into()), ..Self::from(code) }
    }

    /// Adds a key to `details`.
    #[must_use]
    pub fn with_detail(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.details.insert(key.into(), value.into());
        self
    }
}

/// An error whose message is not known.
impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        Self { code, message: None, details: Map::new() }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = match self.code.as_str() {
            "" => "error without a code",
            code => code,
        };
        f.write_str(code)?;
        if let Some(message) = &self.message {
            write!(f, ": {message}")?;
        }
        // The two details that say more than the message: why, and where.
        let told = ["reason", "json_path"].into_iter().filter_map(|key| self.details.get(key)?.as_str());
        for detail in told {
            write!(f, " ({detail})")?;
        }
        Ok(())
    }
}

impl std::error::Error for ApiError {}

impl Serialize for ApiError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("status", "error")?;
        map.serialize_entry("code", &self.code)?;
        map.serialize_entry("message", &self.message)?;
        map.serialize_entry("details", &self.details)?;
        map.end()
    }
}
