//! The job as written, and how it is read from the tree.

pub mod ast;
pub(crate) mod family;
pub(crate) mod file_ids;
pub(crate) mod lower;
