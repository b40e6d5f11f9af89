use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a column without a header, in a job without mappings.
    ///
    /// ## Why it matters
    /// Nothing says into which field it goes.
    ///
    /// ## Incorrect
    /// ```csv auto
    /// Last_Name,City,
    /// Boyle,Oslo,
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
    "nameless-column" Warning in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(about.tally.message.clone().unwrap_or_default(), about.tally.help.clone().unwrap_or_default())
}
