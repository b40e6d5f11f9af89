use bulkwrite_core::describe_rule;

use super::{About, Told};
use bulkwrite_core::quoted;
use bulkwrite_core::suggest::near_miss;

describe_rule! {
    /// ## What it does
    /// Finds cells of a picklist that are none of its values, letter by letter.
    ///
    /// ## Why it matters
    /// The CRM does not refuse them: it adds them to the list, for everyone.
    ///
    /// ## Incorrect
    /// ```csv Last_Name Lead_Source
    /// Last_Name,Source
    /// Boyle,trade show
    /// Kim,Messe
    /// ```
    ///
    /// ## Correct
    /// ```csv Last_Name Lead_Source
    /// Last_Name,Source
    /// Boyle,Trade Show
    /// ```
    ///
    /// ## Reference
    /// The vendor's post "Kaizen 13" on picklists.
    "unlisted-choice" Warning in super::GROUP
}

pub(crate) fn tell(about: &About<'_>) -> Told {
    let column = about.column;
    let listed = || column.and_then(|column| column.field).into_iter().flat_map(|field| field.picklist.iter());
    let mut near: Vec<String> = Vec::new();
    for (value, _) in about.tally.commonest() {
        let meant = listed().map(|listed| &*listed.display).find(|listed| listed.eq_ignore_ascii_case(value.trim()));
        let meant = meant.or_else(|| near_miss(value.trim(), listed().map(|listed| &*listed.display)));
        if let Some(meant) = meant {
            near.push(format!("{} for {}", quoted(meant), quoted(&value)));
        }
    }
    let new = if about.tally.count == 1 {
        "no value of the list, and would be added to it"
    } else {
        "no values of the list, and would be added to it"
    };
    let message = format!("{} {new}{}", about.cells_are(), about.commonest());
    if !near.is_empty() && about.values {
        near.truncate(3);
        return Told::new(message, format!("did you mean {}?", near.join(", ")));
    }
    let some: Vec<String> = listed().take(5).map(|listed| quoted(&listed.display)).collect();
    let more = if listed().count() > some.len() { ", …" } else { "" };
    Told::new(message, format!("write a value of the list: {}{more}", some.join(", ")))
}
