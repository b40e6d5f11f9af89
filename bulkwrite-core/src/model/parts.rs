//! What expansions of `bulk_write!` call: constant constructors of values that the macro has checked.
//!
//! Each setter is called once at most, on a part that lacks the value. What it replaces owns nothing, and not dropping
//! it is what lets a constant function change a type that has a destructor.

use std::borrow::Cow;
use std::mem::{ManuallyDrop, replace};

use super::job::{DefaultData, Warnings};
pub use super::places::*;
use super::{
    ApiName, Callback, CallbackUrl, ColumnIndex, DefaultValue, FieldMapping, FileId, Format, Job, Operation, Resource,
};
use crate::vendor::version::ApiVersion;

/// A text of a job.
pub type Text = Cow<'static, str>;

/// A list of a job.
pub type List<T> = Cow<'static, [T]>;

macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident($owner:ident.$field:ident: $type:ty))*) => {
        $(
            $(#[$doc])*
            pub const fn $name(mut part: $owner, value: $type) -> $owner {
                let _ = ManuallyDrop::new(part.$field.replace(value));
                part
            }
        )*
    };
}

/// A job, whose seal is that of the version.
pub const fn job(version: ApiVersion, operation: Operation, resources: List<Resource>, seal: u64) -> Job {
    verify(version.segment(), seal);
    Job {
        version,
        operation,
        ignore_empty: None,
        character_encoding: None,
        callback: None,
        resources,
        warnings: Warnings::NONE,
    }
}

/// What stands for a job that has errors: the compiler never gets as far as running it.
pub const fn no_job(seal: u64) -> Job {
    job(ApiVersion::DEFAULT, Operation::Insert, Cow::Borrowed(&[]), seal)
}

/// What stands for an expression that is not written yet, in a job that has errors: it has the type of its place.
pub fn unwritten<T>() -> T {
    unreachable!("a job with errors is not compiled")
}

/// The value of a variable that the job names once more.
pub fn again<T: Clone>(variable: &T) -> T {
    variable.clone()
}

/// A callback.
pub const fn callback(url: CallbackUrl) -> Callback {
    Callback { url }
}

/// A resource.
pub const fn resource(module: ApiName, file_id: FileId) -> Resource {
    Resource {
        module,
        module_id: None,
        file_id,
        file_names: Cow::Borrowed(&[]),
        find_by: None,
        ignore_empty: None,
        mappings: None,
    }
}

/// Sets the names of the files of a resource.
pub const fn file_names(mut resource: Resource, names: List<Text>) -> Resource {
    let _ = ManuallyDrop::new(replace(&mut resource.file_names, names));
    resource
}

/// A mapping of a field that has nothing yet to fill it.
pub const fn mapping(api_name: ApiName) -> FieldMapping {
    FieldMapping {
        api_name,
        index: None,
        format: None,
        find_by: None,
        default_value: None,
        module: None,
        parent_column_index: None,
    }
}

/// The commonest mapping, in the fewest tokens.
pub const fn column(api_name: &'static str, position: u32) -> FieldMapping {
    index(mapping(name(api_name)), at(position))
}

/// A default value.
pub const fn default(value: Text) -> DefaultValue {
    DefaultValue { value: DefaultData::Text(value), name: None, module: None }
}

/// A default value that is no string, as compact JSON.
pub const fn default_json(json: &'static str, seal: u64) -> DefaultValue {
    verify(json, seal);
    DefaultValue { value: DefaultData::Json(Cow::Borrowed(json)), name: None, module: None }
}

setters! {
    /// Sets `ignore_empty` of the job.
    job_ignore_empty(Job.ignore_empty: bool)
    /// Sets `character_encoding`.
    character_encoding(Job.character_encoding: Text)
    /// Sets `callback`.
    job_callback(Job.callback: Callback)
    /// Sets the id of a resource's module.
    module_id(Resource.module_id: Text)
    /// Sets `find_by` of a resource.
    resource_find_by(Resource.find_by: ApiName)
    /// Sets `ignore_empty` of a resource.
    resource_ignore_empty(Resource.ignore_empty: bool)
    /// Sets `field_mappings`.
    mappings(Resource.mappings: List<FieldMapping>)
    /// Sets `index`.
    index(FieldMapping.index: ColumnIndex)
    /// Sets `format`.
    format(FieldMapping.format: Format)
    /// Sets `find_by` of a mapping.
    mapping_find_by(FieldMapping.find_by: ApiName)
    /// Sets `default_value`.
    default_value(FieldMapping.default_value: DefaultValue)
    /// Sets `module` of a mapping.
    mapping_module(FieldMapping.module: ApiName)
    /// Sets `parent_column_index`.
    parent_column_index(FieldMapping.parent_column_index: ColumnIndex)
    /// Sets `name` of a default value.
    default_name(DefaultValue.name: Text)
    /// Sets `module` of a default value.
    default_module(DefaultValue.module: Text)
}

/// A name.
pub const fn name(text: &'static str) -> ApiName {
    ApiName::from_static(text)
}

/// An id.
pub const fn file_id(text: &'static str) -> FileId {
    FileId::from_static(text)
}

/// A position.
pub const fn at(position: u32) -> ColumnIndex {
    ColumnIndex::from_static(position)
}

/// A name that the rules of the crate let pass.
pub const fn any_name(text: &'static str, seal: u64) -> ApiName {
    verify(text, seal);
    ApiName::checked(text)
}

/// An id that the rules of the crate let pass.
pub const fn any_file_id(text: &'static str, seal: u64) -> FileId {
    verify(text, seal);
    FileId::checked(text)
}

/// A URL that the macro has checked.
pub const fn url(text: &'static str, seal: u64) -> CallbackUrl {
    verify(text, seal);
    CallbackUrl::checked(text)
}

/// A pattern that the macro has checked.
pub const fn pattern(text: &'static str, seal: u64) -> Format {
    verify(text, seal);
    Format::checked(text)
}

/// Whether the macro has looked at a text, which these functions cannot do themselves: its seal is a hash that only the macro
/// makes. Who calls what is hidden, by mistake or in a hurry, makes no value that was never checked.
const fn verify(text: &str, seal: u64) {
    let (mut rest, mut hash) = (text.as_bytes(), 0x6275_6c6b_7772_6974_u64);
    while let [first, others @ ..] = rest {
        hash = (hash ^ *first as u64).wrapping_mul(0x0100_0000_01b3);
        rest = others;
    }
    assert!(hash == seal, "this function is for the expansions of `bulk_write!` only");
}

/// A constant text.
pub const fn text(text: &'static str) -> Text {
    Cow::Borrowed(text)
}

/// A list that is a constant.
pub const fn fixed<T: Clone>(items: &'static [T]) -> List<T> {
    Cow::Borrowed(items)
}

/// A list that is made at run time.
pub fn listed<T: Clone>(items: impl Into<Vec<T>>) -> List<T> {
    Cow::Owned(items.into())
}

/// Names of files that are made at run time.
pub fn names(names: Vec<String>) -> List<Text> {
    names.into_iter().map(Cow::Owned).collect()
}

/// A text that is made at run time.
pub const fn owned(text: String) -> Text {
    Cow::Owned(text)
}
