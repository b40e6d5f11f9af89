use bulkwrite_core::describe_rule;

use super::{About, Told};
use crate::values::id::IdFault;

describe_rule! {
    /// ## What it does
    /// Finds cells that name a record by its id and are no id: `zcrm_` before it, as the exports of the CRM write it, an
    /// apostrophe before it, `.0` behind it, anything but 18 or 19 digits.
    ///
    /// ## Why it matters
    /// The row is skipped.
    ///
    /// ## Incorrect
    /// ```csv update ignore_empty id Last_Name
    /// id,Last_Name
    /// zcrm_4150868000000225013,Boyle
    /// ```
    ///
    /// ## Correct
    /// ```csv update ignore_empty id Last_Name
    /// id,Last_Name
    /// 4150868000000225013,Boyle
    /// ```
    ///
    /// ## Reference
    /// The ids of the documentation; that the API takes them without `zcrm_` is seen in programs that do so.
    "malformed-id" Error in super::GROUP, predicts INVALID_DATA Inferred
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    let kind = |fault: IdFault| about.tally.kinds >> fault as u64 & 1 == 1;
    let cures = [
        (
            kind(IdFault::Prefixed),
            "remove `zcrm_`: exports of the CRM write it before ids, and imports take them without",
        ),
        (kind(IdFault::Apostrophe), "remove the apostrophe"),
        (kind(IdFault::Fraction), "remove the decimals"),
        (kind(IdFault::Spaced), "remove blanks and separators"),
    ];
    let cures: Vec<&str> = cures.iter().filter(|(applies, _)| *applies).map(|(_, cure)| *cure).collect();
    let help = if cures.is_empty() || kind(IdFault::Other) {
        let other = "write the id of the record, 18 or 19 digits, or find it by another field: `find_by`";
        cures.into_iter().chain([other]).collect::<Vec<_>>().join("; ")
    } else {
        cures.join("; ")
    };
    Told::new(format!("{} no id of a record{}", about.cells_are(), about.commonest()), help)
}
