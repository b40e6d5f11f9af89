//! What a file is that is not the fields of a module.

use std::fmt;

use crate::source::json::LineIndex;
use crate::source::node::{Node, Value};
use crate::source::{Loc, json};
use crate::text::{Text, quoted};

/// The error of a text that is not the API's answer about the fields of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetadataError {
    /// The line, counted from 1.
    pub line: u32,
    /// The column, counted from 1 in characters.
    pub column: u32,
    /// What is wrong there.
    pub message: Text,
    /// What to do about it.
    pub help: Text,
}

impl fmt::Display for MetadataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for MetadataError {}

const SAVE: &str = "save the answer of `GET /crm/v8/settings/fields?module=…` as it comes";

/// Other endpoints that people save by mistake, by the key that their answer has.
const ENDPOINTS: [(&str, &str); 11] = [
    ("modules", "the list of modules"),
    ("layouts", "the layouts of a module"),
    ("custom_views", "the custom views of a module"),
    ("related_lists", "the related lists of a module"),
    ("data", "records"),
    ("users", "the users"),
    ("org", "the organisation"),
    ("profiles", "the profiles"),
    ("roles", "the roles"),
    ("resource", "a bulk write job"),
    ("file_id", "an upload"),
];

impl MetadataError {
    pub(super) fn of_another_module(module: &str, other: &str) -> Self {
        Self {
            line: 1,
            column: 1,
            message: format!("these are the fields of `{other}`, not of {}", quoted(module)).into(),
            help: format!("save it as `{other}.json`, and the answer of `?module={module}` as `{module}.json`").into(),
        }
    }

    /// Why `json` cannot be read as the fields of a module.
    #[cold]
    pub(super) fn explain(json: &[u8]) -> Self {
        let (loc, message, help) = fault(json);
        let (line, column) = LineIndex::new(json).line_col(loc.start);
        Self { line, column, message, help: help.unwrap_or(SAVE.into()) }
    }
}

type Fault = (Loc, Text, Option<Text>);

fn fault(json: &[u8]) -> Fault {
    let start = Loc::default();
    if json.trim_ascii().is_empty() {
        let help = format!("{SAVE}; an empty answer means that there is no such module");
        return (start, "the file is empty".into(), Some(help.into()));
    }
    let parsed = json::parse(json, &json::Options::default());
    if let Some(slip) = parsed.slips.first() {
        let message = slip.message();
        let encoding = message.contains("UTF-16").then(|| {
            let help = "let curl write the file: `curl -o Leads.json …`; `>` in PowerShell writes UTF-16";
            Text::from(help)
        });
        return (slip.loc, message.into(), encoding);
    }
    let Some(root) = &parsed.root else { return (start, "this is not JSON".into(), None) };
    let Value::Map(entries) = &root.value else {
        return (
            root.loc,
            format!("an object with `fields` belongs here, and this is {}", root.value.describe()).into(),
            None,
        );
    };
    if let Some(list) = entries.iter().rfind(|entry| entry.key == "fields") {
        return list_fault(&list.value);
    }
    let text = |key| root.get(key).and_then(Node::as_str);
    if let Some(code) = text("code").or(text("ERROR_CODE")) {
        let help = match code {
            "INVALID_TOKEN" | "AUTHENTICATION_FAILURE" => Some("get a new access token and save the answer again"),
            "OAUTH_SCOPE_MISMATCH" => {
                Some("get a token with the scope `ZohoCRM.settings.fields.READ`, and save the answer again")
            }
            "INVALID_MODULE" => Some("name the module by its API name in `?module=…`"),
            _ => None,
        };
        let message = format!("this is an error answer of the CRM, {}", quoted(code));
        return (root.loc, message.into(), help.map(Text::from));
    }
    match ENDPOINTS.iter().find(|(key, _)| root.get(key).is_some()) {
        Some((_, what)) => (root.loc, format!("this is {what}, not the fields of a module").into(), None),
        None => (root.loc, "the object has no `fields`".into(), None),
    }
}

fn list_fault(list: &Node<'_>) -> Fault {
    let Some(fields) = list.as_list() else {
        return (
            list.loc,
            format!("`fields` is a list in the API's answer, and this is {}", list.value.describe()).into(),
            None,
        );
    };
    match fields.iter().find(|field| !matches!(field.value, Value::Map(_))) {
        Some(odd) => (
            odd.loc,
            format!("a field is an object in the API's answer, and this is {}", odd.value.describe()).into(),
            None,
        ),
        None if fields.is_empty() => (list.loc, "`fields` is empty: no module is without fields".into(), None),
        None => (list.loc, "no field has an `api_name`".into(), None),
    }
}
