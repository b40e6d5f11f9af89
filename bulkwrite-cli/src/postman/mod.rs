//! The bulk write requests in Postman collections and items, versions 2.0 and 2.1 of the format.
//!
//! The format: `https://schema.postman.com/collection/json/v2.1.0/draft-07/docs/index.html`, and `v2.0.0`.

mod endpoint;
mod recorded;

use bulkwrite_core::ApiVersion;
use bulkwrite_core::json;
use bulkwrite_core::node::{Node, Value};
use bulkwrite_render::Body;
use bulkwrite_render::answer::Recorded;

use self::endpoint::{Endpoint, no_endpoint, no_version};
use crate::sniff::{contains, may_be_job};

pub(crate) use self::endpoint::Misdirected;

/// A request that creates a bulk write job, or a saved example of one.
#[derive(Debug)]
pub(crate) struct Request {
    /// The names of the folders, the item and the saved example that lead to it, joined by ` / `.
    pub(crate) name: String,
    /// The version in its URL; `None` where a variable stands for it.
    pub(crate) version: Option<ApiVersion>,
    /// Its body; `None` if it has no raw one.
    pub(crate) body: Option<Body>,
    /// Its body as Postman sends it, where that is another text: comments are blanks, and all places are those of the body.
    pub(crate) sent: Option<String>,
    /// What is wrong with where it goes to.
    pub(crate) misdirected: Option<Misdirected>,
    /// What the CRM answered, where that is saved.
    pub(crate) recorded: Option<Recorded>,
}

impl Request {
    /// The text to check; empty where there is no raw body.
    pub(crate) fn text(&self) -> &str {
        let body = self.body.as_ref().map_or("", |body| &body.text);
        self.sent.as_deref().unwrap_or(body)
    }
}

/// What a text that Postman wrote holds.
#[derive(Debug)]
pub(crate) enum Found {
    /// These requests, in the order of the file.
    Requests(Vec<Request>),
    /// It is no valid JSON, so the text inside its strings cannot be trusted.
    Broken,
}

/// The bulk write requests of a collection, folder or item; `None` if the text is none of these.
pub(crate) fn read(text: &[u8]) -> Option<Found> {
    // Every item has the key, and no job has it: most files need no second reading.
    if !contains(text, b"\"request\"") && !contains(text, b"\"item\"") {
        return None;
    }
    let parsed = json::parse(text, &json::Options::default());
    let root = parsed.root.as_ref()?;
    // The API of Postman wraps what its export does not.
    let root = root.get("collection").filter(|inner| is_list(inner, "item")).unwrap_or(root);
    if !is_list(root, "item") && !is_item(root) {
        return None;
    }
    if !parsed.slips.is_empty() {
        return Some(Found::Broken);
    }
    let mut requests = Vec::new();
    let variables = Variables(root.get("variable").and_then(Node::as_list).unwrap_or_default());
    Reader { text, variables, requests: &mut requests }.visit(root, &mut Vec::new());
    Some(Found::Requests(requests))
}

fn is_list(node: &Node<'_>, key: &str) -> bool {
    node.get(key).is_some_and(|value| value.as_list().is_some())
}

/// An item has a request, which is an object or, in short, the URL of a GET request.
fn is_item(node: &Node<'_>) -> bool {
    let request = node.get("request");
    request.is_some_and(|request| request.get("url").is_some() && request.get("method").is_some())
        || request.is_some_and(|request| request.as_str().is_some()) && node.get("name").is_some()
}

struct Reader<'r> {
    text: &'r [u8],
    variables: Variables<'r>,
    requests: &'r mut Vec<Request>,
}

impl<'r> Reader<'r> {
    /// Visits the items of a collection or folder, or an item; `names` are those of the folders above.
    fn visit(&mut self, node: &'r Node<'_>, names: &mut Vec<&'r str>) {
        if let Some(items) = node.get("item").and_then(Node::as_list) {
            for item in items {
                names.push(name(item));
                self.visit(item, names);
                names.pop();
            }
            return;
        }
        if names.is_empty() {
            names.push(name(node));
        }
        let Some(request) = node.get("request") else { return };
        self.request(request, names, None);
        for example in node.get("response").and_then(Node::as_list).unwrap_or_default() {
            names.push(name(example));
            self.request(example.get("originalRequest").unwrap_or(request), names, recorded::read(example));
            names.pop();
        }
    }

    fn request(&mut self, request: &'r Node<'_>, names: &[&str], recorded: Option<Recorded>) {
        let method = request.get("method").and_then(Node::as_str).unwrap_or("GET");
        let url = request.get("url").unwrap_or(request);
        // A GET of the same path asks for something else; a method may also be a variable.
        if !method.eq_ignore_ascii_case("POST") && !method.contains("{{") {
            return;
        }
        let raw = request.get("body").filter(|body| {
            let is = |key: &str, value: &Value<'_>| body.get(key).is_some_and(|node| node.value == *value);
            body.get("mode").is_none_or(|mode| mode.as_str() == Some("raw")) && !is("disabled", &Value::Bool(true))
        });
        let text = raw.and_then(|body| body.get("raw")).filter(|raw| raw.as_str().is_some());
        let holds_job = || text.and_then(Node::as_str).is_some_and(|text| may_be_job(text.as_bytes()));
        let (version, misdirected) = match Endpoint::of(url) {
            Endpoint::Write(version) => {
                let version = self.variables.resolve(&version);
                (version.parse().ok(), no_version(url, &version))
            }
            Endpoint::Unknown if holds_job() => (None, None),
            Endpoint::Other(path) if holds_job() => {
                let version = path.iter().find_map(|segment| segment.parse().ok());
                (version, Some(no_endpoint(url, &path)))
            }
            Endpoint::Unknown | Endpoint::Other(_) => return,
        };
        let body = text.and_then(|raw| Body::new(self.text, raw));
        let sent =
            body.as_ref().filter(|_| raw.is_some_and(is_json)).and_then(|body| json::blanked_comments(&body.text));
        self.requests.push(Request {
            name: names.iter().filter(|name| !name.is_empty()).copied().collect::<Vec<_>>().join(" / "),
            version,
            body,
            sent,
            misdirected,
            recorded,
        });
    }
}

/// Whether a raw body is set to JSON, so that Postman takes comments out of it.
fn is_json(body: &Node<'_>) -> bool {
    let language = body.get("options").and_then(|options| options.get("raw")?.get("language")?.as_str());
    language.is_some_and(|language| language.eq_ignore_ascii_case("json"))
}

fn name<'n>(node: &'n Node<'_>) -> &'n str {
    node.get("name").and_then(Node::as_str).unwrap_or_default()
}

/// The variables that a collection defines for itself.
struct Variables<'v>(&'v [Node<'v>]);

impl Variables<'_> {
    /// The value of a text that may be a variable.
    fn resolve(&self, text: &str) -> String {
        let Some(key) = text.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")) else {
            return text.to_owned();
        };
        let of = |node: &Node<'_>, key: &str| node.get(key).and_then(Node::as_str).map(ToOwned::to_owned);
        let variable = self.0.iter().find(|variable| of(variable, "key").as_deref() == Some(key.trim()));
        variable.and_then(|variable| of(variable, "value")).unwrap_or_else(|| text.to_owned())
    }
}

#[cfg(test)]
mod tests;
