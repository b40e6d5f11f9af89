//! A server on loopback that stands in for the CRM as far as sending goes, and fails as it is told.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A kind of request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum At {
    Token,
    Org,
    Fields,
    Upload,
    Create,
    Details,
    Download,
}

/// What goes wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The connection is closed before the request is read.
    DropBefore,
    /// The work is done, and no answer comes.
    DropAfter,
    /// The work is done, and half an answer comes.
    HalfAnswer,
    /// This status, and no work; 429 with a short `Retry-After`.
    Status(u16),
    /// The work is done, and a proxy answers this.
    PageAfter(u16),
    /// An answer that takes this many milliseconds.
    Slow(u64),
    /// No answer at all, for long.
    Hang,
}

#[derive(Debug, Default)]
pub(crate) struct State {
    /// What goes wrong, and how many times; in this order.
    pub(crate) faults: Vec<(At, Fault, usize)>,
    pub(crate) requests: Vec<(At, String)>,
    pub(crate) uploads: Vec<Vec<u8>>,
    pub(crate) jobs: Vec<String>,
    polls: usize,
    /// The result, a ZIP; without one the job has none.
    pub(crate) result: Option<Vec<u8>>,
    /// Added, skipped.
    pub(crate) counts: (u64, u64),
    /// How many times the job is still running when asked.
    pub(crate) running: usize,
    /// `None`: there is no such endpoint.
    pub(crate) org: Option<String>,
    pub(crate) fields: String,
    /// What every job is refused with.
    pub(crate) refuses: Option<&'static str>,
    /// What a question for a job that does not exist is answered with.
    pub(crate) details_code: Option<&'static str>,
}

pub(crate) struct Crm {
    pub(crate) url: String,
    pub(crate) state: Arc<Mutex<State>>,
}

impl Crm {
    pub(crate) fn start() -> Self {
        Self::start_at("127.0.0.1:0")
    }

    pub(crate) fn start_at(address: &str) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let org = r#"{"org":[{"zgid":"694902309","company_name":"Zylker","type":"Production"}]}"#.to_owned();
        let state = Arc::new(Mutex::new(State { counts: (2, 0), org: Some(org), ..State::default() }));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                thread::spawn(move || {
                    let _ = serve(stream, &shared);
                });
            }
        });
        Self { url, state }
    }

    pub(crate) fn fails(&self, at: At, fault: Fault, times: usize) -> &Self {
        self.state.lock().unwrap().faults.push((at, fault, times));
        self
    }

    pub(crate) fn jobs(&self) -> usize {
        self.state.lock().unwrap().jobs.len()
    }

    pub(crate) fn requests(&self, at: At) -> usize {
        self.state.lock().unwrap().requests.iter().filter(|(kind, _)| *kind == at).count()
    }
}

fn serve(stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut words = first.split(' ');
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default().to_owned());
    let at = match (method, path.as_str()) {
        ("POST", "/oauth/v2/token") => At::Token,
        (_, path) if path.ends_with("/org") => At::Org,
        (_, path) if path.contains("/settings/fields") => At::Fields,
        ("POST", path) if path.ends_with("/upload") => At::Upload,
        ("POST", path) if path.ends_with("/write") => At::Create,
        (_, path) if path.contains("/2.zip") => At::Download,
        _ => At::Details,
    };
    let fault = {
        let mut state = state.lock().unwrap();
        state.requests.push((at, first.trim_end().to_owned()));
        let found = state.faults.iter_mut().find(|(kind, _, times)| *kind == at && *times > 0);
        found.map(|(_, fault, times)| {
            *times -= 1;
            *fault
        })
    };
    if fault == Some(Fault::DropBefore) {
        return Ok(());
    }
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        if line.trim_end().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let mut stream = stream;
    match fault {
        Some(Fault::Status(status)) => {
            let body = match status {
                401 => r#"{"status":"error","code":"INVALID_TOKEN","message":"invalid oauth token","details":{}}"#,
                429 => r#"{"status":"error","code":"TOO_MANY_REQUESTS","message":"","details":{}}"#,
                400 => {
                    r#"{"status":"error","code":"FILE_NOT_SUPPORTED","message":"File not supported for bulk write","details":{}}"#
                }
                _ => r#"{"status":"error","code":"INTERNAL_ERROR","message":"Internal Server Error","details":{}}"#,
            };
            return answer(&mut stream, status, "Retry-After: 1\r\n", body.as_bytes(), 1);
        }
        Some(Fault::Hang) => {
            thread::sleep(Duration::from_secs(120));
            return Ok(());
        }
        Some(Fault::Slow(millis)) => thread::sleep(Duration::from_millis(millis)),
        _ => {}
    }
    let (status, done) = work(at, body, &path, &mut state.lock().unwrap());
    match fault {
        Some(Fault::DropAfter) => Ok(()),
        Some(Fault::HalfAnswer) => answer(&mut stream, status, "", &done, 2),
        Some(Fault::PageAfter(status)) => {
            answer(&mut stream, status, "", b"<html><title>Bad Gateway</title></html>", 1)
        }
        _ => answer(&mut stream, status, "", &done, 1),
    }
}

fn answer(stream: &mut TcpStream, status: u16, headers: &str, body: &[u8], part: usize) -> std::io::Result<()> {
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n"
    )?;
    stream.write_all(&body[..length / part])?;
    stream.flush()
}

fn work(at: At, body: Vec<u8>, path: &str, state: &mut State) -> (u16, Vec<u8>) {
    let text = match at {
        At::Token => {
            r#"{"access_token":"1000.fresh","refresh_token":"1000.refresh","api_domain":"x","expires_in":3600}"#
                .to_owned()
        }
        At::Org => match &state.org {
            Some(org) => org.clone(),
            None => return (404, b"not found".to_vec()),
        },
        At::Fields => state.fields.clone(),
        At::Upload => {
            let start = body.windows(4).position(|window| window == b"PK\x03\x04").unwrap_or(0);
            let end = body.windows(4).rposition(|window| window == b"\r\n--").unwrap_or(body.len());
            state.uploads.push(body[start..end].to_vec());
            r#"{"status":"success","code":"FILE_UPLOAD_SUCCESS","message":"file uploaded.","details":{"file_id":"4150868000005379001"}}"#.to_owned()
        }
        At::Create if state.refuses.is_some() => return (400, state.refuses.unwrap_or_default().as_bytes().to_vec()),
        At::Create => {
            state.jobs.push(String::from_utf8(body).unwrap());
            return (201, br#"{"status":"success","code":"SUCCESS","message":"success","details":{"id":"4150868000005392002","created_by":{"id":"4150868000000225013","name":"Patricia Boyle"}}}"#.to_vec());
        }
        At::Details => {
            if !path.ends_with("/write/4150868000005392002") {
                let code = state.details_code.unwrap_or("RESOURCE_NOT_FOUND");
                let body = format!(r#"{{"status":"error","code":"{code}","message":"","details":{{}}}}"#);
                return (404, body.into_bytes());
            }
            state.polls += 1;
            if state.polls <= state.running {
                return (
                    200,
                    br#"{"status":"INPROGRESS","id":"4150868000005392002","operation":"insert","resource":[]}"#
                        .to_vec(),
                );
            }
            let (added, skipped) = state.counts;
            let result = if state.result.is_some() { r#","result":{"download_url":"/v8/crm/2.zip"}"# } else { "" };
            format!(
                r#"{{"status":"COMPLETED","id":"4150868000005392002","operation":"insert","resource":[{{"status":"COMPLETED","file":{{"status":"COMPLETED","name":"leads.csv","added_count":{added},"skipped_count":{skipped},"updated_count":0,"total_count":{}}}}}]{result}}}"#,
                added + skipped
            )
        }
        At::Download => return (200, state.result.clone().unwrap_or_default()),
    };
    (200, text.into_bytes())
}
