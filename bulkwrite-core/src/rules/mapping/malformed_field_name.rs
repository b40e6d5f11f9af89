use crate::ast::{Mapping, Str};
use crate::check::Context;
use crate::diagnostic::Edit;
use crate::model::Fault;
use crate::name;
use crate::rule::rule;
use crate::rules::metadata::unknown_field;

rule! {
    /// ## What it does
    /// Finds field names that cannot be API names: empty, with blanks ("Secondary Phone" is a label), with illegal or
    /// invisible characters.
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
    "malformed-field-name" Error Mapping(check) predicts INVALID_FIELD Documented
}

/// What is wrong with a field's API name, if anything.
pub(crate) fn fault(name: &str) -> Option<Fault> {
    name::fault(name, "field")
}

fn check(mapping: &Mapping<'_>, cx: &mut Context<'_>) {
    report(&mapping.api_name, true, cx);
    report(&mapping.find_by, false, cx);
}

fn report(name: &Str<'_>, is_own: bool, cx: &mut Context<'_>) {
    let Some(name) = name.known() else { return };
    let Some(fault) = fault(name.value) else { return };
    // Where the fields are known, it can be said whose label this is.
    if is_own && unknown_field::explains(name.value, cx) {
        return;
    }
    let found = cx.report(&RULE, name.loc, fault.message);
    found.help.clone_from(&fault.help.map(Into::into));
    found.within = fault.within;
    found.answer(format!("invalid mapping. invalid api_name {}.", name.value));
    if let Some(trimmed) = name::trimmed(name.value) {
        let with = format!("\"{trimmed}\"");
        found.safe_fix("remove the blanks", vec![Edit::Replace { value: name.loc, with: with.into() }]);
    }
}
