use crate::job::ast::Job;
use crate::job::file_ids;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::text::{quoted, sort};
use crate::vendor::ids;

rule! {
    /// ## What it does
    /// Finds a `file_id` that is the id of something else: of the module, the layout or the owner that the job names, or of a
    /// standard module of any organisation.
    ///
    /// ## Why it matters
    /// Ids of all kinds look alike, and only that of an upload names a file.
    ///
    /// ## Incorrect
    /// ```json resource
    /// {
    ///     "type": "data",
    ///     "module": { "api_name": "Leads", "id": "4150868000000002175" },
    ///     "file_id": "4150868000000002175"
    /// }
    /// ```
    ///
    /// ## Correct
    /// ```json resource
    /// {
    ///     "type": "data",
    ///     "module": { "api_name": "Leads", "id": "4150868000000002175" },
    ///     "file_id": "4150868000005379001"
    /// }
    /// ```
    ///
    /// ## Reference
    /// `file_id` on the create-job page; the code is the recorded answer to an id that is not that of an upload.
    "file-id-is-another-id" Warning OddFileIds(check) predicts FILE_NOT_SUPPORTED Inferred
}

fn check(job: &Job<'_>, cx: &mut Context<'_>) {
    let mut others = None;
    for resource in job.resources() {
        let Some((id, loc)) = file_ids::file_id(resource) else { continue };
        let Ok(parts) = ids::parts(id) else { continue };
        let others = others.get_or_insert_with(|| {
            let mut others = file_ids::others(job);
            sort::by(&mut others, Ord::cmp);
            others
        });
        let standard = ids::standard_module(parts.sequence);
        if others.is_empty() && standard.is_none() {
            continue;
        }
        let at = others.partition_point(|other| other.id < id);
        let other = others.get(at).filter(|other| other.id == id);
        let message = match (other, standard) {
            (Some(other), _) => format!("the file id {} is the id of {}", quoted(id), other.owner),
            (None, Some(module)) => format!("the file id {} is the id of the module `{module}`", quoted(id)),
            (None, None) => continue,
        };
        let found = cx.report(&RULE, loc, message);
        if let Some(other) = other {
            found.related(other.loc, "the same id");
        }
        found.help("write the `file_id` that the upload of the zipped CSV returned");
        found.answer("File not supported for bulk write");
    }
}
