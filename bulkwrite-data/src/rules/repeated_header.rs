use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a record that repeats the header.
    ///
    /// ## Why it matters
    /// Files were joined, and the header of the second one is imported as a record.
    ///
    /// ## Incorrect
    /// ```csv Last_Name City
    /// Last_Name,City
    /// Boyle,Oslo
    /// Last_Name,City
    /// Kim,Rome
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name City
    /// Last_Name,City
    /// Boyle,Oslo
    /// Kim,Rome
    /// ```
    ///
    /// ## Reference
    /// The create-job page: the first row is the header.
    "repeated-header" Warning in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    let repeats = if about.tally.count == 1 { "repeats" } else { "repeat" };
    Told::new(format!("{} {repeats} the header", about.some_rows()), "leave the header out when files are joined")
}
