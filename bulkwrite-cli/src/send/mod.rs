//! Sending jobs, following them, and explaining what became of their rows.

pub(crate) mod check;
pub(crate) mod client;
pub(crate) mod clock;
pub(crate) mod credentials;
pub(crate) mod data;
pub(crate) mod drive;
pub(crate) mod end;
pub(crate) mod job;
pub(crate) mod join;
pub(crate) mod prepare;
pub(crate) mod report;
pub(crate) mod resume;
pub(crate) mod run;
pub(crate) mod split;
pub(crate) mod state;
pub(crate) mod store;
pub(crate) mod target;
mod verbose;
pub(crate) mod zip;
