//! The course of a job, from its plan to its result.

mod create;
mod plan;
mod resume;

use std::collections::VecDeque;
use std::time::Duration;

use bulkwrite_core::response::JobProgress;
use http::Response;

pub use crate::call::{Failure, Sent, Task, Trouble, Waiting};
use crate::call::{Repeat, Verdict, judge};
use crate::journal::Event;
use crate::{JobId, OrgId, Token, read_details, read_download, read_upload, request};
pub use plan::{Content, End, Finished, IfLost, Outgoing, Plan, Step, ZipFile};

/// A job on its way: says what to do next, and is told what came of it.
///
/// Whoever drives it does what [`next`](Self::next) says, and tells [`received`](Self::received) what came of each
/// request. What is to be recorded must be durable before `next` is called again: then no crash can lead to a second
/// job.
///
/// | | upload | create | details, download |
/// |---|---|---|---|
/// | nothing sent, or not the whole body | again | again, recorded as `not-sent` | again |
/// | lost after the whole body | again | **unknown: stop** | again |
/// | 429 | wait, again | wait, again | wait, again |
/// | 5xx | again | **unknown: stop** | again |
/// | 401 | a new token once, again | the same | the same |
/// | 3xx | stop | **unknown: stop** | stop |
/// | 2xx, unreadable | stop | **unknown: stop** | again, then stop |
/// | the CRM says no | stop | stop | stop |
///
/// A 4xx that is not the CRM's own counts as unknown, too, where it answers a create; that a proxy wants a password
/// (407) is certain not to be.
///
/// ```
/// use std::time::Duration;
///
/// use bulkwrite_core::{ApiVersion, json};
/// use bulkwrite_http::{Body, Course, Plan, Site, Step, Token, ZipFile};
///
/// let text = br#"{ "operation": "insert", "resource": [{ "type": "data", "module": { "api_name": "Leads" } }] }"#;
/// let tree = json::parse(text, &json::Options::default()).root.unwrap();
/// let plan = Plan::new(Site::at("http://127.0.0.1:8080")?, ApiVersion::V8, Body::new(&tree)?)
///     .upload("694902309".parse()?, ZipFile { name: "leads.zip".to_owned(), len: 1_000 });
///
/// let (mut course, now) = (Course::new(plan), Duration::ZERO);
/// assert!(matches!(course.next(now), Step::Record(event) if event.name() == "planned"));
/// assert!(matches!(course.next(now), Step::Token { again: false }));
/// course.token(Token::new("1000.abc")?);
/// assert!(matches!(course.next(now), Step::Send(outgoing) if outgoing.request.uri().path() == "/crm/v8/upload"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Course {
    plan: Plan,
    repeat: Repeat,
    token: Option<Token>,
    /// Whether a token was there and was no good.
    refused_token: bool,
    to_record: VecDeque<Event>,
    file_id: Option<String>,
    creates: u32,
    stage: Stage,
    /// Whether a request is out.
    is_out: bool,
    poll: Duration,
    deadline: Option<Duration>,
    finished: Option<Finished>,
}

#[derive(Clone, Debug)]
enum Stage {
    Upload(Box<(OrgId, ZipFile)>),
    /// The job does not exist.
    Create,
    /// It is on record that the job may exist from now on.
    Recorded,
    Running(JobId),
    Download(String),
    End(Box<End>),
}

/// The first question for a job comes after so long, the next ones less and less often.
const FIRST_POLL: Duration = Duration::from_secs(2);
const LONGEST_POLL: Duration = Duration::from_secs(30);

impl Course {
    /// A course that begins.
    pub fn new(plan: Plan) -> Self {
        let to_record = VecDeque::from([Event::Planned(Box::new(plan.planned.clone()))]);
        Self { to_record, ..Self::at_start(plan) }
    }

    fn at_start(plan: Plan) -> Self {
        let stage = plan.zip.clone().map_or(Stage::Create, |zip| Stage::Upload(Box::new(zip)));
        Self {
            repeat: Repeat::new(plan.patience, plan.jitter),
            token: None,
            refused_token: false,
            to_record: VecDeque::new(),
            file_id: None,
            creates: 0,
            stage,
            is_out: false,
            poll: FIRST_POLL,
            deadline: None,
            finished: None,
            plan,
        }
    }

    /// What comes next. `now` is the time since whatever the caller likes, and never goes back.
    ///
    /// Asking while a request is out means that its answer is lost.
    pub fn next(&mut self, now: Duration) -> Step {
        if self.is_out {
            let reason = "its answer was given up".to_owned();
            self.received(now, Err(Failure { sent: Sent::All, reason }));
        }
        if let Some(event) = self.to_record.pop_front() {
            return Step::Record(event);
        }
        if let Stage::End(end) = &self.stage {
            return Step::Done((**end).clone());
        }
        if let Stage::Running(id) = &self.stage {
            let deadline = match (self.deadline, self.plan.wait) {
                (Some(deadline), _) => deadline,
                (None, Some(wait)) => *self.deadline.insert(now.saturating_add(wait)),
                (None, None) => return self.still_running(id.clone(), None),
            };
            if now >= deadline {
                return self.still_running(id.clone(), None);
            }
            if let Some((until, _)) = &mut self.repeat.wait {
                *until = deadline.min(*until);
            }
        }
        if let Some((until, why)) = self.repeat.waits(now) {
            return Step::Wait(until, why);
        }
        if std::mem::take(&mut self.repeat.wants_token) {
            (self.token, self.refused_token) = (None, true);
        }
        let Some(token) = self.token.clone() else { return Step::Token { again: self.refused_token } };
        if matches!(self.stage, Stage::Create) {
            self.creates += 1;
            self.stage = Stage::Recorded;
            return Step::Record(Event::Creating { number: self.creates });
        }
        match self.outgoing(&token) {
            Ok(outgoing) => {
                self.is_out = true;
                Step::Send(outgoing)
            }
            Err(trouble) => {
                self.without_result(trouble);
                self.next(now)
            }
        }
    }

    /// The access token that was asked for.
    pub fn token(&mut self, token: Token) {
        self.token = Some(token);
    }

    /// Tells what came of the request: an answer, or that none came.
    pub fn received(&mut self, now: Duration, result: Result<Response<Vec<u8>>, Failure>) {
        if !std::mem::take(&mut self.is_out) {
            return;
        }
        let result = result.map(Response::into_parts);
        match self.stage.clone() {
            Stage::Recorded => self.create_ended(now, result),
            Stage::Upload(_) => {
                let answer = result.map(|(parts, body)| read_upload(&parts, &body));
                match self.repeat.heed(Task::Upload, now, judge(Task::Upload, answer)) {
                    Ok(None) => {}
                    Ok(Some(uploaded)) => {
                        let file_id = uploaded.file_id.unwrap_or_default();
                        self.to_record.push_back(Event::Uploaded { file_id: file_id.clone() });
                        self.file_id = Some(file_id);
                        self.stage = Stage::Create;
                    }
                    Err(Trouble::Refused(error)) => self.refused(Task::Upload, error),
                    Err(trouble) => self.end(End::GaveUp { task: Task::Upload, trouble }),
                }
            }
            Stage::Running(id) => {
                let answer = result.map(|(parts, body)| read_details(&parts, &body));
                match self.repeat.heed(Task::Details, now, judge(Task::Details, answer)) {
                    Ok(None) => {}
                    Ok(Some(progress)) => self.progressed(now, id, &progress),
                    Err(trouble) => {
                        let _ = self.still_running(id, Some(trouble));
                    }
                }
            }
            Stage::Download(_) => {
                let answer = result.map(|(parts, body)| read_download(&parts, &body).map(|()| body));
                match self.repeat.heed(Task::Download, now, judge(Task::Download, answer)) {
                    Ok(None) => {}
                    Ok(Some(zip)) => {
                        if let Some(mut finished) = self.finished.take() {
                            finished.result = Some(zip);
                            self.end(End::Finished(finished));
                        }
                    }
                    Err(trouble) => self.without_result(trouble),
                }
            }
            Stage::Create | Stage::End(_) => {}
        }
    }

    fn progressed(&mut self, now: Duration, id: JobId, progress: &JobProgress) {
        if !progress.is_finished() {
            self.repeat.wait = Some((now.saturating_add(self.poll), Waiting::Running));
            self.poll = self.poll.mul_f64(1.5).min(LONGEST_POLL);
            return;
        }
        let url = progress.result.as_ref().and_then(|result| result.download_url.clone());
        let (outcome, totals) = (progress.outcome(), progress.totals());
        // What stands behind the path may be a key to the file.
        let shown = url.as_deref().map(|url| url.split(['?', '#']).next().unwrap_or_default().to_owned());
        self.to_record.push_back(Event::Finished { outcome, totals, url: shown });
        let finished = Finished { id, outcome, totals, result: None, trouble: None };
        match url {
            Some(url) => {
                self.finished = Some(finished);
                self.stage = Stage::Download(url);
            }
            None => self.end(End::Finished(finished)),
        }
    }

    fn without_result(&mut self, trouble: Trouble) {
        if let Some(mut finished) = self.finished.take() {
            finished.trouble = Some(trouble);
            self.end(End::Finished(finished));
        }
    }

    fn outgoing(&self, token: &Token) -> Result<Outgoing, Trouble> {
        let Plan { site, version, .. } = &self.plan;
        let outgoing = |task, request: http::Request<Content>| Outgoing { task, request, if_lost: IfLost::Repeat };
        Ok(match &self.stage {
            Stage::Upload(zip) => {
                let (org, ZipFile { name, len }) = &**zip;
                let upload = request::upload(site, *version, org, token, name, *len);
                outgoing(Task::Upload, upload.request.map(|()| Content::Zip { head: upload.head, tail: upload.tail }))
            }
            Stage::Create | Stage::Recorded | Stage::End(_) => {
                let body = self.plan.body.filled(self.file_id.as_deref().unwrap_or_default());
                let request = request::create_from(site, *version, body, token).map(Content::Bytes);
                Outgoing { if_lost: IfLost::NeverRepeat, ..outgoing(Task::Create, request) }
            }
            Stage::Running(id) => {
                let request = request::details(site, *version, id, token);
                outgoing(Task::Details, request.map(|()| Content::None))
            }
            Stage::Download(url) => {
                let request = request::download(site, url, token).map_err(Trouble::Foreign)?;
                outgoing(Task::Download, request.map(|()| Content::None))
            }
        })
    }

    fn still_running(&mut self, id: JobId, trouble: Option<Trouble>) -> Step {
        let end = End::StillRunning { id, trouble };
        self.end(end.clone());
        Step::Done(end)
    }

    fn refused(&mut self, task: Task, error: bulkwrite_core::response::ApiError) {
        self.to_record.push_back(Event::Refused { answer: error.clone() });
        self.end(End::Refused { task, error });
    }

    fn end(&mut self, end: End) {
        self.stage = Stage::End(Box::new(end));
    }
}
