//! The sender against the stand-in, with faults drawn by seeds and kills at any time: never a second job.

#![cfg(all(feature = "send", feature = "serve"))]
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod support;

use std::process::Stdio;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bulkwrite_core::{ApiVersion, json};
use bulkwrite_http::http::{Request, Response};
use bulkwrite_http::{Body, Content, Course, End, Failure, Journal, Outgoing, Plan, Sent, Site, Step, Token, ZipFile};
use bulkwrite_serve::{Options, Reaction, Server, Standin};
use support::{Scratch, command, finish};

const JOB: &str = r#"{"operation":"insert","resource":[{"type":"data","module":{"api_name":"Leads"},"file_id":"{{file_id}}","field_mappings":[{"api_name":"Last_Name","index":0}]}]}"#;
const CSV: &str = "Last_Name\nAnn\nBob\n";

/// Numbers that look random, the same ones each time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

fn plan(zip: &[u8]) -> Plan {
    let tree = json::parse(JOB.as_bytes(), &json::Options { placeholders: true }).root.unwrap();
    let zip = ZipFile { name: "leads.zip".to_owned(), len: zip.len() as u64 };
    let site = Site::at("http://127.0.0.1:8080").unwrap();
    Plan::new(site, ApiVersion::V8, Body::new(&tree).unwrap()).upload("694902309".parse().unwrap(), zip)
}

/// Hands a request over as a connection would.
fn carry(crm: &mut Standin, outgoing: Outgoing, zip: &[u8], now: Duration) -> Result<Response<Vec<u8>>, Failure> {
    let (parts, content) = outgoing.request.into_parts();
    let body = match content {
        Content::None => Vec::new(),
        Content::Bytes(bytes) => bytes,
        Content::Zip { head, tail } => [&head, zip, &tail].concat(),
    };
    let now = UNIX_EPOCH + Duration::from_secs(1_800_000_000) + now;
    let mut reaction = crm.handle(Request::from_parts(parts, body.into()), now);
    loop {
        match reaction {
            Reaction::Late(_, then) => reaction = *then,
            Reaction::Answer(answer) => return Ok(answer.map(|body| body.to_vec())),
            Reaction::Half(_) | Reaction::Drop | Reaction::Kill => {
                return Err(Failure { sent: Sent::All, reason: "the connection was dropped".to_owned() });
            }
        }
    }
}

/// A run that is killed in the step `kill`; what is durable then is in the journal.
fn run(
    crm: &mut Standin,
    journal: &mut Vec<u8>,
    zip: &[u8],
    now: &mut Duration,
    kill: Option<u64>,
    cut: u64,
) -> Option<End> {
    let read = Journal::read(journal).unwrap();
    journal.truncate(read.whole);
    let mut course = Course::resume(plan(zip), &read.entries);
    for step in 0.. {
        assert!(step < 1_000, "it does not end");
        let killed = kill == Some(step);
        match course.next(*now) {
            Step::Record(event) => {
                let line = event.to_line("");
                let length = if killed { usize::try_from(cut).unwrap() % (line.len() + 1) } else { line.len() };
                journal.extend(&line.as_bytes()[..length]);
            }
            Step::Token { .. } => course.token(Token::new("1000.0123456789abcdef.0123456789abcdef").unwrap()),
            Step::Send(outgoing) => {
                let answer = carry(crm, outgoing, zip, *now);
                if !killed {
                    course.received(*now, answer);
                }
            }
            Step::Wait(until, _) => *now = until,
            Step::Done(end) => return Some(end),
        }
        if killed {
            return None;
        }
    }
    None
}

#[test]
fn chaos_and_kills_make_one_job_at_most() {
    let zip = support::zip("leads.csv", CSV);
    let (mut finished, mut unknown) = (0, 0);
    for seed in 0..300 {
        let mut crm = Standin::new(Options { chaos: Some(seed), ..Options::default() }).unwrap();
        let (mut draw, mut journal, mut now) = (Draw(seed), Vec::new(), Duration::ZERO);
        for _ in 0..draw.below(4) {
            let (kill, cut) = (draw.below(20), draw.below(400));
            run(&mut crm, &mut journal, &zip, &mut now, Some(kill), cut);
            assert!(crm.jobs().len() <= 1, "{seed}");
        }
        // A run may give up; going on ends it.
        for n in 0.. {
            assert!(n < 20, "{seed}: it is never done");
            let end = run(&mut crm, &mut journal, &zip, &mut now, None, 0).unwrap();
            assert!(crm.jobs().len() <= 1, "{seed}: {end:?}");
            match end {
                End::Finished(_) => finished += 1,
                End::Unknown { .. } => unknown += 1,
                End::GaveUp { .. } | End::StillRunning { .. } => continue,
                End::Refused { .. } => panic!("{seed}: {end:?}"),
            }
            break;
        }
    }
    assert!(finished > 50 && unknown > 50, "{finished} {unknown}");
}

fn scratch(name: &str) -> Scratch {
    Scratch::new(name, &[("job.json", JOB), ("leads.csv", CSV)])
}

fn sender(folder: &Scratch, args: &[&str]) -> std::process::Command {
    let mut command = command(args);
    command.current_dir(folder.path()).env("HOME", folder.path()).stdin(Stdio::null());
    command
}

/// The command itself, killed a few times at times that nobody chose.
#[cfg(unix)]
#[test]
fn the_command_survives_kills_at_any_time() {
    thread::scope(|scope| {
        for n in 0..4 {
            scope.spawn(move || {
                let (folder, crm) = (scratch(&format!("standin-kill-{n}")), Server::start().unwrap());
                let url = crm.url().clone();
                let send = [
                    "send",
                    "job.json",
                    "--data",
                    "leads.csv",
                    "--api-url",
                    url.trim_end_matches('/'),
                    "--org",
                    "694902309",
                    "--journal",
                    "j.jsonl",
                ];
                let mut draw = Draw(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() + n);
                for round in 0..3 {
                    let args = if round == 0 { &send[..] } else { &["resume", "j.jsonl"] };
                    let mut child = sender(&folder, args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
                    thread::sleep(Duration::from_millis(draw.below(60)));
                    child.kill().unwrap();
                    child.wait().unwrap();
                    assert!(crm.jobs().len() <= 1);
                }
                let run = finish(sender(&folder, &send).output().unwrap());
                let resumed = finish(sender(&folder, &["resume", "j.jsonl"]).output().unwrap());
                assert!(matches!(resumed.code, 0 | 4), "{} {} {}", run.stderr, resumed.code, resumed.stderr);
                assert!(crm.jobs().len() <= 1);
                assert!(resumed.code == 4 || crm.jobs().len() == 1);
            });
        }
    });
}

/// The same work from two terminals at once.
#[test]
fn two_senders_make_one_job() {
    let (folder, crm) = (scratch("standin-two"), Server::start().unwrap());
    let url = crm.url().clone();
    let send =
        ["send", "job.json", "--data", "leads.csv", "--api-url", url.trim_end_matches('/'), "--org", "694902309"];
    let children: Vec<_> =
        (0..3).map(|_| sender(&folder, &send).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()).collect();
    let mut codes: Vec<i32> =
        children.into_iter().map(|child| finish(child.wait_with_output().unwrap()).code).collect();
    codes.sort_unstable();
    assert_eq!((codes.as_slice(), crm.jobs().len()), (&[0, 2, 2][..], 1));
}
