use bulkwrite_core::describe_rule;

use super::about;
use super::{About, Told};
use crate::column::Value;
use crate::values::date::Pattern;
use bulkwrite_core::quoted;

describe_rule! {
    /// ## What it does
    /// Finds cells that are no date, or no time, by the `format` of their mapping or, without one, by the documented
    /// defaults. A calendar decides, not a shape: there is no 29th of February 2023.
    ///
    /// ## Why it matters
    /// The row is skipped. Where day and month are in the other order, those rows that pass are stored with a wrong date.
    ///
    /// ## Incorrect
    /// ```csv Last_Name Date_of_Birth@dd/MM/yyyy
    /// Last_Name,Born
    /// Boyle,31/04/1980
    /// Kim,n/a
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name Date_of_Birth@dd/MM/yyyy
    /// Last_Name,Born
    /// Boyle,30/04/1980
    /// Kim,
    /// ```
    ///
    /// ## Reference
    /// The create-job page; the letters are those of Java's `SimpleDateFormat`.
    "cell-unlike-format" Error in super::GROUP, predicts INVALID_DATA Inferred
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    let Some(Value::Date(check)) = about.column.map(|column| &column.value) else {
        return Told::new(format!("{} no date{}", about.cells_are(), about.commonest()), "write dates");
    };
    let what = if check.patterns.iter().any(Pattern::has_time) { "date with a time" } else { "date" };
    let by: Vec<String> = check.patterns.iter().take(2).map(|pattern| quoted(pattern.text())).collect();
    let by = if check.is_default { format!("{}, the documented defaults", by.join(" or ")) } else { by.join(" or ") };
    let message = format!("{} no {what} by {by}{}", about.cells_are(), about.commonest());
    let fitting: Vec<&Pattern> = check
        .candidates
        .iter()
        .zip(&about.tally.fits)
        .filter(|(_, fits)| **fits)
        .map(|(pattern, _)| pattern)
        .take(2)
        .collect();
    let all = if about.tally.count == 1 { "it reads" } else { "all of them read" };
    let help = match (&fitting[..], check.patterns.first().and_then(Pattern::swapped)) {
        ([meant, ..], Some(swapped)) if meant.text() == swapped && check.fitting > 0 && !check.has_late_day => {
            let pass = if check.fitting == 1 {
                "the one cell that passes reads so, too, and would be stored with day and month exchanged".to_owned()
            } else {
                format!(
                    "the {} cells that pass read so, too, and would be stored with day and month exchanged",
                    about::grouped(check.fitting)
                )
            };
            format!("{all} as `{swapped}`, and {pass}: write that as the `format`")
        }
        ([meant, ..], _) if check.fitting == 0 => format!("{all} as `{}`: write that as the `format`", meant.text()),
        ([meant, ..], _) => format!("{all} as `{}`: write them as the other cells are", meant.text()),
        ([], _) => "correct the cells, or leave them blank".to_owned(),
    };
    Told::new(message, help)
}
