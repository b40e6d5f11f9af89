//! Sending over TLS, and through a proxy: to whom the certificate belongs, and to nobody else.

#![cfg(feature = "send")]
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod support;

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::thread;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use support::crm::Crm;
use support::{Run, Scratch, command, finish};

const JOB: &str = r#"{"operation":"insert","resource":[{"type":"data","module":{"api_name":"Leads"},"field_mappings":[{"api_name":"Last_Name","index":0}]}]}"#;
const TOKEN: &str = "1000.0123456789abcdef0123456789abcdef.0123456789abcdef0123456789abcdef";

/// The certificate of a test authority, and one of it for `localhost` and `crm.zylker.test`; both are good until 2126.
fn pem(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls").join(name).display().to_string()
}

/// Listens on loopback, and does something with each connection.
fn listen(serve: impl Fn(TcpStream) -> io::Result<()> + Send + Sync + 'static) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let serve = Arc::new(serve);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let serve = Arc::clone(&serve);
            thread::spawn(move || serve(stream));
        }
    });
    port
}

/// Takes requests over TLS, and hands each on to the CRM.
fn tls(crm: &Crm) -> u16 {
    let chain = vec![CertificateDer::from_pem_file(pem("server.pem")).unwrap()];
    let key = PrivateKeyDer::from_pem_file(pem("server.key.pem")).unwrap();
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key).unwrap();
    let (config, address) = (Arc::new(config), crm.url.trim_start_matches("http://").to_owned());
    listen(move |stream| {
        let connection = ServerConnection::new(Arc::clone(&config)).map_err(io::Error::other)?;
        let mut inside = BufReader::new(StreamOwned::new(connection, stream));
        let (mut head, mut length) = (String::new(), 0);
        while !head.ends_with("\r\n\r\n") {
            let start = head.len();
            if inside.read_line(&mut head)? == 0 {
                return Ok(());
            }
            let line = head[start..].to_ascii_lowercase();
            length = line.strip_prefix("content-length:").map_or(length, |value| value.trim().parse().unwrap());
        }
        let mut body = vec![0; length];
        inside.read_exact(&mut body)?;
        let mut crm = TcpStream::connect(&address)?;
        crm.write_all(&[head.as_bytes(), &body].concat())?;
        let mut answer = Vec::new();
        crm.read_to_end(&mut answer)?;
        let mut outside = inside.into_inner();
        outside.write_all(&answer)?;
        outside.conn.send_close_notify();
        outside.flush()
    })
}

/// A proxy through which every name leads to one port; what it was asked for.
fn proxy(port: u16) -> (u16, Arc<Mutex<Vec<String>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&asked);
    let proxy = listen(move |stream| {
        let mut inside = BufReader::new(stream.try_clone()?);
        let (mut first, mut line) = (String::new(), String::new());
        inside.read_line(&mut first)?;
        while inside.read_line(&mut line)? > 2 {
            line.clear();
        }
        seen.lock().unwrap().push(first.trim().to_owned());
        let mut outside = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        (&stream).write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
        let (mut back_from, mut back_to) = (outside.try_clone()?, stream);
        thread::spawn(move || io::copy(&mut back_from, &mut back_to));
        io::copy(&mut inside, &mut outside).map(drop)
    });
    (proxy, asked)
}

fn send(folder: &Scratch, args: &[&str], environment: &[(&str, &str)]) -> Run {
    let mut command = command(&["send", "job.json", "--data", "leads.csv", "--org", "694902309", "--give-up", "0s"]);
    for name in
        ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"]
    {
        command.env_remove(name);
    }
    command.args(args).current_dir(folder.path()).env("HOME", folder.path()).env("ZOHO_TOKEN", TOKEN);
    finish(command.envs(environment.iter().copied()).stdin(Stdio::null()).output().unwrap())
}

#[test]
fn a_job_goes_only_to_whom_the_certificate_belongs() {
    let ca = pem("ca.pem");
    for (n, (host, args, problem)) in [
        ("localhost", &["--ca-file", &ca][..], None),
        ("127.0.0.1", &["--ca-file", &ca], None),
        ("localhost", &[], Some("the server's certificate is not to be trusted (UnknownIssuer); `--ca-file` names")),
        ("localhost", &["--ca-file", "job.json"], Some("`job.json` has no certificate: it is to be in PEM form")),
        ("localhost", &["--ca-file", "absent.pem"], Some("cannot read `absent.pem`: ")),
    ]
    .into_iter()
    .enumerate()
    {
        let folder = Scratch::new(&format!("tls-{n}"), &[("job.json", JOB), ("leads.csv", "Name\nAnn\n")]);
        let crm = Crm::start();
        let url = format!("https://{host}:{}", tls(&crm));
        let run = send(&folder, &[&["--api-url", &url], args].concat(), &[]);
        match problem {
            None => assert_eq!((run.code, crm.jobs()), (0, 1), "{host} {args:?}: {}", run.stderr),
            Some(problem) => {
                assert_eq!(run.code, 2, "{host} {args:?}: {}", run.stderr);
                assert!(run.stderr.contains(problem), "{host} {args:?}: {}", run.stderr);
                assert!(crm.state.lock().unwrap().requests.is_empty());
            }
        }
    }
}

#[test]
fn a_certificate_for_another_name_is_none() {
    let folder = Scratch::new("tls-name", &[("job.json", JOB), ("leads.csv", "Name\nAnn\n")]);
    let crm = Crm::start();
    let (port, asked) = proxy(tls(&crm));
    let (ca, proxy) = (pem("ca.pem"), format!("http://127.0.0.1:{port}"));
    let args = ["--api-url", "https://crm.zylker.example", "--ca-file", &ca, "--proxy", &proxy];
    let run = send(&folder, &args, &[]);
    assert_eq!((run.code, crm.jobs()), (2, 0), "{}", run.stderr);
    assert!(
        run.stderr.contains("is not to be trusted (") && run.stderr.contains("nothing was created"),
        "{}",
        run.stderr
    );
    assert!(!asked.lock().unwrap().is_empty() && crm.state.lock().unwrap().requests.is_empty());
}

#[test]
fn a_proxy_is_gone_through_where_one_is_named() {
    let ca = pem("ca.pem");
    let url = "https://crm.zylker.test";
    for (n, (by_argument, by_environment, without, jobs)) in [
        (true, false, None, 1),
        (false, true, None, 1),
        (false, true, Some("other.test,crm.zylker.test"), 0),
        (false, true, Some("zylker.example"), 1),
        (true, true, Some("crm.zylker.test"), 1),
        (false, false, None, 0),
    ]
    .into_iter()
    .enumerate()
    {
        let folder = Scratch::new(&format!("proxy-{n}"), &[("job.json", JOB), ("leads.csv", "Name\nAnn\n")]);
        let crm = Crm::start();
        let (port, asked) = proxy(tls(&crm));
        let proxy = format!("http://127.0.0.1:{port}");
        let mut args = vec!["--api-url", url, "--ca-file", &ca];
        if by_argument {
            args.extend(["--proxy", &proxy]);
        }
        let mut environment: Vec<(&str, &str)> = without.map(|hosts| ("NO_PROXY", hosts)).into_iter().collect();
        if by_environment {
            environment.push(("HTTPS_PROXY", &proxy));
        }
        let run = send(&folder, &args, &environment);
        assert_eq!((run.code, crm.jobs()), (if jobs == 1 { 0 } else { 2 }, jobs), "{n}: {}", run.stderr);
        let asked = asked.lock().unwrap();
        assert_eq!(asked.is_empty(), jobs == 0, "{n}: {asked:?}");
        // The proxy learns where, and nothing of what.
        assert!(asked.iter().all(|line| line == "CONNECT crm.zylker.test:443 HTTP/1.1"), "{asked:?}");
    }
}
