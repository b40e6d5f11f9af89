use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds cells of a multi-select picklist in which commas or bars stand where semicolons separate.
    ///
    /// ## Why it matters
    /// The CRM adds the whole cell to the list as one value.
    ///
    /// ## Incorrect
    /// ```csv Last_Name Interests
    /// Last_Name,Interests
    /// Boyle,"Sailing,Chess"
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name Interests
    /// Last_Name,Interests
    /// Boyle,Sailing;Chess
    /// ```
    ///
    /// ## Reference
    /// The vendor's post "Kaizen 13" on picklists.
    "choice-separator" Warning in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    let separate = if about.tally.count == 1 { "separates" } else { "separate" };
    Told::new(
        format!("{} {separate} choices by commas or bars{}", about.cells(), about.commonest()),
        "write semicolons between them",
    )
}
