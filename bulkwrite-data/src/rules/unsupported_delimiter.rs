use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a file whose columns are separated by tabs or by anything but `,` `;` `:` `|`.
    ///
    /// ## Why it matters
    /// The CRM takes each line for one cell.
    ///
    /// ## Incorrect
    /// ```csv Last_Name Email
    /// Last_Name\tEmail
    /// Boyle\tp@zylker.com
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name Email
    /// Last_Name;Email
    /// Boyle;p@zylker.com
    /// ```
    ///
    /// ## Reference
    /// The limitations page of the API.
    "unsupported-delimiter" Error in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(about.tally.message.clone().unwrap_or_default(), about.tally.help.clone().unwrap_or_default())
}
