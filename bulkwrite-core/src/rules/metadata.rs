//! What only the organisation's own field metadata can tell.
#![allow(missing_docs, reason = "a rule's own documentation stands on its `RULE`")]

const GROUP: crate::report::rule::Group = crate::report::rule::Group::Metadata;

pub mod missing_metadata;
pub mod unknown_module;
pub mod unknown_field;
pub mod unwritable_field;
pub mod unsupported_field_type;
pub mod unmapped_required_field;
pub mod lookup_without_find_by;
pub mod needless_find_by;
pub mod find_by_not_unique;
pub mod date_without_format;
pub mod needless_format;
pub mod format_lacks_time;
pub mod format_lacks_date;
pub mod format_has_time;
pub mod default_value_type;
