//! What is wrong with a text, apart from where it stands.

use crate::source::Loc;

/// What is wrong with a text, and where in it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fault {
    /// What is wrong: lower case, no full stop.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) help: Option<String>,
    /// The part that is wrong, in bytes; `None` for the whole.
    pub(crate) within: Option<Loc>,
}
