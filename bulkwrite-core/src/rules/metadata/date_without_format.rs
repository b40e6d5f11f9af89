use crate::job::ast::Mapping;
use crate::metadata::{DataType, Field};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::text::quoted;

rule! {
    /// ## What it does
    /// Finds a date that is read from a column without `format`.
    ///
    /// ## Why it matters
    /// The vendor's pages name two different defaults: `MM/dd/yyyy`, and `yyyy-MM-dd`. Read by the wrong one, the third of April
    /// becomes the fourth of March, or every row fails.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 },
    /// { "api_name": "Date_of_Birth", "index": 1 }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 },
    /// { "api_name": "Date_of_Birth", "index": 1, "format": "yyyy-MM-dd" }
    /// ```
    ///
    /// ## Reference
    /// The note on formats of the create-job page, and the table of data types in the vendor's post "Kaizen 13".
    "date-without-format" Warning Writable(check)
}

fn check(mapping: &Mapping<'_>, field: &Field, cx: &mut Context<'_>) {
    let example = match field.data_type {
        DataType::Date => "yyyy-MM-dd",
        DataType::Datetime => "yyyy-MM-dd HH:mm:ss",
        _ => return,
    };
    if !mapping.format.is_absent() || mapping.index.is_absent() {
        return;
    }
    let misspelt = cx.claim_misspelling(mapping.loc, "format");
    let message = format!("{} is {field}, and its mapping has no `format`", quoted(&field.api_name));
    let found = cx.report_absent(&RULE, mapping.loc, ("format", &mapping.format), misspelt.as_ref(), &message);
    if misspelt.is_none() {
        found.help(format!("add `\"format\"` as the column is written, such as `{example}`"));
    }
}
