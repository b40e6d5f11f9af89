use bulkwrite_core::describe_rule;

use super::about;
use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds an empty line between records.
    ///
    /// ## Why it matters
    /// How the CRM reads it is not documented: as nothing, or as a record without values.
    ///
    /// ## Incorrect
    /// ```csv Last_Name City
    /// Last_Name,City
    /// Boyle,Oslo
    ///
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
    /// RFC 4180.
    "blank-line-inside" Warning in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(format!("{} between records", about::plural(about.tally.count, "empty line")), "remove them")
}
