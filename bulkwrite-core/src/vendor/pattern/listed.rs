//! The patterns that the vendor lists.
//!
//! Source: "allowed formats for fields in create bulk write job API", the PDF of 2020 that every create-job page links. Its readable
//! copy breaks off among the dates: 53 patterns of a grid are there, and `yyyy/MM/dd`, which the server is on record as taking, is
//! in the lost part. So the grid counts.

/// What is not on the list about a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unlisted {
    /// The date is not one of the grid.
    Date,
    /// The year has two digits: listed, but which century they mean is not documented.
    ShortYear,
}

/// What is not on the list about the date of a pattern, if anything; of times the list is lost.
pub(crate) fn unlisted(format: &str) -> Option<Unlisted> {
    if !format.contains(['y', 'M', 'd']) {
        return None;
    }
    match date(format) {
        Some((end, year)) if matches!(format.as_bytes().get(end), None | Some(b' ' | b'\'')) => {
            (year == "yy").then_some(Unlisted::ShortYear)
        }
        _ => Some(Unlisted::Date),
    }
}

/// Where the date of the grid ends that a pattern begins with, and its year.
fn date(format: &str) -> Option<(usize, &str)> {
    for month in ["MMMM dd,yyyy", "MMM dd,yyyy"] {
        if format.starts_with(month) {
            return Some((month.len(), "yyyy"));
        }
    }
    let (first, rest) = part(format)?;
    let separator = rest.chars().next().filter(|c| matches!(c, ' ' | '/' | '-' | '.'))?;
    let (second, rest) = part(rest.strip_prefix(separator)?)?;
    let (third, rest) = part(rest.strip_prefix(separator)?)?;
    let kinds = [first, second, third].map(|part| part.as_bytes().first().copied().unwrap_or_default());
    let year = match &kinds {
        b"dMy" | b"Mdy" => third,
        b"yMd" => first,
        _ => return None,
    };
    Some((format.len() - rest.len(), year))
}

/// A day, month or year of the grid, and what follows it.
fn part(text: &str) -> Option<(&str, &str)> {
    let letter = text.chars().next()?;
    let end = text.find(|c| c != letter).unwrap_or(text.len());
    let (run, rest) = text.split_at(end);
    matches!(run, "dd" | "MM" | "MMM" | "MMMM" | "yy" | "yyyy").then_some((run, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_is_listed_and_nothing_else() {
        let mut count = 0;
        for separator in [" ", "/", "-", "."] {
            for month in ["MM", "MMM", "MMMM"] {
                for year in ["yy", "yyyy"] {
                    for parts in [["dd", month, year], [month, "dd", year], [year, month, "dd"]] {
                        let expected = (year == "yy").then_some(Unlisted::ShortYear);
                        assert_eq!(unlisted(&parts.join(separator)), expected, "{parts:?}");
                        count += 1;
                    }
                }
            }
        }
        assert_eq!(count, 72);
        for format in ["MMM dd,yyyy", "MMMM dd,yyyy", "MM/dd/yyyy HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssXXX", "HH:mm:ss", ""]
        {
            assert_eq!(unlisted(format), None, "{format}");
        }
        for format in [
            "d/M/yyyy",
            "yyyyMMdd",
            "dd/MM-yyyy",
            "yyyy/dd/MM",
            "MMM d, yyyy",
            "EEE, dd MMM yyyy",
            "HH:mm dd/MM/yyyy",
            "dd/MM",
        ] {
            assert_eq!(unlisted(format), Some(Unlisted::Date), "{format}");
        }
    }
}
