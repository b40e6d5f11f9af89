//! Sends requests, and tells how much of one may have arrived when no answer comes.

use std::io::{self, Cursor, Read};
use std::path::Path;
use std::time::Duration;

use bulkwrite_http::http::{Request, Response};
use bulkwrite_http::{Content, Failure, Sent, Site};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Error, Proxy, SendBody, Timeout};

const CONNECT: Duration = Duration::from_secs(20);
/// The CRM answers in seconds; what is between may hold an answer back for a minute.
const ANSWER: Duration = Duration::from_secs(90);
const WHOLE_BODY: Duration = Duration::from_secs(600);
/// More than any answer has: results are as large as uploads.
const LONGEST_ANSWER: u64 = 64 << 20;

/// A client for the hosts of a site.
#[derive(Debug)]
pub(crate) struct Client {
    agent: Agent,
}

impl Client {
    /// A client that takes the system's certificates, or those of a file, and goes through a proxy where one is named.
    pub(crate) fn new(site: &Site, proxy: Option<&str>, ca_file: Option<&Path>) -> Result<Self, String> {
        let proxy = match proxy {
            Some(url) => Some(Proxy::new(url).map_err(|_| "`--proxy` takes a URL such as `http://proxy.corp:3128`")?),
            // What stays on this machine needs no proxy.
            None if site.is_local() => None,
            None => Proxy::try_from_env(),
        };
        let roots = match ca_file {
            Some(path) => RootCerts::new_with_certs(&certificates(path)?),
            None => RootCerts::PlatformVerifier,
        };
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // A connection that was kept may be dead by now, and nobody could tell what it still took.
            .max_idle_connections(0)
            .user_agent(concat!("bulkwrite/", env!("CARGO_PKG_VERSION")))
            .timeout_resolve(Some(CONNECT))
            .timeout_connect(Some(CONNECT))
            .timeout_send_request(Some(ANSWER))
            .timeout_send_body(Some(WHOLE_BODY))
            .timeout_recv_response(Some(ANSWER))
            .timeout_recv_body(Some(WHOLE_BODY))
            .proxy(proxy)
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .build();
        Ok(Self { agent: config.new_agent() })
    }

    /// Sends a request whose body is made of these bytes.
    pub(crate) fn send(&self, request: Request<Content>, zip: &[u8]) -> Result<Response<Vec<u8>>, Failure> {
        let (parts, content) = request.into_parts();
        let (head, middle, tail) = match content {
            Content::None => return self.get(Request::from_parts(parts, ())),
            Content::Bytes(bytes) => (bytes, &[][..], Vec::new()),
            Content::Zip { head, tail } => (head, zip, tail),
        };
        let total = (head.len() + middle.len() + tail.len()) as u64;
        let mut body = Counted { inner: Cursor::new(head).chain(middle).chain(Cursor::new(tail)), read: 0 };
        let result = self.agent.run(Request::from_parts(parts, SendBody::from_reader(&mut body)));
        let answer = result.and_then(whole);
        answer.map_err(|error| {
            let sent = match body.read {
                0 => Sent::Nothing,
                some if some < total => Sent::Part,
                _ => Sent::All,
            };
            Failure { sent, reason: reason(&error) }
        })
    }

    /// Sends a request without a body.
    pub(crate) fn get(&self, request: Request<()>) -> Result<Response<Vec<u8>>, Failure> {
        let answer = self.agent.run(request).and_then(whole);
        answer.map_err(|error| Failure { sent: Sent::All, reason: reason(&error) })
    }

    /// Sends a request whose body is there.
    pub(crate) fn post(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, Failure> {
        self.send(request.map(Content::Bytes), &[])
    }
}

/// An answer with all of its body.
fn whole(response: Response<ureq::Body>) -> Result<Response<Vec<u8>>, Error> {
    let (parts, mut body) = response.into_parts();
    let bytes = body.with_config().limit(LONGEST_ANSWER).read_to_vec()?;
    Ok(Response::from_parts(parts, bytes))
}

/// Counts what is taken of a body: what was not taken cannot have arrived.
struct Counted<R> {
    inner: R,
    read: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.read += n as u64;
        Ok(n)
    }
}

/// What happened, in words of its own.
fn reason(error: &Error) -> String {
    match error {
        Error::HostNotFound => "no such host".to_owned(),
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => "no connection in time".to_owned(),
        Error::Timeout(_) => "no answer in time".to_owned(),
        Error::Io(error) => match error.kind() {
            io::ErrorKind::ConnectionRefused => "connection refused".to_owned(),
            io::ErrorKind::ConnectionReset | io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe => {
                "the connection was dropped".to_owned()
            }
            _ => match error.to_string().strip_prefix("invalid peer certificate: ") {
                Some(why) => {
                    format!(
                        "the server's certificate is not to be trusted ({why}); `--ca-file` names one that is, for a network that has its own"
                    )
                }
                None => format!("the connection failed: {error}"),
            },
        },
        Error::BodyExceedsLimit(_) => "the answer is larger than any of the CRM's".to_owned(),
        error => error.to_string(),
    }
}

fn certificates(path: &Path) -> Result<Vec<Certificate<'static>>, String> {
    let name = path.display();
    let pem = std::fs::read(path).map_err(|error| format!("cannot read `{name}`: {error}"))?;
    let mut certificates = Vec::new();
    for item in parse_pem(&pem) {
        if let PemItem::Certificate(certificate) = item.map_err(|error| format!("cannot read `{name}`: {error}"))? {
            certificates.push(certificate);
        }
    }
    if certificates.is_empty() {
        return Err(format!("`{name}` has no certificate: it is to be in PEM form"));
    }
    Ok(certificates)
}
