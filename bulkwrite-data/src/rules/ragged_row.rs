use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a record with fewer or more cells than the header.
    ///
    /// ## Why it matters
    /// Missing cells are blank; cells too many, or the ones after a stray delimiter, land in the wrong field.
    ///
    /// ## Incorrect
    /// ```csv Last_Name City
    /// Last_Name,City
    /// Boyle
    /// ```
    ///
    /// ```csv Last_Name Company
    /// Last_Name,Company
    /// Boyle,Acme, Inc.
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name Company
    /// Last_Name,Company
    /// Boyle,"Acme, Inc."
    /// ```
    ///
    /// ## Reference
    /// RFC 4180.
    "ragged-row" Warning in super::GROUP
}

/// Records with too few cells, with too many, and two in a row that make a whole one.
pub(crate) const SHORT: u64 = 1;
pub(crate) const LONG: u64 = 2;
pub(crate) const BROKEN: u64 = 4;

pub(crate) fn tell(about: &About<'_>) -> Told {
    let kind = |kind: u64| about.tally.kinds & kind != 0;
    let has = if about.tally.count == 1 { "has" } else { "have" };
    let what = match (kind(SHORT), kind(LONG)) {
        (true, true) => "fewer or more",
        (false, _) => "more",
        _ => "fewer",
    };
    let mut cures = Vec::new();
    if kind(BROKEN) {
        cures.push("join records that a line end breaks: put the cell with the line end in quotes");
    } else if kind(SHORT) {
        cures.push("write a delimiter for each cell that is missing");
    }
    if kind(LONG) {
        cures.push("put cells with a delimiter in them in quotes");
    }
    Told::new(format!("{} {has} {what} cells than the header", about.some_rows()), cures.join("; "))
}
