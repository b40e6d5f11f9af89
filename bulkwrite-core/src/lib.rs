//! Payload model, rules and offline validators of bulkwrite.
#![forbid(unsafe_code)]

pub mod ast;
pub mod callback;
mod charset;
mod check;
mod diagnostic;
mod example;
mod family;
mod findings;
pub mod fix;
mod ids;
pub mod json;
mod loc;
mod lower;
pub mod metadata;
pub mod model;
mod modules;
mod name;
pub mod node;
mod options;
mod pattern;
mod report;
pub mod response;
mod rule;
pub mod rules;
#[doc(hidden)]
pub mod sort;
pub mod suggest;
mod version;

pub use check::{Checker, Levels, check_json};
pub use diagnostic::{Diagnostic, Edit, Fix, Level, Prediction, Related, Text, is_deceptive, quoted};
#[doc(hidden)]
pub use example::EXAMPLE_FIELDS;
pub use example::Example;
pub use loc::Loc;
pub use model::{
    ApiName, Callback, CallbackUrl, ColumnIndex, DefaultValue, FieldMapping, FileId, Format, Job, JobBuilder,
    MappingBuilder, Operation, Resource, ResourceBuilder, ValueError,
};
pub use options::Options;
pub use report::{MAX_DIAGNOSTICS, Report, Verdict};
pub use response::Basis;
pub use rule::{Group, Rule};
pub use version::{ApiVersion, InventoryModules, ModuleShape, UnknownVersion, VERSIONS, VersionFacts};
