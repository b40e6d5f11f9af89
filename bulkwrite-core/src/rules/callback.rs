//! Whom the CRM tells when the job is done.
#![allow(missing_docs, reason = "a rule's own documentation stands on its `RULE`")]

const GROUP: crate::report::rule::Group = crate::report::rule::Group::Callback;

pub mod unsupported_callback_method;
pub mod insecure_callback;
pub mod callback_malformed;
pub mod callback_userinfo;
pub mod callback_noncanonical_host;
pub mod callback_private_address;
pub mod callback_private_name;
pub mod callback_port;
pub mod callback_oddity;
