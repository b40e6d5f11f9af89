//! Patterns of file names: `*` and `?` within a folder's name, `**` for any folders.

use std::path::{Component, Path};

/// Whether a pattern means a file. Without a `/` it is compared with the file's name alone.
pub(super) fn matches(pattern: &str, file: &Path) -> bool {
    let parts: Vec<String> = file
        .components()
        .filter(|part| !matches!(part, Component::CurDir))
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    if !pattern.contains('/') {
        return parts.last().is_some_and(|name| name_matches(pattern, name));
    }
    let mut pattern: Vec<&str> = pattern.split('/').collect();
    if let Some(last) = pattern.last_mut().filter(|last| last.is_empty()) {
        *last = "**"; // a folder means all that is in it
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    wild(&pattern, &parts, |part| *part == "**", |part, name| name_matches(part, name))
}

fn name_matches(pattern: &str, name: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    wild(&pattern, &name, |c| *c == '*', |pattern, c| *pattern == '?' || pattern == c)
}

/// Whether `items` are what the pattern says, in which some parts stand for any number of items.
///
/// It is enough to go back to the last such part: what the ones before it stood for leaves the most to it.
fn wild<P, T>(pattern: &[P], items: &[T], is_any: impl Fn(&P) -> bool, is: impl Fn(&P, &T) -> bool) -> bool {
    let (mut p, mut i) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while i < items.len() {
        match pattern.get(p) {
            Some(part) if is_any(part) => {
                back = Some((p + 1, i));
                p += 1;
            }
            Some(part) if is(part, &items[i]) => {
                p += 1;
                i += 1;
            }
            _ => {
                let Some((next, taken)) = back else { return false };
                back = Some((next, taken + 1));
                (p, i) = (next, taken + 1);
            }
        }
    }
    pattern[p..].iter().all(is_any)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_files() {
        for (pattern, file, expected) in [
            ("imports/legacy/*.json", "imports/legacy/leads.json", true),
            ("imports/legacy/*.json", "imports/legacy/old/leads.json", false),
            ("imports/legacy/*.json", "imports/leads.json", false),
            ("imports/**/*.json", "imports/a/b/leads.json", true),
            ("imports/**/*.json", "imports/leads.json", true),
            ("**/*.json", "leads.json", true),
            ("imports/", "imports/a/leads.json", true),
            ("imports/**", "imports/leads.json", true),
            ("imports/", "exports/leads.json", false),
            ("*.json", "a/b/leads.json", true),
            ("leads.json", "a/leads.json", true),
            ("./leads.json", "leads.json", true),
            ("./a/*", "./a/b", true),
            ("le?ds.json", "leads.json", true),
            ("l*s*n", "leads.json", true),
            ("l*x", "leads.json", false),
            ("**/a/**/b", "x/a/y/a/z/b", true),
            ("**/a/b", "a/a/c/b", false),
            ("*", "leads.json", true),
            ("", "leads.json", false),
        ] {
            assert_eq!(matches(pattern, Path::new(file)), expected, "{pattern} {file}");
        }
    }

    #[test]
    fn many_stars_take_no_time() {
        let file = "a".repeat(20_000);
        assert!(!matches(&format!("{}b", "a*".repeat(100)), Path::new(&file)));
        let file = "a/".repeat(2_000);
        assert!(!matches(&format!("{}b", "a/**/".repeat(100)), Path::new(&file)));
    }
}
