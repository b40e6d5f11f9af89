//! Keys that people write although their object does not have them.

use crate::text::suggest::{fold, near_miss};
use crate::vendor::keys::Owner;

/// A key that people write although its object does not have it.
pub(crate) struct Known {
    owner: Owner,
    /// Folded: without case and `_`.
    key: &'static str,
    /// The key of the same object that it stands for.
    meant: Option<&'static str>,
    /// What to do; `None` where writing the other key is all.
    pub(crate) help: Option<&'static str>,
    /// What is written before and behind a string that stands there.
    pub(crate) around: Option<[&'static str; 2]>,
}

/// Sources: the vendor's Records, Bulk Read and callback documentation, whose keys these are, and jobs in public code.
const KNOWN: &[Known] = {
    use Owner::{Callback, DefaultValue, Job, Mapping, Module, Resource};
    const fn alias(owner: Owner, key: &'static str, meant: &'static str) -> Known {
        Known { owner, key, meant: Some(meant), help: None, around: None }
    }
    const fn around(owner: Owner, key: &'static str, meant: &'static str, around: [&'static str; 2]) -> Known {
        Known { owner, key, meant: Some(meant), help: None, around: Some(around) }
    }
    const fn alike(owner: Owner, key: &'static str, meant: &'static str, help: &'static str) -> Known {
        Known { owner, key, meant: Some(meant), help: Some(help), around: None }
    }
    const fn foreign(owner: Owner, key: &'static str, help: &'static str) -> Known {
        Known { owner, key, meant: None, help: Some(help), around: None }
    }
    const BY_POSITION: &str = "name the column by its position: `index`, counted from 0";
    const ANSWERED: &str = "remove it: the CRM writes it into its answers";
    &[
        alias(Job, "action", "operation"),
        alias(Job, "op", "operation"),
        alias(Job, "encoding", "character_encoding"),
        alias(Job, "charset", "character_encoding"),
        around(Job, "callbackurl", "callback", ["{ \"url\": ", ", \"method\": \"post\" }"]),
        foreign(Job, "data", "records are not part of the body: upload them as a zipped CSV and name it by `file_id`"),
        foreign(Job, "query", "remove it: `query` belongs to the Bulk Read API"),
        foreign(Job, "trigger", "remove it: `trigger` belongs to the Records API"),
        foreign(
            Job,
            "filetype",
            "remove it: `file_type` belongs to the Bulk Read API, and bulk write reads a zipped CSV",
        ),
        foreign(Job, "version", "remove it: the version stands in the path of the request"),
        foreign(Job, "status", ANSWERED),
        foreign(Job, "id", ANSWERED),
        foreign(Job, "result", ANSWERED),
        foreign(Job, "createdby", ANSWERED),
        foreign(Job, "createdtime", ANSWERED),
        alias(Callback, "uri", "url"),
        alias(Callback, "callbackurl", "url"),
        alias(Callback, "endpoint", "url"),
        foreign(Callback, "headers", "remove it: the CRM sends no headers of yours"),
        alias(Resource, "kind", "type"),
        alias(Resource, "resourcetype", "type"),
        alias(Resource, "modulename", "module"),
        alias(Resource, "mappings", "field_mappings"),
        alias(Resource, "fields", "field_mappings"),
        around(Resource, "filename", "file_names", ["[", "]"]),
        foreign(Resource, "header", "remove it: the first row of the CSV always is its header"),
        alias(Resource, "duplicatecheckfields", "find_by"),
        alias(Resource, "duplicatecheckfield", "find_by"),
        alias(Job, "duplicatecheckfields", "find_by"),
        foreign(Resource, "status", ANSWERED),
        foreign(Resource, "code", ANSWERED),
        foreign(Resource, "file", "remove it: the CRM writes it into its answers; the upload is named by `file_id`"),
        alias(Module, "name", "api_name"),
        alias(Module, "module", "api_name"),
        alias(Mapping, "name", "api_name"),
        alias(Mapping, "field", "api_name"),
        alias(Mapping, "fieldname", "api_name"),
        alias(Mapping, "fieldapiname", "api_name"),
        alias(Mapping, "column", "index"),
        alias(Mapping, "columnindex", "index"),
        alias(Mapping, "position", "index"),
        alias(Mapping, "idx", "index"),
        alike(Mapping, "header", "index", BY_POSITION),
        alike(Mapping, "columnname", "index", BY_POSITION),
        alias(Mapping, "default", "default_value"),
        alias(Mapping, "dateformat", "format"),
        alias(Mapping, "pattern", "format"),
        around(Mapping, "value", "default_value", ["{ \"value\": ", " }"]),
        foreign(Mapping, "type", "remove it: the CRM knows the types of its fields"),
        foreign(Mapping, "datatype", "remove it: the CRM knows the types of its fields"),
        alias(DefaultValue, "default", "value"),
        alias(DefaultValue, "val", "value"),
    ]
};

/// What is known of a key that the object does not have.
pub(crate) fn known(owner: Owner, key: &str) -> Option<&'static Known> {
    if key.len() > 64 {
        return None;
    }
    let folded = fold(key);
    KNOWN.iter().find(|known| known.owner == owner && known.key == folded)
}

/// The key of the object that was probably meant, and whether it is another word for it instead of a misspelling.
pub(crate) fn meant(owner: Owner, key: &str) -> (Option<&'static str>, bool) {
    match known(owner, key) {
        Some(known) => (known.meant, true),
        None => (near_miss(key, owner.names()), false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_longer_than_any_key_is_not_known() {
        for (length, is_known) in [(63, true), (64, true), (65, false), (66, false)] {
            let key = format!("{}header", "_".repeat(length - 6));
            assert_eq!(known(Owner::Mapping, &key).is_some(), is_known, "{length}");
        }
    }
}
