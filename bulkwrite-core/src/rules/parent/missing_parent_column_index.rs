use crate::job::ast::{Field, Job, Mapping, Resource};
use crate::job::family;
use crate::level::Level;
use crate::report::diagnostic::Diagnostic;
use crate::response::Basis;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::text::quoted;

rule! {
    /// ## What it does
    /// Finds a child resource that does not say which column of the parent's CSV it repeats: its mapping of `Parent_Id`, or in
    /// a linking module that of the lookup to the parent, lacks `parent_column_index`.
    ///
    /// ## Why it matters
    /// The ids of parents that the same job writes are not known yet. `parent_column_index` ties each row of the child to its
    /// parent by a column that both files have, and the CRM requires it of every child. A `Parent_Id` that is looked up by
    /// `find_by` instead finds only parents that exist already; where the child has an upload of its own, that is a warning.
    ///
    /// ## Incorrect
    /// ```json resource
    /// {
    ///     "type": "data",
    ///     "module": { "api_name": "Leads" },
    ///     "file_id": "4150868000005379001",
    ///     "file_names": ["leads.csv"],
    ///     "field_mappings": [{ "api_name": "Last_Name", "index": 0 }]
    /// },
    /// {
    ///     "type": "data",
    ///     "module": { "api_name": "Other_Contacts" },
    ///     "file_id": "4150868000005379001",
    ///     "file_names": ["other_contacts.csv"],
    ///     "field_mappings": [{ "api_name": "Phone", "index": 0 }, { "api_name": "Parent_Id", "index": 1 }]
    /// }
    /// ```
    ///
    /// ## Correct
    /// ```json resource
    /// {
    ///     "type": "data",
    ///     "module": { "api_name": "Leads" },
    ///     "file_id": "4150868000005379001",
    ///     "file_names": ["leads.csv"],
    ///     "field_mappings": [{ "api_name": "Last_Name", "index": 0 }]
    /// },
    /// {
    ///     "type": "data",
    ///     "module": { "api_name": "Other_Contacts" },
    ///     "file_id": "4150868000005379001",
    ///     "file_names": ["other_contacts.csv"],
    ///     "field_mappings": [
    ///         { "api_name": "Phone", "index": 0 },
    ///         { "api_name": "Parent_Id", "index": 1, "parent_column_index": 0 }
    ///     ]
    /// }
    /// ```
    ///
    /// ## Reference
    /// The request of parent-child modules on the create-job page; the message in the vendor's OpenAPI description of v8.
    "missing-parent-column-index" Error Family(check) predicts MANDATORY_NOT_FOUND Documented
}

fn check(job: &Job<'_>, cx: &mut Context<'_>) {
    let Some(resources) = job.resources.value().filter(|resources| resources.len() > 1) else { return };
    let first = resources[0].value();
    // A child in the first place has the place of the parent: what follows it may be the parent.
    let parent = first.filter(|first| !family::ties(first).is_child());
    let is_family = parent.is_some() && family::is_family(job);
    for (position, resource) in resources.iter().enumerate() {
        let Some(resource) = resource.value() else { continue };
        let ties = family::ties(resource);
        if ties.linked.is_some() {
            continue;
        }
        if let Some(mapping) = ties.parent_id {
            // Before the first resource there is no parent that could be meant instead.
            if position > 0 || mapping.extras().find_by.is_absent() {
                let same_upload = first.and_then(family::upload) == family::upload(resource);
                report_parent_id(mapping, same_upload, cx);
            }
        } else if let (true, Some(parent)) = (is_family && !ties.unclear, parent) {
            report_unlinked(resource, parent, cx);
        }
    }
}

const KEY: &str = "parent_column_index";
const ANSWER: &str = "Required key parent_column_index is not available";

#[cold]
fn report_parent_id(mapping: &Mapping<'_>, same_upload: bool, cx: &mut Context<'_>) {
    if let Some(find_by) = mapping.extras().find_by.loc().filter(|_| !same_upload) {
        cx.report(&RULE, find_by, "`find_by` finds only parents that exist already")
            .help("write `parent_column_index` instead of it if this job writes the parents")
            .level(Level::Warning)
            .answer(ANSWER)
            .basis(Basis::Inferred);
        return;
    }
    report_unlinked_mapping(mapping, family::PARENT_ID, cx);
}

fn report_unlinked_mapping<'c>(mapping: &Mapping<'_>, field: &str, cx: &'c mut Context<'_>) -> &'c mut Diagnostic {
    let misspelt = cx.claim_misspelling(mapping.loc, KEY);
    let message = format!("the mapping of {} has no `parent_column_index`", quoted(field));
    let key = (KEY, &mapping.extras().parent_column_index);
    let found = cx.report_absent(&RULE, mapping.loc, key, misspelt.as_ref(), &message).answer(ANSWER);
    if misspelt.is_some() {
        return found;
    }
    if let Some(find_by) = mapping.extras().find_by.loc() {
        found.related(find_by, "this finds only parents that exist already").help(
            "write `\"parent_column_index\"` instead of `find_by`: the index of the shared column in the parent's CSV",
        );
    } else {
        found.help("add `\"parent_column_index\"`: the index, in the parent's CSV, of the column that both files have");
    }
    found
}

#[cold]
fn report_unlinked(resource: &Resource<'_>, parent: &Resource<'_>, cx: &mut Context<'_>) {
    let Field::Known(mappings) = &resource.mappings else { return };
    let Some(child) = resource.module_name() else { return };
    if mappings.value.is_empty() {
        return;
    }
    let parent_name = parent.module_name().map(|name| name.value);
    // The parent itself, or one module twice, which is a mistake of its own.
    if parent_name == Some(child.value) {
        return;
    }
    let lookups = || resource.mappings().filter(|mapping| is_named_after(mapping, parent_name));
    let lookup = lookups().find(|mapping| mapping.extras().find_by.is_absent()).or_else(|| lookups().next());
    let parent_is = parent_name.map_or_else(|| "the parent".to_owned(), quoted);
    let found = if let Some(lookup) = lookup {
        report_unlinked_mapping(lookup, lookup.api_name.text().unwrap_or_default(), cx)
    } else {
        let message = format!("nothing ties {} to {parent_is}", quoted(child.value));
        cx.report(&RULE, mappings.loc, message)
            .help("add `\"parent_column_index\"` to the mapping of `Parent_Id`, or of the lookup to the parent")
    };
    found.answer(ANSWER);
    found.key = Some(KEY);
    if !family::may_be_child(resource) {
        found.level(Level::Warning).basis(Basis::Inferred);
    }
}

/// Whether a field is named after the parent's module, as lookups in linking modules are: `Leads`, `Lead`, `Lead_Name`.
fn is_named_after(mapping: &Mapping<'_>, parent: Option<&str>) -> bool {
    let (Some(field), Some(parent)) = (mapping.api_name.text(), parent) else { return false };
    let field = field.to_ascii_lowercase();
    let field = field.strip_prefix("parent_").unwrap_or(&field);
    let field = ["_name", "_lookup", "_id"].iter().find_map(|end| field.strip_suffix(end)).unwrap_or(field);
    singular(field) == singular(&parent.to_ascii_lowercase())
}

fn singular(name: &str) -> &str {
    name.strip_suffix("ies").or_else(|| name.strip_suffix('y')).or_else(|| name.strip_suffix('s')).unwrap_or(name)
}
