//! The job that is sent: read, completed, checked.

use std::io;

use bulkwrite_config::Access;
use bulkwrite_core::json::{self, LineIndex};
use bulkwrite_core::node::{Entry, Node, Value};
use bulkwrite_core::{ApiVersion, Checker, Loc};
use bulkwrite_http::Body;
use bulkwrite_render::escaped;

use crate::cli::Checking;
use crate::configs::Configs;
use crate::input::{self, Input};
use crate::output::{File, Job, tell};
use crate::postman;
use crate::terminal::Terminal;

/// A job in which no rule found an error.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) version: ApiVersion,
    pub(crate) body: Body,
    /// What makes it this job: the body without the ids of uploads.
    pub(crate) without_ids: Vec<u8>,
    pub(crate) operation: String,
    pub(crate) has_callback: bool,
    pub(crate) resources: Vec<Resource>,
}

/// A resource, as far as sending is about it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Resource {
    pub(crate) module: String,
    pub(crate) find_by: Option<String>,
    /// The field and the column of each mapping, in their order.
    pub(crate) columns: Vec<(String, u32)>,
    /// What fills fields without a column.
    pub(crate) defaults: Vec<(String, String)>,
}

/// Why there is nothing to send.
pub(crate) enum NotReady {
    /// It was told; the job is wrong.
    Findings,
    /// It was told; something could not be done.
    Failed,
}

/// Reads the job, gives it the names of the files, and checks it.
pub(crate) fn read(
    path: &std::path::Path,
    names: &[String],
    checking: &Checking,
    terminal: &Terminal,
    access: Access,
) -> io::Result<Result<Ready, NotReady>> {
    let complain = |message: &str| {
        terminal.complain(escaped(message));
        Ok(Err(NotReady::Failed))
    };
    let input = Input::one(path);
    let bytes = match input.read(access) {
        Ok(bytes) => bytes,
        Err(error) => return complain(&input::problem(&input.name, &error)),
    };
    if postman::read(&bytes).is_some() {
        return complain(&format!("`{}` is a Postman collection: save the body of the request as a file", input.name));
    }
    let configs = Configs::new(checking, access, [input.path()]);
    if let Some(problem) = configs.problems().next() {
        return complain(&problem);
    }
    let mut options = configs.options(input.path());
    options.placeholders = true;
    let checker = Checker::new(options);
    let parsed = json::parse(&bytes, &json::Options { placeholders: true });
    let mut report = checker.check_json(&bytes);
    let completed = parsed.root.as_ref().map(|root| complete(root, names));
    // What sending fills in is not missing; what is wrong with the text can only be told of the text.
    if let Some(tree) = completed.as_ref().filter(|tree| Some(*tree) != parsed.root.as_ref() && parsed.slips.is_empty())
    {
        report = checker.check(tree);
    }
    let (version, errors) = (report.version(), report.errors());
    let file = File { name: input.name.clone(), bytes: bytes.clone(), jobs: vec![Job::whole(report)] };
    tell(terminal, &file)?;
    let Some(tree) = completed.filter(|_| errors == 0) else { return Ok(Err(NotReady::Findings)) };
    let body = match Body::new(&tree) {
        Ok(body) => body,
        Err(unfilled) => {
            let (line, column) = LineIndex::new(&file.bytes).line_col(unfilled.loc.start);
            let name = &input.name;
            return complain(&format!(
                "{name}:{line}:{column}: a placeholder that nothing fills: write its value there"
            ));
        }
    };
    let without_ids = Body::new(&forget_ids(tree.clone())).map(|body| body.filled("")).unwrap_or_default();
    let text = |node: Option<&Node<'_>>| node.and_then(Node::as_str).map(str::to_owned);
    let resources = tree.get("resource").and_then(Node::as_list).unwrap_or_default();
    Ok(Ok(Ready {
        version,
        body,
        without_ids,
        operation: text(tree.get("operation")).unwrap_or_default(),
        has_callback: tree.get("callback").is_some(),
        resources: resources.iter().map(resource).collect(),
    }))
}

fn resource(node: &Node<'_>) -> Resource {
    let text = |node: Option<&Node<'_>>| node.and_then(Node::as_str).map(str::to_owned);
    let module = node.get("module");
    let mut resource = Resource {
        module: text(module).or_else(|| text(module?.get("api_name"))).unwrap_or_default(),
        find_by: text(node.get("find_by")),
        ..Resource::default()
    };
    for mapping in node.get("field_mappings").and_then(Node::as_list).unwrap_or_default() {
        let Some(name) = text(mapping.get("api_name")) else { continue };
        match mapping.get("index").map(|index| &index.value) {
            Some(Value::Number(number)) => {
                if let Ok(index) = number.parse() {
                    resource.columns.push((name, index));
                }
            }
            _ => {
                if let Some(value) = text(mapping.get("default_value").and_then(|default| default.get("value"))) {
                    resource.defaults.push((name, value));
                }
            }
        }
    }
    resource
}

/// The job with what sending fills in: a placeholder where a `file_id` is missing, and the names of the files where
/// there are several.
fn complete<'a>(root: &Node<'a>, names: &[String]) -> Node<'a> {
    let mut root = root.clone();
    let Value::Map(entries) = &mut root.value else { return root };
    let Some(resources) = entries.iter_mut().find(|entry| entry.key == "resource") else { return root };
    let Value::List(resources) = &mut resources.value.value else { return root };
    let several = names.len() > 1 && names.len() == resources.len();
    for (n, resource) in resources.iter_mut().enumerate() {
        let loc = Loc::new(resource.loc.start, resource.loc.start + 1);
        let Value::Map(entries) = &mut resource.value else { continue };
        let behind_module = entries.iter().position(|entry| entry.key == "module").map_or(entries.len(), |at| at + 1);
        let mut add = |key: &'static str, value| {
            if !entries.iter().any(|entry| entry.key == key) {
                let value = Node::new(loc, value);
                entries.insert(behind_module, Entry { key: key.into(), key_loc: loc, value });
            }
        };
        if several {
            let name = Node::new(loc, Value::String(names[n].clone().into()));
            add("file_names", Value::List(vec![name]));
        }
        add("file_id", Value::Hole);
    }
    root
}

/// The job as if every file were still to be uploaded.
fn forget_ids(mut root: Node<'_>) -> Node<'_> {
    if let Value::Map(entries) = &mut root.value
        && let Some(resources) = entries.iter_mut().find(|entry| entry.key == "resource")
        && let Value::List(resources) = &mut resources.value.value
    {
        for resource in resources {
            if let Value::Map(entries) = &mut resource.value {
                for entry in entries.iter_mut().filter(|entry| entry.key == "file_id") {
                    entry.value.value = Value::Hole;
                }
            }
        }
    }
    root
}

/// The names that the job gives its files, in the order of its resources; before anything is checked.
pub(crate) fn file_names(bytes: &[u8]) -> Vec<Option<String>> {
    let parsed = json::parse(bytes, &json::Options { placeholders: true });
    let resources = parsed.root.as_ref().and_then(|root| root.get("resource")).and_then(Node::as_list);
    let name = |resource: &Node<'_>| {
        let name = resource.get("file_names")?.as_list()?.first()?.as_str()?;
        Some(name.to_owned())
    };
    resources.unwrap_or_default().iter().map(name).collect()
}
