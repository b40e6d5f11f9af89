use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds cells of text that begin with `=` or `@`.
    ///
    /// ## Why it matters
    /// The CRM stores the formula, not what it comes to. A spreadsheet that opens an export of it may run it.
    ///
    /// ## Incorrect
    /// ```csv Last_Name City
    /// Last_Name,City
    /// Boyle,=A1
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name City
    /// Last_Name,City
    /// Boyle,Oslo
    /// ```
    ///
    /// ## Reference
    /// The create-job page: a cell is stored as it is.
    "formula-cell" Warning in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    let what = if about.tally.count == 1 { "a formula" } else { "formulas" };
    Told::new(
        format!("{} {what}, and would be stored as such{}", about.cells_are(), about.commonest()),
        "export values, not formulas",
    )
}
