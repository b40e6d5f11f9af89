//! Near misses: what a misspelt word was probably meant to be.

/// A longer word is no misspelling of anything that has a name here; the bound keeps hostile input cheap.
const LONGEST: usize = 64;

/// The candidate that `word` most likely stands for: equal but for case, `_`, `-` and blanks, or a few letters away.
///
/// ```
/// use bulkwrite_core::suggest::near_miss;
///
/// let keys = ["operation", "resource", "callback", "file_id"];
/// assert_eq!(near_miss("callBack", keys), Some("callback"));
/// assert_eq!(near_miss("fileid", keys), Some("file_id"));
/// assert_eq!(near_miss("resources", keys), Some("resource"));
/// assert_eq!(near_miss("colour", keys), None);
/// ```
pub fn near_miss<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    nearest(word, &mut candidates.into_iter())
}

fn nearest<'c>(word: &str, candidates: &mut dyn Iterator<Item = &'c str>) -> Option<&'c str> {
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let folded = fold(word);
    // One slip for three letters, as rustc does it.
    let allowed = folded.chars().count().max(3) / 3;
    let mut best: Option<(usize, &'c str)> = None;
    for candidate in candidates {
        if candidate == word || candidate.len() > LONGEST {
            continue;
        }
        let distance = distance(&folded, &fold(candidate));
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How many letters have to be added, removed, changed or swapped with their neighbour to come from one word to the
/// other, none of them twice (optimal string alignment).
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    // A row for each letter of `from`: the distances to all beginnings of `to`.
    let mut before_last = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    let mut letter_before = None;
    for (i, letter) in from.chars().enumerate() {
        let mut row = Vec::with_capacity(last.len());
        row.push(i + 1);
        for (j, other) in to.iter().enumerate() {
            let mut fewest = (last[j] + usize::from(letter != *other)).min(last[j + 1] + 1).min(row[j] + 1);
            if j > 0 && letter_before == Some(*other) && to[j - 1] == letter {
                fewest = fewest.min(before_last[j - 1] + 1);
            }
            row.push(fewest);
        }
        before_last = std::mem::replace(&mut last, row);
        letter_before = Some(letter);
    }
    last[to.len()]
}

/// The word without case, `_`, `-` and blanks.
pub(crate) fn fold(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_distance_is_that_of_strsim(from in "[abcä]{0,9}", to in "[abcä]{0,9}") {
            prop_assert_eq!(distance(&from, &to), strsim::osa_distance(&from, &to));
        }
    }

    #[test]
    fn case_and_separators_do_not_count() {
        for (word, expected) in
            [("fieldMappings", "field_mappings"), ("default_Value", "default_value"), ("FILE-ID", "file_id")]
        {
            assert_eq!(near_miss(word, ["index", "field_mappings", "default_value", "file_id"]), Some(expected));
        }
    }

    #[test]
    fn short_words_need_to_be_close() {
        assert_eq!(near_miss("idx", ["id"]), Some("id"));
        assert_eq!(near_miss("url", ["id", "type"]), None);
        assert_eq!(near_miss("xy", ["id"]), None);
    }

    #[test]
    fn a_huge_word_is_nobodys_near_miss() {
        assert_eq!(near_miss(&"x".repeat(1_000_000), ["index"]), None);
    }
}
