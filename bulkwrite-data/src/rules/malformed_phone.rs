use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds cells of a phone field that are no number: words such as `n/a`, slashes, two blanks in a row.
    ///
    /// ## Why it matters
    /// The row may be skipped.
    ///
    /// ## Incorrect
    /// ```csv Last_Name Phone
    /// Last_Name,Phone
    /// Boyle,n/a
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name Phone
    /// Last_Name,Phone
    /// Boyle,91(987)654321
    /// Kim,+1 555 0100 x12
    /// ```
    ///
    /// ## Reference
    /// The pattern of phone numbers on the insert-records page, with the backslashes that it lost in print; that bulk write
    /// applies it is inferred.
    "malformed-phone" Warning in super::GROUP, predicts INVALID_DATA Inferred
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(
        format!("{} no phone number{}", about.cells_are(), about.commonest()),
        "write digits, single blanks, dots or hyphens between them, and `x12` for an extension",
    )
}
