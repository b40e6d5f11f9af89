//! The error envelope, and the body that the hosts in front of the CRM answer with.

use std::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::ErrorCode;
use super::read::{Answer, Part as _, answer, is_details, text_of};

/// An error of the CRM: `{"status": "error", "code": …, "message": …, "details": {…}}`.
///
/// The same type holds answers that are predicted. Serializing writes the envelope, its keys in the CRM's order.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::response::{ApiError, ErrorCode};
///
/// let message = "Invalid URL 'http://10.0.0.1' for callback.";
/// let error = ApiError::new(ErrorCode::InvalidCallbackUrl, message).with_detail("reason", "possible ssrf attempt");
/// assert_eq!(error.to_string(), format!("INVALID_CALLBACK_URL: {message} (possible ssrf attempt)"));
/// assert_eq!(
///     serde_json::to_string_pretty(&error).unwrap(),
///     r#"{
///   "status": "error",
///   "code": "INVALID_CALLBACK_URL",
///   "message": "Invalid URL 'http://10.0.0.1' for callback.",
///   "details": {
///     "reason": "possible ssrf attempt"
///   }
/// }"#
/// );
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

answer!(ApiError);

impl Answer for ApiError {
    const EXPECTED: &'static str = "an error of the CRM";

    fn read(map: Map<String, Value>) -> Result<Self, Map<String, Value>> {
        let map = match GatewayError::read(map) {
            Ok(error) => return Ok(error.into()),
            Err(map) => map,
        };
        let map = match Self::of_error_key(map) {
            Ok(error) => return Ok(error),
            Err(map) => map,
        };
        let says = |key, word| text_of(&map, key).is_some_and(|text| text.eq_ignore_ascii_case(word));
        let has_code = map.get("code").is_some_and(|code| !code.is_null());
        let succeeds = says("code", "SUCCESS") || says("code", "FILE_UPLOAD_SUCCESS") || is_details(&map);
        if says("status", "error") || (has_code && !succeeds) { Ok(Self::from_envelope(map)) } else { Err(map) }
    }
}

impl ApiError {
    /// Reads a body that tells its error under `error`: those of the accounts server, `{"error": …, "error_description": …}`, and
    /// of proxies and gateways, which answer in the CRM's place. A job is none of them.
    pub(super) fn of_error_key(mut map: Map<String, Value>) -> Result<Self, Map<String, Value>> {
        if is_details(&map) || map.get("code").is_some_and(|code| !code.is_null()) {
            return Err(map);
        }
        let text = |map: &Map<String, Value>, keys: &[&str]| {
            keys.iter().find_map(|key| String::read(map.get(*key)?.clone()).filter(|text| !text.is_empty()))
        };
        let messages = ["error_description", "message", "error_message", "detail"];
        let (code, message) = match map.get("error") {
            Some(Value::String(code)) if !code.is_empty() => (Some(code.clone()), text(&map, &messages)),
            Some(Value::Object(inner)) => {
                let code = text(inner, &["code", "status", "type", "error"]);
                (
                    code,
                    text(inner, &["message", "error_description", "description", "detail"])
                        .or_else(|| text(&map, &messages)),
                )
            }
            Some(Value::Bool(true)) => (None, text(&map, &messages)),
            _ => return Err(map),
        };
        map.remove("error");
        map.retain(|key, value| !messages.contains(&key.as_str()) && key != "status" && !value.is_null());
        let details = match map.remove("details") {
            Some(Value::Object(details)) => details,
            _ => map,
        };
        Ok(Self { code: code.unwrap_or_default().into(), message, details })
    }

    /// Reads an envelope that is known to be one of an error.
    pub(super) fn from_envelope(mut map: Map<String, Value>) -> Self {
        let mut take = |key| map.remove(key).unwrap_or_default();
        Self {
            code: String::read(take("code")).unwrap_or_default().into(),
            message: match take("message") {
                Value::Null => None,
                Value::String(text) => Some(text),
                value => Some(value.to_string()),
            },
            details: match take("details") {
                Value::Object(details) => details,
                Value::Null => Map::new(),
                Value::Array(items) if items.is_empty() => Map::new(),
                // Not an object on any record; kept all the same, for it may say why.
                value => {
                    let mut details = Map::new(); // collecting would sort
                    details.insert("details".to_owned(), value);
                    details
                }
            },
        }
    }
}

/// The body that the upload and download hosts answer with when a request does not get as far as the CRM:
/// `{"ERROR_CODE": …, "ERROR_MESSAGE": …, "x-error": …, "info": …, "x-info": …, "http_status": …}`.
///
/// Keys are read in any letter case; codes may be numbers or text.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::response::GatewayError;
///
/// let error = GatewayError::from_json(br#"{"ERROR_CODE": 401, "Error_Message": "Unauthorized"}"#)?;
/// assert_eq!(error.to_string(), "401: Unauthorized");
/// # Ok::<(), bulkwrite::response::ResponseError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct GatewayError {
    /// `ERROR_CODE`, as text.
    pub code: Option<String>,
    /// `ERROR_MESSAGE`.
    pub message: Option<String>,
    /// `x-error`, as in `check if headers [feature, X-CRM-ORG] are present and valid`.
    pub x_error: Option<String>,
    /// `info`, as in `Forbidden`.
    pub info: Option<String>,
    /// `x-info`, as in `Link not valid`.
    pub x_info: Option<String>,
    /// `http_status`, as text.
    pub http_status: Option<String>,
}

answer!(GatewayError);

impl GatewayError {
    const KEYS: [&'static str; 6] = ["ERROR_CODE", "ERROR_MESSAGE", "x-error", "info", "x-info", "http_status"];

    fn values(&self) -> [&Option<String>; 6] {
        [&self.code, &self.message, &self.x_error, &self.info, &self.x_info, &self.http_status]
    }
}

impl Answer for GatewayError {
    const EXPECTED: &'static str = "an error of the upload or download host";

    fn read(map: Map<String, Value>) -> Result<Self, Map<String, Value>> {
        let mut texts = Self::KEYS.map(|name| {
            let value = map.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value);
            value.cloned().and_then(String::read)
        });
        let [code, message, x_error, info, x_info, http_status] = texts.each_mut().map(Option::take);
        let error = Self { code, message, x_error, info, x_info, http_status };
        let certain = error.code.is_some() || error.message.is_some();
        let possible = error.values().iter().any(|text| text.is_some());
        let envelope = ["status", "code", "resource", "details"].iter().any(|key| map.contains_key(*key));
        if certain || (possible && !envelope) { Ok(error) } else { Err(map) }
    }
}

impl fmt::Display for GatewayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code.as_ref().or(self.http_status.as_ref());
        let texts = [code, self.message.as_ref(), self.x_error.as_ref(), self.info.as_ref(), self.x_info.as_ref()];
        for (n, text) in texts.into_iter().flatten().enumerate() {
            let gap = if n == 0 { "" } else { ": " };
            write!(f, "{gap}{text}")?;
        }
        Ok(())
    }
}

impl std::error::Error for GatewayError {}

impl Serialize for GatewayError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in Self::KEYS.iter().zip(self.values()) {
            let Some(value) = value else { continue };
            // The hosts write this one as a number, and `http_status` as text.
            let number =
                value.parse::<u16>().ok().filter(|number| *key == "ERROR_CODE" && number.to_string() == *value);
            match number {
                Some(number) => map.serialize_entry(key, &number)?,
                None => map.serialize_entry(key, value)?,
            }
        }
        map.end()
    }
}

/// `code` is `ERROR_CODE`, else `http_status`; the rest goes to `details` under its own key.
impl From<GatewayError> for ApiError {
    fn from(error: GatewayError) -> Self {
        let mut details = Map::new();
        for (key, value) in GatewayError::KEYS.iter().zip(error.values()).skip(2) {
            details.extend(value.clone().map(|value| ((*key).to_owned(), Value::String(value))));
        }
        let code = error.code.or(error.http_status).unwrap_or_default().into();
        Self { code, message: error.message, details }
    }
}
