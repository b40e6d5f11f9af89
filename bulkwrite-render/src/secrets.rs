//! The parts of a source that must not be shown.

use std::borrow::Cow;

use bulkwrite_core::callback;
use bulkwrite_core::json::{self, raw_range};
use bulkwrite_core::node::{Node, Value};
use bulkwrite_core::{Loc, sort};

/// Where the URLs in a text hold credentials, queries and fragments, in reading order.
///
/// Strings are read as JSON reads them, so that an escape hides nothing; what is no string (a comment, the rest of a text
/// that could not be read) is searched for URLs as it is.
pub fn find(text: &[u8]) -> Vec<Loc> {
    let mut secrets = Vec::new();
    let parsed = json::parse(text, &json::Options { placeholders: true });
    if let Some(root) = &parsed.root {
        visit(root, Kind::Text, &mut |place, decoded, kind| {
            let parts = match kind {
                Kind::Secret if !decoded.is_empty() => vec![loc(0, decoded.len())],
                kind => within(decoded, kind == Kind::Url),
            };
            for part in parts {
                secrets.push(raw_range(text, place, part.start..part.end));
            }
        });
    }
    if !parsed.slips.is_empty() {
        secrets.extend(in_plain_text(text));
    }
    secrets.extend(tokens_in_plain_text(text));
    merge(&mut secrets);
    secrets
}

/// Sorts places, and makes one of those that overlap.
fn merge(secrets: &mut Vec<Loc>) {
    sort::by(secrets, Ord::cmp);
    secrets.dedup_by(|next, part| {
        let overlaps = next.start < part.end;
        if overlaps {
            part.end = part.end.max(next.end);
        }
        overlaps
    });
}

/// A message with its secrets masked: those of the URLs in it, up to a blank or quotation mark, and tokens.
///
/// ```
/// use bulkwrite_render::secrets;
///
/// assert_eq!(secrets::masked("no such host 'https://a.io/?key=1' here"), "no such host 'https://a.io/?***' here");
/// ```
pub fn masked(text: &str) -> Cow<'_, str> {
    cover(text, &find(text.as_bytes()))
}

/// What must not be shown of a row of data: tokens, and the secrets of URLs, each up to a blank or quotation mark. Addresses of
/// e-mail are what such rows are about; who must not see them is shown no values at all.
pub fn find_in_row(text: &[u8]) -> Vec<Loc> {
    let mut secrets = tokens_in_plain_text(text);
    let mut add =
        |offset: usize, part: std::ops::Range<usize>| secrets.push(loc(offset + part.start, offset + part.end));
    if let Ok(text) = std::str::from_utf8(text) {
        let is_between = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ',' | ';' | '|');
        for cell in text.split(is_between).filter(|cell| has_credentials(cell)) {
            let offset = cell.as_ptr().addr() - text.as_ptr().addr();
            for part in callback::secrets(cell) {
                add(offset, part);
            }
        }
        for (offset, piece) in pieces(text).filter(|(_, piece)| URL_SIGNS.iter().any(|sign| piece.contains(sign))) {
            for part in within(piece, false) {
                add(offset, part.range());
            }
        }
    }
    merge(&mut secrets);
    secrets
}

/// A cell of data with its secrets masked.
///
/// ```
/// use bulkwrite_render::secrets;
///
/// assert_eq!(secrets::masked_cell("sue.kim@zylker"), "sue.kim@zylker");
/// assert_eq!(secrets::masked_cell("https://me:pw@a.io/?key=1"), "https://***@a.io/?***");
/// ```
pub fn masked_cell(text: &str) -> Cow<'_, str> {
    cover(text, &find_in_row(text.as_bytes()))
}

/// A text of the job with its secrets masked: a URL in it is taken to run to the end.
///
/// ```
/// use bulkwrite_render::secrets;
///
/// assert_eq!(secrets::masked_to_the_end("callback.https://me:p w@a.io/?a b"), "callback.https://***@a.io/?***");
/// ```
pub fn masked_to_the_end(text: &str) -> Cow<'_, str> {
    let mut secrets = find(text.as_bytes());
    secrets.extend(within(text, false));
    merge(&mut secrets);
    cover(text, &secrets)
}

fn cover<'t>(text: &'t str, secrets: &[Loc]) -> Cow<'t, str> {
    if secrets.is_empty() {
        return Cow::Borrowed(text);
    }
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for secret in secrets {
        let range = secret.range();
        // A place that is none of this text shows nothing that follows it.
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str("***");
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Cow::Owned(out)
}

/// The tokens and passwords of a text as it stands, line by line: keys and values of a job among them.
fn tokens_in_plain_text(text: &[u8]) -> Vec<Loc> {
    let mut secrets = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        if let Ok(line) = std::str::from_utf8(line) {
            secrets.extend(callback::tokens(line).into_iter().map(|part| loc(at + part.start, at + part.end)));
        }
        at += line.len();
    }
    secrets
}

fn loc(start: usize, end: usize) -> Loc {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Loc::new(place(start), place(end))
}

/// The secrets of a text that is a URL, or holds some.
fn within(text: &str, is_url: bool) -> Vec<Loc> {
    let from = |offset: usize, url: &str| -> Vec<Loc> {
        callback::secrets(url).into_iter().map(|part| loc(offset + part.start, offset + part.end)).collect()
    };
    if is_url {
        return from(0, text);
    }
    // The first URL is taken to run to the end: what follows a query can be part of it.
    let Some(colon) = URL_SIGNS.iter().filter_map(|sign| text.find(sign)).min() else {
        let mut secrets: Vec<Loc> = callback::tokens(text).into_iter().map(|part| loc(part.start, part.end)).collect();
        for (offset, piece) in pieces(text) {
            // What is a word, and what is a cell of a CSV.
            for part in std::iter::once(piece).chain(piece.split([',', ';', '|'])).filter(|part| has_credentials(part))
            {
                secrets.extend(from(offset + (part.as_ptr() as usize - piece.as_ptr() as usize), part));
            }
        }
        return secrets;
    };
    let scheme = text[..colon].rfind(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-' | '.'));
    let start = scheme.map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    from(start, &text[start..])
}

/// What stands between the scheme and the host of a URL, as people write it.
const URL_SIGNS: [&str; 3] = ["://", ":\\/\\/", ":\\\\"];

/// The words of a text, each with its offset.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_around = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '[' | ']' | '<' | '>');
    text.split(is_around).map(move |piece| (piece.as_ptr() as usize - text.as_ptr() as usize, piece))
}

/// Whether a word without `://` names a host and, before it, who asks: `me:secret@host`, `token@host/path`, `https:me@host`. An
/// address of e-mail is none of these.
fn has_credentials(piece: &str) -> bool {
    piece.rsplit_once('@').is_some_and(|(before, after)| before.contains(':') || after.contains('/'))
}

/// The secrets of URLs in a text that is not JSON, line by line, up to a blank or quotation mark.
fn in_plain_text(text: &[u8]) -> Vec<Loc> {
    let mut secrets = Vec::new();
    let mut at = 0;
    for piece in text.split_inclusive(|byte| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'`')) {
        if piece.iter().any(|byte| matches!(byte, b':' | b'@')) {
            // Lossy text has other lengths: only what is text is searched.
            if let Ok(piece) = std::str::from_utf8(piece) {
                let offset = u32::try_from(at).unwrap_or(u32::MAX);
                let part = piece.trim_end_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\'' | '`'));
                secrets.extend(
                    within(part, false)
                        .into_iter()
                        .map(|part| Loc::new(offset.saturating_add(part.start), offset.saturating_add(part.end))),
                );
            }
        }
        at += piece.len();
    }
    secrets
}

/// What a text of a job is known to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Url,
    /// The value of what is a secret by its name.
    Secret,
}

/// Hands over every string and key, and what it certainly is.
fn visit(node: &Node<'_>, kind: Kind, take: &mut impl FnMut(Loc, &str, Kind)) {
    match &node.value {
        Value::String(text) | Value::Name(text) => take(node.loc, text, kind),
        Value::List(items) => items.iter().for_each(|item| visit(item, kind, take)),
        Value::Map(entries) => {
            let is_secret = names_a_secret(node);
            for entry in entries {
                take(entry.key_loc, &entry.key, Kind::Text);
                let key = entry.key.to_ascii_lowercase();
                let kind = match &*key {
                    "value" if is_secret => Kind::Secret,
                    "callback" => Kind::Url,
                    key if key.contains("url") => Kind::Url,
                    _ => Kind::Text,
                };
                visit(&entry.value, kind, take);
            }
        }
        _ => {}
    }
}

/// Whether an object is a header or variable that holds a secret, as Postman writes it: `{ "key": "X-Api-Key", "value": … }`.
fn names_a_secret(node: &Node<'_>) -> bool {
    let name = node.get("key").or_else(|| node.get("name")).and_then(Node::as_str);
    name.is_some_and(|name| !callback::tokens(&format!("{name}=value")).is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starred(text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        for secret in find(text.as_bytes()) {
            bytes[secret.range()].fill(b'*');
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[test]
    fn secrets_are_covered_wherever_a_url_stands() {
        for (text, expected) in [
            (r#"{"url": "https://a.io/x"}"#, r#"{"url": "https://a.io/x"}"#),
            (r#"{"url": "https://me:pw@a.io/x?k=1#t"}"#, r#"{"url": "https://*****@a.io/x?***#*"}"#),
            (r#"{"url": "https:\/\/me:pw\u0040a.io"}"#, r#"{"url": "https:\/\/*****\u0040a.io"}"#),
            (r#"{"url": "me:pw@a.io"}"#, r#"{"url": "me:**@a.io"}"#),
            (r#"{"note": "see http://a.io/?k=1 now"}"#, r#"{"note": "see http://a.io/?*******"}"#),
            (r#"{"http://a.io/?k=1": 1}"#, r#"{"http://a.io/?***": 1}"#),
            (r#"{"note": "what? no: never#1"}"#, r#"{"note": "what? no: never#1"}"#),
            (r#"{"a": 1} // http://me:pw@a.io/?k=1 x"#, r#"{"a": 1} // http://*****@a.io/?*** x"#),
            (r"{'url': 'http://me@a.io'", r"{'url': 'http://**@a.io'"),
            ("callback=http://a.io/?k=1", "callback=http://a.io/?***"),
            (
                r#"{"key": "Authorization", "value": "Zoho-oauthtoken abc"}"#,
                r#"{"key": "Authorization", "value": "*******************"}"#,
            ),
            (r#"{"value": "1000.\u0061bcd.efgh"}"#, r#"{"value": "*******************"}"#),
            (r#"{"url_is": "me:pw@a.io/x"}"#, r#"{"url_is": "me:**@a.io/x"}"#),
            (r#"{"https:pw@a.io": 1}"#, r#"{"https:**@a.io": 1}"#),
            (r#"{"a": ["token@a.io/x", "me:pw@a.io"]}"#, r#"{"a": ["*****@a.io/x", "me:**@a.io"]}"#),
            (r#"{"a": "me@a.io, you@a.io"}"#, r#"{"a": "me@a.io, you@a.io"}"#),
            ("{'a': 'me:pw@a.io'}", "{'a': 'me:**@a.io'}"),
            (r#"resource[0]["https:pw@a.io"]"#, r#"resource[0]["https:**@a.io"]"#),
            ("1,me:pw@a.io/x,token@b.io/y,me@c.io", "1,me:**@a.io/x,*****@b.io/y,me@c.io"),
            (r#"[{"key": "X-Api-Key", "value": "a b"}]"#, r#"[{"key": "X-Api-Key", "value": "***"}]"#),
            (r#"[{"value": "abc", "name": "password"}]"#, r#"[{"value": "***", "name": "password"}]"#),
            (r#"[{"key": "Accept", "value": "abc"}]"#, r#"[{"key": "Accept", "value": "abc"}]"#),
            (r#"{"Cookie": "sid=abc"}"#, r#"{"Cookie": "*******"}"#),
            (r#"{"client_secret": "abc"}"#, r#"{"client_secret": "***"}"#),
            ("ZOHO_TOKEN=abc", "ZOHO_TOKEN=***"),
        ] {
            assert_eq!(starred(text), expected);
        }
    }
}
