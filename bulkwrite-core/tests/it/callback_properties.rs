//! What holds of every callback URL, not only of those in the table.

use crate::rfc3986;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::{Duration, Instant};

use bulkwrite_core::callback::{self, AllowList, Family, Inspection, Policy, Reason, Verdict};
use ipnet::{Ipv4Net, Ipv6Net};
use proptest::prelude::*;
use proptest::sample::select;

/// Blocks that no callback may point to, written down independently of the library's table.
const V4: &[(&str, Reason)] = &[
    ("0.0.0.0/8", Reason::ThisNetwork),
    ("10.0.0.0/8", Reason::PrivateV4),
    ("100.64.0.0/10", Reason::Cgnat),
    ("127.0.0.0/8", Reason::Loopback),
    ("169.254.0.0/16", Reason::LinkLocal),
    ("172.16.0.0/12", Reason::PrivateV4),
    ("192.0.0.0/24", Reason::IetfProtocol),
    ("192.0.2.0/24", Reason::Documentation),
    ("192.31.196.0/24", Reason::As112),
    ("192.52.193.0/24", Reason::Amt),
    ("192.88.99.0/24", Reason::Relay6to4),
    ("192.168.0.0/16", Reason::PrivateV4),
    ("192.175.48.0/24", Reason::As112),
    ("198.18.0.0/15", Reason::Benchmarking),
    ("198.51.100.0/24", Reason::Documentation),
    ("203.0.113.0/24", Reason::Documentation),
    ("224.0.0.0/4", Reason::Multicast),
    ("240.0.0.0/4", Reason::ReservedV4),
    ("168.63.129.16/32", Reason::MetadataHost),
];

const V6: &[&str] = &[
    "::/3",
    "4000::/2",
    "8000::/1",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "2620:4f:8000::/48",
    "3fff::/20",
    "64:ff9b::/96",
    "::ffff:0:0/96",
    "::/96",
    "fc00::/7",
    "fe80::/10",
    "ff00::/8",
    "2a00:1450:4001:81b:0:5efe::/96",
];

fn denied_v4() -> impl Strategy<Value = (Ipv4Addr, Reason)> {
    (select(V4), any::<u32>()).prop_map(|((net, reason), bits)| {
        let net: Ipv4Net = net.parse().expect(net);
        (Ipv4Addr::from_bits(net.network().to_bits() | bits & net.hostmask().to_bits()), reason)
    })
}

fn denied_v6() -> impl Strategy<Value = Ipv6Addr> {
    (select(V6), any::<u128>()).prop_map(|(net, bits)| {
        let net: Ipv6Net = net.parse().expect(net);
        Ipv6Addr::from_bits(net.network().to_bits() | bits & net.hostmask().to_bits())
    })
}

/// Every way of writing an IPv4 address that the URL Standard reads as it.
fn spellings_v4(addr: Ipv4Addr) -> Vec<String> {
    let bits = addr.to_bits();
    let [a, b, c, d] = addr.octets();
    let dotted = addr.to_string();
    let digits = |zero: u32| -> String {
        let digit = |c: char| c.to_digit(10).and_then(|digit| char::from_u32(zero + digit)).unwrap_or(c);
        dotted.chars().map(digit).collect()
    };
    let circled = |c: char| match c.to_digit(10) {
        Some(0) => '\u{24ea}',
        Some(digit) => char::from_u32(0x245f + digit).expect("a circled digit"),
        None => c,
    };
    vec![
        dotted.clone(),
        format!("{dotted}."),
        bits.to_string(),
        format!("{bits:#x}"),
        format!("{bits:#X}").replace("0X", "0x"),
        format!("0X{bits:X}"),
        format!("0{bits:o}"),
        format!("0000{bits:o}"),
        format!("0x0000{bits:x}."),
        format!("{a}.{}", bits & 0xff_ffff),
        format!("{a}.{b}.{}", bits & 0xffff),
        format!("0{a:o}.0{b:o}.0{c:o}.0{d:o}"),
        format!("{a:#x}.{b:#x}.{c:#x}.{d:#x}"),
        format!("{a:#x}.0{b:o}.{}", bits & 0xffff),
        format!("0x{a:04x}.{b}.0{c:06o}.{d}"),
        dotted.chars().map(|c| format!("%{:02x}", u32::from(c))).collect::<Vec<_>>().concat(),
        dotted.replace('.', "%2E"),
        dotted.replace('.', "\u{3002}"),
        dotted.replace('.', "\u{ff0e}"),
        dotted.replace('.', "\u{ff61}"),
        digits(0xff10),
        digits(0x1d7ce),
        digits(0x1d7f6),
        dotted.chars().map(circled).collect(),
        format!("\u{ad}{dotted}"),
        dotted.replace('.', "\u{200b}."),
    ]
}

/// The IPv6 addresses that carry an IPv4 address.
fn carriers(addr: Ipv4Addr) -> Vec<String> {
    let bits = addr.to_bits();
    let (high, low) = (bits >> 16, bits & 0xffff);
    let (x, y) = (!bits >> 16, !bits & 0xffff);
    vec![
        format!("[::ffff:{addr}]"),
        format!("[::FFFF:{high:X}:{low:x}]"),
        format!("[0:0:0:0:0:ffff:{addr}]"),
        format!("[::{addr}]"),
        format!("[::ffff:0:{addr}]"),
        format!("[64:ff9b::{addr}]"),
        format!("[64:ff9b:1::{addr}]"),
        format!("[2002:{high:x}:{low:x}::1]"),
        format!("[2001:0:4136:e378:8000:63bf:{x:x}:{y:x}]"),
        format!("[2a00:1450:4001:81b:0:5efe:{high:x}:{low:x}]"),
        format!("[2a00:1450:4001:81b:200:5efe:{addr}]"),
    ]
}

fn spellings_v6(addr: Ipv6Addr) -> Vec<String> {
    let s = addr.segments();
    let tail = Ipv4Addr::from_bits(u32::from(s[6]) << 16 | u32::from(s[7]));
    let expanded = s.map(|group| format!("{group:04x}")).join(":");
    vec![
        format!("[{addr}]"),
        format!("[{expanded}]"),
        format!("[{}]", expanded.to_uppercase()),
        format!("[{:x}:{:x}:{:x}:{:x}:{:x}:{:x}:{tail}]", s[0], s[1], s[2], s[3], s[4], s[5]),
    ]
}

/// Texts that are almost URLs: pieces which clients are known to disagree about, in any order.
fn almost_url() -> impl Strategy<Value = String> {
    let pieces: &[&str] = &[
        "https://",
        "https:",
        "http://",
        "HTTPS://",
        "ht\ttps://",
        "//",
        "/",
        "\\",
        "@",
        ":",
        ":443",
        ":8443",
        ":80",
        ":0",
        ":22",
        ":65536",
        "?",
        "#",
        "%",
        "%2e",
        "%2E%2e",
        "%00",
        "%zz",
        ".",
        "..",
        "...",
        "-",
        "_",
        "[",
        "]",
        "[::1]",
        "[2606:4700::1111]",
        "[fe80::1%25eth0]",
        "acme.io",
        "hooks.acme.io",
        "HOOKS.Acme.IO",
        "127.0.0.1",
        "0x7f.1",
        "9.9.9.9",
        "1.2.3",
        "08",
        "localhost",
        "example.com",
        "internal",
        "nip.io",
        "10-0-0-1",
        "08080808",
        "b\u{fc}cher",
        "\u{2603}",
        "xn--",
        "xn--bcher-kva",
        "\u{ad}",
        "\u{200b}",
        "\u{3002}",
        "\u{ff0e}",
        "\u{ff41}",
        "\u{202e}",
        "\u{61c}",
        "\u{feff}",
        "\u{fffe}",
        "\u{1f600}",
        "\t",
        "\n",
        "\r",
        " ",
        "\0",
        "\u{7f}",
        "\u{85}",
        "\u{a0}",
        "a",
        "z",
        "0",
        "9",
        "hook",
        "user",
        "key=1",
        "{id}",
        "\"",
        "<",
        ">",
        "|",
        "^",
        "`",
        ";",
        ",",
        "&",
        "=",
        "~",
    ];
    let free = proptest::collection::vec(select(pieces.to_vec()), 0..12).prop_map(|pieces| pieces.concat());
    let after = free.clone().prop_map(|rest| format!("https://acme.io{rest}"));
    prop_oneof![
        free.clone(),
        free.prop_map(|rest| format!("https://{rest}")),
        after,
        any::<String>(),
        "https://\\PC{0,20}"
    ]
}

fn check_shape(text: &str, inspection: &Inspection) {
    let findings = inspection.findings();
    assert!(findings.is_sorted_by_key(|finding| finding.range.start), "{text:?}: not in reading order");
    for (i, finding) in findings.iter().enumerate() {
        let range = finding.range.start as usize..finding.range.end as usize;
        assert!(text.get(range).is_some(), "{text:?}: {finding:?}");
        let twice = findings[..i].iter().any(|other| (other.reason, &other.range) == (finding.reason, &finding.range));
        assert!(!twice, "{text:?}: {finding:?} is there twice");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_denied_address_is_refused_in_every_spelling(
        (addr, reason) in denied_v4(),
        tail in select(vec!["", "/hook", ":443/", ":8443?x"]),
    ) {
        for host in spellings_v4(addr) {
            let inspection = callback::inspect(&format!("https://{host}{tail}"));
            prop_assert_eq!(inspection.verdict(), Verdict::Reject, "{}", host);
            let narrower = [reason, Reason::MetadataHost, Reason::Unspecified, Reason::Broadcast];
            prop_assert!(inspection.reasons().iter().any(|found| narrower.contains(found)), "{}: {:?}", host, inspection);
        }
        for host in carriers(addr) {
            prop_assert_eq!(callback::inspect(&format!("https://{host}{tail}")).verdict(), Verdict::Reject, "{}", host);
        }
        let dashed = addr.to_string().replace('.', "-");
        for name in [format!("{addr}.nip.io"), format!("x-{dashed}.sslip.io"), format!("{:08x}.nip.io", addr.to_bits())] {
            let inspection = callback::inspect(&format!("https://{name}{tail}"));
            prop_assert_eq!(inspection.reasons(), [Reason::WildcardDns], "{}", name);
        }
    }

    #[test]
    fn a_denied_ipv6_address_is_refused_in_every_spelling(addr in denied_v6()) {
        for host in spellings_v6(addr) {
            prop_assert_eq!(callback::inspect(&format!("https://{host}/hook")).verdict(), Verdict::Reject, "{}", host);
        }
    }

    #[test]
    fn an_ipv4_address_outside_every_block_is_only_questioned(bits in any::<u32>()) {
        let addr = Ipv4Addr::from_bits(bits);
        let denied = V4.iter().any(|(net, _)| net.parse::<Ipv4Net>().expect(net).contains(&addr));
        let expected = if denied { Verdict::Reject } else { Verdict::Warn };
        prop_assert_eq!(callback::inspect(&format!("https://{addr}/hook")).verdict(), expected);
        prop_assert_eq!(callback::inspect(&format!("https://{addr}.nip.io/hook")).verdict(), expected);
    }

    #[test]
    fn a_url_that_passes_means_the_same_to_rfc_3986(text in almost_url()) {
        if callback::inspect(&text).verdict() != Verdict::Reject {
            prop_assert_eq!(rfc3986::difference(&text), None, "{:?}", text);
        }
    }

    #[test]
    fn no_text_panics_and_every_range_lies_inside_it(text in almost_url()) {
        check_shape(&text, &callback::inspect(&text));
        let masked = callback::masked(&text);
        prop_assert!(masked.len() <= text.len() + 3 * callback::secrets(&text).len());
    }

    #[test]
    fn the_short_cut_agrees_with_the_full_check(text in prop_oneof![
        almost_url(),
        "https://[a-z0-9-]{1,8}(\\.[a-z0-9-]{1,5}){0,3}(:443|:8443|:80)?([/?][a-zA-Z0-9/?%.=&-]{0,8})?",
        "https://([a-z]{1,4}\\.)?(nip|example|lvh|localtest|goog|xn--a)\\.(io|com|me|goog|internal|local|co|0x1|7)",
        "https://metadata\\.(google|azure|goog)(\\.(com|internal|net))?(:443)?",
        "https://[a-z.]{240,260}/",
        "https://a\\.[a-z]{60,66}/",
    ]) {
        prop_assert_eq!(callback::inspect(&text), callback::inspect_in_full(&text, &Policy::new()), "{:?}", text);
    }

    #[test]
    fn no_list_allows_a_metadata_service(list in proptest::collection::vec(select(vec![
        "169.254.0.0/16", "100.64.0.0/10", "fd00::/8", "168.63.129.0/24", "::ffff:a00:0/104", "fc00::/7",
        "2002:a00::/24", "*.internal", "*.google.internal", "169.254.169.254.nip.io",
    ]), 0..10), host in select(vec![
        "169.254.169.254", "0xa9fea9fe", "100.100.100.200", "[fd00:ec2::254]", "[fd00:ec2::77]", "169.254.169.77", "100.96.0.96", "168.63.129.16", "[::ffff:169.254.169.254]",
        "[64:ff9b::169.254.169.254]", "[2002:a9fe:a9fe::1]", "metadata.google.internal", "METADATA.google.internal.", "169.254.169.254.nip.io",
    ])) {
        let policy = Policy { allow: AllowList::parse(list).expect("a list"), ..Policy::new() };
        prop_assert_eq!(callback::inspect_with(&format!("https://{host}/"), &policy).verdict(), Verdict::Reject);
    }

    #[test]
    fn a_secret_never_shows(
        user in "[a-z]{8}",
        secret in "[A-Z]{12}",
        host in select(vec!["acme.io", "localhost", "10.0.0.1", "a_b;c", "[::1", ""]),
        scheme in select(vec!["https://", "https:", "http://", "https:\\\\", " https://"]),
    ) {
        for text in [
            format!("{scheme}{user}:{secret}@{host}/p"),
            format!("{scheme}{user}:{secret}/x@{host}/p"),
            format!("{scheme}{host}/p?key={secret}"),
            format!("{scheme}{host}/p#{secret}"),
            format!("{scheme}{host}/p;{secret}"),
            format!("{scheme}{host}\\@{user}:{secret}@x/"),
            format!("{scheme}{host};token={secret}"),
            format!("{scheme}{host}/p/1000.{secret}.{secret}"),
            format!("Zoho-oauthtoken {secret}"),
            format!("Bearer {secret}"),
        ] {
            prop_assert!(!callback::masked(&text).contains(&secret), "{}", text);
            for finding in callback::inspect(&text).findings() {
                prop_assert!(!finding.message.contains(&secret), "{}: {:?}", text, finding);
            }
        }
    }
}

#[test]
fn every_reason_is_told_not_only_the_first() {
    use Reason::{
        HostMissing, HostNoncanonical, Malformed, MetadataHost, Port, PrivateSuffix, SingleLabel, SpecialUseName,
        Userinfo, WildcardDns,
    };
    for (url, expected) in [
        ("https://-hooks.local/x", &[Malformed, SpecialUseName][..]),
        ("https://.localhost/", &[Malformed, SpecialUseName]),
        ("https://a..corp:22/", &[Malformed, PrivateSuffix, Port]),
        ("https://me@$name/", &[Malformed, Userinfo, SingleLabel]),
        ("https://10,0,0,1/", &[Malformed, SingleLabel]),
        ("https://hooks.acme.io..10-0-0-1.nip.io/", &[Malformed, WildcardDns]),
        ("https://.metadata.google.internal/", &[Malformed, MetadataHost]),
        ("https://%2elocalhost/", &[Malformed, HostNoncanonical, SpecialUseName]),
        ("https://me@\t/x", &[HostMissing, Userinfo]),
        // There is nothing but a dot, so nothing that lacks one.
        ("https://./", &[Malformed]),
        ("https://../", &[Malformed]),
        ("https://hooks.acme.io..8-8-8-8.nip.io/", &[Malformed]),
        ("https://-hooks.example.com/", &[Malformed]),
    ] {
        let mut found = callback::inspect(url).reasons();
        found.sort_unstable();
        assert_eq!(found, expected, "{url}");
    }
    let long = format!("https://{}.test/", "a".repeat(10_000));
    let inspection = callback::inspect(&long);
    assert_eq!(inspection.reasons(), [Malformed, SpecialUseName]);
    assert!(inspection.findings().iter().all(|finding| finding.message.len() < 500), "{inspection:?}");
}

#[test]
fn an_allowed_host_passes_without_a_word() {
    let policy = Policy {
        allow: AllowList::parse(["10.1.0.0/16", "crm.corp", "*.lan", "intra"]).expect("a list"),
        ..Policy::new()
    };
    for (url, expected) in [
        ("https://10.1.2.3/x", &[][..]),
        ("https://crm.corp/x", &[]),
        ("https://crm.corp./x", &[Reason::TrailingDot]),
        ("https://a.b.lan/x", &[]),
        ("https://intra/x", &[]),
        ("https://10.1.2.3.nip.io/x", &[Reason::WildcardDns]),
        ("https://crm.corp:9443/x", &[Reason::Port]),
        ("https://0x0a.1.2.3/x", &[Reason::Ipv4Noncanonical]),
        ("https://10.2.0.1/x", &[Reason::PrivateV4]),
        ("https://[::ffff:10.1.2.3]/x", &[Reason::V4InV6Mapped]),
        ("https://db.corp/x", &[Reason::PrivateSuffix]),
        ("http://crm.corp/x", &[Reason::Scheme]),
    ] {
        assert_eq!(callback::inspect_with(url, &policy).reasons(), expected, "{url}");
    }
}

#[test]
fn a_fix_makes_its_finding_go_away() {
    for url in [
        "http://acme.io/x",
        "http://acme.io:80/x",
        "http://acme.io:8443/x",
        "https:acme.io/x",
        "https:/acme.io",
        "https:\\\\acme.io/x",
        "https:///acme.io/x",
        " https://acme.io/x",
        "https://acme.io/x\n",
        "https://0x08.8.8.8/x",
        "https://8.8.8.8./x",
        "https://h%6foks.acme.io/",
        "https://hooks\u{3002}acme\u{3002}io/",
        "https://acme.io./x",
        "https://acme.io/x#y",
    ] {
        let inspection = callback::inspect(url);
        let mut fixes = 0;
        for finding in inspection.findings() {
            let Some(fix) = &finding.fix else { continue };
            let mut repaired = url.to_owned();
            repaired.replace_range(finding.range.start as usize..finding.range.end as usize, fix);
            let after = callback::inspect(&repaired).findings().len();
            assert!(
                after < inspection.findings().len() || callback::inspect(&repaired).reasons() == [Reason::IpLiteral],
                "{url:?} became {repaired:?}"
            );
            fixes += 1;
        }
        assert_eq!(fixes, 1, "{url:?}: {inspection:?}");
    }
}

/// Texts that a fuzzer found.
const FOUND: &[&str] = &["https://examp%60/", "https://acme.io/b:/../x"];

#[test]
fn urls_of_the_table_keep_their_meaning_and_messages_their_style() {
    let mut seen = Vec::new();
    let tables = [include_str!("../data/callback_urls.tsv"), include_str!("../data/callback_names.tsv")];
    let lines = tables.iter().flat_map(|table| table.lines().filter(|line| !line.starts_with('#')).skip(1));
    let urls = lines.map(|line| {
        let url = line.rsplit('\t').next().expect("a column");
        serde_json::from_str(&format!("\"{url}\"")).expect(url)
    });
    for url in urls.chain(FOUND.iter().map(|url| (*url).to_owned())) {
        let url: String = url;
        let passes = callback::inspect(&url).verdict() != Verdict::Reject;
        assert!(!passes || rfc3986::difference(&url).is_none(), "{url:?}");
        for finding in callback::inspect(&url).into_findings() {
            for text in [Some(&finding.message), finding.help.as_ref()].into_iter().flatten() {
                let first = text.chars().next().expect("a text");
                assert!(!first.is_uppercase() && !text.ends_with('.') && text.matches('`').count() % 2 == 0, "{text}");
                assert!(!text.contains('\n') && text.len() < 500, "{text}");
            }
            seen.push(finding.reason);
        }
    }
    let unseen: Vec<_> = Reason::ALL.iter().filter(|reason| !seen.contains(reason)).collect();
    assert_eq!(unseen, [&Reason::Unresolvable], "the table has an example of every reason");
}

#[test]
fn the_guide_explains_every_reason() {
    let guide = include_str!("../../../docs/callback-urls.md");
    let needed = |reason: &&Reason| reason.family() != Family::PrivateAddress || **reason == Reason::MetadataHost;
    for reason in Reason::ALL.iter().filter(needed) {
        assert!(guide.contains(&format!("`{reason}`")), "{reason}");
    }
}

#[test]
fn a_long_text_is_checked_in_no_time() {
    let n = 1 << 17; // what is quadratic would take minutes
    for piece in [
        "a", "a.", "1.", "-", "@", ":", "/", "\\", "%", "#", "\t", "\u{fc}", "\u{fc}.", "\u{202e}", "[", "xn--a.",
        "0:", "\u{301}",
    ] {
        let filler = piece.repeat(n / piece.len());
        for text in [
            filler.clone(),
            format!("https://{filler}"),
            format!("https://a.io/{filler}"),
            format!("https://{filler}.nip.io/"),
        ] {
            let start = Instant::now();
            let inspection = callback::inspect(&text);
            let _ = callback::masked(&text);
            assert!(inspection.findings().len() < 10, "{piece:?}");
            assert!(start.elapsed() < Duration::from_secs(20), "{piece:?} took {:?}", start.elapsed());
        }
    }
}

#[test]
fn a_name_service_that_spells_a_public_address_is_only_questioned() {
    for host in ["9.9.9.9.nip.io", "x-9-9-9-9.sslip.io", "09090909.nip.io", "2606-4700--1111.sslip.io", "www.nip.io"] {
        assert_eq!(callback::inspect(&format!("https://{host}/x")).verdict(), Verdict::Warn, "{host}");
    }
    let addr: IpAddr = [9, 9, 9, 9].into();
    assert_eq!(callback::inspect(&format!("https://{addr}/x")).reasons(), [Reason::IpLiteral]);
}
