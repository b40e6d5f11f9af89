//! What the text and its objects look like.
#![allow(missing_docs, reason = "a rule's own documentation stands on its `RULE`")]

const GROUP: crate::report::rule::Group = crate::report::rule::Group::Shape;

pub mod invalid_json;
pub mod byte_order_mark;
pub mod duplicate_key;
pub mod unknown_key;
pub mod wrapped_job;
pub mod body_of_another_request;
pub mod missing_key;
pub mod wrong_type;
pub mod explicit_null;
pub mod module_shape;
pub mod unresolved_placeholder;
pub mod too_long;
pub mod too_new_key;
