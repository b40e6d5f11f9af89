//! A request, looked at leniently.

use bulkwrite_core::Basis;
use bulkwrite_core::response::ErrorCode;
use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode, header};

use crate::answer::{Order, gateway, known};
use crate::json::Object;
use crate::multipart;

/// A request, and what was found out about it.
pub(crate) struct Request<'r> {
    pub(crate) path: &'r str,
    pub(crate) query: &'r str,
    pub(crate) headers: &'r HeaderMap,
    pub(crate) body: &'r Bytes,
}

/// The parameters of a request, in its order.
#[derive(Debug, Default)]
pub(crate) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// The value of a parameter.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    fn read(&mut self, text: &[u8]) {
        self.0.extend(url::form_urlencoded::parse(text).map(|(key, value)| (key.into_owned(), value.into_owned())));
    }
}

impl Request<'_> {
    /// A header as text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim)
    }

    pub(crate) fn content_type(&self) -> &str {
        self.header(header::CONTENT_TYPE.as_str()).unwrap_or_default()
    }

    /// Where the client found the stand-in.
    pub(crate) fn base(&self) -> String {
        format!("http://{}", self.header(header::HOST.as_str()).unwrap_or("127.0.0.1"))
    }

    /// The parameters of the query.
    pub(crate) fn query(&self) -> Parameters {
        let mut parameters = Parameters::default();
        parameters.read(self.query.as_bytes());
        parameters
    }

    /// The parameters of the query and of the body, whichever form it has.
    pub(crate) fn parameters(&self) -> Result<Parameters, &'static str> {
        let mut parameters = self.query();
        if multipart::is_multipart(self.content_type()) {
            for part in multipart::parts(self.content_type(), self.body)? {
                let value = String::from_utf8_lossy(&self.body[part.content]).into_owned();
                parameters.0.extend(part.name.map(|name| (name, value)));
            }
        } else {
            parameters.read(self.body);
        }
        Ok(parameters)
    }

    /// The answer to a request without a good token; none if it has one. The token is looked at, and not kept.
    pub(crate) fn unauthorised(&self) -> Option<Response<Bytes>> {
        let refuse = |code, why| {
            let mut answer = known(code, Order::CodeFirst, why);
            *answer.status_mut() = StatusCode::UNAUTHORIZED;
            Some(answer)
        };
        let Some(value) = self.header(header::AUTHORIZATION.as_str()) else {
            return refuse(ErrorCode::AuthenticationFailure, "there is no `Authorization`");
        };
        let (scheme, token) = value.split_once(' ').unwrap_or((value, ""));
        let token = token.trim();
        if !["zoho-oauthtoken", "bearer"].iter().any(|known| known.eq_ignore_ascii_case(scheme)) {
            let why = "`Authorization` is `Zoho-oauthtoken` or `Bearer`, and the token behind it";
            return refuse(ErrorCode::AuthenticationFailure, why);
        }
        // The characters of a bearer token, RFC 6750: a variable that was never replaced has others.
        let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
        if token.is_empty() || !token.bytes().all(is_token) {
            return refuse(ErrorCode::InvalidToken, "the token is empty, or a variable that was never replaced");
        }
        if matches!(token, "bad" | "invalid" | "expired" | "revoked") {
            return refuse(ErrorCode::InvalidToken, "this token stands for one that is not good");
        }
        None
    }

    /// As [`unauthorised`](Self::unauthorised), with the answer of the hosts for files.
    pub(crate) fn unauthorised_file(&self) -> Option<Response<Bytes>> {
        self.unauthorised().map(|refused| {
            let body = Object::new().plain("ERROR_CODE", 401).text("ERROR_MESSAGE", "Unauthorized").end();
            let mut answer = gateway(401, Basis::Observed, body);
            let why = refused.headers().get(crate::answer::WHY).cloned();
            answer.headers_mut().extend(why.map(|why| (crate::answer::WHY, why)));
            answer
        })
    }
}
