//! No output shows a secret: neither the command's, in any format, nor the library's, whatever holds the secret and however it is wrong.

#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use bulkwrite_core::metadata::Metadata;
use bulkwrite_core::{Checker, Job, Options};
use support::{Run, Scratch, run_in, run_with_input};

/// What must never be seen: parts of passwords, tokens and queries.
const SECRETS: [&str; 4] = ["hunter2", "s3cr3t", "1000.aaaa1111bbbb2222", "ghp_Zz9"];

/// A job with this callback.
fn job(callback: &str) -> String {
    format!(
        r#"{{"operation":"insert","callback":{callback},"resource":[{{"type":"data","module":"Leads","file_id":"4150868000005379001"}}]}}"#
    )
}

/// A job whose callback has this URL.
fn url(url: &str) -> String {
    job(&format!(r#"{{"url":{},"method":"post"}}"#, serde_json::Value::from(url)))
}

/// Texts with planted secrets, by name.
fn payloads() -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for (i, bad) in [
        "https://me:hunter2@acme.io/",
        "http://me:hunter2@10.0.0.1/?token=s3cr3t",
        "https://acme.io/?key=s3cr3t#hunter2",
        "https://acme.io:99999/?k=s3cr3t",
        r"https://h\@u:hunter2@x/",
        "https://h;token=s3cr3t",
        "https:me:hunter2@acme.io",
        "ftp://me:hunter2@acme.io/?s3cr3t",
        "me:hunter2@acme.io/?s3cr3t",
        "https://acme.io/%3Fkey=s3cr3t",
        "https://user:hun/ter2hunter2@acme.io/p",
        "https://acme.io/\u{202e}?k=s3cr3t",
        " https://me:hunter2@acme.io/ ",
        "https://me:hunter2@[::1]/?s3cr3t",
        "https://169.254.169.254/?X-Token=s3cr3t",
        "javascript:alert('?s3cr3t')",
        "https://",
        "https:hunter2@acme.io/",
        "hunter2@acme.io/p",
        "htps://me:hunter2@acme.io/?s3cr3t",
        "https//me:hunter2@acme.io/?s3cr3t",
        "//me:hunter2@acme.io/?s3cr3t",
        "me:hunter2@acme.io:8443/p",
    ]
    .into_iter()
    .enumerate()
    {
        all.push((format!("url {i}"), url(bad)));
        all.push((format!("bare callback {i}"), job(&serde_json::Value::from(bad).to_string())));
    }
    let good = url("https://acme.io/hook");
    let with = |key: &str, value: &str| good.replacen('{', &format!("{{{key}:{value},"), 1);
    for (name, text) in [
        ("key", with(r#""https://me:hunter2@acme.io/?s3cr3t""#, "1")),
        ("nested key", with(r#""https://acme.io/?s3cr3t""#, r#"{"a":[{"https://b.io/?hunter2":1}]}"#)),
        ("header", with(r#""headers""#, r#"{"Authorization":"Zoho-oauthtoken 1000.aaaa1111bbbb2222.cccc3333"}"#)),
        ("token without a scheme", with(r#""https:hunter2@acme.io""#, r#"{"hunter2@acme.io/p":"me:hunter2@acme.io"}"#)),
        (
            "named header",
            with(
                r#""header""#,
                r#"[{"key":"X-Api-Key","value":"hunter2 s3cr3t"},{"value":"s3cr3t","name":"password"}]"#,
            ),
        ),
        ("cookie", with(r#""headers""#, r#"{"Cookie":"sid=hunter2"}"#)),
        (
            "python headers",
            with("'headers'", "{'password': 'hunter2', 'Authorization': 'Bearer 1000.aaaa1111bbbb2222.cccc3333'}"),
        ),
        ("bearer", with(r#""header""#, r#""Authorization: Bearer 1000.aaaa1111bbbb2222.cccc3333""#)),
        (
            "misplaced",
            good.replace(
                r#""type":"data""#,
                r#""type":"data","callback":{"url":"https://me:hunter2@acme.io/?s3cr3t","method":"post"}"#,
            ),
        ),
        ("name", good.replace("\"Leads\"", "\"https://me:hunter2@acme.io/\"")),
        ("operation", good.replace("insert", "https://acme.io/?s3cr3t")),
        ("file id", good.replace("4150868000005379001", "https://me:hunter2@files.zoho.com/?token=s3cr3t")),
        ("method", good.replace("post", "https://acme.io/?s3cr3t")),
        ("duplicate", good.replacen('{', r#"{"callback":{"url":"https://me:hunter2@acme.io/","method":"post"},"#, 1)),
        ("wrapped", format!(r#"{{"data":[{}]}}"#, url("https://me:hunter2@acme.io/?s3cr3t"))),
        ("encoded twice", serde_json::Value::from(url("https://me:hunter2@acme.io/?s3cr3t")).to_string()),
        ("single quotes", url("https://me:hunter2@acme.io/?s3cr3t").replace('"', "'")),
        (
            "comment",
            format!(
                "// curl -H 'Authorization: Zoho-oauthtoken 1000.aaaa1111bbbb2222.cccc3333' https://me:hunter2@acme.io/\n{good}"
            ),
        ),
        ("cut", url("https://me:hunter2@acme.io/?s3cr3t")[..75].to_owned()),
        ("behind", format!("{good} https://me:hunter2@acme.io/?s3cr3t")),
        ("escaped", url("https://me:hunter2@acme.io/?s3cr3t").replace('@', "\\u0040").replace('?', "\\u003f")),
        ("no json", "https://user:ghp_Zz9aaaabbbbccccddddeeeeffff00001111@github.com".to_owned()),
        ("environment", "ZOHO_TOKEN=1000.aaaa1111bbbb2222.cccc3333\nCLIENT_SECRET=hunter2\n".to_owned()),
        ("header text", "Authorization: Zoho-oauthtoken 1000.aaaa1111bbbb2222.cccc3333\n".to_owned()),
        (
            "curl",
            "curl -H \"Authorization: Bearer 1000.aaaa1111bbbb2222.cccc3333\" https://me:hunter2@acme.io/".to_owned(),
        ),
        (
            "token answer",
            r#"{"access_token":"1000.aaaa1111bbbb2222.cccc3333","refresh_token":"1000.aaaa1111bbbb2222.dddd"}"#
                .to_owned(),
        ),
    ] {
        all.push((name.to_owned(), text));
    }
    all
}

/// A collection whose requests have secrets in their URLs, headers, bodies and answers.
fn collection() -> String {
    let text = |value: &str| serde_json::Value::from(value).to_string();
    let body = text(&url("https://me:hunter2@10.0.0.1/?s3cr3t"));
    let mut items = String::new();
    for path in ["/crm/bulk/v2/write", "/crm/v2/bulk/write", "/crm/bulk/v9/write"] {
        let _ = write!(
            items,
            r#"{}{{"name":"x","request":{{"method":"POST","header":[{{"key":"Authorization","value":"Zoho-oauthtoken 1000.aaaa1111bbbb2222.cccc"}}],
            "url":"https://me:hunter2@www.zohoapis.com{path}?k=s3cr3t","body":{{"mode":"raw","raw":{body}}}}},
            "response":[{{"name":"answer","code":400,"body":{}}}]}}"#,
            if items.is_empty() { "" } else { "," },
            text(
                r#"{"status":"error","code":"INVALID_CALLBACK_URL","message":"Invalid URL 'https://a.io/?s3cr3t' for callback.","details":{"url":"https://me:hunter2@a.io/"}}"#
            )
        );
    }
    format!(r#"{{"info":{{"name":"c"}},"item":[{items}]}}"#)
}

#[track_caller]
fn is_clean(what: &str, text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{what} shows {secret}:\n{text}");
    }
}

#[track_caller]
fn run_is_clean(what: &str, run: &Run) {
    is_clean(what, &run.stdout);
    is_clean(what, &run.stderr);
}

#[test]
fn no_output_of_the_command_shows_a_secret() {
    for (name, text) in payloads().into_iter().chain([("collection".to_owned(), collection())]) {
        for format in ["human", "concise", "json", "github", "sarif", "html"] {
            let args = ["check", "-", "--format", format, "--verbose", "--rule", "unresolved-placeholder=warn"];
            run_is_clean(&format!("{name} as {format}"), &run_with_input(&args, text.as_bytes()));
        }
        for args in [&["fix", "-", "--diff"][..], &["fix", "-", "--diff", "--unsafe"]] {
            run_is_clean(&format!("{name} by {args:?}"), &run_with_input(args, text.as_bytes()));
        }
        // What is printed on standard output is the job, which is wanted; what is said of it is not the job.
        for args in [
            &["fix", "-", "--unsafe"][..],
            &["convert", "-", "--to", "rust"],
            &["convert", "-", "--to", "v8"],
            &["curl", "-"],
        ] {
            is_clean(&format!("{name} by {args:?}"), &run_with_input(args, text.as_bytes()).stderr);
        }
    }
}

#[test]
fn nothing_of_the_library_shows_a_secret() {
    for (name, text) in payloads() {
        let checker = Checker::new(Options::default());
        let report = checker.check_json(text.as_bytes());
        is_clean(&name, &report.to_string());
        for found in report.diagnostics() {
            is_clean(&name, &format!("{found} {} {:?}", found.message, found.help));
            for related in &found.related {
                is_clean(&name, &related.label);
            }
        }
        if let Err(report) = Job::from_json(text.as_bytes()) {
            is_clean(&name, &report.to_string());
        }
        if let Err(error) = Metadata::new().read("Leads", text.as_bytes()) {
            is_clean(&name, &format!("{error} {}", error.help));
        }
    }
}

#[test]
fn no_url_is_shown_with_its_secrets() {
    for url in ["https://me:hunter2@10.0.0.1/?s3cr3t", "https://acme.io/?s3cr3t#hunter2", r"https://h\@u:hunter2@x/"] {
        for format in ["human", "concise", "json"] {
            run_is_clean(format, &run_with_input(&["url", "--format", format, "-"], url.as_bytes()));
        }
    }
}

#[test]
fn no_file_that_a_folder_names_or_links_to_is_shown() {
    let secret = "ZOHO_TOKEN=hunter2\nhttps://user:s3cr3t@acme.io/\n";
    for (name, config) in
        [("beside", "metadata = 'm'"), ("above", "metadata = '../foreign'"), ("itself", "metadata = '.'")]
    {
        let good = url("https://acme.io/hook");
        let files = [
            ("foreign/Leads.json", secret),
            ("foreign/jobs.json", secret),
            ("project/.git/HEAD", ""),
            ("project/bulkwrite.toml", config),
            ("project/job.json", &good),
            ("project/m/Deals.json", secret),
            ("project/leads.csv", "hunter2\n"),
        ];
        let folder = Scratch::new(&format!("secrets-{name}"), &files);
        let project = folder.path().join("project");
        link(&folder.path().join("foreign/Leads.json"), &project.join("m/Leads.json"));
        link(&folder.path().join("foreign/jobs.json"), &project.join("jobs.json"));
        for args in [
            &["check"][..],
            &["check", "--format", "json"],
            &["fix", "."],
            &[],
            &["init", "leads.csv", "--module", "Leads"],
        ] {
            let run = run_in(&project, args);
            is_clean(&format!("{name} by {args:?}"), &run.stdout.replace("column 0 `hunter2`", ""));
            is_clean(&format!("{name} by {args:?}"), &run.stderr.replace("column 0 `hunter2`", ""));
        }
        let linked = project.join("linked");
        fs::create_dir_all(&linked).unwrap();
        link(&folder.path().join("foreign/Leads.json"), &linked.join("bulkwrite.toml"));
        run_is_clean(name, &run_in(&linked, &["check", "."]));
    }
}

#[cfg(unix)]
fn link(to: &Path, at: &Path) {
    std::os::unix::fs::symlink(to, at).unwrap();
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) {}

#[test]
fn no_fixture_is_shown_with_its_secrets() {
    let fixtures = support::fixtures();
    for folder in ["bad", "ok"] {
        for entry in fs::read_dir(fixtures.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|end| end == "json") {
                for format in ["human", "concise", "json", "github", "sarif", "html"] {
                    let run = run_in(&fixtures, &["check", path.to_str().unwrap(), "--format", format]);
                    run_is_clean(&path.display().to_string(), &run);
                }
            }
        }
    }
}

#[test]
fn no_cell_or_header_of_a_data_file_is_shown_with_its_secrets() {
    let fields: Vec<String> = ["Last_Name", "Email", "Website", "Phone", "Score"]
        .iter()
        .zip(["text", "email", "website", "phone", "integer"])
        .map(|(name, kind)| {
            format!(r#"{{"api_name":"{name}","field_label":"{name}","data_type":"{kind}","length":20}}"#)
        })
        .collect();
    let fields = format!(r#"{{"fields":[{}]}}"#, fields.join(","));
    let mappings = r#""module":"Leads","field_mappings":[{"api_name":"Last_Name","index":0},{"api_name":"Email","index":1},{"api_name":"Website","index":2},{"api_name":"Phone","index":3},{"api_name":"Score","index":4}]"#;
    let job = url("https://acme.io/").replace(r#""module":"Leads""#, mappings);
    for secret in [
        "https://me:hunter2@acme.io/?s3cr3t",
        "https://acme.io/p?a=1,s3cr3t",
        "me:hunter2@acme.io/x",
        "https:hunter2@acme.io",
        "Bearer 1000.aaaa1111bbbb2222.cccc3333",
        "1000.aaaa1111bbbb2222.cccc3333",
        "client_secret=hunter2",
        "ghp_Zz9aaaabbbbccccddddeeeeffff00001111",
        "\u{202e}https://me:hunter2@acme.io/",
    ] {
        let cell = if secret.contains(',') { format!("\"{secret}\"") } else { secret.to_owned() };
        let row = |cell: &str| [cell; 5].join(",");
        let csv = |header: &str, cell: &str| format!("{}\n{}\n{}\n", row(header), row(cell), row(cell));
        for (what, csv) in [("cells", csv("a", &cell)), ("header", csv(&cell, "b"))] {
            let files =
                [("job.json", &*job), ("bulkwrite.toml", "metadata = 'm'"), ("m/Leads.json", &fields), ("d.csv", &csv)];
            let folder = Scratch::new("secrets-data", &files);
            for format in ["human", "concise", "json", "github", "sarif", "html"] {
                for more in [&["--verbose"][..], &["--rows", "all"], &["--columns"], &["--no-values"]] {
                    let args = [&["check", "job.json", "--data", "d.csv", "--format", format][..], more].concat();
                    let run = run_in(folder.path(), &args);
                    assert!(run.stdout.contains("d.csv"), "{}", run.stderr);
                    run_is_clean(&format!("{secret} in {what} by {args:?}"), &run);
                }
            }
        }
    }
}
