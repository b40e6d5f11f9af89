use crate::job::ast::Resource;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::text::quoted;
use crate::vendor::modules::INVENTORY;
use crate::vendor::version::InventoryModules;

rule! {
    /// ## What it does
    /// Finds Quotes, Sales Orders, Purchase Orders or Invoices in a job for a version whose documentation does not list them,
    /// or did not always.
    ///
    /// ## Why it matters
    /// The pages disagree: that of v5 lists these modules, those of v2, v2.1, v3 and v7 do so in newer editions only, if at all.
    /// The CRM refuses modules that it does not support.
    ///
    /// ## Incorrect
    /// In a job for v7:
    ///
    /// ```json resource v7
    /// { "type": "data", "module": { "api_name": "Sales_Orders" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Correct
    /// In a job for v5:
    ///
    /// ```json resource v5
    /// { "type": "data", "module": { "api_name": "Sales_Orders" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Reference
    /// "Possible module names" on the create-job page of each version.
    "inventory-module" Off Resource(check) predicts MODULE_NOT_AVAILABLE Inferred
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    let Some(name) = resource.module_name() else { return };
    let version = cx.job.version;
    if version.facts().inventory != InventoryModules::Omitted || !INVENTORY.contains(&name.value) {
        return;
    }
    cx.report(
        &RULE,
        name.loc,
        format!("not every edition of the documentation of {version} lists {}", quoted(name.value)),
    )
    .help("send the job to v5, whose documentation lists it, or send a small one first to see whether the CRM takes it")
    .answer(format!("Requested module '{}' is not available.", name.value));
}
