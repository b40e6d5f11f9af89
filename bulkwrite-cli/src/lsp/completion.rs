//! What can be written at a place: keys that are not there yet, and values.

use bulkwrite_core::json;
use bulkwrite_core::keys::{Key, Kind, Need};
use bulkwrite_core::metadata::ModuleFields;
use bulkwrite_core::node::{Node, Value as Written};
use serde_json::{Value, json};

use super::document::Document;
use super::hover::of_field;
use super::spot::{self, Spot};

/// The numbers that the protocol gives to kinds of items.
const FIELD: u32 = 5;
const PROPERTY: u32 = 10;
const VALUE: u32 = 12;

/// Patterns of dates that the vendor's pages show, the defaults first.
const FORMATS: [&str; 8] = [
    "MM/dd/yyyy",
    "yyyy-MM-dd",
    "dd/MM/yyyy",
    "dd.MM.yyyy",
    "yyyy/MM/dd",
    "MM/dd/yyyy HH:mm:ss",
    "yyyy-MM-dd HH:mm:ss",
    "yyyy-MM-dd'T'HH:mm:ssXXX",
];

pub(super) fn at(document: &Document, offset: u32) -> Value {
    let text = document.text();
    // A job that is only begun is no job yet: whatever is an object may become one.
    let parsed = json::parse(text.as_bytes(), &json::Options { placeholders: true });
    let Some(spot) = parsed.root.as_ref().and_then(|root| spot::at(root, offset)) else {
        return Value::Array(Vec::new());
    };
    match (spot.entry, spot.key()) {
        (Some((.., Some(value))), Some(key)) if value.as_str().is_some() || !is_nested(value) => {
            let is_text = value.as_str().is_some();
            let loc = if is_text { value.loc } else { bulkwrite_core::Loc::new(offset, offset) };
            let range = document.range(loc);
            values(document, &spot, key).into_iter().map(|item| item.at(&range)).collect()
        }
        (Some((_, _, Some(_))), _) => Value::Array(Vec::new()),
        (entry, _) => {
            let range = entry.map(|(_, key_loc, _)| document.range(key_loc));
            keys(document, &spot, range.as_ref())
        }
    }
}

fn is_nested(value: &Node<'_>) -> bool {
    matches!(value.value, Written::Map(_) | Written::List(_))
}

/// The keys that the object can have and does not.
fn keys(document: &Document, spot: &Spot<'_>, range: Option<&Value>) -> Value {
    let version = document.report().version();
    let is_missing = |key: &&Key| key.is_in(version) && spot.map.get(key.name).is_none();
    let written = spot.entry.map(|(key, ..)| key);
    spot.owner
        .keys()
        .iter()
        .filter(|key| is_missing(key) || written == Some(key.name))
        .map(|key| {
            let text = match range {
                Some(_) => format!("\"{}\"", key.name),
                None => format!("\"{}\": {}", key.name, opened(key)),
            };
            let item = Item {
                label: key.name.to_owned(),
                kind: PROPERTY,
                detail: key.kind.describe().to_owned(),
                doc: key.markdown(),
                text,
                // What is needed comes first.
                sort: format!("{}{}", u8::from(key.need != Need::Always), key.name),
            };
            match range {
                Some(range) => item.at(range),
                None => item.here(),
            }
        })
        .collect()
}

/// How the value of a key begins and ends.
fn opened(key: &Key) -> String {
    match key.kind {
        Kind::Boolean => "true".to_owned(),
        Kind::Column => "0".to_owned(),
        Kind::Texts => "[\"\"]".to_owned(),
        Kind::Objects(_) => "[{ }]".to_owned(),
        Kind::Object(_) | Kind::TextOrObject(_) => "{ }".to_owned(),
        _ => key.only_value().unwrap_or_else(|| "\"\"".to_owned()),
    }
}

/// What a key can be given here.
fn values(document: &Document, spot: &Spot<'_>, key: &Key) -> Vec<Item> {
    let metadata = document.options().metadata.as_ref();
    let fields = spot.module().and_then(|module| metadata?.get(module));
    let plain = |values: &[&str]| values.iter().map(|value| Item::value(value, "")).collect::<Vec<_>>();
    match (key.path().as_str(), key.kind) {
        ("resource[].module" | "resource[].module.api_name", _) => {
            let known = metadata.into_iter().flat_map(|metadata| metadata.modules().map(|(module, _)| module));
            let mut names: Vec<&str> = known.collect();
            names.extend(MODULES.iter().filter(|name| !names.contains(*name)).copied().collect::<Vec<_>>());
            plain(&names)
        }
        ("resource[].field_mappings[].api_name", _) => fields.map(field_names).unwrap_or_default(),
        ("resource[].find_by", _) => {
            let mut keys = vec![Item::value("id", "the record's id")];
            let unique = fields.into_iter().flatten().filter(|field| field.unique == Some(true));
            keys.extend(unique.map(|field| Item::value(&field.api_name, &field.label)));
            keys
        }
        ("resource[].field_mappings[].find_by", _) => plain(&["id"]),
        ("resource[].field_mappings[].format", _) => plain(&FORMATS),
        ("character_encoding", _) => plain(&["UTF-8", "UTF-16", "ISO-8859-1", "windows-1252", "Shift_JIS"]),
        (_, Kind::Boolean) => {
            ["true", "false"].map(|word| Item { text: word.to_owned(), ..Item::value(word, "") }).into()
        }
        _ => plain(key.values),
    }
}

/// The modules that the create-job pages list.
const MODULES: [&str; 15] = [
    "Leads",
    "Accounts",
    "Contacts",
    "Deals",
    "Campaigns",
    "Cases",
    "Solutions",
    "Products",
    "Vendors",
    "Price_Books",
    "Tasks",
    "Quotes",
    "Sales_Orders",
    "Purchase_Orders",
    "Invoices",
];

fn field_names(fields: &ModuleFields) -> Vec<Item> {
    let is_writable =
        |field: &&bulkwrite_core::metadata::Field| field.creatable != Some(false) || field.updatable != Some(false);
    fields
        .iter()
        .filter(is_writable)
        .map(|field| Item {
            kind: FIELD,
            doc: of_field(field),
            // Found by its label, too.
            sort: format!("{}{}", u8::from(!field.system_mandatory), field.api_name),
            ..Item::value(&field.api_name, &field.label)
        })
        .collect()
}

struct Item {
    label: String,
    kind: u32,
    detail: String,
    doc: String,
    /// What is written.
    text: String,
    sort: String,
}

impl Item {
    fn value(value: &str, detail: &str) -> Self {
        Self {
            label: value.to_owned(),
            kind: VALUE,
            detail: detail.to_owned(),
            doc: String::new(),
            text: Value::from(value).to_string(),
            sort: value.to_owned(),
        }
    }

    /// It in place of a range.
    fn at(self, range: &Value) -> Value {
        let edit = json!({ "range": range, "newText": self.text });
        let filter = format!("{} {}", self.text, self.detail);
        let mut item = self.here();
        item["filterText"] = json!(filter);
        item["textEdit"] = edit;
        item
    }

    fn here(self) -> Value {
        json!({
            "label": self.label,
            "kind": self.kind,
            "detail": self.detail,
            "documentation": { "kind": "markdown", "value": self.doc },
            "insertText": self.text,
            "sortText": self.sort,
        })
    }
}
