use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds values that repeat in the column by which records are found, in whatever case.
    ///
    /// ## Why it matters
    /// The rows change the same record one after the other, or the later ones are skipped.
    ///
    /// ## Incorrect
    /// ```csv upsert ignore_empty find_by=Email Email Last_Name
    /// Email,Last_Name
    /// p@zylker.com,Boyle
    /// P@zylker.com,Boyle
    /// ```
    ///
    /// ## Correct
    /// ```csv upsert ignore_empty find_by=Email Email Last_Name
    /// Email,Last_Name
    /// p@zylker.com,Boyle
    /// k@zylker.com,Kim
    /// ```
    ///
    /// ## Reference
    /// `find_by` on the create-job page, and the per-row codes of the download-result page.
    "duplicate-key" Warning in super::GROUP, predicts DUPLICATE_DATA Inferred
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    let repeat = if about.tally.count == 1 { "repeats" } else { "repeat" };
    Told::new(
        format!("{} {repeat} the key of an earlier row{}", about.cells(), about.commonest()),
        "keep one row for each record",
    )
}
