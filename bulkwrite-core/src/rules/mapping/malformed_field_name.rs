use crate::job::ast::{At, Resource};
use crate::response::Basis;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::rules::metadata::unknown_field;
use crate::rules::shape::unresolved_placeholder;
use crate::source::Loc;
use crate::source::edit::Edit;
use crate::source::fault::Fault;
use crate::text::quoted;
use crate::vendor::name;

rule! {
    /// ## What it does
    /// Finds field names that cannot be API names: empty, with blanks ("Secondary Phone" is a label), with illegal or
    /// invisible characters; in `api_name` and `find_by` alike.
    ///
    /// ## Why it matters
    /// A mapping names its field by the API name. The CRM refuses a job with any other name.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Secondary Phone", "index": 1 }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Secondary_Phone", "index": 1 }
    /// ```
    ///
    /// ## Reference
    /// The error codes of the create-job page, whose own subform sample maps labels; the syntax of API names on the modules
    /// page.
    "malformed-field-name" Error Resource(keys) | OddName(name) predicts INVALID_FIELD Documented
}

/// What is wrong with a field's API name, if anything.
pub(crate) fn fault(name: &str) -> Option<Fault> {
    name::fault(name, "field")
}

fn keys(resource: &Resource<'_>, cx: &mut Context<'_>) {
    // An update without a field to find records by has a rule of its own.
    let may_be_missing = cx.job.updates() != Some(false);
    if let Some(find_by) = resource.find_by.known().filter(|at| !at.value.trim().is_empty() || !may_be_missing) {
        report(find_by, Of::Key, cx);
    }
    for find_by in resource.find_bys() {
        report(find_by, Of::OtherModule, cx);
    }
}

fn name(name: &At<&str>, cx: &mut Context<'_>) {
    report(name, Of::Mapping, cx);
}

/// What a name is the name of.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    /// The field that a mapping fills.
    Mapping,
    /// The field that records are found by.
    Key,
    /// The field of a looked-up module.
    OtherModule,
}

fn report(name: &At<&str>, of: Of, cx: &mut Context<'_>) {
    let Some(fault) = fault(name.value) else { return };
    // Where the fields are known, it can be said whose label this is.
    if of != Of::OtherModule && unknown_field::explains(name.value, cx) {
        return;
    }
    let answer = || format!("invalid mapping. invalid api_name {}.", name.value);
    if unresolved_placeholder::report_within(name.value, name.loc, ("INVALID_FIELD", answer), cx) {
        return;
    }
    if of == Of::Mapping && report_header(name, fault.within, cx) {
        return;
    }
    let found = cx.report(&RULE, name.loc, fault.message);
    found.help = fault.help.map(Into::into);
    found.within = fault.within;
    found.answer(answer());
    if of != Of::Mapping {
        found.basis(Basis::Inferred);
    }
    let Some((meant, certain)) = name::meant(name.value) else { return };
    let title = format!("write `{meant}`");
    let edits = vec![Edit::Replace { value: name.loc, with: format!("\"{meant}\"").into() }];
    if certain {
        found.safe_fix(title, edits);
    } else {
        found.unsafe_fix(title, edits);
    }
}

/// Reports a lookup that is named as in a header row, with the field of the other module behind a dot.
#[cold]
fn report_header(name: &At<&str>, within: Option<Loc>, cx: &mut Context<'_>) -> bool {
    let Some((lookup, field)) = name::lookup_in_header(name.value) else { return false };
    let mapping = cx.resource().and_then(|resource| {
        let mut mappings = resource.mappings();
        mappings.find(|mapping| mapping.api_name.known().is_some_and(|at| at.loc == name.loc))
    });
    let added = mapping.map(|mapping| (mapping.loc, mapping.extras().find_by.is_absent()));
    let found = cx.report(&RULE, name.loc, format!("{} is how a header row names a lookup", quoted(name.value)));
    found.within = within;
    found.help(format!("write `{lookup}` with `\"find_by\": \"{field}\"`"));
    found.answer(format!("invalid mapping. invalid api_name {}.", name.value));
    if let Some((map, true)) = added {
        let edits = vec![
            Edit::Replace { value: name.loc, with: format!("\"{lookup}\"").into() },
            Edit::AddEntry { map, key: "find_by".into(), value: format!("\"{field}\"").into() },
        ];
        found.unsafe_fix(format!("write `{lookup}`, found by `{field}`"), edits);
    }
    true
}
