use crate::job::ast::Resource;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::edit::Edit;
use crate::text::quoted;

rule! {
    /// ## What it does
    /// Finds a `type` that is not `data`.
    ///
    /// ## Why it matters
    /// `data` is the only type of resource that there is. The module goes into `module`.
    ///
    /// ## Incorrect
    /// ```json resource
    /// { "type": "Leads", "module": { "api_name": "Leads" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Correct
    /// ```json resource
    /// { "type": "data", "module": { "api_name": "Leads" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Reference
    /// `type` on the create-job page; the code is that of bad values in the vendor's OpenAPI description of v8.
    "unsupported-resource-type" Error Resource(check) predicts INVALID_DATA Inferred
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    let Some(kind) = resource.kind.known().filter(|kind| kind.value != "data") else { return };
    let message = match kind.value {
        "" => "`type` is empty".to_owned(),
        text => format!("{} is no type of resource", quoted(text)),
    };
    cx.report(&RULE, kind.loc, message)
        .help("write `data`, the only type that there is")
        .safe_fix("write `data`", vec![Edit::Replace { value: kind.loc, with: "\"data\"".into() }]);
}
