use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds values that repeat in a column of a field that is unique, where records are not found by it.
    ///
    /// ## Why it matters
    /// The first row is stored, and the others are skipped.
    ///
    /// ## Incorrect
    /// ```csv Last_Name Email
    /// Last_Name,Email
    /// Boyle,p@zylker.com
    /// Kim,p@zylker.com
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name Email
    /// Last_Name,Email
    /// Boyle,p@zylker.com
    /// Kim,k@zylker.com
    /// ```
    ///
    /// ## Reference
    /// `unique` on the fields-metadata page, and the per-row codes of the download-result page.
    "duplicate-unique-value" Warning in super::GROUP, predicts DUPLICATE_DATA Inferred
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    let repeat = if about.tally.count == 1 { "repeats" } else { "repeat" };
    Told::new(
        format!("{} {repeat} an earlier value, and {} is unique{}", about.cells(), about.field(), about.commonest()),
        "keep one row for each value, or find records by the field: `find_by`",
    )
}
