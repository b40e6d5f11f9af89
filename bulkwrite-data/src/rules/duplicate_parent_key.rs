use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds parents that share the value by which children name their parent.
    ///
    /// ## Why it matters
    /// Which of them gets the children is not documented.
    ///
    /// ## Incorrect
    /// ```zip parents
    /// p.csv: External,Last_Name\nx1,Boyle\nx1,Kim\n
    /// c.csv: Parent_Id,City\nx1,Oslo\n
    /// ```
    ///
    /// ## Correct
    /// ```zip parents
    /// p.csv: External,Last_Name\nx1,Boyle\nx2,Kim\n
    /// c.csv: Parent_Id,City\nx1,Oslo\n
    /// ```
    ///
    /// ## Reference
    /// Parents and children on the create-job page.
    "duplicate-parent-key" Warning in super::GROUP, predicts DUPLICATE_DATA Inferred
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    let repeat = if about.tally.count == 1 { "repeats" } else { "repeat" };
    Told::new(
        format!(
            "{} {repeat} an earlier value, and children name their parent by it{}",
            about.cells(),
            about.commonest()
        ),
        "give each parent a value of its own",
    )
}
