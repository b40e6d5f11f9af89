use crate::job;
use crate::job::ast::{Mapping, Resource};
use crate::level::Level;
use crate::metadata::{DataType, Field, ModuleFields};
use crate::response::Basis;
use crate::rules::context::{Context, Fields};
use crate::rules::declare::rule;
use crate::rules::resource::misspelt_find_by;
use crate::source::Loc;
use crate::source::edit::Edit;
use crate::text::suggest::near_miss;
use crate::text::{is_deceptive, quoted};
use crate::vendor::name;

rule! {
    /// ## What it does
    /// Finds names of fields that the module does not have: misspelt, in another case, or the label of the field instead of its
    /// API name.
    ///
    /// ## Why it matters
    /// The CRM refuses a job that maps a field it does not know. Labels and API names often differ by more than the underscores:
    /// the label of `Designation` is "Title".
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 },
    /// { "api_name": "Lead_Sorce", "index": 1 }
    /// ```
    ///
    /// ```json mapping
    /// { "api_name": "Last Name", "index": 0 }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 },
    /// { "api_name": "Lead_Source", "index": 1 }
    /// ```
    ///
    /// ## Reference
    /// The error codes of the create-job page; the message in the vendor's OpenAPI description. That an unknown `find_by` is
    /// answered in the same way is inferred.
    "unknown-field" Error Fields(check) predicts INVALID_FIELD Documented
}

/// What a name that is no field was probably meant to be.
pub(crate) struct Meant<'m> {
    field: &'m Field,
    how: How,
}

#[derive(Clone, Copy, PartialEq)]
enum How {
    Label,
    Case,
    NearMiss,
}

fn check(resource: &Resource<'_>, fields: &Fields<'_>, cx: &mut Context<'_>) {
    for (mapping, field) in &fields.mapped {
        if field.is_none()
            && let Some(name) = mapping.api_name.known()
            && !Field::is_everywhere(name.value)
            && !report_header(mapping, name.value, name.loc, fields, cx)
        {
            report(name.value, name.loc, false, fields, cx);
        }
    }
    if let Some(find_by) = resource.find_by.known()
        && find_by.value != "id"
        && !misspelt_find_by::means_id(find_by.value)
        && fields.all.get(find_by.value).is_none()
    {
        report(find_by.value, find_by.loc, true, fields, cx);
    }
}

/// Reports a lookup that is named as in a header row, with the field of the other module behind a dot.
#[cold]
fn report_header(mapping: &Mapping<'_>, name: &str, loc: Loc, fields: &Fields<'_>, cx: &mut Context<'_>) -> bool {
    let Some((lookup, field)) = header(name, fields.all) else { return false };
    let (api_name, find_by) = (quoted(&lookup.api_name), serde_json::Value::from(field).to_string());
    let message = format!("{} is how a header row names a lookup", quoted(name));
    let found = cx.report(&RULE, loc, message);
    found.answer(format!("invalid mapping. invalid api_name {name}."));
    found.help(format!("write {api_name} with `\"find_by\": {find_by}`: {lookup}"));
    let with = serde_json::Value::from(&*lookup.api_name).to_string();
    let mut edits = vec![Edit::Replace { value: loc, with: with.into() }];
    match &mapping.extras().find_by {
        job::ast::Field::Absent => {
            edits.push(Edit::AddEntry { map: mapping.loc, key: "find_by".into(), value: find_by.into() });
        }
        given if given.text() == Some(field) => {}
        _ => return true,
    }
    found.unsafe_fix(format!("write {api_name}, found by {}", quoted(field)), edits);
    true
}

/// The lookup that a name such as `Account_Name.Email` is for, and the field of the other module.
fn header<'m, 'n>(name: &'n str, fields: &'m ModuleFields) -> Option<(&'m Field, &'n str)> {
    let (lookup, field) = name::lookup_in_header(name)?;
    let is_it = |known: &&Field| known.api_name.eq_ignore_ascii_case(lookup);
    let known = fields.get(lookup).or_else(|| fields.iter().find(is_it))?;
    (known.data_type == DataType::Lookup).then_some((known, field))
}

#[cold]
fn report(name: &str, loc: Loc, is_find_by: bool, fields: &Fields<'_>, cx: &mut Context<'_>) {
    if !takes(name, fields.all) {
        return;
    }
    let meant = meant(name, fields.all);
    let module = quoted(fields.module);
    let message = match &meant {
        Some(Meant { field, how: How::Label }) => {
            format!("{} is the label of {}, not its API name", quoted(name), quoted(&field.api_name))
        }
        _ => format!("{module} has no field {}", quoted(name)),
    };
    let found = cx.report(&RULE, loc, message);
    if is_find_by {
        found.basis(Basis::Inferred);
    }
    found.answer(format!("invalid mapping. invalid api_name {name}."));
    let Some(Meant { field, how }) = meant else {
        found.help(format!("name a field of {module}, or save its metadata again if the field is new"));
        return;
    };
    let with = serde_json::Value::from(&*field.api_name).to_string();
    let edits = vec![Edit::Replace { value: loc, with: with.into() }];
    let right = quoted(&field.api_name);
    found.help(format!("write {right}: {field}"));
    if how == How::NearMiss {
        found.unsafe_fix(format!("write {right}"), edits);
    } else {
        found.safe_fix(format!("write {right}"), edits);
    }
    // The vendor's own sample has `email` here, so it may be that the case does not count.
    if is_find_by && how == How::Case {
        found.level(Level::Warning);
    }
}

/// What `name` was probably meant to be: a field by its name in another case, by its label, or by a name that is close.
pub(crate) fn meant<'m>(name: &str, fields: &'m ModuleFields) -> Option<Meant<'m>> {
    let trimmed = name.trim();
    let find = |how, is: &dyn Fn(&Field) -> bool| {
        let mut found = fields.iter().filter(|field| is(field));
        let field = found.next()?;
        // Two fields of one label: neither is certain.
        let how = if found.next().is_some() { How::NearMiss } else { how };
        Some(Meant { field, how })
    };
    let near = || {
        let names = fields.iter().flat_map(|field| [&*field.api_name, &*field.label]);
        let close = near_miss(name, names)?;
        find(How::NearMiss, &|field| &*field.api_name == close || &*field.label == close)
    };
    if trimmed.is_empty() {
        return None;
    }
    find(How::Case, &|field| field.api_name.eq_ignore_ascii_case(trimmed))
        .or_else(|| find(How::Label, &|field| field.label.eq_ignore_ascii_case(trimmed)))
        .or_else(near)
}

impl Meant<'_> {
    /// The API name.
    pub(crate) fn api_name(&self) -> &str {
        &self.field.api_name
    }
}

/// Whether this rule is the one to report a name that is no field: of what is no API name at all, the labels.
fn takes(name: &str, fields: &ModuleFields) -> bool {
    let is_clean = || name.trim() == name && !name.contains(is_deceptive);
    name::fault(name, "field").is_none()
        || is_clean() && (header(name, fields).is_some() || meant(name, fields).is_some())
}

/// Whether this rule explains a name that is none at all better than its characters do.
pub(crate) fn explains(name: &str, cx: &Context<'_>) -> bool {
    cx.options.levels.of(&RULE).is_some() && cx.fields().is_some_and(|fields| takes(name, fields))
}

/// Whether this rule reports the name, so that others need not.
pub(crate) fn reports(name: &str, cx: &Context<'_>) -> bool {
    explains(name, cx) && cx.fields().is_some_and(|fields| fields.get(name).is_none())
}

/// Whether this rule reports the name as a misspelling of the field `meant`.
pub(crate) fn explains_as(name: &str, meant: &str, cx: &Context<'_>) -> bool {
    let Some(field) = cx.fields().and_then(|fields| fields.get(meant)) else { return false };
    // Of most names it is plain without a look at all fields that they are none of this one's.
    let may_be = |known: &str| known.eq_ignore_ascii_case(name.trim()) || near_miss(name, [known]).is_some();
    let is_meant = |fields| self::meant(name, fields).is_some_and(|it| it.api_name() == meant);
    (may_be(&field.api_name) || may_be(&field.label)) && reports(name, cx) && cx.fields().is_some_and(is_meant)
}
