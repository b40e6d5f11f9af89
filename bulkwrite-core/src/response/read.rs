//! Lenient reading: an optional key that is missing, null or of an unforeseen type never fails an answer.

use std::fmt;

use serde_json::{Map, Value};

use crate::text::quoted;

/// A body that is not the answer that was expected.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::response::{CreateJob, ResponseErrorKind};
///
/// let error = CreateJob::from_json(b"<html><title>Sign in</title></html>").unwrap_err();
/// assert_eq!(error.to_string(), "expected the answer to creating a job, found an HTML page (`Sign in`)");
///
/// let error = CreateJob::from_json(b"{\"status\": \"succ").unwrap_err();
/// assert!(matches!(error.kind(), ResponseErrorKind::Json { line: 1, column: 16, .. }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseError {
    expected: &'static str,
    kind: ResponseErrorKind,
}

/// What a body that is not the expected answer is instead.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResponseErrorKind {
    /// Nothing, or only white space.
    Empty,
    /// An HTML or XML page, as proxies and sign-in pages send.
    Markup {
        /// The text of its `title`, shortened.
        title: Option<String>,
    },
    /// Invalid JSON.
    Json {
        /// The line, from 1.
        line: usize,
        /// The column in bytes, from 1; 0 if the line has no bytes.
        column: usize,
        /// What is wrong there.
        reason: String,
    },
    /// JSON, but another answer.
    Other {
        /// What it is.
        found: String,
    },
}

impl ResponseError {
    /// The answer that was expected, in words.
    pub const fn expected(&self) -> &'static str {
        self.expected
    }

    /// What was found.
    pub const fn kind(&self) -> &ResponseErrorKind {
        &self.kind
    }
}

impl fmt::Display for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found ", self.expected)?;
        match &self.kind {
            ResponseErrorKind::Empty => f.write_str("an empty body"),
            ResponseErrorKind::Markup { title: None } => f.write_str("an HTML page"),
            ResponseErrorKind::Markup { title: Some(title) } => write!(f, "an HTML page (`{title}`)"),
            ResponseErrorKind::Json { line, column, reason } => {
                write!(f, "invalid JSON: {reason} at line {line} column {column}")
            }
            ResponseErrorKind::Other { found } => f.write_str(found),
        }
    }
}

impl std::error::Error for ResponseError {}

/// One of the answers: a JSON object.
pub(super) trait Answer: Sized {
    /// `the answer to …`.
    const EXPECTED: &'static str;

    /// Reads the object, or gives it back if it is another answer.
    fn read(map: Map<String, Value>) -> Result<Self, Map<String, Value>>;

    fn from_value(value: Value) -> Result<Self, ResponseError> {
        let found = match value {
            Value::Object(map) => match Self::read(map) {
                Ok(answer) => return Ok(answer),
                Err(map) => describe(&map),
            },
            Value::Null => "null".to_owned(),
            Value::Bool(_) => "a boolean".to_owned(),
            Value::Number(_) => "a number".to_owned(),
            Value::String(_) => "a string".to_owned(),
            Value::Array(_) => "an array".to_owned(),
        };
        Err(ResponseError { expected: Self::EXPECTED, kind: ResponseErrorKind::Other { found } })
    }

    fn from_body(body: &[u8]) -> Result<Self, ResponseError> {
        let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
        let kind = match body.trim_ascii_start().first() {
            None => ResponseErrorKind::Empty,
            Some(b'<') => ResponseErrorKind::Markup { title: title(body) },
            Some(_) => match serde_json::from_slice(body) {
                Ok(value) => return Self::from_value(value),
                Err(error) => {
                    let (line, column) = (error.line(), error.column());
                    let reason = error.to_string();
                    let place = format!(" at line {line} column {column}");
                    let reason = reason.strip_suffix(&place).unwrap_or(&reason).to_owned();
                    ResponseErrorKind::Json { line, column, reason }
                }
            },
        };
        Err(ResponseError { expected: Self::EXPECTED, kind })
    }
}

/// Gives an [`Answer`] its `from_json` and its `Deserialize`.
macro_rules! answer {
    ($type:ident) => {
        impl $type {
            /// Reads the body of a response, whatever its HTTP status.
            ///
            /// # Errors
            ///
            /// If the body is empty, an HTML page, not JSON, or another answer.
            pub fn from_json(body: &[u8]) -> Result<Self, $crate::response::ResponseError> {
                $crate::response::read::Answer::from_body(body)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = serde_json::Value::deserialize(deserializer)?;
                $crate::response::read::Answer::from_value(value).map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(super) use answer;

fn describe(map: &Map<String, Value>) -> String {
    let detail = |key| map.get("details").and_then(|details| details.get(key)).is_some();
    let found = if map.contains_key("state") && !map.contains_key("status") {
        "an object with `state` and without `status`, as those of Bulk Read"
    } else if is_details(map) {
        let is_job = ["status", "id"].iter().any(|key| text_of(map, key).is_some()) || map.contains_key("resource");
        if is_job { "job details" } else { "a part of job details, without `status` and `id`" }
    } else if detail("file_id") {
        "the answer to uploading a file"
    } else if map.contains_key("data") {
        "an answer with `data`, as those of Bulk Read and the Records API"
    } else if detail("id") {
        "the answer to creating a job"
    } else if text_of(map, "status").is_some_and(|status| status.eq_ignore_ascii_case("success"))
        || matches!(text_of(map, "code"), Some("SUCCESS" | "FILE_UPLOAD_SUCCESS"))
    {
        "a success without what it made"
    } else if let Some(message) =
        ["message", "error_message", "detail", "title", "fault"].iter().find_map(|key| text_of(map, key))
    {
        return format!("an object that is none of the CRM's and says {}", quoted(message));
    } else {
        "an object without `status`, `code` or an id"
    };
    found.to_owned()
}

/// Whether the object has what only job details have, at the top.
pub(super) fn is_details(map: &Map<String, Value>) -> bool {
    map.get("resource").is_some_and(Value::is_array) || text_of(map, "operation").is_some()
}

/// The title of a page, on one line, without control characters, at most 80 characters long.
fn title(page: &[u8]) -> Option<String> {
    // Titles come early; the rest of a page may be large.
    let page = String::from_utf8_lossy(&page[..page.len().min(4096)]);
    let lower = page.to_ascii_lowercase();
    let start = lower.find("<title")?;
    let start = start + lower[start..].find('>')? + 1;
    let end = start + lower[start..].find('<')?;
    let mut title = String::new();
    for word in page[start..end].split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        let gap = if title.is_empty() { "" } else { " " };
        title.extend([gap, word]);
    }
    let title: String = title.chars().take(80).collect();
    (!title.is_empty()).then_some(title)
}

/// A value that an answer may hold.
pub(super) trait Part: Sized {
    /// The value, if it can be read as one.
    fn read(value: Value) -> Option<Self>;
}

impl Part for Value {
    fn read(value: Value) -> Option<Self> {
        (!value.is_null()).then_some(value)
    }
}

/// Text, or an integer as text: v2 typed ids as numbers. A fraction or a number beyond 64 bits has lost digits by now.
impl Part for String {
    fn read(value: Value) -> Option<Self> {
        match value {
            Value::String(text) => Some(text),
            Value::Number(number) if number.is_u64() || number.is_i64() => Some(number.to_string()),
            _ => None,
        }
    }
}

impl Part for u64 {
    fn read(value: Value) -> Option<Self> {
        value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
    }
}

impl Part for i64 {
    fn read(value: Value) -> Option<Self> {
        value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
    }
}

impl Part for bool {
    fn read(value: Value) -> Option<Self> {
        value.as_bool().or_else(|| value.as_str()?.trim().parse().ok())
    }
}

/// A field of an [`objects!`] type.
pub(super) trait Field: Sized {
    /// The value of a key; null stands for a missing one.
    fn read(value: Value) -> Self;
    /// Whether the key is left out when written.
    fn is_absent(&self) -> bool;
}

impl<T: Part> Field for Option<T> {
    fn read(value: Value) -> Self {
        T::read(value)
    }
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

/// Elements that cannot be read are left out; one that stands without a list is a list of one.
impl<T: Part> Field for Vec<T> {
    fn read(value: Value) -> Self {
        match value {
            Value::Array(items) => items.into_iter().filter_map(T::read).collect(),
            value => T::read(value).into_iter().collect(),
        }
    }
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// How an object was written where there are several ways, so that it is written in the same way. It tells nothing: two
/// answers that differ in it alone are equal.
#[derive(Clone, Debug, Default)]
pub(super) struct Form<T>(pub(super) T);

impl<T> PartialEq for Form<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for Form<T> {}

/// Defines structs that are read from and written as JSON objects. A key is named as its field, or as told by `=`.
macro_rules! objects {
    ($($(#[$meta:meta])* pub struct $name:ident {
        $($(#[$doc:meta])* pub $field:ident: $type:ty $(= $key:literal)?,)*
    })*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$doc])* pub $field: $type,)*
            /// The keys that stood there with null.
            nulls: $crate::response::read::Form<Vec<&'static str>>,
        }

        impl $crate::response::read::Part for $name {
            fn read(value: serde_json::Value) -> Option<Self> {
                let serde_json::Value::Object(mut map) = value else { return None };
                let mut nulls = Vec::new();
                Some(Self {
                    $($field: {
                        let key = $crate::response::read::key!($field $($key)?);
                        let value = map.remove(key);
                        if value.as_ref().is_some_and(serde_json::Value::is_null) {
                            nulls.push(key);
                        }
                        $crate::response::read::Field::read(value.unwrap_or_default())
                    },)*
                    nulls: $crate::response::read::Form(nulls),
                })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap as _;
                let mut map = serializer.serialize_map(None)?;
                $({
                    let key = $crate::response::read::key!($field $($key)?);
                    if !$crate::response::read::Field::is_absent(&self.$field) {
                        map.serialize_entry(key, &self.$field)?;
                    } else if self.nulls.0.contains(&key) {
                        map.serialize_entry(key, &())?;
                    }
                })*
                map.end()
            }
        }
    )*};
}
pub(super) use objects;

macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}
pub(super) use key;

/// The text of a key, if it has any.
pub(super) fn text_of<'a>(map: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    map.get(key)?.as_str()
}

/// What the envelope `{status, code, message, details}` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Success,
    Error,
    /// It has neither a status nor a code nor the id that a success has.
    Nothing,
}

/// Reads `status` and `code`; `id` is the key of `details` that only a success has, `other` one of another success.
///
/// The status decides; without a usable one the code does, and without either the id.
pub(super) fn verdict(map: &Map<String, Value>, success_code: &str, id: &str, other: &str) -> Verdict {
    let detail = |key| map.get("details").and_then(|details| String::read(details.get(key)?.clone())).is_some();
    let status = text_of(map, "status");
    let says = |word: &str| status.is_some_and(|status| status.eq_ignore_ascii_case(word));
    let code = map.get("code").cloned().and_then(String::read);
    let succeeds = code.as_ref().is_none_or(|code| code == success_code);
    if says("error") {
        Verdict::Error
    } else if is_details(map) || (detail(other) && !detail(id)) {
        Verdict::Nothing
    } else if detail(id) && (says("success") || succeeds) {
        Verdict::Success
    } else if code.as_deref().is_some_and(|code| !matches!(code, "SUCCESS" | "FILE_UPLOAD_SUCCESS")) {
        Verdict::Error
    } else if code.is_some() || says("success") {
        // A success that made nothing is none.
        Verdict::Nothing
    } else if status.is_some() {
        Verdict::Error
    } else {
        Verdict::Nothing
    }
}
