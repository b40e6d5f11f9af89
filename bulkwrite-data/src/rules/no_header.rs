use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a file without a header: an empty one, `sep=;`, a title or an empty line above the header. A first row that is
    /// data is a warning.
    ///
    /// ## Why it matters
    /// The first row is the header whatever it holds: it is not imported, and without mappings it names the fields.
    ///
    /// ## Incorrect
    /// ```csv Last_Name Email
    /// Leads export 2026-01-02
    /// Last_Name,Email
    /// Boyle,p@zylker.com
    /// ```
    ///
    /// ```csv Last_Name Email
    /// Boyle,p@zylker.com
    /// Kim,k@zylker.com
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name Email
    /// Last_Name,Email
    /// Boyle,p@zylker.com
    /// ```
    ///
    /// ## Reference
    /// The create-job page.
    "no-header" Error in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(about.tally.message.clone().unwrap_or_default(), about.tally.help.clone().unwrap_or_default())
}
