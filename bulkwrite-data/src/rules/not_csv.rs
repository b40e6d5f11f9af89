use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a file that is no CSV: a workbook, an image, JSON, a ZIP inside a ZIP.
    ///
    /// ## Why it matters
    /// The CRM reads CSVs alone, and refuses the file or imports rubbish.
    ///
    /// ## Incorrect
    /// ```csv Last_Name Email
    /// {"Last_Name": "Boyle"}
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name Email
    /// Last_Name,Email
    /// Boyle,p@zylker.com
    /// ```
    ///
    /// ## Reference
    /// The create-job page; the answer is that of the upload page.
    "not-csv" Error in super::GROUP, predicts INVALID_FILE_FORMAT Inferred
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(about.tally.message.clone().unwrap_or_default(), about.tally.help.clone().unwrap_or_default())
}
