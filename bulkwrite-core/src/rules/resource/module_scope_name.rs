use crate::job::ast::Resource;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::edit::Edit;
use crate::text::quoted;
use crate::vendor::{modules, name};

rule! {
    /// ## What it does
    /// Finds a module that is named as OAuth scopes name it, `leads` or `salesorders`, instead of by its API name.
    ///
    /// ## Why it matters
    /// The create-job page lists the "possible module names" as they stand in scopes. In the body, a module goes by its API
    /// name; whether the CRM also takes the other is not documented.
    ///
    /// ## Incorrect
    /// ```json resource v8
    /// { "type": "data", "module": { "api_name": "salesorders" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Correct
    /// ```json resource v8
    /// { "type": "data", "module": { "api_name": "Sales_Orders" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Reference
    /// "Possible module names" on the create-job page; the API names of the vendor's SDK 8.0.
    "module-scope-name" Warning Resource(check) predicts MODULE_NOT_AVAILABLE Inferred
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    let Some(name) = resource.module_name() else { return };
    let report = |cx: &mut Context<'_>, help: String, api_name: Option<&str>| {
        let found =
            cx.report(&RULE, name.loc, format!("{} is the name of a scope, not of a module", quoted(name.value)));
        found.help(help).answer(format!("Requested module '{}' is not available.", name.value));
        if let Some(api_name) = api_name {
            let with = format!("\"{api_name}\"").into();
            found.safe_fix(format!("write `{api_name}`"), vec![Edit::Replace { value: name.loc, with }]);
        }
    };
    match modules::standard(name.value) {
        Some(known) if known.api_name != name.value && name::fault(name.value, "module").is_none() => {
            report(cx, format!("write the API name, `{}`", known.api_name), Some(known.api_name));
        }
        None if name.value == "custom" => report(cx, "write the API name of the custom module".to_owned(), None),
        _ => {}
    }
}
