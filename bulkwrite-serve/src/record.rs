//! Writes what came in as a Postman collection, which `bulkwrite check` reads.
//!
//! The format: <https://schema.postman.com/collection/json/v2.1.0/draft-07/docs/index.html>.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

use crate::json::{Object, list, quoted};
use crate::seen::Entry;

/// A collection that is valid after each request.
#[derive(Debug)]
pub(crate) struct Recorder {
    file: File,
    /// Where the next item goes.
    end: u64,
    is_empty: bool,
}

const HEAD: &str = "{\"info\":{\"name\":\"bulkwrite serve\",\"schema\":\"https://schema.getpostman.com/json/collection/v2.1.0/collection.json\"},\
                    \"item\":[\n";
const TAIL: &str = "\n]}\n";

impl Recorder {
    /// A new collection in the place of whatever the file was.
    pub(crate) fn new(path: &Path) -> io::Result<Self> {
        let mut file = File::create(path)?;
        file.write_all(HEAD.as_bytes())?;
        file.write_all(TAIL.as_bytes())?;
        Ok(Self { file, end: HEAD.len() as u64, is_empty: true })
    }

    /// Adds a request.
    pub(crate) fn add(&mut self, entry: &Entry) -> io::Result<()> {
        let gap = if self.is_empty { "" } else { ",\n" };
        let text = format!("{gap}{}", item(entry));
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(text.as_bytes())?;
        self.file.write_all(TAIL.as_bytes())?;
        self.end += text.len() as u64;
        self.is_empty = false;
        Ok(())
    }
}

fn item(entry: &Entry) -> String {
    let segments = list(entry.path.split('/').filter(|segment| !segment.is_empty()).map(quoted));
    let query = if entry.query.is_empty() { String::new() } else { format!("?{}", entry.query) };
    let url = Object::new()
        .text("raw", &format!("{{{{api-domain}}}}{}{query}", entry.path))
        .raw("host", "[\"{{api-domain}}\"]")
        .raw("path", &segments)
        .end();
    // What a client sets of itself when the request is sent again is left out, and so is what was masked.
    let headers = entry.headers.iter().filter(|(name, value)| {
        !value.contains("***") && !matches!(name.as_str(), "host" | "content-length" | "connection" | "accept-encoding")
    });
    let headers = list(headers.map(|(name, value)| Object::new().text("key", name).text("value", value).end()));
    let auth = r#"{"type":"bearer","bearer":[{"key":"token","value":"{{access-token}}","type":"string"}]}"#;
    let body = entry.body.as_deref().filter(|_| entry.answer.is_some()).map(|body| {
        let options = r#"{"raw":{"language":"json"}}"#;
        Object::new().text("mode", "raw").text("raw", body).raw("options", options).end()
    });
    let request = Object::new()
        .raw("auth", auth)
        .text("method", &entry.method)
        .raw("header", &headers)
        .with(body, |object, body| object.raw("body", &body))
        .raw("url", &url)
        .end();
    let response = entry.answer.as_deref().map(|answer| {
        let code = entry.status.unwrap_or_default();
        let status =
            http::StatusCode::from_u16(code).ok().and_then(|status| status.canonical_reason()).unwrap_or_default();
        Object::new()
            .text("name", status)
            .raw("originalRequest", &request)
            .text("status", status)
            .plain("code", code)
            .raw("header", "[]")
            .text("body", answer)
            .end()
    });
    Object::new()
        .text("name", &format!("{} {} {}", entry.number, entry.method, entry.path))
        .raw("request", &request)
        .raw("response", &list(response))
        .end()
}
