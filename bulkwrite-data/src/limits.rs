//! How much the CRM takes at once.

/// How much the CRM takes of one job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The records of a CSV, its header apart.
    pub rows: u64,
    /// The bytes of a CSV, and those of the ZIP.
    pub bytes: u64,
    /// The records of the CSV of a subform or another child.
    pub children: u64,
}

impl Limits {
    /// What is documented. What "25 MB" comes to is not: this is the smaller reading. The limitations page has 200 rows of a subform; an
    /// example of the create-job page has 500.
    pub const CRM: Self = Self { rows: 25_000, bytes: 25_000_000, children: 200 };
    /// For data that will be split.
    pub const NONE: Self = Self { rows: u64::MAX, bytes: u64::MAX, children: u64::MAX };

    /// As many records of children as that.
    #[must_use]
    pub const fn children(self, children: u64) -> Self {
        Self { children, ..self }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::CRM
    }
}
