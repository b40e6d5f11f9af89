//! `bulkwrite serve`: the command around the stand-in.
#![cfg(feature = "serve")]
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Stdio};

use support::{Scratch, command, run};

/// A stand-in that ends with the test.
struct Serving {
    child: Child,
    stdout: BufReader<ChildStdout>,
    address: String,
}

impl Serving {
    fn start(args: &[&str]) -> Self {
        let args = [&["serve"], args].concat();
        let mut child =
            command(&args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let address = line.strip_prefix("listening on http://").unwrap_or_else(|| panic!("{line}")).trim().to_owned();
        Self { child, stdout, address }
    }

    fn send(&self, method: &str, path: &str, headers: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer any\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}",
            self.address
        )
        .unwrap();
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        answer
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Asked to end, it removes its folder.
        #[cfg(unix)]
        let _ = std::process::Command::new("kill").arg(self.child.id().to_string()).stderr(Stdio::null()).status();
        #[cfg(not(unix))]
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_says_where_it_listens_and_how_clients_get_there() {
    let mut serving = Serving::start(&["--hint", "curl", "--type", "sandbox", "--org", "17", "--fault", "users:503"]);
    let mut line = String::new();
    while !line.contains("curl:") {
        line.clear();
        assert_ne!(serving.stdout.read_line(&mut line).unwrap(), 0);
    }
    let org = serving.send("GET", "/crm/v8/org", "", "");
    assert!(org.contains("\"zgid\":\"17\"") && org.contains("\"type\":\"Sandbox\""), "{org}");
    assert!(serving.send("GET", "/crm/v8/users", "", "").starts_with("HTTP/1.1 503 "));
}

#[test]
fn what_it_recorded_is_checked() {
    let folder = Scratch::new("serve-record", &[("empty", "")]);
    let path = folder.path().join("requests.json");
    let serving = Serving::start(&["--record", path.to_str().unwrap()]);
    let job = r#"{"operation":"insert","resource":[{"type":"data","module":"Leads"}]}"#;
    assert!(serving.send("POST", "/crm/bulk/v2/write", "", job).starts_with("HTTP/1.1 400 "));
    drop(serving);
    let run = run(&["check", path.to_str().unwrap(), "--format", "concise"]);
    assert!(run.stdout.contains("missing-key"), "{} {}", run.stdout, run.stderr);
}

#[test]
fn it_ends_as_if_killed_when_it_is_told_to() {
    let mut serving = Serving::start(&[]);
    assert_eq!(serving.send("GET", "/crm/v8/org", "X-Bulkwrite-Fault: kill\r\n", ""), "");
    assert_eq!(serving.child.wait().unwrap().code(), Some(137));
}

#[cfg(unix)]
#[test]
fn it_ends_in_order_when_it_is_asked_to() {
    let mut serving = Serving::start(&[]);
    let id = serving.child.id().to_string();
    assert!(std::process::Command::new("kill").arg(&id).status().unwrap().success());
    assert_eq!(serving.child.wait().unwrap().code(), Some(0));
    assert!(!std::env::temp_dir().join(format!("bulkwrite-serve-{id}")).exists());
}

#[test]
fn mistakes_are_told() {
    let busy = Serving::start(&[]);
    let port = busy.address.rsplit_once(':').unwrap().1.to_owned();
    let folder = Scratch::new("serve-metadata", &[("Leads.json", "{\"code\":\"INVALID_TOKEN\"}")]);
    let metadata = folder.path().to_str().unwrap();
    for (args, expected) in [
        (&["--port", port.as_str()][..], "choose another --port, or 0 for any that is free"),
        (&["--metadata", "no-such-folder"], "error: no-such-folder: "),
        (&["--metadata", metadata], "error: the metadata of `Leads` cannot be read: "),
        (&["--pace", "fast"], "`fast` is no pace: write it as `2polls`, `3s` or `500ms`"),
        (&["--org", "zylker"], "`zylker` is no zgid"),
        (&["--fault", "create:explode"], "`explode` is no fault: it is `drop-before`"),
        (&["--refuse", "Leads"], "`Leads` is no refusal"),
        (&["--deliver", "https://a.com=http://10.0.0.1"], "`http://10.0.0.1` is not on this machine"),
    ] {
        let run = run(&[&["serve"], args].concat());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        assert!(run.stderr.contains(expected), "{args:?} {}", run.stderr);
    }
}
