use crate::job::ast::{FileId, Job};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::rules::shape::unresolved_placeholder;
use crate::source::Loc;
use crate::source::edit::Edit;
use crate::source::fault::Fault;
use crate::text::{ascii_digits, quoted};
use crate::vendor::ids::is_digits;

rule! {
    /// ## What it does
    /// Finds a `file_id` that is not made of ASCII digits: empty, with blanks, a name or path instead of an id.
    ///
    /// ## Why it matters
    /// The id is the one that the upload returned, and all of them are numbers. The CRM refuses any other.
    ///
    /// ## Incorrect
    /// ```json resource
    /// { "type": "data", "module": { "api_name": "Leads" }, "file_id": "leads.zip" }
    /// ```
    ///
    /// ## Correct
    /// ```json resource
    /// { "type": "data", "module": { "api_name": "Leads" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Reference
    /// The codes of the create-job page and the message `improper file id` of the vendor's OpenAPI description; that the two
    /// belong together is inferred.
    "malformed-file-id" Error OddFileIds(check) predicts INVALID_FILE_ID Inferred
}

/// What is wrong with an id, if anything.
pub(crate) fn fault(id: &str) -> Option<Fault> {
    if is_digits(id) {
        return None;
    }
    let message = match id {
        "" => "the file id is empty".to_owned(),
        _ if id.trim().is_empty() => "the file id is blank".to_owned(),
        _ if is_digits(id.trim()) => format!("the file id {} has blanks around it", quoted(id)),
        _ if id.chars().all(char::is_numeric) => format!("the digits of the file id {} are not ASCII", quoted(id)),
        _ if [".csv", ".zip"].iter().any(|end| id.to_ascii_lowercase().ends_with(end)) => {
            format!("{} is the name of a file, not the id of an upload", quoted(id))
        }
        _ => format!("the file id {} is not a number", quoted(id)),
    };
    let help = "write the `file_id` that the upload of the zipped CSV returned: digits only".to_owned();
    Some(Fault { message, help: Some(help), within: None })
}

fn check(job: &Job<'_>, cx: &mut Context<'_>) {
    for id in job.resources().filter_map(|resource| resource.file_id.known()) {
        if let FileId::Text(text) = id.value {
            report(text, id.loc, cx);
        }
    }
}

fn report(text: &str, loc: Loc, cx: &mut Context<'_>) {
    let Some(fault) = fault(text) else { return };
    if unresolved_placeholder::report_within(text, loc, ("INVALID_FILE_ID", || "improper file id".to_owned()), cx) {
        return;
    }
    let found = cx.report(&RULE, loc, fault.message);
    found.help = fault.help.map(Into::into);
    found.answer("improper file id");
    let digits = ascii_digits(text.trim());
    if is_digits(&digits) {
        let title = if digits == text.trim() { "remove the blanks" } else { "write ASCII digits" };
        let with = format!("\"{digits}\"");
        found.safe_fix(title, vec![Edit::Replace { value: loc, with: with.into() }]);
    }
}
