//! The names that are known, each with what it is for.

use super::names::{Kind, Name};

const fn special(suffix: &'static str, source: &'static str) -> Name {
    Name { suffix, kind: Kind::SpecialUse, source }
}

const fn private(suffix: &'static str, source: &'static str) -> Name {
    Name { suffix, kind: Kind::Private, source }
}

const fn metadata(suffix: &'static str, source: &'static str) -> Name {
    Name { suffix, kind: Kind::Metadata, source }
}

const fn wildcard(suffix: &'static str, source: &'static str) -> Name {
    Name { suffix, kind: Kind::Wildcard, source }
}

const fn device(suffix: &'static str, source: &'static str) -> Name {
    Name { suffix, kind: Kind::Device, source }
}

const fn service(suffix: &'static str, does: &'static str) -> Name {
    Name { suffix, kind: Kind::Service(does), source: "" }
}

const fn loopback(suffix: &'static str) -> Name {
    service(suffix, "resolves to loopback")
}

const fn inner(suffix: &'static str) -> Name {
    service(suffix, "resolves to a private address")
}

const fn rebinding(suffix: &'static str) -> Name {
    Name { suffix, kind: Kind::Rebinding, source: "is a DNS rebinding service" }
}

const fn dead(suffix: &'static str) -> Name {
    service(suffix, "belongs to a wildcard-DNS service that has ended")
}

const fn placeholder(suffix: &'static str, source: &'static str) -> Name {
    Name { suffix, kind: Kind::Placeholder, source }
}

const fn gone(suffix: &'static str, source: &'static str) -> Name {
    Name { suffix, kind: Kind::Gone, source }
}

// By last label, sorted; within one, the first match counts, and a name below another stands before it.
//
// Sources, read 2026-11 unless they say otherwise:
// - special-use names: the IANA registry and the RFC named in each line. Below .arpa are reverse zones and infrastructure (RFC
//   3172), among them home.arpa (RFC 8375), service.arpa (RFC 9665), resolver.arpa (RFC 9462), ipv4only.arpa (RFC 8880),
//   6tisch.arpa (RFC 9031), eap-noob.arpa (RFC 9140);
// - private suffixes: ICANN's reservation of .internal, its resolution of 2018-02-04 on .corp, .home and .mail, RFC 6762 appendix
//   G; Kubernetes and /etc/hosts for svc and localdomain; the manuals of the routers;
// - metadata names: the clouds' documentation, and the block lists of public guards against request forgery;
// - names with an address in them: the documentation of each service; Plex, Synology and UniFi give their devices such names;
// - names that resolve to loopback or to a private address: the public lists "Public DNS with wildcard for localhost"
//   (tinogomes), local-dns (EvilBMP), the block lists of public guards (some swept in 2026-08), the manuals of Lando, DDEV,
//   Docksal, Anchor, LocalStack, BrowserStack and Cloud Foundry. Some of them were given up since: whoever has them now decides;
// - rebinding services: their documentation, and PayloadsAllTheThings;
// - receivers that are gone: a recorded v2 answer, and the readme of RequestBin.
pub(super) const NAMES: &[(&str, &[Name])] = &[
    ("alt", &[special("alt", "RFC 9476")]),
    ("arpa", &[special("arpa", "RFC 3172")]),
    ("aws", &[metadata("metadata.aws", "AWS")]),
    ("box", &[private("fritz.box", "routers of AVM")]),
    ("cloud", &[loopback("localhost.localstack.cloud"), inner("lagoon.cloud"), loopback("localhost.cloud")]),
    ("cn", &[device("direct.quickconnect.cn", "Synology")]),
    ("co", &[wildcard("ipq.co", "ipq.co"), wildcard("local-ip.co", "local-ip.co")]),
    (
        "com",
        &[
            metadata("api.metadata.cloud.ibm.com", "IBM Cloud"),
            loopback("local.sisteminha.com"),
            metadata("metadata.amazonaws.com", "AWS"),
            metadata("metadata.azure.com", "Azure"),
            metadata("metadata.digitalocean.com", "DigitalOcean"),
            metadata("metadata.exoscale.com", "Exoscale"),
            metadata("metadata.oraclecloud.com", "Oracle Cloud"),
            metadata("metadata.platformequinix.com", "Equinix Metal"),
            metadata("metadata.scaleway.com", "Scaleway"),
            metadata("metadata.tencentyun.com", "Tencent Cloud"),
            gone("requestbin.fullcontact.com", "the CRM is on record as refusing it"),
            private("router.asus.com", "routers of ASUS"),
            loopback("42foo.com"),
            loopback("beweb.com"),
            inner("bosh-lite.com"),
            loopback("bs-local.com"),
            loopback("cefgo.com"),
            loopback("colasloth.com"),
            loopback("domaincontrol.com"),
            placeholder("example.com", "RFC 6761"),
            loopback("fbi.com"),
            loopback("feacebook.com"),
            loopback("lacolhost.com"),
            loopback("mouse-potato.com"),
            loopback("nar0.com"),
            private("orbilogin.com", "routers of NETGEAR"),
            loopback("ortkut.com"),
            loopback("ratchetlocal.com"),
            private("routerlogin.com", "routers of NETGEAR"),
            loopback("yoogle.com"),
        ],
    ),
    ("corp", &[private("corp", "RFC 6762 appendix G")]),
    ("data-server", &[metadata("data-server", "CloudStack")]),
    (
        "dev",
        &[
            wildcard("anyip.dev", "anyip.dev"),
            loopback("backloop.dev"),
            loopback("devlocal.dev"),
            loopback("l0pb.dev"),
            loopback("localhst.dev"),
            loopback("localtest.dev"),
        ],
    ),
    (
        "direct",
        &[
            device("id.ui.direct", "UniFi"),
            loopback("localhost.direct"),
            wildcard("nip.direct", "nip.direct"),
            device("plex.direct", "Plex"),
        ],
    ),
    ("eu", &[rebinding("rbnd.gl0.eu")]),
    ("example", &[special("example", "RFC 6761")]),
    ("gd", &[loopback("local.gd")]),
    ("goog", &[metadata("metadata.goog", "Google Cloud")]),
    ("google", &[metadata("metadata.google", "Google Cloud")]),
    ("home", &[private("home", "RFC 6762 appendix G")]),
    ("host", &[loopback("lcl.host"), loopback("shed.host")]),
    ("in", &[gone("requestb.in", "its service was closed for abuse")]),
    ("info", &[loopback("localmachine.info")]),
    ("instance-data", &[metadata("instance-data", "AWS")]),
    (
        "internal",
        &[
            metadata("instance-data.ec2.internal", "AWS"),
            metadata("metadata.azure.internal", "Azure"),
            metadata("metadata.google.internal", "Google Cloud"),
            metadata("metadata.tce.internal", "Tencent Cloud"),
            metadata("rancher-metadata.rancher.internal", "Rancher"),
            private("internal", "reserved by ICANN"),
        ],
    ),
    ("intranet", &[private("intranet", "RFC 6762 appendix G")]),
    ("invalid", &[special("invalid", "RFC 6761")]),
    (
        "io",
        &[
            loopback("docker.amazee.io"),
            wildcard("ip.es.io", "ip.es.io"),
            inner("local.pcfdev.io"),
            wildcard("backname.io", "backname.io"),
            loopback("devlocal.io"),
            wildcard("nip.io", "nip.io"),
            wildcard("sslip.io", "sslip.io"),
            dead("xip.io"),
        ],
    ),
    ("it", &[loopback("127001.it"), rebinding("rebind.it")]),
    ("la", &[loopback("rec.la")]),
    ("lan", &[private("lan", "RFC 6762 appendix G")]),
    ("local", &[special("local", "RFC 6762")]),
    ("localdomain", &[private("localdomain", "the habit of /etc/hosts")]),
    ("localdomain4", &[private("localdomain4", "the habit of /etc/hosts")]),
    ("localdomain6", &[private("localdomain6", "the habit of /etc/hosts")]),
    ("localhost", &[special("localhost", "RFC 6761")]),
    ("mail", &[private("mail", "never delegated, by ICANN")]),
    (
        "me",
        &[
            loopback("devlocal.me"),
            loopback("fuf.me"),
            loopback("l0pb.me"),
            loopback("localdev.me"),
            loopback("localtest.me"),
            loopback("lvh.me"),
            wildcard("traefik.me", "traefik.me"),
            loopback("vcap.me"),
        ],
    ),
    ("metadata", &[metadata("metadata", "Google Cloud")]),
    ("metadata-server", &[metadata("metadata-server", "a name of several clouds")]),
    ("ms", &[rebinding("1u.ms")]),
    ("name", &[loopback("localmachine.name")]),
    (
        "net",
        &[
            metadata("metadata.packet.net", "Equinix Metal"),
            loopback("devlocal.net"),
            placeholder("example.net", "RFC 6761"),
            loopback("lhst.net"),
            loopback("localh.net"),
            private("mywifiext.net", "routers of NETGEAR"),
            private("orbilogin.net", "routers of NETGEAR"),
            private("routerlogin.net", "routers of NETGEAR"),
            private("tplinklogin.net", "routers of TP-Link"),
            private("tplinkmodem.net", "routers of TP-Link"),
            private("tplinkrepeater.net", "routers of TP-Link"),
            private("tplinkwifi.net", "routers of TP-Link"),
        ],
    ),
    ("network", &[loopback("bugbounty.dod.network"), rebinding("rebind.network")]),
    ("nl", &[loopback("localfabriek.nl")]),
    ("onion", &[special("onion", "RFC 7686")]),
    ("org", &[placeholder("example.org", "RFC 6761"), loopback("localtest.org")]),
    ("private", &[private("private", "RFC 6762 appendix G")]),
    ("rancher-metadata", &[metadata("rancher-metadata", "Rancher")]),
    ("sh", &[wildcard("local-ip.sh", "local-ip.sh"), wildcard("qip.sh", "qip.sh")]),
    ("site", &[loopback("ddev.site"), loopback("devlocal.site"), inner("docksal.site"), loopback("lndo.site")]),
    ("st", &[loopback("localh.st"), loopback("localho.st"), loopback("smackaho.st")]),
    ("svc", &[private("svc", "the cluster DNS of Kubernetes")]),
    ("team", &[loopback("localhost.team")]),
    ("test", &[special("test", "RFC 6761")]),
    ("to", &[device("direct.quickconnect.to", "Synology")]),
    ("tv", &[loopback("localhost.tv")]),
    ("uk", &[loopback("127-0-0-1.org.uk"), loopback("localhst.co.uk"), wildcard("fdns.uk", "fdns.uk")]),
    ("us", &[loopback("devlocal.us"), rebinding("rbndr.us"), loopback("ulh.us")]),
];
