use crate::job::ast::{Field, Job};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::Loc;
use crate::source::edit::Edit;

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
    "blanks-overwrite" Warning Job(check)
}

fn check(job: &Job<'_>, cx: &mut Context<'_>) {
    let ignored = |field: &Field<bool>| field.is_unclear() || field.value() == Some(&true);
    if job.updates() != Some(true) || ignored(&job.ignore_empty) {
        return;
    }
    let mut said_of_job = false;
    for resource in job.resources().filter(|resource| !ignored(&resource.ignore_empty)) {
        let own = resource.ignore_empty.known();
        // What stands for the whole job, or is missing in it, is reported once.
        if own.is_none() && std::mem::replace(&mut said_of_job, true) {
            continue;
        }
        // Without `ignore_empty` the place is the operation: what makes the default dangerous.
        let written = own.or(job.ignore_empty.known()).map(|at| at.loc);
        let written = written.or(resource.ignore_empty.null()).or(job.ignore_empty.null());
        let Some(loc) = written.or(job.operation.loc()) else { continue };
        // One that is misspelt or misplaced is reported as that.
        if written.is_none() && cx.has_stray("ignore_empty") {
            continue;
        }
        report(job, written.is_some(), loc, cx);
    }
}

#[cold]
fn report(job: &Job<'_>, is_written: bool, loc: Loc, cx: &mut Context<'_>) {
    let found = cx.report(&RULE, loc, "blank cells overwrite stored values");
    if is_written {
        let edit = Edit::Replace { value: loc, with: "true".into() };
        found.help("set `ignore_empty` to `true`").unsafe_fix("ignore blank cells", vec![edit]);
    } else {
        let edit = Edit::AddEntry { map: job.loc, key: "ignore_empty".into(), value: "true".into() };
        found.help("add `\"ignore_empty\": true` to skip blank cells").unsafe_fix("ignore blank cells", vec![edit]);
    }
}
