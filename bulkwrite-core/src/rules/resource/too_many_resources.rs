use crate::job::ast::Job;
use crate::response::Basis;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::vendor::limits::RESOURCES;

rule! {
    /// ## What it does
    /// Finds a job of more than 100 resources.
    ///
    /// ## Why it matters
    /// The CRM takes 100 in one request.
    ///
    /// ## Incorrect
    /// ```json resource 101x
    /// { "type": "data", "module": { "api_name": "Region_###" }, "file_id": "4150868000005379###" }
    /// ```
    ///
    /// ## Correct
    /// ```json resource 100x
    /// { "type": "data", "module": { "api_name": "Region_###" }, "file_id": "4150868000005379###" }
    /// ```
    ///
    /// ## Reference
    /// `maxItems` of `resource` in the vendor's OpenAPI description of v8.
    "too-many-resources" Error Job(check) predicts INVALID_DATA Documented
}

fn check(job: &Job<'_>, cx: &mut Context<'_>) {
    let Some(resources) = job.resources.known() else { return };
    let Some(first_beyond) = resources.value.get(RESOURCES) else { return };
    let version = job.version;
    let count = resources.value.len();
    let found = cx.report(&RULE, resources.loc, format!("the job has {count} resources, and {RESOURCES} is the limit"));
    if let Some(loc) = first_beyond.loc() {
        found.related(loc, "the first one beyond the limit");
    }
    found.help("put the resources beyond the limit into another job");
    if !version.facts().limits {
        found.basis(Basis::Inferred);
    }
}
