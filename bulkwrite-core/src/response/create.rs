//! The answers to creating a job and to uploading its file.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

use super::read::{Answer, Part, Verdict, answer, objects, verdict};
use super::{ApiError, GatewayError};

/// The answer to `POST /crm/bulk/{version}/write`.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::response::{CreateJob, ErrorCode};
///
/// let created = br#"{"status": "success", "code": "SUCCESS", "message": "success",
///     "details": {"id": "4150868000005392002", "created_by": {"id": "4150868000000225013"}}}"#;
/// assert_eq!(CreateJob::from_json(created)?.id(), Some("4150868000005392002"));
///
/// let refused = br#"{"status": "error", "code": "FILE_NOT_SUPPORTED",
///     "message": "File not supported for bulk write", "details": {}}"#;
/// let error = CreateJob::from_json(refused)?.into_result().unwrap_err();
/// assert_eq!(error.code, ErrorCode::FileNotSupported);
/// # Ok::<(), bulkwrite::response::ResponseError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum CreateJob {
    /// The job was taken; what becomes of its rows, [`JobDetails`](super::JobDetails) tells.
    Created(Created),
    /// The job was refused.
    Error(ApiError),
}

/// The answer to `POST /crm/{version}/upload`.
///
/// An error may come with HTTP 200: read the body, not the status.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::response::{ErrorCode, FileUpload};
///
/// let uploaded = br#"{"status": "success", "code": "FILE_UPLOAD_SUCCESS", "message": "file uploaded.",
///     "details": {"file_id": "111111000001492610", "created_time": "2018-12-31T12:00:00-12:00"}}"#;
/// assert_eq!(FileUpload::from_json(uploaded)?.file_id(), Some("111111000001492610"));
///
/// let refused = br#"{"status": "error", "code": "INVALID_FILE_FORMAT",
///     "message": "invalid file format. only zip format is supported", "details": {}}"#;
/// let error = FileUpload::from_json(refused)?.into_result().unwrap_err();
/// assert_eq!(error.code, ErrorCode::InvalidFileFormat);
/// # Ok::<(), bulkwrite::response::ResponseError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum FileUpload {
    /// The file was taken.
    Uploaded(Uploaded),
    /// The CRM refused the file.
    Error(ApiError),
    /// The upload host refused the request.
    Gateway(GatewayError),
}

objects! {
    /// What a success says about the new job.
    pub struct Created {
        /// The id of the job; a success on record always has one.
        pub id: Option<String>,
        /// Whose token created it.
        pub created_by: Option<User>,
    }

    /// A user of the CRM.
    pub struct User {
        /// The user's id.
        pub id: Option<String>,
        /// The full name; v8 leaves it out.
        pub name: Option<String>,
    }

    /// What a success says about the file.
    pub struct Uploaded {
        /// The id for `file_id` of a resource; a success on record always has one.
        pub file_id: Option<String>,
        /// When the file was stored, as ISO 8601.
        pub created_time: Option<String>,
    }
}

impl CreateJob {
    /// The id of the new job.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Created(created) => created.id.as_deref(),
            Self::Error(_) => None,
        }
    }

    /// The success, or the error.
    pub fn into_result(self) -> Result<Created, ApiError> {
        match self {
            Self::Created(created) => Ok(created),
            Self::Error(error) => Err(error),
        }
    }
}

impl FileUpload {
    /// The id of the uploaded file, for `file_id` of a resource.
    pub fn file_id(&self) -> Option<&str> {
        match self {
            Self::Uploaded(uploaded) => uploaded.file_id.as_deref(),
            Self::Error(_) | Self::Gateway(_) => None,
        }
    }

    /// The success, or the error, that of the upload host included.
    pub fn into_result(self) -> Result<Uploaded, ApiError> {
        match self {
            Self::Uploaded(uploaded) => Ok(uploaded),
            Self::Error(error) => Err(error),
            Self::Gateway(error) => Err(error.into()),
        }
    }
}

answer!(CreateJob);
answer!(FileUpload);

// The codes of success, https://www.zoho.com/crm/developer/docs/api/v7/bulk-write/create-job.html and upload-file.html.
const CREATED: &str = "SUCCESS";
const UPLOADED: &str = "FILE_UPLOAD_SUCCESS";

fn details<T: Part + Default>(mut map: Map<String, Value>) -> T {
    map.remove("details").and_then(T::read).unwrap_or_default()
}

impl Answer for CreateJob {
    const EXPECTED: &'static str = "the answer to creating a job";

    fn read(map: Map<String, Value>) -> Result<Self, Map<String, Value>> {
        let map = match GatewayError::read(map) {
            Ok(error) => return Ok(Self::Error(error.into())),
            Err(map) => map,
        };
        let map = match ApiError::of_error_key(map) {
            Ok(error) => return Ok(Self::Error(error)),
            Err(map) => map,
        };
        match verdict(&map, CREATED, "id", "file_id") {
            Verdict::Success => Ok(Self::Created(details(map))),
            Verdict::Error => Ok(Self::Error(ApiError::from_envelope(map))),
            Verdict::Nothing => Err(map),
        }
    }
}

impl Answer for FileUpload {
    const EXPECTED: &'static str = "the answer to uploading a file";

    fn read(map: Map<String, Value>) -> Result<Self, Map<String, Value>> {
        let map = match GatewayError::read(map) {
            Ok(error) => return Ok(Self::Gateway(error)),
            Err(map) => map,
        };
        let map = match ApiError::of_error_key(map) {
            Ok(error) => return Ok(Self::Error(error)),
            Err(map) => map,
        };
        match verdict(&map, UPLOADED, "file_id", "id") {
            Verdict::Success => Ok(Self::Uploaded(details(map))),
            Verdict::Error => Ok(Self::Error(ApiError::from_envelope(map))),
            Verdict::Nothing => Err(map),
        }
    }
}

impl Serialize for CreateJob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Created(created) => success(serializer, CREATED, "success", created),
            Self::Error(error) => error.serialize(serializer),
        }
    }
}

impl Serialize for FileUpload {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Uploaded(uploaded) => success(serializer, UPLOADED, "file uploaded.", uploaded),
            Self::Error(error) => error.serialize(serializer),
            Self::Gateway(error) => error.serialize(serializer),
        }
    }
}

fn success<S: Serializer>(
    serializer: S,
    code: &str,
    message: &str,
    details: &impl Serialize,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(4))?;
    map.serialize_entry("status", "success")?;
    map.serialize_entry("code", code)?;
    map.serialize_entry("message", message)?;
    map.serialize_entry("details", details)?;
    map.end()
}
