use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds cells of text that a program wrote for nothing: `nan`, `None`, `NULL`, `\N`, `undefined`.
    ///
    /// ## Why it matters
    /// The word is stored as it is.
    ///
    /// ## Incorrect
    /// ```csv Last_Name City
    /// Last_Name,City
    /// Boyle,NULL
    /// Kim,nan
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name City
    /// Last_Name,City
    /// Boyle,
    /// Kim,Oslo
    /// ```
    ///
    /// ## Reference
    /// The create-job page: a cell is stored as it is.
    "null-word" Warning in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    let what = if about.tally.count == 1 { "a program's word" } else { "programs' words" };
    Told::new(
        format!("{} {what} for nothing, and would be stored as such{}", about.cells_are(), about.commonest()),
        "leave the cells blank",
    )
}
