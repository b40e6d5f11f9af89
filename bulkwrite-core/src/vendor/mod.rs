//! What is known of the CRM: facts and predicates, each table with its source. Nothing here reports anything.

pub(crate) mod aliases;
pub(crate) mod bodies;
pub(crate) mod charset;
pub(crate) mod ids;
pub mod keys;
pub(crate) mod limits;
pub(crate) mod modules;
pub(crate) mod name;
pub(crate) mod pattern;
pub(crate) mod version;
