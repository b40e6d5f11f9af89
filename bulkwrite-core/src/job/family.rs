//! Parents and children: which resources of a job belong together.
//!
//! Source: the create-job page, "Request JSON for parent-child modules". The first resource is the parent. Children are
//! subforms, line items, multi-select and multi-user lookups, each with a CSV of its own in the same upload. What ties a child
//! to its parent is `parent_column_index`: on `Parent_Id` in subforms and line items, on the lookup to the parent in linking
//! modules. That page knows no other job of several resources; the limit of 100 in the vendor's OpenAPI description hints
//! at jobs of independent modules, so a job counts as a family only by what its resources say.

use crate::job::ast::{FileId, Job, Mapping, Resource};
use crate::vendor::modules;

/// The field of subforms and line items that names the parent.
pub(crate) const PARENT_ID: &str = "Parent_Id";

/// What ties a resource to a parent.
pub(crate) struct Ties<'j, 'a> {
    /// The first mapping that has `parent_column_index`.
    pub(crate) linked: Option<&'j Mapping<'a>>,
    /// The mapping of `Parent_Id`, whether it has `parent_column_index` or not.
    pub(crate) parent_id: Option<&'j Mapping<'a>>,
    /// Whether there may be ties that cannot be read.
    pub(crate) unclear: bool,
}

impl Ties<'_, '_> {
    /// Whether the resource says that it is a child.
    pub(crate) const fn is_child(&self) -> bool {
        self.linked.is_some() || self.parent_id.is_some()
    }
}

/// Looks for the ties of a resource.
pub(crate) fn ties<'j, 'a>(resource: &'j Resource<'a>) -> Ties<'j, 'a> {
    let mut ties = Ties { linked: None, parent_id: None, unclear: resource.mappings.is_unclear() };
    for mapping in resource.mappings.value().into_iter().flatten() {
        let Some(mapping) = mapping.value() else {
            ties.unclear = true;
            continue;
        };
        if ties.linked.is_none() && !mapping.extras().parent_column_index.is_absent() {
            ties.linked = Some(mapping);
        }
        match mapping.api_name.text() {
            Some(PARENT_ID) if ties.parent_id.is_none() => ties.parent_id = Some(mapping),
            None => ties.unclear = true,
            Some(_) => {}
        }
    }
    ties
}

/// Whether anything in the job tells of parents and children: several resources, `parent_column_index` or `file_names`.
pub(crate) fn is_hinted(job: &Job<'_>) -> bool {
    job.resource_count().is_some_and(|count| count > 1)
        || job.resources().any(|resource| resource.rare.parent_column_index || !resource.file_names.is_absent())
}

/// Whether the job certainly writes a parent together with its children.
///
/// It does if one of several resources is tied to another, or comes from the first one's upload and is no standard module: an
/// upload has several CSVs only if they are a family. A `Parent_Id` that is looked up may name parents that exist already.
pub(crate) fn is_family(job: &Job<'_>) -> bool {
    let Some([first, others @ ..]) = job.resources.value().map(Vec::as_slice) else { return false };
    if others.is_empty() {
        return false;
    }
    let tied = job.resources().any(|resource| {
        let ties = ties(resource);
        ties.linked.is_some() || ties.parent_id.is_some_and(|mapping| mapping.extras().find_by.is_absent())
    });
    let upload = first.value().and_then(upload);
    let same_upload = |resource: &Resource<'_>| upload.is_some() && self::upload(resource) == upload;
    tied || others.iter().filter_map(|other| other.value()).any(|other| same_upload(other) && may_be_child(other))
}

/// Whether the module of a resource can be a child: standard modules never are.
pub(crate) fn may_be_child(resource: &Resource<'_>) -> bool {
    resource.module_name().is_some_and(|name| modules::is_custom(name.value))
}

/// The id of the upload, if readable.
pub(crate) fn upload<'a>(resource: &Resource<'a>) -> Option<&'a str> {
    match resource.file_id.value()? {
        FileId::Text(id) | FileId::Number(id) => Some(id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_jobs_hint_at_no_family() {
        for (resources, hinted) in [
            ("", false),
            (r#"{"field_mappings":[{"api_name":"A"}]}"#, false),
            ("{},{}", true),
            (r#"{"file_names":["a.csv"]}"#, true),
            (r#"{"field_mappings":[{"api_name":"A","parent_column_index":0}]}"#, true),
        ] {
            let text = format!(r#"{{"resource":[{resources}]}}"#);
            let told = crate::check::Checker::new(crate::options::Options::default())
                .with_json(text.as_bytes(), |job, _| job.map(is_hinted));
            assert_eq!(told, Some(hinted), "{resources}");
        }
    }

    #[test]
    fn a_family_is_tied_together_or_comes_from_one_upload() {
        let boats = r#"{"module":{"api_name":"Boats"},"file_id":"1","field_mappings":[{"api_name":"Name"}]}"#;
        for (other, is_one) in [
            (r#"{"module":{"api_name":"Trips"},"file_id":"2","field_mappings":[{"api_name":"Name"}]}"#, false),
            (r#"{"file_id":"2","field_mappings":[{"api_name":"Name","parent_column_index":0}]}"#, true),
            (r#"{"file_id":"2","field_mappings":[{"api_name":"Parent_Id"}]}"#, true),
            (r#"{"file_id":"2","field_mappings":[{"api_name":"Parent_Id","find_by":"id"}]}"#, false),
            (r#"{"module":{"api_name":"Trips"},"file_id":"1"}"#, true),
            (r#"{"module":{"api_name":"Leads"},"file_id":"1"}"#, false),
            (r#"{"file_id":"1"}"#, false),
        ] {
            let text = format!(r#"{{"resource":[{boats},{other}]}}"#);
            let checker = crate::check::Checker::new(crate::options::Options::default());
            assert_eq!(checker.with_json(text.as_bytes(), |job, _| job.map(is_family)), Some(is_one), "{other}");
        }
    }
}
