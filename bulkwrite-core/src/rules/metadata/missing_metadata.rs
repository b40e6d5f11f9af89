use crate::job::ast::Resource;
use crate::metadata::{Metadata, is_standard};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::rules::metadata::unknown_module;
use crate::text::quoted;
use crate::text::suggest::near_miss;
use crate::vendor::{modules, name};

rule! {
    /// ## What it does
    /// Finds a module that the field metadata does not have, so that the fields of its resource are not checked.
    ///
    /// ## Why it matters
    /// Whoever sets metadata up relies on it: a misspelt field would pass unseen. The name of a file is the API name of its module,
    /// exactly: `leads.json` or `Leads_v8.json` are not read for `Leads`.
    ///
    /// ## Incorrect
    /// ```json resource
    /// { "type": "data", "module": { "api_name": "Vendors" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Correct
    /// ```json resource
    /// { "type": "data", "module": { "api_name": "Leads" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Reference
    /// The guide to field metadata: `bulkwrite explain metadata`.
    "missing-metadata" Warning Resource(check)
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    let Some(metadata) = &cx.options.metadata else { return };
    let Some(name) = resource.module_name() else { return };
    if metadata.get(name.value).is_some()
        || unknown_module::meant(metadata, name.value).is_some()
        || name::fault(name.value, "module").is_some()
        || is_misnamed(name.value)
    {
        return;
    }
    let place = metadata.folder().map(|folder| format!(" in {}", quoted(folder))).unwrap_or_default();
    let message = format!("there is no metadata of {}{place}: its fields are not checked", quoted(name.value));
    let file = |module: &str| quoted(&format!("{module}.json"));
    let help = match near(metadata, name.value) {
        Some(near) => {
            format!("rename {} to {} if it is meant: a file is named as its module", file(near), file(name.value))
        }
        None => {
            format!("save the answer of `GET /crm/v8/settings/fields` as {}; {}", file(name.value), there(metadata))
        }
    };
    cx.report(&RULE, name.loc, message).help(help);
}

/// Whether another rule says that the module goes by another name.
fn is_misnamed(name: &str) -> bool {
    modules::meant(name).is_some() || modules::standard(name).is_some_and(|known| known.api_name != name)
}

/// The file that was probably meant for a module.
fn near<'m>(metadata: &'m Metadata, module: &str) -> Option<&'m str> {
    let names = || metadata.modules().map(|(name, _)| name).filter(|name| !is_standard(name));
    names().find(|name| holds(name, module)).or_else(|| near_miss(module, names()))
}

/// Whether a name is that of a module with something before or behind it, in any case: `leads`, `Leads_v8`, `fields-Leads`.
fn holds(name: &str, module: &str) -> bool {
    let (name, module) = (name.to_ascii_lowercase(), module.to_ascii_lowercase());
    name.match_indices(&module).any(|(at, _)| {
        let ends = [name[..at].chars().next_back(), name[at + module.len()..].chars().next()];
        ends.into_iter().flatten().all(|c| !c.is_alphabetic())
    })
}

/// What is there instead, for a person.
fn there(metadata: &Metadata) -> String {
    const MOST: usize = 5;
    let names: Vec<String> = metadata.modules().take(MOST).map(|(name, _)| quoted(name)).collect();
    match metadata.len().saturating_sub(MOST) {
        _ if names.is_empty() => "there is none of any module".to_owned(),
        0 => format!("there is that of {}", names.join(", ")),
        more => format!("there is that of {}, and {more} more", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn a_file_name_may_hold_the_name_of_its_module() {
        for (name, module, expected) in [
            ("leads", "Leads", true),
            ("Leads_v8", "Leads", true),
            ("fields-leads", "Leads", true),
            ("Leads2", "Leads", true),
            ("Leadsx", "Leads", false),
            ("MyLeads", "Leads", false),
            ("Leadsx Leads", "Leads", true),
            ("Deals", "Leads", false),
            ("é", "Leads", false),
        ] {
            assert_eq!(holds(name, module), expected, "{name} {module}");
        }
    }
}
