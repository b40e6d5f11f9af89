//! The course of a job against a server that does, forgets and answers what it likes, and against a run that is killed
//! at any moment: there is never a second job.

#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

use std::time::Duration;

use bulkwrite_core::response::Outcome;
use bulkwrite_core::{ApiVersion, json};
use bulkwrite_http::{
    Body, Content, Course, End, Failure, IfLost, Journal, Outgoing, Plan, Sent, Site, Step, Task, Token, Trouble,
    ZipFile,
};
use http::Response;
use proptest::prelude::*;

const JOB: &str = r#"{"operation":"insert","resource":[{"type":"data","module":{"api_name":"Leads"}}]}"#;

fn plan() -> Plan {
    let tree = json::parse(JOB.as_bytes(), &json::Options::default()).root.unwrap();
    let site = Site::at("http://127.0.0.1:8080").unwrap();
    let zip = ZipFile { name: "leads.zip".to_owned(), len: 1_000 };
    let mut plan = Plan::new(site, ApiVersion::V8, Body::new(&tree).unwrap()).upload("694902309".parse().unwrap(), zip);
    plan.jitter = 7;
    plan
}

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    None,
    Refused,
    Part,
    LostBefore,
    LostAfter,
    Throttled,
    Unauthorised,
    FailedBefore,
    FailedAfter,
    PageAfter,
    Redirect,
    HalfAfter,
    EmptyAfter,
    PageOf400After,
    SaysNo,
    SaysInternalAfter,
    NoIdAfter,
    ProxyPassword,
}

const FAULTS: [Fault; 18] = [
    Fault::None,
    Fault::Refused,
    Fault::Part,
    Fault::LostBefore,
    Fault::LostAfter,
    Fault::Throttled,
    Fault::Unauthorised,
    Fault::FailedBefore,
    Fault::FailedAfter,
    Fault::PageAfter,
    Fault::Redirect,
    Fault::HalfAfter,
    Fault::EmptyAfter,
    Fault::PageOf400After,
    Fault::SaysNo,
    Fault::SaysInternalAfter,
    Fault::NoIdAfter,
    Fault::ProxyPassword,
];

#[derive(Debug, Default)]
struct Server {
    uploads: usize,
    jobs: usize,
    polls: usize,
}

impl Server {
    fn works(&mut self, outgoing: &Outgoing) -> Vec<u8> {
        match outgoing.task {
            Task::Upload => {
                self.uploads += 1;
                br#"{"status":"success","code":"FILE_UPLOAD_SUCCESS","message":"file uploaded.","details":{"file_id":"4150868000005379001"}}"#.to_vec()
            }
            Task::Create => {
                let Content::Bytes(body) = outgoing.request.body() else { panic!("a create has a body") };
                assert!(String::from_utf8_lossy(body).contains("4150868000005379001"));
                assert_eq!(outgoing.if_lost, IfLost::NeverRepeat);
                self.jobs += 1;
                br#"{"status":"success","code":"SUCCESS","message":"success","details":{"id":"4150868000005392002"}}"#
                    .to_vec()
            }
            Task::Details => {
                assert!(outgoing.request.uri().path().ends_with("/4150868000005392002"));
                self.polls += 1;
                if self.polls < 3 {
                    return br#"{"status":"INPROGRESS","id":"4150868000005392002","operation":"insert","resource":[]}"#
                        .to_vec();
                }
                br#"{"status":"COMPLETED","id":"4150868000005392002","operation":"insert","resource":[{"status":"COMPLETED",
                    "file":{"status":"COMPLETED","added_count":2,"updated_count":0,"skipped_count":1,"total_count":3}}],
                    "result":{"download_url":"/v8/crm/1.zip?key=s3cret"}}"#.to_vec()
            }
            Task::Download => b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec(),
            task => panic!("{task:?} is no part of a course"),
        }
    }

    fn answer(&mut self, outgoing: &Outgoing, fault: Fault) -> Result<Response<Vec<u8>>, Failure> {
        let lost = |sent| Err(Failure { sent, reason: format!("{fault:?}") });
        let answer = |status: u16, body: &[u8]| Ok(Response::builder().status(status).body(body.to_vec()).unwrap());
        let after = matches!(
            fault,
            Fault::None
                | Fault::LostAfter
                | Fault::FailedAfter
                | Fault::PageAfter
                | Fault::HalfAfter
                | Fault::EmptyAfter
                | Fault::PageOf400After
                | Fault::SaysInternalAfter
                | Fault::NoIdAfter
        );
        let done = if after { self.works(outgoing) } else { Vec::new() };
        match fault {
            Fault::None => answer(if outgoing.task == Task::Create { 201 } else { 200 }, &done),
            Fault::Refused => lost(Sent::Nothing),
            Fault::Part => lost(Sent::Part),
            Fault::LostBefore | Fault::LostAfter => lost(Sent::All),
            Fault::Throttled => answer(429, b""),
            Fault::Unauthorised => {
                answer(401, br#"{"status":"error","code":"INVALID_TOKEN","message":"","details":{}}"#)
            }
            Fault::FailedBefore | Fault::FailedAfter => {
                answer(500, br#"{"status":"error","code":"INTERNAL_ERROR","message":"","details":{}}"#)
            }
            Fault::PageAfter => answer(502, b"<html><title>Bad Gateway</title></html>"),
            Fault::Redirect => answer(302, b""),
            Fault::HalfAfter => answer(200, &done[..done.len() / 2]),
            Fault::EmptyAfter => answer(200, b""),
            Fault::PageOf400After => answer(400, b"<html>"),
            Fault::SaysNo => {
                answer(200, br#"{"status":"error","code":"FILE_NOT_SUPPORTED","message":"","details":{}}"#)
            }
            Fault::SaysInternalAfter => {
                answer(200, br#"{"status":"error","code":"INTERNAL_ERROR","message":"","details":{}}"#)
            }
            Fault::NoIdAfter => {
                answer(200, br#"{"status":"success","code":"SUCCESS","message":"success","details":{}}"#)
            }
            Fault::ProxyPassword => answer(407, b"<html>"),
        }
    }
}

/// A run until its end, or until it is killed in the step `kill`; the journal is what is durable then. `cut` is how much
/// of a line that is being written then arrives.
struct Run<'r> {
    server: &'r mut Server,
    journal: &'r mut Vec<u8>,
    faults: &'r mut dyn Iterator<Item = Fault>,
    now: Duration,
}

impl Run<'_> {
    fn until(&mut self, kill: Option<usize>, cut: usize) -> Option<End> {
        let read = Journal::read(self.journal).unwrap();
        self.journal.truncate(read.whole);
        let mut course = Course::resume(plan(), &read.entries);
        let mut sent = 0;
        for step in 0.. {
            assert!(step < 1_000, "it does not end");
            let killed = kill == Some(step);
            match course.next(self.now) {
                Step::Record(event) => {
                    let line = event.to_line("");
                    if killed {
                        self.journal.extend(&line.as_bytes()[..cut % (line.len() + 1)]);
                        return None;
                    }
                    self.journal.extend(line.as_bytes());
                }
                Step::Token { .. } => course.token(Token::new("1000.abc").unwrap()),
                Step::Send(outgoing) => {
                    sent += 1;
                    // In the end everything works, so that what ends a run is not only that it gives up.
                    let fault = if sent > 60 { Fault::None } else { self.faults.next().unwrap_or(Fault::None) };
                    let answer = self.server.answer(&outgoing, fault);
                    if killed {
                        return None;
                    }
                    course.received(self.now, answer);
                }
                Step::Wait(until, _) => {
                    assert!(until > self.now);
                    self.now = until;
                }
                Step::Done(end) => return Some(end),
            }
            if killed {
                return None;
            }
        }
        None
    }
}

fn is_true(end: &End, server: &Server) {
    match end {
        End::Refused { .. } | End::GaveUp { .. } => assert_eq!(server.jobs, 0, "{end:?}"),
        End::Finished(_) | End::StillRunning { .. } => assert_eq!(server.jobs, 1, "{end:?}"),
        End::Unknown { .. } => assert!(server.jobs <= 1, "{end:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_order_of_answers_failures_and_kills_makes_one_job_at_most(
        faults in prop::collection::vec(prop_oneof![3 => Just(Fault::None), 2 => prop::sample::select(&FAULTS[..])], 0..40),
        kills in prop::collection::vec((0usize..25, 0usize..400), 0..6),
    ) {
        let (mut server, mut journal, mut faults) = (Server::default(), Vec::new(), faults.into_iter());
        let mut run = Run { server: &mut server, journal: &mut journal, faults: &mut faults, now: Duration::ZERO };
        for (kill, cut) in kills {
            if let Some(end) = run.until(Some(kill), cut) {
                is_true(&end, run.server);
            }
            prop_assert!(run.server.jobs <= 1);
        }
        let end = run.until(None, 0).unwrap();
        is_true(&end, run.server);
        // Going on after the end leads to the same end, or to a better one.
        let again = run.until(None, 0).unwrap();
        is_true(&again, run.server);
        if matches!(end, End::Unknown { .. } | End::Refused { .. }) {
            let same = std::mem::discriminant(&end) == std::mem::discriminant(&again);
            prop_assert!(same, "{end:?} became {again:?}");
        }
        prop_assert!(!String::from_utf8_lossy(&journal).contains("s3cret"));
    }
}

/// Every fault at every request of a run, every moment of a kill: with what is certain to follow.
#[test]
fn a_run_survives_one_kill_at_any_byte() {
    let steps = {
        let (mut server, mut journal) = (Server::default(), Vec::new());
        let mut none = std::iter::empty();
        let mut run = Run { server: &mut server, journal: &mut journal, faults: &mut none, now: Duration::ZERO };
        let end = run.until(None, 0).unwrap();
        assert!(
            matches!(end, End::Finished(finished) if finished.outcome == Outcome::PartlyWritten && finished.result.is_some())
        );
        Journal::read(&journal).unwrap().entries.len() + 25
    };
    let (mut unknown, mut finished) = (0, 0);
    for kill in 0..steps {
        for cut in 0..450 {
            let (mut server, mut journal) = (Server::default(), Vec::new());
            let mut none = std::iter::empty();
            let mut run = Run { server: &mut server, journal: &mut journal, faults: &mut none, now: Duration::ZERO };
            let end = run.until(Some(kill), cut).or_else(|| run.until(None, 0)).unwrap();
            is_true(&end, run.server);
            match end {
                End::Unknown { .. } => unknown += 1,
                End::Finished(_) => finished += 1,
                end => panic!("{end:?}"),
            }
        }
    }
    assert!(unknown > 0 && finished > unknown, "{unknown} {finished}");
}

/// What a fault at a request leads to, if all else goes well.
fn after(task: Task, fault: Fault) -> (End, usize) {
    let (mut server, mut course, mut now) = (Server::default(), Course::new(plan()), Duration::ZERO);
    let (mut hit, mut tokens) = (false, 0);
    loop {
        match course.next(now) {
            Step::Record(_) => {}
            Step::Token { .. } => {
                tokens += 1;
                course.token(Token::new("1000.abc").unwrap());
            }
            Step::Send(outgoing) => {
                let fault = if outgoing.task == task && !hit { fault } else { Fault::None };
                hit |= outgoing.task == task;
                let answer = server.answer(&outgoing, fault);
                course.received(now, answer);
            }
            Step::Wait(until, _) => now = until,
            Step::Done(end) => {
                is_true(&end, &server);
                return (end, tokens);
            }
        }
    }
}

#[test]
fn each_answer_leads_to_what_the_table_says() {
    use Fault as F;
    for fault in FAULTS {
        for task in [Task::Upload, Task::Create, Task::Details, Task::Download] {
            let (end, tokens) = after(task, fault);
            let expected = match (task, fault) {
                (_, F::None | F::Refused | F::Part | F::Throttled | F::Unauthorised) => "finished", // tried again
                (Task::Upload | Task::Create, F::SaysNo) => "refused",
                (Task::Create, F::ProxyPassword) => "gave up",
                (Task::Create, _) => "unknown",
                (_, F::LostBefore | F::LostAfter | F::FailedBefore | F::FailedAfter | F::PageAfter)
                | (
                    Task::Details | Task::Download,
                    F::HalfAfter | F::EmptyAfter | F::SaysInternalAfter | F::NoIdAfter,
                ) => "finished",
                (Task::Upload, _) => "gave up",
                (Task::Details, _) => "running",
                _ => "no result",
            };
            let actual = match &end {
                End::Finished(finished) if finished.trouble.is_some() => "no result",
                End::Finished(_) => "finished",
                End::Refused { .. } => "refused",
                End::StillRunning { trouble: Some(_), .. } => "running",
                End::StillRunning { .. } => "waited",
                End::Unknown { .. } => "unknown",
                End::GaveUp { .. } => "gave up",
            };
            assert_eq!(actual, expected, "{task:?} {fault:?}: {end:?}");
            assert_eq!(tokens, if fault == F::Unauthorised { 2 } else { 1 }, "{task:?} {fault:?}");
        }
    }
}

/// Answers every request with the same fault.
fn always(task: Task, fault: Fault) -> (End, usize, Duration) {
    let (mut server, mut course, mut now) = (Server::default(), Course::new(plan()), Duration::ZERO);
    let mut sent = 0;
    loop {
        match course.next(now) {
            Step::Record(_) => {}
            Step::Token { .. } => course.token(Token::new("1000.abc").unwrap()),
            Step::Send(outgoing) => {
                sent += usize::from(outgoing.task == task);
                let fault = if outgoing.task == task { fault } else { Fault::None };
                let answer = server.answer(&outgoing, fault);
                course.received(now, answer);
            }
            Step::Wait(until, _) => now = until,
            Step::Done(end) => return (end, sent, now),
        }
    }
}

#[test]
fn patience_has_an_end() {
    for (task, fault, tries) in [
        (Task::Upload, Fault::Refused, 8),
        (Task::Upload, Fault::LostAfter, 8),
        (Task::Upload, Fault::Unauthorised, 2),
        (Task::Create, Fault::Refused, 8),
        (Task::Create, Fault::Throttled, 8),
        (Task::Create, Fault::Unauthorised, 2),
        (Task::Create, Fault::LostBefore, 1),
        (Task::Details, Fault::FailedBefore, 8),
        (Task::Details, Fault::EmptyAfter, 3),
        (Task::Details, Fault::Redirect, 1),
        (Task::Download, Fault::HalfAfter, 3),
    ] {
        let (end, sent, now) = always(task, fault);
        assert_eq!(sent, tries, "{task:?} {fault:?}: {end:?}");
        assert!(now < Duration::from_secs(15 * 60));
    }
}

#[test]
fn a_job_is_waited_for_as_long_as_planned() {
    for (wait, most) in [(None, 0), (Some(Duration::from_secs(60)), 60)] {
        let mut plan = plan();
        plan.wait = wait;
        let (mut course, mut server, mut now) = (Course::new(plan), Server::default(), Duration::ZERO);
        let end = loop {
            match course.next(now) {
                Step::Record(_) => {}
                Step::Token { .. } => course.token(Token::new("1000.abc").unwrap()),
                Step::Send(outgoing) => {
                    server.polls = 0;
                    let answer = server.answer(&outgoing, Fault::None);
                    course.received(now, answer);
                }
                Step::Wait(until, _) => now = until,
                Step::Done(end) => break end,
            }
        };
        assert!(matches!(end, End::StillRunning { trouble: None, .. }));
        assert_eq!(now.as_secs(), most);
    }
}

#[test]
fn an_answer_that_is_not_waited_for_is_lost() {
    let mut course = Course::new(plan());
    course.token(Token::new("1000.abc").unwrap());
    let mut server = Server::default();
    let mut creates = 0;
    let end = loop {
        match course.next(Duration::ZERO) {
            Step::Send(outgoing) if outgoing.task == Task::Create => creates += 1,
            Step::Send(outgoing) => {
                let answer = server.answer(&outgoing, Fault::None);
                course.received(Duration::ZERO, answer);
                course.received(Duration::ZERO, Err(Failure { sent: Sent::Nothing, reason: String::new() }));
            }
            Step::Done(end) => break end,
            Step::Record(_) => {}
            step => panic!("{step:?}"),
        }
    };
    assert_eq!(creates, 1);
    assert!(matches!(end, End::Unknown { lost: Trouble::Failure(_) }));
}
