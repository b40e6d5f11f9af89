//! Which names are public.

use super::Reason;

/// What a name, and every name below it, is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Not in the public DNS, by an RFC.
    SpecialUse,
    /// Not in the public DNS, by ICANN or by habit.
    Private,
    /// A cloud's metadata service.
    Metadata,
    /// Answers with the address that is spelled in the name.
    Wildcard,
    /// Answers with loopback, or first with a public and then with a private address.
    Service(&'static str),
    /// Reserved for documentation, yet in the DNS.
    Placeholder,
}

impl Kind {
    pub(super) const fn reason(self) -> Reason {
        match self {
            Self::SpecialUse => Reason::SpecialUseName,
            Self::Private => Reason::PrivateSuffix,
            Self::Metadata => Reason::MetadataHost,
            Self::Wildcard | Self::Service(_) => Reason::WildcardDns,
            Self::Placeholder => Reason::PlaceholderName,
        }
    }
}

/// A name of the table.
#[derive(Debug)]
pub(super) struct Name {
    /// The name itself, lower case.
    pub(super) suffix: &'static str,
    pub(super) kind: Kind,
    /// Who says so, or what answers.
    pub(super) source: &'static str,
}

const fn name(suffix: &'static str, kind: Kind, source: &'static str) -> Name {
    Name { suffix, kind, source }
}

const LOOPBACK: Kind = Kind::Service("resolves to loopback");
const REBINDING: Kind = Kind::Service("is a DNS rebinding service");
const DEAD: Kind = Kind::Service("belongs to a wildcard-DNS service that has ended");

// By last label, sorted; within one, the first match counts. Sources (read 2026-07): the IANA registry of special-use
// domain names and the RFC named in each line; ICANN's reservation of .internal; RFC 6762 appendix G for suffixes in
// private use; Kubernetes and /etc/hosts for svc and localdomain; the clouds' documentation for metadata names; the
// documentation of each wildcard-DNS service, and public lists of loopback and rebinding names.
const NAMES: &[(&str, &[Name])] = &[
    ("alt", &[name("alt", Kind::SpecialUse, "RFC 9476")]),
    // Reverse zones and infrastructure (RFC 3172); among them home.arpa (RFC 8375), service.arpa (RFC 9665),
    // resolver.arpa (RFC 9462), ipv4only.arpa (RFC 8880), 6tisch.arpa (RFC 9031), eap-noob.arpa (RFC 9140).
    ("arpa", &[name("arpa", Kind::SpecialUse, "RFC 3172")]),
    ("co", &[name("local-ip.co", Kind::Wildcard, "local-ip.co")]),
    (
        "com",
        &[
            name("example.com", Kind::Placeholder, "RFC 6761"),
            name("metadata.amazonaws.com", Kind::Metadata, "AWS"),
            name("metadata.azure.com", Kind::Metadata, "Azure"),
            name("metadata.tencentyun.com", Kind::Metadata, "Tencent Cloud"),
            name("api.metadata.cloud.ibm.com", Kind::Metadata, "IBM Cloud"),
            name("metadata.platformequinix.com", Kind::Metadata, "Equinix Metal"),
            name("lacolhost.com", LOOPBACK, ""),
            name("colasloth.com", LOOPBACK, ""),
        ],
    ),
    ("corp", &[name("corp", Kind::Private, "RFC 6762 appendix G")]),
    ("direct", &[name("localhost.direct", LOOPBACK, "")]),
    ("example", &[name("example", Kind::SpecialUse, "RFC 6761")]),
    ("gd", &[name("local.gd", LOOPBACK, "")]),
    ("goog", &[name("metadata.goog", Kind::Metadata, "Google Cloud")]),
    ("home", &[name("home", Kind::Private, "RFC 6762 appendix G")]),
    ("instance-data", &[name("instance-data", Kind::Metadata, "AWS")]),
    (
        "internal",
        &[
            name("metadata.google.internal", Kind::Metadata, "Google Cloud"),
            name("metadata.azure.internal", Kind::Metadata, "Azure"),
            name("instance-data.ec2.internal", Kind::Metadata, "AWS"),
            name("internal", Kind::Private, "reserved by ICANN"),
        ],
    ),
    ("intranet", &[name("intranet", Kind::Private, "RFC 6762 appendix G")]),
    ("invalid", &[name("invalid", Kind::SpecialUse, "RFC 6761")]),
    (
        "io",
        &[
            name("nip.io", Kind::Wildcard, "nip.io"),
            name("sslip.io", Kind::Wildcard, "sslip.io"),
            name("xip.io", DEAD, ""),
        ],
    ),
    ("it", &[name("rebind.it", REBINDING, "")]),
    ("lan", &[name("lan", Kind::Private, "RFC 6762 appendix G")]),
    ("local", &[name("local", Kind::SpecialUse, "RFC 6762")]),
    ("localdomain", &[name("localdomain", Kind::Private, "the habit of /etc/hosts")]),
    ("localdomain4", &[name("localdomain4", Kind::Private, "the habit of /etc/hosts")]),
    ("localdomain6", &[name("localdomain6", Kind::Private, "the habit of /etc/hosts")]),
    ("localhost", &[name("localhost", Kind::SpecialUse, "RFC 6761")]),
    (
        "me",
        &[
            name("traefik.me", Kind::Wildcard, "traefik.me"),
            name("localtest.me", LOOPBACK, ""),
            name("lvh.me", LOOPBACK, ""),
            name("vcap.me", LOOPBACK, ""),
            name("fuf.me", LOOPBACK, ""),
        ],
    ),
    ("ms", &[name("1u.ms", REBINDING, "")]),
    (
        "net",
        &[
            name("example.net", Kind::Placeholder, "RFC 6761"),
            name("metadata.packet.net", Kind::Metadata, "Equinix Metal"),
        ],
    ),
    ("network", &[name("rebind.network", REBINDING, "")]),
    ("onion", &[name("onion", Kind::SpecialUse, "RFC 7686")]),
    ("org", &[name("example.org", Kind::Placeholder, "RFC 6761")]),
    ("private", &[name("private", Kind::Private, "RFC 6762 appendix G")]),
    ("rancher-metadata", &[name("rancher-metadata", Kind::Metadata, "Rancher")]),
    ("sh", &[name("local-ip.sh", Kind::Wildcard, "local-ip.sh")]),
    ("st", &[name("localho.st", LOOPBACK, ""), name("localh.st", LOOPBACK, "")]),
    ("svc", &[name("svc", Kind::Private, "the cluster DNS of Kubernetes")]),
    ("test", &[name("test", Kind::SpecialUse, "RFC 6761")]),
    ("us", &[name("rbndr.us", REBINDING, "")]),
];

/// What the table says of a name: lower case, no dot at the end.
pub(super) fn lookup(host: &str) -> Option<&'static Name> {
    let last = &host[host.rfind('.').map_or(0, |dot| dot + 1)..];
    lookup_in(host, last)
}

/// [`lookup`] for a caller that knows the last label.
pub(super) fn lookup_in(host: &str, last_label: &str) -> Option<&'static Name> {
    // Words are compared at once, texts byte by byte.
    let word = first_bytes(last_label);
    let start = WORDS.partition_point(|known| *known < word);
    let (_, names) = NAMES[start..]
        .iter()
        .take_while(|(last, _)| first_bytes(last) == word)
        .find(|(last, _)| *last == last_label)?;
    names.iter().find(|name| is_at_or_below(host, name.suffix))
}

/// The first bytes of each last label.
static WORDS: [u64; NAMES.len()] = {
    let mut words = [0; NAMES.len()];
    let mut i = 0;
    while i < NAMES.len() {
        words[i] = first_bytes(NAMES[i].0);
        i += 1;
    }
    words
};

/// The first eight bytes of a text as a number, zeros where there are fewer, so that it sorts as the text does.
const fn first_bytes(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut word = 0;
    let mut i = 0;
    while i < 8 {
        word = word << 8 | if i < bytes.len() { bytes[i] as u64 } else { 0 };
        i += 1;
    }
    word
}

/// Whether a name is `suffix` or below it.
pub(super) fn is_at_or_below(host: &str, suffix: &str) -> bool {
    host.strip_suffix(suffix).is_some_and(|below| below.is_empty() || below.ends_with('.'))
}

/// What keeps a name from being one.
pub(super) enum SyntaxError {
    /// More than 253 octets.
    TooLong,
    EmptyLabel(usize),
    LongLabel(usize),
    Hyphen(usize),
    Character(usize, char),
}

/// The first mistake in a name without a dot at the end, with the number of the label; the host name rules of RFC 1123
/// section 2.1 plus the underscore, which names in use do have.
pub(super) fn syntax_error(host: &str) -> Option<SyntaxError> {
    let label_error = |(i, label): (usize, &str)| {
        let is_wrong = |c: &char| !matches!(c, 'a'..='z' | '0'..='9' | '-' | '_');
        match label {
            "" => Some(SyntaxError::EmptyLabel(i)),
            _ if label.len() > 63 => Some(SyntaxError::LongLabel(i)),
            _ if label.starts_with('-') || label.ends_with('-') => Some(SyntaxError::Hyphen(i)),
            _ => label.chars().find(is_wrong).map(|c| SyntaxError::Character(i, c)),
        }
    };
    let too_long = || (host.len() > 253).then_some(SyntaxError::TooLong);
    host.split('.').enumerate().find_map(label_error).or_else(too_long)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_under_its_last_label() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
        for (last, names) in NAMES {
            for name in *names {
                assert_eq!(name.suffix.rsplit('.').next(), Some(*last));
                assert_eq!(lookup(name.suffix).map(|name| name.suffix), Some(name.suffix));
            }
        }
    }

    #[test]
    fn a_name_is_not_longer_than_253_octets() {
        let label = "a".repeat(63);
        for (last, too_long) in [(60, false), (61, false), (62, true), (63, true)] {
            let host = format!("{label}.{label}.{label}.{}", "a".repeat(last));
            assert_eq!(matches!(syntax_error(&host), Some(SyntaxError::TooLong)), too_long, "{}", host.len());
        }
    }

    #[test]
    fn first_bytes_sort_as_texts_do() {
        assert_eq!(first_bytes("io"), u64::from_be_bytes(*b"io\0\0\0\0\0\0"));
        assert_eq!(first_bytes("internal"), u64::from_be_bytes(*b"internal"));
        assert_eq!(first_bytes("localhost"), u64::from_be_bytes(*b"localhos"));
        assert!(NAMES.iter().map(|(last, _)| first_bytes(last)).eq(WORDS));
    }

    #[test]
    fn a_name_that_merely_ends_alike_is_another_name() {
        for host in ["mynip.io", "xlvh.me", "notmetadata.goog", "localhost.acme.io", "hooks-example.com"] {
            assert!(lookup(host).is_none(), "{host}");
        }
        assert!(lookup("a.b.nip.io").is_some());
    }
}
