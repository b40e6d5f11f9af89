//! What a job says about its files, in a form that needs neither the job's text nor its tree.

use bulkwrite_core::ast::{self, Number};

/// What a job says about its files.
#[derive(Clone, Debug, Default)]
pub struct JobPlan {
    pub(crate) operation: Operation,
    pub(crate) encoding: Option<String>,
    pub(crate) resources: Vec<ResourcePlan>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Operation {
    Insert,
    Update,
    Upsert,
    /// A placeholder, or a word that is none of them.
    #[default]
    Unknown,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct ResourcePlan {
    pub(crate) module: Option<String>,
    pub(crate) file_names: Vec<String>,
    pub(crate) find_by: Option<String>,
    /// Whether blanks leave stored values alone; `None` where it is not knowable.
    pub(crate) ignore_empty: Option<bool>,
    /// `None`: the header names the fields.
    pub(crate) mappings: Option<Vec<MappingPlan>>,
    /// The columns that children repeat, where this is a parent.
    pub(crate) link_columns: Vec<usize>,
    /// The resource that this one is a child of.
    pub(crate) parent: Option<usize>,
    /// The mappings that cannot be read: what they map is not known.
    pub(crate) unclear: usize,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct MappingPlan {
    pub(crate) api_name: String,
    pub(crate) index: Option<usize>,
    pub(crate) format: Option<String>,
    pub(crate) find_by: Option<String>,
    /// What fills blanks, if anything.
    pub(crate) default: bool,
    pub(crate) parent_column: Option<usize>,
}

impl JobPlan {
    /// Reads what a job as written says, however much of it can be read.
    pub fn new(job: &ast::Job<'_>) -> Self {
        let operation = match job.operation.text() {
            Some("insert") => Operation::Insert,
            Some("update") => Operation::Update,
            Some("upsert") => Operation::Upsert,
            _ => Operation::Unknown,
        };
        let mut resources: Vec<ResourcePlan> = job.resources().map(|resource| resource_plan(resource, job)).collect();
        let is_child =
            |resource: &ResourcePlan| resource.mappings.iter().flatten().any(|mapping| mapping.parent_column.is_some());
        let parent = resources.iter().position(|resource| !is_child(resource));
        if let Some(parent) = parent {
            let mut columns: Vec<usize> = Vec::new();
            for (i, resource) in resources.iter_mut().enumerate() {
                if i != parent && is_child(resource) {
                    resource.parent = Some(parent);
                    columns.extend(resource.mappings.iter().flatten().filter_map(|mapping| mapping.parent_column));
                }
            }
            columns.sort_unstable();
            columns.dedup();
            resources[parent].link_columns = columns;
        }
        Self { operation, encoding: job.character_encoding.text().map(str::to_owned), resources }
    }

    pub(crate) const fn updates(&self) -> bool {
        matches!(self.operation, Operation::Update | Operation::Upsert)
    }

    pub(crate) const fn inserts(&self) -> bool {
        matches!(self.operation, Operation::Insert | Operation::Upsert)
    }
}

fn resource_plan(resource: &ast::Resource<'_>, job: &ast::Job<'_>) -> ResourcePlan {
    let ignore_empty = match (job.ignore_empty.value(), resource.ignore_empty.value()) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        _ if job.ignore_empty.is_unclear() || resource.ignore_empty.is_unclear() => None,
        _ => Some(false),
    };
    let listed = resource.mappings.value().map_or(0, Vec::len);
    let plans: Vec<MappingPlan> = resource.mappings().filter_map(mapping_plan).collect();
    let unclear = listed - plans.len();
    ResourcePlan {
        module: resource.module_name().map(|name| name.value.to_owned()),
        file_names: resource
            .file_names
            .value()
            .into_iter()
            .flatten()
            .filter_map(|name| Some(name.text()?.to_owned()))
            .collect(),
        find_by: resource.find_by.text().map(str::to_owned),
        ignore_empty,
        mappings: if listed == 0 && !resource.mappings.is_unclear() { None } else { Some(plans) },
        link_columns: Vec::new(),
        parent: None,
        unclear,
    }
}

fn mapping_plan(mapping: &ast::Mapping<'_>) -> Option<MappingPlan> {
    let column =
        |number: &ast::Field<Number<'_>>| number.value().and_then(|number| usize::try_from(number.integer()?).ok());
    let extras = mapping.extras();
    // A blank default fills nothing.
    let default = match extras.default_value.value() {
        Some(default) => default.value.text().is_none_or(|value| !value.trim().is_empty()),
        None => extras.default_value.is_unclear(),
    };
    Some(MappingPlan {
        api_name: mapping.api_name.text()?.to_owned(),
        index: column(&mapping.index),
        format: mapping.format.text().map(str::to_owned),
        find_by: extras.find_by.text().map(str::to_owned),
        default,
        parent_column: column(&extras.parent_column_index),
    })
}
