use crate::ast::Resource;
use crate::check::Context;
use crate::diagnostic::quoted;
use crate::modules::INVENTORY;
use crate::rule::rule;
use crate::version::InventoryModules;

rule! {
    /// ## What it does
    /// Finds Quotes, Sales Orders, Purchase Orders or Invoices in a job for a version whose page does not list them, or did
    /// not always.
    ///
    /// ## Why it matters
    /// The pages disagree: that of v5 lists these modules, those of v2, v2.1, v3 and v7 do so in newer editions only, if at all,
    /// and what the CRM does not support it refuses.
    ///
    /// ## Incorrect
    /// ```json resource v7
    /// { "type": "data", "module": { "api_name": "Sales_Orders" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Correct
    /// ```json resource v5
    /// { "type": "data", "module": { "api_name": "Sales_Orders" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Reference
    /// "Possible module names" on the create-job page of each version.
    "inventory-module" Warning OddModule(check) predicts MODULE_NOT_AVAILABLE Inferred
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    let Some(name) = resource.module_name() else { return };
    let version = cx.job.version;
    if version.facts().inventory != InventoryModules::Omitted || !INVENTORY.contains(&name.value) {
        return;
    }
    cx.report(&RULE, name.loc, format!("not every edition of the page of {version} lists {}", quoted(name.value)))
        .help("send the job to v5, whose page lists it, or see first whether the CRM takes a small one")
        .answer(format!("Requested module '{}' is not available.", name.value));
}
