//! The WebAssembly half of the npm package `bulkwrite`: the same rules, in the process of JavaScript.
//!
//! What users see is written in `lib`. What crosses over is text and bytes: a report is the line that
//! `bulkwrite check --format json` prints.
#![deny(unsafe_code)]

mod checker;
#[cfg(feature = "data")]
mod data;
mod response;

pub use checker::{Checker, Mended};
#[cfg(feature = "data")]
pub use data::{Checked, Files};
pub use response::read_response;
