use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a header that has more than one of `,` `;` `:` `|` outside of quotes.
    ///
    /// ## Why it matters
    /// The CRM detects the delimiter by the header, and may take the wrong one. A colon garbles the ERRORS column of the
    /// result, too.
    ///
    /// ## Incorrect
    /// ```csv Last_Name City
    /// Last_Name,City: home
    /// Boyle,Oslo
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name City
    /// Last_Name,City (home)
    /// Boyle,Oslo
    /// ```
    ///
    /// ## Reference
    /// The limitations page of the API. How the CRM decides is not documented.
    "ambiguous-delimiter" Warning in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(about.tally.message.clone().unwrap_or_default(), about.tally.help.clone().unwrap_or_default())
}
