//! Jobs that write parents and their children together.
#![allow(missing_docs, reason = "a rule's own documentation stands on its `RULE`")]

const GROUP: crate::report::rule::Group = crate::report::rule::Group::Parent;

pub mod nested_resource;
pub mod missing_parent_column_index;
pub mod parent_column_index_without_parent;
pub mod parent_column_index_with_find_by;
pub mod repeated_parent_column_index;
pub mod child_before_parent;
pub mod negative_parent_column_index;
pub mod unmapped_parent_column;
pub mod children_without_mappings;
pub mod missing_file_names;
pub mod suspicious_file_name;
pub mod shared_csv;
pub mod different_file_ids;
pub mod duplicate_module;
pub mod subform_parent_id;
