use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds cells of a website field that are no address. A scheme is not needed, a dot is.
    ///
    /// ## Why it matters
    /// The row may be skipped.
    ///
    /// ## Incorrect
    /// ```csv Last_Name Website
    /// Last_Name,Website
    /// Boyle,n/a
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name Website
    /// Last_Name,Website
    /// Boyle,zylker.com
    /// ```
    ///
    /// ## Reference
    /// The pattern of addresses on the insert-records page; that bulk write applies it is inferred.
    "malformed-url" Warning in super::GROUP, predicts INVALID_DATA Inferred
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(
        format!("{} no web address{}", about.cells_are(), about.commonest()),
        "write an address such as `www.zylker.com`, or leave the cells blank",
    )
}
