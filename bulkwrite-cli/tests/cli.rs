//! How the command behaves: what it takes, what it prints in each format, how it ends.

#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{Scratch, command, finish, fixtures, run, run_in, run_with_input, schema};

const GOOD: &str =
    r#"{"operation":"insert","resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001"}]}"#;
const WARN: &str =
    r#"{"operation":"insert","note":1,"resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001"}]}"#;
const BAD: &str = r#"{"operation":"insert","resource":[{"type":"data","module":"Leads"}]}"#;

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

fn bad_files() -> Vec<String> {
    let entries = fs::read_dir(fixtures().join("bad")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let jobs = paths.filter(|path| path.extension().is_some_and(|end| end == "json"));
    let mut files: Vec<String> =
        jobs.map(|path| format!("bad/{}", path.file_name().unwrap().to_str().unwrap())).collect();
    files.sort();
    files
}

#[test]
fn the_exit_status_tells_what_was_found() {
    let folder = Scratch::new("exit", &[("good.json", GOOD), ("warn.json", WARN), ("bad.json", BAD)]);
    for (args, expected) in [
        (&["check", "good.json"][..], 0),
        (&["check", "warn.json"], 1),
        (&["check", "warn.json", "--fail-on", "error"], 0),
        (&["check", "bad.json", "--fail-on", "error"], 1),
        (&["check", "good.json", "absent.json"], 2),
        (&["check", "--no-such-option"], 2),
        (&["check", "good.json", "--rule", "missing-keys=allow"], 2),
        (&["check", "bad.json", "--rule", "missing-key=allow"], 0),
        (&["check", "good.json", "--api-version", "v8"], 1),
        (&["check", "good.json", "--api-version", "v9"], 2),
        (&["rules"], 0),
        (&["explain", "missing-key"], 0),
        (&["explain", "missing-keys"], 2),
        (&["url", "https://www.zoho.com/in/crm/"], 0),
        (&["url", "https://10.0.0.1/"], 1),
        (&["--help"], 0),
        (&[], 0),
    ] {
        let run = run_in(folder.path(), args);
        assert_eq!(run.code, expected, "{args:?}\n{}{}", run.stdout, run.stderr);
    }
}

#[test]
fn the_other_files_are_checked_when_one_cannot_be_read() {
    let folder = Scratch::new("unreadable", &[("bad.json", BAD)]);
    let run = run_in(folder.path(), &["check", "absent.json", "bad.json", "--format", "concise"]);
    assert_eq!(run.stderr, "error: cannot read `absent.json`: no such file or folder\n");
    assert!(run.stdout.starts_with("bad.json:1:35: error[missing-key]: a resource has no `file_id` (help: add "));
}

#[test]
fn of_folders_only_jobs_and_collections_are_taken() {
    let files = [
        ("bad.json", BAD),
        ("deep/er/bad.JSON", BAD),
        ("package.json", r#"{ "name": "resource", "scripts": {} }"#),
        ("deep/tsconfig.json", "{ /* operation */ }"),
        (".hidden/bad.json", BAD),
        ("node_modules/bad.json", BAD),
        ("target/bad.json", BAD),
        ("notes.txt", BAD),
    ];
    let folder = Scratch::new("folders", &files);
    let names = |args: &[&str]| -> Vec<String> {
        let run = run_in(folder.path(), &[&["check", "--format", "json"], args].concat());
        lines(&run.stdout).iter().map(|line| line["file"].as_str().unwrap().replace('\\', "/")).collect()
    };
    assert_eq!(names(&[]), ["bad.json", "deep/er/bad.JSON"]);
    assert_eq!(names(&["."]), ["bad.json", "deep/er/bad.JSON"]);
    assert_eq!(names(&["deep"]), ["deep/er/bad.JSON"]);
    assert_eq!(names(&["notes.txt", "package.json"]), ["notes.txt", "package.json"]);
    assert_eq!(
        names(&["**/bad.*", "bad.json"]),
        ["bad.json", "deep/er/bad.JSON", "node_modules/bad.json", "target/bad.json"]
    );

    let empty = run_in(folder.path(), &["check", ".hidden/../deep/../node_modules/nothing*"]);
    assert_eq!((empty.stdout.as_str(), empty.code), ("", 2));
    assert!(empty.stderr.starts_with("error: no file matches "));
}

#[test]
fn standard_input_can_have_a_name() {
    let run = run_with_input(&["check", "-", "--format", "concise", "-q"], BAD.as_bytes());
    assert!(run.stdout.starts_with("<stdin>:1:35: error[missing-key]: a resource has no `file_id` (help: add "));
    let run =
        run_with_input(&["check", "-", "--format=concise", "-q", "--stdin-filename", "a\u{202e}.json"], BAD.as_bytes());
    assert!(run.stdout.starts_with("a\\u{202e}.json:1:35: error[missing-key]: a resource has no `file_id` (help: "));
}

#[test]
fn json_output_fits_its_schema() {
    let schema: Value = serde_json::from_str(
        &fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/json-output.schema.json")).unwrap(),
    )
    .unwrap();
    let files = bad_files();
    let args: Vec<&str> =
        ["check", "--format", "json", "ok"].into_iter().chain(files.iter().map(String::as_str)).collect();
    let run = run(&args);
    let (mut edited, mut related, mut recorded) = (0, 0, 0);
    for line in lines(&run.stdout) {
        assert_eq!(schema::faults(&schema, &line), [""; 0], "{line}");
        recorded += usize::from(line["recorded"].is_object());
        for found in line["diagnostics"].as_array().unwrap() {
            assert!(found["start"]["offset"].as_u64() <= found["end"]["offset"].as_u64());
            edited += usize::from(found["fix"].is_object());
            related += found["related"].as_array().unwrap().len();
        }
    }
    assert!(edited > 3 && related > 1 && recorded == 4, "the fixtures show every part of the format");
}

#[test]
fn json_positions_count_lines_characters_and_bytes() {
    let job = "\u{feff}{\r\n  \"operation\": \"insert\", \"\u{e9}\u{1f600}\": 1, \"resource\": [{ \"type\": \"data\", \"module\": \"Leads\",\r\n \"file_id\": 1 }] }";
    let run = run_with_input(&["check", "-", "--format", "json", "--rule", "byte-order-mark=allow"], job.as_bytes());
    let line = &lines(&run.stdout)[0];
    let found = &line["diagnostics"];
    assert_eq!(found[0]["rule"], "unknown-key");
    assert_eq!(found[0]["start"], serde_json::json!({ "line": 2, "column": 26, "offset": 31 }));
    assert_eq!(found[0]["end"], serde_json::json!({ "line": 2, "column": 30, "offset": 39 }));
    assert_eq!(found[1]["rule"], "file-id-as-number");
    assert_eq!(found[1]["start"]["line"], 3);
    assert_eq!(found[1]["path"], "resource[0].file_id");
}

#[test]
fn the_edits_of_a_fix_apply_to_the_file_also_inside_of_a_collection() {
    let body = BAD.replace("\"type\"", "\"fileid\":\"4150868000005379001\",\"type\"").replace('"', "\\\"");
    let item = format!(
        r#"{{"name":"é","request":{{"method":"POST","url":"x/crm/bulk/v2/write","body":{{"mode":"raw","raw":"{body}"}}}}}}"#
    );
    for text in [BAD.replace("\"type\"", "\"fileid\":\"4150868000005379001\",\"type\""), item] {
        let run = run_with_input(&["check", "-", "--format", "json"], text.as_bytes());
        let line = &lines(&run.stdout)[0];
        let fix = &line["diagnostics"][0]["fix"];
        assert_eq!(fix["safe"], true, "{line}");
        let mut fixed = text.clone();
        for edit in fix["edits"].as_array().unwrap().iter().rev() {
            let at = |key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
            fixed.replace_range(at("start")..at("end"), edit["text"].as_str().unwrap());
        }
        let run = run_with_input(&["check", "-"], fixed.as_bytes());
        assert_eq!((run.stdout.as_str(), run.code), ("", 0), "{fixed}");
    }
}

#[test]
fn the_recorded_answers_of_the_collection_are_predicted() {
    let run = run(&["check", "bad/recorded_item.json", "--format", "json"]);
    let table: Vec<_> = lines(&run.stdout)
        .iter()
        .map(|line| {
            let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
            (text(&line["request"]), text(&line["verdict"]), text(&line["recorded"]["code"]), line["agrees"].as_bool())
        })
        .collect();
    let expected = [
        ("Create Bulk Write Job", "accept", "-", None),
        ("Create Bulk Write Job / SUCCESS RESPONSE", "accept", "SUCCESS", Some(true)),
        ("Create Bulk Write Job / MISSING_REQUIRED_KEY", "reject", "MISSING_REQUIRED_KEY", Some(true)),
        ("Create Bulk Write Job / INVALID_CALLBACK_URL", "reject", "INVALID_CALLBACK_URL", Some(true)),
        ("Create Bulk Write Job / FILE_NOT_SUPPORTED", "warn", "FILE_NOT_SUPPORTED", Some(true)),
    ];
    let expected: Vec<_> = expected.map(|(a, b, c, d)| (a.to_owned(), b.to_owned(), c.to_owned(), d)).into();
    assert_eq!(table, expected);
    for line in lines(&run.stdout).iter().filter(|line| line["verdict"] != "accept") {
        for key in ["code", "message", "details"] {
            assert_eq!(line["predicted"][key], line["recorded"][key], "{line}");
        }
    }
}

#[test]
fn a_recorded_answer_that_was_not_predicted_is_told() {
    let item = fs::read_to_string(fixtures().join("bad/recorded_item.json")).unwrap();
    let other = item.replace("FILE_NOT_SUPPORTED\\\"", "FILE_NOT_FOUND\\\"");
    let run = run_with_input(&["check", "-"], other.as_bytes());
    let told = "disagreement: the CRM answered `Create Bulk Write Job / FILE_NOT_SUPPORTED` with FILE_NOT_FOUND (HTTP 400), \
                which nothing that was found predicts\n";
    assert!(run.stdout.contains(told), "{}", run.stdout);
    assert!(run.stdout.contains("; 3 of 4 recorded answers predicted; `bulkwrite fix` repairs 1\n"));
}

#[test]
fn sarif_output_fits_the_official_schema() {
    let schema: Value =
        serde_json::from_str(&fs::read_to_string(fixtures().join("data/sarif-schema-2.1.0.json")).unwrap()).unwrap();
    let files = bad_files();
    let args: Vec<&str> =
        ["check", "--format", "sarif", "ok"].into_iter().chain(files.iter().map(String::as_str)).collect();
    for args in [&args[..], &["check", "--format", "sarif", "ok"]] {
        let log: Value = serde_json::from_str(&run(args).stdout).unwrap();
        assert_eq!(schema::faults(&schema, &log), [""; 0]);
        let rules = &log["runs"][0]["tool"]["driver"]["rules"];
        for result in log["runs"][0]["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
        }
    }
}

#[test]
fn annotations_of_github_stay_on_one_line() {
    let run = run(&["check", "--format", "github", "bad/whole_tour.json"]);
    for line in run.stdout.lines() {
        assert!(
            ["::error file=bad/whole_tour.json,line=", "::warning file=", "::notice "]
                .iter()
                .any(|start| line.starts_with(start)),
            "{line}"
        );
    }
    let expected = "::error file=bad/whole_tour.json,line=11,col=49,endLine=11,endColumn=50,title=negative-index::\
                    a column index is negative%0Ahelp: ";
    assert!(run.stdout.contains(expected), "{}", run.stdout);
}

#[test]
fn statistics_count_by_rule() {
    let folder = Scratch::new("statistics", &[("a.json", BAD), ("b.json", BAD), ("c.json", WARN)]);
    let run = run_in(folder.path(), &["check", "--statistics"]);
    assert_eq!(
        run.stdout,
        "2  error    missing-key\n1  warning  unknown-key\n2 errors, 1 warning in 3 jobs\nnote: v2 is assumed, since `module` is a string: name the version with `--api-version`, or as `version` in `bulkwrite.toml`\n"
    );
    let run = run_in(folder.path(), &["check", "--statistics", "--format", "json"]);
    assert_eq!(lines(&run.stdout)[0], serde_json::json!({ "rule": "missing-key", "level": "error", "count": 2 }));
}

#[test]
fn no_format_prints_a_secret() {
    for format in ["human", "concise", "json", "github", "sarif"] {
        let run = run(&["check", "bad/secrets.json", "--format", format, "--rule", "unknown-key=error"]);
        let text = run.stdout.to_lowercase() + &run.stderr;
        assert!(!text.contains("hunter2"), "{format}: {text}");
    }
    let run = run(&["url", "https://me:hunter2@10.0.0.1/?hunter2#hunter2"]);
    assert!(!run.stdout.contains("hunter2") && run.code == 1, "{}", run.stdout);
}

#[test]
fn output_is_bounded_whatever_the_input() {
    let keys: String = (0..20_000).map(|i| format!(r#""k{i}":{i}"#)).collect::<Vec<_>>().join(",");
    let many = format!(r#"{{{keys},"operation":"insert","resource":[]}}"#);
    let long = format!(
        r#"{{"operation":"{}","{}":1,"resource":[{{"type":"data"}}]}}"#,
        "x".repeat(300_000),
        "é".repeat(200_000)
    );
    let words = format!(
        r#"{{"operation":"insert","callback":{{"url":"http://a.io/{0}","method":"post"}},"resource":[{{"type":"data","module":
        "M {0}","file_id":"{0}","field_mappings":[{{"api_name":"a {0}","index":0}}]}}]}}"#,
        "x".repeat(100_000)
    );
    let deep = "[".repeat(100_000);
    let wide = format!("{}{}", "\u{202e}\u{1b}[31m".repeat(50_000), "\"\n".repeat(50_000));
    for text in [many, long, words, deep, wide] {
        for format in ["human", "json", "sarif"] {
            let run = run_with_input(&["check", "-", "--format", format], text.as_bytes());
            assert_eq!(run.code, 1);
            assert!(run.stdout.len() < 300_000, "{format}: {} bytes", run.stdout.len());
            assert!(!run.stdout.contains(['\u{202e}', '\u{1b}']), "{format}");
            if format == "human" {
                let longest = run.stdout.lines().map(|line| line.chars().count()).max().unwrap();
                assert!(longest < 500, "{longest} columns");
            }
        }
    }
}

#[test]
fn every_prefix_of_a_job_and_of_a_collection_has_an_answer() {
    let job = fs::read_to_string(fixtures().join("bad/hidden_characters.json")).unwrap();
    let item = fs::read_to_string(fixtures().join("ok/collection.json")).unwrap();
    let cuts = |text: &str, step: usize| -> Vec<Vec<u8>> {
        (0..text.len()).step_by(step).map(|end| text.as_bytes()[..end].to_vec()).collect()
    };
    let pieces: Vec<Vec<u8>> = cuts(&job, 5).into_iter().chain(cuts(&item, 23)).collect();
    let folder = Scratch::new("prefixes", &[("a", "")]);
    let names: Vec<String> = (0..pieces.len()).map(|i| format!("{i}.json")).collect();
    for (name, piece) in names.iter().zip(&pieces) {
        fs::write(folder.path().join(name), piece).unwrap();
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for format in ["human", "json"] {
        let run = run_in(folder.path(), &[&["check", "--format", format], &names[..]].concat());
        assert_eq!(run.code, 1, "{}", run.stderr);
    }
}

#[test]
fn colour_is_used_when_asked_for() {
    let plain = run(&["check", "bad/whole_tour.json"]).stdout;
    assert!(!plain.contains('\u{1b}'));
    let coloured = run(&["check", "bad/whole_tour.json", "--color", "always"]).stdout;
    assert!(coloured.contains("\u{1b}[1m\u{1b}[91merror[missing-key]\u{1b}[0m"), "{coloured}");
    let forced = command(&["check", "bad/whole_tour.json"]).env("CLICOLOR_FORCE", "1").output().unwrap().stdout;
    assert!(forced.contains(&0x1b));
    let forced = command(&["check", "bad/whole_tour.json", "--color", "never"]).env("CLICOLOR_FORCE", "1").output();
    assert_eq!(String::from_utf8(forced.unwrap().stdout).unwrap(), plain);
}

#[test]
fn urls_have_a_line_each() {
    let input = "\"https://127.0.0.1/\"\n\n\"https://www.zoho.com/in/crm/\"\n\"open\nhttps://acme.io:9000/\r\n";
    let run = run_with_input(&["url", "--format", "json", "-"], input.as_bytes());
    let found = lines(&run.stdout);
    assert_eq!(found.len(), 3);
    assert_eq!((&found[0]["verdict"], &found[0]["reasons"]), (&"reject".into(), &serde_json::json!(["loopback"])));
    assert_eq!((&found[1]["url"], &found[1]["verdict"]), (&"https://www.zoho.com/in/crm/".into(), &"accept".into()));
    assert_eq!((&found[2]["verdict"], &found[2]["reasons"]), (&"warn".into(), &serde_json::json!(["port"])));
    assert!(run.stderr.starts_with("error: line 4: no JSON string: ") && run.code == 2, "{}", run.stderr);

    let run = support::run(&["url", "https://crm.corp/", "https://0x7f.1/a?key=1", "--allow", "crm.corp"]);
    let expected = "\
ok: `https://crm.corp/`
error[loopback]: `127.0.0.1` is a loopback address (127.0.0.0/8, RFC 1122)
 |
 | https://0x7f.1/a?*****
 |         ^^^^^^
 |
 = help: ";
    assert!(run.stdout.starts_with(expected), "{}", run.stdout);
}

#[test]
fn a_url_is_checked_as_in_a_job_of_the_folder() {
    for (name, list, expected) in [
        ("url-nothing", "[]", &["reject", "reject", "accept"][..]),
        ("url-hosts", "['crm.corp', '169.254.0.0/16']", &["accept", "reject", "accept"]),
        ("url-wrong", "['*']", &[]),
    ] {
        let config = format!("[callback]\nallow = {list}\n");
        let folder = Scratch::new(name, &[("bulkwrite.toml", config.as_str())]);
        let urls = ["https://crm.corp/", "https://169.254.169.254/", "https://a.lan/", "--allow", "*.lan"];
        let run = run_in(folder.path(), &[&["url", "--format", "json"][..], &urls].concat());
        let found: Vec<_> = lines(&run.stdout).iter().map(|line| line["verdict"].clone()).collect();
        assert_eq!(found, expected, "{}", run.stderr);
        let is_wrong = run.stderr.contains("bulkwrite.toml:2:10: `*` would allow everything");
        assert_eq!((run.code == 2, is_wrong), (expected.is_empty(), expected.is_empty()), "{}", run.stderr);
    }
}

#[test]
fn rules_are_listed_for_people_and_programs() {
    let human = run(&["rules"]).stdout;
    let json = lines(&run(&["rules", "--format", "json"]).stdout);
    let markdown = run(&["rules", "--format", "markdown"]).stdout;
    assert!(json.len() > 20);
    for rule in &json {
        let name = rule["name"].as_str().unwrap();
        assert!(human.lines().any(|line| line.starts_with(&format!("{name} "))), "{name}");
        assert!(markdown.contains(&format!("| [`{name}`](")), "{name}");
        let explained = run(&["explain", name]);
        assert!(explained.code == 0 && explained.stdout.contains("\nWhat it does\nFinds "), "{}", explained.stdout);
    }
}

#[test]
fn codes_of_the_crm_are_explained() {
    let run = run(&["explain", "file_not_supported", "INVALID_CALLBACK_URL"]);
    for text in [
        "FILE_NOT_SUPPORTED (observed)",
        "What leads to it",
        "What to do",
        "suspicious-file-id",
        "possible ssrf attempt",
    ] {
        assert!(run.stdout.contains(text), "{text}\n{}", run.stdout);
    }
    let run = support::run(&["explain", "callback.method", "find_by"]);
    let expected = "callback.method\n\nThe method of the call; there is only one.\n\n* takes a string: `post`\n* always needed\n\
                    * for example `\"method\": \"post\"`\n\nresource[].find_by\n";
    assert!(run.stdout.starts_with(expected), "{}", run.stdout);
    assert!(run.stdout.contains("\nresource[].field_mappings[].find_by\n"), "{}", run.stdout);
    let run = support::run(&["explain", "FILE_NOT_SUPORTED"]);
    let expected = "error: `FILE_NOT_SUPORTED` is no rule, no code of the CRM and no key of a job; did you mean `FILE_NOT_SUPPORTED`?\n";
    assert_eq!((run.stderr.as_str(), run.code), (expected, 2));
}

#[test]
fn completions_and_manual_pages_are_printed() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = run(&["completions", shell]);
        assert!(run.code == 0 && run.stdout.contains("allow-placeholders"), "{shell}");
    }
    assert!(run(&["man"]).stdout.contains(".TH bulkwrite 1"));
    assert!(run(&["man", "check"]).stdout.contains(".TH bulkwrite-check 1"));
    assert_eq!(run(&["man", "chek"]).stderr, "error: there is no subcommand `chek`; did you mean `check`?\n");
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_noise() {
    let mut child = command(&["check", "bad", "--format", "human"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn a_job_is_written_for_a_csv() {
    let fields = r#"{ "fields": [
        { "api_name": "Last_Name", "field_label": "Last Name", "data_type": "text", "system_mandatory": true },
        { "api_name": "Date_3", "field_label": "Date 3", "data_type": "date" }] }"#;
    let folder = Scratch::new(
        "init",
        &[
            ("bulkwrite.toml", "metadata = 'crm'"),
            ("crm/Leads.json", fields),
            ("leads.csv", "\u{feff}last name;Date 3;Odd\r\n\"Doe\r\n\";2024/12/24;1\r\n"),
            ("other/notes.txt", "no csv"),
        ],
    );
    let init = run_in(folder.path(), &["init", "leads.csv", "--module", "Leads", "--file-id", "4150868000005379001"]);
    assert_eq!(init.code, 1, "{}", init.stderr);
    assert!(init.stdout.contains(r#"{ "api_name": "Date_3", "index": 1, "format": "yyyy/MM/dd" }"#), "{}", init.stdout);
    assert!(init.stderr.ends_with("column 2 `Odd` is left out: no field has that name or label\n"), "{}", init.stderr);
    let check = run_with_input(&["check", "-"], init.stdout.as_bytes());
    assert_eq!(check.code, 0, "{}{}", check.stdout, check.stderr);

    for (args, code, said) in [
        (&["init", "leads.csv", "--module", "Lead"][..], 2, "did you mean `Leads`?"),
        (&["init", "absent.csv", "--module", "Leads"], 2, "absent.csv"),
        (
            &["init", "leads.csv", "--module", "Leads", "--metadata", "nowhere"],
            2,
            "the folder of `metadata` cannot be read",
        ),
        (&["init", "leads.csv"], 2, "--module"),
        (&["init", "leads.csv", "--module", "Leads", "--operation", "update"], 1, "`find_by`"),
    ] {
        let run = run_in(folder.path(), args);
        assert_eq!(run.code, code, "{args:?}\n{}", run.stderr);
        assert!(run.stderr.contains(said), "{args:?}\n{}", run.stderr);
    }
}

#[test]
fn no_more_is_read_than_the_limit() {
    let folder = Scratch::new(
        "limit",
        &[("a.json", BAD), ("b.csv", "Last_Name\nDoe\n"), ("m/Leads.json", BAD), ("bulkwrite.toml", "metadata = 'm'")],
    );
    for (args, limit) in [
        (
            &["check", "a.json", "--max-size", "50", "--config", "bulkwrite.toml"][..],
            "a.json`: it has more than 50 bytes",
        ),
        (&["fix", "a.json", "--max-size", "50"], "a.json`: it has more than 50 bytes"),
        (&["curl", "a.json", "--max-size", "50"], "a.json`: it has more than 50 bytes"),
        (&["convert", "a.json", "--to", "rust", "--max-size", "50"], "a.json`: it has more than 50 bytes"),
        (&["init", "b.csv", "--module", "Leads", "--max-size", "10"], "b.csv`: it has more than 10 bytes"),
        (&["check", "a.json", "--max-size", "20"], "m/Leads.json: it has more than 20 bytes"),
        (&["url", "https://acme.io/", "--max-size", "10"], "bulkwrite.toml: it has more than 10 bytes"),
        #[cfg(unix)]
        (
            &["check", "/dev/zero"],
            "/dev/zero`: it has more than 64 MiB, which is the limit; raise it with `--max-size`",
        ),
    ] {
        let run = run_in(folder.path(), args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(limit) && run.stderr.contains("--max-size"), "{args:?}: {}", run.stderr);
    }
    let run = run_with_input(&["check", "-", "--max-size", "20"], BAD.as_bytes());
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("error: cannot read `<stdin>`: it has more than 20 bytes, which is the limit"));
    assert_eq!(run_with_input(&["check", "-", "--max-size", "1M"], BAD.as_bytes()).code, 1);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_project_is_not_followed_from_a_folder() {
    let folder =
        Scratch::new("links", &[("foreign.json", BAD), ("project/.git/HEAD", ""), ("project/jobs/b.json", WARN)]);
    let jobs = folder.path().join("project/jobs");
    std::os::unix::fs::symlink(folder.path().join("foreign.json"), jobs.join("a.json")).unwrap();
    std::os::unix::fs::symlink(jobs.join("b.json"), jobs.join("c.json")).unwrap();
    let run = run_in(&jobs, &["check", "--format", "concise"]);
    assert!(
        run.stderr.starts_with("note: `./a.json` is a link that leads out of the project: it is passed over\n"),
        "{}",
        run.stderr
    );
    assert!(!run.stdout.contains("a.json") && run.stdout.contains("c.json:"), "{}", run.stdout);
    let named = run_in(&jobs, &["check", "--format", "concise", "a.json"]);
    assert!(named.stdout.starts_with("a.json:"), "{}", named.stdout);
    let trusted = finish(
        command(&["check", "--format", "concise"]).current_dir(&jobs).env("BULKWRITE_TRUST", "1").output().unwrap(),
    );
    assert!(trusted.stdout.starts_with("a.json:"), "{}", trusted.stdout);
}

#[test]
fn a_configuration_that_takes_something_back_is_named() {
    for (name, config, expected) in [
        ("none", "version = 'v8'", None),
        ("raised", "rules.one-based-index = 'warn'", None),
        ("rule", "rules.callback-port = 'allow'", Some("`callback-port` is off")),
        ("lowered", "rules.missing-key = 'warn'", Some("`missing-key` is a warning")),
        (
            "host",
            "callback.allow = ['crm.corp', '10.1.0.0/16']",
            Some("`crm.corp` may be called, `10.1.0.0/16` may be called"),
        ),
        ("override", "[[overrides]]\nfiles = ['*.json']\nrules.unknown-key = 'allow'", Some("`unknown-key` is off")),
    ] {
        let folder = Scratch::new(&format!("concession-{name}"), &[("a.json", WARN), ("bulkwrite.toml", config)]);
        let run = run_in(folder.path(), &["check"]);
        match expected {
            Some(expected) => {
                let path = folder.path().join("bulkwrite.toml");
                let expected = format!("note: `{}` says: {expected}\n", path.display());
                assert!(run.stderr.contains(&expected), "{}", run.stderr);
            }
            None => assert!(!run.stderr.contains("bulkwrite.toml"), "{}", run.stderr),
        }
        assert_eq!(run_in(folder.path(), &["check", "--quiet"]).stderr, "");
    }
}

#[test]
fn metadata_that_does_not_apply_reaches_every_format() {
    let fields = r#"{ "fields": [{ "api_name": "Last_Name", "data_type": "text" }] }"#;
    let job = r#"{ "operation": "insert", "resource": [{ "type": "data", "module": { "api_name": "Leads" },
        "file_id": "4150868000005379001", "field_mappings": [{ "api_name": "Lst_Name", "index": 0 }] }] }"#;
    let folder =
        Scratch::new("apply", &[("bulkwrite.toml", "metadata = 'crm'"), ("crm/leads.json", fields), ("job.json", job)]);
    for format in ["human", "concise", "json", "github", "sarif"] {
        let run = run_in(folder.path(), &["check", "job.json", "--format", format]);
        assert_eq!(run.code, 1);
        assert!(run.stdout.contains("there is no metadata of `Leads` in `crm`"), "{format}: {}", run.stdout);
    }
}

#[test]
fn a_request_that_goes_elsewhere_is_a_finding_in_every_format() {
    let item = |url: &str| {
        let body = serde_json::to_string(GOOD).unwrap();
        format!(
            "{{\"name\":\"x\",\"request\":{{\"method\":\"POST\",\n\"url\":\"{url}\",\"body\":{{\"mode\":\"raw\",\"raw\":{body}}}}}}}"
        )
    };
    let collection = format!(
        "{{\"item\":[{},{}]}}",
        item("https://www.zohoapis.com/crm/bulk/v2/write"),
        item("https://me:hunter2@www.zohoapis.com/crm/v2/bulk/write")
    );
    for format in ["human", "concise", "json", "github", "sarif"] {
        let run = run_with_input(&["check", "-", "--format", format], collection.as_bytes());
        assert_eq!(run.code, 1, "{format}: {}", run.stdout);
        assert!(run.stdout.contains("wrong-endpoint"), "{format}: {}", run.stdout);
        assert!(run.stdout.contains("this job is posted to `/crm/v2/bulk/write`"), "{format}: {}", run.stdout);
        assert!(!run.stdout.contains("hunter2"), "{format}: {}", run.stdout);
    }
    let run = run_with_input(&["check", "-"], collection.as_bytes());
    assert!(run.stdout.contains("--> <stdin>:3:7\n") && run.stdout.contains("\n3 | \"url\":"), "{}", run.stdout);
    let run = run_with_input(&["check", "-", "--rule", "wrong-endpoint=allow"], collection.as_bytes());
    assert_eq!((run.stdout.as_str(), run.code), ("", 0));
    let folder =
        Scratch::new("elsewhere", &[("a.json", &collection), ("bulkwrite.toml", "rules.wrong-endpoint = 'warn'")]);
    let run = run_in(folder.path(), &["check", "a.json", "--format", "concise", "--fail-on", "error"]);
    assert!(run.stdout.contains("warning[wrong-endpoint]") && run.code == 0, "{}", run.stdout);
}

#[test]
fn no_line_is_a_command_of_github() {
    let folder = Scratch::new("commands", &[("::stop-commands::x.json", BAD), ("\u{1b}[31m.json", BAD)]);
    for format in ["human", "concise", "github"] {
        for name in ["::stop-commands::x.json", "\u{1b}[31m.json"] {
            let run = run_in(folder.path(), &["check", name, "--format", format]);
            assert!(!run.stdout.contains('\u{1b}') && !run.stderr.contains('\u{1b}'), "{format}: {}", run.stdout);
            let commands = |text: &str| text.lines().filter(|line| line.trim_start().starts_with("::")).count();
            let expected = if format == "github" { 2 } else { 0 };
            assert_eq!((commands(&run.stdout), commands(&run.stderr)), (expected, 0), "{format}: {}", run.stdout);
        }
    }
    let run = run_with_input(&["check", "-", "--stdin-filename", "::error::x", "--format", "concise"], BAD.as_bytes());
    assert!(run.stdout.starts_with("./::error::x:1:35: error[missing-key]"), "{}", run.stdout);
}

#[test]
fn urls_are_told_in_a_line_each() {
    let run =
        run(&["url", "--format", "concise", "https://127.0.0.1/?hunter2", "https://www.zoho.com/in/crm/", "::stop"]);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(
        lines[0].starts_with("https://127.0.0.1/?***: error[loopback]: ") && lines[0].contains(" (help: "),
        "{}",
        run.stdout
    );
    assert!(lines[1].starts_with("./::stop: error["), "{}", run.stdout);
}

#[test]
fn time_grows_with_the_size_of_a_collection_and_no_faster() {
    let body = serde_json::to_string(&BAD.replace('{', "{\n ")).unwrap();
    let item = format!(
        r#"{{"name":"x","request":{{"method":"POST","url":"/crm/bulk/v2/write","body":{{"mode":"raw","raw":{body}}}}}}}"#
    );
    // All on one line: minutes, if every request were looked for from its start.
    let collection = format!(r#"{{"item":[{}]}}"#, vec![item; 8_000].join(","));
    for format in ["concise", "sarif"] {
        let start = std::time::Instant::now();
        let run = run_with_input(&["check", "-", "--format", format], collection.as_bytes());
        assert!(run.code == 1 && start.elapsed().as_secs() < 60, "{format}: {:?}", start.elapsed());
    }
}

/// A job whose fixes and paths hold secrets.
const SECRETIVE: &str = r#"{"operation":"insert","https://a.io/?k=hunter2":{"x":1},
    "resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001",
    "callback":{"url":"https://me:hunter2@acme.io/?k=hunter2","method":"post"}}]}"#;

#[test]
fn a_fix_that_would_show_a_secret_has_no_edits_unless_they_are_asked_for() {
    let json = |args: &[&str]| {
        lines(&run_with_input(&[&["check", "-", "--format", "json"], args].concat(), SECRETIVE.as_bytes()).stdout)
    };
    let fixes = |line: &Value| -> Vec<(bool, usize)> {
        let found = line["diagnostics"].as_array().unwrap().iter().filter(|found| !found["fix"].is_null());
        found
            .map(|found| (found["fix"]["masked"].as_bool().unwrap(), found["fix"]["edits"].as_array().unwrap().len()))
            .collect()
    };
    let masked = json(&[]);
    assert!(!masked[0].to_string().contains("hunter2"), "{}", masked[0]);
    assert!(fixes(&masked[0]).contains(&(true, 0)), "{}", masked[0]);
    assert!(masked[0].to_string().contains("https://a.io/?***"), "{}", masked[0]);
    let shown = json(&["--show-secrets"]);
    assert!(fixes(&shown[0]).iter().all(|(masked, edits)| !masked && *edits > 0), "{}", shown[0]);
    assert!(shown[0].to_string().contains("https://me:hunter2@acme.io/?k=hunter2"), "{}", shown[0]);
    let sarif = |args: &[&str]| {
        run_with_input(&[&["check", "-", "--format", "sarif"], args].concat(), SECRETIVE.as_bytes()).stdout
    };
    assert!(!sarif(&[]).contains("hunter2") && sarif(&["--show-secrets"]).contains("hunter2"));
}

#[test]
fn the_version_that_was_assumed_is_told_in_every_output() {
    for format in ["human", "concise", "github"] {
        for job in [GOOD, BAD] {
            let run = run_with_input(&["check", "-", "--format", format], job.as_bytes());
            let told = "v2 is assumed, since `module` is a string";
            assert!(run.stdout.contains(told) || run.stderr.contains(told), "{format}: {}{}", run.stdout, run.stderr);
            let run = run_with_input(&["check", "-", "--format", format, "--api-version", "v2"], job.as_bytes());
            assert!(!run.stdout.contains("assumed") && !run.stderr.contains("assumed"), "{format}: {}", run.stderr);
        }
    }
    let object = GOOD.replace("\"Leads\"", "{\"api_name\":\"Leads\"}");
    for (job, args, expected) in [
        (GOOD, &[][..], "module"),
        (GOOD, &["--api-version", "v2"], "told"),
        (&object, &[], "default"),
        ("[]", &[], "default"),
    ] {
        let run = run_with_input(&[&["check", "-", "--format", "json"], args].concat(), job.as_bytes());
        assert_eq!(lines(&run.stdout)[0]["version_from"], expected, "{job}");
    }
    let run = run_with_input(&["check", "-", "--format", "sarif"], BAD.as_bytes());
    assert!(run.stdout.contains(r#""properties":{"version":"v2","versionFrom":"module"}"#), "{}", run.stdout);
    let run = run_with_input(&["check", "-"], object.as_bytes());
    assert!(run.stderr.starts_with("note: 1 job (v8), no mistakes\n"), "{}", run.stderr);
}

#[test]
fn a_predicted_answer_takes_one_line() {
    for width in ["20", "60", "80", "100"] {
        let mut command = command(&["check", "bad/whole_tour.json", "bad/recorded_item.json"]);
        let short = finish(command.env("COLUMNS", width).output().unwrap()).stdout;
        for line in short.lines().filter(|line| line.contains("= predicts: ")) {
            let most = width.parse::<usize>().unwrap().max(65);
            assert!(line.chars().count() <= most && !line.contains('{'), "{width}: {line}");
        }
        let whole = finish(command.arg("--verbose").output().unwrap()).stdout;
        assert!(whole.contains("for callback.\" {\"reason\":\"possible ssrf attempt\"} (observed)"), "{whole}");
    }
}

#[test]
fn each_of_several_jobs_in_standard_input_has_an_answer() {
    let pretty = BAD.replace('{', "{\n");
    for (text, places) in [
        (format!("{GOOD}\n{BAD}\n\n{WARN}\n"), [(1, "accept", 0), (2, "reject", 2), (3, "warn", 4)]),
        (format!("[{GOOD},\n {BAD},\n\n{WARN}]"), [(1, "accept", 0), (2, "reject", 2), (3, "warn", 4)]),
        (format!("{GOOD}\n{pretty}\n{WARN}"), [(1, "accept", 0), (2, "reject", 3), (3, "warn", 5)]),
        (
            format!("{GOOD}\r\n{BAD}\r\n{}\r\n", WARN.replace("1,", "1,,")),
            [(1, "accept", 0), (2, "reject", 2), (3, "reject", 3)],
        ),
    ] {
        let run = run_with_input(&["check", "-", "--format", "json"], text.as_bytes());
        let found = lines(&run.stdout);
        assert_eq!(found.len(), 3, "{text}\n{}", run.stdout);
        for (line, (number, verdict, first)) in found.iter().zip(places) {
            assert_eq!((&line["job"], &line["verdict"]), (&number.into(), &verdict.into()), "{line}");
            let at = line["diagnostics"][0]["start"]["line"].as_i64().unwrap_or_default();
            assert_eq!(at, first, "{line}");
        }
        let human = run_with_input(&["check", "-"], text.as_bytes());
        assert!(human.stdout.contains(" in 3 jobs"), "{}", human.stdout);
        let start = format!("--> <stdin>:{}:", places[1].2);
        assert!(
            human.stdout.contains(&start) && human.stdout.contains(&format!("\n{} | ", places[1].2)),
            "{}",
            human.stdout
        );
    }
    // Each is mended by itself, and none is taken for what is behind the end of another.
    let run = run_with_input(
        &["fix", "-", "-q"],
        format!("{GOOD}\n{}\n", GOOD.replace("\"operation\"", "\"Operation\"")).as_bytes(),
    );
    assert_eq!((run.stdout, run.code), (format!("{GOOD}\n{GOOD}\n"), 0));
    let folder = Scratch::new("lines", &[("jobs.jsonl", &format!("{GOOD}\n{GOOD}\n"))]);
    assert_eq!(run_in(folder.path(), &["check", "jobs.jsonl"]).code, 0);
}

#[test]
fn without_arguments_the_command_says_what_is_here_and_what_comes_next() {
    let fields = r#"{ "fields": [{ "api_name": "Last_Name", "data_type": "text" }] }"#;
    let collection = fs::read_to_string(fixtures().join("ok/collection.json")).unwrap();
    for (name, files, expected) in [
        (
            "nothing",
            &[("notes.txt", "")][..],
            &["no job, no Postman collection", "bulkwrite check -", "bulkwrite --help"][..],
        ),
        (
            "jobs",
            &[("a.json", GOOD), ("b/c.json", BAD), ("d.json", "{}")],
            &["2 jobs", "a.json, b/c.json", "bulkwrite check ", "bulkwrite fix . --diff"],
        ),
        ("collection", &[("a.json", &collection)], &["1 collection", "a.json (", "bulkwrite check"]),
        ("csv", &[("my leads.csv", "A,B")], &["1 CSV file", "bulkwrite explain metadata"]),
        (
            "all",
            &[("my leads.csv", "A,B"), ("bulkwrite.toml", "metadata = 'crm'"), ("crm/Leads.json", fields)],
            &["configuration", "bulkwrite.toml", "crm, of Leads", "bulkwrite init 'my leads.csv' --module Leads"],
        ),
    ] {
        let folder = Scratch::new(&format!("overview-{name}"), &[files, &[(".git/HEAD", "")]].concat());
        let run = run_in(folder.path(), &[]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{name}: {}", run.stdout);
        for text in expected {
            assert!(run.stdout.contains(text), "{name} lacks {text}:\n{}", run.stdout);
        }
    }
}

#[test]
fn completions_know_rules_codes_and_levels() {
    for shell in ["bash", "fish", "zsh"] {
        let script = run(&["completions", shell]).stdout;
        for word in ["callback-port=allow", "wrong-endpoint", "FILE_NOT_SUPPORTED", "missing-key"] {
            assert!(script.contains(word), "{shell} lacks {word}");
        }
    }
    assert!(run(&["explain", "--help"]).stdout.lines().count() < 30);
}
