use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds ids that a spreadsheet rounded: `4.15E+18`, or more than a fifth of a column that ends in zeros after fifteen
    /// digits. One such id is chance.
    ///
    /// ## Why it matters
    /// The digits are lost. The CRM finds no record of that id, or another one.
    ///
    /// ## Incorrect
    /// ```csv update ignore_empty id Last_Name
    /// id,Last_Name
    /// 4.15087E+18,Boyle
    /// ```
    ///
    /// ## Correct
    /// ```csv update ignore_empty id Last_Name
    /// id,Last_Name
    /// 4150868000000225013,Boyle
    /// ```
    ///
    /// ## Reference
    /// Spreadsheets keep 15 digits of a number. The answer is one of the per-row codes of the download-result page.
    "rounded-id" Error in super::GROUP, predicts RESOURCE_NOT_FOUND Inferred
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(
        format!("{} rounded: the last digits are lost{}", about.cells_are(), about.commonest()),
        "export again, and open the file as text: no cell of a spreadsheet holds an id as a number",
    )
}
