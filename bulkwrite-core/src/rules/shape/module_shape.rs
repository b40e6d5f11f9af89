use serde_json::Value as Json;

use crate::job::ast::{ModuleForm, Resource};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::edit::Edit;
use crate::vendor::version::{ApiVersion, ModuleShape};

rule! {
    /// ## What it does
    /// Finds `module` in the form of another version: a string on v2.1 and later, an object on v2. Without a version given,
    /// a job is for v2 if its modules are strings, all of them.
    ///
    /// ## Why it matters
    /// v2 takes the API name itself, all later versions take it inside an object. Jobs that were written for one version and
    /// sent to another are refused.
    ///
    /// ## Incorrect
    /// In a job for v8:
    ///
    /// ```json resource v8
    /// { "type": "data", "module": "Leads", "file_id": "4150868000005379001" }
    /// ```
    ///
    /// In a job for v2:
    ///
    /// ```json resource v2
    /// { "type": "data", "module": { "api_name": "Leads" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Correct
    /// In a job for v8:
    ///
    /// ```json resource v8
    /// { "type": "data", "module": { "api_name": "Leads" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// In a job for v2:
    ///
    /// ```json resource v2
    /// { "type": "data", "module": "Leads", "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Reference
    /// The recorded requests of v2 and v2.1; the vendor's SDKs 2.0 (a string), 2.1 and later (an object).
    "module-shape" Error Resource(check) predicts INVALID_DATA Inferred
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    let Some(module) = resource.module.known() else { return };
    let version = cx.job.version;
    if !is_other(resource, version) {
        return;
    }
    let object = module.value.form == ModuleForm::Object;
    if module.value.api_name.is_absent() {
        // A misspelt key goes with its object.
        cx.claim_misspelling(module.loc, "api_name");
    }
    let name = module.value.api_name.text().filter(|name| !name.trim().is_empty());
    let name = name.map(|name| Json::from(name).to_string());
    let (is, takes) = if object { ("an object", "a string") } else { ("a string", "an object") };
    let inferred_from = match cx.options.version {
        None => cx.job.resources().find_map(|first| first.module.known()).map(|first| first.loc),
        Some(_) => None,
    };
    let found = cx.report(&RULE, module.loc, format!("`module` is {is}, and {version} takes {takes}"));
    if let Some(first) = inferred_from {
        found.related(first, format!("this form says that the job is for {version}"));
    }
    let Some(name) = name else {
        found.help(if object {
            "write the API name alone, such as `\"Leads\"`"
        } else {
            "write an object with the API name, such as `{ \"api_name\": \"Leads\" }`"
        });
        return;
    };
    if !object {
        let with = format!("{{\"api_name\":{name}}}");
        found
            .help(format!("write `{{ \"api_name\": {name} }}`"))
            .safe_fix("put the name into an object", vec![Edit::Replace { value: module.loc, with: with.into() }]);
        return;
    }
    let (help, title) = if module.value.id.is_absent() {
        ("write the name alone", "write the name alone")
    } else {
        ("write the name alone; v2 has no place for the `id`", "write the name alone, without the `id`")
    };
    found
        .help(format!("{help}: `{name}`"))
        .safe_fix(title, vec![Edit::Replace { value: module.loc, with: name.into() }]);
}

/// Whether the module has the form of another version.
pub(crate) fn is_other(resource: &Resource<'_>, version: ApiVersion) -> bool {
    let Some(module) = resource.module.value() else { return false };
    matches!(
        (module.form, version.facts().module),
        (ModuleForm::Text, ModuleShape::Object) | (ModuleForm::Object, ModuleShape::Text)
    )
}

#[cfg(test)]
mod tests {
    use crate::check::Checker;
    use crate::options::Options;
    use crate::vendor::version::ApiVersion;

    #[test]
    fn a_misspelt_key_goes_with_its_object_only_where_it_is_the_name() {
        let checker = Checker::new(Options { version: Some(ApiVersion::V2), ..Options::default() });
        for (module, names) in [
            (r#"{"api_nam":"Leads"}"#, &["module-shape"][..]),
            (r#"{"api_name":"Leads","api_nam":"Leads"}"#, &["module-shape", "unknown-key"]),
        ] {
            let job = format!(
                r#"{{"operation":"insert","resource":[{{"type":"data","module":{module},"file_id":"4150868000005379001"}}]}}"#
            );
            let report = checker.check_json(job.as_bytes());
            let found: Vec<&str> = report.diagnostics().iter().map(|found| found.rule.name).collect();
            assert_eq!(found, names, "{module}");
        }
    }
}
