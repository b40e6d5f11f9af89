use crate::report::findings::Findings;
use crate::rules::declare::rule;
use crate::source::node::{Entry, Node};

rule! {
    /// ## What it does
    /// Finds a resource inside the `field_mappings` of another one, or `resource` inside a resource.
    ///
    /// ## Why it matters
    /// Parents and children stand side by side in the job's `resource` list, the parent first. What is nested is read as a
    /// mapping without a field, and the CRM refuses the job.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// {
    ///     "type": "data",
    ///     "module": { "api_name": "Contact_Roles_X" },
    ///     "file_id": "4150868000005379001",
    ///     "field_mappings": [{ "api_name": "Parent_Id", "index": 0 }]
    /// }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 }
    /// ```
    ///
    /// ## Reference
    /// The create-job page, whose own parent-child sample has this mistake.
    "nested-resource" Error Reading predicts MISSING_REQUIRED_KEY Inferred
}

#[cold]
pub(crate) fn report_mapping(findings: &mut Findings, node: &Node<'_>) {
    findings
        .report(&RULE, node.loc, "a resource stands among the field mappings of another")
        .help("close the `field_mappings` and the resource before it, and make it the next element of `resource`")
        .answer("required key api_name is not found in request body.");
}

#[cold]
pub(crate) fn report_key(findings: &mut Findings, entry: &Entry<'_>) {
    findings
        .report(&RULE, entry.key_loc, "`resource` stands inside a resource")
        .help("make its elements the next elements of the job's `resource`");
}
