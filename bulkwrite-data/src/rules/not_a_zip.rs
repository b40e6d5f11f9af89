use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a ZIP that is none, is cut off or damaged, is encrypted, or is compressed by another method than deflate.
    ///
    /// ## Why it matters
    /// The CRM takes nothing but plain ZIPs.
    ///
    /// ## Incorrect
    /// ```csv Last_Name name=leads.zip
    /// Last_Name
    /// Boyle
    /// ```
    ///
    /// ## Correct
    /// ```zip Last_Name
    /// leads.csv: Last_Name\nBoyle\n
    /// ```
    ///
    /// ## Reference
    /// Recorded answers to uploads, and the upload page.
    "not-a-zip" Error in super::GROUP, predicts INVALID_FILE_FORMAT Observed
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(about.tally.message.clone().unwrap_or_default(), about.tally.help.clone().unwrap_or_default())
}
