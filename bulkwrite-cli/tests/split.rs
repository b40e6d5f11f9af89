//! Data that is too much for one job, sent to the stand-in in parts.

#![cfg(all(feature = "send", feature = "serve"))]
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod support;

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use bulkwrite_serve::{Fault, Options, Pace, Server, Settings, Step};
use support::{Run, Scratch, command, finish};

const JOB: &str = r#"{"operation":"insert","resource":[{"type":"data","module":{"api_name":"Leads"},"field_mappings":[{"api_name":"Last_Name","index":0},{"api_name":"Email","index":1}]}]}"#;
const FAMILY: &str = r#"{"operation":"insert","resource":[
    {"type":"data","module":{"api_name":"Leads"},"file_names":["leads.csv"],"field_mappings":[
        {"api_name":"Last_Name","index":1},{"api_name":"Key","index":0}]},
    {"type":"data","module":{"api_name":"Phones"},"file_names":["phones.csv"],"field_mappings":[
        {"api_name":"Phone","index":0},{"api_name":"Parent_Id","index":1,"parent_column_index":0}]}]}"#;

/// 30,000 rows, each of two lines; two lack a name, and two are the same.
fn rows() -> String {
    let mut text = "Name,Mail\r\n".to_owned();
    for row in 0..30_000 {
        let name = match row {
            100 | 27_000 => String::new(),
            200 | 28_000 => "\"Twin\nTwin\"".to_owned(),
            _ => format!("\"Ann\n{row}\""),
        };
        let mail = if name.contains("Twin") { 0 } else { row };
        let _ = write!(text, "{name},a{mail}@zylker.com\r\n");
    }
    text
}

fn started(options: Options) -> Server {
    let mut settings = Settings::default();
    settings.options = options;
    Server::with(settings).unwrap()
}

fn server(faults: &[&str]) -> Server {
    let options = Options { pace: Pace::Polls(0), ..Options::default() };
    let crm = started(options);
    for effects in faults {
        let (skip, effects) = effects.split_once(' ').unwrap();
        let mut fault = Fault::at(Step::Create, effects).unwrap();
        (fault.skip, fault.times) = (skip.parse().unwrap(), Some(1));
        crm.fault(fault);
    }
    crm
}

fn sender(folder: &Scratch, args: &[&str]) -> Command {
    let mut command = command(args);
    command.current_dir(folder.path()).env("HOME", folder.path()).stdin(Stdio::null());
    command
}

fn bulkwrite(folder: &Scratch, args: &[&str]) -> Run {
    finish(sender(folder, args).output().unwrap())
}

fn send<'a>(url: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let args = ["send", "leads.json", "--data", "leads.csv", "--api-url", url, "--org", "694902309"];
    [&args[..], more].concat()
}

#[test]
fn each_part_is_a_job_and_rows_are_shown_where_they_stand_in_the_whole() {
    let folder = Scratch::new("split-whole", &[("leads.json", JOB), ("leads.csv", &rows())]);
    let crm = server(&[]);
    let url = crm.url();
    for (args, code) in [(&[][..], 2), (&["--dry-run"], 0)] {
        let run = bulkwrite(&folder, &send(&url, args));
        assert_eq!((run.code, crm.jobs().len()), (code, 0), "{}", run.stderr);
        assert!(run.stdout.contains("  in parts                  2 jobs, one after the other: 25,000 + 5,000 rows\n"));
        assert!(run.stdout.ends_with(&format!("--api-url {url} --org 694902309 --split\n")), "{}", run.stdout);
    }
    let run = bulkwrite(&folder, &send(&url, &["--split"]));
    assert_eq!(
        (run.code, crm.jobs().len(), crm.records("Leads").len()),
        (1, 2, 29_998),
        "{} {}",
        run.stdout,
        run.stderr
    );
    for expected in [
        "  costs                     about 1,000 credits; ",
        "  part 1 of 2               25,000 rows\n",
        "  part 2 of 2               5,000 rows\n",
        "\nleads.csv:202:1: not written: `Name` is empty",
        "\nleads.csv:54001:1: not written: `Name` is empty",
        "\n29,998 added, 2 not written (2 MANDATORY_NOT_FOUND Name) → leads.refused.csv\n",
    ] {
        assert!(run.stdout.contains(expected), "{expected}: {}", run.stdout);
    }
    let refused = fs::read_to_string(folder.path().join("leads.refused.csv")).unwrap();
    assert_eq!(refused, "Name,Mail\r\n,a100@zylker.com\r\n,a27000@zylker.com\r\n");
    assert_eq!(fs::read_to_string(folder.path().join("leads.written.csv")).unwrap().lines().count(), 29_999);
    // It is known, and is not sent again; what became of it can be had again.
    let run = bulkwrite(&folder, &send(&url, &["--split"]));
    assert!(
        run.code == 2 && run.stderr.contains("this work was begun before: `bulkwrite resume .bulkwrite/leads-"),
        "{}",
        run.stderr
    );
    let run = bulkwrite(&folder, &["resume", "leads.json", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        (run.code, &document["outcome"], document["jobs"].as_array().unwrap().len()),
        (1, &"finished".into(), 2)
    );
    assert_eq!(support::schema::faults_of_sending(&document), [""; 0]);
    let places: Vec<_> =
        document["refused"].as_array().unwrap().iter().map(|row| (&row["line"], &row["row"])).collect();
    assert_eq!(places, [(&202.into(), &101.into()), (&54_001.into(), &27_001.into())]);
    assert_eq!(bulkwrite(&folder, &["jobs"]).stdout.matches(" written, 1 not\n").count(), 2);
    assert_eq!(crm.jobs().len(), 2);
    // Without what was split the rows are shown in the parts.
    fs::remove_file(folder.path().join("leads.csv")).unwrap();
    let run = bulkwrite(&folder, &["resume", "leads.json"]);
    assert!(run.code == 1 && run.stdout.contains("leads-002.zip/"), "{} {}", run.stdout, run.stderr);
}

/// It stops where it is not known whether a job was created, and goes on there.
#[test]
fn no_part_is_sent_while_it_is_not_known_what_became_of_another() {
    for (n, (fault, jobs, say)) in [
        ("0 drop-after", 1, "--created"),
        ("1 drop-after", 2, "--created"),
        ("0 500", 0, "--not-created"),
        ("1 500", 1, "--not-created"),
    ]
    .into_iter()
    .enumerate()
    {
        let folder = Scratch::new(&format!("split-unknown-{n}"), &[("leads.json", JOB), ("leads.csv", &rows())]);
        let crm = server(&[fault]);
        let url = crm.url();
        let run = bulkwrite(&folder, &send(&url, &["--split"]));
        assert_eq!((run.code, crm.jobs().len()), (4, jobs), "{fault}: {} {}", run.stdout, run.stderr);
        assert_eq!((bulkwrite(&folder, &["resume"]).code, crm.jobs().len()), (4, jobs), "{fault}");
        let id = crm.jobs().last().map(|job| job.id.clone()).unwrap_or_default();
        let words: &[&str] = if say == "--created" { &["resume", say, &id] } else { &["resume", say] };
        let run = bulkwrite(&folder, words);
        assert_eq!((run.code, crm.jobs().len()), (1, 2), "{fault}: {} {}", run.stdout, run.stderr);
        assert!(run.stdout.contains("29,998 added, 2 not written"), "{fault}: {}", run.stdout);
        assert_eq!(bulkwrite(&folder, &["resume", "leads.json", "--not-created"]).code, 2);
    }
}

/// A job that is not waited for, or whose run is killed, is where `resume` goes on.
#[test]
fn a_run_is_taken_up_in_the_middle() {
    let folder = Scratch::new("split-resume", &[("leads.json", JOB), ("leads.csv", &rows())]);
    let crm = server(&[]);
    let url = crm.url();
    let run = bulkwrite(&folder, &send(&url, &["--split", "--no-wait"]));
    assert_eq!((run.code, crm.jobs().len()), (3, 1), "{}", run.stderr);
    assert!(run.stderr.contains("1 more part is not sent before this one has ended"), "{}", run.stderr);
    let mut ended = 0;
    for wait in [150, 400, 900, 1_500, 2_500] {
        let mut child = sender(&folder, &["resume"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(wait));
        ended += usize::from(child.try_wait().unwrap().is_some());
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(crm.jobs().len() <= 2);
    }
    let run = bulkwrite(&folder, &["resume", "leads.json"]);
    let is_unknown = run.code == 4;
    assert!(run.code == 1 || is_unknown, "{ended} {} {}", run.stdout, run.stderr);
    assert!(is_unknown || run.stdout.contains("29,998 added, 2 not written"), "{}", run.stdout);
    assert!(crm.jobs().len() <= 2);
}

#[test]
fn parents_and_their_children_are_in_one_part() {
    let (mut leads, mut phones) = ("Key,Name\n".to_owned(), "Phone,Key\n".to_owned());
    for row in 0..25_100 {
        let _ = writeln!(leads, "k{row},Ann {row}");
    }
    // The children of the last parents come first.
    for (phone, parent) in [(1, 25_050), (2, 10), (3, 25_050), (4, 25_099), (5, 0)] {
        let _ = writeln!(phones, "{phone},k{parent}");
    }
    let folder =
        Scratch::new("split-family", &[("leads.json", FAMILY), ("leads.csv", &leads), ("phones.csv", &phones)]);
    let mut options = Options { pace: Pace::Polls(0), ..Options::default() };
    options.refuse.push("Phones:2=INVALID_DATA-Phone".parse().unwrap());
    let crm = started(options);
    let url = crm.url();
    let args =
        ["send", "leads.json", "--data", "leads.csv", "phones.csv", "--api-url", &url, "--org", "694902309", "--split"];
    let run = bulkwrite(&folder, &args);
    assert_eq!((run.code, crm.jobs().len()), (1, 2), "{} {}", run.stdout, run.stderr);
    assert_eq!((crm.records("Leads").len(), crm.records("Phones").len()), (25_100, 3));
    // The second child of each part is refused: the fifth and the third of the file.
    assert!(
        run.stdout.contains("phones.csv:6:1: not written") && run.stdout.contains("phones.csv:4:1: not written"),
        "{}",
        run.stdout
    );
}
