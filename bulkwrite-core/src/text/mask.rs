//! Texts fit for display: the secrets of URLs, and tokens, masked.

use std::borrow::Cow;
use std::ops::Range;

use super::sort;
use super::token::tokens;

/// The text with the credentials, query and fragment of a URL masked, `https://***@host/p?***`, and with its tokens.
///
/// Works on malformed text too, and then rather masks too much. Control characters stay: escaping is the renderer's.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::callback::masked;
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

/// Where a URL holds credentials, a query or a fragment, and where any text holds a [token](super::token::tokens): what [`masked`]
/// hides, in reading order, without the `@`, `?`, `#`, `;` and `\` around it. In what begins like a URL, a query whose `?` is
/// encoded or missing counts too.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::callback::secrets;
///
/// assert_eq!(secrets("https://me:secret@acme.io/hook?key=1"), [8..17, 31..36]);
/// ```
pub fn secrets(text: &str) -> Vec<Range<usize>> {
    let mut hidden = of_url(text);
    if text.bytes().filter(|byte| *byte == b':').nth(1).is_some() {
        hidden.extend(of_further_urls(text));
    }
    hidden.extend(tokens(text));
    sort::by_key(&mut hidden, |part| part.start);
    hidden.dedup_by(|next, part| {
        let overlaps = next.start <= part.end;
        if overlaps {
            part.end = part.end.max(next.end);
        }
        overlaps
    });
    hidden
}

/// The secrets of the URLs behind the first one, each up to what separates the items of a list.
fn of_further_urls(text: &str) -> Vec<Range<usize>> {
    const SIGN: &str = "://";
    let mut hidden = Vec::new();
    let mut at = text.find(SIGN).map_or(text.len(), |first| first + SIGN.len());
    while let Some(sign) = text[at..].find(SIGN).map(|sign| at + sign) {
        let is_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        let start = at + text[at..sign].trim_end_matches(is_scheme).len();
        let behind = sign + SIGN.len();
        let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '"' | '\'');
        let end = text[behind..].find(ends).map_or(text.len(), |end| behind + end);
        hidden.extend(of_url(&text[start..end]).into_iter().map(|part| start + part.start..start + part.end));
        at = behind;
    }
    hidden
}

/// What stands between the credentials and the host: `@`, and what some clients take for one.
const AT_SIGNS: [&str; 4] = ["@", "%40", "\u{ff20}", "\u{fe6b}"];

fn of_url(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    // Most texts are names: without one of these there is nothing to hide.
    if !bytes.iter().any(|byte| matches!(byte, b':' | b'@' | b'?' | b'#')) {
        return Vec::new();
    }
    let ends_authority = |byte: &u8| matches!(byte, b'/' | b'?' | b'#');

    // A colon before any `/` ends a scheme, or a user name: both stay where they are, what follows is masked.
    let scheme = bytes.iter().position(|byte| matches!(byte, b':' | b'@' | b'\\') || ends_authority(byte));
    let scheme = match scheme {
        Some(i) if bytes[i] == b':' => i + 1,
        // A scheme that lost its colon: `https//`, `https;//`.
        Some(i) if (4..=6).contains(&i) && bytes[i..].starts_with(b"//") => i,
        _ => 0,
    };
    let slashes = |byte: &u8| matches!(byte, b'/' | b'\\' | b'\t' | b'\n' | b'\r');
    let authority = scheme + bytes[scheme..].iter().take_while(|byte| slashes(byte)).count();
    // To the URL Standard a backslash ends the authority, to RFC 3986 it does not: the longer one has all credentials in it.
    let path = bytes[authority..].iter().position(ends_authority).map_or(text.len(), |i| authority + i);
    let query = bytes[path..].iter().position(|byte| matches!(byte, b'?' | b'#')).map_or(text.len(), |i| path + i);

    let host = &text[authority..path];
    // Not every text is a URL, and elsewhere an escape or a `=` means something else.
    let of_web = |scheme: &str| ["http:", "https:"].iter().any(|web| scheme.trim_start().eq_ignore_ascii_case(web));
    let is_url = scheme > 0 && (authority > scheme || of_web(&text[..scheme]));
    let signs = if is_url { &AT_SIGNS[..] } else { &AT_SIGNS[..1] };
    let last_sign = signs.iter().filter_map(|sign| host.rfind(sign)).max();
    let mut userinfo = last_sign.map_or(authority, |at| authority + at);
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
    if is_url {
        let shown = userinfo.max(authority);
        if let Some(start) = meant(&bytes[shown..query]).map(|start| shown + start).filter(|start| *start < query) {
            hidden.push(start..query);
        } else if userinfo == authority && !host.starts_with('[') {
            // What no port can be was a password.
            let colon = host.find(':').map_or(path, |colon| authority + colon + 1);
            if bytes[colon..path].iter().any(|byte| !byte.is_ascii_digit()) {
                hidden.push(colon..path);
            }
        }
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

/// Where a query begins that does not begin with its `?`: an encoded `?` or `#` was most likely meant as one, a `=` belongs to a
/// query, and what stands behind a `;` or a backslash is part of the name to some clients and a parameter to others.
fn meant(rest: &[u8]) -> Option<usize> {
    (0..rest.len()).find_map(|i| match &rest[i..] {
        [b'=' | b';' | b'\\', ..] => Some(i + 1),
        [b'%', b'3', b'f' | b'F', ..] | [b'%', b'2', b'3', ..] => Some(i + 3),
        _ => None,
    })
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
            ("https:\\\\user:pw@acme.io\\p", "https:\\\\***@acme.io\\***"),
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
            ("https:me%40acme.io/p", "https:***%40acme.io/p"),
            ("https:acme.io/p;SECRET", "https:acme.io/p;***"),
            ("//me%40acme.io/p", "//me%40acme.io/p"),
            ("me%40acme.io/p", "me%40acme.io/p"),
            // Mistakes do not make it less secret.
            ("https://acme.io/p%3Fkey=1", "https://acme.io/p%3F***"),
            ("https://acme.io/p%3fkey=1#f", "https://acme.io/p%3f***#***"),
            ("https://acme.io/p%23key?x", "https://acme.io/p%23***?***"),
            ("https://acme.io/50%3", "https://acme.io/50%3"),
            ("https://acme.io/p&key=1&x=2", "https://acme.io/p&key=***"),
            ("https://acme.io/p;key=1?x", "https://acme.io/p;***?***"),
            ("https://h\\@u:SECRET@x/", "https://***@x/"),
            ("https://h\\u:SECRET@x/p", "https://***@x/p"),
            ("https://h;token=SECRET", "https://h;***"),
            ("https://h;SECRET/p?x", "https://h;***?***"),
            ("https://h\\SECRET", "https://h\\***"),
            ("https://me:SECRET/p", "https://me:***/p"),
            ("https://me:SECRET\u{ff20}acme.io/p", "https://***\u{ff20}acme.io/p"),
            ("https://me:pw@acme.io;SECRET/p", "https://***@acme.io;***"),
            (
                "https://a.io/,https://u:SECRET@b.io/,http://SECRET@c.io/x",
                "https://a.io/,https://***@b.io/,http://***@c.io/x",
            ),
            ("https://u:a@b.io/x,y://u:SECRET@c.io", "https://***@b.io/x,y://***@c.io"),
            ("https://a.io/?u=https://b.io/", "https://a.io/?***"),
            ("https//me:SECRET@acme.io/p?x", "https//***@acme.io/p?***"),
            ("https;//SECRET@acme.io/p", "https;//***@acme.io/p"),
            ("https//acme.io/p", "https//acme.io/p"),
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
