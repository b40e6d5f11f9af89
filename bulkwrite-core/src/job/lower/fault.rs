//! What is wrong with the shape of a job, as data: the rules of shape put it into words.

use crate::job::lower::spot::{Missing, Spot, Stray};
use crate::source::Loc;
use crate::source::node::{Entry, Node};
use crate::vendor::bodies::Body;
use crate::vendor::keys::Owner;

/// What a job is inside of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wrapper<'f> {
    /// An entry of an object.
    Entry(&'f Entry<'f>),
    /// A list of one.
    List,
}

/// One mistake of shape, told where lowering meets it.
pub(crate) enum Fault<'f> {
    /// The document is no object.
    NoObject(&'f Node<'f>),
    /// The job is inside of something.
    Wrapped {
        /// The document.
        root: &'f Node<'f>,
        /// The job in it.
        job: &'f Node<'f>,
        /// What it is inside of.
        wrapper: Wrapper<'f>,
    },
    /// The job is the text of a string.
    WrappedInString {
        /// The string.
        root: &'f Node<'f>,
        /// The job.
        text: &'f str,
    },
    /// The document is the body of another request, or an answer.
    OtherBody {
        /// The document.
        root: &'f Node<'f>,
        /// What it is.
        other: &'static Body,
    },
    /// A value is of another type than its key takes.
    WrongType {
        /// The value.
        node: &'f Node<'f>,
        /// What it is the value of.
        spot: &'f Spot,
    },
    /// An optional key is null.
    Null(&'f Entry<'f>),
    /// A key stands twice.
    Twice {
        /// The second one.
        entry: &'f Entry<'f>,
        /// The first one.
        first: &'f Entry<'f>,
    },
    /// A resource stands among the mappings of another.
    ResourceAsMapping(&'f Node<'f>),
    /// A resource has a key `resource`.
    ResourceInResource(&'f Entry<'f>),
    /// A key that its object does not have, among so many that no more of them are explained.
    StrayAmongMany {
        /// The object.
        owner: Owner,
        /// The key.
        key: &'f str,
        /// Where it stands.
        loc: Loc,
    },
    /// A required key is absent or null.
    Missing {
        /// Which one, and where.
        missing: &'f Missing,
        /// A misspelling of it in the same object.
        misspelt: Option<&'f Stray>,
        /// The same key in an object that it does not belong to.
        misplaced: Option<&'f Stray>,
        /// No other object lacks the key, and it stands nowhere else.
        alone: bool,
    },
    /// A template was not filled in.
    Placeholder {
        /// Where it stands.
        loc: Loc,
        /// What it is the value of.
        spot: &'f Spot,
        /// The whole text.
        text: &'f str,
        /// The name in it.
        name: &'f str,
    },
    /// A default value is no object.
    DefaultNoObject(&'f Node<'f>),
    /// A default value has no `value`, or null.
    DefaultWithoutValue {
        /// The default value.
        node: &'f Node<'f>,
        /// Where `value` is null.
        null: Option<Loc>,
        /// A misspelling of `value`.
        misspelt: Option<&'f Stray>,
    },
    /// The value of a default is no string.
    DefaultNoString(&'f Node<'f>),
}
