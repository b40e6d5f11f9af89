use bulkwrite_core::describe_rule;

use super::{About, Told};
use crate::values::boolean;
use bulkwrite_core::quoted;

describe_rule! {
    /// ## What it does
    /// Finds cells of a checkbox that are neither `true` nor `false` (in any case), nor 1 or 0.
    ///
    /// ## Why it matters
    /// The row is skipped, or the checkbox stays empty.
    ///
    /// ## Incorrect
    /// ```csv Last_Name Email_Opt_Out
    /// Last_Name,Opt out
    /// Boyle,yes
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name Email_Opt_Out
    /// Last_Name,Opt out
    /// Boyle,TRUE
    /// ```
    ///
    /// ## Reference
    /// The table of data types on the insert-records page; what bulk write does with such a cell is inferred from the per-row
    /// codes on the download-result page.
    "malformed-boolean" Error in super::GROUP, predicts INVALID_DATA Inferred
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    let meant: Vec<(String, &str)> = about
        .tally
        .commonest()
        .into_iter()
        .filter_map(|(value, _)| boolean::meant(&value).map(|meant| (value, meant)))
        .collect();
    let help = match meant.first() {
        Some((value, meant)) if about.values => format!("write `true` or `false`: `{meant}` for {}", quoted(value)),
        _ => "write `true` or `false`".to_owned(),
    };
    Told::new(format!("{} neither `true` nor `false`{}", about.cells_are(), about.commonest()), help)
}
