//! Places in a source, opaque to everything but the front end that made them.

/// A half-open range of positions in a source.
///
/// Only the front end that made a position knows what it counts: in JSON a byte, in the macro a token, in the
/// builder a node. Everywhere, a smaller position is read earlier, so sorting by `Loc` is reading order.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::Loc;
///
/// let loc = Loc::new(4, 9);
/// assert_eq!(loc.range(), 4..9);
/// assert!(Loc::new(0, 20).contains(loc));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Loc {
    /// The first position.
    pub start: u32,
    /// One past the last position.
    pub end: u32,
}

impl Loc {
    /// The range from `start` up to, and without, `end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The range as `usize`, for slicing a source whose positions are bytes.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `other` lies inside.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}
