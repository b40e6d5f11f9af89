//! What a cell may say, by the type of its field: predicates over bytes that report nothing.

pub(crate) mod boolean;
pub(crate) mod date;
pub(crate) mod email;
pub(crate) mod id;
pub(crate) mod number;
pub(crate) mod phone;
pub(crate) mod url;
pub(crate) mod words;
