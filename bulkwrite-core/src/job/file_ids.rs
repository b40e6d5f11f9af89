//! The ids that a job names: those of uploads, and others that could be taken for them.

use crate::job::ast::{FileId, Job, Resource};
use crate::source::Loc;
use crate::vendor::ids::{Parts, is_digits, parts, standard_module};

/// Whether nobody has anything to say about the ids of the job: the resources have one file id, that of an upload by its
/// looks, and there is no other id to compare it with.
pub(crate) fn are_plain(job: &Job<'_>) -> bool {
    let mut first = None;
    job.resources().all(|resource| {
        let is_alone =
            !resource.rare.default_value && resource.module.value().is_none_or(|module| module.id.is_absent());
        is_alone
            && match resource.file_id.value() {
                Some(FileId::Text(id)) => *first.get_or_insert(*id) == *id,
                Some(FileId::Number(_)) => false,
                None => true,
            }
    }) && first.is_none_or(|id| {
        let is_upload = |parts: Parts<'_>| standard_module(parts.sequence).is_none();
        is_digits(id) && parts(id).is_ok_and(is_upload)
    })
}

/// The file id of a resource, if it is made of ASCII digits.
pub(crate) fn file_id<'a>(resource: &Resource<'a>) -> Option<(&'a str, Loc)> {
    let id = resource.file_id.known()?;
    match id.value {
        FileId::Text(text) if is_digits(text) => Some((text, id.loc)),
        _ => None,
    }
}

/// An id of the job that is not that of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct OtherId<'a> {
    pub(crate) id: &'a str,
    pub(crate) loc: Loc,
    /// What has the id: "the module".
    pub(crate) owner: &'static str,
}

/// The ids of modules, and of layouts and owners that are defaults, as far as they look like ids.
pub(crate) fn others<'a>(job: &Job<'a>) -> Vec<OtherId<'a>> {
    let mut others = Vec::new();
    let mut push = |id: &'a str, loc, owner| {
        if is_digits(id) && parts(id).is_ok() {
            others.push(OtherId { id, loc, owner });
        }
    };
    for resource in job.resources() {
        if let Some(id) = resource.module.value().and_then(|module| module.id.known()) {
            push(id.value, id.loc, "the module");
        }
        for (mapping, default) in resource.defaults() {
            let owner = match mapping.api_name.text() {
                Some("Layout") => "the layout",
                Some("Owner") => "the owner",
                _ => continue,
            };
            if let Some(id) = default.value.known() {
                push(id.value, id.loc, owner);
            }
        }
    }
    others
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_ids_take_the_short_way() {
        let plain = |resources: &[&str]| {
            let text = format!(r#"{{"resource":[{}]}}"#, resources.join(","));
            crate::check::Checker::new(crate::options::Options::default())
                .with_json(text.as_bytes(), |job, _| job.is_some_and(are_plain))
        };
        let (own, other) = (r#"{"file_id":"4150868000005379001"}"#, r#"{"file_id":"4150868000005379002"}"#);
        assert!(plain(&[]) && plain(&["{}"]) && plain(&[own]) && plain(&[own, "{}", own]));
        assert!(!plain(&[own, other]));
        for odd in [
            r#"{"file_id":4150868000005379001}"#,
            r#"{"file_id":"415086800000537900"}"#,
            r#"{"file_id":"4150868000000002175"}"#,
            r#"{"file_id":"415086800000537900x"}"#,
            r#"{"module":{"api_name":"Leads","id":"4150868000000002175"}}"#,
            r#"{"field_mappings":[{"api_name":"Layout","default_value":{"value":"1"}}]}"#,
        ] {
            assert!(!plain(&[odd]), "{odd}");
        }
    }
}
