//! What came in, without its secrets.

use std::collections::VecDeque;
use std::time::SystemTime;

use bulkwrite_core::callback::masked;
use bulkwrite_core::json as text;
use bulkwrite_core::node::{Node, Value};
use bytes::Bytes;
use http::Response;

use crate::answer::BASIS;
use crate::json::{Object, list, quoted};
use crate::request::Request;
use crate::{Step, multipart, time};

/// How many requests are remembered, and how much of all their bodies and answers.
const MOST: usize = 1000;
const LARGEST: usize = 2 * 1024 * 1024;
/// How much of a body, or of an answer.
const LONGEST: usize = 64 * 1024;

/// The requests that were seen lately.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    entries: VecDeque<Entry>,
    count: u64,
    size: usize,
}

/// A request, fit for display.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) number: u64,
    at: SystemTime,
    pub(crate) step: Option<Step>,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: Vec<(String, String)>,
    /// The body of a request for a new job; the parts of a multipart body.
    pub(crate) body: Option<String>,
    bytes: usize,
    pub(crate) status: Option<u16>,
    basis: Option<String>,
    pub(crate) answer: Option<String>,
    fault: String,
}

impl Seen {
    /// Takes note of a request and of what it got.
    pub(crate) fn add(
        &mut self,
        method: &str,
        request: &Request<'_>,
        step: Option<Step>,
        answer: Option<&Response<Bytes>>,
        fault: &str,
        now: SystemTime,
    ) {
        self.count += 1;
        let body = match step {
            Some(Step::Create) => shown_json(request.body),
            _ if multipart::is_multipart(request.content_type()) => shown_parts(request),
            _ => None,
        };
        let is_json = step == Some(Step::Create);
        let entry = Entry {
            number: self.count,
            at: now,
            step,
            method: method.to_owned(),
            path: request.path.to_owned(),
            query: shown_query(request.query),
            headers: request
                .headers
                .iter()
                .map(|(name, value)| shown_header(name.as_str(), value.as_bytes()))
                .collect(),
            body,
            bytes: request.body.len(),
            status: answer.map(|answer| answer.status().as_u16()),
            basis: answer.and_then(|answer| answer.headers().get(BASIS)?.to_str().ok().map(ToOwned::to_owned)),
            answer: answer.filter(|_| is_json).and_then(|answer| {
                let body = std::str::from_utf8(answer.body()).ok().filter(|body| body.len() <= LONGEST)?;
                Some(masked_urls(body).unwrap_or_else(|| body.to_owned()))
            }),
            fault: fault.to_owned(),
        };
        self.size += entry.size();
        self.entries.push_back(entry);
        while self.entries.len() > MOST || (self.size > LARGEST && self.entries.len() > 1) {
            self.size -= self.entries.pop_front().map_or(0, |entry| entry.size());
        }
    }

    pub(crate) fn last(&self) -> Option<&Entry> {
        self.entries.back()
    }

    pub(crate) fn to_json(&self, offset: i32) -> String {
        list(self.entries.iter().map(|entry| entry.to_json(offset)))
    }
}

impl Entry {
    fn size(&self) -> usize {
        [&self.body, &self.answer].into_iter().flatten().map(String::len).sum()
    }

    fn to_json(&self, offset: i32) -> String {
        let headers = self.headers.iter().fold(Object::new(), |object, (name, value)| object.text(name, value));
        Object::new()
            .plain("number", self.number)
            .text("time", &time::iso8601(self.at, offset))
            .nullable("step", self.step.map(Step::as_str))
            .text("method", &self.method)
            .text("path", &self.path)
            .text("query", &self.query)
            .raw("headers", &headers.end())
            .plain("bytes", self.bytes)
            .nullable("body", self.body.as_deref())
            .raw("status", &self.status.map_or("null".to_owned(), |status| status.to_string()))
            .nullable("basis", self.basis.as_deref())
            .raw("fault", if self.fault.is_empty() { "null" } else { &self.fault })
            .end()
    }
}

/// A header, its value masked if it may be a secret.
fn shown_header(name: &str, value: &[u8]) -> (String, String) {
    let text = String::from_utf8_lossy(value).into_owned();
    let is_secret =
        ["authorization", "cookie", "token", "secret", "key", "password"].iter().any(|word| name.contains(word));
    let shown = match text.split_once(' ') {
        Some((scheme, _)) if name == "authorization" => format!("{scheme} ***"),
        _ if is_secret => "***".to_owned(),
        _ if text.contains("://") => masked(&text).into_owned(),
        _ => text,
    };
    (name.to_owned(), shown)
}

/// A query; what is not known to be harmless is masked.
fn shown_query(query: &str) -> String {
    const HARMLESS: [&str; 8] =
        ["grant_type", "type", "module", "page", "per_page", "access_type", "include", "fields"];
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((key, value)) if HARMLESS.contains(&key) => format!("{key}={value}"),
        Some((key, _)) => format!("{key}=***"),
        None if pair.is_empty() => String::new(),
        None => "***".to_owned(),
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// The names of the parts of a body.
fn shown_parts(request: &Request<'_>) -> Option<String> {
    let parts = multipart::parts(request.content_type(), request.body).ok()?;
    let shown = parts.iter().map(|part| {
        let name = part.name.as_deref().unwrap_or("(no name)");
        let file = part.file_name.as_deref().map(|file| format!(", {file}")).unwrap_or_default();
        format!("{name}{file}: {} bytes", part.content.len())
    });
    Some(shown.collect::<Vec<_>>().join("; "))
}

/// A JSON body with the secrets of its URLs masked; none if it cannot be read to the end.
fn shown_json(body: &Bytes) -> Option<String> {
    let text = std::str::from_utf8(body).ok().filter(|text| text.len() <= LONGEST)?;
    masked_urls(text)
}

fn masked_urls(json: &str) -> Option<String> {
    let parsed = text::parse(json.as_bytes(), &text::Options::default());
    let root = parsed.root.as_ref().filter(|_| parsed.complete && parsed.slips.is_empty())?;
    let mut urls = Vec::new();
    find_urls(root, &mut urls);
    let mut shown = json.to_owned();
    for (node, url) in urls.into_iter().rev() {
        shown.replace_range(node.loc.range(), &quoted(&url));
    }
    Some(shown)
}

/// The strings with something to mask, in reading order, and what they become.
fn find_urls<'n>(node: &'n Node<'n>, urls: &mut Vec<(&'n Node<'n>, String)>) {
    match &node.value {
        Value::String(text) if text.contains("://") || text.contains("https:") => {
            let shown = masked(text);
            if *shown != **text {
                urls.push((node, shown.into_owned()));
            }
        }
        Value::List(items) => items.iter().for_each(|item| find_urls(item, urls)),
        Value::Map(entries) => entries.iter().for_each(|entry| find_urls(&entry.value, urls)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_shown() {
        for (name, value, expected) in [
            ("authorization", "Zoho-oauthtoken 1000.a.b", "Zoho-oauthtoken ***"),
            ("authorization", "1000.a.b", "***"),
            ("cookie", "a=b", "***"),
            ("x-api-key", "7", "***"),
            ("referer", "https://zylker.com/?key=7", "https://zylker.com/?***"),
            ("accept", "*/*", "*/*"),
        ] {
            assert_eq!(shown_header(name, value.as_bytes()).1, expected);
        }
        for (query, expected) in [
            ("", ""),
            ("type=CurrentUser", "type=CurrentUser"),
            (
                "refresh_token=1&client_secret=2&grant_type=refresh_token",
                "refresh_token=***&client_secret=***&grant_type=refresh_token",
            ),
            ("1000.a.b", "***"),
        ] {
            assert_eq!(shown_query(query), expected);
        }
        let json = r#"{"callback": {"url": "https:\/\/hooks.zylker.com/\u0061?key=7", "method": "post"}, "x": ["https://u:p@a.com"]}"#;
        assert_eq!(
            masked_urls(json).as_deref(),
            Some(
                r#"{"callback": {"url": "https://hooks.zylker.com/a?***", "method": "post"}, "x": ["https://***@a.com"]}"#
            )
        );
        assert_eq!(masked_urls(r#"{"callback": {"url": "https://hooks.zylker.com/a?key=7""#), None);
    }
}
