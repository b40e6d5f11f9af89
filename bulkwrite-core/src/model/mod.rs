//! The typed request.

mod builder;
mod from_ast;
mod job;
#[doc(hidden)]
pub mod parts;
mod serde;
mod text;
mod to_node;

pub use builder::{JobBuilder, MappingBuilder, ResourceBuilder};
pub use job::{Callback, DefaultValue, FieldMapping, Job, Operation, Resource};
pub(crate) use text::Fault;
pub use text::{ApiName, CallbackUrl, ColumnIndex, FileId, Format, ValueError};

use crate::check::Read;
use crate::findings::Findings;
use crate::node::Node;
use crate::report::Verdict;
use crate::{Checker, Options, Report, ast};

impl Job {
    /// Reads and checks the JSON of a job; the report says what is wrong with it.
    ///
    /// Keys that the API does not have are warned of by [`check_json`](crate::check_json) and not kept.
    pub fn from_json(text: &[u8]) -> Result<Self, Report> {
        Checker::by_default().job_from_json(text)
    }

    /// The body of the request, compact, its keys in the documented order and `module` in the version's own form.
    pub fn to_json(&self) -> String {
        // Nothing in a job fails to be written: its keys are strings, its numbers integers.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Runs every rule over the job, for what only its values together can tell.
    ///
    /// A job has no errors where each of its values is known when it is made; one that `bulk_write!` made with holes may
    /// break a rule that spans them.
    pub fn check(&self) -> Report {
        self.check_with(Options::default())
    }

    /// Runs every rule over the job, under options of your own. The version is the job's.
    pub fn check_with(&self, options: Options<'_>) -> Report {
        Checker::new(Options { version: Some(self.version), ..options }).check(&self.to_node())
    }
}

impl Checker<'_> {
    /// Reads and checks the JSON of a job; the report says what is wrong with it.
    pub fn job_from_json(&self, text: &[u8]) -> Result<Job, Report> {
        self.with_json(text, typed)
    }

    /// Checks a tree and makes a job of it; the report says what is wrong with it.
    pub fn job(&self, root: &Node<'_>) -> Result<Job, Report> {
        self.with_job(Some(root), Read::Whole, Findings::default(), typed)
    }
}

fn typed(job: Option<&ast::Job<'_>>, report: Report) -> Result<Job, Report> {
    if report.verdict() == Verdict::Reject {
        return Err(report);
    }
    job.and_then(|job| from_ast::job(job).ok()).ok_or(report)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ApiVersion, Operation, Resource};

    #[test]
    fn a_job_is_checked_for_its_own_version() {
        let job = Job::builder(Operation::Insert).version(ApiVersion::V2);
        let job = job.resource(Resource::builder("Leads", "4150868000005379001")).build().expect("the job is right");
        let report = job.check_with(Options { version: Some(ApiVersion::V8), ..Options::default() });
        assert_eq!((report.version(), report.to_string().as_str()), (ApiVersion::V2, ""));
    }
}
