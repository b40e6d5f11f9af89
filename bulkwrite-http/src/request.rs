//! Requests as plain values: any client can send them.

use std::fmt;

use bulkwrite_core::{ApiVersion, Job};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE};
use http::{Method, Request, Uri};

use crate::{Client, JobId, OrgId, RefreshToken, Site, Token};

/// An upload: a request whose body is `head`, then the ZIP, then `tail`, so that a large ZIP can be streamed.
#[derive(Debug)]
#[non_exhaustive]
pub struct Upload {
    /// The request, `Content-Length` included.
    pub request: Request<()>,
    /// What comes before the ZIP.
    pub head: Vec<u8>,
    /// What comes after it.
    pub tail: Vec<u8>,
    /// The length of all three.
    pub content_length: u64,
}

/// A download URL at which a token must not be shown, because the host is not known to be the vendor's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignHost(pub(crate) String);

impl fmt::Display for ForeignHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the result is at `{}`, which is no host of this data centre: no token is sent there", self.0)
    }
}

impl std::error::Error for ForeignHost {}

/// The bytes between the parts of an upload. A ZIP that holds it by chance is one in 2¹⁶⁰.
const BOUNDARY: &str = "bulkwrite-7f0d3cbe9a5142d8b6e41f27a8c05d93-4e6b";

/// The request that uploads a ZIP of `zip_len` bytes.
///
/// ```
/// use bulkwrite_core::ApiVersion;
/// use bulkwrite_http::{DataCentre, Environment, Site, Token, request};
///
/// let site = Site::new(DataCentre::Eu, Environment::Production);
/// let token = Token::new("1000.abc").unwrap();
/// let upload = request::upload(&site, ApiVersion::V8, &"694902309".parse().unwrap(), &token, "leads.zip", 1_000);
/// assert_eq!(upload.request.uri(), "https://content.zohoapis.eu/crm/v8/upload");
/// assert_eq!(upload.request.headers()["feature"], "bulk-write");
/// assert_eq!(upload.content_length, upload.head.len() as u64 + 1_000 + upload.tail.len() as u64);
/// ```
pub fn upload(site: &Site, version: ApiVersion, org: &OrgId, token: &Token, file_name: &str, zip_len: u64) -> Upload {
    // As browsers write it: the name is a quoted string that no character can end.
    let name = file_name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/zip\r\n\r\n"
    )
    .into_bytes();
    let tail = format!("\r\n--{BOUNDARY}--\r\n").into_bytes();
    let content_length = head.len() as u64 + zip_len + tail.len() as u64;
    let mut request = with_token(Method::POST, own(site.upload(), &format!("/crm/{version}/upload")), token, ());
    let headers = request.headers_mut();
    headers.insert("feature", http::HeaderValue::from_static("bulk-write"));
    headers.insert("x-crm-org", header(org.as_str()));
    headers.insert(CONTENT_TYPE, header(&format!("multipart/form-data; boundary={BOUNDARY}")));
    headers.insert(CONTENT_LENGTH, content_length.into());
    Upload { request, head, tail, content_length }
}

/// The request that creates a job.
///
/// ```
/// use bulkwrite_core::Job;
/// use bulkwrite_http::{DataCentre, Environment, Site, Token, request};
///
/// let text = br#"{"operation":"insert","resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001"}]}"#;
/// let job = Job::from_json(text).expect("it is valid");
/// let site = Site::new(DataCentre::Us, Environment::Sandbox);
/// let request = request::create(&site, &job, &Token::new("1000.abc").unwrap());
/// assert_eq!(request.uri(), "https://sandbox.zohoapis.com/crm/bulk/v2/write");
/// assert_eq!(request.body(), text);
/// ```
pub fn create(site: &Site, job: &Job, token: &Token) -> Request<Vec<u8>> {
    create_from(site, job.version(), job.to_json().into_bytes(), token)
}

/// The request that creates a job from a body that is ready.
pub fn create_from(site: &Site, version: ApiVersion, body: Vec<u8>, token: &Token) -> Request<Vec<u8>> {
    let length = body.len();
    let mut request = with_token(Method::POST, own(site.api(), version.endpoint()), token, body);
    request.headers_mut().insert(CONTENT_TYPE, http::HeaderValue::from_static("application/json"));
    request.headers_mut().insert(CONTENT_LENGTH, length.into());
    request
}

/// The request that asks how far a job has come.
pub fn details(site: &Site, version: ApiVersion, id: &JobId, token: &Token) -> Request<()> {
    get(site, &format!("{}/{id}", version.endpoint()), token)
}

/// The request that fetches the result of a job: `url` as job details give it, absolute or a path.
///
/// ```
/// use bulkwrite_http::{DataCentre, Environment, Site, Token, request};
///
/// let site = Site::new(DataCentre::Us, Environment::Production);
/// let token = Token::new("1000.abc").unwrap();
/// let request = request::download(&site, "/v7/crm/org6196138/bulk-write/2/2.zip", &token).unwrap();
/// assert_eq!(request.uri(), "https://www.zohoapis.com/v7/crm/org6196138/bulk-write/2/2.zip");
/// assert!(request::download(&site, "https://zylker.example/2.zip", &token).is_err());
/// ```
pub fn download(site: &Site, url: &str, token: &Token) -> Result<Request<()>, ForeignHost> {
    let foreign = || ForeignHost(url.split(['?', '#']).next().unwrap_or_default().chars().take(200).collect());
    // A relative URL may begin with two slashes: the vendor's SDKs join it to the API host so.
    let uri = if url.contains("://") { url.parse::<Uri>().ok() } else { Site::join(site.api(), url).ok() };
    let uri = uri.filter(|uri| site.is_ours(uri)).ok_or_else(foreign)?;
    Ok(with_token(Method::GET, uri, token, ()))
}

/// The request that asks for the organisation that a token belongs to.
pub fn org(site: &Site, version: ApiVersion, token: &Token) -> Request<()> {
    get(site, &format!("/crm/{version}/org"), token)
}

/// The request for the fields of a module: the metadata that jobs are checked against.
pub fn fields(site: &Site, version: ApiVersion, module: &str, token: &Token) -> Request<()> {
    get(site, &format!("/crm/{version}/settings/fields?module={}", encoded(module)), token)
}

/// The request that trades a refresh token for an access token; a form, as the vendor's SDKs send it.
pub fn refresh(site: &Site, client: &Client, token: &RefreshToken) -> Request<Vec<u8>> {
    form(site, client, "refresh_token", "refresh_token", token)
}

/// The request that trades a grant code, which is good for minutes and once, for a refresh token.
pub fn grant(site: &Site, client: &Client, code: &RefreshToken) -> Request<Vec<u8>> {
    form(site, client, "authorization_code", "code", code)
}

fn form(site: &Site, client: &Client, kind: &str, key: &str, token: &RefreshToken) -> Request<Vec<u8>> {
    let mut body = format!("grant_type={kind}&client_id={}&client_secret=", encoded(&client.id)).into_bytes();
    body.extend(encoded(&client.secret).bytes());
    body.extend(format!("&{key}=").bytes());
    body.extend(encoded(token.expose()).bytes());
    let length = body.len();
    let mut request = Request::new(body);
    *request.method_mut() = Method::POST;
    *request.uri_mut() = own(site.accounts(), "/oauth/v2/token");
    let headers = request.headers_mut();
    headers.insert(CONTENT_TYPE, http::HeaderValue::from_static("application/x-www-form-urlencoded"));
    headers.insert(CONTENT_LENGTH, length.into());
    headers.insert(ACCEPT, http::HeaderValue::from_static("application/json"));
    request
}

fn get(site: &Site, path: &str, token: &Token) -> Request<()> {
    with_token(Method::GET, own(site.api(), path), token, ())
}

fn with_token<T>(method: Method, uri: Uri, token: &Token, body: T) -> Request<T> {
    let mut request = Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    request.headers_mut().insert(AUTHORIZATION, token.header());
    request
}

/// A path that is made here of ids, versions and encoded names.
fn own(base: &Uri, path: &str) -> Uri {
    Site::join(base, path).expect("the parts of a path are checked where they are made")
}

fn header(text: &str) -> http::HeaderValue {
    http::HeaderValue::from_str(text).expect("it is made of letters and digits")
}

/// A value of a form or a query.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(byte.into());
        } else {
            out.extend(['%', hex(byte >> 4), hex(byte & 15)]);
        }
    }
    out
}

fn hex(digit: u8) -> char {
    char::from_digit(digit.into(), 16).unwrap_or_default().to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DataCentre, Environment};

    fn site() -> Site {
        Site::new(DataCentre::Ca, Environment::Developer)
    }

    fn token() -> Token {
        Token::new("1000.abc").expect("a token")
    }

    #[test]
    fn each_request_has_its_method_host_and_path() {
        let job: JobId = "4150868000005392002".parse().expect("an id");
        for (request, method, uri) in [
            (
                details(&site(), ApiVersion::V2_1, &job, &token()),
                "GET",
                "https://developer.zohoapis.ca/crm/bulk/v2.1/write/4150868000005392002",
            ),
            (org(&site(), ApiVersion::V8, &token()), "GET", "https://developer.zohoapis.ca/crm/v8/org"),
            (
                fields(&site(), ApiVersion::V8, "Zähler & Co", &token()),
                "GET",
                "https://developer.zohoapis.ca/crm/v8/settings/fields?module=Z%C3%A4hler%20%26%20Co",
            ),
            (
                upload(&site(), ApiVersion::V8, &"1".parse().expect("an id"), &token(), "a.zip", 1).request,
                "POST",
                "https://upload.zohocloud.ca/crm/v8/upload",
            ),
        ] {
            assert_eq!((request.method().as_str(), request.uri().to_string().as_str()), (method, uri));
            assert_eq!(request.headers()[AUTHORIZATION], "Zoho-oauthtoken 1000.abc");
        }
    }

    #[test]
    fn a_name_of_a_file_cannot_leave_its_quotes() {
        let upload = upload(&site(), ApiVersion::V8, &"1".parse().expect("an id"), &token(), "a\"\r\nX: y ü.zip", 1);
        let head = String::from_utf8(upload.head).expect("it is text");
        assert!(head.contains("filename=\"a%22%0D%0AX: y ü.zip\"\r\n"), "{head}");
        assert!(head.ends_with("\r\n\r\n"));
    }

    #[test]
    fn tokens_are_asked_for_by_a_form() {
        let client = Client::new("1000.ID", "s&cret").expect("words");
        let secret = RefreshToken::new("1000.r+f").expect("a word");
        for (request, body) in [
            (
                refresh(&site(), &client, &secret),
                "grant_type=refresh_token&client_id=1000.ID&client_secret=s%26cret&refresh_token=1000.r%2Bf",
            ),
            (
                grant(&site(), &client, &secret),
                "grant_type=authorization_code&client_id=1000.ID&client_secret=s%26cret&code=1000.r%2Bf",
            ),
        ] {
            assert_eq!(request.uri(), "https://accounts.zohocloud.ca/oauth/v2/token");
            assert_eq!(request.headers()[CONTENT_TYPE], "application/x-www-form-urlencoded");
            assert!(!request.headers().contains_key(AUTHORIZATION));
            assert_eq!(String::from_utf8_lossy(request.body()), body);
        }
    }

    #[test]
    fn a_download_stays_at_hosts_of_the_site() {
        let local = Site::at("http://127.0.0.1:8080/mock").expect("a base");
        let known = Site::new(DataCentre::Us, Environment::Production);
        for (site, url, expected) in [
            (&local, "//v8/crm/1.zip", Some("http://127.0.0.1:8080/mock/v8/crm/1.zip")),
            (&local, "http://127.0.0.1:8080/v8/1.zip", Some("http://127.0.0.1:8080/v8/1.zip")),
            (&local, "https://download-accl.zoho.com/1.zip", None),
            (&known, "https://download-accl.zoho.com/v2/1.zip", Some("https://download-accl.zoho.com/v2/1.zip")),
            (&known, "v7/1.zip", Some("https://www.zohoapis.com/v7/1.zip")),
            (&known, "//evil.example/1.zip", Some("https://www.zohoapis.com/evil.example/1.zip")),
            (&known, "https://evil.example/1.zip?key=secret", None),
            (&known, "https://a b/1.zip", None),
            (&known, "a b.zip", None),
        ] {
            let request = download(site, url, &token());
            assert_eq!(request.as_ref().ok().map(|request| request.uri().to_string()).as_deref(), expected, "{url}");
            if let Err(error) = request {
                assert!(!error.to_string().contains("secret"), "{error}");
            }
        }
    }
}
