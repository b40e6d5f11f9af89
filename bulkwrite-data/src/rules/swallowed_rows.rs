use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a quoted cell that holds whole records of the file: a quote too many opens it, the next one closes it lines
    /// later. It is told by lines that look like the records of this file; an address over two lines does not.
    ///
    /// ## Why it matters
    /// The rows in the cell vanish without an error.
    ///
    /// ## Incorrect
    /// ```csv Last_Name Email
    /// Last_Name,Email
    /// "Boyle,p@zylker.com
    /// Kim,k@zylker.com
    /// Doe,"d@zylker.com
    /// Roe,r@zylker.com
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name Description
    /// Last_Name,Description
    /// Boyle,"1 Main St
    /// Suite 5, Oslo"
    /// ```
    ///
    /// ## Reference
    /// RFC 4180.
    "swallowed-rows" Warning in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(
        format!("a quoted cell of {} holds whole records: their rows are lost", about.column_name()),
        "remove the quote that opens it, or close it in its line",
    )
}
