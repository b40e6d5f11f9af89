//! URLs fit for display.

use std::borrow::Cow;
use std::ops::Range;

/// The URL with its credentials, query and fragment masked: `https://***@host/p?***`.
///
/// Works on malformed text too, and then rather masks too much. Control characters stay: escaping is the renderer's.
///
/// ```
/// use bulkwrite_core::callback::masked;
///
/// assert_eq!(masked("https://me:secret@acme.io/hook?key=1#top"), "https://***@acme.io/hook?***#***");
/// assert_eq!(masked("https://acme.io/hook"), "https://acme.io/hook");
/// ```
pub fn masked(text: &str) -> Cow<'_, str> {
    let hidden = secrets(text);
    if hidden.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len().min(hidden[0].start + 256));
    let mut shown = 0;
    for Range { start, end } in hidden {
        out.push_str(&text[shown..start]);
        out.push_str("***");
        shown = end;
    }
    out.push_str(&text[shown..]);
    Cow::Owned(out)
}

/// Where a URL holds credentials, a query or a fragment: what [`masked`] hides, in reading order, without the `@`, `?`
/// and `#` around it. In what begins like a URL, a query whose `?` is encoded or missing counts too.
///
/// ```
/// use bulkwrite_core::callback::secrets;
///
/// assert_eq!(secrets("https://me:secret@acme.io/hook?key=1"), [8..17, 31..36]);
/// ```
pub fn secrets(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let is_path = |byte: &u8| matches!(byte, b'/' | b'\\' | b'?' | b'#');

    // A colon before any `/` ends a scheme, or a user name: both stay where they are, what follows is masked.
    let scheme = bytes.iter().position(|byte| *byte == b':' || *byte == b'@' || is_path(byte));
    let scheme = scheme.filter(|&i| bytes[i] == b':').map_or(0, |i| i + 1);
    let slashes = |byte: &u8| matches!(byte, b'/' | b'\\' | b'\t' | b'\n' | b'\r');
    let authority = scheme + bytes[scheme..].iter().take_while(|byte| slashes(byte)).count();
    let path = bytes[authority..].iter().position(is_path).map_or(text.len(), |i| authority + i);
    let query = bytes[path..].iter().position(|byte| matches!(byte, b'?' | b'#')).map_or(text.len(), |i| path + i);

    let host = &text[authority..path];
    // Not every text is a URL, and elsewhere an escape or a `=` means something else.
    let is_url = scheme > 0 && authority > scheme;
    let encoded = || host.rfind("%40").filter(|_| is_url);
    let mut userinfo = host.rfind('@').or_else(encoded).map_or(authority, |at| authority + at);
    if userinfo == authority && !is_host_and_port(host) {
        // A password may hold an unescaped `/`.
        userinfo = text[path..].rfind('@').map_or(authority, |at| path + at);
    }

    let mut hidden = Vec::new();
    if userinfo > authority {
        hidden.push(authority..userinfo);
    }
    if userinfo > query {
        // The `?` or `#` belongs to the password.
        hidden.push(userinfo + 1..text.len());
        return hidden;
    }
    // An encoded `?` or `#` was most likely meant as one, and where a path has a `=`, a `?` was forgotten.
    let shown = path.max(userinfo);
    let meant = (shown..query).find_map(|i| match &bytes[i..query] {
        [b'=', ..] => Some(i + 1),
        [b'%', b'3', b'f' | b'F', ..] | [b'%', b'2', b'3', ..] => Some(i + 3),
        _ => None,
    });
    if let Some(start) = meant.filter(|start| is_url && *start < query) {
        hidden.push(start..query);
    }
    let fragment = text[query..].find('#').map_or(text.len(), |hash| query + hash);
    // An empty query or fragment hides nothing.
    hidden.extend(
        [query..fragment, fragment..text.len()]
            .into_iter()
            .filter(|part| part.len() > 1)
            .map(|Range { start, end }| start + 1..end),
    );
    hidden
}

/// Whether this can be a whole authority without credentials, rather than `user:pass` cut off at a `/`.
fn is_host_and_port(authority: &str) -> bool {
    let port = if authority.starts_with('[') { authority.rfind("]:").map(|i| i + 1) } else { authority.find(':') };
    let (host, port) = port.map_or((authority, ""), |colon| (&authority[..colon], &authority[colon + 1..]));
    port.bytes().all(|byte| byte.is_ascii_digit()) && (port.is_empty() || host.contains(['.', '[']))
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn secrets_are_masked_and_nothing_else() {
        for (text, expected) in [
            ("", ""),
            ("https://acme.io", "https://acme.io"),
            ("https://acme.io:8443/@user", "https://acme.io:8443/@user"),
            ("https://[2606:4700::1]:8443/@user", "https://[2606:4700::1]:8443/@user"),
            ("https://user@acme.io/p", "https://***@acme.io/p"),
            ("https://a:b@c@acme.io/p", "https://***@acme.io/p"),
            ("https://@acme.io/p", "https://@acme.io/p"),
            ("https:user:pw@acme.io", "https:***@acme.io"),
            ("https:\\\\user:pw@acme.io\\p", "https:\\\\***@acme.io\\p"),
            ("user:pw@acme.io/p", "user:***@acme.io/p"),
            ("token@acme.io/p", "***@acme.io/p"),
            ("//user:pw@acme.io/p", "//***@acme.io/p"),
            ("https://user:pa/ss@acme.io/p", "https://***@acme.io/p"),
            ("https://user:12/34@acme.io/p", "https://***@acme.io/p"),
            ("https://user:pa/s?s@acme.io/p", "https://***@***"),
            ("https://user:p#w@acme.io/p", "https://***@***"),
            ("https://acme.io/p?key=1", "https://acme.io/p?***"),
            ("https://acme.io/p?#", "https://acme.io/p?#"),
            ("https://acme.io/p#token=1?x", "https://acme.io/p#***"),
            ("https://user:pw@acme.io?k#f", "https://***@acme.io?***#***"),
            ("https://\u{e9}:pw@acme.io/\u{e9}?\u{e9}", "https://***@acme.io/\u{e9}?***"),
            ("?key=1", "?***"),
            ("https://me%40acme.io/p", "https://***%40acme.io/p"),
            ("https:me%40acme.io/p", "https:me%40acme.io/p"),
            ("//me%40acme.io/p", "//me%40acme.io/p"),
            ("me%40acme.io/p", "me%40acme.io/p"),
            // Mistakes do not make it less secret.
            ("https://acme.io/p%3Fkey=1", "https://acme.io/p%3F***"),
            ("https://acme.io/p%3fkey=1#f", "https://acme.io/p%3f***#***"),
            ("https://acme.io/p%23key?x", "https://acme.io/p%23***?***"),
            ("https://acme.io/50%3", "https://acme.io/50%3"),
            ("https://acme.io/p&key=1&x=2", "https://acme.io/p&key=***"),
            ("https://acme.io/p;key=1?x", "https://acme.io/p;key=***?***"),
            ("https://acme.io/aGk=", "https://acme.io/aGk="),
            ("50%40", "50%40"),
            ("a/b=c", "a/b=c"),
            ("https://user:pw%40acme.io/p", "https://***%40acme.io/p"),
            ("https://user:p%40w@acme.io/p", "https://***@acme.io/p"),
            ("https://acme.io/p%40q", "https://acme.io/p%40q"),
        ] {
            assert_eq!(masked(text), expected, "{text}");
        }
    }
}
