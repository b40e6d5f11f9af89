//! Reads multipart bodies as real clients write them.
//!
//! The vendor's SDK for PHP begins the body with an empty line and leaves out blanks; others give a part no type, or
//! end lines without a carriage return. So this is lenient in all but what says where a part begins and ends.

use std::ops::Range;

use memchr::memmem;

/// A part of a body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// Its name.
    pub(crate) name: Option<String>,
    /// The name of the file that it is.
    pub(crate) file_name: Option<String>,
    /// Where its content is in the body.
    pub(crate) content: Range<usize>,
}

/// More parts than any client sends.
const MAX_PARTS: usize = 64;
/// Longer than the headers of any part.
const MAX_HEAD: usize = 16 * 1024;

/// Whether a content type is that of a multipart body.
pub(crate) fn is_multipart(content_type: &str) -> bool {
    content_type.trim_start().get(..10).is_some_and(|start| start.eq_ignore_ascii_case("multipart/"))
}

/// The parts of a body, or what is wrong with it.
pub(crate) fn parts(content_type: &str, body: &[u8]) -> Result<Vec<Part>, &'static str> {
    let boundary = parameter(content_type, "boundary").filter(|boundary| !boundary.is_empty());
    let boundary = boundary.ok_or("the Content-Type has no `boundary`")?;
    let delimiter = format!("--{boundary}");
    let finder = memmem::Finder::new(delimiter.as_bytes());
    let mut at = match next(&finder, body, 0) {
        Some(found) => found.end,
        None => return Err("the body does not have the `boundary` that its Content-Type names"),
    };
    let mut parts = Vec::new();
    loop {
        let rest = &body[at..];
        if rest.starts_with(b"--") {
            return Ok(parts);
        }
        if parts.len() == MAX_PARTS {
            return Err("the body has more than 64 parts");
        }
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        at += blanks + line_end(&rest[blanks..]).ok_or("a boundary does not end its line")?;
        let (name, file_name, length) = head(&body[at..])?;
        let start = at + length;
        let Some(found) = next(&finder, body, start) else {
            return Err("the body is cut off: its last boundary is missing");
        };
        parts.push(Part { name, file_name, content: start..found.start.max(start) });
        at = found.end;
    }
}

/// The next delimiter at the start of a line, the end of the line before it included.
fn next(finder: &memmem::Finder<'_>, body: &[u8], from: usize) -> Option<Range<usize>> {
    let mut start = from;
    loop {
        let at = start + finder.find(&body[start..])?;
        let end = at + finder.needle().len();
        if body[..at].ends_with(b"\r\n") {
            return Some(at - 2..end);
        }
        if at == 0 || body[at - 1] == b'\n' {
            return Some(at.saturating_sub(1)..end);
        }
        start = end;
    }
}

/// How long the end of a line is that `text` starts with.
fn line_end(text: &[u8]) -> Option<usize> {
    if text.starts_with(b"\r\n") { Some(2) } else { text.starts_with(b"\n").then_some(1) }
}

/// The name and the file name that the headers of a part tell, and how long the headers are, the empty line included.
fn head(text: &[u8]) -> Result<(Option<String>, Option<String>, usize), &'static str> {
    let (mut name, mut file_name, mut at) = (None, None, 0);
    loop {
        let rest = &text[at..];
        if let Some(end) = line_end(rest) {
            return Ok((name, file_name, at + end));
        }
        if at > MAX_HEAD {
            return Err("the headers of a part are longer than 16 KB");
        }
        let end = memchr::memchr(b'\n', rest).ok_or("the headers of a part do not end")?;
        let line = String::from_utf8_lossy(&rest[..end]);
        if let Some((header, value)) = line.split_once(':')
            && header.trim().eq_ignore_ascii_case("content-disposition")
        {
            name = parameter(value, "name");
            file_name = parameter(value, "filename");
        }
        at += end + 1;
    }
}

/// The value of a parameter: `form-data; name="file"`.
fn parameter(text: &str, wanted: &str) -> Option<String> {
    // A `;` between quotes separates nothing.
    let mut is_quoted = false;
    let parameters = text.split(|c| {
        is_quoted ^= c == '"';
        c == ';' && !is_quoted
    });
    for parameter in parameters {
        if let Some((key, value)) = parameter.split_once('=')
            && key.trim().eq_ignore_ascii_case(wanted)
        {
            let value = value.trim();
            let inner = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
            return Some(inner.unwrap_or(value).to_owned());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    type Shown = (Option<String>, Option<String>, String);

    fn read(content_type: &str, body: &str) -> Result<Vec<Shown>, &'static str> {
        let parts = parts(content_type, body.as_bytes())?;
        Ok(parts.into_iter().map(|part| (part.name, part.file_name, body[part.content].to_owned())).collect())
    }

    #[test]
    fn bodies_of_real_clients_are_read() {
        let some = |text: &str| Some(text.to_owned());
        let file = (some("file"), some("leads.zip"), "PK\r\n--x".to_owned());
        for (client, content_type, body) in [
            (
                "curl",
                "multipart/form-data; boundary=----b",
                "------b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"leads.zip\"\r\nContent-Type: application/zip\r\n\r\nPK\r\n--x\r\n------b--\r\n",
            ),
            (
                "Python, no type",
                "multipart/form-data; boundary=\"----b\"",
                "------b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"leads.zip\"\r\n\r\nPK\r\n--x\r\n------b--",
            ),
            (
                "PHP",
                "multipart/form-data;boundary=----b",
                "\r\n------b\r\nContent-Disposition: form-data; name=\"file\";filename=\"leads.zip\"\r\n\r\nPK\r\n--x\r\n------b--\r\n",
            ),
            (
                "lower case, no quotes, blanks behind the boundary",
                "Multipart/Form-Data; charset=utf-8; Boundary=----b",
                "------b  \r\ncontent-type: application/zip\r\ncontent-disposition:form-data;name=file;filename=leads.zip\r\n\r\nPK\r\n--x\r\n------b--\r\n",
            ),
            (
                "line feeds",
                "multipart/form-data; boundary=----b",
                "------b\nContent-Disposition: form-data; name=\"file\"; filename=\"leads.zip\"\n\nPK\r\n--x\n------b--\n",
            ),
        ] {
            assert_eq!(read(content_type, body), Ok(vec![file.clone()]), "{client}");
        }
        assert_eq!(
            read(
                "multipart/form-data; boundary=b",
                "--b\r\nContent-Disposition: form-data; name=\"a;b\"\r\n\r\n1\r\n--b\r\n\r\n\r\n--b--"
            ),
            Ok(vec![(some("a;b"), None, "1".to_owned()), (None, None, String::new())])
        );
    }

    #[test]
    fn broken_bodies_are_refused() {
        let typed = "multipart/form-data; boundary=b";
        for (content_type, body, expected) in [
            ("multipart/form-data", "--b--", "the Content-Type has no `boundary`"),
            ("multipart/form-data; boundary=", "--b--", "the Content-Type has no `boundary`"),
            (typed, "", "the body does not have the `boundary` that its Content-Type names"),
            (typed, "x--b\r\n", "the body does not have the `boundary` that its Content-Type names"),
            (typed, "--bb\r\n", "a boundary does not end its line"),
            (typed, "--b\r\nContent-Disposition: form-data", "the headers of a part do not end"),
            (typed, "--b\r\n\r\nPK", "the body is cut off: its last boundary is missing"),
            (typed, "--b\r\n\r\nPK\r\n--", "the body is cut off: its last boundary is missing"),
        ] {
            assert_eq!(read(content_type, body), Err(expected), "{body:?}");
        }
        let many = format!("{}--b--", "--b\r\n\r\nx\r\n".repeat(65));
        assert_eq!(read(typed, &many), Err("the body has more than 64 parts"));
        let long = format!("--b\r\n{}\r\n\r\n--b--", "A: b\r\n".repeat(4000));
        assert_eq!(read(typed, &long), Err("the headers of a part are longer than 16 KB"));
    }

    #[test]
    fn no_bytes_make_it_panic() {
        let body = b"--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nPK\r\n--b--\r\n";
        for cut in 0..body.len() {
            for flip in [0u8, b'\n', b'-', b'"', 0xFF] {
                let mut bytes = body.to_vec();
                bytes[cut] = flip;
                let _ = parts("multipart/form-data; boundary=b", &bytes);
                let _ = parts("multipart/form-data; boundary=b", &body[cut..]);
                let _ = parts("multipart/form-data; boundary=b", &body[..cut]);
            }
        }
    }
}
