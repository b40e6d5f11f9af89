//! Where a request goes to.

use bulkwrite_core::node::{Node, Value};
use bulkwrite_core::{ApiVersion, Level, Loc, VERSIONS, quoted};

use crate::rules::wrong_endpoint;

/// What is wrong with the URL of a request that holds a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misdirected {
    pub(crate) level: Level,
    /// Where the URL stands in the collection.
    pub(crate) loc: Loc,
    pub(crate) message: String,
    pub(crate) help: String,
}

impl Misdirected {
    /// The finding with the rule at this level; nothing if it is off.
    pub(crate) fn at(self, rule: Option<Level>) -> Option<Self> {
        let own = wrong_endpoint::RULE.level;
        let level = if rule == own { self.level } else { rule? };
        Some(Self { level, ..self })
    }
}

/// Where a request goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Endpoint {
    /// To `/crm/bulk/<version>/write`, the version as it is written.
    Write(String),
    /// To somewhere that variables stand for.
    Unknown,
    /// To this path.
    Other(Vec<String>),
}

impl Endpoint {
    pub(super) fn of(url: &Node<'_>) -> Self {
        let segments = segments(url);
        let mut last = segments.iter().rev();
        let mut next = || last.next().map_or("", String::as_str);
        let (write, version, bulk, crm) = (next(), next(), next(), next());
        let is = |segment: &str, name: &str| segment.eq_ignore_ascii_case(name);
        if is(write, "write") && is(bulk, "bulk") && is(crm, "crm") {
            return Self::Write(version.to_owned());
        }
        // The first segment of a URL may be a variable for the host.
        let path = segments.iter().skip(usize::from(segments.first().is_some_and(|host| host.contains("{{"))));
        let is_known =
            segments.len() > 1 && !path.clone().any(|segment| segment.contains("{{") || segment.starts_with(':'));
        if is_known { Self::Other(path.cloned().collect()) } else { Self::Unknown }
    }
}

/// What to say of a job that is posted to a path which is none of bulk write.
pub(super) fn no_endpoint(url: &Node<'_>, path: &[String]) -> Misdirected {
    let version = path.iter().find_map(|segment| segment.parse::<ApiVersion>().ok());
    let segment = version.map_or("<version>", ApiVersion::segment);
    let shown = quoted(&format!("/{}", path.join("/")));
    Misdirected {
        level: Level::Error,
        loc: place(url),
        message: format!("this job is posted to {shown}, where no bulk write job is created"),
        help: format!("post it to `/crm/bulk/{segment}/write`"),
    }
}

/// What to say of a version that there is not; nothing of one that is known or a variable.
pub(super) fn no_version(url: &Node<'_>, version: &str) -> Option<Misdirected> {
    if version.contains("{{") || version.starts_with(':') || version.parse::<ApiVersion>().is_ok() {
        return None;
    }
    let known: Vec<String> = VERSIONS.iter().map(|facts| quoted(facts.segment)).collect();
    let [first, .., newest] = known.as_slice() else { return None };
    // `V7`, `7`, `v7.0` and the like.
    let digits = version.trim_start_matches(['v', 'V']);
    let digits = digits.strip_suffix(".0").unwrap_or(digits);
    let help = match format!("v{digits}").parse::<ApiVersion>() {
        Ok(meant) => format!("write {}", quoted(meant.segment())),
        Err(_) => format!("versions from {first} to {newest} are known; it is checked as if the URL named none"),
    };
    Some(Misdirected {
        level: Level::Warning,
        loc: place(url),
        message: format!("{} is no version that is known here: the job is not checked for it", quoted(version)),
        help,
    })
}

/// Where the URL is read: its text, or its path.
fn place(url: &Node<'_>) -> Loc {
    url.get("raw").or_else(|| url.get("path")).map_or(url.loc, |part| part.loc)
}

/// The segments of the path, without empty ones; of a URL given as text, those behind the host.
fn segments(url: &Node<'_>) -> Vec<String> {
    let raw = url.as_str().or_else(|| url.get("raw").and_then(Node::as_str));
    let mut segments: Vec<String> = match (url.get("path").map(|path| &path.value), raw) {
        (Some(Value::List(parts)), _) if !parts.is_empty() => parts.iter().map(segment).collect(),
        (Some(Value::String(path)), _) if !path.is_empty() => split(path),
        (_, Some(raw)) => {
            let path = raw.split(['?', '#']).next().unwrap_or_default();
            // A host is no part of the path; a variable for it is kept, since it may stand for more.
            match path.split_once("://") {
                Some((_, rest)) if !rest.starts_with("{{") => split(rest).split_off(1),
                Some((_, rest)) => split(rest),
                None => split(path),
            }
        }
        _ => Vec::new(),
    };
    segments.retain(|segment| !segment.is_empty());
    segments
}

/// A segment of a path is a string, or an object with it.
fn segment(node: &Node<'_>) -> String {
    node.as_str().or_else(|| node.get("value").and_then(Node::as_str)).unwrap_or_default().to_owned()
}

fn split(path: &str) -> Vec<String> {
    path.split('/').map(ToOwned::to_owned).collect()
}
