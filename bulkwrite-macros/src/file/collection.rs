//! The requests of a Postman collection or item that may hold a job.

use bulkwrite_core::json::{self, Options};
use bulkwrite_core::node::{Node, Value};
use bulkwrite_core::{ApiVersion, Loc, quoted};

use super::source::Source;
use crate::error::Complaint;

/// Deeper than this no folder stands in a collection.
const MAX_DEPTH: usize = 64;

/// A request with a body.
struct Request {
    /// The names of the folders and of the item, joined by ` / `.
    name: String,
    body: Loc,
    /// As Postman sends it: in place of comments are blanks.
    text: String,
    version: Option<ApiVersion>,
    /// Whether it is posted to where jobs are created.
    is_write: bool,
}

/// Makes the request that is meant the job of the source, if the file is a collection.
pub(super) fn choose(source: &mut Source, wanted: Option<&(String, Loc)>, path: Loc) -> Result<(), Complaint> {
    let parsed = json::parse(&source.text, &Options::default());
    let root = parsed.root.as_ref().map(|root| root.get("collection").unwrap_or(root));
    let Some(root) = root.filter(|root| root.get("item").is_some() || root.get("request").is_some()) else {
        return match wanted {
            Some((_, loc)) => Err(Complaint::error(*loc, "the file is no Postman collection, and has no requests")
                .help("remove `request`: the file itself is the job")),
            None => Ok(()),
        };
    };
    let mut requests = Vec::new();
    visit(root, &mut Vec::new(), &mut requests);
    let (name, loc) = match wanted {
        Some((name, loc)) => (Some(name.as_str()), *loc),
        None => (None, path),
    };
    let is_meant = |request: &Request| match name {
        Some(name) => request.name == name || request.name.rsplit(" / ").next() == Some(name),
        None => request.is_write,
    };
    let meant: Vec<usize> = (0..requests.len()).filter(|i| is_meant(&requests[*i])).collect();
    let names = |of: &[usize]| of.iter().map(|i| quoted(&requests[*i].name)).collect::<Vec<_>>().join(", ");
    match (meant.as_slice(), name) {
        ([only], _) => {
            let Request { body, text, version, .. } = requests.swap_remove(*only);
            source.body = Some((body, text));
            source.version = version;
            Ok(())
        }
        ([], None) => Err(Complaint::error(loc, "no request of the collection creates a bulk write job")
            .help("name the one that is meant: `request = \"…\"`")),
        ([], Some(name)) => {
            let writes: Vec<usize> = (0..requests.len()).filter(|i| requests[*i].is_write).collect();
            let help = if writes.is_empty() {
                "no request there creates a job".to_owned()
            } else {
                format!("there is {}", names(&writes))
            };
            Err(Complaint::error(loc, format!("the collection has no request {} with a body", quoted(name))).help(help))
        }
        (several, _) => Err(Complaint::error(loc, format!("{} requests may be meant", several.len()))
            .help(format!("write `request = \"…\"` with one of {}", names(&several[..several.len().min(5)])))),
    }
}

/// Whether the raw body is set to JSON, so that Postman takes comments out of it.
fn is_json(request: &Node<'_>) -> bool {
    let language = || request.get("body")?.get("options")?.get("raw")?.get("language")?.as_str();
    language().is_some_and(|language| language.eq_ignore_ascii_case("json"))
}

fn visit<'n>(node: &'n Node<'_>, folders: &mut Vec<&'n str>, found: &mut Vec<Request>) {
    let name = node.get("name").and_then(Node::as_str).unwrap_or_default();
    let is_root = node.get("info").is_some() || name.is_empty();
    if folders.len() > MAX_DEPTH {
        return;
    }
    if !is_root {
        folders.push(name);
    }
    if let Some(request) = node.get("request")
        && let Some(Node { loc, value: Value::String(text) }) = request.get("body").and_then(|body| body.get("raw"))
    {
        let url = request.get("url");
        let url = url.and_then(Node::as_str).or_else(|| url?.get("raw")?.as_str()).unwrap_or_default();
        let path: Vec<&str> = url.split(['?', '#']).next().unwrap_or_default().split('/').collect();
        let version = path.windows(2).find(|pair| pair[0] == "bulk").and_then(|pair| pair[1].parse().ok());
        let is_write = path.last() == Some(&"write") && path.contains(&"bulk");
        found.push(Request {
            name: folders.join(" / "),
            body: *loc,
            text: is_json(request).then(|| json::blanked_comments(text)).flatten().unwrap_or_else(|| text.to_string()),
            version,
            is_write,
        });
    }
    for item in node.get("item").and_then(Node::as_list).unwrap_or_default() {
        visit(item, folders, found);
    }
    if !is_root {
        folders.pop();
    }
}
