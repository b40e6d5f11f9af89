use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds cells of an email field that are no address: without `@` or a dot behind it, with blanks, with a name and angle
    /// brackets, several addresses.
    ///
    /// ## Why it matters
    /// The row is skipped.
    ///
    /// ## Incorrect
    /// ```csv Last_Name Email
    /// Last_Name,Email
    /// Boyle,p(at)zylker.com
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name Email
    /// Last_Name,Email
    /// Boyle,p@zylker.com
    /// Kim,müller@zylker.com
    /// ```
    ///
    /// ## Reference
    /// The pattern of addresses on the insert-records page; that bulk write applies it is inferred.
    "malformed-email" Error in super::GROUP, predicts INVALID_DATA Inferred
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(
        format!("{} no email address{}", about.cells_are(), about.commonest()),
        "write one address, without a name and without blanks",
    )
}
