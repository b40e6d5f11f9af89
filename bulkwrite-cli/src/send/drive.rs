//! Does what the course of a job says: sends, waits, writes down.

use std::io::{IsTerminal as _, Write as _};

use bulkwrite_core::ApiVersion;
use bulkwrite_core::response::JobDetails;
use bulkwrite_http::http::response::Parts;
use bulkwrite_http::http::{Request, Response};
use bulkwrite_http::{
    Answer, Call, Course, End, Event, JobId, Next, Org, Patience, Site, Step, Task, Token, Trouble, Waiting, read_org,
    request,
};
use bulkwrite_render::escaped;

use super::client::Client;
use super::clock::{Clock, jitter, span};
use super::credentials::Credentials;
use super::store::Store;
use super::verbose;
use crate::terminal::Terminal;

/// Everything that a run talks to.
pub(crate) struct Line<'l> {
    pub(crate) client: Client,
    pub(crate) credentials: Credentials,
    pub(crate) site: &'l Site,
    pub(crate) clock: Clock,
    pub(crate) terminal: &'l Terminal,
    pub(crate) verbose: bool,
    /// Whether standard output is for a program.
    pub(crate) machine: bool,
    pub(crate) patience: Patience,
}

/// Why a run ended without an end.
#[derive(Debug)]
pub(crate) enum Stopped {
    /// Nothing was created; this is why it went no further.
    Before(String),
    /// The job exists; this is why it is not followed.
    After(JobId, String),
}

impl Line<'_> {
    pub(crate) fn token(&self) -> Result<Token, String> {
        self.credentials.token(self.site, &self.client, self.clock)
    }

    /// Prints for people, where they look.
    pub(crate) fn say(&self, text: &str) {
        // Nobody is left to tell when the output is closed; the job goes on.
        if self.machine {
            let mut out = self.terminal.aside();
            let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        } else {
            let mut out = self.terminal.styled();
            let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        }
    }

    pub(crate) fn row(&self, label: &str, value: &str) {
        self.say(&format!("  {label:<25} {}\n", escaped(value)));
    }

    /// Whose token it is and what credits are left; an error of the CRM or of the way there is handed back.
    pub(crate) fn org(&self, version: ApiVersion, token: &mut Token) -> Result<(Org, Option<String>), Trouble> {
        let ask = |token: &Token| request::org(self.site, version, token);
        let (result, last) = self.ask(Task::Org, read_org, token, ask);
        let left = last.as_ref().and_then(|response| response.headers().get("x-api-credits-remaining"));
        let left = left.and_then(|value| value.to_str().ok()).map(str::to_owned);
        result.map(|org| (org, left))
    }

    /// Asks as often as it takes; tells the last answer, too.
    pub(crate) fn ask<T>(
        &self,
        task: Task,
        read: fn(&Parts, &[u8]) -> Answer<T>,
        token: &mut Token,
        request: impl Fn(&Token) -> Request<()>,
    ) -> (Result<T, Trouble>, Option<Response<Vec<u8>>>) {
        let mut call = Call::new(task, read, self.patience, jitter());
        let mut last = None;
        loop {
            match call.next(self.clock.now()) {
                Next::Send => {
                    let request = request(token);
                    let shown = format!("{} {}", request.method(), request.uri());
                    let answer = self.client.get(request);
                    if self.verbose {
                        self.say(&verbose::exchange(task, &shown, &answer));
                    }
                    last = answer.as_ref().ok().cloned();
                    call.received(self.clock.now(), answer);
                }
                Next::Renew => {
                    // Without another token the old one is tried again: the answer says why that is no use.
                    if let Ok(new) = self.token() {
                        *token = new;
                    }
                }
                Next::Wait(until, why) => self.wait(until, &why),
                Next::Done(result) => return (result, last),
            }
        }
    }

    fn wait(&self, until: std::time::Duration, why: &Waiting) {
        if let Waiting::Again { task, trouble } = why {
            let time = span(until.saturating_sub(self.clock.now()) + std::time::Duration::from_millis(999));
            self.terminal.note(escaped(&format!("{task} is tried again in {time}: {trouble}")));
        }
        self.clock.sleep_until(until);
    }

    /// Runs the course to its end.
    pub(crate) fn run(
        &self,
        mut course: Course,
        store: &mut Store,
        zip: &[u8],
        token: Option<Token>,
    ) -> Result<End, Stopped> {
        if let Some(token) = token {
            course.token(token);
        }
        let mut job: Option<JobId> = None;
        for entry in store.journal.latest().map(|(_, entries)| entries).unwrap_or_default() {
            if let Event::Created { id } = &entry.event {
                job = Some(id.clone());
            }
        }
        let stop = |job: &Option<JobId>, message: String| match job {
            Some(id) => Stopped::After(id.clone(), message),
            None => Stopped::Before(message),
        };
        let started = self.clock.now();
        let mut words: Vec<String> = Vec::new();
        loop {
            match course.next(self.clock.now()) {
                Step::Record(event) => {
                    let written = store.append(&event);
                    match &event {
                        Event::Uploaded { file_id } => self.row("uploaded", file_id),
                        Event::Created { id } => {
                            self.row("created", id.as_str());
                            job = Some(id.clone());
                        }
                        Event::Finished { .. } => {
                            let time = span(self.clock.now().saturating_sub(started));
                            self.row("running", &format!("{}, {time}", words.join(" → ")));
                        }
                        _ => {}
                    }
                    if let Err(error) = written {
                        let message = format!("cannot write the journal `{}`: {error}", store.path.display());
                        match event {
                            // What has happened has happened: the journal can be told of it later.
                            Event::Created { id } => self.terminal.warn(escaped(&format!(
                                "{message}; the job is there as {id}: `bulkwrite resume --created {id}` tells the journal"
                            ))),
                            Event::Finished { .. } | Event::Refused { .. } | Event::Saved { .. } => {
                                self.terminal.warn(escaped(&message));
                            }
                            _ => return Err(stop(&job, message)),
                        }
                    }
                }
                Step::Token { .. } => match self.token() {
                    Ok(token) => course.token(token),
                    Err(message) => return Err(stop(&job, message)),
                },
                Step::Send(outgoing) => {
                    let task = outgoing.task;
                    let shown =
                        format!("{} {}", outgoing.request.method(), masked_uri(&outgoing.request.uri().to_string()));
                    let answer = self.client.send(outgoing.request, zip);
                    if self.verbose {
                        self.say(&verbose::exchange(task, &shown, &answer));
                    }
                    if let (Task::Details, Ok(response)) = (task, &answer)
                        && let Ok(details) = JobDetails::from_json(response.body())
                        && let Ok(progress) = details.into_result()
                        && let Some(status) = progress.status.as_ref().map(|status| status.as_str().to_owned())
                        && words.last() != Some(&status)
                    {
                        words.push(status);
                    }
                    course.received(self.clock.now(), answer);
                }
                Step::Wait(until, why) => {
                    if why == Waiting::Running && !self.machine && std::io::stderr().is_terminal() {
                        eprint_progress(&span(self.clock.now().saturating_sub(started)));
                    }
                    self.wait(until, &why);
                }
                Step::Done(end) => return Ok(end),
            }
        }
    }
}

fn masked_uri(uri: &str) -> String {
    bulkwrite_core::callback::masked(uri).into_owned()
}

/// How long the job has been running, on a line that the next one overwrites.
fn eprint_progress(time: &str) {
    let mut out = std::io::stderr();
    let _ = write!(out, "  running                   {time}\r").and_then(|()| out.flush());
}
