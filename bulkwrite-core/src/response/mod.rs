//! The typed answers of the CRM.
//!
//! [`CreateJob`], [`FileUpload`] and [`JobDetails`] read the body of a response, errors included, with `from_json` or
//! `Deserialize`, and are written with `Serialize`. Reading is lenient: unknown keys are ignored; keys that are
//! missing, null or of another type than foreseen are `None`; ids are text whether they come as strings or as numbers.
//! What tells its error under `error`, as the accounts server and gateways do, is an error with both of its texts. Only a body
//! that has no status, no code and no id, or is another answer altogether, is a [`ResponseError`].
//!
//! [`ErrorCode`] names the codes, [`ErrorCode::facts`] explains them; [`RecordError`] and [`RecordStatus`] read the
//! columns of the result CSV.

mod code;
mod create;
mod details;
mod error;
mod read;
mod record;

pub use code::{Basis, CodeFacts, ErrorCode, Origin};
pub use create::{CreateJob, Created, FileUpload, Uploaded, User};
pub use details::{
    CallbackEcho, FileProgress, JobDetails, JobProgress, JobResult, JobStatus, MappingEcho, ModuleRef, Outcome,
    ResourceProgress, Totals,
};
pub use error::{ApiError, GatewayError};
pub use read::{ResponseError, ResponseErrorKind};
pub use record::{RecordError, RecordStatus};
