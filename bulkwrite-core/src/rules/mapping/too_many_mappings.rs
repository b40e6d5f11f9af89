use crate::job::ast::Resource;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::vendor::limits::MAPPINGS;

rule! {
    /// ## What it does
    /// Finds a resource with more than 200 field mappings.
    ///
    /// ## Why it matters
    /// A job takes 200 columns, and the CRM refuses more.
    ///
    /// ## Incorrect
    /// This mapping, 201 times, with a number in place of `#`:
    /// ```json mapping 201x
    /// { "api_name": "Field#", "default_value": { "value": "x" } }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 },
    /// { "api_name": "Company", "index": 1 }
    /// ```
    ///
    /// ## Reference
    /// The limitations page and the error codes of the create-job page. The vendor's OpenAPI description of v8 allows 500.
    "too-many-mappings" Error Resource(check) predicts HEADER_LIMIT_EXCEEDED Documented
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    let Some(mappings) = resource.mappings.known() else { return };
    let Some(first_too_many) = mappings.value.get(MAPPINGS) else { return };
    let count = mappings.value.len();
    let message = format!("`field_mappings` has {count} mappings, and a job takes {MAPPINGS}");
    let found = cx.report(&RULE, mappings.loc, message);
    if let Some(loc) = first_too_many.loc() {
        found.related(loc, "the first one beyond the limit");
    }
    found.help("spread the fields over several jobs, each with the column that tells the record");
}
