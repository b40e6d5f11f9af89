//! Measures bulkwrite against its peers and writes the tables of `docs/performance.md`.

mod callback;
mod harness;
mod page;
mod peers;
mod workloads;

use std::fmt::Write as _;
use std::hint::black_box;

use bulkwrite_core::{Checker, Job, Options, Verdict, json};
use garde::Validate as _;
use serde_json::Value;

use harness::{Contender, Measured, compare, contender};

const VALUE: &str = "`serde_json` into `Value`";
const AGAIN: &str = "the same again (noise)";
const READER: &str = "bulkwrite: reader with places";
const CHECK: &str = "**bulkwrite: `check_json`**";
const TYPED: &str = "bulkwrite: `Job::from_json`, checked and typed";
const GARDE: &str = "`serde` typed, then `garde`";
const JSONSCHEMA: &str = "`serde_json`, then `jsonschema`";
const BOON: &str = "`serde_json`, then `boon`";

/// Peers that say whether a job is right.
const VALIDATORS: [&str; 3] = [GARDE, JSONSCHEMA, BOON];

/// The most that `check_json` may take of the time of `Value`.
const GOALS: [(&str, f64); 2] = [("sample", 0.7), ("indented", 0.5)];

fn main() {
    every_validator_validates();
    let mut out = String::new();
    let _ = writeln!(out, "{}.\n", page::machine());
    let _ = writeln!(out, "{}\n", versions());

    let many = workloads::many();
    let (indented, compact) = (workloads::indented(200), workloads::compact(200));
    let jobs: [(&str, String, Vec<&str>, usize); 4] = [
        ("sample", format!("The recorded request, {} bytes", workloads::SAMPLE.len()), vec![workloads::SAMPLE], 301),
        ("indented", format!("200 mappings, indented, {} bytes", indented.len()), vec![&indented], 301),
        ("compact", format!("200 mappings, compact, {} bytes", compact.len()), vec![&compact], 301),
        ("many", "10,000 jobs of 1 to 20 mappings, compact".to_owned(), many.iter().map(String::as_str).collect(), 21),
    ];
    let mut verdicts = Vec::new();
    for (id, title, texts, rounds) in &jobs {
        eprintln!("{title}");
        let measured = compare(contenders(texts), *rounds);
        let bytes: usize = texts.iter().map(|text| text.len()).sum();
        let _ = writeln!(out, "### {title}\n\n{}", measured_table(&measured, Some(bytes)));
        verdicts.extend(judge(id, title, &measured));
    }

    eprintln!("jobs with mistakes");
    let _ = writeln!(out, "### Jobs with mistakes\n\nThe time for `Value` is that of the same text.\n\n{}", mistakes());
    eprintln!("growth");
    let _ = writeln!(out, "### Growth\n\n{}", growth());
    eprintln!("callback URLs");
    let _ = writeln!(out, "### Callback URLs\n\n{}", callback_urls());

    let goals = page::table(&["goal", "limit", "measured", ""], &verdicts);
    page::write("measured", &format!("### Goals\n\n{goals}\n{}", out.trim_start()));
    eprintln!("wrote docs/performance.md");
}

/// Refuses to measure a validator that would let a mistake pass.
fn every_validator_validates() {
    let boon = peers::Boon::new();
    let judge = |text: &str| {
        let value: Value = serde_json::from_str(text).expect("it is JSON");
        [
            ("bulkwrite", bulkwrite_core::check_json(text.as_bytes()).verdict() != Verdict::Reject),
            ("jsonschema", peers::JSONSCHEMA.is_valid(&value)),
            ("boon", boon.accepts(&value)),
            ("garde", serde_json::from_str::<peers::Job>(text).is_ok_and(|job| job.validate().is_ok())),
        ]
    };
    let (one, several) = (workloads::indented(200), workloads::resources(100));
    for text in [workloads::SAMPLE, &one, &several] {
        for (name, accepts) in judge(text) {
            assert!(accepts, "{name} refuses\n{text}\n{}", bulkwrite_core::check_json(text.as_bytes()));
        }
    }
    for (part, wrong) in workloads::MUST_BE_REFUSED {
        assert!(workloads::SAMPLE.contains(part), "{part}");
        let text = workloads::SAMPLE.replacen(part, wrong, 1);
        for (name, accepts) in judge(&text) {
            assert!(!accepts, "{name} accepts\n{text}");
        }
    }
}

/// Everybody, over the same texts.
fn contenders<'a>(texts: &'a [&'a str]) -> Vec<Contender<'a>> {
    let each = move |work: fn(&str) -> usize| move || texts.iter().map(|text| work(text)).sum();
    let boon = peers::Boon::new();
    let checker = Checker::new(Options::default());
    vec![
        contender(VALUE, each(|text| size(&parse(text)))),
        contender(AGAIN, each(|text| size(&parse(text)))),
        contender(
            READER,
            each(|text| usize::from(json::parse(text.as_bytes(), &json::Options::default()).root.is_some())),
        ),
        contender(CHECK, each(|text| bulkwrite_core::check_json(text.as_bytes()).errors())),
        contender("bulkwrite: one `Checker` for all", move || {
            texts.iter().map(|text| checker.check_json(text.as_bytes()).errors()).sum()
        }),
        contender(TYPED, each(|text| Job::from_json(text.as_bytes()).map_or(0, |job| job.resources().len()))),
        contender(
            "`jiter` into `JsonValue`",
            each(|text| usize::from(jiter::JsonValue::parse(text.as_bytes(), false).is_ok())),
        ),
        contender(
            "`jsonc-parser` into its tree, with places",
            each(|text| {
                let tree = jsonc_parser::parse_to_ast(text, &Default::default(), &Default::default());
                usize::from(tree.is_ok_and(|tree| tree.value.is_some()))
            }),
        ),
        contender(
            "`serde` typed (derive)",
            each(|text| serde_json::from_slice::<peers::Job>(text.as_bytes()).map_or(0, |job| job.resource.len())),
        ),
        contender(
            GARDE,
            each(|text| {
                let job = serde_json::from_slice::<peers::Job>(text.as_bytes());
                usize::from(job.is_ok_and(|job| job.validate().is_ok()))
            }),
        ),
        contender(JSONSCHEMA, each(|text| usize::from(peers::JSONSCHEMA.is_valid(&parse(text))))),
        contender(BOON, move || texts.iter().map(|text| usize::from(boon.accepts(&parse(text)))).sum()),
    ]
}

fn parse(text: &str) -> Value {
    serde_json::from_slice(text.as_bytes()).expect("it is JSON")
}

fn size(value: &Value) -> usize {
    value.as_object().map_or(0, serde_json::Map::len)
}

fn measured_table(measured: &[Measured], text_bytes: Option<usize>) -> String {
    let mut head = vec!["", "time", "ratio", "quartiles", "allocations", "allocated"];
    if text_bytes.is_some() {
        head.push("MB/s");
    }
    let rows: Vec<Vec<String>> = measured
        .iter()
        .map(|it| {
            let [low, median, high] = it.ratio;
            let mut row = vec![
                it.name.clone(),
                duration(it.nanos),
                format!("{median:.2}"),
                format!("{low:.2} – {high:.2}"),
                it.allocations.to_string(),
                bytes(it.bytes),
            ];
            row.extend(text_bytes.map(|bytes| format!("{:.0}", bytes as f64 / it.nanos * 1_000.0)));
            row
        })
        .collect();
    page::table(&head, &rows)
}

/// What the goals come to on a workload.
fn judge(id: &str, title: &str, measured: &[Measured]) -> Vec<Vec<String>> {
    let ratio = |name| measured.iter().find(|it| it.name == name).map_or(f64::NAN, |it| it.ratio[1]);
    let check = ratio(CHECK);
    let met = |met: bool| if met { "met" } else { "**missed**" }.to_owned();
    let mut rows = Vec::new();
    if let Some((_, goal)) = GOALS.iter().find(|(goal, _)| *goal == id) {
        rows.push(vec![
            format!("{title}: part of `Value`"),
            format!("{goal:.2}"),
            format!("{check:.2}"),
            met(check <= *goal),
        ]);
    }
    let best = VALIDATORS.iter().map(|name| ratio(name)).fold(f64::INFINITY, f64::min);
    rows.push(vec![
        format!("{title}: ahead of every validator"),
        format!("{best:.2}"),
        format!("{check:.2}"),
        met(check < best),
    ]);
    rows
}

/// The price of findings: those of a few mistakes, of one in a large job, and of one in each mapping.
fn mistakes() -> String {
    let clean = workloads::indented(200);
    let one = clean.replacen("\"Custom_Field_100\"", "\"Custom Field 100\"", 1);
    let all = clean.replace("\"Custom_Field_", "\"Custom Field ");
    let texts = [
        ("ten different mistakes", workloads::TEN_MISTAKES),
        ("200 mappings, none", &clean),
        ("200 mappings, one mistake", &one),
        ("200 mappings, one mistake each", &all),
    ];
    let mut rows = Vec::new();
    for (title, text) in texts {
        let report = bulkwrite_core::check_json(text.as_bytes());
        let measured = compare(
            vec![
                contender(VALUE, || size(&parse(text))),
                contender(CHECK, || bulkwrite_core::check_json(text.as_bytes()).errors()),
            ],
            101,
        );
        let (value, check) = (&measured[0], &measured[1]);
        rows.push(vec![
            title.to_owned(),
            (report.errors() + report.warnings()).to_string(),
            duration(value.nanos),
            duration(check.nanos),
            format!("{:.2}", check.ratio[1]),
            check.allocations.to_string(),
        ]);
    }
    page::table(&["", "findings", "`Value`", "`check_json`", "ratio", "allocations"], &rows)
}

/// What grows, how it is written, and in which sizes.
type Kind = (&'static str, fn(usize) -> String, &'static [usize]);

/// Time against size: the exponent is the slope between the sizes from 10 on, 1 being linear.
fn growth() -> String {
    let mut out = String::new();
    let kinds: [Kind; 2] = [
        ("mappings", workloads::compact, &[1, 2, 5, 10, 20, 50, 100, 200]),
        ("resources", workloads::resources, &[1, 2, 5, 10, 20, 50, 100]),
    ];
    for (what, make, sizes) in kinds {
        let texts: Vec<String> = sizes.iter().map(|size| make(*size)).collect();
        // All in the same rounds: what the machine does meanwhile is the same for every size and for both.
        let check = |text: &String| bulkwrite_core::check_json(text.as_bytes()).errors();
        let value = |text: &String| crate::size(&parse(text));
        let checks = texts.iter().map(|text| contender("check_json", move || check(text)));
        let values = texts.iter().map(|text| contender(VALUE, move || value(text)));
        let measured = compare(checks.chain(values).collect(), 101);
        let (check, value) = measured.split_at(sizes.len());
        let rows: Vec<Vec<String>> = sizes
            .iter()
            .zip(&texts)
            .zip(check.iter().zip(value))
            .map(|((size, text), (check, value))| {
                vec![
                    size.to_string(),
                    text.len().to_string(),
                    duration(check.nanos),
                    format!("{:.0} ns", check.nanos / *size as f64),
                    format!("{:.2} ns", check.nanos / text.len() as f64),
                    format!("{:.2}", check.nanos / value.nanos),
                    check.allocations.to_string(),
                ]
            })
            .collect();
        let one = what.trim_end_matches('s');
        let _ = writeln!(
            out,
            "{}",
            page::table(
                &[
                    what,
                    "bytes",
                    "`check_json`",
                    &format!("for each {one}"),
                    "for each byte",
                    "of `Value`",
                    "allocations"
                ],
                &rows
            )
        );
        let bytes: Vec<f64> = texts.iter().map(|text| text.len() as f64).collect();
        let from = sizes.iter().position(|size| *size == 10).unwrap_or(0);
        let nanos: Vec<f64> = check.iter().map(|it| it.nanos).collect();
        let _ = writeln!(
            out,
            "From 10 {what} on, time grows with the bytes to the power of {:.2}.\n",
            slope(&bytes[from..], &nanos[from..])
        );
    }
    out.trim_end().to_owned() + "\n"
}

/// The slope of a line through the logarithms.
fn slope(x: &[f64], y: &[f64]) -> f64 {
    let logs: Vec<(f64, f64)> = x.iter().zip(y).map(|(x, y)| (x.ln(), y.ln())).collect();
    let mean = |of: fn(&(f64, f64)) -> f64| logs.iter().map(of).sum::<f64>() / logs.len() as f64;
    let (mean_x, mean_y) = (mean(|it| it.0), mean(|it| it.1));
    let covariance: f64 = logs.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    covariance / logs.iter().map(|(x, _)| (x - mean_x).powi(2)).sum::<f64>()
}

/// Speed, and what passes: a guard that is fast because it lets things through is no guard.
fn callback_urls() -> String {
    let mut columns: Vec<Vec<Measured>> = Vec::new();
    for (_, url) in callback::URLS {
        let contenders =
            callback::GUARDS.iter().map(|guard| contender(guard.name, || usize::from((guard.accepts)(black_box(url)))));
        columns.push(compare(contenders.collect(), 101));
    }
    let (bad, good): (Vec<_>, Vec<_>) = callback::ADDRESSES.iter().partition(|(_, may_pass)| !may_pass);
    let mut rows = Vec::new();
    for (at, guard) in callback::GUARDS.iter().enumerate() {
        let mut row = vec![guard.name.to_owned()];
        row.extend(columns.iter().map(|column| format!("{:.2}", column[at].ratio[1])));
        let passed = bad.iter().filter(|(url, _)| (guard.accepts)(url)).count();
        let refused = good.iter().filter(|(url, _)| !(guard.accepts)(url)).count();
        row.extend([passed.to_string(), refused.to_string()]);
        rows.push(row);
    }
    let times: Vec<String> = callback::URLS
        .iter()
        .zip(&columns)
        .map(|((title, url), column)| format!("{title} (`{url}`, {})", duration(column[0].nanos)))
        .collect();
    let mut head = vec!["time as part of `Url::parse`"];
    head.extend(callback::URLS.iter().map(|(title, _)| *title));
    head.extend(["passed wrongly", "refused wrongly"]);
    format!(
        "{}\nThe URLs and the time of `Url::parse`: {}. The last two columns are over the rows of\n\
         `bulkwrite-core/tests/data/callback_urls.tsv` whose host is an address and whose verdict a registry or standard settles:\n\
         {} that must not pass and {} that may. No resolver is asked. Names are left out, because most of the others decide on\n\
         addresses only.\n",
        page::table(&head, &rows),
        times.join(", "),
        bad.len(),
        good.len(),
    )
}

fn duration(nanos: f64) -> String {
    match nanos {
        nanos if nanos < 1e3 => format!("{nanos:.0} ns"),
        nanos if nanos < 1e6 => format!("{:.2} µs", nanos / 1e3),
        nanos => format!("{:.2} ms", nanos / 1e6),
    }
}

fn bytes(bytes: u64) -> String {
    match bytes {
        bytes if bytes < 10_000 => format!("{bytes} B"),
        bytes if bytes < 10_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        bytes => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// The peers and their versions, from the lock file.
fn versions() -> String {
    const PEERS: [&str; 11] = [
        "serde_json",
        "serde",
        "garde",
        "jsonschema",
        "boon",
        "jsonc-parser",
        "jiter",
        "url",
        "http-acl",
        "url_jail",
        "ssrf-guard",
    ];
    let lock = include_str!("../Cargo.lock");
    let version = |name: &str| {
        let versions = lock.split("[[package]]").filter_map(|package| {
            let found = package.contains(&format!("name = \"{name}\"\n"));
            found.then(|| package.split("version = \"").nth(1)?.split('"').next()).flatten()
        });
        versions.last().unwrap_or("?").to_owned()
    };
    let mut all: Vec<String> = PEERS.iter().map(|name| format!("{name} {}", version(name))).collect();
    all.push(format!("agent-fetch {}", version("agent-fetch")));
    format!("{}.", all.join(", "))
}
