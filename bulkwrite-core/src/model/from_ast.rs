//! From the job as written, in which no rule found an error, to the typed job.

use std::borrow::Cow;

use super::{
    ApiName, Callback, CallbackUrl, ColumnIndex, DefaultValue, FieldMapping, FileId, Format, Job, Operation, Resource,
};
use crate::job::ast;
use crate::job::ast::{Field, Number, Str};

/// A part that is not known, which is so only for placeholders and for what a silenced rule would have refused.
pub(super) struct Unknown;

type Read<T> = Result<T, Unknown>;

/// The typed job.
pub(super) fn job(job: &ast::Job<'_>) -> Read<Job> {
    let operation = known(&job.operation)?;
    Ok(Job {
        version: job.version,
        operation: Operation::ALL.into_iter().find(|known| known.as_str() == *operation).ok_or(Unknown)?,
        ignore_empty: optional(&job.ignore_empty, |value| Ok(*value))?,
        character_encoding: text(&job.character_encoding)?,
        callback: optional(&job.callback, |callback| {
            Ok(Callback { url: CallbackUrl::from_checked(known(&callback.url)?) })
        })?,
        resources: list(known(&job.resources)?, resource)?,
    })
}

fn resource(resource: &ast::Resource<'_>) -> Read<Resource> {
    let module = known(&resource.module)?;
    let file_id = known(&resource.file_id)?.text().ok_or(Unknown)?;
    Ok(Resource {
        module: ApiName::from_checked(known(&module.api_name)?),
        module_id: text(&module.id)?,
        file_id: FileId::from_checked(file_id),
        file_names: optional(&resource.file_names, |names| list(names, |name| Ok(Cow::Owned((*name).to_owned()))))?
            .unwrap_or_default(),
        find_by: optional(&resource.find_by, |name| Ok(ApiName::from_checked(name)))?,
        ignore_empty: optional(&resource.ignore_empty, |value| Ok(*value))?,
        mappings: optional(&resource.mappings, |mappings| list(mappings, mapping))?,
    })
}

fn mapping(mapping: &ast::Mapping<'_>) -> Read<FieldMapping> {
    let extras = mapping.extras();
    Ok(FieldMapping {
        api_name: ApiName::from_checked(known(&mapping.api_name)?),
        index: optional(&mapping.index, index)?,
        format: optional(&mapping.format, |format| Ok(Format::from_checked(format)))?,
        find_by: optional(&extras.find_by, |name| Ok(ApiName::from_checked(name)))?,
        default_value: optional(&extras.default_value, |default| {
            Ok(DefaultValue {
                value: text(&default.value)?.ok_or(Unknown)?,
                name: text(&default.name)?,
                module: text(&default.module)?,
            })
        })?,
        module: optional(&extras.module, |name| Ok(ApiName::from_checked(name)))?,
        parent_column_index: optional(&extras.parent_column_index, index)?,
    })
}

fn index(number: &Number<'_>) -> Read<ColumnIndex> {
    let position = number.integer().and_then(|position| u32::try_from(position).ok());
    position.and_then(ColumnIndex::new).ok_or(Unknown)
}

fn text(field: &Str<'_>) -> Read<Option<Cow<'static, str>>> {
    optional(field, |text| Ok(Cow::Owned((*text).to_owned())))
}

fn known<T>(field: &Field<T>) -> Read<&T> {
    field.value().ok_or(Unknown)
}

fn optional<T, U>(field: &Field<T>, read: impl FnOnce(&T) -> Read<U>) -> Read<Option<U>> {
    match field {
        Field::Absent | Field::Null(_) => Ok(None),
        Field::Unclear(_) => Err(Unknown),
        Field::Known(at) => read(&at.value).map(Some),
    }
}

fn list<T, U: Clone>(items: &[Field<T>], read: impl Fn(&T) -> Read<U>) -> Read<Cow<'static, [U]>> {
    items.iter().map(|item| read(known(item)?)).collect::<Read<Vec<U>>>().map(Cow::Owned)
}
