use crate::job::ast::Mapping;
use crate::metadata::{DataType, Field, Pattern};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::text::quoted;

rule! {
    /// ## What it does
    /// Finds the pattern of a date without a time on a field that holds both.
    ///
    /// ## Why it matters
    /// The time of every row is lost, or cells that have one are refused.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 },
    /// { "api_name": "Last_Visited_Time", "index": 1, "format": "yyyy-MM-dd" }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 },
    /// { "api_name": "Last_Visited_Time", "index": 1, "format": "yyyy-MM-dd HH:mm:ss" }
    /// ```
    ///
    /// ## Reference
    /// The note on formats of the create-job page. The letters are those of Java's `SimpleDateFormat`, which the patterns on
    /// record follow.
    "format-lacks-time" Warning Writable(check) predicts INVALID_FORMAT Inferred
}

fn check(mapping: &Mapping<'_>, field: &Field, cx: &mut Context<'_>) {
    if field.data_type != DataType::Datetime {
        return;
    }
    let Some(format) = mapping.format.known() else { return };
    let Some(pattern) = Pattern::of(format.value) else { return };
    if pattern.date && !pattern.time {
        let message = format!("{} is {field}, and the format has no time", quoted(&field.api_name));
        cx.report(&RULE, format.loc, message).help("add the time as the column is written, such as `HH:mm:ss`");
    }
}
