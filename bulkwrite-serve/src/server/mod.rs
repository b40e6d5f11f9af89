//! The stand-in behind a socket.

mod answer;
mod body;
mod guard;

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::runtime;
use tokio::sync::{Semaphore, mpsc};

use crate::record::Recorder;
use crate::{Fault, Job, Options, Reaction, Record, Standin, StartError};
use answer::{Answer, Dropped};
use guard::Guard;

/// Where a server listens, and what it keeps.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// How the stand-in behaves.
    pub options: Options,
    /// Where it listens: on this machine alone, unless [`open`](Self::open) is set. Port 0 stands for any that is free.
    pub address: SocketAddr,
    /// Whether other machines may reach it.
    pub open: bool,
    /// The names that it may be called by, beside addresses and `localhost`.
    pub names: Vec<String>,
    /// The folder for its state, which stays. Without one a temporary folder is made, and removed at the end.
    pub folder: Option<PathBuf>,
    /// The Postman collection to write what came in to.
    pub record: Option<PathBuf>,
    /// How long nothing may come of a request that is not whole, and a third of the time that all of it may take.
    pub patience: Duration,
    /// Whether it ends when the process is asked to, by Ctrl-C or a signal.
    pub signals: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            options: Options::default(),
            address: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
            open: false,
            names: Vec::new(),
            folder: None,
            record: None,
            patience: Duration::from_secs(10),
            signals: false,
        }
    }
}

/// A stand-in that listens until it is dropped.
///
/// ```
/// use std::io::{Read, Write};
/// use std::net::TcpStream;
///
/// let crm = bulkwrite_serve::Server::start()?;
/// let mut stream = TcpStream::connect(crm.address())?;
/// write!(stream, "GET /crm/v8/org HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", crm.address())?;
/// let mut answer = String::new();
/// stream.read_to_string(&mut answer)?;
/// assert!(answer.starts_with("HTTP/1.1 401 "));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<Ended>>,
}

/// How a server ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It was told to, by a signal or because it was dropped.
    Stopped,
    /// By the fault `kill`: it closed its port and every connection at once.
    Killed,
}

/// What every connection has to do with.
#[derive(Debug)]
struct Shared {
    inner: Mutex<Inner>,
    guard: Guard,
    /// Large bodies that may be read at the same time: each is held in memory.
    bodies: Semaphore,
    patience: Duration,
    stop: mpsc::UnboundedSender<Ended>,
}

#[derive(Debug)]
struct Inner {
    standin: Standin,
    recorder: Option<Recorder>,
}

/// More than any client opens.
const CONNECTIONS: usize = 256;
/// How many large bodies are held in memory at most.
const BODIES: usize = 8;
/// How often time passes for the jobs.
const TICK: Duration = Duration::from_millis(50);

impl Server {
    /// Starts one with default options on a free port of this machine.
    pub fn start() -> Result<Self, StartError> {
        Self::with(Settings::default())
    }

    /// Starts one.
    pub fn with(settings: Settings) -> Result<Self, StartError> {
        let Settings { options, address, open, names, folder, record, patience, signals } = settings;
        if !open && !address.ip().is_loopback() {
            return Err(StartError::NotLoopback(address.ip()));
        }
        let standin = match folder {
            Some(folder) => Standin::in_folder(options, &folder)?,
            None => Standin::in_temporary_folder(options)?,
        };
        let recorder = record.as_deref().map(Recorder::new).transpose().map_err(StartError::Folder)?;
        let runtime = runtime::Builder::new_current_thread().enable_all().build().map_err(StartError::Listen)?;
        let listener = runtime.block_on(TcpListener::bind(address)).map_err(StartError::Listen)?;
        let address = listener.local_addr().map_err(StartError::Listen)?;
        let signals = {
            let _context = runtime.enter();
            signals.then(Signals::new).transpose().map_err(StartError::Listen)?
        };
        let (stop, mut stopped) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared {
            inner: Mutex::new(Inner { standin, recorder }),
            guard: Guard::new(open, names),
            bodies: Semaphore::new(BODIES),
            patience,
            stop,
        });
        let of_thread = Arc::clone(&shared);
        let run = move || {
            // All that still runs when this ends is dropped with the runtime, connections included.
            runtime.block_on(async {
                if let Some(signals) = signals {
                    let shared = Arc::clone(&of_thread);
                    tokio::spawn(async move {
                        signals.come().await;
                        let _ = shared.stop.send(Ended::Stopped);
                    });
                }
                tokio::spawn(pass_time(Arc::clone(&of_thread)));
                tokio::spawn(accept(listener, of_thread));
                stopped.recv().await.unwrap_or(Ended::Stopped)
            })
        };
        let thread = std::thread::Builder::new().name("bulkwrite-serve".to_owned()).spawn(run);
        Ok(Self { address, shared, thread: Some(thread.map_err(StartError::Listen)?) })
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its URL, which stands for that of the API, of uploads and of accounts: `http://127.0.0.1:49152`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The jobs, in the order in which they were created.
    pub fn jobs(&self) -> Vec<Job> {
        self.shared.lock().standin.jobs().to_vec()
    }

    /// The records of a module.
    pub fn records(&self, module: &str) -> Vec<Record> {
        self.shared.lock().standin.records(module).to_vec()
    }

    /// Adds a fault.
    pub fn fault(&self, fault: Fault) {
        self.shared.lock().standin.fault(fault);
    }

    /// Takes all faults away.
    pub fn clear_faults(&self) {
        self.shared.lock().standin.clear_faults();
    }

    /// Waits until it ends: by a signal, if it heeds them, or by the fault `kill`.
    pub fn wait(mut self) -> Ended {
        self.thread.take().and_then(|thread| thread.join().ok()).unwrap_or(Ended::Stopped)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.shared.stop.send(Ended::Stopped);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads a request and does what the stand-in says about it.
    async fn respond(self: Arc<Self>, request: Request<Incoming>) -> Result<Response<Answer>, Dropped> {
        if let Some(refused) = self.guard.refuse(&request) {
            return Ok(refused.map(Answer::whole));
        }
        let (head, body) = request.into_parts();
        let (bytes, _turn) = match body::read(&head, body, &self.bodies, self.patience).await {
            Ok(read) => read,
            Err(body::Failure::Refused(answer)) => return Ok((*answer).map(Answer::whole)),
            Err(body::Failure::Broken) => return Err(Dropped),
        };
        let reaction = {
            let mut inner = self.lock();
            let is_control = head.uri.path().trim_start_matches('/').starts_with("_bulkwrite");
            let reaction = inner.standin.handle(Request::from_parts(head, bytes), SystemTime::now());
            let Inner { standin, recorder } = &mut *inner;
            if let (Some(recorder), Some(seen), false) = (recorder.as_mut(), standin.last_seen(), is_control)
                && recorder.add(seen).is_err()
            {
                // A full disk ends the record, not the stand-in.
                inner.recorder = None;
            }
            reaction
        };
        self.act(reaction).await
    }

    async fn act(&self, mut reaction: Reaction) -> Result<Response<Answer>, Dropped> {
        loop {
            match reaction {
                Reaction::Answer(answer) => return Ok(answer.map(Answer::whole)),
                Reaction::Half(answer) => return Ok(answer.map(|body| Answer::half(&body))),
                Reaction::Drop => return Err(Dropped),
                Reaction::Kill => {
                    let _ = self.stop.send(Ended::Killed);
                    return Err(Dropped);
                }
                Reaction::Late(delay, then) => {
                    tokio::time::sleep(delay).await;
                    reaction = *then;
                }
            }
        }
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // Too many open files, say: it passes.
            tokio::time::sleep(TICK).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let (shared, patience) = (Arc::clone(&shared), shared.patience);
        tokio::spawn(async move {
            let service = service_fn(move |request| Arc::clone(&shared).respond(request));
            let _ = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(patience)
                .title_case_headers(true)
                .max_buf_size(64 * 1024)
                .serve_connection(TokioIo::new(stream), service)
                .await;
            drop(place);
        });
    }
}

/// Lets time pass, and calls what has become due.
async fn pass_time(shared: Arc<Shared>) {
    loop {
        tokio::time::sleep(TICK).await;
        let calls = {
            let mut inner = shared.lock();
            inner.standin.tick(SystemTime::now());
            inner.standin.take_calls()
        };
        for call in calls {
            let shared = Arc::clone(&shared);
            let deliver = move || {
                let outcome = call.send();
                shared.lock().standin.called(&call.job, outcome);
            };
            let _ = std::thread::Builder::new().name("bulkwrite-callback".to_owned()).spawn(deliver);
        }
    }
}

/// What asks the process to end. From when this is there on, asking does not end it at once.
#[cfg(unix)]
struct Signals([tokio::signal::unix::Signal; 3]);

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
        let [interrupt, terminate, hangup] = kinds.map(signal);
        Ok(Self([interrupt?, terminate?, hangup?]))
    }

    /// Waits until one comes.
    async fn come(mut self) {
        std::future::poll_fn(|cx| {
            let came = self.0.iter_mut().any(|signal| signal.poll_recv(cx).is_ready());
            if came { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
        })
        .await;
    }
}

/// What asks the process to end.
#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    #[allow(clippy::unnecessary_wraps, reason = "as elsewhere")]
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn come(self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}
