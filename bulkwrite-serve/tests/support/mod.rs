//! A client that talks to a stand-in without a socket.
#![allow(dead_code, unreachable_pub, reason = "no test needs all of it")]
#![allow(clippy::unwrap_used, reason = "only tests call it")]

use std::io::Write;
use std::time::{Duration, SystemTime};

use bulkwrite_serve::{Options, Reaction, Standin};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use http::{Request, Response};
use serde_json::Value;

pub const TOKEN: &str = "Zoho-oauthtoken 1000.8cb99dxxxxxxxxxxxxx9be93.9b8xxxxxxxxxxxxxxxf";

pub struct Client {
    pub standin: Standin,
    pub now: SystemTime,
}

impl Client {
    pub fn new(options: Options) -> Self {
        // 2021-05-13T11:00:58+05:30
        Self {
            standin: Standin::new(options).unwrap(),
            now: SystemTime::UNIX_EPOCH + Duration::from_secs(1_620_883_858),
        }
    }

    pub fn react(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reaction {
        let request = Request::builder().method(method).uri(path).header("Host", "127.0.0.1:8080");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        self.standin.handle(request.body(Bytes::copy_from_slice(body)).unwrap(), self.now)
    }

    pub fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Response<Bytes> {
        self.react(method, path, headers, body).into_answer().unwrap()
    }

    /// An authorised request without a body.
    pub fn get(&mut self, path: &str) -> Response<Bytes> {
        self.send("GET", path, &[("Authorization", TOKEN)], b"")
    }

    pub fn post(&mut self, path: &str, body: &str) -> Response<Bytes> {
        self.send("POST", path, &[("Authorization", TOKEN)], body.as_bytes())
    }

    /// Uploads a ZIP, and tells its id.
    pub fn upload(&mut self, zip: &[u8]) -> String {
        let answer = self.try_upload(zip, &[("feature", "bulk-write"), ("X-CRM-ORG", "694902309")]);
        assert_eq!(answer.status(), 200, "{answer:?}");
        text(&json(&answer), "/details/file_id")
    }

    /// Uploads a ZIP for an organisation, and tells its id.
    pub fn upload_as(&mut self, zip: &[u8], zgid: &str) -> String {
        let answer = self.try_upload(zip, &[("feature", "bulk-write"), ("X-CRM-ORG", zgid)]);
        text(&json(&answer), "/details/file_id")
    }

    pub fn try_upload(&mut self, zip: &[u8], headers: &[(&str, &str)]) -> Response<Bytes> {
        let mut body = b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"leads.zip\"\r\n\r\n".to_vec();
        body.extend_from_slice(zip);
        body.extend_from_slice(b"\r\n--b--\r\n");
        let mut all = vec![("Authorization", TOKEN), ("Content-Type", "multipart/form-data; boundary=b")];
        all.extend_from_slice(headers);
        self.send("POST", "/crm/v8/upload", &all, &body)
    }

    /// Creates a job, and tells its id.
    pub fn create(&mut self, version: &str, job: &str) -> String {
        let answer = self.post(&format!("/crm/bulk/{version}/write"), job);
        assert_eq!(answer.status(), 201, "{answer:?}");
        text(&json(&answer), "/details/id")
    }

    pub fn details(&mut self, version: &str, job: &str) -> Value {
        json(&self.get(&format!("/crm/bulk/{version}/write/{job}")))
    }

    /// Asks for details until the job has ended, and tells the last ones.
    pub fn finish(&mut self, version: &str, job: &str) -> Value {
        for _ in 0..10 {
            let details = self.details(version, job);
            if !matches!(text(&details, "/status").as_str(), "ADDED" | "INPROGRESS" | "IN PROGRESS") {
                return details;
            }
        }
        panic!("the job does not end");
    }

    /// The files in the result of a job.
    pub fn result(&mut self, details: &Value) -> Vec<(String, String)> {
        let url = text(details, "/result/download_url");
        let path = url.strip_prefix("http://127.0.0.1:8080").unwrap_or(&url).to_owned();
        let answer = self.get(&path);
        assert_eq!(answer.status(), 200, "{answer:?}");
        unzip(answer.body())
    }

    /// Uploads a CSV, runs a job over it, and tells the rows of the result, `|` between the cells.
    pub fn run(&mut self, csv: &str, job: impl FnOnce(&str) -> String) -> Vec<String> {
        let file = self.upload(&zip(&[("leads.csv", csv)]));
        let id = self.create("v8", &job(&file));
        let details = self.finish("v8", &id);
        let files = self.result(&details);
        assert_eq!(files.len(), 1, "{files:?}");
        files[0].1.lines().map(|line| line.replace(',', "|")).collect()
    }
}

/// The body of an answer.
pub fn json(answer: &Response<Bytes>) -> Value {
    serde_json::from_slice(answer.body()).unwrap_or_else(|error| panic!("{error}: {answer:?}"))
}

/// The text at a pointer.
pub fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{pointer} in {value}")).to_owned()
}

/// A header of an answer.
pub fn header<'a>(answer: &'a Response<Bytes>, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

pub fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut out);
    for (name, text) in files {
        let file = archive.new_file(*name).compression_method(rawzip::CompressionMethod::DEFLATE);
        let (mut entry, config) = file.start().unwrap();
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
        writer.write_all(text.as_bytes()).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    out
}

pub fn unzip(bytes: &[u8]) -> Vec<(String, String)> {
    use std::io::Read;

    let archive = rawzip::ZipArchive::from_slice(bytes).unwrap();
    let mut entries = archive.entries();
    let mut files = Vec::new();
    while let Some(entry) = entries.next_entry().unwrap() {
        let name = String::from_utf8(entry.file_path().as_bytes().to_vec()).unwrap();
        let local = archive.get_entry(entry.wayfinder()).unwrap();
        let mut content = String::new();
        let inflated = flate2::bufread::DeflateDecoder::new(local.data());
        local.verifying_reader(inflated).read_to_string(&mut content).unwrap();
        files.push((name, content));
    }
    files
}

/// A job for Leads.
pub fn leads(operation: &str, file: &str, find_by: Option<&str>, fields: &[&str], more: &str) -> String {
    let mappings: Vec<String> = fields
        .iter()
        .enumerate()
        .map(|(index, field)| format!(r#"{{"api_name":"{field}","index":{index}}}"#))
        .collect();
    let find_by = find_by.map(|field| format!(r#","find_by":"{field}""#)).unwrap_or_default();
    format!(
        r#"{{"operation":"{operation}"{more},"resource":[{{"type":"data","module":{{"api_name":"Leads"}},"file_id":"{file}"{find_by},"field_mappings":[{}]}}]}}"#,
        mappings.join(",")
    )
}
