//! How sure a finding is to hurt, and what findings come to.

use std::fmt;

/// How sure a finding is to hurt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The CRM refuses the job, or it certainly cannot do what is written.
    Error,
    /// It may lose data or surprise.
    Warning,
}

impl Level {
    /// `error` or `warning`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What findings come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Nothing was found.
    Accept,
    /// Warnings only.
    Warn,
    /// At least one error.
    Reject,
}

impl Verdict {
    /// What findings of these levels come to.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::{Level, Verdict};
    ///
    /// assert_eq!(Verdict::of([]), Verdict::Accept);
    /// assert_eq!(Verdict::of([Level::Warning, Level::Error]), Verdict::Reject);
    /// ```
    pub fn of(levels: impl IntoIterator<Item = Level>) -> Self {
        // What weighs most is the least.
        match levels.into_iter().min() {
            None => Self::Accept,
            Some(Level::Warning) => Self::Warn,
            Some(Level::Error) => Self::Reject,
        }
    }

    /// `accept`, `warn` or `reject`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Warn => "warn",
            Self::Reject => "reject",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
