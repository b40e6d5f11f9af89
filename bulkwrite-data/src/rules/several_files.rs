use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a ZIP with more CSVs than the job names.
    ///
    /// ## Why it matters
    /// One CSV goes into one module; a ZIP with others is refused.
    ///
    /// ## Incorrect
    /// ```zip Last_Name
    /// a.csv: Last_Name\nBoyle\n
    /// b.csv: Last_Name\nKim\n
    /// ```
    ///
    /// ## Correct
    /// ```zip Last_Name
    /// a.csv: Last_Name\nBoyle\n
    /// ```
    ///
    /// ## Reference
    /// The limitations page of the API. Which code is answered is not documented.
    "several-files" Error in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(about.tally.message.clone().unwrap_or_default(), about.tally.help.clone().unwrap_or_default())
}
