//! The job that is sent: read, completed, checked.

use std::path::Path;

use bulkwrite_config::Access;
use bulkwrite_core::json::{self, LineIndex};
use bulkwrite_core::node::{Entry, Node, Value};
use bulkwrite_core::{ApiVersion, Checker, Loc, Options};
use bulkwrite_http::Body;

use crate::cli::Checking;
use crate::configs::Configs;
use crate::input::{self, Input};
use crate::output::{File, Job};
use crate::postman;

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

/// The text of a job, before anything is checked.
pub(crate) struct Text {
    name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) options: Options,
    /// The names that the job gives its files, in the order of its resources.
    pub(crate) names: Vec<Option<String>>,
    /// The charset that it gives them.
    pub(crate) charset: Option<String>,
}

impl Text {
    /// Reads the text and how it is checked; the error is what could not be done.
    pub(crate) fn open(path: &Path, checking: &Checking, access: Access) -> Result<Self, String> {
        let input = Input::one(path);
        let bytes = input.read(access).map_err(|error| input::problem(&input.name, &error))?;
        if postman::read(&bytes).is_some() {
            return Err(format!("`{}` is a Postman collection: save the body of the request as a file", input.name));
        }
        let configs = Configs::new(checking, access, [input.path()]);
        if let Some(problem) = configs.problems().next() {
            return Err(problem);
        }
        let mut options = configs.options(input.path()).one_reading();
        options.placeholders = true;
        let parsed = json::parse(&bytes, &json::Options { placeholders: true });
        let resources = parsed.root.as_ref().and_then(|root| root.get("resource")).and_then(Node::as_list);
        let file_name =
            |resource: &Node<'_>| Some(resource.get("file_names")?.as_list()?.first()?.as_str()?.to_owned());
        let names = resources.unwrap_or_default().iter().map(file_name).collect();
        let charset = parsed.root.as_ref().and_then(|root| root.get("character_encoding")).and_then(Node::as_str);
        let charset = charset.map(str::to_owned);
        Ok(Self { name: input.name, bytes, options, names, charset })
    }

    /// Checks the job with the names of its files: what was found, and the job, or why there is none to send.
    pub(crate) fn read(self, names: &[String]) -> (File, Option<Result<Ready, String>>) {
        let checker = Checker::new(self.options);
        let parsed = json::parse(&self.bytes, &json::Options { placeholders: true });
        let mut report = checker.check_json(&self.bytes);
        let completed = parsed.root.as_ref().map(|root| complete(root, names));
        // What sending fills in is not missing; what is wrong with the text can only be told of the text.
        if let Some(tree) =
            completed.as_ref().filter(|tree| Some(*tree) != parsed.root.as_ref() && parsed.slips.is_empty())
        {
            report = checker.check(tree);
        }
        let (version, errors) = (report.version(), report.errors());
        let ready = completed.as_ref().filter(|_| errors == 0).map(|tree| {
            ready(tree, version).map_err(|at| {
                let (line, column) = LineIndex::new(&self.bytes).line_col(at.start);
                format!("{}:{line}:{column}: a placeholder that nothing fills: write its value there", self.name)
            })
        });
        (File { name: self.name, bytes: self.bytes, jobs: vec![Job::whole(report)] }, ready)
    }
}

/// The job as it is sent, or the place of what nothing fills.
fn ready(tree: &Node<'_>, version: ApiVersion) -> Result<Ready, Loc> {
    let body = Body::new(tree).map_err(|unfilled| unfilled.loc)?;
    let without_ids = Body::new(&forget_ids(tree.clone())).map(|body| body.filled("")).unwrap_or_default();
    let resources = tree.get("resource").and_then(Node::as_list).unwrap_or_default();
    Ok(Ready {
        version,
        body,
        without_ids,
        operation: tree.get("operation").and_then(Node::as_str).map(str::to_owned).unwrap_or_default(),
        has_callback: tree.get("callback").is_some(),
        resources: resources.iter().map(resource).collect(),
    })
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
