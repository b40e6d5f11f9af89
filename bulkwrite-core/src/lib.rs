//! Payload model, rules and offline validators of bulkwrite.
#![forbid(unsafe_code)]

pub mod callback;
mod loc;
pub mod node;

pub use loc::Loc;
