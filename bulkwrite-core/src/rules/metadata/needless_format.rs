use crate::job::ast::Mapping;
use crate::metadata::{DataType, Field, Kind, Pattern};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::text::quoted;

rule! {
    /// ## What it does
    /// Finds a `format` on a field that takes none, or the pattern of a date on a number.
    ///
    /// ## Why it matters
    /// Formats are for dates and numbers. On other fields they have no effect at best, and tell that another field was meant.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0, "format": "yyyy-MM-dd" }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 }
    /// ```
    ///
    /// ## Reference
    /// `format` in the mapping table of the create-job page: for date, date-time and number columns.
    "needless-format" Warning Writable(check) predicts INVALID_FORMAT Inferred
}

fn check(mapping: &Mapping<'_>, field: &Field, cx: &mut Context<'_>) {
    let Some(format) = mapping.format.known() else { return };
    let kind = field.data_type.kind();
    let takes_none = matches!(kind, Kind::Plain | Kind::Lookup) || field.data_type == DataType::Layout;
    if !takes_none && kind != Kind::Number {
        return;
    }
    let Some(pattern) = Pattern::of(format.value) else { return };
    let message = if takes_none {
        format!("{} is {field}, which takes no format", quoted(&field.api_name))
    } else if pattern.date || pattern.time {
        format!("{} is {field}, and this is the pattern of a date", quoted(&field.api_name))
    } else {
        return;
    };
    cx.report(&RULE, format.loc, message).help("remove `format`");
}
