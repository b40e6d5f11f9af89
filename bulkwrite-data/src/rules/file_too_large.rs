use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a ZIP, or a CSV in it, of more than 25 MB. The directory of the ZIP tells before anything is unpacked.
    ///
    /// ## Why it matters
    /// The upload is refused, or the import.
    ///
    /// ## Incorrect
    /// ```csv Last_Name - 26000000b
    /// Last_Name,notes
    /// Boyle,x
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name
    /// Last_Name
    /// Boyle
    /// ```
    ///
    /// ## Reference
    /// The upload page and the limitations page. Whether 25 MB are 25,000,000 or 26,214,400 bytes is not documented; the
    /// smaller number is safe.
    "file-too-large" Error in super::GROUP, predicts FILE_TOO_LARGE Documented
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    Told::new(about.tally.message.clone().unwrap_or_default(), about.tally.help.clone().unwrap_or_default())
}
