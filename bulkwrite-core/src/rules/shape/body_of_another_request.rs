use crate::report::findings::Findings;
use crate::rules::declare::rule;
use crate::source::node::Node;
use crate::vendor::bodies::Body;

rule! {
    /// ## What it does
    /// Finds the body of another request, such as a job of Bulk Read or records for the Records API, and answers of the CRM.
    ///
    /// ## Why it matters
    /// The requests look alike, and samples of several of them stand in one collection. The CRM only says that `operation` is
    /// missing.
    ///
    /// ## Incorrect
    /// ```json
    /// { "callback": { "url": "https://hooks.zylker.com/bulk", "method": "post" }, "query": { "module": "Leads", "page": 1 } }
    /// ```
    ///
    /// ## Correct
    /// ```json
    /// {
    ///     "operation": "insert",
    ///     "callback": { "url": "https://hooks.zylker.com/bulk", "method": "post" },
    ///     "resource": [{ "type": "data", "module": "Leads", "file_id": "4150868000005379001" }]
    /// }
    /// ```
    ///
    /// ## Reference
    /// The create-job pages of Bulk Write and Bulk Read, and those of the requests that it names.
    "body-of-another-request" Error Reading predicts MISSING_REQUIRED_KEY Inferred
}

#[cold]
pub(crate) fn report(findings: &mut Findings, root: &Node<'_>, body: &Body) {
    let found = findings.report(&RULE, root.loc, format!("this is {}", body.what));
    found.key = Some("operation");
    found.help(body.cure).answer("required key operation is not found in request body.");
}
