use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a column whose header is a field that the job could write and that no mapping takes.
    ///
    /// ## Why it matters
    /// Once there are mappings only mapped columns are imported; this one is silently left out.
    ///
    /// ## Incorrect
    /// ```csv Last_Name
    /// Last_Name,City
    /// Boyle,Oslo
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name City
    /// Last_Name,City
    /// Boyle,Oslo
    /// ```
    ///
    /// ```csv Last_Name
    /// Last_Name,Legacy number
    /// Boyle,12
    /// ```
    ///
    /// ## Reference
    /// The create-job page.
    "unmapped-column" Warning in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(about.tally.message.clone().unwrap_or_default(), about.tally.help.clone().unwrap_or_default())
}
