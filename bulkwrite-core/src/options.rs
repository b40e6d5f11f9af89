//! How a job is checked.

use std::sync::Arc;

use crate::callback::{Policy, Resolve};
use crate::metadata::Metadata;
use crate::report::levels::Levels;
use crate::vendor::version::ApiVersion;

/// How a job is checked. The default checks any job for the version that its form tells.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::{ApiVersion, Checker, Options};
///
/// let options = Options::default().version(ApiVersion::V8);
/// let job = br#"{ "operation": "insert", "resource": [
///     { "type": "data", "module": "Leads", "file_id": "4150868000005379001" }] }"#;
/// let report = Checker::new(options).check_json(job);
/// assert_eq!(report.diagnostics()[0].rule.name, "module-shape");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Options {
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
    pub metadata: Option<Metadata>,
    /// Looks up the host of the callback, every address of which must be public; without it nothing is looked up.
    pub resolver: Option<Arc<dyn Resolve>>,
}

impl Options {
    /// Sets the version that the job is sent to; `None` lets the form of the modules tell.
    #[must_use]
    pub fn version(mut self, version: impl Into<Option<ApiVersion>>) -> Self {
        self.version = version.into();
        self
    }

    /// Says whether `{{x}}` stands for a value that is filled in later.
    #[must_use]
    pub const fn placeholders(mut self, allowed: bool) -> Self {
        self.placeholders = allowed;
        self
    }

    /// Sets the levels of the rules.
    #[must_use]
    pub fn levels(mut self, levels: Levels) -> Self {
        self.levels = levels;
        self
    }

    /// Sets what the callback check allows beyond public https.
    #[must_use]
    pub fn callback(mut self, policy: Policy) -> Self {
        self.callback = policy;
        self
    }

    /// Tells the fields of the organisation; a clone of the metadata shares them.
    #[must_use]
    pub fn metadata(mut self, metadata: impl Into<Option<Metadata>>) -> Self {
        self.metadata = metadata.into();
        self
    }

    /// Looks up the host of the callback by this.
    #[must_use]
    pub fn resolver(mut self, resolver: impl Resolve + 'static) -> Self {
        self.resolver = Some(Arc::new(resolver));
        self
    }
}

#[cfg(test)]
mod tests {
    use crate::check::Checker;

    #[test]
    fn a_checker_can_be_kept_and_shared() {
        fn is_owned<T: Send + Sync + 'static>() {}
        is_owned::<Checker>();
    }
}
