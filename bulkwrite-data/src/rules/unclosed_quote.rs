use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a quote that opens a cell and that nothing closes; it is told where it opens.
    ///
    /// ## Why it matters
    /// Everything from there to the end of the file becomes one cell.
    ///
    /// ## Incorrect
    /// ```csv Last_Name Email
    /// Last_Name,Email
    /// "Boyle,p@zylker.com
    /// Kim,k@zylker.com
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name Email
    /// Last_Name,Email
    /// "Boyle",p@zylker.com
    /// Kim,k@zylker.com
    /// ```
    ///
    /// ## Reference
    /// RFC 4180.
    "unclosed-quote" Error in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(
        format!("nothing closes the quote that opens a cell of {}", about.column_name()),
        "close it, or write it twice within a quoted cell if it belongs to the text",
    )
}
