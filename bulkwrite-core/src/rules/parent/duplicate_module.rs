use crate::job::ast::Job;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::text::{quoted, sort};
use crate::vendor::name;

rule! {
    /// ## What it does
    /// Finds a module that two resources write.
    ///
    /// ## Why it matters
    /// Each module can be mapped to one CSV only.
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
    ///     "module": { "api_name": "Leads" },
    ///     "file_id": "4150868000005379001",
    ///     "file_names": ["more_leads.csv"],
    ///     "field_mappings": [{ "api_name": "Last_Name", "index": 0 }]
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
    /// }
    /// ```
    ///
    /// ## Reference
    /// The notes to the request of parent-child modules on the create-job page. What the CRM answers is not documented.
    "duplicate-module" Warning Family(check)
}

fn check(job: &Job<'_>, cx: &mut Context<'_>) {
    if job.resource_count().is_none_or(|count| count < 2) {
        return;
    }
    let mut names: Vec<_> = job.resources().filter_map(|resource| resource.module_name()).collect();
    sort::by_key(&mut names, |name| (name.value, name.loc));
    for pair in names.windows(2) {
        let [first, name] = pair else { continue };
        if first.value == name.value && name::fault(name.value, "module").is_none() {
            cx.report(&RULE, name.loc, format!("two resources write {}", quoted(name.value)))
                .related(first.loc, "the module is written here already")
                .help("put the rows into one CSV and one resource, or into jobs of their own");
        }
    }
}
