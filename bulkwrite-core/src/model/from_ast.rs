//! From the job as written, in which no rule found an error, to the typed job.

use std::borrow::Cow;

use super::job::{DefaultData, Warnings};
use super::{
    ApiName, Callback, CallbackUrl, ColumnIndex, DefaultValue, FieldMapping, FileId, Format, Job, Operation, Resource,
};
use crate::job::ast;
use crate::job::ast::{Field, Number, Str};
use crate::source::{Loc, json};

/// A part that is not known, which is so only for placeholders and for what a silenced rule would have refused.
pub(super) struct Unknown {
    pub(super) loc: Loc,
}

type Read<T> = Result<T, Unknown>;

/// The typed job.
pub(super) fn job(job: &ast::Job<'_>) -> Read<Job> {
    let at = job.loc;
    let operation = known(&job.operation, at)?;
    let is_written = |known: &Operation| known.as_str() == *operation;
    Ok(Job {
        version: job.version,
        operation: Operation::ALL.into_iter().find(is_written).ok_or_else(|| unknown(&job.operation, at))?,
        ignore_empty: optional(&job.ignore_empty, |value| Ok(*value))?,
        character_encoding: text(&job.character_encoding)?,
        callback: optional(&job.callback, |callback| {
            let method = known(&callback.method, callback.loc)?;
            if !method.eq_ignore_ascii_case("post") {
                return Err(unknown(&callback.method, callback.loc));
            }
            Ok(Callback { url: CallbackUrl::from_checked(known(&callback.url, callback.loc)?) })
        })?,
        resources: list(known(&job.resources, at)?, at, resource)?,
        warnings: Warnings::NONE,
    })
}

fn resource(resource: &ast::Resource<'_>) -> Read<Resource> {
    let at = resource.loc;
    if *known(&resource.kind, at)? != "data" {
        return Err(unknown(&resource.kind, at));
    }
    let module = known(&resource.module, at)?;
    let file_id = known(&resource.file_id, at)?.text().ok_or_else(|| unknown(&resource.file_id, at))?;
    Ok(Resource {
        module: ApiName::from_checked(known(&module.api_name, at)?),
        module_id: text(&module.id)?,
        file_id: FileId::from_checked(file_id),
        file_names: optional(&resource.file_names, |names| list(names, at, |name| Ok(Cow::Owned((*name).to_owned()))))?
            .unwrap_or_default(),
        find_by: optional(&resource.find_by, |name| Ok(ApiName::from_checked(name)))?,
        ignore_empty: optional(&resource.ignore_empty, |value| Ok(*value))?,
        mappings: optional(&resource.mappings, |mappings| list(mappings, at, mapping))?,
    })
}

fn mapping(mapping: &ast::Mapping<'_>) -> Read<FieldMapping> {
    let (extras, at) = (mapping.extras(), mapping.loc);
    Ok(FieldMapping {
        api_name: ApiName::from_checked(known(&mapping.api_name, at)?),
        index: index(&mapping.index)?,
        format: optional(&mapping.format, |format| Ok(Format::from_checked(format)))?,
        find_by: optional(&extras.find_by, |name| Ok(ApiName::from_checked(name)))?,
        default_value: optional(&extras.default_value, |default| {
            Ok(DefaultValue {
                value: default_data(default, at)?,
                name: text(&default.name)?,
                module: text(&default.module)?,
            })
        })?,
        module: optional(&extras.module, |name| Ok(ApiName::from_checked(name)))?,
        parent_column_index: index(&extras.parent_column_index)?,
    })
}

fn default_data(default: &ast::DefaultValue<'_>, at: Loc) -> Read<DefaultData> {
    match default.other {
        // What is in an object may be a placeholder.
        Some(node) => {
            json::compact(node).map(|json| DefaultData::Json(Cow::Owned(json))).map_err(|loc| Unknown { loc })
        }
        None => Ok(DefaultData::Text(Cow::Owned((*known(&default.value, at)?).to_owned()))),
    }
}

fn index(number: &Field<Number<'_>>) -> Read<Option<ColumnIndex>> {
    let at = number.loc().unwrap_or_default();
    optional(number, |number| {
        let position = number.integer().and_then(|position| u32::try_from(position).ok());
        position.and_then(ColumnIndex::new).ok_or(Unknown { loc: at })
    })
}

fn text(field: &Str<'_>) -> Read<Option<Cow<'static, str>>> {
    optional(field, |text| Ok(Cow::Owned((*text).to_owned())))
}

/// A part that the object at `owner` needs.
fn known<T>(field: &Field<T>, owner: Loc) -> Read<&T> {
    field.value().ok_or_else(|| unknown(field, owner))
}

fn unknown<T>(field: &Field<T>, owner: Loc) -> Unknown {
    Unknown { loc: field.loc().or(field.null()).unwrap_or(owner) }
}

fn optional<T, U>(field: &Field<T>, read: impl FnOnce(&T) -> Read<U>) -> Read<Option<U>> {
    match field {
        Field::Absent | Field::Null(_) => Ok(None),
        Field::Unclear(loc) => Err(Unknown { loc: *loc }),
        Field::Known(at) => read(&at.value).map(Some),
    }
}

fn list<T, U: Clone>(items: &[Field<T>], owner: Loc, read: impl Fn(&T) -> Read<U>) -> Read<Cow<'static, [U]>> {
    items.iter().map(|item| read(known(item, owner)?)).collect::<Read<Vec<U>>>().map(Cow::Owned)
}
