//! Which column goes into which field.
#![allow(missing_docs, reason = "a rule's own documentation stands on its `RULE`")]

const GROUP: crate::report::rule::Group = crate::report::rule::Group::Mapping;

pub mod malformed_field_name;
pub mod negative_index;
pub mod index_too_large;
pub mod fractional_index;
pub mod duplicate_field;
pub mod duplicate_index;
pub mod one_based_index;
pub mod too_many_mappings;
pub mod empty_mappings;
pub mod unread_columns;
pub mod malformed_default_value;
pub mod layout_default_not_an_id;
pub mod layout_by_name;
pub mod malformed_format;
pub mod suspicious_format;
pub mod unlisted_format;
