use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds bytes that are not what `character_encoding` names and, where the job names nothing, bytes that are not UTF-8.
    /// The latter is a warning where one charset fits.
    ///
    /// ## Why it matters
    /// Letters outside of ASCII are stored garbled, in every row that has one. Nothing tells of it.
    ///
    /// ## Incorrect
    /// ```csv Last_Name encoding=UTF-8
    /// Last_Name
    /// M\xfcller
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name encoding=ISO-8859-1
    /// Last_Name
    /// M\xfcller
    /// ```
    ///
    /// ```csv Last_Name
    /// Last_Name
    /// Müller
    /// ```
    ///
    /// ## Reference
    /// The create-job page: the encoding is detected unless `character_encoding` names it.
    "encoding-mismatch" Error in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(about.tally.message.clone().unwrap_or_default(), about.tally.help.clone().unwrap_or_default())
}
