use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds text that was read in another encoding than it was written in: `MÃ¼ller` for `Müller`.
    ///
    /// ## Why it matters
    /// It is stored as it is.
    ///
    /// ## Incorrect
    /// ```csv Last_Name
    /// Last_Name
    /// MÃ¼ller
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name
    /// Last_Name
    /// Müller
    /// ```
    ///
    /// ## Reference
    /// UTF-8 that is taken for windows-1252.
    "mojibake" Warning in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    let was = if about.tally.count == 1 { "was" } else { "were" };
    Told::new(
        format!("{} {was} read in another encoding than written in{}", about.cells(), about.commonest()),
        "export again, in UTF-8 all the way: the letters were garbled before this file was written",
    )
}
