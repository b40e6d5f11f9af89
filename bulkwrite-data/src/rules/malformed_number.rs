use bulkwrite_core::describe_rule;

use super::{About, Told};
use crate::column::Value;
use crate::values::number::NumberFault;

describe_rule! {
    /// ## What it does
    /// Finds cells of a numeric field that are no number, or one with too many digits: separators between thousands, decimal
    /// commas, currency and percent signs, exponents, decimals of an integer.
    ///
    /// ## Why it matters
    /// The row is skipped.
    ///
    /// ## Incorrect
    /// ```csv Last_Name Annual_Revenue
    /// Last_Name,Revenue
    /// Boyle,"1,250.00"
    /// Kim,$5000
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name Annual_Revenue
    /// Last_Name,Revenue
    /// Boyle,1250.00
    /// Kim,-5000
    /// ```
    ///
    /// ## Reference
    /// The table of data types on the insert-records page; what bulk write does with such a cell is inferred from the per-row
    /// codes on the download-result page.
    "malformed-number" Error in super::GROUP, predicts INVALID_DATA Inferred
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    let what = match about.column.map(|column| &column.value) {
        Some(Value::Number(form)) if form.places == 0 => format!("no whole number of up to {} digits", form.digits),
        Some(Value::Number(form)) => {
            format!("no number of up to {} digits and {} places", form.digits, form.places)
        }
        _ => "no number".to_owned(),
    };
    let kinds = (0..NumberFault::ALL.len()).filter(|kind| about.tally.kinds >> kind & 1 == 1);
    let cures: Vec<&str> = kinds.map(|kind| NumberFault::ALL[kind].cure()).take(3).collect();
    Told::new(format!("{} {what}{}", about.cells_are(), about.commonest()), cures.join("; "))
}
