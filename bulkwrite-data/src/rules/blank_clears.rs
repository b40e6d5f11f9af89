use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds blank cells of an update or upsert that does not ignore blanks.
    ///
    /// ## Why it matters
    /// Each of them empties a field that holds something.
    ///
    /// ## Incorrect
    /// ```csv update blanks id Last_Name City
    /// id,Last_Name,City
    /// 4150868000000225013,Boyle,
    /// ```
    ///
    /// ## Correct
    /// ```csv update ignore_empty id Last_Name City
    /// id,Last_Name,City
    /// 4150868000000225013,Boyle,
    /// ```
    ///
    /// ## Reference
    /// `ignore_empty` on the create-job page.
    "blank-clears" Warning in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(
        format!("{} blank: they would empty {}", about.cells_are(), about.field()),
        "set `ignore_empty` to true, unless the fields are to be emptied",
    )
}
