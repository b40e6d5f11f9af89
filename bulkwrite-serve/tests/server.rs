//! The stand-in behind a socket.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod support;

use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bulkwrite_serve::{Called, Ended, Server, Settings, StartError};
use serde_json::Value;
use support::{leads, text, zip};

const CSV: &str = "Last_Name,Email\nDoe,j@zylker.example\n";

/// A folder that is not there yet.
fn folder() -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("bulkwrite-serve-test-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    std::env::temp_dir().join(name)
}

/// What comes back for what is sent, and whether the connection was closed in an orderly way.
fn exchange(server: &Server, request: &[u8]) -> (String, bool) {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(40))).unwrap();
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    let ended = stream.read_to_end(&mut answer);
    (String::from_utf8_lossy(&answer).into_owned(), ended.is_ok())
}

fn request(server: &Server, method: &str, path: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer any\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n",
        server.address(),
        body.len()
    )
    .into_bytes();
    request.extend_from_slice(body);
    request
}

fn send(server: &Server, method: &str, path: &str, headers: &str, body: &[u8]) -> (u16, Value) {
    let (answer, _) = exchange(server, &request(server, method, path, headers, body));
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{answer}"));
    (head[9..12].parse().unwrap(), serde_json::from_str(body).unwrap_or(Value::Null))
}

fn upload(server: &Server, zip: &[u8]) -> (u16, Value) {
    let mut body = b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"leads.zip\"\r\n\r\n".to_vec();
    body.extend_from_slice(zip);
    body.extend_from_slice(b"\r\n--b--\r\n");
    let headers = "feature: bulk-write\r\nX-CRM-ORG: 694902309\r\nContent-Type: multipart/form-data; boundary=b\r\n";
    send(server, "POST", "/crm/v8/upload", headers, &body)
}

fn create(server: &Server, file: &str, headers: &str, more: &str) -> (u16, Value) {
    let job = leads("insert", file, None, &["Last_Name", "Email"], more);
    send(server, "POST", "/crm/bulk/v8/write", headers, job.as_bytes())
}

fn file(server: &Server) -> String {
    text(&upload(server, &zip(&[("leads.csv", CSV)])).1, "/details/file_id")
}

#[test]
fn answers_can_be_kept_back_or_broken_off() {
    let server = Server::start().unwrap();
    let file = file(&server);
    let job = leads("insert", &file, None, &["Last_Name", "Email"], "");
    for (fault, jobs, expected) in [("drop-before", 0, 0), ("drop-after", 1, 0), ("half", 2, 1), ("delay=200ms", 3, 2)]
    {
        let started = Instant::now();
        let headers = format!("X-Bulkwrite-Fault: {fault}\r\n");
        let (answer, _) = exchange(&server, &request(&server, "POST", "/crm/bulk/v8/write", &headers, job.as_bytes()));
        let whole = answer.split_once("\r\n\r\n").map(|(head, body)| {
            let length: usize = head.split("Content-Length: ").nth(1).unwrap().lines().next().unwrap().parse().unwrap();
            assert_eq!(body.len(), if fault == "half" { length / 2 } else { length }, "{answer}");
            serde_json::from_str::<Value>(body).is_ok()
        });
        assert_eq!(whole.map_or(0, |whole| if whole { 2 } else { 1 }), expected, "{fault}: {answer}");
        assert_eq!(server.jobs().len(), jobs, "{fault}");
        assert!(fault != "delay=200ms" || started.elapsed() >= Duration::from_millis(200));
    }
}

#[test]
fn odd_clients_are_understood() {
    let server = Server::start().unwrap();
    let host = server.address();
    let zip = zip(&[("leads.csv", CSV)]);
    let parts = |start: &str, gap: &str| {
        let head =
            format!("{start}--b\r\nContent-Disposition: form-data; name=\"file\";{gap}filename=\"leads.zip\"\r\n\r\n");
        [head.as_bytes(), &zip, b"\r\n--b--\r\n"].concat()
    };
    let upload = "feature: bulk-write\r\nx-crm-org: 694902309\r\ncontent-type: multipart/form-data;";
    for (client, head, body, expected) in [
        ("PHP", format!("POST /crm/v8/upload HTTP/1.1\r\n{upload}boundary=b\r\n"), parts("\r\n", ""), "200 OK"),
        (
            "curl",
            format!("POST /crm/v8/upload HTTP/1.1\r\n{upload} boundary=b\r\nExpect: 100-continue\r\n"),
            parts("", " "),
            "100 Continue",
        ),
        ("old", "GET /crm/v8/org HTTP/1.0\r\n".to_owned(), Vec::new(), "200 OK"),
        (
            "form",
            "POST / HTTP/1.1\r\n".to_owned(),
            b"grant_type=refresh_token&client_id=1&client_secret=2&refresh_token=3".to_vec(),
            "200 OK",
        ),
    ] {
        let length = body.len();
        let head = format!(
            "{head}host: {host}\r\nauthorization: zoho-oauthtoken any\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
        );
        let (answer, _) = exchange(&server, &[head.as_bytes(), &body].concat());
        let status = answer.split_once(' ').map_or("", |(_, rest)| rest.lines().next().unwrap());
        assert_eq!(status, expected, "{client}: {answer}");
        assert!(answer.contains("HTTP/1.1 200 OK") || answer.contains("HTTP/1.0 200 OK"), "{client}: {answer}");
        assert!(!answer.contains("\"error\""), "{client}: {answer}");
    }
}

#[test]
fn hostile_requests_are_refused() {
    let server = Server::start().unwrap();
    let host = server.address();
    for (name, request, expected) in [
        ("rebinding", "GET /crm/v8/org HTTP/1.1\r\nHost: zylker.com\r\n\r\n".to_owned(), "HTTP/1.1 403 "),
        ("no host", "GET /crm/v8/org HTTP/1.1\r\n\r\n".to_owned(), "HTTP/1.1 400 "),
        ("proxy", "GET http://zylker.com/ HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned(), "HTTP/1.1 403 "),
        (
            "web page",
            format!(
                "POST /_bulkwrite/reset HTTP/1.1\r\nHost: {host}\r\nOrigin: https://zylker.com\r\nContent-Length: 0\r\n\r\n"
            ),
            "HTTP/1.1 403 ",
        ),
        ("no HTTP", "\0\0\0\0\r\n\r\n".to_owned(), "HTTP/1.1 400 "),
        ("many headers", format!("GET / HTTP/1.1\r\nHost: {host}\r\n{}\r\n", "A: b\r\n".repeat(500)), "HTTP/1.1 431 "),
        (
            "long header",
            format!("GET / HTTP/1.1\r\nHost: {host}\r\nA: {}\r\n\r\n", "b".repeat(1_000_000)),
            "HTTP/1.1 431 ",
        ),
        ("bad length", format!("POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: -1\r\n\r\n"), "HTTP/1.1 400 "),
        (
            "two lengths",
            format!("POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"),
            "HTTP/1.1 400 ",
        ),
    ] {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let _ = stream.write_all(request.as_bytes());
        let _ = stream.shutdown(Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        // A client that still sends may miss the answer.
        assert!(answer.starts_with(expected) || (answer.is_empty() && request.len() > 10_000), "{name}: {answer}");
    }
    // No page may read an answer.
    let (answer, _) = exchange(&server, &request(&server, "GET", "/crm/v8/org", "", b""));
    assert!(!answer.to_lowercase().contains("access-control"), "{answer}");
}

#[test]
fn large_bodies_are_refused_with_an_answer() {
    let server = Server::start().unwrap();
    let mut large = b"PK\x03\x04".to_vec();
    large.resize(26 * 1024 * 1024, 0);
    let (status, body) = upload(&server, &large);
    assert_eq!((status, text(&body, "/code").as_str()), (413, "FILE_TOO_LARGE"));
    let (status, body) = send(&server, "POST", "/crm/bulk/v8/write", "", &vec![b' '; 5 * 1024 * 1024]);
    assert_eq!((status, text(&body, "/code").as_str()), (413, "INVALID_REQUEST"));
    // A body that is said to be larger than it is: the client goes away.
    let mut cut = request(&server, "POST", "/crm/bulk/v8/write", "", &[b' '; 100]);
    cut.truncate(cut.len() - 50);
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.write_all(&cut).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    assert!(!answer.starts_with(b"HTTP/1.1 2"), "{}", String::from_utf8_lossy(&answer));
    assert_eq!(send(&server, "GET", "/crm/v8/org", "", b"").0, 200);
}

#[test]
fn slow_requests_hold_nobody_up() {
    let mut settings = Settings::default();
    settings.patience = Duration::from_millis(500);
    let server = Server::with(settings).unwrap();
    let mut slow: Vec<TcpStream> = (0..20).map(|_| TcpStream::connect(server.address()).unwrap()).collect();
    for (n, stream) in slow.iter_mut().enumerate() {
        let request = request(&server, "POST", "/crm/v8/upload", "", &[0; 1000]);
        // Some send half a head, some half a body.
        stream.write_all(&request[..if n % 2 == 0 { 30 } else { request.len() - 500 }]).unwrap();
    }
    let started = Instant::now();
    assert_eq!(send(&server, "GET", "/crm/v8/org", "", b"").0, 200);
    let waited = started.elapsed();
    assert!(waited < Duration::from_millis(400), "{waited:?}");
    // Both kinds are done with in the end.
    for stream in &mut slow[..2] {
        stream.set_read_timeout(Some(Duration::from_secs(25))).unwrap();
        let mut answer = Vec::new();
        let ended = stream.read_to_end(&mut answer);
        assert!(
            ended.as_ref().is_ok_and(|_| true) || ended.is_err_and(|error| error.kind() == ErrorKind::ConnectionReset)
        );
        assert!(!answer.starts_with(b"HTTP/1.1 2"), "{}", String::from_utf8_lossy(&answer));
    }
}

#[test]
fn state_survives_in_its_folder() {
    let folder = folder();
    let start = || {
        let mut settings = Settings::default();
        settings.folder = Some(folder.clone());
        Server::with(settings)
    };
    let server = start().unwrap();
    let file = file(&server);
    let job = text(&create(&server, &file, "", "").1, "/details/id");
    let path = format!("/crm/bulk/v8/write/{job}");
    for _ in 0..3 {
        send(&server, "GET", &path, "", b"");
    }
    let (_, before) = send(&server, "GET", &path, "", b"");
    let records = server.records("Leads");
    let waiting = text(&create(&server, &file, "", "").1, "/details/id");
    send(&server, "GET", &format!("/crm/bulk/v8/write/{waiting}"), "", b"");
    drop(server);

    let mode = fs::metadata(&folder).unwrap();
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&mode.permissions()) & 0o777, 0o700);
    // Killed in the middle of a line.
    let journal = folder.join("state.jsonl");
    let mut text_of_journal = fs::read_to_string(&journal).unwrap();
    text_of_journal.push_str("{\"job\":{\"id\":\"41508680000");
    fs::write(&journal, &text_of_journal).unwrap();

    let server = start().unwrap();
    let (_, after) = send(&server, "GET", &path, "", b"");
    let same = |details: &Value| {
        let mut details = details.clone();
        details["result"] = Value::Null; // names the port
        details
    };
    assert_eq!(same(&after), same(&before));
    assert_eq!(server.records("Leads"), records);
    // The one that waited goes on from where it was, and no id is given out twice.
    let (_, details) = send(&server, "GET", &format!("/crm/bulk/v8/write/{waiting}"), "", b"");
    assert_eq!(text(&details, "/status"), "INPROGRESS");
    let next = text(&create(&server, &file, "", "").1, "/details/id");
    assert!(![&job, &waiting].contains(&&next));
    assert_eq!(server.jobs().len(), 3);
    let url = text(&after, "/result/download_url");
    let (answer, _) = exchange(&server, &request(&server, "GET", &url[url.find("/v2").unwrap()..], "", b""));
    assert!(answer.contains("Content-Disposition: attachment; filename=\""), "{answer}");
    drop(server);

    fs::write(&journal, "{\"x\":1}\n").unwrap();
    assert!(matches!(start(), Err(StartError::Journal { line: 1 })));
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn callbacks_are_delivered() {
    let receiver = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut settings = Settings::default();
    settings.options.pace = "100ms".parse().unwrap();
    let delivery = format!("https://hooks.zylker.com=http://{}", receiver.local_addr().unwrap());
    settings.options.deliver = vec![delivery.parse().unwrap()];
    let server = Server::with(settings).unwrap();
    let callback = r#","callback":{"url":"https://hooks.zylker.com/bulk?key=1","method":"post"}"#;
    let file = file(&server);
    create(&server, &file, "", callback);
    let (mut stream, _) = receiver.accept().unwrap();
    let mut seen = vec![0; 64 * 1024];
    let mut length = 0;
    while !seen[..length].ends_with(b"}") {
        let read = stream.read(&mut seen[length..]).unwrap();
        assert!(read > 0);
        length += read;
    }
    let seen = String::from_utf8_lossy(&seen[..length]).into_owned();
    assert!(seen.starts_with("POST /bulk?key=1 HTTP/1.1\r\n") && seen.contains("{\"status\":\"COMPLETED\""), "{seen}");
    stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap();
    let started = Instant::now();
    while server.jobs()[0].callback != Called::Delivered(204) {
        assert!(started.elapsed() < Duration::from_secs(5), "{:?}", server.jobs()[0].callback);
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn what_came_in_is_written_as_a_collection() {
    let path = folder().with_extension("json");
    let mut settings = Settings::default();
    settings.record = Some(path.clone());
    let server = Server::with(settings).unwrap();
    let read = || serde_json::from_str::<Value>(&fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(read()["item"].as_array().unwrap().len(), 0);
    let file = file(&server);
    create(&server, &file, "", r#","callback":{"url":"https://hooks.zylker.com/?topsecret","method":"post"}"#);
    create(&server, "1", "", "");
    send(&server, "GET", "/_bulkwrite/jobs", "", b"");
    let collection = read();
    let items = collection["item"].as_array().unwrap();
    let names: Vec<String> = items.iter().map(|item| text(item, "/name")).collect();
    assert_eq!(names, ["1 POST /crm/v8/upload", "2 POST /crm/bulk/v8/write", "3 POST /crm/bulk/v8/write"]);
    assert_eq!(text(&items[1], "/request/url/raw"), "{{api-domain}}/crm/bulk/v8/write");
    assert!(text(&items[1], "/request/body/raw").contains("https://hooks.zylker.com/?***"));
    assert_eq!((&items[1]["response"][0]["code"], &items[2]["response"][0]["code"]), (&201.into(), &400.into()));
    assert!(!collection.to_string().contains("topsecret") && !collection.to_string().contains("Bearer any"));
    fs::remove_file(path).unwrap();
}

#[test]
fn it_ends_as_if_it_were_killed() {
    let server = Server::start().unwrap();
    let file = file(&server);
    let job = leads("insert", &file, None, &["Last_Name", "Email"], "");
    let address = server.address();
    let request = request(&server, "POST", "/crm/bulk/v8/write", "X-Bulkwrite-Fault: kill-after\r\n", job.as_bytes());
    let (answer, _) = exchange(&server, &request);
    assert_eq!((answer.as_str(), server.jobs().len()), ("", 1));
    assert_eq!(server.wait(), Ended::Killed);
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn it_listens_on_this_machine_unless_it_is_told_to() {
    let mut settings = Settings::default();
    settings.address.set_ip([0, 0, 0, 0].into());
    assert!(matches!(Server::with(settings.clone()), Err(StartError::NotLoopback(_))));
    settings.open = true;
    assert!(Server::with(settings).is_ok());
    let server = Server::start().unwrap();
    let mut settings = Settings::default();
    settings.address = server.address();
    assert!(matches!(Server::with(settings), Err(StartError::Listen(_))));
}
