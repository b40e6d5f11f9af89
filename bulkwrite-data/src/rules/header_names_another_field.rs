use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a column whose header is the API name or label of another field than the one that it is mapped to.
    ///
    /// ## Why it matters
    /// A column was added or moved since the job was written, and values land in the wrong field. With mappings the header is
    /// not read, so the CRM does not notice.
    ///
    /// ## Incorrect
    /// ```csv City Last_Name
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
    /// ## Reference
    /// The create-job page: mapped columns are read by index.
    "header-names-another-field" Warning in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(about.tally.message.clone().unwrap_or_default(), about.tally.help.clone().unwrap_or_default())
}
