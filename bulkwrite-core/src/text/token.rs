//! Tokens and passwords in any text, told by the kind of value.

use std::ops::Range;

/// Where a text holds tokens: what follows `Zoho-oauthtoken` or `Bearer`, the values of keys such as `client_secret=`, and what
/// looks like a token by itself, such as `1000.` and two runs of digits and letters. In no particular order.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::callback::tokens;
///
/// assert_eq!(tokens("Zoho-oauthtoken 1000.8cb99d.a1b2c3"), [16..34]);
/// assert_eq!(tokens("ZOHO_TOKEN=abc"), [11..14]);
/// assert_eq!(tokens("Basic plan"), []);
/// ```
pub fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut scheme: Option<Scheme> = None;
    for word in words(text) {
        let written = &text[word.clone()];
        if scheme.take().is_some_and(|scheme| scheme.takes(written)) {
            found.push(word);
        } else if let Some(at) = token_in(written) {
            found.push(word.start + at..word.end);
        } else {
            scheme = Scheme::of(written);
        }
    }
    found.extend(values(text));
    found
}

/// The words of a text that a token can be one of.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'~' | b'+' | b'/' | b'-');
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + bytes[at..].iter().position(is_part)?;
        let end = bytes[start..].iter().position(|byte| !is_part(byte)).map_or(bytes.len(), |end| start + end);
        // The padding of Base64.
        let padding = bytes[end..].iter().take_while(|byte| **byte == b'=').count();
        let ends = bytes.get(end + padding).is_some_and(is_part);
        at = end + padding;
        Some(start..if ends { end } else { end + padding })
    })
}

/// A word that says that a token follows.
#[derive(Clone, Copy)]
enum Scheme {
    /// A word that means nothing else.
    Certain,
    /// A word of everyday language too.
    Likely,
}

impl Scheme {
    fn of(word: &str) -> Option<Self> {
        let is = |words: &[&str]| words.iter().any(|known| known.eq_ignore_ascii_case(word));
        if is(&["zoho-oauthtoken", "zoho-authtoken", "oauthtoken"]) {
            Some(Self::Certain)
        } else {
            is(&["bearer", "basic", "token"]).then_some(Self::Likely)
        }
    }

    fn takes(self, word: &str) -> bool {
        match self {
            Self::Certain => true,
            Self::Likely => {
                let has = |is: fn(&u8) -> bool| word.bytes().any(|byte| is(&byte));
                let is_mixed = has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
                word.len() >= 8
                    && (has(u8::is_ascii_digit) || is_mixed && has(|byte| *byte == b'=') || word.len() >= 16)
                    || word.len() >= 8 && is_mixed && !word[1..].bytes().all(|byte| byte.is_ascii_lowercase())
                    || word.len() >= 8 && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
            }
        }
    }
}

// The beginnings of tokens, from the documentation of GitHub, GitLab, Slack, Stripe, AWS, Google, npm, PyPI, DigitalOcean and
// Hugging Face (2026-11); `eyJ` begins a JSON Web Token.
const BEGINNINGS: &[&str] = &[
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "xoxb-",
    "xoxp-",
    "xoxa-",
    "xoxs-",
    "xapp-",
    "sk-",
    "sk_live_",
    "sk_test_",
    "rk_live_",
    "whsec_",
    "AKIA",
    "ASIA",
    "AIza",
    "ya29.",
    "eyJ",
    "SG.",
    "npm_",
    "pypi-",
    "dop_v1_",
    "hf_",
];

/// How many letters follow the beginning of a token at least.
const REST: usize = 12;

/// Where a token begins in a word, which can be a path.
fn token_in(word: &str) -> Option<usize> {
    let mut at = 0;
    if word.len() < REST {
        return None;
    }
    for part in word.split('/') {
        let begins = |beginning: &&str| {
            let is = part.as_bytes().first() == beginning.as_bytes().first();
            is && part.strip_prefix(*beginning).is_some_and(|rest| rest.len() >= REST)
        };
        if is_zoho_token(part) || BEGINNINGS.iter().any(begins) {
            return Some(at);
        }
        at += part.len() + 1;
    }
    None
}

/// `1000.`, the digits of a data centre's tokens, and two runs of digits and letters.
fn is_zoho_token(word: &str) -> bool {
    let mut parts = word.split('.');
    let (Some(kind), Some(first), Some(second), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    // With the dots between them they are longer than `REST`.
    let is_run = |part: &str| part.len() >= 4 && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    kind.len() == 4
        && kind.starts_with("10")
        && kind.bytes().all(|byte| byte.is_ascii_digit())
        && is_run(first)
        && is_run(second)
}

// The ends of names under which secrets are kept.
const KEYS: &[&str] = &[
    "token",
    "secret",
    "password",
    "passwd",
    "pwd",
    "apikey",
    "api_key",
    "api-key",
    "authorization",
    "cookie",
    "credential",
    "credentials",
    "signature",
    "private_key",
    "access_key",
    "accesskey",
];

/// The values of keys that hold secrets: `client_secret=…`, `"password": "…"`.
fn values(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut covered = 0;
    text.match_indices(['=', ':']).filter_map(move |(at, _)| {
        // What stands in a value is no key.
        if at < covered {
            return None;
        }
        let is_around = |c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\'' | '`' | '\\');
        let before = text[..at].trim_end_matches(is_around);
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let name = &before[before.trim_end_matches(is_name).len()..];
        let ends_so = |key: &str| {
            let start = name.len().checked_sub(key.len());
            start.and_then(|start| name.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(key))
        };
        if !KEYS.iter().any(|key| ends_so(key)) {
            return None;
        }
        let after = &text[at + 1..];
        let start = at + 1 + (after.len() - after.trim_start_matches(is_around).len());
        let ends = |c: char| {
            c.is_ascii_whitespace() || matches!(c, '"' | '\'' | '`' | '&' | ',' | ';' | '}' | ')' | ']' | '{' | '[')
        };
        let end = text[start..].find(ends).map_or(text.len(), |end| start + end);
        covered = end;
        let value = &text[start..end];
        let is_scheme = Scheme::of(value).is_some();
        (!value.is_empty() && !is_scheme && !value.starts_with("***")).then_some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use crate::text::mask::masked;

    #[test]
    fn tokens_are_masked_and_nothing_else() {
        for (text, expected) in [
            ("Zoho-oauthtoken 1000.8cb99dxxxxxxxxxxxxx9be93.9b8xxxxxxxxxxxxxxxf", "Zoho-oauthtoken ***"),
            ("zoho-authtoken abc", "zoho-authtoken ***"),
            ("Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30.abc_DEF-123", "Authorization: Bearer ***"),
            ("Bearer SECRETTOKEN", "Bearer ***"),
            ("Bearer abcdefgh12345678==", "Bearer ***"),
            ("1000.xxxx.yyyy", "***"),
            ("see 1000.8cb99d.a1b2c3, please", "see ***, please"),
            ("ZOHO_TOKEN=SECRET", "ZOHO_TOKEN=***"),
            ("{\"client_secret\": \"abc\"}", "{\"client_secret\": \"***\"}"),
            ("password: hunter2; user: me", "password: ***; user: me"),
            ("a=1&authtoken=abc&b=2", "a=1&authtoken=***&b=2"),
            ("ghp_0123456789abcdefghij", "***"),
            ("https://a.io/x?k=1 Bearer SECRETTOKEN", "https://a.io/x?***"),
            ("Basic plan", "Basic plan"),
            ("Token Ring", "Token Ring"),
            ("Basic Information", "Basic Information"),
            ("Last_Name", "Last_Name"),
            ("4150868000005379001", "4150868000005379001"),
            ("1000.5", "1000.5"),
            ("yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss"),
            ("sk-1", "sk-1"),
            ("token", "token"),
            ("Token__s", "Token__s"),
        ] {
            assert_eq!(masked(text), expected, "{text}");
        }
    }
}
