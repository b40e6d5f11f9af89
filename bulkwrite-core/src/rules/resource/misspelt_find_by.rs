use crate::job::ast::{At, Resource};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::edit::Edit;
use crate::text::quoted;
use crate::vendor::name;

rule! {
    /// ## What it does
    /// Finds a `find_by` that is meant to be `id` and spelt otherwise (`Id`, `ID`, `Record_Id`), and one of a resource that is
    /// no API name at all, which is an error.
    ///
    /// ## Why it matters
    /// Headers of exported files say `Id` or "Record Id"; the field is `id`. The CRM is on record with refusing `Id` as the name
    /// of a field.
    ///
    /// ## Incorrect
    /// ```json
    /// {
    ///     "operation": "update",
    ///     "ignore_empty": true,
    ///     "resource": [{
    ///         "type": "data",
    ///         "module": { "api_name": "Leads" },
    ///         "file_id": "4150868000005379001",
    ///         "find_by": "Id"
    ///     }]
    /// }
    /// ```
    ///
    /// ## Correct
    /// ```json
    /// {
    ///     "operation": "update",
    ///     "ignore_empty": true,
    ///     "resource": [{
    ///         "type": "data",
    ///         "module": { "api_name": "Leads" },
    ///         "file_id": "4150868000005379001",
    ///         "find_by": "id"
    ///     }]
    /// }
    /// ```
    ///
    /// ## Reference
    /// `find_by` on the create-job page, and the vendor's importer, which renames the header `Id` of exported files to `id`.
    "misspelt-find-by" Warning Resource(check) predicts INVALID_FIELD Inferred
}

/// Whether the text stands for `id` and is not.
pub(crate) fn means_id(text: &str) -> bool {
    if text == "id" || text.len() > 40 {
        return false;
    }
    let letters = text.bytes().filter(|byte| !matches!(byte, b'_' | b'-' | b' ')).map(|byte| byte.to_ascii_lowercase());
    letters.clone().eq(*b"id") || letters.eq(*b"recordid")
}

/// Whether a `find_by` is reported here; what is no API name at all is reported as that.
pub(crate) fn is_misspelt(text: &str) -> bool {
    means_id(text) && name::fault(text, "field").is_none()
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    for find_by in resource.find_by.known().into_iter().chain(resource.find_bys()) {
        if is_misspelt(find_by.value) {
            report(*find_by, cx);
        }
    }
}

#[cold]
fn report(find_by: At<&str>, cx: &mut Context<'_>) {
    let found = cx.report(&RULE, find_by.loc, format!("`find_by` is {}, and the field is `id`", quoted(find_by.value)));
    found.help("write `id`");
    let edits = vec![Edit::Replace { value: find_by.loc, with: "\"id\"".into() }];
    if find_by.value.trim().eq_ignore_ascii_case("id") {
        found.safe_fix("write `id`", edits);
    } else {
        found.unsafe_fix("write `id`", edits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_field_id_is_misspelt_in_few_ways() {
        for (text, is_meant) in [("Id", true), ("record id", true), ("Record_ID", true), ("id", false), ("ids", false)]
        {
            assert_eq!(means_id(text), is_meant, "{text}");
        }
        for (length, is_meant) in [(39, true), (40, true), (41, false), (42, false)] {
            assert_eq!(means_id(&format!("{}id", "_".repeat(length - 2))), is_meant, "{length}");
        }
    }
}
