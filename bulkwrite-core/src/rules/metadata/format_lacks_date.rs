use crate::job::ast::Mapping;
use crate::metadata::{Field, Kind, Pattern};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::text::quoted;

rule! {
    /// ## What it does
    /// Finds the pattern of a time, or of a number, on a field that holds a date.
    ///
    /// ## Why it matters
    /// No cell can be read as a date by it.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 },
    /// { "api_name": "Date_of_Birth", "index": 1, "format": "#,##0.00" }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 },
    /// { "api_name": "Date_of_Birth", "index": 1, "format": "yyyy-MM-dd" }
    /// ```
    ///
    /// ## Reference
    /// The note on formats of the create-job page. The letters are those of Java's `SimpleDateFormat`, which the patterns on
    /// record follow.
    "format-lacks-date" Warning Writable(check) predicts INVALID_FORMAT Inferred
}

fn check(mapping: &Mapping<'_>, field: &Field, cx: &mut Context<'_>) {
    if field.data_type.kind() != Kind::Date {
        return;
    }
    let Some(format) = mapping.format.known() else { return };
    let Some(pattern) = Pattern::of(format.value) else { return };
    if !pattern.date {
        let message = format!("{} is {field}, and the format has no date", quoted(&field.api_name));
        cx.report(&RULE, format.loc, message).help("write the pattern of the column, such as `yyyy-MM-dd`");
    }
}
