//! `bulkwrite pack job.json --data leads.csv --out out/`
#![allow(clippy::format_collect, clippy::unwrap_used, reason = "a test may be plain")]

use std::fs;
use std::path::Path;
use std::process::Stdio;

mod support;

use serde_json::Value;
use support::{Run, Scratch, command, run_in};

const LEADS: &str = r#"{ "operation": "insert", "resource": [{ "type": "data", "module": { "api_name": "Leads" },
    "field_mappings": [{ "api_name": "Last_Name", "index": 0 }, { "api_name": "Born", "index": 1, "format": "yyyy-MM-dd" }] }] }"#;
/// Of a subform 200 rows go into a part.
const LINES: &str = r#"{ "operation": "upsert", "ignore_empty": true, "resource": [{ "type": "data", "module": { "api_name": "Lines" },
    "file_id": "4150868000005379001", "find_by": "Number", "field_mappings": [{ "api_name": "Parent_Id", "index": 0, "find_by": "id" },
    { "api_name": "Number", "index": 1 }] }] }"#;
const FAMILY: &str = r#"{ "operation": "insert", "resource": [
    { "type": "data", "module": { "api_name": "Accounts" }, "field_mappings": [{ "api_name": "Account_Name", "index": 1 }] },
    { "type": "data", "module": { "api_name": "Lines" }, "field_mappings": [
        { "api_name": "Parent_Id", "index": 0, "parent_column_index": 0 }, { "api_name": "Text", "index": 1 }] }] }"#;

fn lines(count: usize) -> String {
    let rows: String = (0..count).map(|row| format!("4150868000005379001,\"n\n{row}\"\r\n")).collect();
    format!("Parent_Id,Number\r\n{rows}")
}

fn pack(folder: &Path, more: &[&str]) -> Run {
    run_in(folder, &[&["pack", "job.json"][..], more].concat())
}

fn list(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn parts_a_job_for_each_and_a_plan() {
    let mut csv = lines(450);
    csv.push_str("4150868000005379001,\"n\n7\"");
    let folder = Scratch::new("pack", &[("job.json", LINES), ("leads.csv", &csv)]);
    let out = folder.path().join("to/out");
    let run = pack(folder.path(), &["--data", "leads.csv", "--out", "to/out"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stdout.starts_with("451 rows in 3 jobs: 1,500 credits of the API\nto/out/leads-001.zip: 200 rows, "),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("leads-003.zip: 51 rows"), "{}", run.stdout);
    assert_eq!(
        list(&out),
        [
            "leads-001.json",
            "leads-001.zip",
            "leads-002.json",
            "leads-002.zip",
            "leads-003.json",
            "leads-003.zip",
            "plan.json"
        ]
    );
    let plan = json(&out.join("plan.json"));
    assert_eq!((&plan["rows"], &plan["jobs"], &plan["credits"]), (&451.into(), &3.into(), &1_500.into()));
    let after: Vec<&Value> = plan["parts"].as_array().unwrap().iter().map(|part| &part["after"]).collect();
    assert_eq!(after, [&serde_json::json!([]), &serde_json::json!([]), &serde_json::json!([1])]);
    let file = &plan["parts"][1]["files"][0];
    assert_eq!(
        (&file["first_row"], &file["last_row"], &file["source"]),
        (&201.into(), &400.into(), &"leads.csv".into())
    );
    let zip = fs::read(out.join("leads-002.zip")).unwrap();
    assert_eq!(plan["parts"][1]["bytes"], zip.len());
    assert_eq!(json(&out.join("leads-002.json"))["resource"][0]["file_id"], "{{file_id}}");

    // Each passes the check with its data.
    let args = ["check", "to/out/leads-003.json", "--data", "to/out/leads-003.zip", "--allow-placeholders"];
    let run = run_in(folder.path(), &args);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);

    // The same again changes nothing; elsewhere it is the same.
    let run = pack(folder.path(), &["--data", "leads.csv", "--out", "to/out"]);
    assert!(run.code == 0 && run.stderr.contains("`to/out` has all of it already"), "{}", run.stderr);
    fs::create_dir(folder.path().join("data")).unwrap();
    fs::copy(folder.path().join("leads.csv"), folder.path().join("data/leads.csv")).unwrap();
    fs::create_dir(folder.path().join("other")).unwrap();
    let run = pack(folder.path(), &["--data", "data/leads.csv", "-o", "other"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for name in list(&out) {
        assert_eq!(
            fs::read(out.join(&name)).unwrap(),
            fs::read(folder.path().join("other").join(&name)).unwrap(),
            "{name}"
        );
    }

    // Other data, or something else in the folder.
    fs::write(folder.path().join("leads.csv"), lines(450)).unwrap();
    let before = list(&out);
    let run = pack(folder.path(), &["--data", "leads.csv", "--out", "to/out"]);
    assert_eq!((run.code, run.stderr.contains("`to/out` has other parts")), (2, true), "{}", run.stderr);
    fs::write(out.join("mine.txt"), "").unwrap();
    let run = pack(folder.path(), &["--data", "leads.csv", "--out", "to/out"]);
    assert_eq!(
        (run.code, run.stderr.contains("`to/out` is not empty: it has `mine.txt`")),
        (2, true),
        "{}",
        run.stderr
    );
    fs::remove_file(out.join("mine.txt")).unwrap();
    assert_eq!(list(&out), before);
}

#[test]
fn data_of_25_001_rows_is_two_parts() {
    let folder =
        Scratch::new("pack-rows", &[("job.json", LEADS), ("leads.csv", &format!("n,d\n{}", "a,\n".repeat(25_001)))]);
    let run = pack(folder.path(), &["--data", "leads.csv", "--dry-run"]);
    assert_eq!(
        (run.code, &*run.stdout),
        (0, "25,001 rows in 2 jobs: 1,000 credits of the API\nleads-001.zip: 25,000 rows\nleads-002.zip: 1 row\n"),
        "{}",
        run.stderr
    );
    let check = run_in(folder.path(), &["check", "job.json", "--data", "leads.csv"]);
    assert!(check.stdout.contains("`bulkwrite pack` splits it between records"), "{}", check.stdout);
}

#[test]
fn parents_and_children_are_in_one_part() {
    let accounts = "Key,Name\na,A\nb,B\n";
    let children: String = (0..201).map(|row| format!("{},{row}\n", if row % 2 == 0 { "b" } else { "a" })).collect();
    let children = format!("Parent_Id,Text\n{children}");
    let folder =
        Scratch::new("pack-family", &[("job.json", FAMILY), ("accounts.csv", accounts), ("lines.csv", &children)]);
    let data = ["--data", "accounts.csv", "lines.csv", "--out", "out"];
    let run = pack(folder.path(), &data);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let plan = json(&folder.path().join("out/plan.json"));
    let rows = |part: usize| {
        plan["parts"][part]["files"]
            .as_array()
            .unwrap()
            .iter()
            .map(|file| file["rows"].as_u64().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!((rows(0), rows(1)), (vec![1, 100], vec![1, 101]));
    let job = json(&folder.path().join("out/accounts-002.json"));
    assert_eq!(job["resource"][1]["file_names"], serde_json::json!(["lines.csv"]));
    let run = pack(folder.path(), &["--data", "accounts.csv", "lines.csv", "--out", "all", "--children", "500"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(json(&folder.path().join("all/plan.json"))["jobs"], 1);
    let run = pack(folder.path(), &["--data", "accounts.csv", "lines.csv", "--out", "few", "--children", "100"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("row 2 of `accounts.csv` has 101 rows in `lines.csv`"), "{}", run.stderr);
    assert!(list(&folder.path().join("few")).is_empty() && !folder.path().join("few").exists());
}

#[test]
fn what_is_wrong_is_refused_and_nothing_is_written() {
    let csv = "n,d\nBoyle,2024-02-29\nKim,n/a\nDoe,2024-01-01\n";
    let broken = LEADS.replace("insert", "insrt");
    let folder = Scratch::new(
        "pack-wrong",
        &[
            ("job.json", LEADS),
            ("broken.json", &broken),
            ("leads.csv", csv),
            ("cut.csv", "n,d\n\"a,b\n"),
            ("empty.zip", "PK"),
        ],
    );
    let refused = |args: &[&str], code: i32, words: &str| {
        let run = run_in(folder.path(), &[args, &["--out", "out"][..]].concat());
        assert_eq!(run.code, code, "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(words), "{args:?}: {}", run.stderr);
        assert!(!folder.path().join("out").exists(), "{args:?}");
    };
    refused(&["pack", "job.json", "--data", "leads.csv"], 1, "leave them out by `--skip-rejected`");
    refused(&["pack", "job.json", "--data", "leads.csv"], 1, "error[cell-unlike-format]");
    refused(&["pack", "broken.json", "--data", "leads.csv", "--skip-rejected"], 1, "the job has 1 error");
    refused(&["pack", "job.json", "--data", "cut.csv", "--skip-rejected"], 1, "error[unclosed-quote]");
    refused(&["pack", "job.json", "--data", "empty.zip"], 1, "error[not-a-zip]");
    refused(&["pack", "job.json", "--data", "none.csv"], 2, "cannot read `none.csv`: no such file or folder");
    refused(&["pack", "job.json", "--data", "."], 2, "`.` is a folder");
    refused(&["pack", "none.json", "--data", "leads.csv"], 2, "cannot read `none.json`");
    refused(&["pack", "-", "--data", "-"], 2, "standard input is one file");

    let run = pack(folder.path(), &["--data", "leads.csv", "--out", "out", "--format", "json"]);
    let told: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&told["status"], &told["plan"]), (&"refused".into(), &Value::Null));
    assert_eq!(told["check"]["diagnostics"][0]["rule"], "cell-unlike-format");

    let run = pack(folder.path(), &["--data", "leads.csv", "--out", "out", "--skip-rejected", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let told: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        (&told["status"], &told["plan"]["rows"], &told["plan"]["left_out"]),
        (&"written".into(), &2.into(), &1.into())
    );
    assert_eq!(told["plan"], json(&folder.path().join("out/plan.json")));
}

#[test]
fn data_comes_from_standard_input_too() {
    let folder = Scratch::new("pack-stdin", &[("job.json", LEADS)]);
    let mut child = command(&["pack", "job.json", "--data", "-", "--out", "out"]);
    let mut child = child.current_dir(folder.path()).stdin(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"n,d\nBoyle,2024-02-29\n").unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(list(&folder.path().join("out")), ["plan.json", "stdin-001.json", "stdin-001.zip"]);
}

#[cfg(unix)]
#[test]
fn an_interruption_leaves_nothing() {
    let folder = Scratch::new("pack-stop", &[("job.json", LINES), ("leads.csv", &lines(20_000))]);
    let out = folder.path().join("out");
    let mut child = command(&["pack", "job.json", "--data", "leads.csv", "--out", "out"]);
    let mut child = child.current_dir(folder.path()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while list(&out).is_empty() {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it could be interrupted");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let kill = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(!out.exists());
}
