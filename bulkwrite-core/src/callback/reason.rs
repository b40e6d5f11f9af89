//! Why a callback URL is refused or questioned.

use std::fmt;

use crate::level::Level as Severity;

/// The kinds of reasons, one for each question that the check asks.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Is it a URL that every client reads alike?
    Malformed,
    /// Is it `https`?
    Scheme,
    /// Is it free of credentials?
    Userinfo,
    /// Does the host say what it means?
    NoncanonicalHost,
    /// Is the address public?
    PrivateAddress,
    /// Is the name public?
    PrivateName,
    /// Is it a port for callbacks?
    Port,
    /// Does it work, but is it meant?
    Oddity,
    /// Does the name have an address? Asked by [`inspect_resolved`](super::inspect_resolved) only.
    Unresolved,
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident $name:literal $severity:ident $family:ident $clause:literal,)+) => {
        /// Why a callback URL is refused (or, for a [`Severity::Warning`], questioned).
        ///
        /// ```
        /// # use bulkwrite_core as bulkwrite;
        /// use bulkwrite::callback::{Family, Reason};
        ///
        /// let reason: Reason = "loopback".parse()?;
        /// assert_eq!(reason.as_str(), "loopback");
        /// assert_eq!(reason.describe(), "a loopback address");
        /// assert_eq!(reason.family(), Family::PrivateAddress);
        /// # Ok::<(), bulkwrite::callback::UnknownReason>(())
        /// ```
        #[non_exhaustive]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason {
            $($(#[$doc])* $variant,)+
        }

        impl Reason {
            /// Every reason, in the order of the families.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name: kebab-case, stable.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The default level. A [`Reason::Port`] or [`Reason::WildcardDns`] can also be a warning: the finding
            /// itself has the last word.
            pub const fn level(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }

            /// The question that the URL failed.
            pub const fn family(self) -> Family {
                match self { $(Self::$variant => Family::$family,)+ }
            }

            /// What is there, as a short clause: `a loopback address`, `credentials in the URL`.
            pub const fn describe(self) -> &'static str {
                match self { $(Self::$variant => $clause,)+ }
            }
        }
    };
}

reasons! {
    /// Not a URL, or one that clients read in different ways.
    Malformed "malformed" Error Malformed "a URL that is not well-formed",
    /// No host.
    HostMissing "host-missing" Error Malformed "a URL without a host",
    /// Not `https`.
    Scheme "scheme" Error Scheme "a scheme other than `https`",
    /// An `@` before the host, even with nothing in front of it.
    Userinfo "userinfo" Error Userinfo "credentials in the URL",
    /// A public IPv4 address in another spelling than four decimal numbers.
    Ipv4Noncanonical "ipv4-noncanonical" Error NoncanonicalHost "an IPv4 address in an unusual spelling",
    /// A host that is read as something other than what is written.
    HostNoncanonical "host-noncanonical" Error NoncanonicalHost "a host that is not written as it is read",
    /// A cloud metadata service, by address or by name; no allow list helps.
    MetadataHost "metadata-host" Error PrivateAddress "a cloud metadata service",
    /// 0.0.0.0 or `::`.
    Unspecified "unspecified" Error PrivateAddress "the unspecified address",
    /// 0.0.0.0/8.
    ThisNetwork "this-network" Error PrivateAddress "an address of \"this network\"",
    /// 127.0.0.0/8 or `::1`.
    Loopback "loopback" Error PrivateAddress "a loopback address",
    /// The private IPv4 blocks.
    PrivateV4 "private-v4" Error PrivateAddress "a private address",
    /// 100.64.0.0/10, behind carrier-grade NAT.
    Cgnat "cgnat" Error PrivateAddress "a shared (carrier-grade NAT) address",
    /// 169.254.0.0/16 or `fe80::/10`.
    LinkLocal "link-local" Error PrivateAddress "a link-local address",
    /// 192.0.0.0/24.
    IetfProtocol "ietf-protocol" Error PrivateAddress "an address for IETF protocol assignments",
    /// A documentation block of IPv4.
    Documentation "documentation" Error PrivateAddress "a documentation address",
    /// The AS112 sinks.
    As112 "as112" Error PrivateAddress "an address of the AS112 sink",
    /// Automatic multicast tunneling.
    Amt "amt" Error PrivateAddress "an address of multicast tunneling (AMT)",
    /// 192.88.99.0/24.
    Relay6to4 "relay-6to4" Error PrivateAddress "an address of the retired 6to4 relays",
    /// 198.18.0.0/15.
    Benchmarking "benchmarking" Error PrivateAddress "a benchmarking address",
    /// 224.0.0.0/4 or `ff00::/8`.
    Multicast "multicast" Error PrivateAddress "a multicast address",
    /// 240.0.0.0/4.
    ReservedV4 "reserved-v4" Error PrivateAddress "a reserved address",
    /// 255.255.255.255.
    Broadcast "broadcast" Error PrivateAddress "the broadcast address",
    /// `::ffff:0:0/96`.
    V4InV6Mapped "v4-in-v6-mapped" Error PrivateAddress "an IPv4-mapped IPv6 address",
    /// `::/96`.
    V4InV6Compat "v4-in-v6-compat" Error PrivateAddress "an IPv4-compatible IPv6 address",
    /// `::ffff:0:0:0/96`.
    V4InV6Translated "v4-in-v6-translated" Error PrivateAddress "an IPv4-translated IPv6 address",
    /// `64:ff9b::/96`.
    Nat64 "nat64" Error PrivateAddress "a NAT64 address",
    /// `64:ff9b:1::/48`.
    Nat64Local "nat64-local" Error PrivateAddress "a local NAT64 address",
    /// `100::/64`.
    V6Discard "v6-discard" Error PrivateAddress "a discard-only address",
    /// `100:0:0:1::/64`.
    V6Dummy "v6-dummy" Error PrivateAddress "an address of the dummy prefix",
    /// `2001::/23`.
    V6IetfProtocol "v6-ietf-protocol" Error PrivateAddress "an address for IETF protocol assignments",
    /// `2001::/32`.
    Teredo "teredo" Error PrivateAddress "a Teredo address",
    /// A documentation block of IPv6.
    V6Documentation "v6-documentation" Error PrivateAddress "a documentation address",
    /// `2002::/16`.
    SixToFour "6to4" Error PrivateAddress "a 6to4 address",
    /// `5f00::/16`.
    V6Srv6 "v6-srv6" Error PrivateAddress "a segment identifier (SRv6)",
    /// `fc00::/7`.
    UniqueLocal "unique-local" Error PrivateAddress "a unique local address",
    /// `fec0::/10`.
    SiteLocal "site-local" Error PrivateAddress "a site-local address",
    /// Anything else outside `2000::/3`.
    V6NotGlobalUnicast "v6-not-global-unicast" Error PrivateAddress "not a global unicast address",
    /// An ISATAP interface identifier.
    Isatap "isatap" Error PrivateAddress "an ISATAP address",
    /// A name that the DNS root does not serve.
    SpecialUseName "special-use-name" Error PrivateName "a special-use name",
    /// A suffix that only private networks use.
    PrivateSuffix "private-suffix" Error PrivateName "a name of private networks",
    /// A name without a dot.
    SingleLabel "single-label" Error PrivateName "a name without a dot",
    /// A name of a service that answers with the address spelled in the name, or with loopback.
    WildcardDns "wildcard-dns" Error PrivateName "a wildcard-DNS name",
    /// A name whose last label the public DNS does not have.
    UnlistedTld "unlisted-tld" Warning PrivateName "a name without a top-level domain",
    /// A port that serves something else (error), or an unusual one (warning).
    Port "port" Error Port "an unusual port",
    /// A public address instead of a name.
    IpLiteral "ip-literal" Warning Oddity "an address instead of a name",
    /// An internationalized name.
    Idn "idn" Warning Oddity "an internationalized name",
    /// A dot after the last label.
    TrailingDot "trailing-dot" Warning Oddity "a dot after the name",
    /// `example.com` and its like.
    PlaceholderName "placeholder-name" Warning Oddity "a placeholder name",
    /// A receiver that once was.
    DefunctHost "defunct-host" Warning Oddity "a receiver that is gone",
    /// A `#fragment`, which is never sent.
    Fragment "fragment" Warning Oddity "a fragment",
    /// A character that belongs percent-encoded, or a `%` that encodes nothing.
    PathSyntax "path-syntax" Warning Oddity "a character that belongs percent-encoded",
    /// The resolver had no answer (in time).
    Unresolvable "unresolvable" Warning Unresolved "a name that does not resolve",
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The error of parsing a [`Reason`]: no reason has that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownReason;

impl fmt::Display for UnknownReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no reason of the callback check has this name")
    }
}

impl std::error::Error for UnknownReason {}

impl std::str::FromStr for Reason {
    type Err = UnknownReason;

    fn from_str(name: &str) -> Result<Self, UnknownReason> {
        Self::ALL.iter().copied().find(|reason| reason.as_str() == name).ok_or(UnknownReason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_found_by_its_name() {
        for reason in Reason::ALL {
            assert_eq!((reason.as_str().parse(), reason.to_string().as_str()), (Ok(*reason), reason.as_str()));
        }
        let error = "no-such-reason".parse::<Reason>().map_err(|error| error.to_string());
        assert_eq!(error, Err("no reason of the callback check has this name".to_owned()));
    }
}
