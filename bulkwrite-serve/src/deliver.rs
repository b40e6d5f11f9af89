//! Calls callbacks, and only those that lead to this machine.

use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use bytes::Bytes;
use url::{Host, Url};

/// A callback that is to be called.
#[derive(Clone, Debug)]
pub struct Call {
    /// The id of the job.
    pub job: String,
    /// Where to: plain http to a loopback address.
    pub to: String,
    /// What is sent.
    pub body: Bytes,
}

impl Call {
    /// Posts the body, and tells the status of the answer.
    pub(crate) fn send(&self) -> Result<u16, String> {
        let target = loopback(&self.to)?;
        target.post(&self.body).map_err(|error| format!("`{}` could not be called: {error}", self.to))
    }
}

/// A place on this machine.
#[derive(Debug)]
pub(crate) struct Target {
    address: SocketAddr,
    host: String,
    path: String,
}

/// The place that a URL means, if it is on this machine.
pub(crate) fn loopback(url: &str) -> Result<Target, String> {
    let shown = url.escape_debug();
    let parsed = Url::parse(url).map_err(|error| format!("`{shown}` is no URL: {error}"))?;
    if parsed.scheme() != "http" {
        return Err(format!("`{shown}` is not plain http: callbacks are delivered without TLS, within this machine"));
    }
    let address = match parsed.host() {
        Some(Host::Ipv4(address)) if address.is_loopback() => IpAddr::V4(address),
        Some(Host::Ipv6(address)) if address.is_loopback() => IpAddr::V6(address),
        // Not looked up: whatever the name means elsewhere, it is this machine.
        Some(Host::Domain("localhost")) => IpAddr::V4(Ipv4Addr::LOCALHOST),
        _ => {
            return Err(format!(
                "`{shown}` is not on this machine: callbacks are only delivered to `http://127.0.0.1`, `http://localhost` or `http://[::1]`"
            ));
        }
    };
    let port = parsed.port().unwrap_or(80);
    let mut path = parsed.path().to_owned();
    if let Some(query) = parsed.query() {
        path.push('?');
        path.push_str(query);
    }
    let host = parsed.host_str().unwrap_or_default();
    Ok(Target { address: SocketAddr::new(address, port), host: format!("{host}:{port}"), path })
}

impl Target {
    const PATIENCE: Duration = Duration::from_secs(5);

    fn post(&self, body: &[u8]) -> io::Result<u16> {
        let mut stream = TcpStream::connect_timeout(&self.address, Self::PATIENCE)?;
        stream.set_read_timeout(Some(Self::PATIENCE))?;
        stream.set_write_timeout(Some(Self::PATIENCE))?;
        let head = format!(
            "POST {} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            self.path,
            self.host,
            body.len()
        );
        stream.write_all(head.as_bytes())?;
        stream.write_all(body)?;
        stream.flush()?;
        // The status line is all that matters.
        let mut line = [0; 12];
        stream.read_exact(&mut line)?;
        let status = std::str::from_utf8(&line[9..]).ok().filter(|_| line.starts_with(b"HTTP/1."));
        status
            .and_then(|status| status.parse().ok())
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "the answer is not HTTP"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_called() {
        for (url, expected) in [
            ("http://127.0.0.1:9000/hook?key=1", Some("127.0.0.1:9000/hook?key=1")),
            ("http://127.1.2.3/", Some("127.1.2.3:80/")),
            ("http://[::1]:8080", Some("[::1]:8080/")),
            ("http://localhost:1/a", Some("localhost:1/a")),
            ("http://0x7f.1/", Some("127.0.0.1:80/")),
            ("https://127.0.0.1/", None),
            ("http://0.0.0.0/", None),
            ("http://10.0.0.1/", None),
            ("http://localhost.zylker.com/", None),
            ("http://127.0.0.1@zylker.com/", None),
            ("ftp://127.0.0.1/", None),
            ("hooks", None),
        ] {
            let target = loopback(url).ok();
            let found = target.map(|target| {
                assert!(target.address.ip().is_loopback());
                format!("{}{}", target.host, target.path)
            });
            assert_eq!(found.as_deref(), expected, "{url}");
        }
    }
}
