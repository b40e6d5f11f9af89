//! What a project may call although it is not public.

use std::fmt;
use std::net::IpAddr;

use ipnet::IpNet;
use url::Host;

use super::addresses::{self, Holds};
use super::names::{self, Kind};
use super::tlds;

/// Hosts and networks that a project calls on purpose: `crm.corp`, `*.corp` (every name below it), `10.1.2.3`,
/// `10.1.0.0/16`.
///
/// Metadata services stay refused whatever the list says, and so does a network wider than any private one: a list
/// that allows everything would be a switch.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::callback::AllowList;
///
/// let error = AllowList::parse(["10.1.2.3/16"]).unwrap_err();
/// assert_eq!(error.to_string(), "`10.1.2.3/16` has bits beyond the prefix: write `10.1.0.0/16`");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowList {
    names: Vec<String>,
    /// Each stands for the names below it.
    parents: Vec<String>,
    networks: Vec<IpNet>,
}

/// The error of an entry that an [`AllowList`] cannot hold; its text names the cure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowError {
    entry: String,
    problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    Empty,
    Everything,
    NotAHost,
    HasPort(String),
    IsUrl(Option<String>),
    NotCanonical(String),
    BadPrefix(u8),
    HostBits(IpNet),
    TooWide,
    Wrapped,
    TopLevel(String),
    Zone,
    Metadata,
}

impl AllowError {
    /// The entry as it was given.
    pub fn entry(&self) -> &str {
        &self.entry
    }
}

impl fmt::Display for AllowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entry = crate::text::quoted(&self.entry);
        match &self.problem {
            Problem::Empty => f.write_str("an empty entry allows nothing: write a host or a network, or remove it"),
            Problem::Everything => {
                write!(f, "{entry} would allow everything: name the hosts and networks that are meant")
            }
            Problem::NotAHost => {
                write!(f, "{entry} is neither a host (`crm.corp`, `*.corp`) nor a network (`10.1.0.0/16`): write one")
            }
            Problem::HasPort(host) => write!(f, "{entry} has a port: write `{host}`, which allows the host itself"),
            Problem::IsUrl(Some(host)) => write!(f, "{entry} is a URL: write its host, `{host}`"),
            Problem::IsUrl(None) => write!(f, "{entry} is a URL: write its host alone"),
            Problem::NotCanonical(host) => write!(f, "{entry} is another spelling of `{host}`: write `{host}`"),
            Problem::BadPrefix(max) => {
                write!(f, "{entry} has no valid prefix length: write a number up to {max} after the slash")
            }
            Problem::HostBits(net) => write!(f, "{entry} has bits beyond the prefix: write `{net}`"),
            Problem::TooWide => {
                write!(
                    f,
                    "{entry} is wider than any network of one's own: write the prefix of the network that is meant"
                )
            }
            Problem::Wrapped => {
                let cure = "write the network that is meant as IPv4";
                write!(f, "{entry} wraps public addresses of IPv4, so it would allow far more than it says: {cure}")
            }
            Problem::TopLevel(name) => {
                write!(f, "{entry} would allow every name below the public `{name}`: name the hosts that are meant")
            }
            Problem::Zone => {
                let cure = "write the whole name, with the address in it";
                write!(
                    f,
                    "{entry} would allow every address, since a name there leads to the one that it spells: {cure}"
                )
            }
            Problem::Metadata => {
                write!(f, "{entry} is a cloud metadata service, which no list can allow: remove the entry")
            }
        }
    }
}

impl std::error::Error for AllowError {}

impl AllowList {
    /// A list that allows nothing.
    pub const fn new() -> Self {
        Self { names: Vec::new(), parents: Vec::new(), networks: Vec::new() }
    }

    /// Reads the entries of a list.
    pub fn parse<S: AsRef<str>>(entries: impl IntoIterator<Item = S>) -> Result<Self, AllowError> {
        let mut list = Self::new();
        entries.into_iter().try_for_each(|entry| list.push(entry.as_ref()))?;
        Ok(list)
    }

    /// Adds one entry.
    pub fn push(&mut self, entry: &str) -> Result<(), AllowError> {
        self.add(entry).map_err(|problem| AllowError { entry: entry.to_owned(), problem })
    }

    /// Whether the list is empty.
    pub fn is_empty(&self) -> bool {
        *self == Self::new()
    }

    fn add(&mut self, entry: &str) -> Result<(), Problem> {
        let bare = entry.strip_prefix('[').and_then(|entry| entry.strip_suffix(']')).unwrap_or(entry);
        if entry.is_empty() {
            return Err(Problem::Empty);
        }
        if matches!(entry, "*" | "*." | "*.*") {
            return Err(Problem::Everything);
        }
        if entry.contains("://") {
            let host = url::Url::parse(entry).ok().and_then(|url| url.host_str().map(str::to_owned));
            return Err(Problem::IsUrl(host.filter(|host| !host.is_empty())));
        }
        if let Ok(addr) = bare.parse::<IpAddr>() {
            return self.add_network(IpNet::from(addr));
        }
        if let Some((addr, len)) = entry.split_once('/') {
            let Ok(addr) = addr.parse::<IpAddr>() else {
                return Err(if addr.contains('.') { Problem::IsUrl(None) } else { Problem::NotAHost });
            };
            let max = if addr.is_ipv4() { 32 } else { 128 };
            let len = len.parse().map_err(|_| Problem::BadPrefix(max))?;
            let net = IpNet::new(addr, len).map_err(|_| Problem::BadPrefix(max))?;
            return if net.addr() == net.network() {
                self.add_network(net)
            } else {
                Err(Problem::HostBits(net.trunc()))
            };
        }
        self.add_name(entry)
    }

    fn add_network(&mut self, net: IpNet) -> Result<(), Problem> {
        if net.prefix_len() == 0 {
            return Err(Problem::Everything);
        }
        match addresses::holds(net) {
            Some(Holds::Metadata) => return Err(Problem::Metadata),
            Some(Holds::Wrapped) => return Err(Problem::Wrapped),
            None => {}
        }
        let widest = if net.addr().is_ipv4() { 8 } else { 16 };
        if net.prefix_len() < widest && !addresses::is_within_a_block(&net) {
            return Err(Problem::TooWide);
        }
        self.networks.push(net);
        Ok(())
    }

    fn add_name(&mut self, entry: &str) -> Result<(), Problem> {
        let (is_parent, name) = match entry.strip_prefix("*.") {
            Some(parent) => (true, parent),
            None => (false, entry),
        };
        if let Some((host, port)) = name.rsplit_once(':')
            && port.bytes().all(|byte| byte.is_ascii_digit())
        {
            return Err(Problem::HasPort(host.to_owned()));
        }
        match Host::parse(name).map_err(|_| Problem::NotAHost)? {
            Host::Domain(host) => {
                let host = host.strip_suffix('.').unwrap_or(&host);
                if names::syntax_error(host).is_some() {
                    return Err(Problem::NotAHost);
                }
                let entry = names::lookup(host);
                if entry.is_some_and(|name| name.kind == Kind::Metadata) {
                    return Err(Problem::Metadata);
                }
                if is_parent && names::leads_anywhere(host) {
                    return Err(Problem::Zone);
                }
                if is_parent && entry.is_none() && is_registry(host) {
                    return Err(Problem::TopLevel(host.to_owned()));
                }
                let list = if is_parent { &mut self.parents } else { &mut self.names };
                list.push(host.to_owned());
                Ok(())
            }
            host => Err(Problem::NotCanonical(host.to_string())),
        }
    }

    /// Whether a name, lower case and without a dot at the end, is allowed.
    pub(super) fn has_name(&self, host: &str) -> bool {
        self.names.iter().any(|name| name == host)
            || self.parents.iter().any(|parent| host != parent && names::is_at_or_below(host, parent))
    }

    /// Whether an address is allowed.
    pub(super) fn has_address(&self, addr: IpAddr) -> bool {
        self.networks.iter().any(|net| net.contains(&addr))
    }
}

/// Whether names below it belong to anybody: a top-level domain, or the place below that of a country where others register.
fn is_registry(host: &str) -> bool {
    match host.split_once('.') {
        None => tlds::is_public(host),
        Some((registry, country)) => {
            let registries = ["ac", "co", "com", "edu", "go", "gob", "gov", "ne", "net", "nom", "or", "org"];
            country.len() == 2 && tlds::is_public(country) && registries.contains(&registry)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_networks_are_taken() {
        let list = AllowList::parse(["CRM.corp", "*.lan", "b\u{fc}cher.corp", "localhost", "10.1.0.0/16", "fd12::/32"]);
        let list = list.expect("a list");
        for host in ["crm.corp", "a.lan", "a.b.lan", "xn--bcher-kva.corp", "localhost"] {
            assert!(list.has_name(host), "{host}");
        }
        for host in ["corp", "x.crm.corp", "lan", "alan", "a.localhost"] {
            assert!(!list.has_name(host), "{host}");
        }
        assert!(list.has_address("10.1.255.255".parse().expect("an address")));
        assert!(!list.has_address("10.2.0.0".parse().expect("an address")));
        assert!(list.has_address("fd12::1".parse().expect("an address")));
    }

    #[test]
    fn a_network_may_be_one_address_or_as_wide_as_private_ones_are() {
        let mut list = AllowList::new();
        assert!(list.is_empty());
        for entry in ["10.0.0.1", "10.0.0.0/8", "fc00::/7", "fd00::1", "169.254.1.0/24", "100.64.0.0/10", "*.lvh.me"] {
            assert_eq!(list.push(entry), Ok(()), "{entry}");
        }
        assert!(!list.is_empty());
        assert_eq!(list.push("*").map_err(|error| error.entry().to_owned()), Err("*".to_owned()));
    }

    #[test]
    fn a_wrong_entry_names_its_cure() {
        for (entry, message) in [
            ("", "an empty entry allows nothing: write a host or a network, or remove it"),
            ("*", "`*` would allow everything: name the hosts and networks that are meant"),
            ("0.0.0.0/0", "`0.0.0.0/0` would allow everything: name the hosts and networks that are meant"),
            (
                "8.0.0.0/7",
                "`8.0.0.0/7` is wider than any network of one's own: write the prefix of the network that is meant",
            ),
            (
                "2a00::/12",
                "`2a00::/12` is wider than any network of one's own: write the prefix of the network that is meant",
            ),
            (
                "::ffff:0:0/96",
                "`::ffff:0:0/96` wraps public addresses of IPv4, so it would allow far more than it says: write the network \
                 that is meant as IPv4",
            ),
            ("*.com", "`*.com` would allow every name below the public `com`: name the hosts that are meant"),
            (
                "*.nip.io",
                "`*.nip.io` would allow every address, since a name there leads to the one that it spells: write the whole \
                 name, with the address in it",
            ),
            ("10.0.0.0/33", "`10.0.0.0/33` has no valid prefix length: write a number up to 32 after the slash"),
            ("fd00::/x", "`fd00::/x` has no valid prefix length: write a number up to 128 after the slash"),
            ("crm.corp:8080", "`crm.corp:8080` has a port: write `crm.corp`, which allows the host itself"),
            ("https://crm.corp/x", "`https://crm.corp/x` is a URL: write its host, `crm.corp`"),
            ("crm.corp/x", "`crm.corp/x` is a URL: write its host alone"),
            ("0x0a.1", "`0x0a.1` is another spelling of `10.0.0.1`: write `10.0.0.1`"),
            ("10.*", "`10.*` is neither a host (`crm.corp`, `*.corp`) nor a network (`10.1.0.0/16`): write one"),
            ("*.co.uk", "`*.co.uk` would allow every name below the public `co.uk`: name the hosts that are meant"),
            (
                "*.quickconnect.to",
                "`*.quickconnect.to` would allow every address, since a name there leads to the one that it spells: write the \
                 whole name, with the address in it",
            ),
            (
                "fd00:100::100:200",
                "`fd00:100::100:200` is a cloud metadata service, which no list can allow: remove the entry",
            ),
            ("metadata", "`metadata` is a cloud metadata service, which no list can allow: remove the entry"),
            (
                "169.254.169.254",
                "`169.254.169.254` is a cloud metadata service, which no list can allow: remove the entry",
            ),
            (
                "metadata.google.internal",
                "`metadata.google.internal` is a cloud metadata service, which no list can allow: remove the entry",
            ),
        ] {
            assert_eq!(AllowList::parse([entry]).expect_err(entry).to_string(), message);
        }
    }
}
