use crate::job::ast::Mapping;
use crate::metadata::{DataType, Field};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::rules::metadata::find_by_not_unique;
use crate::source::edit::Edit;
use crate::text::quoted;

rule! {
    /// ## What it does
    /// Finds a lookup that is filled from a column without `find_by`. A lookup with a default value, or one that is tied to the
    /// parent by `parent_column_index`, needs none; owners and users are on record without one.
    ///
    /// ## Why it matters
    /// `find_by` says what the column holds: the id of the other record, or the value of one of its unique fields. Without it the
    /// CRM refuses the job.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 },
    /// { "api_name": "Contact_Lookup", "index": 1 }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 },
    /// { "api_name": "Contact_Lookup", "index": 1, "find_by": "id" }
    /// ```
    ///
    /// ## Reference
    /// `find_by` in the mapping table of the create-job page, and the message in its error codes.
    "lookup-without-find-by" Error Writable(check) predicts MANDATORY_NOT_FOUND Documented
}

fn check(mapping: &Mapping<'_>, field: &Field, cx: &mut Context<'_>) {
    if field.data_type != DataType::Lookup
        || !mapping.extras().find_by.is_absent()
        || mapping.index.is_absent()
        || !mapping.extras().parent_column_index.is_absent()
        || !mapping.extras().default_value.is_absent()
        // Whether a child lacks `find_by` or `parent_column_index`, only its family tells.
        || &*field.api_name == "Parent_Id"
    {
        return;
    }
    report(mapping, field, cx);
}

#[cold]
fn report(mapping: &Mapping<'_>, field: &Field, cx: &mut Context<'_>) {
    let misspelt = cx.claim_misspelling(mapping.loc, "find_by");
    let other = field.related.as_deref();
    let unique = other.and_then(|module| Some((module, cx.options.metadata.as_ref()?.get(module)?)));
    let unique = unique.map(|(module, fields)| find_by_not_unique::keys(module, fields)).unwrap_or_default();
    let message = format!("{} is {field}, and its mapping has no `find_by`", quoted(&field.api_name));
    let key = ("find_by", &mapping.extras().find_by);
    let found = cx.report_absent(&RULE, mapping.loc, key, misspelt.as_ref(), &message);
    found.answer("Required key find_by is not available");
    if misspelt.is_some() {
        return;
    }
    let records = other.map_or("the other module".to_owned(), quoted);
    let help = match unique.as_slice() {
        [] => {
            format!("add `\"find_by\": \"id\"` if the column holds ids of {records}, else name its unique field there")
        }
        keys => {
            let keys: Vec<String> = keys.iter().map(|key| quoted(key)).collect();
            format!("add `\"find_by\"`: `id` if the column holds ids of {records}, else {}", keys.join(" or "))
        }
    };
    let edit = Edit::AddEntry { map: mapping.loc, key: "find_by".into(), value: "\"id\"".into() };
    found.help(help).unsafe_fix("find the record by its id", vec![edit]);
}
