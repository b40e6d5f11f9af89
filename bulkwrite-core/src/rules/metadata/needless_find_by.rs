use crate::job::ast::Mapping;
use crate::metadata::{Field, Kind};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::text::quoted;

rule! {
    /// ## What it does
    /// Finds `find_by` in the mapping of a field that looks nothing up.
    ///
    /// ## Why it matters
    /// It has no effect there. Often it was meant to tell by what the records themselves are found, which is a key of the
    /// resource.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 },
    /// { "api_name": "Email", "index": 1, "find_by": "Email" }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 },
    /// { "api_name": "Email", "index": 1 }
    /// ```
    ///
    /// ## Reference
    /// `find_by` in the mapping table of the create-job page; its own parent-child sample has a needless one.
    "needless-find-by" Warning Writable(check)
}

fn check(mapping: &Mapping<'_>, field: &Field, cx: &mut Context<'_>) {
    let Some(find_by) = mapping.extras().find_by.known() else { return };
    if !matches!(field.data_type.kind(), Kind::Plain | Kind::Number | Kind::Date) {
        return;
    }
    let resource = cx.resource();
    if cx.job.updates() == Some(true) && resource.is_some_and(|resource| resource.find_by.is_absent()) {
        return; // reported as missing there
    }
    let message = format!("{} is {field}, and `find_by` tells how a record is looked up", quoted(&field.api_name));
    cx.report(&RULE, find_by.loc, message).help("remove `find_by` from the mapping");
}
