use crate::job::ast::Mapping;
use crate::metadata::{DataType, Field, Pattern};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::text::quoted;

rule! {
    /// ## What it does
    /// Finds the pattern of a date with a time on a field that holds a date only.
    ///
    /// ## Why it matters
    /// The field has no room for the time: it is lost, or the cells are refused.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 },
    /// { "api_name": "Date_of_Birth", "index": 1, "format": "yyyy-MM-dd HH:mm:ss" }
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
    "format-has-time" Warning Writable(check) predicts INVALID_FORMAT Inferred
}

fn check(mapping: &Mapping<'_>, field: &Field, cx: &mut Context<'_>) {
    if field.data_type != DataType::Date {
        return;
    }
    let Some(format) = mapping.format.known() else { return };
    let Some(pattern) = Pattern::of(format.value) else { return };
    if pattern.date && pattern.time {
        let message = format!("{} is {field}, and the format has a time", quoted(&field.api_name));
        cx.report(&RULE, format.loc, message)
            .help("write dates without a time into the column, and the format as they are written");
    }
}
