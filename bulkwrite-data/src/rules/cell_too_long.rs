use bulkwrite_core::describe_rule;

use super::about;
use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds cells with more characters than their field holds.
    ///
    /// ## Why it matters
    /// The row is skipped.
    ///
    /// ## Incorrect
    /// ```csv Last_Name Twitter
    /// Last_Name,Twitter
    /// Boyle,patricia.boyle.of.zylker.and.of.all.that.belongs.to.it
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name Twitter
    /// Last_Name,Twitter
    /// Boyle,pboyle
    /// ```
    ///
    /// ## Reference
    /// `length` on the fields-metadata page. Whether it counts characters or units of UTF-16 is not documented.
    "cell-too-long" Error in super::GROUP, predicts INVALID_DATA Documented
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    let limit = about.column.map_or(0, |column| column.limit as u64);
    let has = if about.tally.count == 1 { "has" } else { "have" };
    Told::new(
        format!("{} {has} more than {}", about.cells(), about::plural(limit, "character")),
        format!("shorten them, or map the column to a field that holds more than {}", about.field()),
    )
}
