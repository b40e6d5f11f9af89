use crate::job::ast::{At, Number};
use crate::rules::context::Context;
use crate::rules::declare::rule;

rule! {
    /// ## What it does
    /// Finds a column index below zero.
    ///
    /// ## Why it matters
    /// Columns are counted from 0, and the CRM refuses a negative index. It is often the `-1` of a header that was not found.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": -1 }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 }
    /// ```
    ///
    /// ## Reference
    /// The error codes of the create-job page.
    "negative-index" Error OddIndex(check) predicts COLUMN_INDEX_NOT_FOUND Documented
}

fn check(key: &'static str, index: &At<Number<'_>>, cx: &mut Context<'_>) {
    if key != "index" || !index.value.is_negative() {
        return;
    }
    cx.report(&RULE, index.loc, "a column index is negative")
        .help("columns are counted from 0; `-1` often is a header that was not found");
}
