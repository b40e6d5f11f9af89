//! Payload model, rules and offline validators of bulkwrite.
#![forbid(unsafe_code)]

pub mod ast;
pub mod callback;
mod check;
mod diagnostic;
mod findings;
pub mod json;
mod loc;
mod lower;
pub mod node;
mod options;
mod report;
pub mod response;
mod rule;
pub mod rules;
pub mod suggest;
mod version;

pub use check::{Checker, Levels, check_json};
pub use diagnostic::{Basis, Diagnostic, Edit, Fix, Level, Prediction, Related, Text, is_deceptive, quoted};
pub use loc::Loc;
pub use options::Options;
pub use report::{MAX_DIAGNOSTICS, Report, Verdict};
pub use rule::{Group, Rule};
pub use version::{ApiVersion, InventoryModules, ModuleShape, UnknownVersion, VERSIONS, VersionFacts};
