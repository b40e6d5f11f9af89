//! Keeps web pages out.
//!
//! A page in a browser on this machine can reach the stand-in: directly, or by a name of its own that it lets mean
//! 127.0.0.1 (DNS rebinding). So the name must be one that only this machine has, and requests of pages are refused.

use std::net::IpAddr;

use bytes::Bytes;
use http::header::{HOST, ORIGIN};
use http::{Request, Response, StatusCode, Version, header};

use crate::json::Object;

/// The names by which the stand-in may be called.
#[derive(Debug)]
pub(super) struct Guard {
    /// Whether other machines may reach it, so that it has other addresses.
    open: bool,
    names: Vec<String>,
}

impl Guard {
    pub(super) fn new(open: bool, names: Vec<String>) -> Self {
        Self { open, names: names.into_iter().map(|name| name.to_ascii_lowercase()).collect() }
    }

    /// The answer to a request that is not let in.
    pub(super) fn refuse<B>(&self, request: &Request<B>) -> Option<Response<Bytes>> {
        let mut hosts = request.headers().get_all(HOST).iter();
        let host = hosts.next().map(|host| host.to_str().unwrap_or_default());
        let is_old = request.version() < Version::HTTP_11;
        if hosts.next().is_some() || (host.is_none() && !is_old) {
            return Some(answer(StatusCode::BAD_REQUEST, "a request has one `Host`"));
        }
        let authority = request.uri().authority().map(http::uri::Authority::as_str);
        if let Some(other) = host.into_iter().chain(authority).find(|host| !self.is_known(host)) {
            let why = format!(
                "`{}` is no name of this machine; --name lets the stand-in be called by it",
                other.escape_debug()
            );
            return Some(answer(StatusCode::FORBIDDEN, &why));
        }
        let is_foreign = |origin: &str| origin.split_once("://").is_none_or(|(_, host)| !self.is_known(host));
        let origin = request.headers().get(ORIGIN).map(|origin| origin.to_str().unwrap_or_default());
        let site = request.headers().get("sec-fetch-site").map(header::HeaderValue::as_bytes);
        if origin.is_some_and(is_foreign) || site == Some(b"cross-site") {
            return Some(answer(StatusCode::FORBIDDEN, "the request comes from a web page"));
        }
        None
    }

    /// Whether a host, with or without a port, is one of those by which the stand-in may be called.
    fn is_known(&self, host: &str) -> bool {
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && !name.ends_with(':') => name,
            _ => host,
        };
        let name = name.to_ascii_lowercase();
        let inner = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
        if let Ok(address) = inner.unwrap_or(&name).parse::<IpAddr>() {
            return self.open || address.is_loopback();
        }
        name == "localhost" || name.ends_with(".localhost") || self.names.contains(&name)
    }
}

fn answer(status: StatusCode, why: &str) -> Response<Bytes> {
    let mut answer = Response::new(Bytes::from(format!("{}\n", Object::new().text("error", why).end())));
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(guard: &Guard, headers: &[(&str, &str)]) -> Option<u16> {
        let request = headers.iter().fold(Request::get("/"), |request, (name, value)| request.header(*name, *value));
        guard.refuse(&request.body(()).unwrap()).map(|answer| answer.status().as_u16())
    }

    #[test]
    fn only_names_of_this_machine_are_let_in() {
        let closed = Guard::new(false, vec!["CRM".to_owned()]);
        let open = Guard::new(true, Vec::new());
        for (host, of_closed, of_open) in [
            ("127.0.0.1:8080", None, None),
            ("127.0.0.1", None, None),
            ("localhost:1", None, None),
            ("LOCALHOST", None, None),
            ("crm.localhost:80", None, None),
            ("[::1]:8080", None, None),
            ("[::1]", None, None),
            ("crm:8080", None, Some(403)),
            ("10.0.0.1:8080", Some(403), None),
            ("0.0.0.0", Some(403), None),
            ("zylker.com", Some(403), Some(403)),
            ("localhost.zylker.com", Some(403), Some(403)),
            ("127.0.0.1.nip.io:8080", Some(403), Some(403)),
            ("localhost@zylker.com", Some(403), Some(403)),
            ("", Some(403), Some(403)),
        ] {
            assert_eq!(status(&closed, &[("host", host)]), of_closed, "{host}");
            assert_eq!(status(&open, &[("host", host)]), of_open, "{host}");
        }
        assert_eq!(status(&closed, &[]), Some(400));
        assert_eq!(status(&closed, &[("host", "localhost"), ("host", "localhost")]), Some(400));
    }

    #[test]
    fn web_pages_are_not_let_in() {
        let guard = Guard::new(false, Vec::new());
        for (name, value, expected) in [
            ("origin", "http://127.0.0.1:8080", None),
            ("origin", "http://localhost:3000", None),
            ("origin", "https://zylker.com", Some(403)),
            ("origin", "null", Some(403)),
            ("sec-fetch-site", "cross-site", Some(403)),
            ("sec-fetch-site", "none", None),
        ] {
            assert_eq!(status(&guard, &[("host", "localhost"), (name, value)]), expected, "{value}");
        }
        let request = Request::get("http://zylker.com/").header("host", "localhost").body(()).unwrap();
        assert!(guard.refuse(&request).is_some());
    }
}
