use crate::job::ast::{At, Mapping, Resource};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::Loc;
use crate::source::edit::Edit;
use crate::text::{quoted, sort};

rule! {
    /// ## What it does
    /// Finds a field that is mapped twice in one resource, or twice but for case.
    ///
    /// ## Why it matters
    /// Which of the two columns the field is read from is not documented. It mostly is a line that was copied and not
    /// changed, so that another field stays empty.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Phone", "index": 1 },
    /// { "api_name": "Phone", "index": 2 }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Phone", "index": 1 },
    /// { "api_name": "Mobile", "index": 2 }
    /// ```
    ///
    /// ## Reference
    /// The create-job page maps a field to one column; a default for its empty cells goes into the same mapping.
    "duplicate-field" Warning Resource(check)
}

/// Most jobs have no more mappings: their names are compared without allocating.
const FEW: usize = 32;

/// Of more mappings, five times what the CRM takes, the names are sorted at once: whoever means ill can make hashes collide.
const MANY: usize = 1_000;

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    let count = resource.mappings.value().map_or(0, Vec::len);
    let names = resource.mappings().filter_map(|mapping| mapping.api_name.text());
    // Twice as many places as names, so that a free one is near.
    let perhaps_same = if count <= FEW {
        any_two_same(names, &mut [0; 2 * FEW])
    } else {
        count > MANY || any_two_same(names, &mut vec![0; 2 * count.next_power_of_two()])
    };
    if perhaps_same {
        report(resource, cx);
    }
}

/// Whether two names seem to be the same but for case. `places` is all zeros, and its length a power of two.
fn any_two_same<'a>(mut names: impl Iterator<Item = &'a str>, places: &mut [u64]) -> bool {
    let mask = places.len() - 1;
    let shift = u64::BITS - places.len().trailing_zeros();
    names.any(|name| {
        let hash = hash_but_for_case(name) | 1;
        // Every byte of the name is in the upper bits only.
        let mut at = usize::try_from(hash >> shift).unwrap_or_default() & mask;
        while places[at] != 0 {
            if places[at] == hash {
                return true;
            }
            at = (at + 1) & mask;
        }
        places[at] = hash;
        false
    })
}

/// Equal for names that differ in case only; for others it nearly never is.
fn hash_but_for_case(name: &str) -> u64 {
    // The bit that tells lower case from upper case.
    let mix = |hash: u64, word: u64| {
        (hash.rotate_left(23) ^ (word | 0x2020_2020_2020_2020)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    };
    let bytes = name.as_bytes();
    let hash = bytes.len() as u64;
    let Some(end) = bytes.last_chunk() else {
        let word = bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
        return mix(hash, word);
    };
    let hash = bytes.as_chunks().0.iter().fold(hash, |hash, chunk| mix(hash, u64::from_le_bytes(*chunk)));
    mix(hash, u64::from_le_bytes(*end))
}

#[cold]
fn report(resource: &Resource<'_>, cx: &mut Context<'_>) {
    let mut names: Vec<(String, &At<&str>)> = resource
        .mappings()
        .filter_map(|mapping| mapping.api_name.known())
        .filter(|name| !name.value.is_empty())
        .map(|name| (name.value.to_ascii_lowercase(), name))
        .collect();
    sort::by(&mut names, |(a, _), (b, _)| a.cmp(b));
    // Of two spellings, the one that is no field is reported as that.
    let fields = cx.fields();
    let is_field = |name: &str| fields.is_none_or(|fields| fields.get(name).is_some());
    for same in names.chunk_by(|(a, _), (b, _)| a == b) {
        let [(_, first), others @ ..] = same else { continue };
        for (_, name) in others {
            if name.value == first.value {
                let again = same_mapping(resource, first.loc, name.loc);
                let found = cx.report(&RULE, name.loc, format!("{} is mapped twice", quoted(name.value)));
                found.related(first.loc, "first mapped here");
                if let Some(item) = again {
                    found.help("remove it: it says the same as the first one");
                    found.safe_fix("remove the second mapping", vec![Edit::RemoveItem { item }]);
                } else {
                    found.help(
                        "keep one of the two; a default for empty cells goes into the mapping that has the `index`",
                    );
                }
            } else if is_field(name.value) && is_field(first.value) {
                let message = format!("{} is mapped already, as {}", quoted(name.value), quoted(first.value));
                let found = cx.report(&RULE, name.loc, message);
                found.related(first.loc, "first mapped here");
                found.help("keep the one with the spelling of the field's API name");
            }
        }
    }
}

/// Where the mapping of the name at `second` stands, if it says nothing but what that of the name at `first` says.
fn same_mapping(resource: &Resource<'_>, first: Loc, second: Loc) -> Option<Loc> {
    if resource.mappings.value().map_or(0, Vec::len) > MANY {
        return None;
    }
    let find = |name: Loc| resource.mappings().find(|mapping| mapping.loc.contains(name));
    let (first, second) = (find(first)?, find(second)?);
    let plain = |mapping: &Mapping<'_>| mapping.extras.is_none() && mapping.index.value().is_some();
    let index = |mapping: &Mapping<'_>| mapping.index.value().map(|index| index.text.to_owned());
    let same =
        plain(first) && plain(second) && index(first) == index(second) && first.format.text() == second.format.text();
    same.then_some(second.loc)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_names_take_the_short_way() {
        let names = |count: usize| {
            (0..count).map(|i| match i % 4 {
                0 => format!("{i}"),
                1 => format!("Field{i}"),
                2 => format!("A_Custom_Field_{i}"),
                _ => format!("{i}_{}", "x".repeat(i % 50)),
            })
        };
        for count in [2, 8, 32, 33, 64, 1000] {
            let mut all: Vec<String> = names(count).collect();
            let any = |all: &[String]| {
                any_two_same(all.iter().map(String::as_str), &mut vec![0; 2 * all.len().next_power_of_two()])
            };
            assert!(!any(&all), "{count}");
            all[count / 2] = all[0].to_ascii_uppercase();
            assert!(any(&all), "{count}");
        }
    }

    #[test]
    fn however_many_mappings_there_are_the_second_of_two_is_found() {
        for count in [2, 32, 33, 1000, 1001] {
            let names = (1..count).map(|i| format!(r#"{{"api_name":"Field_{i}","default_value":{{"value":"x"}}}}"#));
            let again = r#"{"api_name":"field_1","default_value":{"value":"x"}}"#.to_owned();
            let text = format!(
                r#"{{"resource":[{{"field_mappings":[{}]}}]}}"#,
                names.chain([again]).collect::<Vec<_>>().join(",")
            );
            let report = crate::check::Checker::new(crate::options::Options {
                levels: crate::report::levels::Levels::all(),
                ..crate::options::Options::default()
            });
            let report = report.check_json(text.as_bytes());
            let found = report.diagnostics().iter().find(|found| *found.rule == RULE);
            let path = format!("resource[0].field_mappings[{}].api_name", count - 1);
            assert_eq!(found.map(|found| found.path.as_str()), Some(path.as_str()), "{count}");
        }
    }
}
