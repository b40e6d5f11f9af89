use crate::job::ast::Resource;
use crate::metadata::{ModuleFields, duplicate_check_field};
use crate::rules::context::{Context, Fields};
use crate::rules::declare::rule;
use crate::text::quoted;

rule! {
    /// ## What it does
    /// Finds a resource whose `find_by` is a field that is not unique: neither `id`, nor a unique or external field, nor the one by
    /// which the CRM itself finds duplicates in the module.
    ///
    /// ## Why it matters
    /// Which of several records with the same value is changed is left to chance, and an upsert may make new ones instead.
    ///
    /// ## Incorrect
    /// ```json
    /// {
    ///     "operation": "update",
    ///     "ignore_empty": true,
    ///     "resource": [{
    ///         "type": "data",
    ///         "module": { "api_name": "Leads" },
    ///         "file_id": "4150868000005379001",
    ///         "find_by": "Company",
    ///         "field_mappings": [{ "api_name": "Company", "index": 0 }]
    ///     }]
    /// }
    /// ```
    ///
    /// ## Correct
    /// ```json
    /// {
    ///     "operation": "update",
    ///     "ignore_empty": true,
    ///     "resource": [{
    ///         "type": "data",
    ///         "module": { "api_name": "Leads" },
    ///         "file_id": "4150868000005379001",
    ///         "find_by": "Email",
    ///         "field_mappings": [{ "api_name": "Email", "index": 0 }]
    ///     }]
    /// }
    /// ```
    ///
    /// ## Reference
    /// `find_by` on the create-job page: `id` or a unique field; the duplicate-check fields on the upsert page; `unique` and
    /// `external` on the fields-metadata page.
    "find-by-not-unique" Warning Fields(check)
}

/// The fields that records of a module can be found by beside `id`, a few at most.
pub(crate) fn keys<'m>(module: &str, fields: &'m ModuleFields) -> Vec<&'m str> {
    let system = duplicate_check_field(module);
    let is_key = |name: &str, unique: bool| name != "id" && (unique || system == Some(name));
    let keys = fields.iter().filter(|field| is_key(&field.api_name, field.unique == Some(true) || field.external));
    keys.map(|field| &*field.api_name).take(3).collect()
}

fn check(resource: &Resource<'_>, fields: &Fields<'_>, cx: &mut Context<'_>) {
    let Some(find_by) = resource.find_by.known().filter(|find_by| find_by.value != "id") else { return };
    let Some(field) = fields.all.get(find_by.value) else { return };
    if field.unique != Some(false) || field.external || duplicate_check_field(fields.module) == Some(find_by.value) {
        return;
    }
    let keys = keys(fields.module, fields.all).into_iter().map(quoted).collect::<Vec<_>>();
    let help = if keys.is_empty() {
        "find records by `id`, or make the field unique".to_owned()
    } else {
        format!("find records by `id` or by {}, or make the field unique", keys.join(" or "))
    };
    cx.report(&RULE, find_by.loc, format!("{} is not unique in {}", quoted(find_by.value), quoted(fields.module)))
        .help(help);
}
