use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds children whose parent is not in the file of the parents.
    ///
    /// ## Why it matters
    /// Such a row belongs to no record.
    ///
    /// ## Incorrect
    /// ```zip parents
    /// p.csv: External,Last_Name\nx1,Boyle\n
    /// c.csv: Parent_Id,City\nx1,Oslo\nx2,Rome\n
    /// ```
    ///
    /// ## Correct
    /// ```zip parents
    /// p.csv: External,Last_Name\nx1,Boyle\n
    /// c.csv: Parent_Id,City\nx1,Oslo\n
    /// ```
    ///
    /// ## Reference
    /// Parents and children on the create-job page.
    "parent-not-in-file" Error in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    let name = if about.tally.count == 1 { "names" } else { "name" };
    Told::new(
        format!("{} {name} no parent of the parents' file{}", about.cells(), about.commonest()),
        "add the parents, or correct the links",
    )
}
