//! The check of a callback URL against `Url::parse` and the crates that guard requests.

use std::net::IpAddr;
use std::sync::LazyLock;

use bulkwrite_core::callback::{self, Verdict};
use url::{Host, Url};

const TABLE: &str = include_str!("../../bulkwrite-core/tests/data/callback_urls.tsv");

/// What decides on a URL without asking a resolver; names pass with those that decide on addresses only.
pub struct Guard {
    pub name: &'static str,
    pub accepts: fn(&str) -> bool,
}

/// All of them, `Url::parse` first, bulkwrite second.
pub const GUARDS: &[Guard] = &[
    Guard { name: "`Url::parse` alone", accepts: |url| Url::parse(url).is_ok() },
    Guard {
        name: "**bulkwrite** `callback::inspect`",
        accepts: |url| callback::inspect(url).verdict() != Verdict::Reject,
    },
    Guard { name: "`http-acl`", accepts: http_acl },
    Guard { name: "`url_jail`", accepts: url_jail },
    #[cfg(feature = "tls-peers")]
    Guard { name: "`ssrf-guard`", accepts: |url| by_address(url, ssrf_guard::is_public) },
    #[cfg(feature = "tls-peers")]
    Guard { name: "`agent-fetch`", accepts: agent_fetch },
    Guard { name: "std, what is stable", accepts: |url| by_address(url, is_public_by_std) },
];

/// URLs to measure with.
pub const URLS: &[(&str, &str)] = &[
    ("the recorded one", "https://www.zoho.com/in/crm/"),
    ("with a query", "https://hooks.zylker.com/bulk/write?job=4150868000005379001&token=5e884898da280471"),
    ("a private address", "https://10.1.2.3/hook"),
    ("a disguised loopback", "https://0x7f.1/hook"),
    ("a name with umlaut", "https://m\u{fc}ller.de/hook"),
];

/// Rows of the table whose verdict a registry or standard settles and whose host is an address: the URL, and whether it may pass.
pub static ADDRESSES: LazyLock<Vec<(String, bool)>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.filter_map(|line| {
        let [level, _, settled, url] = line.split('\t').collect::<Vec<_>>()[..] else { return None };
        let url: String = serde_json::from_str(&format!("\"{url}\"")).ok()?;
        let is_address = matches!(Url::parse(&url).ok()?.host()?, Host::Ipv4(_) | Host::Ipv6(_));
        (settled == "yes" && is_address).then_some((url, level != "error"))
    })
    .collect()
});

fn address(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(address) => Some(address.into()),
        Host::Ipv6(address) => Some(address.into()),
        Host::Domain(_) => None,
    }
}

fn by_address(url: &str, may_pass: fn(IpAddr) -> bool) -> bool {
    Url::parse(url).is_ok_and(|url| url.scheme() == "https" && address(&url).is_none_or(may_pass))
}

fn http_acl(url: &str) -> bool {
    static ACL: LazyLock<http_acl::HttpAcl> = LazyLock::new(|| {
        let builder = http_acl::HttpAcl::builder().http(false).host_acl_default(true).ip_acl_default(true);
        builder.add_allowed_port_range(8443..=8443).expect("the range is free").build()
    });
    Url::parse(url).is_ok_and(|url| {
        let host = url.host_str().is_some_and(|host| ACL.is_host_allowed(host).is_allowed());
        ACL.is_scheme_allowed(url.scheme()).is_allowed()
            && url.port_or_known_default().is_some_and(|port| ACL.is_port_allowed(port).is_allowed())
            && host
            && address(&url).is_none_or(|address| ACL.is_ip_allowed(&address).is_allowed())
    })
}

fn url_jail(url: &str) -> bool {
    static POLICY: LazyLock<url_jail::CustomPolicy> =
        LazyLock::new(|| url_jail::PolicyBuilder::new(url_jail::Policy::PublicOnly).build());
    url_jail::SafeUrl::parse(url).is_ok_and(|safe| {
        let host = safe.host().trim_matches(['[', ']']);
        safe.is_https()
            && POLICY.is_hostname_allowed(safe.host()).is_ok()
            && host.parse::<IpAddr>().map_or(true, |address| POLICY.is_ip_allowed(address).is_ok())
    })
}

#[cfg(feature = "tls-peers")]
fn agent_fetch(url: &str) -> bool {
    agent_fetch::url_check::validate_url(url).is_ok_and(|valid| {
        valid.scheme == "https" && address(&valid.url).is_none_or(|it| !agent_fetch::ip_check::is_private_ip(it))
    })
}

/// `IpAddr::is_global` is not stable; this is what is, as programs write it by hand.
fn is_public_by_std(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            !(v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_broadcast()
                || v4.is_documentation()
                || v4.is_multicast()
                || v4.is_unspecified())
        }
        IpAddr::V6(v6) => {
            !(v6.is_loopback()
                || v6.is_unspecified()
                || v6.is_multicast()
                || v6.is_unique_local()
                || v6.is_unicast_link_local()
                || v6.to_ipv4_mapped().is_some_and(|v4| !is_public_by_std(v4.into())))
        }
    }
}
