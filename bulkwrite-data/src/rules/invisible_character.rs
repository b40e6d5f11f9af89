use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds characters that do not show and do not belong there: a zero-width space, a byte order mark, controls. Joiners
    /// within words and emoji belong there.
    ///
    /// ## Why it matters
    /// Two values that look the same differ: a key is not found, a duplicate not noticed.
    ///
    /// ## Incorrect
    /// ```csv upsert ignore_empty find_by=Email Email Last_Name
    /// Email,Last_Name
    /// p@zylker.com\u{200b},Boyle
    /// ```
    ///
    /// ## Correct
    /// ```csv upsert ignore_empty find_by=Email Email Last_Name
    /// Email,Last_Name
    /// p@zylker.com,Boyle
    /// ```
    ///
    /// ## Reference
    /// Unicode, the category of format characters.
    "invisible-character" Warning in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    let has = if about.tally.count == 1 { "has" } else { "have" };
    let which = u32::try_from(about.tally.kinds)
        .ok()
        .and_then(char::from_u32)
        .map_or(String::new(), |c| format!(", such as U+{:04X}", u32::from(c)));
    Told::new(
        format!("{} {has} a character that does not show{which}{}", about.cells(), about.commonest()),
        "remove it: values that look the same are different ones",
    )
}
