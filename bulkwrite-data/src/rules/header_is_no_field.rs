use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a header that is no API name of a field, in a job without mappings: a label, a misspelling, a name with a
    /// blank before it.
    ///
    /// ## Why it matters
    /// Without mappings the header names the fields, `Account_Name.id` for a lookup among them. The CRM refuses others.
    ///
    /// ## Incorrect
    /// ```csv auto
    /// Last Name,City
    /// Boyle,Oslo
    /// ```
    ///
    /// ## Correct
    /// ```csv auto
    /// Last_Name,City
    /// Boyle,Oslo
    /// ```
    ///
    /// ## Reference
    /// The create-job page.
    "header-is-no-field" Error in super::GROUP, predicts INVALID_FIELD Documented
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(about.tally.message.clone().unwrap_or_default(), about.tally.help.clone().unwrap_or_default())
}
