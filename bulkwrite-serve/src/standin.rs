//! The stand-in itself: what it remembers, and how it answers.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use bulkwrite_core::response::ErrorCode;
use bulkwrite_core::{ApiVersion, Basis, Checker};
use bytes::Bytes;
use http::header::HeaderName;
use http::{Request as HttpRequest, Response};
use serde_json::Value;

use crate::answer::{Order, because, error, known, wrong};
use crate::deliver::Call;
use crate::fault::{Cut, Effect, Faults};
use crate::fields::Fields;
use crate::ids::Ids;
use crate::job::{Job, Phase};
use crate::records::{Record, Records};
use crate::request::Request;
use crate::route::Route;
use crate::seen::{Entry, Seen};
use crate::store::Store;
use crate::token::Tokens;
use crate::upload::Upload;
use crate::{Fault, Options, Step};

/// A stand-in for the Bulk Write API, without a socket: requests and the time come in, answers go out.
///
/// ```
/// use bulkwrite_serve::{Options, Reaction, Standin};
/// use bytes::Bytes;
/// use http::Request;
/// use std::time::SystemTime;
///
/// let mut standin = Standin::new(Options::default())?;
/// let request = Request::post("/crm/bulk/v2/write")
///     .header("Authorization", "Zoho-oauthtoken 1000.a.b")
///     .body(Bytes::from_static(br#"{ "operation": "insert", "resource": [{ "type": "data", "module": "Leads" }] }"#))?;
/// let Reaction::Answer(answer) = standin.handle(request, SystemTime::now()) else { unreachable!() };
/// assert_eq!(answer.status(), 400);
/// assert_eq!(answer.headers()["x-bulkwrite-basis"], "observed");
/// assert!(answer.body().starts_with(br#"{"status":"error","code":"MISSING_REQUIRED_KEY""#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Standin {
    pub(crate) options: Options,
    pub(crate) fields: Fields,
    pub(crate) ids: Ids,
    pub(crate) store: Store,
    pub(crate) uploads: HashMap<String, Upload>,
    pub(crate) jobs: Vec<Job>,
    /// How many of the first jobs have ended.
    ended: usize,
    /// Where each job is, by its id.
    pub(crate) places: HashMap<String, usize>,
    pub(crate) records: Records,
    /// One for each version that was asked for.
    pub(crate) checkers: HashMap<ApiVersion, Checker>,
    pub(crate) seen: Seen,
    tokens: Tokens,
    faults: Faults,
    pub(crate) credits: u64,
    /// The callbacks that are to be called.
    pub(crate) calls: Vec<Call>,
}

/// What the stand-in does about a request.
#[derive(Debug)]
pub enum Reaction {
    /// Answers it.
    Answer(Response<Bytes>),
    /// Sends the first half of the answer and closes the connection.
    Half(Response<Bytes>),
    /// Closes the connection.
    Drop,
    /// Ends itself, as if it were killed.
    Kill,
    /// Waits, and then does something.
    Late(std::time::Duration, Box<Reaction>),
}

impl Reaction {
    /// The answer, however late it comes, if the whole of it is sent.
    pub fn into_answer(self) -> Option<Response<Bytes>> {
        match self {
            Self::Answer(answer) => Some(answer),
            Self::Late(_, then) => then.into_answer(),
            Self::Half(_) | Self::Drop | Self::Kill => None,
        }
    }
}

/// Why a stand-in cannot be had.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// The metadata of a module cannot be read.
    Metadata {
        /// The module.
        module: String,
        /// What is wrong.
        reason: String,
    },
    /// The folder for its state cannot be used.
    Folder(io::Error),
    /// The journal in the folder has a line that nobody wrote.
    Journal {
        /// The line, from 1.
        line: usize,
    },
    /// The address cannot be listened on.
    Listen(io::Error),
    /// The address is not one of this machine, and that was not asked for.
    NotLoopback(std::net::IpAddr),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Metadata { module, reason } => {
                write!(f, "the metadata of `{}` cannot be read: {reason}", module.escape_debug())
            }
            Self::Folder(error) => write!(f, "the folder for the state cannot be used: {error}"),
            Self::Journal { line } => {
                write!(
                    f,
                    "line {line} of `state.jsonl` is not one that the stand-in writes: name another folder, or empty this one"
                )
            }
            Self::Listen(error) => write!(f, "cannot listen: {error}"),
            Self::NotLoopback(address) => write!(f, "{address} is reachable from other machines"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Folder(error) | Self::Listen(error) => Some(error),
            _ => None,
        }
    }
}

/// A fault that a client asks for with its own request.
pub(crate) const FAULT: HeaderName = HeaderName::from_static("x-bulkwrite-fault");
/// The credits that are left.
const CREDITS: HeaderName = HeaderName::from_static("x-api-credits-remaining");

/// What an organisation has for a day, and what a new job costs.
///
/// Source: `www.zoho.com/crm/developer/docs/api/v8/api-limits.html`.
const DAILY_CREDITS: u64 = 100_000;
pub(crate) const JOB_CREDITS: u64 = 500;

impl Standin {
    /// A stand-in that keeps everything in memory.
    pub fn new(options: Options) -> Result<Self, StartError> {
        Self::with_store(options, Store::memory())
    }

    /// A stand-in that keeps files in a temporary folder, which is removed when it is dropped.
    pub(crate) fn in_temporary_folder(options: Options) -> Result<Self, StartError> {
        Self::with_store(options, Store::temporary().map_err(StartError::Folder)?)
    }

    /// A stand-in that keeps everything in a folder, and goes on where the last one with this folder stopped.
    ///
    /// Requests that were seen and faults are not kept.
    pub fn in_folder(options: Options, folder: &Path) -> Result<Self, StartError> {
        let (store, lines) = Store::folder(folder).map_err(StartError::Folder)?;
        let mut standin = Self::with_store(options, store)?;
        for (at, line) in lines.iter().enumerate() {
            standin.restore(line).ok_or(StartError::Journal { line: at + 1 })?;
        }
        Ok(standin)
    }

    fn with_store(options: Options, store: Store) -> Result<Self, StartError> {
        let fields = Fields::new(&options).map_err(|(module, reason)| StartError::Metadata { module, reason })?;
        Ok(Self {
            fields,
            ids: Ids::new(&options.organisation),
            store,
            uploads: HashMap::new(),
            jobs: Vec::new(),
            ended: 0,
            places: HashMap::new(),
            records: Records::default(),
            checkers: HashMap::new(),
            seen: Seen::default(),
            tokens: Tokens::default(),
            faults: Faults::new(&options.faults, options.chaos),
            credits: DAILY_CREDITS,
            calls: Vec::new(),
            options,
        })
    }

    /// Forgets everything but the options.
    pub fn reset(&mut self) -> io::Result<()> {
        self.store.clear()?;
        self.ids = Ids::new(&self.options.organisation);
        self.uploads.clear();
        self.jobs.clear();
        self.ended = 0;
        self.places.clear();
        self.records = Records::default();
        self.seen = Seen::default();
        self.tokens = Tokens::default();
        self.faults = Faults::new(&self.options.faults, self.options.chaos);
        self.credits = DAILY_CREDITS;
        self.calls.clear();
        Ok(())
    }

    /// The jobs, in the order in which they were created.
    pub fn jobs(&self) -> &[Job] {
        &self.jobs
    }

    /// The records of a module.
    pub fn records(&self, module: &str) -> &[Record] {
        self.records.of(module)
    }

    /// Adds a fault.
    pub fn fault(&mut self, fault: Fault) {
        self.faults.add(fault);
    }

    /// Takes all faults away, chaos included.
    pub fn clear_faults(&mut self) {
        self.faults.clear();
    }

    pub(crate) fn faults_json(&self) -> String {
        self.faults.to_json()
    }

    /// The requests that were seen lately, for the record of another program.
    pub(crate) fn last_seen(&self) -> Option<&Entry> {
        self.seen.last()
    }

    /// Reacts to a request.
    pub fn handle(&mut self, request: HttpRequest<Bytes>, now: SystemTime) -> Reaction {
        let (head, body) = request.into_parts();
        let (method, path) = (head.method.as_str(), head.uri.path());
        let request =
            Request { path, query: head.uri.query().unwrap_or_default(), headers: &head.headers, body: &body };
        let route = Route::of(path);
        if let Route::Control(what) = &route {
            return Reaction::Answer(self.control(method, what, &request, now));
        }
        self.tick(now);
        let step = route.step();
        let effect = match request.header(FAULT.as_str()).map(Effect::read) {
            None => self.faults.draw(step, method, path),
            Some(Ok(effect)) => effect,
            Some(Err(why)) => {
                let answer = known(ErrorCode::InvalidRequest, Order::CodeFirst, &format!("X-Bulkwrite-Fault: {why}"));
                self.seen.add(method, &request, step, Some(&answer), "", now);
                return Reaction::Answer(answer);
            }
        };
        let reaction = self.react(method, &route, &request, &effect, now);
        let told = match &reaction {
            Reaction::Answer(answer) | Reaction::Half(answer) => Some(answer),
            _ => None,
        };
        let fault = if effect.is_nothing() {
            String::new()
        } else {
            Fault { effect: effect.clone(), ..Fault::default() }.to_json()
        };
        self.seen.add(method, &request, step, told, &fault, now);
        match effect.delay {
            Some(delay) => Reaction::Late(delay, Box::new(reaction)),
            None => reaction,
        }
    }

    fn react(
        &mut self,
        method: &str,
        route: &Route<'_>,
        request: &Request<'_>,
        effect: &Effect,
        now: SystemTime,
    ) -> Reaction {
        let wrong = wrong(effect);
        let is_done = effect.after || (wrong.is_none() && !effect.kill && effect.cut != Some(Cut::Before));
        let answer = is_done.then(|| self.answer(method, route, request, effect, now));
        if effect.kill {
            return Reaction::Kill;
        }
        match (wrong.or(answer), effect.cut) {
            (Some(answer), None) if effect.truncate => Reaction::Answer(truncated(answer)),
            (Some(answer), None) => Reaction::Answer(answer),
            (Some(answer), Some(Cut::Half)) => Reaction::Half(answer),
            _ => Reaction::Drop,
        }
    }

    /// The answer to a request with which nothing goes wrong.
    fn answer(
        &mut self,
        method: &str,
        route: &Route<'_>,
        request: &Request<'_>,
        effect: &Effect,
        now: SystemTime,
    ) -> Response<Bytes> {
        if *route == Route::Unknown {
            let why = format!("there is no `{}`", request.path);
            return known(ErrorCode::InvalidUrlPattern, Order::CodeFirst, &why);
        }
        if method != route.method() {
            let why = format!("`{}` takes {}, not {method}", request.path, route.method());
            return known(ErrorCode::InvalidRequestMethod, Order::CodeFirst, &why);
        }
        let refused = match route {
            Route::Token => None,
            Route::Upload(_) | Route::Download(_) => request.unauthorised_file(),
            _ => request.unauthorised(),
        };
        if let Some(refused) = refused {
            return refused;
        }
        let mut answer = match route {
            Route::Token => {
                let (lifetime, limited) = (self.options.token_lifetime.0, !self.options.no_token_limit);
                return self.tokens.answer(request, lifetime, limited, now);
            }
            Route::Users => self.users(),
            Route::Org(version) => self.org(*version),
            Route::Fields => self.module_fields(request),
            Route::Upload(version) => self.upload(*version, request, now),
            Route::Create(version) => self.create(*version, request, effect.job, now),
            Route::Details(version, job) => self.details(*version, job, request, now),
            Route::Download(job) => self.download(job, now),
            Route::Control(_) | Route::Unknown => known(ErrorCode::InvalidUrlPattern, Order::CodeFirst, ""),
        };
        answer.headers_mut().insert(CREDITS, self.credits.into());
        answer
    }

    /// Lets time pass: jobs go on, and callbacks become due.
    pub fn tick(&mut self, now: SystemTime) {
        if matches!(self.options.pace, crate::Pace::Time(_)) {
            for at in self.ended..self.jobs.len() {
                self.advance(at, now);
            }
            let has_ended = |job: &Job| job.phase == Phase::Ended;
            while self.jobs.get(self.ended).is_some_and(has_ended) {
                self.ended += 1;
            }
        }
    }

    /// The callbacks that are to be called now; each is handed out once.
    pub fn take_calls(&mut self) -> Vec<Call> {
        std::mem::take(&mut self.calls)
    }

    /// Writes down what happened.
    pub(crate) fn note(&mut self, lines: &str) -> io::Result<()> {
        self.store.note(lines)
    }

    /// Does again what a line of the journal says.
    fn restore(&mut self, line: &str) -> Option<()> {
        let line: Value = serde_json::from_str(line).ok()?;
        if let Some(upload) = line.get("upload") {
            let id = upload.get("id")?.as_str()?.to_owned();
            self.ids.taken(&id);
            self.uploads.insert(id, Upload::default());
        } else if let Some(job) = line.get("job") {
            let job = Job::from_line(job.as_object()?, |version, text| {
                // What was accepted once is accepted again, whatever the metadata says now.
                let options = bulkwrite_core::Options::default().version(version.parse::<ApiVersion>().ok());
                Checker::new(options).job_from_json(text.as_bytes()).ok()
            })?;
            self.ids.taken(&job.id);
            if let Some(&at) = self.places.get(&job.id) {
                self.jobs[at] = job;
            } else {
                self.credits = self.credits.saturating_sub(JOB_CREDITS);
                self.add_job(job);
            }
            for record in line.get("records").and_then(Value::as_array).into_iter().flatten() {
                let fields = record.get("fields")?.as_object()?;
                let fields = fields.iter().map(|(field, value)| Some((field.clone(), value.as_str()?.to_owned())));
                let record_id = record.get("id")?.as_str()?.to_owned();
                self.ids.taken(&record_id);
                let record_fields = fields.collect::<Option<_>>()?;
                let module = record.get("module")?.as_str()?;
                self.records.module(module).put(Record { id: record_id, fields: record_fields });
            }
        } else {
            return None;
        }
        Some(())
    }

    pub(crate) fn add_job(&mut self, job: Job) -> usize {
        self.places.insert(job.id.clone(), self.jobs.len());
        self.jobs.push(job);
        self.jobs.len() - 1
    }

    /// The answer when the disk does not do what it should.
    pub(crate) fn broken_disk(error: &io::Error) -> Response<Bytes> {
        known(ErrorCode::InternalError, Order::CodeFirst, &format!("the stand-in cannot store its files: {error}"))
    }

    /// The answer to what is not found.
    pub(crate) fn not_found(why: &str) -> Response<Bytes> {
        let code = ErrorCode::ResourceNotFound;
        let message = "The requested resource doesn't exist.";
        let body = bulkwrite_core::response::ApiError::new(code, message);
        because(error(404, Basis::Documented, Order::CodeFirst, &body), why)
    }
}

/// The first half of a body, as if it were all.
fn truncated(answer: Response<Bytes>) -> Response<Bytes> {
    answer.map(|body| body.slice(..body.len() / 2))
}

impl Step {
    /// The step that a request is of.
    pub(crate) fn of_path(path: &str) -> Option<Self> {
        Route::of(path).step()
    }
}
