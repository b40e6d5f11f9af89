use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a mapping whose `index` is beyond the columns of the file.
    ///
    /// ## Why it matters
    /// The CRM refuses the job.
    ///
    /// ## Incorrect
    /// ```csv Last_Name - Email
    /// Last_Name,Email
    /// Boyle,p@zylker.com
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name Email
    /// Last_Name,Email
    /// Boyle,p@zylker.com
    /// ```
    ///
    /// ## Reference
    /// The create-job page.
    "index-beyond-columns" Error in super::GROUP, predicts COLUMN_INDEX_NOT_FOUND Documented
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(about.tally.message.clone().unwrap_or_default(), about.tally.help.clone().unwrap_or_default())
}
