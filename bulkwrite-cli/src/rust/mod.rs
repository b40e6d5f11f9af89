//! Jobs in Rust code: what `bulk_write!` takes.

mod read;
mod write;

pub(crate) use read::{Call, Mistake, calls};
pub(crate) use write::{json, rust};
