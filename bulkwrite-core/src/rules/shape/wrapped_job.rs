use crate::job::lower::fault::Wrapper;
use crate::report::findings::Findings;
use crate::response::Basis;
use crate::rules::declare::rule;
use crate::source::edit::Edit;
use crate::source::node::Node;
use crate::text::quoted;

rule! {
    /// ## What it does
    /// Finds a job that is inside of something: under a key such as `data` or `body`, alone in an array, or as JSON in a
    /// string.
    ///
    /// ## Why it matters
    /// The body of the request is the job itself. Other requests of the CRM want their records under `data`, and HTTP clients
    /// that encode a body by themselves turn JSON that is text already into a string. The CRM finds no `operation` in either.
    ///
    /// ## Incorrect
    /// ```json
    /// {
    ///     "data": [{
    ///         "operation": "insert",
    ///         "resource": [{ "type": "data", "module": "Leads", "file_id": "4150868000005379001" }]
    ///     }]
    /// }
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
    /// The sample requests of the create-job page.
    "wrapped-job" Error Reading predicts MISSING_REQUIRED_KEY Inferred
}

#[cold]
pub(crate) fn report(findings: &mut Findings, root: &Node<'_>, job: &Node<'_>, wrapper: Wrapper<'_>) {
    let keep = vec![Edit::Keep { value: root.loc, part: job.loc }];
    match wrapper {
        Wrapper::Entry(entry) => {
            let key = quoted(&entry.key);
            let found = findings.report(&RULE, entry.key_loc, format!("the job is inside {key}"));
            (found.key, found.lacking) = (Some("operation"), Some(root.loc));
            found.answer("required key operation is not found in request body.");
            found.help(format!("take it out of {key}: the body is the job itself")).safe_fix("take the job out", keep);
        }
        Wrapper::List => {
            let found = findings.report(&RULE, root.loc, "the job is inside an array");
            found.predict("INVALID_REQUEST", None, Basis::Inferred);
            found.help("take it out of the brackets: the body is one job").safe_fix("take the job out", keep);
        }
    }
}

#[cold]
pub(crate) fn report_string(findings: &mut Findings, root: &Node<'_>, text: &str) {
    let found = findings.report(&RULE, root.loc, "the job is JSON in a string: it was encoded twice");
    found.predict("INVALID_REQUEST", None, Basis::Inferred);
    found.help("encode it once, or let the HTTP client do it");
    found.safe_fix("decode the string", vec![Edit::Replace { value: root.loc, with: text.to_owned().into() }]);
}
