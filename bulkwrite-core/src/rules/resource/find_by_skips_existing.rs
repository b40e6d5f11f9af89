use crate::job::ast::Resource;
use crate::rules::context::Context;
use crate::rules::declare::rule;

rule! {
    /// ## What it does
    /// Finds a `find_by` in a job that inserts. Silent unless asked for.
    ///
    /// ## Why it matters
    /// With it, rows whose record exists already are skipped, not updated: the result counts them, and nothing else tells.
    ///
    /// ## Incorrect
    /// ```json
    /// {
    ///     "operation": "insert",
    ///     "resource": [{
    ///         "type": "data",
    ///         "module": { "api_name": "Leads" },
    ///         "file_id": "4150868000005379001",
    ///         "find_by": "Email"
    ///     }]
    /// }
    /// ```
    ///
    /// ## Correct
    /// ```json
    /// {
    ///     "operation": "upsert",
    ///     "ignore_empty": true,
    ///     "resource": [{
    ///         "type": "data",
    ///         "module": { "api_name": "Leads" },
    ///         "file_id": "4150868000005379001",
    ///         "find_by": "Email"
    ///     }]
    /// }
    /// ```
    ///
    /// ## Reference
    /// `find_by` on the create-job page: with `insert`, records that exist are skipped.
    "find-by-skips-existing" Off Resource(check)
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    let Some(find_by) = resource.find_by.known() else { return };
    if cx.job.operation.text() == Some("insert") {
        cx.report(&RULE, find_by.loc, "`insert` skips the records that `find_by` finds")
            .help("write `upsert` to update them, or remove `find_by` to insert every row");
    }
}
