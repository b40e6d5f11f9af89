//! What is done, to which module, with which file.
#![allow(missing_docs, reason = "a rule's own documentation stands on its `RULE`")]

const GROUP: crate::report::rule::Group = crate::report::rule::Group::Resource;

pub mod unknown_operation;
pub mod empty_resource;
pub mod too_many_resources;
pub mod unsupported_resource_type;
pub mod malformed_module_name;
pub mod module_scope_name;
pub mod record_as_module;
pub mod unsupported_module;
pub mod inventory_module;
pub mod malformed_file_id;
pub mod file_id_as_number;
pub mod suspicious_file_id;
pub mod file_id_is_another_id;
pub mod unknown_character_encoding;
pub mod blanks_overwrite;
pub mod ignore_empty_twice;
pub mod missing_find_by;
pub mod find_by_not_mapped;
pub mod find_by_skips_existing;
pub mod misspelt_find_by;
pub mod result_lacks_key;
