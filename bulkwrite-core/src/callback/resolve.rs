//! The check that also asks the DNS.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use url::{Host, Url};

use super::parts::Parts;
use super::{Finding, Inspection, Policy, Reason, Severity, Verdict, addresses, full, inspect_with, judge};

/// What a resolver knows of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Every address, of both kinds.
    pub addrs: Vec<IpAddr>,
    /// The names that the CNAME records led through, where the resolver tells.
    pub aliases: Vec<String>,
}

impl From<Vec<IpAddr>> for Answer {
    fn from(addrs: Vec<IpAddr>) -> Self {
        Self { addrs, aliases: Vec::new() }
    }
}

/// Looks up names.
pub trait Resolve: std::fmt::Debug + Send + Sync {
    /// Everything known of `host`, an ASCII name, within the resolver's own time limit. No address at all may be an
    /// error or an empty answer.
    fn resolve(&self, host: &str) -> io::Result<Answer>;
}

/// The resolver of the operating system, which also reads the hosts file and search domains.
#[derive(Clone, Copy, Debug)]
pub struct SystemResolver {
    /// How long to wait for an answer.
    pub timeout: Duration,
}

impl Default for SystemResolver {
    /// Waits five seconds.
    fn default() -> Self {
        Self { timeout: Duration::from_secs(5) }
    }
}

impl Resolve for SystemResolver {
    fn resolve(&self, host: &str) -> io::Result<Answer> {
        // Not a channel: to compile one for this alone takes longer than the rest of the module.
        let here = Arc::new((Mutex::new(None), Condvar::new()));
        let (there, host) = (Arc::clone(&here), host.to_owned());
        // The system call cannot be interrupted; on a timeout its thread ends by itself, and nobody listens.
        thread::Builder::new().name("callback-resolver".to_owned()).spawn(move || {
            let answer = (host.as_str(), 443).to_socket_addrs();
            let answer = answer.map(|addrs| Answer::from(addrs.map(|addr| addr.ip()).collect::<Vec<_>>()));
            *there.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
            there.1.notify_one();
        })?;
        let waiting = here.0.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = here.1.wait_timeout_while(waiting, self.timeout, |answer| answer.is_none());
        let (mut answer, _) = waited.unwrap_or_else(PoisonError::into_inner);
        answer.take().unwrap_or_else(|| Err(io::ErrorKind::TimedOut.into()))
    }
}

/// A resolver that knows what it was told, for tests.
#[derive(Clone, Debug, Default)]
pub struct FixedResolver {
    answers: BTreeMap<String, Answer>,
}

impl FixedResolver {
    /// Adds what is known of a name.
    #[must_use]
    pub fn with(mut self, host: &str, answer: impl Into<Answer>) -> Self {
        self.answers.insert(host.to_owned(), answer.into());
        self
    }
}

impl Resolve for FixedResolver {
    fn resolve(&self, host: &str) -> io::Result<Answer> {
        self.answers.get(host).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// The result of [`inspect_resolved`].
#[must_use]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    /// What is to be said, the findings of the text first among equals.
    pub inspection: Inspection,
    /// Where the URL leads: connect to one of these, not to the name, or a later answer of the DNS goes unchecked.
    /// Empty if the URL is refused or does not resolve.
    pub addrs: Vec<SocketAddr>,
}

/// Checks a callback URL like [`inspect_with`] and, if its text passes, looks its name up once: every address must be
/// public, not just one.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::callback::{self, FixedResolver, Policy, Reason};
/// use std::net::IpAddr;
///
/// let addrs = [[9, 9, 9, 9], [10, 0, 0, 5]].map(IpAddr::from);
/// let resolver = FixedResolver::default().with("hooks.acme.io", addrs.to_vec());
/// let resolved = callback::inspect_resolved("https://hooks.acme.io/crm", &Policy::default(), &resolver);
/// assert_eq!(resolved.inspection.reasons(), [Reason::PrivateV4]);
/// assert!(resolved.addrs.is_empty());
/// ```
pub fn inspect_resolved(text: &str, policy: &Policy, resolver: &dyn Resolve) -> Resolved {
    let inspection = inspect_with(text, policy);
    if inspection.verdict() == Verdict::Reject {
        return Resolved { inspection, addrs: Vec::new() };
    }
    let Ok(url) = Url::parse(text) else { return Resolved { inspection, addrs: Vec::new() } };
    let port = url.port_or_known_default().unwrap_or(443);
    let name = match url.host() {
        Some(Host::Domain(name)) => name,
        Some(Host::Ipv4(addr)) => return Resolved { inspection, addrs: vec![(addr, port).into()] },
        Some(Host::Ipv6(addr)) => return Resolved { inspection, addrs: vec![(addr, port).into()] },
        None => return Resolved { inspection, addrs: Vec::new() },
    };

    let range = full::range(Parts::of(text).host);
    let mut findings = inspection.into_findings();
    let mut find = |reason, level, message, help| {
        findings.push(Finding { reason, level, range: range.clone(), message, help, fix: None, guess: None });
    };
    let answer = resolver.resolve(name);
    let mut addrs = Vec::new();
    match answer {
        Ok(answer) if !answer.addrs.is_empty() => {
            let allowed = policy.allow.has_name(name.strip_suffix('.').unwrap_or(name));
            for alias in &answer.aliases {
                let alias = alias.strip_suffix('.').unwrap_or(alias).to_ascii_lowercase();
                // An allowed name vouches for where it leads, metadata services excepted.
                let judgement = judge::name(&alias, policy);
                if let Some(it) = judgement.filter(|it| !allowed || it.reason == Reason::MetadataHost) {
                    find(
                        it.reason,
                        it.level,
                        format!("`{name}` is an alias of `{alias}`, which {}", it.predicate),
                        it.help,
                    );
                }
            }
            for addr in &answer.addrs {
                let addr = addresses::unwrap_resolved(*addr, policy.dns64);
                if let Some(it) = judge::address(addr, allowed, policy) {
                    let message = format!("`{name}` resolves to `{addr}`, which {}", it.predicate);
                    find(it.reason, it.level, message, it.help);
                }
            }
            addrs.extend(answer.addrs.iter().map(|addr| SocketAddr::new(*addr, port)));
        }
        answer => {
            let message = match answer {
                Err(error) if error.kind() == io::ErrorKind::TimedOut => format!("`{name}` did not resolve in time"),
                _ => format!("`{name}` does not resolve"),
            };
            let help = "check the spelling of the host, and that this machine can reach the DNS".to_owned();
            find(Reason::Unresolvable, Severity::Warning, message, Some(help));
        }
    }
    let inspection = Inspection::of(findings);
    if inspection.verdict() == Verdict::Reject {
        addrs.clear();
    }
    Resolved { inspection, addrs }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::callback::AllowList;

    fn resolve(text: &str, addrs: &[&str], policy: &Policy) -> Resolved {
        let addrs: Vec<IpAddr> = addrs.iter().map(|addr| addr.parse().expect("an address")).collect();
        inspect_resolved(text, policy, &FixedResolver::default().with("hooks.acme.io", addrs))
    }

    #[test]
    fn every_address_has_to_be_public() {
        for (addrs, expected) in [
            (&["9.9.9.9", "2620:fe::9"][..], &[][..]),
            (&["9.9.9.9", "127.0.0.1", "10.0.0.1"], &[Reason::Loopback, Reason::PrivateV4]),
            (&["::ffff:9.9.9.9"], &[]),
            (&["::ffff:10.0.0.1"], &[Reason::PrivateV4]),
            (&["64:ff9b::9.9.9.9"], &[Reason::Nat64]),
            (&["2002:909:909::1"], &[Reason::SixToFour]),
            (&["168.63.129.16"], &[Reason::MetadataHost]),
            (&[], &[Reason::Unresolvable]),
        ] {
            let resolved = resolve("https://hooks.acme.io/x", addrs, &Policy::default());
            assert_eq!(resolved.inspection.reasons(), expected, "{addrs:?}");
            let refused = resolved.inspection.verdict() == Verdict::Reject;
            assert_eq!(resolved.addrs.len(), if refused { 0 } else { addrs.len() });
        }
    }

    #[test]
    fn behind_dns64_the_embedded_address_counts() {
        let policy = Policy { dns64: true, ..Policy::default() };
        let reasons = |addr| resolve("https://hooks.acme.io/x", &[addr], &policy).inspection.reasons();
        assert_eq!(reasons("64:ff9b::9.9.9.9"), []);
        assert_eq!(reasons("64:ff9b::10.0.0.1"), [Reason::PrivateV4]);
        assert_eq!(reasons("64:ff9b:1::9.9.9.9"), [Reason::Nat64Local]);
    }

    #[test]
    fn an_allowed_name_may_lead_anywhere_but_to_metadata() {
        let policy = Policy { allow: AllowList::parse(["hooks.acme.io"]).expect("a list"), ..Policy::default() };
        let resolved = resolve("https://hooks.acme.io:8443/x", &["10.0.0.1"], &policy);
        assert_eq!(
            (resolved.inspection.verdict(), resolved.addrs),
            (Verdict::Accept, vec![([10, 0, 0, 1], 8443).into()])
        );
        let resolved = resolve("https://hooks.acme.io/x", &["169.254.169.254"], &policy);
        assert_eq!(resolved.inspection.reasons(), [Reason::MetadataHost]);
    }

    #[test]
    fn an_allowed_name_may_be_an_alias_of_any_but_metadata() {
        let policy = Policy { allow: AllowList::parse(["hooks.acme.io"]).expect("a list"), ..Policy::default() };
        let addrs = vec![IpAddr::from([9, 9, 9, 9])];
        let aliases = vec!["db.internal".to_owned(), "metadata.google.internal".to_owned()];
        let dns = FixedResolver::default().with("hooks.acme.io", Answer { addrs, aliases });
        let inspection = inspect_resolved("https://hooks.acme.io/x", &policy, &dns).inspection;
        assert_eq!(inspection.reasons(), [Reason::MetadataHost]);
    }

    #[test]
    fn what_does_not_resolve_says_whether_it_was_too_slow() {
        #[derive(Debug)]
        struct Fails(io::ErrorKind);
        impl Resolve for Fails {
            fn resolve(&self, _: &str) -> io::Result<Answer> {
                Err(self.0.into())
            }
        }
        for (kind, message) in [
            (io::ErrorKind::TimedOut, "`hooks.acme.io` did not resolve in time"),
            (io::ErrorKind::NotFound, "`hooks.acme.io` does not resolve"),
        ] {
            let inspection = inspect_resolved("https://hooks.acme.io/", &Policy::default(), &Fails(kind)).inspection;
            let [finding] = inspection.findings() else { panic!("one finding: {inspection:?}") };
            assert_eq!((finding.reason, finding.message.as_str()), (Reason::Unresolvable, message));
        }
    }

    #[test]
    fn the_system_is_asked() {
        // An address is its own answer, with no network at all.
        let answer = SystemResolver::default().resolve("127.0.0.1").expect("an address resolves");
        assert_eq!(answer.addrs, [IpAddr::from([127, 0, 0, 1])]);
    }

    #[test]
    fn an_alias_is_judged_as_a_name() {
        let addrs = vec![IpAddr::from([9, 9, 9, 9])];
        let answer = Answer { addrs, aliases: vec!["LB.acme.io".to_owned(), "db.internal.".to_owned()] };
        let dns = FixedResolver::default().with("hooks.acme.io", answer);
        let inspection = inspect_resolved("https://hooks.acme.io/x", &Policy::default(), &dns).inspection;
        let [finding] = inspection.findings() else { panic!("one finding: {inspection:?}") };
        assert_eq!(finding.reason, Reason::PrivateSuffix);
        assert!(finding.message.starts_with("`hooks.acme.io` is an alias of `db.internal`, which is"));
    }

    #[test]
    fn a_refused_text_is_never_looked_up() {
        #[derive(Debug)]
        struct Never;
        impl Resolve for Never {
            fn resolve(&self, host: &str) -> io::Result<Answer> {
                panic!("looked up {host}")
            }
        }
        let resolved = inspect_resolved("http://hooks.acme.io/x", &Policy::default(), &Never);
        assert_eq!(resolved.inspection.reasons(), [Reason::Scheme]);
        let resolved = inspect_resolved("https://9.9.9.9/x", &Policy::default(), &Never);
        assert_eq!(resolved.addrs, [([9, 9, 9, 9], 443).into()]);
    }
}
