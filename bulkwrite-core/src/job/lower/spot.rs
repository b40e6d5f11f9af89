//! Where something belongs in a job, and what stands there or not.

use crate::source::Loc;
use crate::vendor::keys::Owner;

/// What a value of the job is: the key that it stands under, or an element of the list there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) owner: Owner,
    pub(crate) key: &'static str,
    pub(crate) element: bool,
}

impl Spot {
    pub(crate) const fn of(owner: Owner, key: &'static str) -> Self {
        Self { owner, key, element: false }
    }

    pub(crate) const fn element_of(owner: Owner, key: &'static str) -> Self {
        Self { owner, key, element: true }
    }
}

/// The spot of a key in its object, or of an element of the list there.
macro_rules! spot {
    ($owner:ident, $key:literal) => {
        const { &$crate::job::lower::spot::Spot::of($crate::vendor::keys::Owner::$owner, $key) }
    };
    ($owner:ident, $key:literal, element) => {
        const { &$crate::job::lower::spot::Spot::element_of($crate::vendor::keys::Owner::$owner, $key) }
    };
}
pub(crate) use spot;

/// A key that its object does not have.
#[derive(Clone, Debug)]
pub(crate) struct Stray {
    pub(crate) owner: Owner,
    /// Where the object stands.
    pub(crate) owner_loc: Loc,
    /// The key as written.
    pub(crate) key: String,
    pub(crate) key_loc: Loc,
    /// The key of the same object that was probably meant.
    pub(crate) meant: Option<&'static str>,
    /// The key is another word for the one that was meant, not a misspelling of it.
    pub(crate) alias: bool,
    /// The object has the key that was meant as well.
    pub(crate) taken: bool,
    /// A rule has explained it already.
    pub(crate) claimed: bool,
}

/// A required key that is absent or null.
#[derive(Clone, Debug)]
pub(crate) struct Missing {
    pub(crate) owner: Owner,
    /// Where the object stands.
    pub(crate) owner_loc: Loc,
    pub(crate) key: &'static str,
    /// Where it is null, if it is written at all.
    pub(crate) null: Option<Loc>,
    /// The field whose mapping lacks its index.
    pub(crate) field: Option<String>,
}
