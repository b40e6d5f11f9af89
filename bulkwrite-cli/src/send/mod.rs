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
pub(crate) mod report;
pub(crate) mod run;
pub(crate) mod split;
pub(crate) mod store;
mod verbose;
pub(crate) mod zip;
