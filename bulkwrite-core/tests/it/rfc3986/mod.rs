//! A reader of URLs that knows RFC 3986 and nothing else, to hold against the URL Standard's.

use std::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, Url, quirks};

/// The components of RFC 3986 section 3, cut as its appendix B does.
struct Components<'a> {
    scheme: &'a str,
    authority: &'a str,
    path: &'a str,
    query: Option<&'a str>,
    fragment: Option<&'a str>,
}

fn split(text: &str) -> Option<Components<'_>> {
    let (rest, fragment) = text.split_once('#').map_or((text, None), |(rest, fragment)| (rest, Some(fragment)));
    let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
    let (scheme, rest) = rest.split_once(':')?;
    let rest = rest.strip_prefix("//")?;
    let path = rest.find('/').unwrap_or(rest.len());
    Some(Components { scheme, authority: &rest[..path], path: &rest[path..], query, fragment })
}

/// Percent-decoding; a `%` that encodes nothing stands for itself.
fn decode(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let digit = |i: usize| bytes.get(i).and_then(|byte| char::from(*byte).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (bytes[i], digit(i + 1), digit(i + 2)) {
            out.push(u8::try_from(high * 16 + low).expect("two hexadecimal digits"));
            i += 3;
        } else {
            out.push(bytes[i]);
            i += 1;
        }
    }
    out
}

/// Segments of a path, decoded, without dot segments (section 5.2.4); no path is the root (section 6.2.3).
fn segments(path: &str) -> Vec<Vec<u8>> {
    let mut out = Vec::new();
    let mut segments = path.strip_prefix('/').unwrap_or(path).split('/').map(decode).peekable();
    while let Some(segment) = segments.next() {
        let is_dot = matches!(segment[..], [b'.'] | [b'.', b'.']);
        if segment == b".." {
            out.pop();
        }
        if !is_dot {
            out.push(segment);
        } else if segments.peek().is_none() {
            out.push(Vec::new());
        }
    }
    out
}

/// Crate `url` 2.5 keeps a segment like `c:` before `..` although the scheme is not `file`; neither standard does.
fn keeps_drive_letter(path: &str) -> bool {
    let is_drive = |segment: &str| matches!(segment.as_bytes(), [b'a'..=b'z' | b'A'..=b'Z', b':' | b'|']);
    path.split('/').any(is_drive)
}

/// What RFC 3986 and the URL Standard read differently in a URL, if anything.
pub(crate) fn difference(text: &str) -> Option<String> {
    let Ok(url) = Url::parse(text) else { return Some("only RFC 3986 reads it".to_owned()) };
    let Some(rfc) = split(text) else { return Some("only the URL Standard reads it".to_owned()) };
    let (host, port) = match rfc.authority.rfind(':').filter(|colon| !rfc.authority[*colon..].contains(']')) {
        Some(colon) => (&rfc.authority[..colon], &rfc.authority[colon + 1..]),
        None => (rfc.authority, ""),
    };
    let same_host = match url.host() {
        Some(Host::Ipv4(addr)) => host.parse::<Ipv4Addr>() == Ok(addr),
        Some(Host::Ipv6(addr)) => {
            let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
            bare.is_some_and(|bare| bare.parse::<Ipv6Addr>() == Ok(addr))
        }
        Some(Host::Domain(name)) if host.is_ascii() => {
            host.eq_ignore_ascii_case(name) && host.parse::<Ipv4Addr>().is_err()
        }
        Some(Host::Domain(name)) => quirks::domain_to_ascii(host) == name,
        None => false,
    };
    let same_port = match port {
        "" => url.port_or_known_default() == Some(443),
        digits => digits.parse().ok() == url.port_or_known_default(),
    };
    let same = |a: Option<&str>, b: Option<&str>| a.map(decode) == b.map(decode);
    [
        ("scheme", rfc.scheme.eq_ignore_ascii_case(url.scheme())),
        ("userinfo", url.username().is_empty() && url.password().is_none() && !rfc.authority.contains('@')),
        ("host", same_host),
        ("port", same_port),
        ("path", keeps_drive_letter(rfc.path) || segments(rfc.path) == segments(url.path())),
        ("query", same(rfc.query, url.query())),
        ("fragment", same(rfc.fragment, url.fragment())),
    ]
    .into_iter()
    .find_map(|(part, same)| (!same).then(|| format!("another {part}: {url}")))
}
