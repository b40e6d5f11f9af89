use crate::Loc;
use crate::findings::Findings;
use crate::lower::keys::{Owner, Spot};
use crate::response::Basis;
use crate::rules::declare::rule;
use crate::text::quoted;

rule! {
    /// ## What it does
    /// Finds a template's placeholder that was never filled in: a string that is `{{x}}`, `${x}`, `<x>` or `{x}` and nothing
    /// else. In Postman collections, and where placeholders are allowed, `{{x}}` is silent.
    ///
    /// ## Why it matters
    /// The CRM takes it for the value itself: there is no file whose id is `{{file_id}}`.
    ///
    /// ## Incorrect
    /// ```json resource
    /// { "type": "data", "module": { "api_name": "Leads" }, "file_id": "{{file_id}}" }
    /// ```
    ///
    /// ## Correct
    /// ```json resource
    /// { "type": "data", "module": { "api_name": "Leads" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Reference
    /// The vendor's Postman collection, whose request body carries `{{file_id}}`; the code is documented for ids that are
    /// no ids.
    "unresolved-placeholder" Error Reading predicts INVALID_DATA Inferred
}

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

#[cold]
pub(crate) fn report(findings: &mut Findings, loc: Loc, spot: &Spot, text: &str, name: &str) {
    let found = findings.report(&RULE, loc, format!("the placeholder {} was not filled in", quoted(text)));
    found.help(format!("put the value of {} here", quoted(name)));
    let mut predict = |code, message: Option<String>| {
        found.predict(code, message.map(Into::into), Basis::Inferred);
    };
    match (spot.owner, spot.key) {
        (Owner::Resource, "file_id") => predict("INVALID_FILE_ID", Some("improper file id".to_owned())),
        (Owner::Resource, "module") | (Owner::Module, "api_name") => {
            predict("MODULE_NOT_AVAILABLE", Some(format!("Requested module '{text}' is not available.")));
        }
        (Owner::Mapping, "api_name" | "find_by") => {
            predict("INVALID_FIELD", Some(format!("invalid mapping. invalid api_name {text}.")));
        }
        (Owner::Resource, "find_by") => predict("INVALID_FIELD", None),
        (Owner::Mapping, "format") => predict("INVALID_FORMAT", None),
        (Owner::Callback, "url") => {
            predict("INVALID_CALLBACK_URL", Some(format!("Invalid URL '{text}' for callback.")));
            found.detail("reason", "possible ssrf attempt");
        }
        (Owner::Callback, "method") => {
            predict("INVALID_CALLBACK_METHOD", None);
            found.detail("supported_callback_methods", vec!["post"]);
        }
        _ => {}
    }
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
