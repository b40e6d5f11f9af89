//! The check of callback URLs against a table of 2,101 URLs: addresses at the edge of every special block in every
//! spelling, special names, parser differentials, and ordinary URLs that have to pass.

use bulkwrite_core::callback::{self, Policy, Verdict};

const TABLE: &str = include_str!("data/callback_urls.tsv");

#[test]
fn every_url_of_the_table_gets_its_verdict_for_its_reasons() {
    let mut rows = 0;
    let mut wrong = Vec::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')).skip(1) {
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
    assert_eq!(rows, 2101);
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_job_is_checked_with_a_resolver_only_if_one_is_given() {
    use bulkwrite_core::callback::{FixedResolver, Resolve};
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
        let options = Options {
            resolver: resolver.map(|resolver: &FixedResolver| resolver as &dyn Resolve),
            ..Options::default()
        };
        let report = Checker::new(options).check_json(job);
        let found: Vec<String> =
            report.diagnostics().iter().map(|found| format!("{}[{}]", found.level, found.rule.name)).collect();
        assert_eq!(found, expected);
    }
}
