//! The check of callback URLs against a table of 2,101 URLs: addresses at the edge of every special block in every
//! spelling, special names, parser differentials, and ordinary URLs that have to pass.

use bulkwrite_core::callback::{self, Policy, Verdict};

const TABLE: &str = include_str!("../data/callback_urls.tsv");
const NAMES: &str = include_str!("../data/callback_names.tsv");
const RECEIVERS: &str = include_str!("../data/callback_receivers.txt");

#[test]
fn every_url_of_the_table_gets_its_verdict_for_its_reasons() {
    let mut rows = 0;
    let mut wrong = Vec::new();
    let lines = |table: &'static str| table.lines().filter(|line| !line.starts_with('#')).skip(1);
    for line in lines(TABLE).chain(lines(NAMES)) {
        let [level, reasons, _settled, url] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("four columns: {line}")
        };
        let url: String = serde_json::from_str(&format!("\"{url}\"")).expect(url);
        let inspection = callback::inspect(&url);
        let verdict = match inspection.verdict() {
            Verdict::Accept => "ok",
            Verdict::Warn => "warn",
            Verdict::Reject => "error",
        };
        let mut found: Vec<_> = inspection.reasons().iter().map(|reason| reason.as_str()).collect();
        let mut expected: Vec<_> = reasons.split(',').filter(|reason| *reason != "ok").collect();
        found.sort_unstable();
        expected.sort_unstable();
        if (verdict, &found) != (level, &expected) {
            wrong.push(format!("{url:?}: {verdict} {found:?}, expected {level} {expected:?}"));
        }
        assert_eq!(inspection, callback::inspect_in_full(&url, &Policy::default()), "the short cut disagrees: {url:?}");
        for finding in inspection.findings() {
            let range = finding.range.start as usize..finding.range.end as usize;
            assert!(url.get(range).is_some(), "{url:?}: {finding:?}");
        }
        rows += 1;
    }
    assert!(rows > 2101, "{rows}");
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_real_receiver_is_refused() {
    let receivers: Vec<&str> = RECEIVERS.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(receivers.len() >= 200, "{}", receivers.len());
    for url in receivers {
        let inspection = callback::inspect(url);
        assert_eq!(inspection.verdict(), Verdict::Accept, "{url}: {:?}", inspection.findings());
    }
}

#[test]
fn a_job_is_checked_with_a_resolver_only_if_one_is_given() {
    use bulkwrite_core::callback::FixedResolver;
    use bulkwrite_core::{Checker, Options};

    let job = br#"{ "operation": "insert", "callback": { "url": "https://hooks.zylker.com/bulk", "method": "post" },
        "resource": [{ "type": "data", "module": "Leads", "file_id": "4150868000005379001" }] }"#;
    let addrs = ["8.8.8.8", "10.0.0.7"].map(|addr| addr.parse().unwrap()).to_vec();
    let inner = FixedResolver::default().with("hooks.zylker.com", addrs);
    let nothing = FixedResolver::default();
    for (resolver, expected) in [
        (None, &[][..]),
        (Some(&inner), &["error[callback-private-address]"]),
        (Some(&nothing), &["warning[callback-private-name]"]),
    ] {
        let options = match resolver {
            Some(resolver) => Options::default().resolver(FixedResolver::clone(resolver)),
            None => Options::default(),
        };
        let report = Checker::new(options).check_json(job);
        let found: Vec<String> =
            report.diagnostics().iter().map(|found| format!("{}[{}]", found.level, found.rule.name)).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn only_a_url_of_http_is_on_record_as_refused() {
    use bulkwrite_core::Basis;

    for (url, basis) in [
        ("http://requestbin.fullcontact.com/1", Basis::Observed),
        ("HTTP://acme.io/1", Basis::Observed),
        ("file:///etc/passwd", Basis::Inferred),
        ("javascript:alert(1)", Basis::Inferred),
        ("ftp://acme.io/", Basis::Inferred),
        ("", Basis::Inferred),
        ("acme.io/hook", Basis::Inferred),
        ("https://10.0.0.1/", Basis::Inferred),
    ] {
        let url = serde_json::Value::from(url);
        let job = format!(r#"{{ "operation": "insert", "callback": {{ "url": {url}, "method": "post" }} }}"#);
        let report = bulkwrite_core::check_json(job.as_bytes());
        let found = report.diagnostics().iter().find(|found| found.path == "callback.url").expect("a finding");
        assert_eq!(found.predicts.as_ref().map(|prediction| prediction.basis), Some(basis), "{url}");
    }
}

#[test]
fn a_url_of_http_tells_of_its_host_too_and_loses_the_port_of_http() {
    for (url, message, help, fix) in [
        ("http://acme.io/x", "`http` sends the callback unencrypted", "use `https`", Some((0..4, "https"))),
        (
            "http://acme.io:80/x",
            "`http` sends the callback unencrypted",
            "use `https`",
            Some((0..17, "https://acme.io")),
        ),
        ("http://acme.io:8443/x", "`http` sends the callback unencrypted", "use `https`", Some((0..4, "https"))),
        (
            "http://acme.io:8080/x",
            "`http` sends the callback unencrypted",
            "use `https`, with the port where the receiver speaks it",
            None,
        ),
        (
            "http://localhost:3000",
            "`http` sends the callback unencrypted, and `localhost` is a special-use name (RFC 6761)",
            "use `https`, and a host that the public internet can reach, or put this one on the project's allow list, with the \
             port where the receiver speaks it",
            None,
        ),
        (
            "http://10.0.0.1/",
            "`http` sends the callback unencrypted, and `10.0.0.1` is a private address (10.0.0.0/8, RFC 1918)",
            "use `https`, and a host that the public internet can reach, or put this one on the project's allow list",
            Some((0..4, "https")),
        ),
    ] {
        let inspection = callback::inspect(url);
        let [finding] = inspection.findings() else { panic!("one finding: {inspection:?}") };
        assert_eq!((finding.message.as_str(), finding.help.as_deref()), (message, Some(help)), "{url}");
        let made = finding.fix.as_deref().map(|fix| (finding.range.clone(), fix));
        assert_eq!(made, fix, "{url}");
    }
}
