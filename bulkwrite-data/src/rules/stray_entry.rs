use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds what does not belong in the ZIP: `__MACOSX`, files whose name begins with a dot, folders, a CSV that is not at
    /// the root.
    ///
    /// ## Why it matters
    /// The CRM counts files, and these count.
    ///
    /// ## Incorrect
    /// ```zip Last_Name
    /// leads.csv: Last_Name\nBoyle\n
    /// __MACOSX/._leads.csv: x
    /// ```
    ///
    /// ## Correct
    /// ```zip Last_Name
    /// leads.csv: Last_Name\nBoyle\n
    /// ```
    ///
    /// ## Reference
    /// The limitations page of the API. That stray files are counted is inferred.
    "stray-entry" Warning in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(about.tally.message.clone().unwrap_or_default(), about.tally.help.clone().unwrap_or_default())
}
