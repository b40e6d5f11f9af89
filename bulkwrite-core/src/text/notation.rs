//! Helps in the notation of who asked: rules write JSON between backticks, and code has another spelling of the same.

/// A help as `bulk_write!` has it: `ignore_empty: true`, not `"ignore_empty": true`.
pub fn in_macro(text: &str) -> String {
    by_segment(text, |code| {
        if let Some(word) = word(code) {
            return Some(word.to_owned());
        }
        let mut out = String::new();
        let mut rest = code;
        let mut changed = false;
        while let Some(start) = rest.find('"') {
            let (before, quoted) = rest.split_at(start);
            out.push_str(before);
            let Some(end) = quoted[1..].find('"') else { break };
            let (inner, after) = (&quoted[1..=end], &quoted[end + 2..]);
            let is_key = after.trim_start().starts_with(':');
            let is_value = is_word(inner) && NAMED.iter().any(|key| out.trim_end().ends_with(key));
            if is_word(inner) && (is_key || is_value) {
                out.push_str(inner);
                changed = true;
            } else {
                out.push_str(&quoted[..end + 2]);
            }
            rest = after;
        }
        out.push_str(rest);
        changed.then_some(out)
    })
}

/// A help as the builder has it: `.ignore_empty(true)`.
pub fn in_builder(text: &str) -> String {
    by_segment(text, |code| {
        if let Some(word) = word(code) {
            return Some(format!(".{word}(…)"));
        }
        let (key, value) = code.split_once(':')?;
        let key = key.trim().strip_prefix('"')?.strip_suffix('"').filter(|key| is_word(key))?;
        let value = value.trim();
        let is_plain = !value.starts_with(['{', '[']);
        Some(if is_plain { format!(".{key}({value})") } else { format!(".{key}(…)") })
    })
}

/// The keys whose values are names in the macro, and need no quotes there.
const NAMED: [&str; 6] = ["operation:", "type:", "method:", "module:", "api_name:", "find_by:"];

/// The text with each part between backticks replaced, where there is another spelling of it.
fn by_segment(text: &str, spelt: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, part) in text.split('`').enumerate() {
        if i > 0 {
            out.push('`');
        }
        match spelt(part) {
            Some(other) if i % 2 == 1 => out.push_str(&other),
            _ => out.push_str(part),
        }
    }
    out
}

/// The word of `"word"`, if it is a key.
fn word(code: &str) -> Option<&str> {
    let inner = code.strip_prefix('"')?.strip_suffix('"')?;
    (is_word(inner) && !matches!(inner, "true" | "false" | "null")).then_some(inner)
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_help_is_spelt_as_its_front_end_has_it() {
        for (json, code, builder) in [
            ("add `\"ignore_empty\": true`", "add `ignore_empty: true`", "add `.ignore_empty(true)`"),
            (
                "add `\"index\"`, or a `\"default_value\"`",
                "add `index`, or a `default_value`",
                "add `.index(…)`, or a `.default_value(…)`",
            ),
            (
                "write `{ \"url\": …, \"method\": \"post\" }`",
                "write `{ url: …, method: post }`",
                "write `{ \"url\": …, \"method\": \"post\" }`",
            ),
            ("add `\"resource\": [ … ]` with", "add `resource: [ … ]` with", "add `.resource(…)` with"),
            ("write `[\"leads.csv\"]`", "write `[\"leads.csv\"]`", "write `[\"leads.csv\"]`"),
            ("write `\"true\"`", "write `\"true\"`", "write `\"true\"`"),
            ("no \"key\": here", "no \"key\": here", "no \"key\": here"),
            ("an `open \"x\": 1", "an `open x: 1", "an `open \"x\": 1"),
        ] {
            assert_eq!((in_macro(json).as_str(), in_builder(json).as_str()), (code, builder));
        }
    }
}
