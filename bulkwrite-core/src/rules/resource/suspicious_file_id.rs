use crate::job::ast::Job;
use crate::job::family;
use crate::job::file_ids;
use crate::response::Basis;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::Loc;
use crate::text::{quoted, sort};
use crate::vendor::ids;
use crate::vendor::ids::Oddity;
use crate::vendor::limits::FILE_ID;

rule! {
    /// ## What it does
    /// Finds a `file_id` that is not made as ids are: not 18 or 19 digits, the last twelve beginning with `000`, or other first
    /// digits than the other ids of the job have.
    ///
    /// ## Why it matters
    /// A digit that was lost or retyped names no file. The CRM is on record with its answer to a file id that lacks its last
    /// digit.
    ///
    /// ## Incorrect
    /// ```json resource
    /// { "type": "data", "module": { "api_name": "Leads" }, "file_id": "415086800000537900" }
    /// ```
    ///
    /// ## Correct
    /// ```json resource
    /// { "type": "data", "module": { "api_name": "Leads" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Reference
    /// A recorded v2 answer; the make of ids is inferred from the answers and samples of the documentation.
    "suspicious-file-id" Warning OddFileIds(check) predicts FILE_NOT_SUPPORTED Observed
}

const ANSWER: &str = "File not supported for bulk write";

fn check(job: &Job<'_>, cx: &mut Context<'_>) {
    for (id, loc) in job.resources().filter_map(file_ids::file_id) {
        if let Err(oddity) = ids::parts(id) {
            report_odd(id, loc, oddity, cx);
        }
    }
    compare(job, cx);
}

/// The prefix of an id that is one and is not redacted.
fn whole_prefix(id: &str) -> Option<&str> {
    ids::parts(id).ok().filter(|parts| !parts.is_redacted()).map(|parts| parts.prefix)
}

#[cold]
fn report_odd(id: &str, loc: Loc, oddity: Oddity, cx: &mut Context<'_>) {
    if id.len() > FILE_ID {
        return;
    }
    let message = match oddity {
        Oddity::Length => {
            let plural = if id.len() == 1 { "" } else { "s" };
            format!("the file id {} has {} digit{plural}, and ids have 18 or 19", quoted(id), id.len())
        }
        Oddity::Prefix => format!("the file id {} begins with 0, which ids do not", quoted(id)),
        Oddity::Sequence => {
            format!("the last twelve digits of the file id {} do not begin with `000`, as those of ids do", quoted(id))
        }
    };
    let found = cx.report(&RULE, loc, message);
    found.help("compare it with the `file_id` that the upload returned: a digit may be missing").answer(ANSWER);
    if oddity != Oddity::Sequence {
        found.basis(Basis::Inferred);
    }
}

/// Compares the first digits of the file ids with those of the other ids, or with one another if there are none.
#[cold]
fn compare(job: &Job<'_>, cx: &mut Context<'_>) {
    let mut file_ids = job
        .resources()
        .filter_map(file_ids::file_id)
        .filter_map(|(id, loc)| Some((whole_prefix(id)?, id, loc)))
        .peekable();
    let Some(&(first_prefix, first_id, first_loc)) = file_ids.peek() else { return };
    let mut others = file_ids::others(job);
    others.retain(|other| whole_prefix(other.id).is_some());
    // The children of a family name the upload of the parent: that they do not is the more telling mistake.
    let is_family = family::is_family(job);
    let first_other = others.first().copied();
    sort::by_key(&mut others, |other| ids::parts(other.id).map_or("", |parts| parts.prefix));
    for (prefix, id, loc) in file_ids {
        let same = others.binary_search_by_key(&prefix, |other| ids::parts(other.id).map_or("", |parts| parts.prefix));
        let (other, place, whose) = match first_other {
            Some(other) => (other.id, other.loc, other.owner),
            None => (first_id, first_loc, "the first file"),
        };
        let fits = if first_other.is_some() { same.is_ok() } else { prefix == first_prefix };
        if fits || (is_family && id != first_id) {
            continue;
        }
        let message = format!("the file id {} does not begin as the id of {whose} does", quoted(id));
        let digits = ids::parts(other).map_or("", |parts| parts.prefix);
        cx.report(&RULE, loc, message)
            .related(place, format!("this one begins with {digits}"))
            .help("ids of one organisation share their first digits: upload the file to the organisation that runs the job")
            .answer(ANSWER)
            .basis(Basis::Inferred);
    }
}
