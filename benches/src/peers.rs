//! What other libraries offer for the same work, each set up as well as it can be.
#![expect(dead_code, reason = "the fields are read by serde only")]

use std::sync::LazyLock;

use garde::Validate;
use serde::Deserialize;

/// The schema, for both validators.
pub fn schema() -> serde_json::Value {
    serde_json::from_str(include_str!("../schema.json")).expect("the schema is JSON")
}

pub static JSONSCHEMA: LazyLock<jsonschema::Validator> =
    LazyLock::new(|| jsonschema::validator_for(&schema()).expect("the schema is valid"));

pub struct Boon {
    schemas: boon::Schemas,
    job: boon::SchemaIndex,
}

impl Boon {
    pub fn new() -> Self {
        let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
        compiler.add_resource("job.json", schema()).expect("the schema is readable");
        let job = compiler.compile("job.json", &mut schemas).expect("the schema is valid");
        Self { schemas, job }
    }

    pub fn accepts(&self, value: &serde_json::Value) -> bool {
        self.schemas.validate(value, self.job).is_ok()
    }
}

/// The job as serde and garde users would write it.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct Job {
    #[garde(custom(operation_has_find_by(&self.resource)))]
    pub operation: Operation,
    pub ignore_empty: Option<bool>,
    #[garde(inner(length(max = 50)))]
    pub character_encoding: Option<String>,
    #[garde(dive)]
    pub callback: Option<Callback>,
    #[garde(length(min = 1, max = 100), dive)]
    pub resource: Vec<Resource>,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum Operation {
    Insert,
    Update,
    Upsert,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    Post,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Data,
}

#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct Callback {
    #[garde(prefix("https://"))]
    pub url: String,
    pub method: Method,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub enum Module {
    Text(String),
    Object { api_name: String, id: Option<String> },
}

#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct Resource {
    #[serde(rename = "type")]
    pub kind: Kind,
    #[garde(custom(module_name))]
    pub module: Module,
    #[garde(length(min = 1, max = 100), custom(digits))]
    pub file_id: String,
    #[serde(default)]
    #[garde(length(max = 10), inner(length(min = 1, max = 255)))]
    pub file_names: Vec<String>,
    #[garde(inner(custom(name)))]
    pub find_by: Option<String>,
    pub ignore_empty: Option<bool>,
    #[garde(custom(not_too_many), dive)]
    pub field_mappings: Option<Vec<Mapping>>,
}

#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct Mapping {
    #[garde(custom(name))]
    pub api_name: String,
    #[garde(inner(range(max = 2_147_483_647)), custom(index_or_default(&self.default_value)))]
    pub index: Option<u32>,
    #[garde(inner(custom(pattern)))]
    pub format: Option<String>,
    #[garde(inner(custom(name)))]
    pub find_by: Option<String>,
    #[garde(dive)]
    pub default_value: Option<DefaultValue>,
    pub module: Option<String>,
    pub parent_column_index: Option<u32>,
}

#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct DefaultValue {
    #[garde(length(max = 500))]
    pub value: String,
    pub name: Option<String>,
    pub module: Option<String>,
}

fn fail_unless(holds: bool, message: &'static str) -> garde::Result {
    if holds { Ok(()) } else { Err(garde::Error::new(message)) }
}

fn is_name(text: &str) -> bool {
    (1..=100).contains(&text.len())
        && text.as_bytes()[0].is_ascii_alphabetic()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn name(text: &str, (): &()) -> garde::Result {
    fail_unless(is_name(text), "not an API name")
}

fn digits(text: &str, (): &()) -> garde::Result {
    fail_unless(text.bytes().all(|byte| byte.is_ascii_digit()), "not digits")
}

fn pattern(text: &str, (): &()) -> garde::Result {
    let known = |byte| b"yMdHhmsaSzZX ./:'T-".contains(&byte);
    fail_unless(!text.is_empty() && text.bytes().all(known), "not a pattern")
}

fn module_name(module: &Module, (): &()) -> garde::Result {
    let (Module::Text(api_name) | Module::Object { api_name, .. }) = module;
    fail_unless(is_name(api_name), "not an API name")
}

fn not_too_many(mappings: &Option<Vec<Mapping>>, (): &()) -> garde::Result {
    fail_unless(mappings.as_ref().is_none_or(|mappings| mappings.len() <= 200), "too many mappings")
}

fn index_or_default(default: &Option<DefaultValue>) -> impl FnOnce(&Option<u32>, &()) -> garde::Result {
    let has_default = default.is_some();
    move |index, ()| fail_unless(has_default || index.is_some(), "neither an index nor a default value")
}

fn operation_has_find_by(resources: &[Resource]) -> impl FnOnce(&Operation, &()) -> garde::Result {
    let all = resources.iter().all(|resource| resource.find_by.is_some());
    move |operation, ()| fail_unless(all || *operation == Operation::Insert, "find_by is missing")
}
