use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds blank cells in the column by which records are found.
    ///
    /// ## Why it matters
    /// Which record is meant cannot be told.
    ///
    /// ## Incorrect
    /// ```csv update ignore_empty id Last_Name
    /// id,Last_Name
    /// 4150868000000225013,Boyle
    /// ,Kim
    /// ```
    ///
    /// ## Correct
    /// ```csv update ignore_empty id Last_Name
    /// id,Last_Name
    /// 4150868000000225013,Boyle
    /// ```
    ///
    /// ## Reference
    /// `find_by` on the create-job page.
    "empty-key" Error in super::GROUP, predicts MANDATORY_NOT_FOUND Inferred
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(
        format!("{} blank, and records are found by {}", about.cells_are(), about.field()),
        "fill them, or import these rows by a job of their own",
    )
}
