use crate::job::ast::Job;
use crate::rules::context::Context;
use crate::rules::declare::rule;

rule! {
    /// ## What it does
    /// Finds a job whose `resource` list is empty.
    ///
    /// ## Why it matters
    /// Such a job names no module and no file: there is nothing to write.
    ///
    /// ## Incorrect
    /// ```json
    /// { "operation": "insert", "resource": [] }
    /// ```
    ///
    /// ## Correct
    /// ```json
    /// {
    ///     "operation": "insert",
    ///     "resource": [{ "type": "data", "module": "Leads", "file_id": "4150868000005379001" }]
    /// }
    /// ```
    ///
    /// ## Reference
    /// The vendor's SDKs and its OpenAPI description of v8 require `resource`; that an empty one counts as missing is inferred.
    "empty-resource" Error Job(check) predicts MISSING_REQUIRED_KEY Inferred
}

fn check(job: &Job<'_>, cx: &mut Context<'_>) {
    let Some(resources) = job.resources.known().filter(|resources| resources.value.is_empty()) else { return };
    cx.report(&RULE, resources.loc, "`resource` is empty")
        .help("add an object with `type`, `module` and `file_id`")
        .answer("required key resource is not found in request body.");
}
