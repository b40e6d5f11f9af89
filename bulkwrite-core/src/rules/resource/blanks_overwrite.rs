use crate::ast::{Field, Resource};
use crate::check::Context;
use crate::diagnostic::Edit;
use crate::rule::rule;

rule! {
    /// ## What it does
    /// Finds an update or upsert that does not ignore blank cells: `ignore_empty` is not true, neither for the job nor for
    /// the resource.
    ///
    /// ## Why it matters
    /// By default a blank cell overwrites the value that the record has. A sparse CSV wipes out data, 25,000 records at a
    /// time.
    ///
    /// ## Incorrect
    /// ```json
    /// {
    ///     "operation": "update",
    ///     "resource": [{
    ///         "type": "data",
    ///         "module": "Leads",
    ///         "file_id": "4150868000005379001",
    ///         "find_by": "Email"
    ///     }]
    /// }
    /// ```
    ///
    /// ## Correct
    /// ```json
    /// {
    ///     "operation": "update",
    ///     "ignore_empty": true,
    ///     "resource": [{
    ///         "type": "data",
    ///         "module": "Leads",
    ///         "file_id": "4150868000005379001",
    ///         "find_by": "Email"
    ///     }]
    /// }
    /// ```
    ///
    /// ## Reference
    /// `ignore_empty` on the create-job page: false unless given.
    "blanks-overwrite" Warning Resource(check)
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    let job = cx.job;
    let ignored = |field: &Field<bool>| field.is_unclear() || field.value() == Some(&true);
    if job.updates() != Some(true) || ignored(&job.ignore_empty) || ignored(&resource.ignore_empty) {
        return;
    }
    let written = resource.ignore_empty.known().or(job.ignore_empty.known());
    // Without `ignore_empty` the place is the operation: what makes the default dangerous.
    let Some(loc) = written.map(|at| at.loc).or(job.operation.loc()) else { return };
    let first = cx.resource_position() == 0;
    if !first && resource.ignore_empty.is_absent() {
        return; // one finding for the whole job is enough
    }
    let found = cx.report(&RULE, loc, "blank cells overwrite stored values");
    match written {
        Some(at) => found.help("set `ignore_empty` to `true`").unsafe_fix("ignore blank cells", vec![Edit::Replace {
            value: at.loc,
            with: "true".into(),
        }]),
        None => found.help("add `\"ignore_empty\": true` to skip blank cells").unsafe_fix(
            "ignore blank cells",
            vec![Edit::AddEntry { map: job.loc, key: "ignore_empty".into(), value: "true".into() }],
        ),
    };
}
