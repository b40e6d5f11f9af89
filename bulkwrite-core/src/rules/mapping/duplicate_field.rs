use crate::ast::{At, Resource};
use crate::check::Context;
use crate::diagnostic::quoted;
use crate::rule::rule;
use crate::sort;

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

/// How many names are compared without allocating.
const FEW: usize = 32;

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    let hashes = resource.mappings().filter_map(|mapping| mapping.api_name.text()).map(hash_but_for_case);
    // Most jobs have few mappings, and need no memory for this.
    let (mut few, mut count) = ([0; FEW], 0);
    let mut many = Vec::new();
    for hash in hashes {
        match few.get_mut(count) {
            Some(place) => *place = hash,
            None if many.is_empty() => many = few.iter().copied().chain([hash]).collect(),
            None => many.push(hash),
        }
        count += 1;
    }
    let hashes = if many.is_empty() { &mut few[..count] } else { &mut many[..] };
    hashes.sort_unstable();
    if hashes.windows(2).any(|pair| pair[0] == pair[1]) {
        report(resource, cx);
    }
}

/// Equal for names that are equal but for case; seldom equal for others.
fn hash_but_for_case(name: &str) -> u64 {
    let mut hash = name.len() as u64;
    for chunk in name.as_bytes().chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        // The bit that tells lower case from upper case.
        let word = u64::from_le_bytes(word) | 0x2020_2020_2020_2020;
        hash = (hash.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    hash
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
                let found = cx.report(&RULE, name.loc, format!("{} is mapped twice", quoted(name.value)));
                found.related(first.loc, "first mapped here");
                found.help("keep one of the two; a default for empty cells goes into the mapping that has the `index`");
            } else if is_field(name.value) && is_field(first.value) {
                let message = format!("{} is mapped already, as {}", quoted(name.value), quoted(first.value));
                let found = cx.report(&RULE, name.loc, message);
                found.related(first.loc, "first mapped here");
                found.help("keep the one with the spelling of the field's API name");
            }
        }
    }
}
