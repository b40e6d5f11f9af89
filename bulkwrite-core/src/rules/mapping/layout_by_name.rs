use super::layout_default_not_an_id::LAYOUT;
use crate::job::ast::Mapping;
use crate::rules::context::Context;
use crate::rules::declare::rule;

rule! {
    /// ## What it does
    /// Finds `Layout` read from a column.
    ///
    /// ## Why it matters
    /// The cells name layouts, and a record whose layout is misspelt or blank silently gets the module's default layout. It
    /// is the only way to write records of several layouts in one job, so the rule is silent unless asked for.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Layout", "index": 4 }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 },
    /// { "api_name": "Layout", "default_value": { "value": "4150868000000091055" } }
    /// ```
    ///
    /// ## Reference
    /// The create-job page on layouts.
    "layout-by-name" Off Mapping(check)
}

fn check(mapping: &Mapping<'_>, cx: &mut Context<'_>) {
    let Some(index) = mapping.index.loc() else { return };
    if mapping.api_name.text() == Some(LAYOUT) {
        cx.report(&RULE, index, "a name in the `Layout` column that no layout has falls back to the default layout")
            .help("give the layout's id as the `default_value`, if all records have the same one");
    }
}
