//! The placeholders of templates, as they stand in a job.

use std::ops::Range;

/// The name inside a text that is nothing but a placeholder.
pub(crate) fn find(text: &str) -> Option<&str> {
    const FORMS: [(&str, &str); 6] = [("{{{", "}}}"), ("{{", "}}"), ("${", "}"), ("<<", ">>"), ("<", ">"), ("{", "}")];
    if !is_possible(text) || text.len() > LONGEST {
        return None;
    }
    let text = text.trim();
    if let Some((range, name)) = within(text).next()
        && range == (0..text.len())
    {
        return Some(name);
    }
    let name = FORMS.iter().find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))?.trim();
    // `${{ x }}`
    let name = name.strip_prefix('{').and_then(|name| name.strip_suffix('}')).unwrap_or(name).trim();
    let named = name.chars().any(char::is_alphanumeric) && !name.contains(['{', '}', '<', '>', '"', '\n']);
    named.then_some(name)
}

/// The placeholders in a text, each with its name: `${HOST}`, `{{host}}`, and words of capitals such as `$HOST`, `%HOST%` and
/// `YOUR_HOST`. In brackets of one kind alone much can be meant as it stands.
pub(crate) fn within(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let start = at + text.as_bytes()[at..].iter().position(|byte| matches!(byte, b'$' | b'{' | b'%' | b'Y'))?;
            let found = placeholder_at(text, start);
            at = found.as_ref().map_or(start + 1, |(range, _)| range.end);
            if found.is_some() {
                return found;
            }
        }
        None
    })
}

fn placeholder_at(text: &str, start: usize) -> Option<(Range<usize>, &str)> {
    let rest = &text[start..];
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_constant = |word: &str| {
        word.len() >= 2
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
    };
    for (open, close) in [("{{", "}}"), ("${", "}")] {
        if let Some(inside) = rest.strip_prefix(open)
            && let Some((name, _)) = inside.split_once(close)
        {
            let name = name.trim();
            let is_name = name.len() < LONGEST && name.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '$');
            let end = start + open.len() + inside.find(close)? + close.len();
            return (is_name && !name.contains(['{', '}', '"', '\n'])).then_some((start..end, name));
        }
    }
    let word = |rest: &str| rest.len() - rest.trim_start_matches(is_word).len();
    let is_start = !text[..start].ends_with(is_word);
    if let Some(inside) = rest.strip_prefix('$') {
        let name = &inside[..word(inside)];
        return is_constant(name).then_some((start..start + 1 + name.len(), name));
    }
    if let Some(inside) = rest.strip_prefix('%') {
        let name = &inside[..word(inside)];
        // `%DE` may well encode a byte.
        let is_escape = name.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
        let is_one = is_constant(name) && !is_escape && inside[name.len()..].starts_with('%');
        return is_one.then_some((start..start + name.len() + 2, name));
    }
    let is_your = |rest: &&str| rest.starts_with("YOUR_") || rest.starts_with("YOUR-");
    let name = Some(rest).filter(is_your).filter(|_| is_start)?;
    let name = &name[..name.len() - name.trim_start_matches(|c| is_word(c) || c == '-').len()];
    let is_one = name.len() > "YOUR_".len() && is_constant(&name.replace('-', "_"));
    is_one.then_some((start..start + name.len(), name))
}

/// Spares ordinary texts the look for placeholders: they begin with neither a bracket nor a blank.
#[inline]
pub(crate) fn is_possible(text: &str) -> bool {
    matches!(text.as_bytes().first(), Some(b'{' | b'$' | b'<' | b'%' | b'Y' | b' ' | b'\t'..=b'\r' | 0x80..))
}

/// A longer text is no placeholder.
const LONGEST: usize = 200;

/// Whether a text holds a `{{x}}` anywhere.
pub(crate) fn contains_template(text: &str) -> bool {
    text.split_once("{{").is_some_and(|(_, rest)| rest.contains("}}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_is_a_name_between_brackets() {
        for (text, name) in [
            ("{{file_id}}", Some("file_id")),
            (" ${{ file_id }}\n", Some("file_id")),
            ("{{}}", None),
            ("{{ - }}", None),
            ("{{a}} {{b}}", None),
            ("{\"a\"}", None),
            ("file_id", None),
            ("$FILE_ID", Some("FILE_ID")),
            ("${HOST}", Some("HOST")),
            ("%FILE_ID%", Some("FILE_ID")),
            ("YOUR_FILE_ID", Some("YOUR_FILE_ID")),
            ("YOUR-FILE-ID", Some("YOUR-FILE-ID")),
            ("YOUR_", None),
            ("Your_Name", None),
            ("$5", None),
            ("Yearly", None),
            ("%d", None),
        ] {
            assert_eq!(find(text), name, "{text}");
        }
        for (length, is_one) in [(199, true), (200, true), (201, false), (202, false)] {
            assert_eq!(find(&format!("<{}>", "a".repeat(length - 2))).is_some(), is_one, "{length}");
        }
    }

    #[test]
    fn placeholders_stand_within_other_text() {
        for (text, names) in [
            ("https://${HOST}/hook", &["HOST"][..]),
            ("https://{{host}}/{{ path }}", &["host", "path"]),
            ("https://acme.io/$TOKEN?x=%KEY%", &["TOKEN", "KEY"]),
            ("https://acme.io/YOUR_TOKEN/x", &["YOUR_TOKEN"]),
            ("https://acme.io/a%2Fb%DEAD%20", &[]),
            ("https://acme.io/?$filter=x&y={id}", &[]),
            ("https://acme.io/NOT_YOUR_TOKEN", &[]),
            ("price: $5, 100%", &[]),
            ("${}", &[]),
        ] {
            assert_eq!(within(text).map(|(_, name)| name).collect::<Vec<_>>(), names, "{text}");
        }
    }

    #[test]
    fn a_template_is_anywhere_in_a_text() {
        for (text, has) in [("a-{{x}}-b", true), ("{{x}}", true), ("{{x}", false), ("}}{{", false), ("a", false)] {
            assert_eq!(contains_template(text), has, "{text}");
        }
        assert!(!is_possible("Leads") && !is_possible(""));
    }
}
