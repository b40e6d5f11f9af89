use crate::job::ast::Mapping;
use crate::metadata::{DataType, Field, Kind};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::text::quoted;

rule! {
    /// ## What it does
    /// Finds fields of a type that no column can fill: auto-numbers, formulas and rollup summaries, files and images, `Tag`; and
    /// subforms and multi-select lookups, which take a resource of their own.
    ///
    /// ## Why it matters
    /// Bulk write does not take them: the job is refused, or the column is lost.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 },
    /// { "api_name": "Formula_Decimal", "index": 1 }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 }
    /// ```
    ///
    /// ## Reference
    /// The unsupported features on the bulk-write pages; the parent-child request on the create-job page; the vendor's own
    /// importer, which leaves these types out.
    "unsupported-field-type" Error Field(check)
}

/// Why no column can fill the field.
pub(crate) enum Reason {
    Child,
    Computed,
    File,
    Tag,
}

pub(crate) fn reason(field: &Field) -> Option<Reason> {
    match field.data_type.kind() {
        Kind::Child => Some(Reason::Child),
        Kind::Computed => Some(Reason::Computed),
        Kind::File => Some(Reason::File),
        // Tags are a list, although their type says text.
        _ if &*field.api_name == "Tag" && &*field.json_type != "string" => Some(Reason::Tag),
        _ => None,
    }
}

fn check(mapping: &Mapping<'_>, field: &Field, cx: &mut Context<'_>) {
    let Some(reason) = reason(field) else { return };
    let found_by = cx.resource().and_then(|resource| resource.find_by.text());
    if found_by == Some(&*field.api_name) {
        return; // an auto-number is not written, but records can be found by it
    }
    let Some(loc) = mapping.api_name.loc() else { return };
    let name = quoted(&field.api_name);
    let (message, help) = match reason {
        Reason::Child => {
            let module = match (&field.data_type, &field.related) {
                (_, Some(module)) => format!("module {}", quoted(module)),
                (DataType::Subform, None) => "subform's module".to_owned(),
                _ => "linking module".to_owned(),
            };
            (
                format!("{name} is {field}, which no column can fill"),
                format!("remove the mapping, and write its rows by a resource of their own for the {module}"),
            )
        }
        Reason::Computed => (format!("{name} is {field}: the CRM computes it"), "remove the mapping".to_owned()),
        Reason::File => (
            format!("{name} is {field}, which no column can fill"),
            "remove the mapping, and upload the files to the records afterwards".to_owned(),
        ),
        Reason::Tag => (
            "`Tag` is a list of tags, which no column can fill".to_owned(),
            "remove the mapping, and add the tags to the records afterwards".to_owned(),
        ),
    };
    cx.report(&RULE, loc, message).help(help);
}
