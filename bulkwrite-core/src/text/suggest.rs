//! Near misses: what a misspelt word was probably meant to be.

/// A longer word is no misspelling of anything that has a name here; the bound keeps hostile input cheap.
const LONGEST: usize = 64;

/// The candidate that `word` most likely stands for: equal but for case, `_`, `-` and blanks, or a few letters away.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::suggest::near_miss;
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
    let folded: Vec<char> = fold(word).chars().collect();
    // One slip for three letters, as rustc does it.
    let allowed = folded.len().max(3) / 3;
    let mut best: Option<(usize, &'c str)> = None;
    for candidate in candidates {
        if candidate == word || candidate.len() > LONGEST {
            continue;
        }
        let other = fold(candidate);
        // Letters that are too many have to be left out, one by one.
        if other.chars().count().abs_diff(folded.len()) > allowed {
            continue;
        }
        let distance = distance(&folded, &other);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How many letters have to be added, left out, replaced or swapped with their neighbour to make one word of the other,
/// no letter twice: the optimal string alignment distance.
fn distance(word: &[char], other: &str) -> usize {
    // Rows of the table of distances between beginnings of both: of the letter before last, the last one, and this one.
    let mut last: Vec<usize> = (0..=word.len()).collect();
    let (mut before, mut this) = (last.clone(), last.clone());
    let mut previous = None;
    for (row, letter) in other.chars().enumerate() {
        this[0] = row + 1;
        for (at, &wanted) in word.iter().enumerate() {
            let mut fewest = (last[at] + usize::from(letter != wanted)).min(last[at + 1] + 1).min(this[at] + 1);
            if at > 0 && previous == Some(wanted) && letter == word[at - 1] {
                fewest = fewest.min(before[at - 1] + 1);
            }
            this[at + 1] = fewest;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut this);
        previous = Some(letter);
    }
    last[word.len()]
}

/// The word without case, `_`, `-` and blanks.
pub(crate) fn fold(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_and_separators_do_not_count() {
        for (word, expected) in
            [("fieldMappings", "field_mappings"), ("default_Value", "default_value"), ("FILE-ID", "file_id")]
        {
            assert_eq!(near_miss(word, ["index", "field_mappings", "default_value", "file_id"]), Some(expected));
        }
    }

    proptest! {
        #[test]
        fn the_distance_is_that_of_strsim(word in "[abcäß]{0,9}", other in "[abcäß]{0,9}") {
            let letters: Vec<char> = word.chars().collect();
            prop_assert_eq!(distance(&letters, &other), strsim::osa_distance(&word, &other));
        }
    }

    #[test]
    fn short_words_need_to_be_close() {
        assert_eq!(near_miss("idx", ["id"]), Some("id"));
        assert_eq!(near_miss("url", ["id", "type"]), None);
        assert_eq!(near_miss("xy", ["id"]), None);
    }

    #[test]
    fn the_first_of_the_nearest_is_meant() {
        assert_eq!(near_miss("fiels", ["fields", "field"]), Some("fields"));
        assert_eq!(near_miss("fields", ["field", "fields"]), Some("field"));
        assert_eq!(near_miss("", ["id"]), None);
        assert_eq!(near_miss("___", ["id"]), None);
    }

    #[test]
    fn a_huge_word_is_nobodys_near_miss() {
        assert_eq!(near_miss(&"x".repeat(1_000_000), ["index"]), None);
        let words = ["x".repeat(LONGEST), "x".repeat(LONGEST + 1), "x".repeat(LONGEST + 2)];
        let [longest, too_long, far_too_long] = words.each_ref().map(String::as_str);
        assert_eq!(near_miss(longest, [far_too_long, too_long]), None);
        assert_eq!(near_miss(&longest[1..], [longest]), Some(longest));
        assert_eq!(near_miss(longest, [&longest[1..]]), Some(&longest[1..]));
        for word in [too_long, far_too_long] {
            assert_eq!(near_miss(word, [longest]), None);
        }
    }
}
