use bulkwrite_core::describe_rule;

use super::about;
use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a file of more than 25,000 records. Records count, not lines.
    ///
    /// ## Why it matters
    /// The CRM refuses the file.
    ///
    /// ## Incorrect
    /// ```csv Last_Name 25001x
    /// Last_Name
    /// Boyle
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name 25000x
    /// Last_Name
    /// Boyle
    /// ```
    ///
    /// ## Reference
    /// The limitations page of the API. Which code is answered is not documented.
    "too-many-rows" Error in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(
        format!("the file has {} records, and 25,000 are allowed", about::grouped(about.rows)),
        "`bulkwrite pack` splits it between records, with the header in each part, and writes a job for each",
    )
}
