use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a header without a row.
    ///
    /// ## Why it matters
    /// The job runs, costs its credits, and imports nothing.
    ///
    /// ## Incorrect
    /// ```csv Last_Name
    /// Last_Name
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name
    /// Last_Name
    /// Boyle
    /// ```
    ///
    /// ## Reference
    /// The create-job page.
    "no-rows" Warning in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(about.tally.message.clone().unwrap_or_default(), about.tally.help.clone().unwrap_or_default())
}
