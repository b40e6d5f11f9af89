//! One request that may be repeated: for a token, the organisation, fields; and what leads to a repetition.

use std::fmt;
use std::time::Duration;

use bulkwrite_core::response::ApiError;
use http::response::Parts;
use http::{Response, StatusCode};

use crate::patience::{Jitter, Tries};
use crate::{Answer, ForeignHost, Patience};

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Task {
    /// To trade a secret for an access token.
    Token,
    /// To learn whose token it is.
    Org,
    /// To read the fields of a module.
    Fields,
    /// To upload the file.
    Upload,
    /// To create the job.
    Create,
    /// To ask how far the job has come.
    Details,
    /// To fetch the result.
    Download,
}

impl Task {
    /// What is done, in words: `the upload`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Token => "the request for a token",
            Self::Org => "the question for the organisation",
            Self::Fields => "the question for the fields",
            Self::Upload => "the upload",
            Self::Create => "the creation of the job",
            Self::Details => "the question for the job",
            Self::Download => "the download of the result",
        }
    }
}

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How much of a request may have arrived when no whole answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sent {
    /// Not a byte of it: refused, no such host, no TLS, no time left while connecting.
    Nothing,
    /// The body was not wholly taken.
    Part,
    /// All of it, or nobody knows.
    All,
}

/// A request that got no whole answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// How much may have arrived.
    pub sent: Sent,
    /// What happened, in words.
    pub reason: String,
}

/// Why something did not work out.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Trouble {
    /// No whole answer came.
    Failure(Failure),
    /// The CRM says no.
    Refused(ApiError),
    /// The token is no good, nor is a new one.
    Unauthorised(ApiError),
    /// Too much at once, or too much today.
    Throttled,
    /// An answer came, and it is none of the CRM's.
    Broken {
        /// The status.
        status: StatusCode,
        /// What there is instead.
        excerpt: String,
    },
    /// The result is where no token may go.
    Foreign(ForeignHost),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failure(failure) => f.write_str(&failure.reason),
            Self::Refused(error) => write!(f, "the CRM says {error}"),
            Self::Unauthorised(error) => write!(f, "the token is not accepted: {error}"),
            Self::Throttled => f.write_str("too many requests: the CRM takes no more for now"),
            Self::Broken { status, excerpt } if status.is_redirection() => {
                write!(f, "the answer is a redirect (HTTP {}), which is not followed: {excerpt}", status.as_u16())
            }
            Self::Broken { status, excerpt } => write!(f, "the answer is HTTP {} with {excerpt}", status.as_u16()),
            Self::Foreign(foreign) => foreign.fmt(f),
        }
    }
}

/// What follows from an answer to a request that may be repeated.
pub(crate) enum Verdict<T> {
    Done(T),
    /// Again, not before what the server asks for; at most so many times.
    Again {
        trouble: Trouble,
        asked: Option<Duration>,
        most: u32,
    },
    NewToken(Trouble),
    Stop(Trouble),
}

/// Access tokens are throttled by the ten minutes: once more after a minute, then not.
const TOKEN_WAIT: Duration = Duration::from_secs(60);
const UNREADABLE_TRIES: u32 = 3;

pub(crate) fn judge<T>(task: Task, result: Result<Answer<T>, Failure>) -> Verdict<T> {
    let again = |trouble| Verdict::Again { trouble, asked: None, most: u32::MAX };
    let answer = match result {
        Ok(answer) => answer,
        Err(failure) => return again(Trouble::Failure(failure)),
    };
    match answer {
        Answer::Done(value) => Verdict::Done(value),
        Answer::Refused(error) => Verdict::Stop(Trouble::Refused(error)),
        Answer::Unauthorised(error) if task == Task::Token => Verdict::Stop(Trouble::Unauthorised(error)),
        Answer::Unauthorised(error) => Verdict::NewToken(Trouble::Unauthorised(error)),
        Answer::Throttled { retry_after } if task == Task::Token => {
            let asked = Some(retry_after.map_or(TOKEN_WAIT, |asked| asked.max(TOKEN_WAIT)));
            Verdict::Again { trouble: Trouble::Throttled, asked, most: 2 }
        }
        Answer::Throttled { retry_after } => {
            Verdict::Again { trouble: Trouble::Throttled, asked: retry_after, most: u32::MAX }
        }
        Answer::Broken { status, excerpt } => {
            let trouble = Trouble::Broken { status, excerpt };
            let is_read = !matches!(task, Task::Upload | Task::Token);
            // What is not implemented will not be in a minute.
            if status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED {
                again(trouble)
            } else if status.is_success() && is_read {
                Verdict::Again { trouble, asked: None, most: UNREADABLE_TRIES }
            } else {
                Verdict::Stop(trouble)
            }
        }
    }
}

/// Waits, renews and repeats: what all requests share that may be repeated.
#[derive(Clone, Debug)]
pub(crate) struct Repeat {
    pub(crate) patience: Patience,
    pub(crate) jitter: Jitter,
    pub(crate) wait: Option<(Duration, Waiting)>,
    pub(crate) wants_token: bool,
    tries: Tries,
    renewed: bool,
}

/// What is waited for.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Waiting {
    /// A request is sent again, for this reason.
    Again {
        /// What it is for.
        task: Task,
        /// Why once more.
        trouble: Trouble,
    },
    /// The job is running.
    Running,
}

impl Repeat {
    pub(crate) fn new(patience: Patience, jitter: u64) -> Self {
        let (tries, jitter) = (Tries::default(), Jitter(jitter));
        Self { patience, jitter, wait: None, wants_token: false, tries, renewed: false }
    }

    /// What was asked for, `None` if it is asked for again, or why there will be nothing.
    pub(crate) fn heed<T>(&mut self, task: Task, now: Duration, verdict: Verdict<T>) -> Result<Option<T>, Trouble> {
        match verdict {
            Verdict::Done(value) => {
                self.fresh();
                Ok(Some(value))
            }
            Verdict::Stop(trouble) => Err(trouble),
            Verdict::NewToken(trouble) if self.renewed => Err(trouble),
            Verdict::NewToken(_) => {
                (self.renewed, self.wants_token) = (true, true);
                Ok(None)
            }
            Verdict::Again { trouble, asked, most } => {
                let patience = Patience { tries: self.patience.tries.min(most), ..self.patience };
                match self.tries.again(&patience, now, asked, &mut self.jitter) {
                    Some(until) => {
                        self.wait = Some((until, Waiting::Again { task, trouble }));
                        Ok(None)
                    }
                    None => Err(trouble),
                }
            }
        }
    }

    /// Forgets the failures: something else is asked for now.
    pub(crate) fn fresh(&mut self) {
        self.tries.reset();
        self.renewed = false;
    }

    /// Until when to wait, if that is not yet.
    pub(crate) fn waits(&mut self, now: Duration) -> Option<(Duration, Waiting)> {
        let wait = self.wait.take().filter(|(until, _)| now < *until);
        self.wait.clone_from(&wait);
        wait
    }
}

/// One request that may be repeated.
///
/// ```
/// use std::time::Duration;
///
/// use bulkwrite_http::{Call, Next, Patience, Task, read_org};
///
/// let mut call = Call::new(Task::Org, read_org, Patience::default(), 7);
/// assert!(matches!(call.next(Duration::ZERO), Next::Send));
/// call.received(Duration::ZERO, Ok(http::Response::builder().status(503).body(Vec::new()).unwrap()));
/// assert!(matches!(call.next(Duration::ZERO), Next::Wait(until, _) if until <= Duration::from_secs(1)));
/// ```
#[derive(Debug)]
pub struct Call<T> {
    task: Task,
    read: fn(&Parts, &[u8]) -> Answer<T>,
    repeat: Repeat,
    result: Option<Result<T, Trouble>>,
}

/// What comes next in a [`Call`].
#[derive(Debug, PartialEq)]
pub enum Next<T> {
    /// Send the request.
    Send,
    /// Get another access token, then go on.
    Renew,
    /// Wait until this time.
    Wait(Duration, Waiting),
    /// That was it.
    Done(Result<T, Trouble>),
}

impl<T> Call<T> {
    /// A call whose answer is read by one of the `read_…` functions. `jitter` is any number that others do not have.
    pub fn new(task: Task, read: fn(&Parts, &[u8]) -> Answer<T>, patience: Patience, jitter: u64) -> Self {
        Self { task, read, repeat: Repeat::new(patience, jitter), result: None }
    }

    /// What comes next. `now` is the time since whatever the caller likes, and never goes back.
    pub fn next(&mut self, now: Duration) -> Next<T> {
        if let Some(result) = self.result.take() {
            return Next::Done(result);
        }
        if let Some((until, why)) = self.repeat.waits(now) {
            return Next::Wait(until, why);
        }
        if std::mem::take(&mut self.repeat.wants_token) {
            return Next::Renew;
        }
        Next::Send
    }

    /// Tells what came of the request.
    pub fn received(&mut self, now: Duration, result: Result<Response<Vec<u8>>, Failure>) {
        let answer = result.map(|response| {
            let (parts, body) = response.into_parts();
            (self.read)(&parts, &body)
        });
        self.result = self.repeat.heed(self.task, now, judge(self.task, answer)).transpose();
    }
}
