use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a quote where none may stand: within a cell that does not begin with one, or behind a backslash.
    ///
    /// ## Why it matters
    /// Programs disagree about such a cell. Where a backslash is meant to escape the quote, the cell ends there and the rest
    /// of the line is read as other cells.
    ///
    /// ## Incorrect
    /// ```csv Last_Name Company
    /// Last_Name,Company
    /// Boyle,5" Pipes
    /// Kim,"say \\"hi\\" now"
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name Company
    /// Last_Name,Company
    /// Boyle,"5"" Pipes"
    /// ```
    ///
    /// ## Reference
    /// RFC 4180.
    "stray-quote" Warning in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    let has = if about.tally.count == 1 { "has" } else { "have" };
    Told::new(
        format!("{} {has} a quote in a wrong place", about.cells()),
        "put the whole cell in quotes, and write each quote within it twice",
    )
}
