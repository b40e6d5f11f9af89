//! The addresses that wildcard-DNS services read out of a name.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::Reason;
use super::addresses::denied;

/// Every address that can be read in the part of a name before the service's own, in any form that one of the services
/// knows: `10.0.0.1`, `10-0-0-1`, `0a000001`, `fd00--1`, 32 hexadecimal digits (source: the `ipv4RE…` and `ipv6RE…`
/// patterns of sslip.io, which serves nip.io too). Windows overlap, because services differ in which one they take.
pub(super) fn addresses(prefix: &str) -> impl Iterator<Item = IpAddr> {
    hex(prefix).chain(decimal(prefix, '.')).chain(decimal(prefix, '-')).chain(prefix.split('.').flat_map(dashed_v6))
}

/// The addresses of [`addresses`] that are written with hyphens.
pub(super) fn hyphened(prefix: &str) -> impl Iterator<Item = IpAddr> {
    decimal(prefix, '-').chain(prefix.split('.').flat_map(dashed_v6))
}

/// An inner address that four numbers spell anywhere in a name, joined by dots or by hyphens.
pub(super) fn inner_numbers(host: &str) -> Option<IpAddr> {
    // Most names have fewer digits, and need not be looked at.
    if host.bytes().filter(u8::is_ascii_digit).take(4).count() < 4 {
        return None;
    }
    let is_inner = |addr: &IpAddr| {
        use Reason::{Cgnat, LinkLocal, Loopback, MetadataHost, PrivateV4};
        let reason = denied(*addr).map(|denied| denied.reason());
        matches!(reason, Some(Cgnat | LinkLocal | Loopback | MetadataHost | PrivateV4))
    };
    decimal(host, '.').chain(decimal(host, '-')).find(is_inner)
}

fn hex(prefix: &str) -> impl Iterator<Item = IpAddr> {
    prefix.split(['.', '-']).filter_map(|token| match token.len() {
        8 => u32::from_str_radix(token, 16).ok().map(|bits| IpAddr::V4(Ipv4Addr::from_bits(bits))),
        32 => u128::from_str_radix(token, 16).ok().map(|bits| IpAddr::V6(Ipv6Addr::from_bits(bits))),
        _ => None,
    })
}

/// Four numbers in a row, joined by `separator`, with a dot, a hyphen or nothing around them.
fn decimal(prefix: &str, separator: char) -> impl Iterator<Item = IpAddr> {
    let starts = std::iter::once(0).chain(prefix.match_indices(['.', '-']).map(|(i, _)| i + 1));
    starts.filter_map(move |start| {
        let mut rest = &prefix[start..];
        let mut octets = [0; 4];
        for (i, octet) in octets.iter_mut().enumerate() {
            if i > 0 {
                rest = rest.strip_prefix(separator)?;
            }
            let digits = rest.bytes().take_while(u8::is_ascii_digit).take(4).count();
            *octet = rest[..digits].parse().ok().filter(|_| digits <= 3)?;
            rest = &rest[digits..];
        }
        (rest.is_empty() || rest.starts_with(['.', '-'])).then(|| IpAddr::from(octets))
    })
}

/// IPv6 addresses with hyphens for colons, the longest at each place; what lies inside one is not another.
fn dashed_v6(label: &str) -> Vec<IpAddr> {
    let mut found = Vec::new();
    let colons = label.replace('-', ":");
    let mut start = 0;
    while start < colons.len() {
        let longest = (start + 2..=colons.len().min(start + 39))
            .rev()
            .filter(|&end| end == colons.len() || colons.as_bytes()[end] == b':')
            .find_map(|end| Some((end, colons.get(start..end)?.parse::<Ipv6Addr>().ok()?)));
        let end = match longest {
            Some((end, addr)) => {
                found.push(IpAddr::V6(addr));
                end
            }
            None => start,
        };
        start = colons[end..].find(':').map_or(colons.len(), |colon| end + colon + 1);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read() {
        for (prefix, expected) in [
            ("10.0.0.1", "10.0.0.1"),
            ("app.10.0.0.1", "10.0.0.1"),
            ("app-10.0.0.1", "10.0.0.1"),
            ("10-0-0-1", "10.0.0.1"),
            ("hook-10-0-0-1-x", "10.0.0.1"),
            ("8.8.8.8.10.0.0.1", "10.0.0.1"),
            ("0a000001", "10.0.0.1"),
            ("app-0a000001", "10.0.0.1"),
            ("fd00-ec2--254", "fd00:ec2::254"),
            ("x.fe80--1.y", "fe80::1"),
            ("x-fe80--1", "fe80::1"),
            ("app-hook-x-fe80--1", "fe80::1"),
            ("fe80---x", "fe80::"),
            ("2001-db8-0-0-0-0-0-1", "2001:db8::1"),
            ("fd000000000000000000000000000001", "fd00::1"),
        ] {
            let expected: IpAddr = expected.parse().expect(expected);
            assert!(addresses(prefix).any(|addr| addr == expected), "{prefix}");
        }
    }

    #[test]
    fn other_names_hold_no_address() {
        for prefix in ["", "www", "1.2.3", "256.1.1.1", "1-2-3", "a--z", "0001.2.3.4", "1.2-3.4", "deadbeef0"] {
            assert_eq!(addresses(prefix).count(), 0, "{prefix}");
        }
    }
}
