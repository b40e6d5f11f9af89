use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a header that stands twice, in a job without mappings.
    ///
    /// ## Why it matters
    /// Which of the columns is taken is not documented.
    ///
    /// ## Incorrect
    /// ```csv auto
    /// Last_Name,City,City
    /// Boyle,Oslo,Rome
    /// ```
    ///
    /// ## Correct
    /// ```csv auto
    /// Last_Name,City
    /// Boyle,Oslo
    /// ```
    ///
    /// ## Reference
    /// The create-job page.
    "duplicate-header" Warning in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(about.tally.message.clone().unwrap_or_default(), about.tally.help.clone().unwrap_or_default())
}
