//! Which addresses are public.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::Reason;

/// A block of addresses that no callback may point to.
#[derive(Debug)]
pub(super) struct Block {
    net: IpNet,
    pub(super) reason: Reason,
    /// Who says so.
    rfc: u16,
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, RFC {}", self.net, self.rfc)
    }
}

const fn v4(a: u8, b: u8, c: u8, d: u8, len: u8, reason: Reason, rfc: u16) -> Block {
    Block { net: IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), len)), reason, rfc }
}

const fn v6(groups: [u16; 8], len: u8, reason: Reason, rfc: u16) -> Block {
    let mut bits = 0;
    let mut i = 0;
    while i < 8 {
        bits = bits << 16 | groups[i] as u128;
        i += 1;
    }
    Block { net: IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::from_bits(bits), len)), reason, rfc }
}

// IANA IPv4 Special-Purpose Address Registry, last updated 2025-10-09, and RFC 5771 (multicast), RFC 7526 (the end of
// 6to4 relays). Blocks that the registry calls globally reachable (AS112, AMT, the PCP and TURN anycast addresses) are
// infrastructure: no callback is served from them. A narrower block stands before the one it lies in.
const V4: &[Block] = &[
    v4(0, 0, 0, 0, 32, Reason::Unspecified, 1122),
    v4(0, 0, 0, 0, 8, Reason::ThisNetwork, 791),
    v4(10, 0, 0, 0, 8, Reason::PrivateV4, 1918),
    v4(100, 64, 0, 0, 10, Reason::Cgnat, 6598),
    v4(127, 0, 0, 0, 8, Reason::Loopback, 1122),
    v4(169, 254, 0, 0, 16, Reason::LinkLocal, 3927),
    v4(172, 16, 0, 0, 12, Reason::PrivateV4, 1918),
    v4(192, 0, 0, 0, 24, Reason::IetfProtocol, 6890),
    v4(192, 0, 2, 0, 24, Reason::Documentation, 5737),
    v4(192, 31, 196, 0, 24, Reason::As112, 7535),
    v4(192, 52, 193, 0, 24, Reason::Amt, 7450),
    v4(192, 88, 99, 0, 24, Reason::Relay6to4, 7526),
    v4(192, 168, 0, 0, 16, Reason::PrivateV4, 1918),
    v4(192, 175, 48, 0, 24, Reason::As112, 7534),
    v4(198, 18, 0, 0, 15, Reason::Benchmarking, 2544),
    v4(198, 51, 100, 0, 24, Reason::Documentation, 5737),
    v4(203, 0, 113, 0, 24, Reason::Documentation, 5737),
    v4(224, 0, 0, 0, 4, Reason::Multicast, 5771),
    v4(255, 255, 255, 255, 32, Reason::Broadcast, 919),
    v4(240, 0, 0, 0, 4, Reason::ReservedV4, 1112),
];

// IANA IPv6 Special-Purpose Address Registry, last updated 2025-10-09, and RFC 4291 (multicast, IPv4-compatible),
// RFC 2765 (IPv4-translated), RFC 3879 (site-local). The prefixes that carry an IPv4 address are refused whole: a
// literal never needs them.
const V6: &[Block] = &[
    v6([0, 0, 0, 0, 0, 0, 0, 0], 128, Reason::Unspecified, 4291),
    v6([0, 0, 0, 0, 0, 0, 0, 1], 128, Reason::Loopback, 4291),
    v6([0, 0, 0, 0, 0, 0xffff, 0, 0], 96, Reason::V4InV6Mapped, 4291),
    v6([0, 0, 0, 0, 0, 0, 0, 0], 96, Reason::V4InV6Compat, 4291),
    v6([0, 0, 0, 0, 0xffff, 0, 0, 0], 96, Reason::V4InV6Translated, 2765),
    v6([0x64, 0xff9b, 0, 0, 0, 0, 0, 0], 96, Reason::Nat64, 6052),
    v6([0x64, 0xff9b, 1, 0, 0, 0, 0, 0], 48, Reason::Nat64Local, 8215),
    v6([0x100, 0, 0, 0, 0, 0, 0, 0], 64, Reason::V6Discard, 6666),
    v6([0x100, 0, 0, 1, 0, 0, 0, 0], 64, Reason::V6Dummy, 9780),
    v6([0x2001, 0, 0, 0, 0, 0, 0, 0], 32, Reason::Teredo, 4380),
    v6([0x2001, 0, 0, 0, 0, 0, 0, 0], 23, Reason::V6IetfProtocol, 2928),
    v6([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32, Reason::V6Documentation, 3849),
    v6([0x2002, 0, 0, 0, 0, 0, 0, 0], 16, Reason::SixToFour, 3056),
    v6([0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0], 48, Reason::As112, 7534),
    v6([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20, Reason::V6Documentation, 9637),
    v6([0x5f00, 0, 0, 0, 0, 0, 0, 0], 16, Reason::V6Srv6, 9602),
    v6([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7, Reason::UniqueLocal, 4193),
    v6([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10, Reason::LinkLocal, 4291),
    v6([0xfec0, 0, 0, 0, 0, 0, 0, 0], 10, Reason::SiteLocal, 3879),
    v6([0xff00, 0, 0, 0, 0, 0, 0, 0], 8, Reason::Multicast, 4291),
];

const fn cloud_v4(a: u8, b: u8, c: u8, d: u8, cloud: &'static str) -> (IpAddr, &'static str) {
    (IpAddr::V4(Ipv4Addr::new(a, b, c, d)), cloud)
}

const fn cloud_v6(groups: [u16; 8], cloud: &'static str) -> (IpAddr, &'static str) {
    let g = groups;
    (IpAddr::V6(Ipv6Addr::new(g[0], g[1], g[2], g[3], g[4], g[5], g[6], g[7])), cloud)
}

// Instance metadata, credential and helper services of the clouds, from the vendors' documentation (2026-07), their own tools
// (Volcano Engine's, UCloud's) and the block lists of public guards (2026-11). One of them, Azure's WireServer, has a public
// address.
const METADATA: &[(IpAddr, &str)] = &[
    cloud_v4(169, 254, 169, 254, "AWS, Azure, Google Cloud and others"),
    cloud_v4(169, 254, 170, 2, "AWS ECS"),
    cloud_v4(169, 254, 170, 23, "AWS EKS"),
    cloud_v4(169, 254, 169, 253, "AWS DNS"),
    cloud_v4(169, 254, 169, 123, "AWS time"),
    cloud_v4(169, 254, 169, 250, "AWS licences"),
    cloud_v4(169, 254, 169, 251, "AWS licences"),
    cloud_v4(169, 254, 169, 252, "Google Kubernetes Engine"),
    cloud_v4(169, 254, 42, 42, "Scaleway"),
    cloud_v4(169, 254, 0, 23, "Tencent Cloud"),
    cloud_v4(100, 100, 100, 200, "Alibaba Cloud"),
    cloud_v4(100, 96, 0, 96, "Volcano Engine"),
    cloud_v4(100, 80, 80, 80, "UCloud"),
    cloud_v4(192, 0, 0, 192, "Oracle Cloud"),
    cloud_v4(168, 63, 129, 16, "Azure WireServer"),
    cloud_v6([0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254], "AWS"),
    cloud_v6([0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23], "AWS EKS"),
    cloud_v6([0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x253], "AWS DNS"),
    cloud_v6([0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x123], "AWS time"),
    cloud_v6([0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x240], "AWS licences"),
    cloud_v6([0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x250], "AWS licences"),
    cloud_v6([0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254], "Google Cloud"),
    cloud_v6([0xfd00, 0x42, 0, 0, 0, 0, 0, 0x42], "Scaleway"),
    cloud_v6([0xfd00, 0xc1, 0, 0, 0, 0, 0xa9fe, 0xa9fe], "Oracle Cloud"),
    cloud_v6([0xfd00, 0xa9fe, 0xa9fe, 0, 0, 0, 0, 1], "Akamai"),
    cloud_v6([0xfd00, 0x100, 0, 0, 0, 0, 0x100, 0x200], "Alibaba Cloud"),
    cloud_v6([0xfe80, 0, 0, 0, 0, 0, 0xa9fe, 0xa9fe], "OpenStack"),
];

// Where the clouds add services from time to time: no list lets these in, known services or not.
const OF_CLOUDS: &[(IpNet, &str)] = &[
    (IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(169, 254, 169, 0), 24)), "services of a cloud"),
    (IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(169, 254, 170, 0), 24)), "credentials of AWS"),
    (IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0), 32)), "services of AWS"),
];

/// Why an address is not public.
#[derive(Debug)]
pub(super) enum Denied {
    Metadata(&'static str),
    Block(&'static Block),
    /// Unicast is assigned from `2000::/3` only (IANA IPv6 address space registry, 2025-10-23).
    NotGlobalUnicast,
    /// An interface identifier, so no prefix tells (RFC 5214).
    Isatap,
}

impl Denied {
    pub(super) const fn reason(&self) -> Reason {
        match self {
            Self::Metadata(_) => Reason::MetadataHost,
            Self::Block(block) => block.reason,
            Self::NotGlobalUnicast => Reason::V6NotGlobalUnicast,
            Self::Isatap => Reason::Isatap,
        }
    }
}

/// `a private address (10.0.0.0/8, RFC 1918)`.
impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason().describe())?;
        match self {
            Self::Metadata(cloud) => write!(f, " ({cloud})"),
            Self::Block(block) => write!(f, " ({block})"),
            Self::NotGlobalUnicast => f.write_str(" (outside 2000::/3, RFC 4291)"),
            Self::Isatap => f.write_str(" (RFC 5214)"),
        }
    }
}

/// Why `addr` is not public, if it is not.
pub(super) fn denied(addr: IpAddr) -> Option<Denied> {
    if let Some((_, cloud)) = METADATA.iter().find(|(metadata, _)| *metadata == addr) {
        return Some(Denied::Metadata(cloud));
    }
    let blocks = if addr.is_ipv4() { V4 } else { V6 };
    if let Some(block) = blocks.iter().find(|block| block.net.contains(&addr)) {
        return Some(Denied::Block(block));
    }
    let IpAddr::V6(addr) = addr else { return None };
    match addr.segments() {
        [first, ..] if first >> 13 != 0b001 => Some(Denied::NotGlobalUnicast),
        [_, _, _, _, 0 | 0x200, 0x5efe, _, _] => Some(Denied::Isatap),
        _ => None,
    }
}

/// The metadata service that `addr` is or carries in one of the forms that wrap an IPv4 address, or the cloud whose services
/// stand around it: what no allow list may let through.
pub(super) fn metadata(addr: IpAddr) -> Option<&'static str> {
    let find = |addr| {
        let known = METADATA.iter().find(|(metadata, _)| *metadata == addr).map(|(_, cloud)| *cloud);
        known.or_else(|| OF_CLOUDS.iter().find(|(net, _)| net.contains(&addr)).map(|(_, cloud)| *cloud))
    };
    if let Some(cloud) = find(addr) {
        return Some(cloud);
    }
    let IpAddr::V6(addr) = addr else { return None };
    let octets = addr.octets();
    let at = |i: [usize; 4]| Ipv4Addr::from(i.map(|i| octets[i]));
    let teredo = Ipv4Addr::from([12, 13, 14, 15].map(|i: usize| !octets[i]));
    // The last four octets (mapped, compatible, translated, NAT64, ISATAP), 6to4, the other layouts of RFC 6052
    // section 2.2 (octet 8 is skipped), Teredo. Without a look at the prefix: refusing more is no loss here.
    [at([12, 13, 14, 15]), at([2, 3, 4, 5]), at([6, 7, 9, 10]), at([7, 9, 10, 11]), at([9, 10, 11, 12]), teredo]
        .into_iter()
        .find_map(|addr| find(IpAddr::V4(addr)))
}

/// What a network holds beyond hosts of one's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Services of a cloud, and nothing else.
    Metadata,
    /// A form that wraps public addresses of IPv4.
    Wrapped,
}

// The prefixes in which the last octets of an IPv4 address stand at the very end, and the two in which they do not.
const AT_THE_END: [Ipv6Net; 5] = [
    Ipv6Net::new_assert(Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0), 96),
    Ipv6Net::new_assert(Ipv6Addr::UNSPECIFIED, 96),
    Ipv6Net::new_assert(Ipv6Addr::new(0, 0, 0, 0, 0xffff, 0, 0, 0), 96),
    Ipv6Net::new_assert(Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96),
    Ipv6Net::new_assert(Ipv6Addr::new(0x64, 0xff9b, 1, 0, 0, 0, 0, 0), 48),
];
const SIX_TO_FOUR: Ipv6Net = Ipv6Net::new_assert(Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16);
const TEREDO: Ipv6Net = Ipv6Net::new_assert(Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 32);

/// What a network lets in that no project owns, after unwrapping.
pub(super) fn holds(net: IpNet) -> Option<Holds> {
    let only = |net: &IpNet| METADATA.iter().any(|(addr, _)| IpNet::from(*addr) == *net);
    if only(&net) || OF_CLOUDS.iter().any(|(cloud, _)| cloud.contains(&net)) {
        return Some(Holds::Metadata);
    }
    let IpNet::V6(v6) = net else { return None };
    let octets = v6.network().octets();
    let v4_of = |octets: [u8; 4], len: u8| Ipv4Net::new(Ipv4Addr::from(octets), len).ok().map(|net| net.trunc());
    let wrapped = if let Some(prefix) = AT_THE_END.iter().find(|prefix| prefix.contains(&v6) || v6.contains(*prefix)) {
        match v6.prefix_len().checked_sub(96) {
            Some(len) if v6.prefix_len() > prefix.prefix_len() => {
                v4_of([octets[12], octets[13], octets[14], octets[15]], len)
            }
            _ => v4_of([0; 4], 0),
        }
    } else if SIX_TO_FOUR.contains(&v6) || v6.contains(&SIX_TO_FOUR) {
        let len = v6.prefix_len().saturating_sub(16).min(32);
        v4_of([octets[2], octets[3], octets[4], octets[5]], len)
    } else if TEREDO.contains(&v6) || v6.contains(&TEREDO) {
        match v6.prefix_len().checked_sub(96) {
            Some(len) => v4_of([!octets[12], !octets[13], !octets[14], !octets[15]], len),
            None => v4_of([0; 4], 0),
        }
    } else {
        None
    }?;
    if OF_CLOUDS.iter().any(|(cloud, _)| cloud.contains(&IpNet::V4(wrapped))) || only(&IpNet::V4(wrapped)) {
        return Some(Holds::Metadata);
    }
    let is_inner = V4.iter().any(|block| block.net.contains(&IpNet::V4(wrapped)));
    (!is_inner).then_some(Holds::Wrapped)
}

/// Whether a network lies within a block that no callback may point to.
pub(super) fn is_within_a_block(net: &IpNet) -> bool {
    V4.iter().chain(V6).any(|block| block.net.contains(net))
}

/// The IPv4 address that a resolved IPv6 address stands for: always for the mapped form, since resolvers produce it,
/// and for `64:ff9b::/96` behind DNS64 (RFC 6147).
pub(super) fn unwrap_resolved(addr: IpAddr, dns64: bool) -> IpAddr {
    let IpAddr::V6(v6) = addr else { return addr };
    let [.., a, b, c, d] = v6.octets();
    let embedded = IpAddr::V4(Ipv4Addr::new(a, b, c, d));
    match v6.segments() {
        [0, 0, 0, 0, 0, 0xffff, ..] => embedded,
        [0x64, 0xff9b, 0, 0, 0, 0, ..] if dns64 => embedded,
        _ => addr,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_never_hides_a_narrower_one_after_it() {
        for blocks in [V4, V6] {
            for (i, wide) in blocks.iter().enumerate() {
                for narrow in &blocks[i + 1..] {
                    assert!(!wide.net.contains(&narrow.net), "{} is never reached after {}", narrow.net, wide.net);
                }
            }
        }
    }

    #[test]
    fn the_edges_of_every_block_are_denied_for_its_reason_or_a_narrower_one() {
        for block in V4.iter().chain(V6) {
            for edge in [block.net.network(), block.net.broadcast()] {
                assert!(denied(edge).is_some(), "{edge} of {block}");
            }
        }
    }

    #[test]
    fn a_wrapped_metadata_address_is_recognized_in_every_layout() {
        for text in [
            "::ffff:169.254.169.254",
            "::169.254.169.254",
            "::ffff:0:169.254.169.254",
            "64:ff9b::169.254.169.254",
            "64:ff9b:1:a9fe:a9:fe00::",
            "64:ff9b:1::169.254.169.254",
            "2002:a9fe:a9fe::1",
            "2001:0:4136:e378:8000:63bf:5601:5601",
            "2001:470:1f0b:1:0:5efe:a9fe:a9fe",
        ] {
            assert!(metadata(text.parse().expect(text)).is_some(), "{text}");
        }
        assert!(metadata("2001:4860:4860::8888".parse().expect("an address")).is_none());
    }

    #[test]
    fn a_network_is_judged_by_what_it_lets_in() {
        for (net, held) in [
            ("10.0.0.0/8", None),
            ("100.64.0.0/10", None),
            ("fc00::/7", None),
            ("fd12:3456:789a::/48", None),
            ("2001:db8::/32", None),
            ("8.8.8.0/24", None),
            ("::ffff:10.0.0.0/104", None),
            ("2002:a00::/24", None),
            ("64:ff9b::10.1.2.3/128", None),
            ("64:ff9b:1::192.168.0.0/112", None),
            ("::ffff:0:0/96", Some(Holds::Wrapped)),
            ("::ffff:0:0/95", Some(Holds::Wrapped)),
            ("::ffff:8.8.8.8/128", Some(Holds::Wrapped)),
            ("::ffff:0:0/104", None),
            ("2002::/16", Some(Holds::Wrapped)),
            ("2002:808:808::/48", Some(Holds::Wrapped)),
            ("2001::/32", Some(Holds::Wrapped)),
            ("2001::/23", Some(Holds::Wrapped)),
            ("64:ff9b::/96", Some(Holds::Wrapped)),
            ("64:ff9b:1::/48", Some(Holds::Wrapped)),
            ("64:ff9b:1:2::/64", Some(Holds::Wrapped)),
            ("::/7", Some(Holds::Wrapped)),
            ("::/8", Some(Holds::Wrapped)),
            ("169.254.169.254/32", Some(Holds::Metadata)),
            ("169.254.169.0/24", Some(Holds::Metadata)),
            ("100.96.0.96/32", Some(Holds::Metadata)),
            ("fd00:ec2::/32", Some(Holds::Metadata)),
            ("fd00:ec2::123/128", Some(Holds::Metadata)),
            ("fd00:100::100:200/128", Some(Holds::Metadata)),
            ("::ffff:169.254.169.254/128", Some(Holds::Metadata)),
            ("2002:a9fe:a9fe::/48", Some(Holds::Metadata)),
        ] {
            assert_eq!(holds(net.parse().expect(net)), held, "{net}");
        }
    }
}
