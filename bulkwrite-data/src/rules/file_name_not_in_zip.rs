use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a name in `file_names` that the ZIP does not have.
    ///
    /// ## Why it matters
    /// The CRM looks for the CSV by its exact name.
    ///
    /// ## Incorrect
    /// ```zip Last_Name file=leads.csv
    /// Leads.csv: Last_Name\nBoyle\n
    /// ```
    ///
    /// ## Correct
    /// ```zip Last_Name file=leads.csv
    /// leads.csv: Last_Name\nBoyle\n
    /// ```
    ///
    /// ## Reference
    /// The create-job page.
    "file-name-not-in-zip" Error in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(about.tally.message.clone().unwrap_or_default(), about.tally.help.clone().unwrap_or_default())
}
