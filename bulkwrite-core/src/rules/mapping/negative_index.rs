use crate::ast::Mapping;
use crate::check::Context;
use crate::rule::rule;

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
    "negative-index" Error Mapping(check) predicts COLUMN_INDEX_NOT_FOUND Documented
}

fn check(mapping: &Mapping<'_>, cx: &mut Context<'_>) {
    let Some(index) = mapping.index.known().filter(|index| index.value.is_negative()) else { return };
    cx.report(&RULE, index.loc, "a column index is negative")
        .help("columns are counted from 0; `-1` often is a header that was not found");
}
