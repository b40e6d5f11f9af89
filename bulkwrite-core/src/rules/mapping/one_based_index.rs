use crate::job::ast::{Field, Mapping, Resource};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::edit::Edit;

rule! {
    /// ## What it does
    /// Finds mappings that read the columns 1, 2, 3 and so on, without a gap, and leave column 0 out.
    ///
    /// ## Why it matters
    /// Columns are counted from 0. Counted from 1, each field gets the values of the next one's column. The rule is silent
    /// unless asked for: a first column that is not wanted looks the same.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "First_Name", "index": 1 },
    /// { "api_name": "Last_Name", "index": 2 },
    /// { "api_name": "Company", "index": 3 }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "First_Name", "index": 0 },
    /// { "api_name": "Last_Name", "index": 1 },
    /// { "api_name": "Company", "index": 2 }
    /// ```
    ///
    /// ## Reference
    /// `index` in the vendor's OpenAPI description: zero-based.
    "one-based-index" Off Resource(check)
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    if resource.mappings.value().is_some_and(|mappings| mappings.iter().any(unclear)) {
        return;
    }
    let columns = || resource.mappings().filter_map(|mapping| mapping.index.value()?.integer());
    // No gap is possible among more columns than there are mappings.
    let count = resource.mappings().count();
    let mut seen = vec![false; count + 1];
    for column in columns() {
        match usize::try_from(column).ok().and_then(|column| seen.get_mut(column)) {
            Some(seen) => *seen = true,
            None => return,
        }
    }
    let last = seen.iter().rposition(|seen| *seen).unwrap_or_default();
    if last < 3 || seen[0] || !seen[1..=last].iter().all(|seen| *seen) {
        return;
    }
    let indexes = || resource.mappings().filter_map(|mapping| mapping.index.known());
    let Some(first) = indexes().find(|index| index.value.integer() == Some(1)) else { return };
    let edits = indexes().filter_map(|index| {
        let with = (index.value.integer()? - 1).to_string();
        Some(Edit::Replace { value: index.loc, with: with.into() })
    });
    let edits = edits.collect();
    cx.report(&RULE, first.loc, format!("the columns 1 to {last} are mapped, and column 0 is not"))
        .help("columns are counted from 0: lower each index by one, if they were counted from 1")
        .unsafe_fix("lower each index by one", edits);
}

fn unclear(mapping: &Field<Mapping<'_>>) -> bool {
    mapping.value().is_none_or(|mapping| mapping.index.is_unclear())
}
