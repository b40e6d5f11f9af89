use bulkwrite_core::describe_rule;

use super::about;
use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a file of a subform with more than 200 rows.
    ///
    /// ## Why it matters
    /// The limitations page allows 200 rows of a subform or of line items in a file; an example of the create-job page has
    /// 500.
    ///
    /// ## Incorrect
    /// ```zip parents 201 children
    /// ```
    ///
    /// ## Correct
    /// ```zip parents
    /// p.csv: External,Last_Name\nx1,Boyle\n
    /// c.csv: Parent_Id,City\nx1,Oslo\n
    /// ```
    ///
    /// ## Reference
    /// The limitations page of the API.
    "too-many-children" Warning in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(
        format!("the file of a subform has {} rows, and 200 are documented", about::grouped(about.rows)),
        "`bulkwrite pack` splits it together with its parents, and writes a job for each part",
    )
}
