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
        let distance = strsim::osa_distance(&folded, &fold(candidate));
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The word without case, `_`, `-` and blanks.
pub(crate) fn fold(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
