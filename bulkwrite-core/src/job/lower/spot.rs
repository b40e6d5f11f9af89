//! Where something belongs in a job, and what stands there or not.

use crate::source::Loc;
use crate::vendor::keys::{Key, Kind, Need, Owner};

/// What a value of the job is: that of a key, or an element of the list there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot {
    pub(crate) key: &'static Key,
    pub(crate) element: bool,
}

/// What stands at a spot in other jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    String,
    Boolean,
    Integer,
    Array,
    Object,
    Module,
}

/// What a null means for a key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Null {
    /// The key is required: the null is reported as its absence.
    Reported,
    /// The key is optional: a null is odd.
    Optional,
    /// The CRM itself writes such nulls.
    Allowed,
}

impl Spot {
    pub(crate) const fn of(key: &'static Key) -> Self {
        Self { key, element: false }
    }

    pub(crate) const fn element_of(key: &'static Key) -> Self {
        Self { key, element: true }
    }

    pub(crate) const fn expected(&self) -> Expected {
        match self.key.kind {
            Kind::Texts if self.element => Expected::String,
            Kind::Objects(_) if self.element => Expected::Object,
            Kind::Texts | Kind::Objects(_) => Expected::Array,
            Kind::Text => Expected::String,
            Kind::Boolean => Expected::Boolean,
            Kind::Column => Expected::Integer,
            Kind::Object(_) => Expected::Object,
            Kind::TextOrObject(_) => Expected::Module,
        }
    }

    pub(crate) const fn null(&self) -> Null {
        match self.key.need {
            Need::Always => Null::Reported,
            _ if self.key.nullable => Null::Allowed,
            _ => Null::Optional,
        }
    }
}

/// The spot of a key in its object, or of an element of the list there.
macro_rules! spot {
    ($owner:ident, $key:literal) => {
        const { &$crate::job::lower::spot::Spot::of($crate::vendor::keys::get($crate::vendor::keys::Owner::$owner, $key)) }
    };
    ($owner:ident, $key:literal, element) => {
        const {
            &$crate::job::lower::spot::Spot::element_of($crate::vendor::keys::get(
                $crate::vendor::keys::Owner::$owner,
                $key,
            ))
        }
    };
}
pub(crate) use spot;

/// A key that its object does not have.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct Stray {
    pub(crate) owner: Owner,
    /// Where the object stands.
    pub(crate) owner_loc: Loc,
    /// The key as written.
    pub(crate) key: String,
    pub(crate) key_loc: Loc,
    /// Where its value stands, if that is a string.
    pub(crate) text: Option<Loc>,
    /// Its value is of the kind that the key takes which was meant.
    pub(crate) fits: bool,
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
    /// Where the object stands.
    pub(crate) owner_loc: Loc,
    pub(crate) key: &'static Key,
    /// Where it is null, if it is written at all.
    pub(crate) null: Option<Loc>,
    /// The field whose mapping lacks its index.
    pub(crate) field: Option<String>,
}
