use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds blank cells in a column of a field that no record can be made without. A default value fills them; an update
    /// that ignores blanks leaves the field alone.
    ///
    /// ## Why it matters
    /// The row is skipped.
    ///
    /// ## Incorrect
    /// ```csv Last_Name City
    /// Last_Name,City
    /// ,Oslo
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name City
    /// Last_Name,City
    /// Boyle,Oslo
    /// ```
    ///
    /// ```csv update ignore_empty id Last_Name City
    /// id,Last_Name,City
    /// 4150868000000225013,,Oslo
    /// ```
    ///
    /// ## Reference
    /// `system_mandatory` on the fields-metadata page, and the per-row codes of the download-result page.
    "empty-mandatory-cell" Error in super::GROUP, predicts MANDATORY_NOT_FOUND Documented
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(
        format!("{} blank, and {} is mandatory", about.cells_are(), about.field()),
        "fill them, or give the mapping a `default_value`",
    )
}
