use crate::job::ast::{Job, ModuleForm};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::Loc;
use crate::vendor::keys::{Key, Owner, get};

rule! {
    /// ## What it does
    /// Finds `file_names` and `parent_column_index` in a job for a version before v5.
    ///
    /// ## Why it matters
    /// Jobs of parents and children exist since v5. An older version ignores the key, and the children lose their parents,
    /// or refuses the job; which of the two is not documented.
    ///
    /// ## Incorrect
    /// In a job for v4:
    ///
    /// ```json resource v4
    /// {
    ///     "type": "data",
    ///     "module": { "api_name": "Leads" },
    ///     "file_id": "4150868000005379001",
    ///     "file_names": ["leads.csv"]
    /// }
    /// ```
    ///
    /// ## Correct
    /// In a job for v5:
    ///
    /// ```json resource v5
    /// {
    ///     "type": "data",
    ///     "module": { "api_name": "Leads" },
    ///     "file_id": "4150868000005379001",
    ///     "file_names": ["leads.csv"]
    /// }
    /// ```
    ///
    /// ## Reference
    /// The vendor's SDKs: 5.0 and later have both keys, 2.0, 2.1 and 4.0 neither.
    "too-new-key" Warning Family(check)
}

fn check(job: &Job<'_>, cx: &mut Context<'_>) {
    let (file_names, parent_column_index) =
        (get(Owner::Resource, "file_names"), get(Owner::Mapping, "parent_column_index"));
    if file_names.is_in(job.version) && parent_column_index.is_in(job.version) {
        return;
    }
    // The form that told the version, if the version was not given.
    let told_by = match cx.options.version {
        None => job.resources().find_map(|resource| {
            resource.module.known().filter(|module| module.value.form == ModuleForm::Text).map(|module| module.loc)
        }),
        Some(_) => None,
    };
    for resource in job.resources() {
        if let Some(names) = resource.file_names.known() {
            report(file_names, names.loc, told_by, cx);
        }
        for index in resource.parent_columns() {
            report(parent_column_index, index.loc, told_by, cx);
        }
    }
}

fn report(key: &Key, loc: Loc, told_by: Option<Loc>, cx: &mut Context<'_>) {
    let version = cx.job.version;
    let Some(since) = key.since.filter(|_| !key.is_in(version)) else { return };
    let key = key.name;
    let found = cx.report(&RULE, loc, format!("`{key}` exists since {since}, and the job is for {version}"));
    match told_by {
        Some(module) => {
            found.related(module, format!("a string here says that the job is for {version}"));
            found.help("name the version that the job is sent to, and from v2.1 on write `module` as an object");
        }
        None => {
            found.help(format!("send the job to {since} or later, or leave `{key}` out"));
        }
    }
}
