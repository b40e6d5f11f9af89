use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds cells in which a spreadsheet wrote that it could not compute them: `#N/A`, `#REF!`.
    ///
    /// ## Why it matters
    /// It is stored as it is.
    ///
    /// ## Incorrect
    /// ```csv Last_Name City
    /// Last_Name,City
    /// Boyle,#N/A
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name City
    /// Last_Name,City
    /// Boyle,
    /// ```
    ///
    /// ## Reference
    /// The error values of spreadsheets.
    "spreadsheet-error" Warning in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    let what = if about.tally.count == 1 { "an error" } else { "errors" };
    Told::new(
        format!("{} {what} of a spreadsheet{}", about.cells_are(), about.commonest()),
        "correct the formulas and export again, or leave the cells blank",
    )
}
