//! The placeholders of templates, as they stand in a job.

/// The name inside a text that is nothing but a placeholder.
pub(crate) fn find(text: &str) -> Option<&str> {
    const FORMS: [(&str, &str); 6] = [("{{{", "}}}"), ("{{", "}}"), ("${", "}"), ("<<", ">>"), ("<", ">"), ("{", "}")];
    if !is_possible(text) || text.len() > LONGEST {
        return None;
    }
    let text = text.trim();
    let name = FORMS.iter().find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))?.trim();
    // `${{ x }}`
    let name = name.strip_prefix('{').and_then(|name| name.strip_suffix('}')).unwrap_or(name).trim();
    let named = name.chars().any(char::is_alphanumeric) && !name.contains(['{', '}', '<', '>', '"', '\n']);
    named.then_some(name)
}

/// Spares ordinary texts the look for placeholders: they begin with neither a bracket nor a blank.
#[inline]
pub(crate) fn is_possible(text: &str) -> bool {
    matches!(text.as_bytes().first(), Some(b'{' | b'$' | b'<' | b' ' | b'\t'..=b'\r' | 0x80..))
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
        ] {
            assert_eq!(find(text), name, "{text}");
        }
        for (length, is_one) in [(199, true), (200, true), (201, false), (202, false)] {
            assert_eq!(find(&format!("<{}>", "a".repeat(length - 2))).is_some(), is_one, "{length}");
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
