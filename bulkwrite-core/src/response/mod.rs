//! The typed answers of the CRM.

mod code;
mod error;

pub use code::{Basis, CodeFacts, ErrorCode, Origin};
pub use error::ApiError;
