//! No output shows a character that does not show as itself, or begins a line as a command of a CI, whatever it was made from.

#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod support;

use bulkwrite::{Checker, Options, is_deceptive};
use serde_json::Value;
use support::{Run, Scratch, run_in, run_with_input};

const FORMATS: [&str; 6] = ["human", "concise", "json", "github", "sarif", "html"];

/// Turns the direction, colours the terminal, ends lines.
const HIDDEN: &str = "\u{202e}\u{2066}\u{1b}[31m\u{85}\u{2028}";

const GOOD: &str = r#"{"operation":"insert","callback":{"url":"https://acme.io/hook","method":"post"},"resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001","field_mappings":[{"api_name":"Last_Name","index":0}]}]}"#;

/// Texts with such characters, as they stand and as escapes, in every place of a job and around it.
fn payloads() -> Vec<String> {
    let mut all = vec![
        r"[1 \u202e]".to_owned(),
        r#"{"operation": \u202einsert}"#.to_owned(),
        r#"{\u202eoperation: "insert"}"#.to_owned(),
        format!("{HIDDEN}{GOOD}"),
        format!("{GOOD} {HIDDEN}"),
        format!("// {HIDDEN}\n{GOOD}"),
        format!("{HIDDEN}hello"),
        GOOD.replace('"', "'").replace("Leads", &format!("L{HIDDEN}")),
        GOOD.replace('"', "&quot;").replace("Leads", &format!("L{HIDDEN}")),
        Value::from(GOOD.replace("Leads", &format!("L{HIDDEN}"))).to_string(),
        GOOD.replace("\"4150868000005379001\"", &format!("{{{{x{HIDDEN}}}}}")),
        GOOD.replacen('{', &format!(r#"{{"x{HIDDEN}":1,"x{HIDDEN}":{{"y{HIDDEN}":1}},"#), 1),
        GOOD.replace("\"index\":0", &format!(r#""default_value":"x{HIDDEN}""#)),
        GOOD.replace("\"index\":0", &format!(r#""default_value":{{"value":"x{HIDDEN}","name":"{HIDDEN}"}}"#)),
        GOOD.replace("\"insert\"", &format!(r#"["insert{HIDDEN}"]"#)),
        GOOD.replace("\"index\":0", &format!(r#""index":0,"format":"yyyy{HIDDEN}""#)),
    ];
    for value in
        ["insert", "https://acme.io/hook", "acme", "https", "post", "data", "Leads", "4150868000005379001", "Last_Name"]
    {
        for hidden in [HIDDEN, r"\u202e\u001b[31m\u2028"] {
            all.push(GOOD.replacen(value, &format!("{value}{hidden}"), 1));
            all.push(GOOD.replacen(value, hidden, 1));
        }
    }
    all
}

/// A collection that has them in its names, URLs and answers.
fn collection() -> String {
    let request = |url: &str, body: &str| serde_json::json!({ "method": "POST", "url": url, "body": { "mode": "raw", "raw": body } });
    let job = GOOD.replace("Leads", &format!("L{HIDDEN}"));
    let answer = serde_json::json!({ "code": format!("X{HIDDEN}"), "message": HIDDEN, "details": { HIDDEN: [HIDDEN, { HIDDEN: HIDDEN }] } });
    serde_json::json!({
        "info": { "name": HIDDEN },
        "item": [
            { "name": format!("a{HIDDEN}"), "request": request("https://a.io/crm/bulk/v8/write", &job), "response": [
                { "name": HIDDEN, "code": 400, "originalRequest": request("https://a.io/crm/bulk/v2/write", &job), "body": answer.to_string() }] },
            { "name": "b", "request": request(&format!("https://a.io/crm/bulk/v{HIDDEN}/write"), GOOD) },
            { "name": "c", "request": request(&format!("https://{HIDDEN}/crm/v8/bulk/write"), GOOD) },
        ],
    })
    .to_string()
}

#[track_caller]
fn is_plain(what: &str, run: &Run) {
    for text in [&run.stdout, &run.stderr] {
        if let Some(hidden) = text.chars().find(|c| *c != '\n' && is_deceptive(*c)) {
            panic!("{what} has U+{:04X}:\n{}", u32::from(hidden), text.escape_debug());
        }
    }
}

/// Every text for people in a JSON document: not what is applied as it is, nor names of keys and files.
fn texts(json: &Value, key: &str, take: &mut impl FnMut(&str, &str)) {
    match json {
        Value::String(text) if !matches!(key, "path" | "fullyQualifiedName" | "file" | "uri") => take(key, text),
        Value::Array(items) if key != "edits" && key != "replacements" => {
            for item in items {
                texts(item, key, take);
            }
        }
        Value::Object(map) => {
            for (key, value) in map {
                take("a key", key);
                texts(value, key, take);
            }
        }
        _ => {}
    }
}

#[test]
fn every_format_escapes_what_does_not_show() {
    for text in payloads().into_iter().chain([collection()]) {
        for format in FORMATS {
            for args in
                [&["check", "-", "--verbose"][..], &["check", "-", "--allow-placeholders", "--api-version", "v2"]]
            {
                let run = run_with_input(&[args, &["--format", format]].concat(), text.as_bytes());
                is_plain(&format!("{} as {format}", text.escape_debug()), &run);
                assert!(run.code < 2, "{}", run.stderr);
                if matches!(format, "json" | "sarif") {
                    for line in run.stdout.lines() {
                        texts(&serde_json::from_str(line).unwrap(), "", &mut |key, shown| {
                            // A SARIF message of several parts has them on lines.
                            let hidden = shown.chars().find(|c| is_deceptive(*c) && !(format == "sarif" && *c == '\n'));
                            assert_eq!(
                                hidden,
                                None,
                                "{key} of {} as {format}: {}",
                                text.escape_debug(),
                                shown.escape_debug()
                            );
                        });
                    }
                }
            }
        }
        for args in [&["fix", "-", "--diff", "--unsafe"][..], &["convert", "-", "--to", "rust"], &["curl", "-"]] {
            let run = run_with_input(args, text.as_bytes());
            let stdout = if args[0] == "fix" { run.stdout.replace(['\t', '\r'], "") } else { String::new() };
            is_plain(&format!("{} by {args:?}", text.escape_debug()), &Run { stdout, ..run });
        }
    }
}

#[test]
fn the_library_escapes_what_does_not_show() {
    for text in payloads() {
        let report = Checker::new(Options::default()).check_json(text.as_bytes());
        for found in report.diagnostics() {
            let labels = found.related.iter().map(|note| &note.label);
            let title = found.fix.as_ref().map(|fix| &fix.title);
            for part in [&found.message].into_iter().chain(&found.help).chain(labels).chain(title) {
                assert!(!part.contains(is_deceptive), "{}: {}", text.escape_debug(), part.escape_debug());
            }
        }
        let shown = report.to_string();
        assert!(!shown.contains(|c| c != '\n' && is_deceptive(c)), "{}", shown.escape_debug());
    }
}

#[test]
fn urls_are_escaped_and_masked_in_every_format() {
    for url in [format!("https://acme.io/{HIDDEN}"), format!("h{HIDDEN}://x"), "https://a\u{202e}.io/".to_owned()] {
        for format in ["human", "concise", "json"] {
            let line = Value::from(url.as_str()).to_string();
            is_plain(
                &format!("{url:?} as {format}"),
                &run_with_input(&["url", "-", "--format", format], line.as_bytes()),
            );
        }
    }
    let run = run_with_input(&["url", "-", "--format", "json"], b"https://me:pw@acme.io/?k=1\n");
    assert!(run.stdout.starts_with(r#"{"url":"https://***@acme.io/?***","#), "{}", run.stdout);
}

#[cfg(unix)]
#[test]
fn no_file_name_is_a_command_of_a_ci() {
    let bad = GOOD.replace("\"data\"", "\"bogus\"");
    for name in [
        "::stop-commands::x.json",
        "##[command]x.json",
        " ##[error]x.json",
        "\t::error::x.json",
        "a\u{1b}[31m.json",
        "a\n::error::x.json",
        "a\u{202e}b.json",
        "a,line=1::b%0A.json",
    ] {
        let folder = Scratch::new("deceptive-names", &[(name, &bad)]);
        for format in FORMATS {
            for args in [&["check", ".", "--format", format][..], &["check", name, "--format", format]] {
                let run = run_in(folder.path(), args);
                assert_eq!(run.code, 1, "{}", run.stderr);
                is_plain(&format!("{name:?} as {format}"), &run);
                for line in run.stdout.lines().chain(run.stderr.lines()) {
                    let is_command = line.trim_start().starts_with("::") || line.trim_start().starts_with("##[");
                    let is_ours = format == "github"
                        && (line.starts_with("::error file=") || line.starts_with("::notice title="));
                    assert!(!is_command || is_ours, "{name:?} as {format}: {line}");
                }
            }
        }
        let missing = format!("no-{name}");
        for args in
            [&["fix", ".", "--diff"][..], &["check", &missing], &["convert", name, "--to", "rust"], &["curl", name]]
        {
            let run = run_in(folder.path(), args);
            is_plain(&format!("{name:?} by {args:?}"), &Run { stdout: run.stdout.replace('\t', ""), ..run });
        }
    }
}
