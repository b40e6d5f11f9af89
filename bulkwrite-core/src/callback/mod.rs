//! Callback URLs: https, public, and meaning what they say.
//!
//! [`inspect`] is a pure function of the text: no DNS, no clock, no configuration, so it can run while code compiles.
//! [`inspect_resolved`] also asks a resolver, for tests, CI and start-up. What is refused, why, and what no check can
//! promise is told in `docs/callback-urls.md`.

mod addresses;
mod allow;
mod fast;
mod full;
mod idna2003;
mod judge;
mod names;
mod parts;
mod ports;
mod reason;
mod resolve;
mod tlds;
mod wildcard;
mod zones;

pub use crate::text::mask::{masked, secrets};
use crate::text::sort;
pub use crate::text::token::tokens;
use std::ops::Range;

pub use crate::level::{Level as Severity, Verdict};
pub use allow::{AllowError, AllowList};
pub use reason::{Family, Reason, UnknownReason};
pub use resolve::{Answer, FixedResolver, Resolve, Resolved, SystemResolver, inspect_resolved};

/// What a project knows about its own network. There is no setting that turns the check off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Hosts and networks that may be called although they are not public.
    pub allow: AllowList,
    /// The network is IPv6-only behind DNS64, so a resolved address in `64:ff9b::/96` stands for its IPv4 address.
    pub dns64: bool,
}

/// One thing that is wrong with a URL, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Why it matters.
    pub reason: Reason,
    /// How much it matters.
    pub level: Severity,
    /// The bytes of the URL's text that it is about: the scheme, the host, a label, …; on character boundaries.
    pub range: Range<u32>,
    /// What is wrong there; holds neither credentials nor query.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// What to put in place of the range, when there is only one sensible answer.
    pub fix: Option<String>,
    /// What was probably meant, where it would be accepted.
    pub(crate) guess: Option<Guess>,
}

/// A text to put in place of a range of the URL, which probably does what was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Guess {
    pub(crate) range: Range<u32>,
    pub(crate) text: &'static str,
}

/// The result of a check.
#[must_use]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inspection {
    findings: Vec<Finding>,
}

impl Inspection {
    /// Every finding, in reading order. A URL that is refused carries no warnings: it has to change anyway.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The findings themselves.
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    /// Whether the URL may be used.
    pub fn verdict(&self) -> Verdict {
        Verdict::of(self.findings.iter().map(|finding| finding.level))
    }

    /// The reasons in reading order, each once.
    pub fn reasons(&self) -> Vec<Reason> {
        let mut reasons = Vec::new();
        for finding in &self.findings {
            if !reasons.contains(&finding.reason) {
                reasons.push(finding.reason);
            }
        }
        reasons
    }

    fn of(mut findings: Vec<Finding>) -> Self {
        if findings.iter().any(|finding| finding.level == Severity::Error) {
            findings.retain(|finding| finding.level == Severity::Error);
        }
        sort::by_key(&mut findings, |finding| (finding.range.start, finding.range.end));
        findings.dedup_by(|a, b| a.reason == b.reason && a.range == b.range);
        Self { findings }
    }
}

/// Checks a callback URL: the text alone, nothing is looked up.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::callback::{self, Reason, Verdict};
///
/// assert_eq!(callback::inspect("https://www.zoho.com/in/crm/").verdict(), Verdict::Accept);
///
/// let inspection = callback::inspect("https://0x7f.1/hook");
/// let [finding] = inspection.findings() else { panic!("one finding") };
/// assert_eq!(finding.reason, Reason::Loopback);
/// assert_eq!(finding.message, "`127.0.0.1` is a loopback address (127.0.0.0/8, RFC 1122)");
/// assert_eq!(finding.range, 8..14);
/// ```
pub fn inspect(text: &str) -> Inspection {
    inspect_with(text, const { &Policy::new() })
}

/// Checks a callback URL like [`inspect`], except that a project may allow hosts and networks of its own.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::callback::{self, AllowList, Policy, Verdict};
///
/// let policy = Policy { allow: AllowList::parse(["crm.corp", "10.1.0.0/16"])?, ..Policy::default() };
/// assert_eq!(callback::inspect_with("https://crm.corp/hook", &policy).verdict(), Verdict::Accept);
/// assert_eq!(callback::inspect_with("https://10.2.0.1/hook", &policy).verdict(), Verdict::Reject);
/// # Ok::<(), bulkwrite::callback::AllowError>(())
/// ```
pub fn inspect_with(text: &str, policy: &Policy) -> Inspection {
    // Allowing only ever takes findings away, so what is plain is plain under every policy.
    if fast::is_plain(text) { Inspection::default() } else { full::inspect(text, policy) }
}

/// [`inspect_with`] without its short cut for plain URLs, so that tests can hold the two against each other.
#[doc(hidden)]
pub fn inspect_in_full(text: &str, policy: &Policy) -> Inspection {
    full::inspect(text, policy)
}

impl Policy {
    /// The default: nothing beyond the public internet.
    pub const fn new() -> Self {
        Self { allow: AllowList::new(), dns64: false }
    }
}
