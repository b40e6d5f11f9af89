//! Comments in the raw body of a request, which Postman takes out before it sends it.

/// The text with blanks in place of its comments, so that every place stays where it is; `None` if it has none.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::json::blanked_comments;
///
/// assert_eq!(blanked_comments("{ /* b */ }").as_deref(), Some("{         }"));
/// assert_eq!(blanked_comments(r#"{ "url": "https://a.io" }"#), None);
/// ```
pub fn blanked_comments(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out: Option<Vec<u8>> = None;
    let mut at = 0;
    while at < bytes.len() {
        let end = match &bytes[at..] {
            [b'"', ..] => {
                at += string(&bytes[at..]);
                continue;
            }
            [b'/', b'/', ..] => bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |end| at + end),
            [b'/', b'*', rest @ ..] => match rest.windows(2).position(|pair| pair == b"*/") {
                Some(end) => at + 2 + end + 2,
                None => return None, // it is no comment, and whatever it is stays to be told
            },
            _ => {
                at += 1;
                continue;
            }
        };
        let out = out.get_or_insert_with(|| bytes.to_vec());
        for byte in &mut out[at..end] {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
        at = end;
    }
    out.and_then(|bytes| String::from_utf8(bytes).ok())
}

/// How long the string is that a text starts with.
fn string(text: &[u8]) -> usize {
    let mut at = 1;
    while at < text.len() {
        match text[at] {
            b'"' => return at + 1,
            // A string that is not closed ends with its line: what follows may hold comments.
            b'\n' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::blanked_comments;

    #[test]
    fn comments_become_blanks_and_strings_stay() {
        for (text, expected) in [
            ("{}", None),
            ("{ \"url\": \"https://a.io/*\" }", None),
            ("{ // é\n}", Some("{      \n}")),
            ("{ /* a\r\n * b */ }", Some("{     \r\n        }")),
            ("{ \"a\\\"//\": 1 } // x", Some("{ \"a\\\"//\": 1 }     ")),
            ("{ \"open\n// x\n}", Some("{ \"open\n    \n}")),
            ("// x /* y\n{}", Some("         \n{}")),
            ("{ /* open }", None),
            ("\"\\", None),
            ("/", None),
        ] {
            assert_eq!(blanked_comments(text).as_deref(), expected, "{text}");
        }
    }
}
