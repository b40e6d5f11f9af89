use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a header of more than 200 columns.
    ///
    /// ## Why it matters
    /// The CRM refuses the file.
    ///
    /// ## Incorrect
    /// ```csv wide Last_Name
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name
    /// Last_Name
    /// Boyle
    /// ```
    ///
    /// ## Reference
    /// The limitations page of the API. And the error codes of the create-job page.
    "too-many-columns" Error in super::GROUP, predicts HEADER_LIMIT_EXCEEDED Documented
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(about.tally.message.clone().unwrap_or_default(), about.tally.help.clone().unwrap_or_default())
}
