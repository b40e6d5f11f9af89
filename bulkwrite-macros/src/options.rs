//! How the jobs of a crate are checked.

use bulkwrite_core::{ApiVersion, Options};

/// The options for a job that names its `version`, or does not.
pub(crate) fn options(version: Option<ApiVersion>) -> Options<'static> {
    Options { version, ..Options::default() }
}
