//! Which names are public.

use super::Reason;
use super::zones::NAMES;

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
    /// Answers with the address that is spelled in the name with hyphens: names of devices, with other numbers beside it.
    Device,
    /// Answers with loopback or another private address.
    Service(&'static str),
    /// Answers first with a public and then with a private address.
    Rebinding,
    /// Reserved for documentation, yet in the DNS.
    Placeholder,
    /// A receiver that once was.
    Gone,
}

impl Kind {
    pub(super) const fn reason(self) -> Reason {
        match self {
            Self::SpecialUse => Reason::SpecialUseName,
            Self::Private => Reason::PrivateSuffix,
            Self::Metadata => Reason::MetadataHost,
            Self::Wildcard | Self::Device | Self::Service(_) | Self::Rebinding => Reason::WildcardDns,
            Self::Placeholder => Reason::PlaceholderName,
            Self::Gone => Reason::DefunctHost,
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

/// Whether names below `parent` lead to whatever address they spell.
pub(super) fn leads_anywhere(parent: &str) -> bool {
    let names = || NAMES.iter().flat_map(|(_, names)| *names);
    let is_zone = |name: &&Name| matches!(name.kind, Kind::Wildcard | Kind::Device | Kind::Rebinding);
    names().filter(is_zone).any(|name| is_at_or_below(name.suffix, parent))
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
