//! `bulkwrite send` and `resume` against a server that fails: never a second job, and the exit status tells the truth.

#![cfg(feature = "send")]
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod support;

use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use support::crm::{At, Crm, Fault};
use support::{Run, Scratch, command, finish};

const JOB: &str = r#"{"operation":"insert","ignore_empty":true,"resource":[{"type":"data","module":{"api_name":"Leads"},"field_mappings":[{"api_name":"Last_Name","index":0},{"api_name":"Email","index":1}]}]}"#;
const CSV: &str = "Name,Mail\r\nAnn,ann@zylker.com\r\n\"Bob, B.\",bob@zylker.com\r\n";

fn scratch(name: &str) -> Scratch {
    Scratch::new(name, &[("leads.json", JOB), ("leads.csv", CSV)])
}

fn bulkwrite(folder: &Scratch, args: &[&str]) -> Run {
    let mut command = command(args);
    command.current_dir(folder.path()).env("HOME", folder.path()).stdin(Stdio::null());
    finish(command.output().unwrap())
}

fn send(folder: &Scratch, crm: &Crm, more: &[&str]) -> Run {
    let args = [
        "send",
        "leads.json",
        "--data",
        "leads.csv",
        "--api-url",
        &crm.url,
        "--org",
        "694902309",
        "--journal",
        "j.jsonl",
    ];
    bulkwrite(folder, &[&args[..], more].concat())
}

fn resume(folder: &Scratch, more: &[&str]) -> Run {
    bulkwrite(folder, &[&["resume", "j.jsonl"][..], more].concat())
}

#[test]
fn a_job_is_sent_followed_and_told_of() {
    let (folder, crm) = (scratch("send-whole"), Crm::start());
    crm.state.lock().unwrap().running = 1;
    let run = send(&folder, &crm, &["--verbose"]);
    assert_eq!((run.stderr.as_str(), run.code), ("", 0), "{}", run.stdout);
    for expected in [
        "  insert into Leads         2 rows of leads.csv (",
        "  columns                   Last_Name, Email\n",
        "  into                      Zylker (694902309), PRODUCTION, http://127.0.0.1:",
        "  uploaded                  4150868000005379001\n",
        "  created                   4150868000005392002\n",
        "  running                   INPROGRESS → COMPLETED, ",
        "\nResponse Status Code = 201\n",
        "\nid = 4150868000005392002\ncreated_by.id = 4150868000000225013\ncreated_by.name = Patricia Boyle\n",
        "\n2 added, 0 not written\n",
    ] {
        assert!(run.stdout.contains(expected), "{expected}: {}", run.stdout);
    }
    let state = crm.state.lock().unwrap();
    assert_eq!(
        state.jobs,
        [JOB.replace("\"field_mappings\"", "\"file_id\":\"4150868000005379001\",\"field_mappings\"")]
    );
    assert_eq!(state.uploads.len(), 1);
}

/// How it ends when a request fails so, so often: the exit status, and that of `resume` afterwards.
#[test]
fn each_fault_at_each_request_ends_as_written() {
    use At::{Create, Details, Download, Org, Upload};
    use Fault::{DropAfter, DropBefore, HalfAnswer, PageAfter, Slow, Status};
    let cases: &[(At, Fault, usize, i32, i32)] = &[
        (Org, DropBefore, 1, 0, 0),
        (Org, Status(500), 1, 0, 0),
        (Org, Status(401), 1, 0, 0),
        (Org, Status(401), 9, 2, 2),
        (Upload, DropBefore, 1, 0, 0),
        (Upload, DropAfter, 1, 0, 0),
        (Upload, HalfAnswer, 1, 0, 0),
        (Upload, Status(429), 1, 0, 0),
        (Upload, Status(500), 1, 0, 0),
        (Upload, PageAfter(502), 1, 0, 0),
        (Upload, Status(401), 1, 0, 0),
        (Upload, Status(401), 2, 2, 0),
        (Upload, Status(400), 1, 1, 1),
        (Upload, Slow(300), 1, 0, 0),
        (Create, DropBefore, 1, 4, 4),
        (Create, DropAfter, 1, 4, 4),
        (Create, HalfAnswer, 1, 4, 4),
        (Create, Status(429), 1, 0, 0),
        (Create, Status(500), 1, 4, 4),
        (Create, PageAfter(502), 1, 4, 4),
        (Create, PageAfter(302), 1, 4, 4),
        (Create, Status(401), 1, 0, 0),
        (Create, Status(401), 2, 2, 0),
        (Create, Status(400), 1, 1, 1),
        (Create, Slow(300), 1, 0, 0),
        (Details, DropBefore, 1, 0, 0),
        (Details, HalfAnswer, 1, 0, 0),
        (Details, Status(429), 1, 0, 0),
        (Details, PageAfter(502), 1, 0, 0),
        (Details, Status(401), 2, 3, 0),
        (Details, PageAfter(302), 1, 3, 0),
        (Download, DropBefore, 1, 0, 0),
        (Download, HalfAnswer, 1, 0, 0),
        (Download, PageAfter(502), 1, 0, 0),
        (Download, Status(400), 1, 0, 0),
    ];
    thread::scope(|scope| {
        for (n, (at, fault, times, code, resumed)) in cases.iter().enumerate() {
            scope.spawn(move || {
                let (folder, crm) = (scratch(&format!("send-fault-{n}")), Crm::start());
                crm.state.lock().unwrap().result = Some(support::zip("Leads-leads.csv", "Name,Mail,STATUS,RECORD_ID,ERRORS\nAnn,ann@zylker.com,ADDED,1,\n\"Bob, B.\",bob@zylker.com,ADDED,2,\n"));
                crm.fails(*at, *fault, *times);
                let run = send(&folder, &crm, &[]);
                assert_eq!(run.code, *code, "{at:?} {fault:?}: {} {}", run.stdout, run.stderr);
                assert!(crm.jobs() <= 1);
                let run = resume(&folder, &[]);
                // A run that ended before the journal began has nothing to take up.
                assert_eq!(run.code, *resumed, "{at:?} {fault:?}, resumed: {} {}", run.stdout, run.stderr);
                assert!(crm.jobs() <= 1, "{at:?} {fault:?}");
                let journal = fs::read_to_string(folder.path().join("j.jsonl")).unwrap_or_default();
                assert!(!journal.contains("1000."), "{journal}");
            });
        }
    });
}

/// Nobody is there at first: nothing is created, and the run is taken up once somebody is.
#[test]
fn a_server_that_comes_late_is_no_harm() {
    let folder = scratch("send-late");
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let url = format!("http://{address}");
    let args =
        ["send", "leads.json", "--data", "leads.csv", "--api-url", &url, "--org", "694902309", "--journal", "j.jsonl"];
    let run = bulkwrite(&folder, &[&args[..], &["--give-up", "1s"]].concat());
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("connection refused; nothing was created"), "{}", run.stderr);
    let crm = Crm::start_at(&address);
    assert_eq!((resume(&folder, &[]).code, crm.jobs()), (0, 1));
}

#[test]
fn what_is_not_known_is_settled_by_the_user() {
    let (folder, crm) = (scratch("send-unknown"), Crm::start());
    crm.fails(At::Create, Fault::DropAfter, 1);
    let run = send(&folder, &crm, &[]);
    assert_eq!(run.code, 4);
    assert!(
        run.stderr.contains("it is not known whether the job was created: the connection was dropped"),
        "{}",
        run.stderr
    );
    assert!(run.stdout.contains("Then: bulkwrite resume j.jsonl --created JOB_ID\n"), "{}", run.stdout);
    for again in [&[][..], &["--again"]] {
        assert_eq!(send(&folder, &crm, again).code, 4);
    }
    assert_eq!(resume(&folder, &[]).code, 4);
    assert_eq!(crm.jobs(), 1);
    assert_eq!(resume(&folder, &["--created", "4150868000005392002"]).code, 0);
    assert_eq!(resume(&folder, &["--created", "4150868000005392002"]).code, 2);
    assert_eq!((crm.jobs(), resume(&folder, &[]).code), (1, 0));

    let (folder, crm) = (scratch("send-not-created"), Crm::start());
    crm.fails(At::Create, Fault::Status(500), 1);
    assert_eq!((send(&folder, &crm, &[]).code, crm.jobs()), (4, 0));
    assert_eq!((resume(&folder, &["--not-created"]).code, crm.jobs()), (0, 1));
    assert_eq!(crm.requests(At::Upload), 1);
}

#[test]
fn work_that_was_sent_is_not_sent_again_unasked() {
    let (folder, crm) = (scratch("send-twice"), Crm::start());
    assert_eq!(send(&folder, &crm, &[]).code, 0);
    let run = send(&folder, &crm, &[]);
    assert_eq!((run.code, crm.jobs()), (2, 1));
    assert!(run.stderr.contains("this work was sent before: job 4150868000005392002 of "), "{}", run.stderr);
    assert_eq!((resume(&folder, &[]).code, crm.jobs()), (0, 1));
    assert_eq!((send(&folder, &crm, &["--again"]).code, crm.jobs()), (0, 2));
    fs::write(folder.path().join("leads.csv"), "Name,Mail\nCid,c@zylker.com\n").unwrap();
    let run = send(&folder, &crm, &[]);
    assert!(run.code == 2 && run.stderr.contains("belongs to other work"), "{}", run.stderr);
}

#[test]
fn the_journal_is_found_beside_the_job() {
    let (folder, crm) = (scratch("send-beside"), Crm::start());
    let args = ["send", "leads.json", "--data", "leads.csv", "--api-url", &crm.url, "--org", "694902309"];
    assert_eq!(bulkwrite(&folder, &[&args[..], &["--no-wait"]].concat()).code, 3);
    let run = bulkwrite(&folder, &["jobs"]);
    assert!(run.code == 0 && run.stdout.contains("created as 4150868000005392002"), "{}", run.stdout);
    assert_eq!(fs::read_to_string(folder.path().join(".bulkwrite/.gitignore")).unwrap(), "*\n");
    assert_eq!(bulkwrite(&folder, &args).code, 2);
    assert_eq!(bulkwrite(&folder, &["resume"]).code, 0);
    assert_eq!(bulkwrite(&folder, &["resume"]).code, 2);
    assert_eq!(bulkwrite(&folder, &["resume", "leads.json"]).code, 0);
    assert_eq!(crm.jobs(), 1);
    #[cfg(unix)]
    for entry in fs::read_dir(folder.path().join(".bulkwrite")).unwrap() {
        use std::os::unix::fs::PermissionsExt;
        let entry = entry.unwrap();
        if entry.file_name() != ".gitignore" {
            assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}

#[test]
fn production_is_named_and_the_organisation_is_the_one_that_is_meant() {
    let (folder, crm) = (scratch("send-org"), Crm::start());
    let args = ["send", "leads.json", "--data", "leads.csv", "--api-url", &crm.url];
    let run = bulkwrite(&folder, &args);
    assert_eq!((run.code, crm.requests(At::Upload)), (2, 0));
    let expected = format!(
        "Nothing was sent. To send it: bulkwrite send leads.json --data leads.csv --api-url {} --org 694902309\n",
        crm.url
    );
    assert!(run.stdout.ends_with(&expected), "{}", run.stdout);
    let run = bulkwrite(&folder, &[&args[..], &["--org", "1"]].concat());
    assert!(
        fs::read_dir(folder.path().join(".bulkwrite")).unwrap().all(|entry| entry.unwrap().file_name() == ".gitignore")
    );
    assert_eq!((run.code, crm.requests(At::Upload)), (2, 0));
    assert!(run.stderr.contains("`--org 1` is meant, and the token belongs to Zylker (694902309)"), "{}", run.stderr);
    // A stand-in without the endpoint.
    crm.state.lock().unwrap().org = None;
    assert_eq!((bulkwrite(&folder, &args).code, crm.jobs()), (2, 0));
    assert_eq!(bulkwrite(&folder, &[&args[..], &["--org", "694902309"]].concat()).code, 0);
    // A sandbox needs no naming.
    let crm = Crm::start();
    crm.state.lock().unwrap().org = Some(r#"{"org":[{"zgid":"7","type":"Sandbox"}]}"#.to_owned());
    let run = bulkwrite(&folder, &["send", "leads.json", "--data", "leads.csv", "--api-url", &crm.url]);
    assert_eq!((run.code, crm.jobs()), (0, 1), "{}", run.stderr);
}

#[test]
fn nothing_is_sent_unless_every_check_passed() {
    let (folder, crm) = (scratch("send-checks"), Crm::start());
    fs::write(folder.path().join("wrong.json"), JOB.replace("insert", "inset")).unwrap();
    fs::write(folder.path().join("open.json"), JOB.replace("\"Email\"", "\"{{field}}\"")).unwrap();
    fs::write(folder.path().join("long.csv"), format!("Name,Mail\n{}", "a,b\n".repeat(25_001))).unwrap();
    fs::write(folder.path().join("narrow.csv"), "Name\nAnn\n").unwrap();
    fs::write(folder.path().join("more.csv"), CSV).unwrap();
    fs::write(folder.path().join("narrow.zip"), support::zip("a.csv", "Name\nAnn\n")).unwrap();
    fs::write(folder.path().join("leads.zip"), support::zip("a.csv", CSV)).unwrap();
    fs::write(folder.path().join("cut.zip"), &support::zip("a.csv", CSV)[..40]).unwrap();
    for (args, code, expected) in [
        (&["wrong.json", "--data", "leads.csv"][..], 1, "unknown-operation"),
        (&["open.json", "--data", "leads.csv"], 2, "open.json:1:165: a placeholder that nothing fills"),
        (&["leads.json"], 2, "the job needs a file: name it with `--data`"),
        (&["leads.json", "--data", "absent.csv"], 2, "cannot read `absent.csv`"),
        (&["leads.json", "--data", "cut.zip"], 1, "error[not-a-zip]: the file is no ZIP: it is cut off"),
        (&["leads.json", "--data", "leads.csv", "more.csv"], 1, "error[several-files]: there are 2 CSVs"),
        (&["leads.json", "--data", "leads.csv", "leads.zip"], 2, "`leads.zip` is a ZIP: give it alone"),
        (&["leads.json", "--data", "narrow.csv"], 1, "error[index-beyond-columns]: "),
        (&["leads.json", "--data", "narrow.zip"], 1, "narrow.zip/a.csv:1:"),
        (&["-", "--data", "leads.csv"], 2, "a job that is sent is a file"),
    ] {
        let run = bulkwrite(&folder, &[&["send"][..], args, &["--api-url", &crm.url, "--org", "694902309"]].concat());
        assert_eq!(run.code, code, "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(expected), "{args:?}: {}", run.stderr);
    }
    let run = bulkwrite(
        &folder,
        &["send", "leads.json", "--data", "leads.csv", "--api-url", "http://10.0.0.1", "--org", "1"],
    );
    assert!(run.code == 2 && run.stderr.contains("plain http goes to loopback only"), "{}", run.stderr);
    let run = bulkwrite(&folder, &["send", "leads.json", "--data", "leads.csv", "--org", "1"]);
    assert!(run.code == 2 && run.stderr.contains("no access token: set ZOHO_TOKEN"), "{}", run.stderr);
    assert!(crm.state.lock().unwrap().requests.is_empty());
    assert_eq!(send(&folder, &crm, &["--dry-run"]).code, 0);
    assert_eq!((crm.requests(At::Org), crm.requests(At::Upload)), (1, 0));
    let run =
        bulkwrite(&folder, &["send", "leads.json", "--data", "long.csv", "--api-url", &crm.url, "--org", "694902309"]);
    assert!(run.code == 2 && run.stderr.contains("`--split` sends it as several"), "{}", run.stderr);
    assert_eq!((crm.requests(At::Org), crm.requests(At::Upload)), (2, 0));
}

/// The findings about the data, warnings and errors, in each format; by metadata where the configuration names some.
#[test]
fn what_the_checks_find_is_shown_in_every_format() {
    let (folder, crm) = (scratch("send-findings"), Crm::start());
    fs::create_dir(folder.path().join("crm")).unwrap();
    fs::write(folder.path().join("bulkwrite.toml"), "metadata = \"crm/\"\n").unwrap();
    fs::write(
        folder.path().join("crm/Leads.json"),
        r#"{"fields":[{"api_name":"Last_Name","data_type":"text","length":80,"system_mandatory":true},{"api_name":"Email","data_type":"email","length":100}]}"#,
    )
    .unwrap();
    // A warning does not stop the job; an error does.
    for (rows, code, rule, level) in [
        ("Ann,ann@zylker.com\n\"Bob\",b@zylker\n", 1, "malformed-email", "error"),
        ("=Ann,ann@zylker.com\nBob,bob@zylker.com\n", 0, "formula-cell", "warning"),
    ] {
        fs::write(folder.path().join("leads.csv"), format!("Name,Mail\n{rows}")).unwrap();
        let args = |format| {
            let args = ["send", "leads.json", "--data", "leads.csv", "--api-url", &crm.url, "--org", "694902309"];
            bulkwrite(&folder, &[&args[..], &["--again", "--format", format]].concat())
        };
        let place = format!("leads.csv:{}:", if code == 1 { 3 } else { 2 });
        let run = args("human");
        assert_eq!(run.code, code, "{rule}: {}", run.stderr);
        assert!(run.stderr.contains(&format!("{level}[{rule}]")) && run.stderr.contains(&place), "{}", run.stderr);
        let run = args("github");
        assert!(
            run.code == code && run.stdout.starts_with(&format!("::{level} file=leads.csv,line=")),
            "{}",
            run.stdout
        );
        let run = args("json");
        let document: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(support::schema::faults_of_sending(&document), [""; 0]);
        let found = &document["check"]["diagnostics"][0];
        assert_eq!((run.code, &found["rule"], &found["level"]), (code, &rule.into(), &level.into()), "{}", run.stdout);
        assert_eq!(found["data"]["file"], "leads.csv");
        assert_eq!(document["outcome"], if code == 1 { "findings" } else { "finished" });
        let run = args("sarif");
        let document: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!((run.code, &document["runs"][0]["results"][0]["ruleId"]), (code, &rule.into()), "{}", run.stdout);
        assert_eq!(document["runs"][1]["properties"]["exit_status"], code);
        assert_eq!(crm.jobs(), if code == 1 { 0 } else { 4 });
    }
}

#[test]
fn each_end_is_told_to_programs_as_the_schema_says() {
    for (n, (fault, more, outcome, code)) in [
        (None, &[][..], "finished", 0),
        (None, &["--no-wait"], "running", 3),
        (Some((At::Create, Fault::Status(400))), &[], "refused", 1),
        (Some((At::Create, Fault::DropAfter)), &[], "unknown", 4),
        (Some((At::Upload, Fault::Status(500))), &["--give-up", "0s"], "failed", 2),
    ]
    .into_iter()
    .enumerate()
    {
        let (folder, crm) = (scratch(&format!("send-ends-{n}")), Crm::start());
        if let Some((at, fault)) = fault {
            crm.fails(at, fault, 99);
        }
        let run = send(&folder, &crm, &[&["--format", "json"], more].concat());
        let document: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!((run.code, &document["outcome"]), (code, &outcome.into()), "{} {}", run.stdout, run.stderr);
        assert_eq!(support::schema::faults_of_sending(&document), [""; 0], "{document}");
    }
}

#[test]
fn an_upload_that_is_there_is_used_and_a_zip_that_is_ready_is_sent_as_it_is() {
    let (folder, crm) = (scratch("send-ready"), Crm::start());
    let with_id = JOB.replace("\"field_mappings\"", "\"file_id\":\"4150868000005379777\",\"field_mappings\"");
    fs::write(folder.path().join("leads.json"), &with_id).unwrap();
    assert_eq!(send(&folder, &crm, &[]).code, 0);
    assert_eq!((crm.requests(At::Upload), crm.state.lock().unwrap().jobs[0].as_str()), (0, with_id.as_str()));

    let (folder, crm) = (scratch("send-zip"), Crm::start());
    let zip = support::zip("leads.csv", CSV);
    fs::write(folder.path().join("leads.zip"), &zip).unwrap();
    fs::write(
        folder.path().join("leads.json"),
        JOB.replace("\"field_mappings\"", "\"file_id\":\"{{file_id}}\",\"field_mappings\""),
    )
    .unwrap();
    let args = [
        "send",
        "leads.json",
        "--data",
        "leads.zip",
        "--api-url",
        &crm.url,
        "--org",
        "694902309",
        "--journal",
        "j.jsonl",
    ];
    assert_eq!(bulkwrite(&folder, &args).code, 0);
    assert_eq!(crm.state.lock().unwrap().uploads, [zip]);
}

#[test]
fn refused_rows_are_shown_at_their_places_and_written_down() {
    let (folder, crm) = (scratch("send-refused"), Crm::start());
    {
        let mut state = crm.state.lock().unwrap();
        state.counts = (1, 1);
        state.result = Some(support::zip(
            "Leads-leads.csv",
            "Name,Mail,STATUS,RECORD_ID,ERRORS\nAnn,ann@zylker.com,ADDED,4150868000005392777,\n\"Bob, B.\",bob@zylker.com,SKIPPED,,DUPLICATE_DATA-Mail\n",
        ));
    }
    let run = send(&folder, &crm, &[]);
    assert_eq!(run.code, 1);
    assert!(
        run.stdout.ends_with(
            "leads.csv:3:11: not written: another record has the same `Mail`, which is unique\n  |\n\
             3 | \"Bob, B.\",bob@zylker.com\n  |           ^^^^^^^^^^^^^^\n  = DUPLICATE_DATA-Mail\n\
             1 added, 1 not written (1 DUPLICATE_DATA Mail) → leads.refused.csv\n"
        ),
        "{}",
        run.stdout
    );
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("leads.refused.csv"), "Name,Mail\r\n\"Bob, B.\",bob@zylker.com\r\n");
    assert_eq!(read("leads.written.csv"), "Name,RECORD_ID\nAnn,4150868000005392777\n");

    // The result is kept: told again without asking, and what was mended stays.
    fs::write(folder.path().join("leads.refused.csv"), "mended").unwrap();
    let before = crm.requests(At::Details);
    assert_eq!(resume(&folder, &[]).code, 1);
    assert_eq!((crm.requests(At::Details), read("leads.refused.csv").as_str()), (before, "mended"));
    assert!(read("leads.refused.2.csv").starts_with("Name,Mail"));

    let json = resume(&folder, &["--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!((json["refused"][0]["line"].as_u64(), json["exit_status"].as_u64()), (Some(3), Some(1)));
    let github = resume(&folder, &["--format", "github"]).stdout;
    assert!(
        github.starts_with("::error file=") && github.contains("leads.csv,line=3,col=11::not written: "),
        "{github}"
    );
    let sarif: serde_json::Value = serde_json::from_str(&resume(&folder, &["--format", "sarif"]).stdout).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "DUPLICATE_DATA");
}

#[test]
fn tokens_are_traded_and_never_shown() {
    let (folder, crm) = (scratch("send-tokens"), Crm::start());
    crm.fails(At::Upload, Fault::Status(401), 1);
    let args = ["send", "leads.json", "--data", "leads.csv", "--api-url", &crm.url, "--org", "694902309", "--verbose"];
    let mut command = command(&args);
    command.current_dir(folder.path()).env("ZOHO_CLIENT_ID", "1000.id").env("ZOHO_CLIENT_SECRET", "s3cret");
    let run = finish(command.env("ZOHO_REFRESH_TOKEN", "1000.refresh").output().unwrap());
    assert_eq!((run.code, crm.requests(At::Token)), (0, 2), "{}", run.stderr);
    for secret in ["s3cret", "1000.refresh", "1000.fresh"] {
        assert!(!run.stdout.contains(secret) && !run.stderr.contains(secret), "{}", run.stdout);
    }
    let (folder, crm) = (scratch("send-command"), Crm::start());
    #[cfg(unix)]
    assert_eq!(send(&folder, &crm, &["--token-command", "echo 1000.abc"]).code, 0);
    #[cfg(unix)]
    assert_eq!(send(&folder, &crm, &["--token-command", "false"]).code, 2);
    let _ = (folder, crm);
}

#[test]
fn no_secret_of_a_callback_is_written_down() {
    let (folder, crm) = (scratch("send-callback"), Crm::start());
    let callback = r#""callback":{"url":"https://hooks.zylker.com/x?key=s3cret","method":"post"},"resource""#;
    fs::write(folder.path().join("leads.json"), JOB.replace("\"resource\"", callback)).unwrap();
    crm.state.lock().unwrap().refuses = Some(
        r#"{"status":"error","code":"INVALID_CALLBACK_URL","message":"Invalid URL 'https://hooks.zylker.com/x?key=s3cret' for callback.","details":{"reason":"possible ssrf attempt"}}"#,
    );
    for format in ["human", "json", "sarif"] {
        let run = send(&folder, &crm, &["--verbose", "--format", format]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        let journal = fs::read_to_string(folder.path().join("j.jsonl")).unwrap();
        for text in [&run.stdout, &run.stderr, &journal] {
            assert!(!text.contains("s3cret"), "{text}");
        }
        assert!(journal.contains("Invalid URL 'https://hooks.zylker.com/x?***' for callback."), "{journal}");
    }
}

#[cfg(unix)]
#[test]
fn a_profile_is_for_the_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, crm) = (scratch("send-profile"), Crm::start());
    let profile = folder.path().join("profile");
    fs::write(&profile, "# mine\nZOHO_TOKEN=1000.abc\n").unwrap();
    for (mode, code) in [(0o644, 2), (0o600, 0)] {
        fs::set_permissions(&profile, fs::Permissions::from_mode(mode)).unwrap();
        let args = ["send", "leads.json", "--data", "leads.csv", "--api-url", &crm.url, "--org", "694902309"];
        let mut command = command(&args);
        let run = finish(command.current_dir(folder.path()).env("BULKWRITE_PROFILE", &profile).output().unwrap());
        assert_eq!(run.code, code, "{}", run.stderr);
    }
}

/// Killed in the middle of each request; then taken up.
#[cfg(unix)]
#[test]
fn a_run_that_is_killed_is_taken_up() {
    thread::scope(|scope| {
        for (n, (at, resumed)) in
            [(At::Upload, 0), (At::Create, 4), (At::Details, 0), (At::Download, 0)].into_iter().enumerate()
        {
            scope.spawn(move || {
                let (folder, crm) = (scratch(&format!("send-kill-{n}")), Crm::start());
                crm.state.lock().unwrap().result =
                    Some(support::zip("Leads-leads.csv", "Name,Mail,STATUS,RECORD_ID,ERRORS\n"));
                crm.fails(at, Fault::Hang, 1);
                let args = [
                    "send",
                    "leads.json",
                    "--data",
                    "leads.csv",
                    "--api-url",
                    &crm.url,
                    "--org",
                    "694902309",
                    "--journal",
                    "j.jsonl",
                ];
                let mut command = command(&args);
                command.current_dir(folder.path()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
                let mut child = command.spawn().unwrap();
                let started = Instant::now();
                while crm.requests(at) == 0 {
                    assert!(started.elapsed() < Duration::from_secs(60), "{at:?} is not reached");
                    thread::sleep(Duration::from_millis(10));
                }
                // While it runs nobody else gets in.
                let run = resume(&folder, &[]);
                assert!(run.code == 2 && run.stderr.contains("is in use"), "{}", run.stderr);
                let run = send(&folder, &crm, &[]);
                assert!(run.code == 2 && run.stderr.contains("is in use"), "{}", run.stderr);
                child.kill().unwrap();
                child.wait().unwrap();
                let run = resume(&folder, &[]);
                assert_eq!(run.code, resumed, "{at:?}: {} {}", run.stdout, run.stderr);
                assert!(crm.jobs() <= 1);
            });
        }
    });
}

/// A journal that cannot be written stops the run before anything is created.
#[cfg(target_os = "linux")]
#[test]
fn without_a_journal_nothing_is_created() {
    let (folder, crm) = (scratch("send-full"), Crm::start());
    let args = [
        "send",
        "leads.json",
        "--data",
        "leads.csv",
        "--api-url",
        &crm.url,
        "--org",
        "694902309",
        "--journal",
        "/dev/full",
    ];
    let run = bulkwrite(&folder, &args);
    assert_eq!((run.code, crm.jobs(), crm.requests(At::Upload)), (2, 0, 0), "{}", run.stderr);
    // The disk is full sooner or later: also when the creation is to be written down.
    let script = format!(
        "trap '' XFSZ; ulimit -f 4; exec {} send leads.json --data leads.csv --api-url {} --org 694902309 --journal j.jsonl --no-wait",
        env!("CARGO_BIN_EXE_bulkwrite"),
        crm.url
    );
    let mut only_uploaded = 0;
    for size in (200..1_900).step_by(50) {
        let line = format!("{{\"at\":\"\",\"event\":\"uploaded\",\"file_id\":\"{}\"}}\n", "x".repeat(size));
        fs::write(folder.path().join("j.jsonl"), line).unwrap();
        let mut shell = std::process::Command::new("/bin/sh");
        shell.args(["-c", &script]).current_dir(folder.path());
        let run = finish(shell.output().unwrap());
        let mut state = crm.state.lock().unwrap();
        let (uploads, jobs) = (std::mem::take(&mut state.uploads).len(), std::mem::take(&mut state.jobs).len());
        only_uploaded += usize::from(uploads == 1 && jobs == 0);
        assert!(run.code == 3 && jobs == 1 || run.code == 2 && jobs == 0, "{size}: {} {}", run.code, run.stderr);
    }
    assert!(only_uploaded > 0);
}
