use crate::job::ast::{Mapping, Resource};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::text::sort;

rule! {
    /// ## What it does
    /// Finds a column that is mapped to two fields of one resource.
    ///
    /// ## Why it matters
    /// It can be meant, say to fill `Phone` and `Mobile` from one column. It mostly is a slip of counting, after which a
    /// field gets the values of its neighbour.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "First_Name", "index": 0 },
    /// { "api_name": "Last_Name", "index": 0 }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "First_Name", "index": 0 },
    /// { "api_name": "Last_Name", "index": 1 }
    /// ```
    ///
    /// ## Reference
    /// The create-job page shows each column once; whether one may serve twice is not documented.
    "duplicate-index" Warning Resource(check)
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    if any_twice(resource.mappings().filter_map(column)) {
        report(resource, cx);
    }
}

/// Whether a column comes twice, as far as a few words can tell: one beyond them may.
fn any_twice(mut columns: impl Iterator<Item = u32>) -> bool {
    let mut seen = [0u64; 4];
    columns.any(|column| match seen.get_mut(column as usize / 64) {
        Some(word) => {
            let bit = 1 << (column % 64);
            let twice = *word & bit != 0;
            *word |= bit;
            twice
        }
        None => true,
    })
}

/// The column of a mapping; one that cannot be is reported as that.
fn column(mapping: &Mapping<'_>) -> Option<u32> {
    let column = mapping.index.value()?.integer()?;
    u32::try_from(column).ok().filter(|column| *column <= i32::MAX.unsigned_abs())
}

#[cold]
fn report(resource: &Resource<'_>, cx: &mut Context<'_>) {
    let name = |mapping: &Mapping<'_>| mapping.api_name.text().map(str::to_ascii_lowercase);
    let mut mapped: Vec<(u32, Option<String>, &Mapping<'_>)> =
        resource.mappings().filter_map(|mapping| Some((column(mapping)?, name(mapping), mapping))).collect();
    sort::by(&mut mapped, |(a, a_name, a_mapping), (b, b_name, b_mapping)| {
        (a, a_name, a_mapping.loc).cmp(&(b, b_name, b_mapping.loc))
    });
    // A mapping that repeats another one's field as well is reported for that.
    mapped.dedup_by(|(b, b_name, _), (a, a_name, _)| a == b && a_name.is_some() && a_name == b_name);
    for same in mapped.chunk_by_mut(|(a, ..), (b, ..)| a == b) {
        sort::by_key(same, |(.., mapping)| mapping.loc);
        let [(column, _, first), others @ ..] = same else { continue };
        for (.., mapping) in others {
            let (Some(loc), Some(first)) = (mapping.index.loc(), first.index.loc()) else { continue };
            cx.report(&RULE, loc, format!("column {column} is mapped twice"))
                .related(first, "first mapped here")
                .help("correct the index of one of the two; columns are counted from 0");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_columns_take_the_short_way() {
        assert!(!any_twice(0..256));
        for again in [0, 1, 63, 64, 255] {
            assert!(any_twice((0..256).chain([again])), "{again}");
        }
        assert!(any_twice([256].into_iter()));
    }
}
