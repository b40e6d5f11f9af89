//! How a run ends.

/// How a run ended; the worst counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Nothing was found.
    Clean = 0,
    /// Something was found.
    Findings = 1,
    /// Something could not be done.
    Failed = 2,
    /// The job runs on.
    #[cfg(feature = "send")]
    Running = 3,
    /// It is not known whether the job was created.
    #[cfg(feature = "send")]
    Unknown = 4,
    /// It was interrupted.
    Interrupted = 130,
    /// The stand-in was told to end as if it were killed.
    #[cfg(feature = "serve")]
    Killed = 137,
}
