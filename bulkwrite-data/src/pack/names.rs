//! What parts and the files in them are called.

/// The name of a file without its folders.
pub(super) fn base(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// What the parts are called, by the name of a file of the data: a name that every system takes.
pub(super) fn stem(name: &str) -> String {
    let base = base(name);
    let stem = base.rsplit_once('.').map_or(base, |(stem, _)| stem);
    let plain = plain(stem);
    if plain.is_empty() { "data".to_owned() } else { plain }
}

/// A name of a file at the root of a ZIP.
pub(super) fn csv(name: &str) -> String {
    let plain = plain(base(name));
    let has_end = plain.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("csv"));
    if has_end { plain } else { format!("{}.csv", stem(&plain)) }
}

fn plain(name: &str) -> String {
    let is_plain = |c: char| !c.is_control() && !"<>:\"/\\|?*".contains(c) && !bulkwrite_core::is_deceptive(c);
    let text: String = name.chars().map(|c| if is_plain(c) { c } else { '-' }).take(100).collect();
    text.trim_matches(|c: char| c == '.' || c == '-' || c.is_whitespace()).to_owned()
}

/// A name with the number of its part behind it; numbers sort.
pub(super) fn numbered(stem: &str, number: usize, of: usize) -> String {
    let width = of.to_string().len().max(3);
    format!("{stem}-{number:0width$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_sort() {
        for (name, expected) in [
            ("leads.csv", "leads"),
            ("data/2026 leads.v2.csv", "2026 leads.v2"),
            ("C:\\x\\Kunden.CSV", "Kunden"),
            ("../../etc/passwd", "passwd"),
            ("a\u{202e}b\n.csv", "a-b"),
            (".csv", "data"),
            ("..", "data"),
            ("<stdin>", "stdin"),
            ("Müller.csv", "Müller"),
        ] {
            assert_eq!(stem(name), expected, "{name:?}");
        }
        for (name, expected) in [
            ("a.csv", "a.csv"),
            ("x/../A.CSV", "A.CSV"),
            ("leads", "leads.csv"),
            ("l.txt", "l.csv"),
            (".csv", "csv.csv"),
        ] {
            assert_eq!(csv(name), expected, "{name:?}");
        }
        assert_eq!(numbered("leads", 7, 9), "leads-007");
        assert_eq!(numbered("leads", 7, 1_000), "leads-0007");
    }
}
