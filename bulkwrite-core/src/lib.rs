//! Payload model, rules and offline validators of bulkwrite.
#![forbid(unsafe_code)]

pub mod json;
mod loc;
pub mod node;

pub use loc::Loc;
