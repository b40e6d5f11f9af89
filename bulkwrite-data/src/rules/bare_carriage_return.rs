use bulkwrite_core::describe_rule;

use super::{About, Told};

describe_rule! {
    /// ## What it does
    /// Finds a carriage return, outside of quotes, that no line feed follows.
    ///
    /// ## Why it matters
    /// How the CRM reads it is not documented: as the end of a record, or as a part of the cell.
    ///
    /// ## Incorrect
    /// ```csv Last_Name City
    /// Last_Name,City
    /// Boyle,Os\rlo
    /// Kim,Rome
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name City
    /// Last_Name,City
    /// Boyle,Oslo
    /// ```
    ///
    /// ## Reference
    /// RFC 4180.
    "bare-carriage-return" Warning in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    let cure = "end lines with a line feed, and put cells that have line ends in quotes";
    match about.tally.column {
        Some(_) => {
            let has = if about.tally.count == 1 { "has" } else { "have" };
            Told::new(format!("{} {has} a carriage return that no line feed follows", about.cells()), cure)
        }
        None => Told::new("carriage returns alone end the lines, without line feeds", cure),
    }
}
