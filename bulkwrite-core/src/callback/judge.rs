//! What the policy says of an address or a name, wherever it comes from: the text or a resolver.

use std::net::IpAddr;

use super::addresses::{self, Denied};
use super::names::{self, Kind};
use super::{Policy, Reason, Severity, tlds, wildcard};

/// A judgement that does not know its place yet.
pub(super) struct Judgement {
    pub(super) reason: Reason,
    pub(super) level: Severity,
    /// The end of a sentence that begins with the host: `is a loopback address (…)`.
    pub(super) predicate: String,
    pub(super) help: Option<String>,
}

const PUBLIC: &str = "use a host that the public internet can reach, or put this one on the project's allow list";

/// Why an address is refused, if it is; `allowed` when the name that led to it is on the allow list.
pub(super) fn address(addr: IpAddr, allowed: bool, policy: &Policy) -> Option<Judgement> {
    let denied = match addresses::denied(addr)? {
        denied if !allowed && !policy.allow.has_address(addr) => denied,
        _ => Denied::Metadata(addresses::metadata(addr)?),
    };
    let help = match denied {
        Denied::Metadata(_) => "use a host that the public internet can reach",
        _ => PUBLIC,
    };
    let predicate = format!("is {denied}");
    Some(Judgement { reason: denied.reason(), level: Severity::Error, predicate, help: Some(help.into()) })
}

/// What is to be said of a name, lower case and without a dot at the end.
pub(super) fn name(host: &str, policy: &Policy) -> Option<Judgement> {
    let allowed = policy.allow.has_name(host);
    let entry = names::lookup(host);
    // Of the host `.` nothing is left.
    let dotless = !host.is_empty() && !host.contains('.');
    let judged = |reason: Reason, level, predicate, help: &str| {
        Some(Judgement { reason, level, predicate, help: Some(help.into()) })
    };
    if dotless && !allowed && entry.is_none_or(|entry| entry.kind != Kind::SpecialUse) {
        let predicate = "has no dot, so only a private network knows it".into();
        return judged(Reason::SingleLabel, Severity::Error, predicate, PUBLIC);
    }
    let Some(entry) = entry else { return if allowed { None } else { unknown_name(host) } };
    let (suffix, source) = (entry.suffix, entry.source);
    let place = if host == suffix { String::new() } else { format!(" under `{suffix}`") };
    let what = entry.kind.reason().describe();
    let error = |predicate, help| judged(entry.kind.reason(), Severity::Error, predicate, help);
    match entry.kind {
        Kind::Metadata => error(format!("is {what} ({source})"), "use a host that the public internet can reach"),
        Kind::Wildcard | Kind::Device => {
            let prefix = host[..host.len() - suffix.len()].trim_end_matches('.');
            let spelled: Vec<IpAddr> = match entry.kind {
                Kind::Device => wildcard::hyphened(prefix).collect(),
                _ => wildcard::addresses(prefix).collect(),
            };
            for addr in spelled {
                if let Some(judgement) = address(addr, allowed, policy) {
                    let predicate = format!("resolves to `{addr}`, which {}", judgement.predicate);
                    return error(predicate, judgement.help.as_deref().unwrap_or(PUBLIC));
                }
            }
            let predicate = format!("is {what}: {source} decides where it leads");
            let help = "use a name of your own";
            if allowed { None } else { judged(Reason::WildcardDns, Severity::Warning, predicate, help) }
        }
        _ if allowed => None,
        Kind::SpecialUse | Kind::Private => error(format!("is {what}{place} ({source})"), PUBLIC),
        Kind::Service(_) | Kind::Rebinding => {
            let does = if let Kind::Service(does) = entry.kind { does } else { source };
            let predicate = if host == suffix { does.to_owned() } else { format!("is{place}, which {does}") };
            error(predicate, PUBLIC)
        }
        Kind::Placeholder => {
            let predicate = format!("is {what}{place} ({source})");
            judged(Reason::PlaceholderName, Severity::Warning, predicate, "put in the name of the real receiver")
        }
        Kind::Gone => {
            let predicate = format!("is gone{place} ({source})");
            judged(Reason::DefunctHost, Severity::Warning, predicate, "put in a receiver that answers")
        }
    }
}

/// What is to be said of a name that the table does not know.
fn unknown_name(host: &str) -> Option<Judgement> {
    let warned = |reason, predicate, help: &str| {
        Some(Judgement { reason, level: Severity::Warning, predicate, help: Some(help.into()) })
    };
    let (_, last) = host.rsplit_once('.')?;
    if !tlds::is_public(last) {
        let predicate = format!("ends in `{last}`, which is no top-level domain (IANA, {})", tlds::AS_OF);
        return warned(
            Reason::UnlistedTld,
            predicate,
            "check the spelling, or put the host on the project's allow list if a network of your own knows it",
        );
    }
    let addr = wildcard::inner_numbers(host)?;
    let predicate = format!("spells the address `{addr}`, where no public server is");
    warned(Reason::WildcardDns, predicate, "use a name of your own that says what answers, or check where it leads")
}
