use crate::job::ast::{At, FileId, Job, Str};
use crate::response::Basis;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::rules::resource::malformed_file_id;
use crate::source::Loc;
use crate::vendor::limits::{API_NAME, CHARACTER_ENCODING, DEFAULT_VALUE, FILE_ID, FILE_NAME, FILE_NAMES};
use crate::vendor::name;

rule! {
    /// ## What it does
    /// Finds texts beyond the lengths of the v8 schema: an `api_name` or `file_id` of more than 100 characters, a
    /// `character_encoding` of more than 50, a default value of more than 500, a file name of more than 255; also more than
    /// 10 file names.
    ///
    /// ## Why it matters
    /// v8 refuses them. Older versions state no lengths, but no field, upload or encoding has such a name.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// {
    ///     "api_name": "Address_of_the_office_that_the_lead_named_on_the_form_of_the_trade_show_in_the_spring_of_the_year_before",
    ///     "index": 3
    /// }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Address_of_the_office", "index": 3 }
    /// ```
    ///
    /// ## Reference
    /// `maxLength` and `maxItems` in the vendor's OpenAPI description of v8 (`zoho/crm-oas`).
    "too-long" Warning Job(check) | OddName(api_name) predicts INVALID_DATA Documented
}

fn check(job: &Job<'_>, cx: &mut Context<'_>) {
    text("`character_encoding`", &job.character_encoding, CHARACTER_ENCODING, cx);
    for resource in job.resources() {
        if let Some(module) = resource.module_name() {
            api_name(module, cx);
        }
        if let Some(id) = resource.file_id.known()
            && let FileId::Text(value) = id.value
            && is_longer(value, FILE_ID)
            && malformed_file_id::fault(value).is_none()
        {
            report("`file_id`", id.loc, value, FILE_ID, cx);
        }
        if let Some(names) = resource.file_names.known() {
            if names.value.len() > FILE_NAMES {
                let count = names.value.len();
                let message = format!("`file_names` has {count} names, and the limit is {FILE_NAMES}");
                found(names.loc, message, cx).help("name the CSV files of this resource only");
            }
            for name in &names.value {
                text("a file name", name, FILE_NAME, cx);
            }
        }
        for (_, default) in resource.defaults() {
            text("a default value", &default.value, DEFAULT_VALUE, cx);
        }
    }
}

/// A name that is none at any length is reported as that.
fn api_name(name: &At<&str>, cx: &mut Context<'_>) {
    if is_longer(name.value, API_NAME) && name::fault(name.value, "field").is_none() {
        report("an API name", name.loc, name.value, API_NAME, cx);
    }
}

fn text(what: &str, field: &Str<'_>, limit: usize, cx: &mut Context<'_>) {
    if let Some(at) = field.known().filter(|at| is_longer(at.value, limit)) {
        report(what, at.loc, at.value, limit, cx);
    }
}

/// Counts only what has enough bytes.
fn is_longer(text: &str, limit: usize) -> bool {
    text.len() > limit && text.chars().nth(limit).is_some()
}

#[cold]
fn report(what: &str, loc: Loc, value: &str, limit: usize, cx: &mut Context<'_>) {
    let message = format!("{what} has {} characters, and the limit is {limit}", value.chars().count());
    found(loc, message, cx).help(format!("shorten it to {limit} characters"));
}

fn found<'c>(loc: Loc, message: String, cx: &'c mut Context<'_>) -> &'c mut crate::report::diagnostic::Diagnostic {
    let documented = cx.job.version.facts().limits;
    let found = cx.report(&RULE, loc, message);
    if !documented {
        found.basis(Basis::Inferred);
    }
    found
}
