//! From the job as written, in which no rule found an error, to the typed job.

use std::borrow::Cow;

use super::{
    ApiName, Callback, CallbackUrl, ColumnIndex, DefaultValue, FieldMapping, FileId, Format, Job, Operation, Resource,
};
use crate::ast::{self, Field, Number, Str};

/// The typed job; `None` where a part is not known, which is so only for placeholders.
pub(super) fn job(job: &ast::Job<'_>) -> Option<Job> {
    let operation = job.operation.text()?;
    Some(Job {
        version: job.version,
        operation: Operation::ALL.into_iter().find(|known| known.as_str() == operation)?,
        ignore_empty: optional(&job.ignore_empty, |value| Some(*value))?,
        character_encoding: text(&job.character_encoding)?,
        callback: optional(&job.callback, |callback| {
            Some(Callback { url: CallbackUrl::from_checked(callback.url.text()?) })
        })?,
        resources: list(job.resources.value()?, resource)?,
    })
}

fn resource(resource: &ast::Resource<'_>) -> Option<Resource> {
    let module = resource.module.value()?;
    let ast::FileId::Text(file_id) = *resource.file_id.value()? else { return None };
    Some(Resource {
        module: ApiName::from_checked(module.api_name.text()?),
        module_id: text(&module.id)?,
        file_id: FileId::from_checked(file_id),
        file_names: match &resource.file_names {
            Field::Absent => Cow::Borrowed(&[]),
            names => list(names.value()?, |name| Some(Cow::Owned((*name).to_owned())))?,
        },
        find_by: optional(&resource.find_by, |name| Some(ApiName::from_checked(name)))?,
        ignore_empty: optional(&resource.ignore_empty, |value| Some(*value))?,
        mappings: optional(&resource.mappings, |mappings| list(mappings, mapping))?,
    })
}

fn mapping(mapping: &ast::Mapping<'_>) -> Option<FieldMapping> {
    Some(FieldMapping {
        api_name: ApiName::from_checked(mapping.api_name.text()?),
        index: optional(&mapping.index, index)?,
        format: optional(&mapping.format, |format| Some(Format::from_checked(format)))?,
        find_by: optional(&mapping.find_by, |name| Some(ApiName::from_checked(name)))?,
        default_value: optional(&mapping.default_value, |default| {
            Some(DefaultValue {
                value: text(&default.value)??,
                name: text(&default.name)?,
                module: text(&default.module)?,
            })
        })?,
        module: optional(&mapping.module, |name| Some(ApiName::from_checked(name)))?,
        parent_column_index: optional(&mapping.parent_column_index, index)?,
    })
}

fn index(number: &Number<'_>) -> Option<ColumnIndex> {
    u32::try_from(number.integer()?).ok().and_then(ColumnIndex::new)
}

fn text(field: &Str<'_>) -> Option<Option<Cow<'static, str>>> {
    optional(field, |text| Some(Cow::Owned((*text).to_owned())))
}

/// `None` for what is not known, `Some(None)` for what is absent.
fn optional<T, U>(field: &Field<T>, read: impl FnOnce(&T) -> Option<U>) -> Option<Option<U>> {
    match field {
        Field::Absent => Some(None),
        Field::Unclear(_) => None,
        Field::Known(at) => read(&at.value).map(Some),
    }
}

fn list<T, U: Clone>(items: &[Field<T>], read: impl Fn(&T) -> Option<U>) -> Option<Cow<'static, [U]>> {
    items.iter().map(|item| item.value().and_then(&read)).collect::<Option<Vec<U>>>().map(Cow::Owned)
}
