use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds cells of text that hold an object or list of a program.
    ///
    /// ## Why it matters
    /// It is stored as it is, brackets and all.
    ///
    /// ## Incorrect
    /// ```csv Last_Name Description
    /// Last_Name,Description
    /// Boyle,"{""street"": ""1 Main St""}"
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name Description
    /// Last_Name,Description
    /// Boyle,1 Main St
    /// ```
    ///
    /// ## Reference
    /// The create-job page: a cell is a value.
    "structured-cell" Warning in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    let hold = if about.tally.count == 1 { "holds" } else { "hold" };
    Told::new(
        format!("{} {hold} an object or list of a program{}", about.cells(), about.commonest()),
        "write each of its values into a column of its own",
    )
}
