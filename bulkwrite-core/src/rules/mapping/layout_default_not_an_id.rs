use crate::job::ast::{DefaultValue, Mapping};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::edit::Edit;
use crate::text::quoted;

rule! {
    /// ## What it does
    /// Finds a default for `Layout` that is not the id of a layout: 18 or 19 digits.
    ///
    /// ## Why it matters
    /// The default names the layout by its id, the cells of a column by its name. With anything else the records are
    /// refused or land in the module's default layout.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 },
    /// { "api_name": "Layout", "default_value": { "value": "Standard" } }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 },
    /// { "api_name": "Layout", "default_value": { "value": "4150868000000091055" } }
    /// ```
    ///
    /// ## Reference
    /// The create-job page on layouts. That ids have 18 or 19 digits is what all ids in the documentation show.
    "layout-default-not-an-id" Warning Default(check)
}

/// The API name of the field that holds a record's layout.
pub(crate) const LAYOUT: &str = "Layout";

fn check(mapping: &Mapping<'_>, default: &DefaultValue<'_>, cx: &mut Context<'_>) {
    let Some(value) = default.value.known() else { return };
    if mapping.api_name.text() != Some(LAYOUT) || is_id(value.value) {
        return;
    }
    let trimmed = value.value.trim();
    let found = cx.report(&RULE, value.loc, format!("{} is not the id of a layout", quoted(value.value)));
    if is_id(trimmed) {
        found.help("remove the blanks around the id").safe_fix(
            "remove the blanks",
            vec![Edit::Replace { value: value.loc, with: format!("\"{trimmed}\"").into() }],
        );
    } else {
        found.help("write the layout's id, 18 or 19 digits; the names of layouts go into a column of the file");
    }
}

fn is_id(text: &str) -> bool {
    (18..=19).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}
