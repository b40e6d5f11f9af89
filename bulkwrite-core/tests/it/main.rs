//! What holds for the whole crate, as one program: a program for each file would be linked one by one.

mod invariants;
mod rfc3986;

mod callback_properties;
mod callback_vectors;
mod fix;
mod found;
mod hostile;
mod json_suite;
mod keys;
mod mapping_rules;
mod metadata;
mod metadata_rules;
mod parent_rules;
mod properties;
mod recorded;
mod resource_rules;
mod responses;
mod rules;
mod shape_rules;
mod wording;
