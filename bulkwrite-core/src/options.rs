//! How a job is checked.

use crate::callback::{Policy, Resolve};
use crate::metadata::Metadata;
use crate::report::levels::Levels;
use crate::vendor::version::ApiVersion;

/// How a job is checked. The default checks any job for the version that its form tells.
///
/// ```
/// use bulkwrite_core::{ApiVersion, Checker, Options};
///
/// let options = Options { version: Some(ApiVersion::V8), ..Options::default() };
/// let job = br#"{ "operation": "insert", "resource": [
///     { "type": "data", "module": "Leads", "file_id": "4150868000005379001" }] }"#;
/// let report = Checker::new(options).check_json(job);
/// assert_eq!(report.diagnostics()[0].rule.name, "module-shape");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Options<'o> {
    /// The version that the job is sent to. Without it the form of the modules tells: v2 if they are strings, all of
    /// them, [`ApiVersion::DEFAULT`] otherwise.
    pub version: Option<ApiVersion>,
    /// Whether `{{x}}` stands for a value that is filled in later, as in Postman collections.
    pub placeholders: bool,
    /// The level of each rule.
    pub levels: Levels,
    /// What the callback check allows beyond public https.
    pub callback: Policy,
    /// What is known of the fields of the organisation; without it, only what holds for every organisation is checked.
    pub metadata: Option<&'o Metadata>,
    /// Looks up the host of the callback, every address of which must be public; without it nothing is looked up.
    pub resolver: Option<&'o dyn Resolve>,
}
