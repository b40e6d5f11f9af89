//! Payload model, rules and offline validators of bulkwrite.
#![forbid(unsafe_code)]

mod loc;
pub mod node;
pub mod response;

pub use loc::Loc;
