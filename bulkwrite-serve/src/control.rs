//! The part of the stand-in that the CRM does not have: what it saw, what it knows, what goes wrong.

use std::time::SystemTime;

use bulkwrite_core::Basis;
use bulkwrite_core::callback::masked;
use bytes::Bytes;
use http::Response;

use crate::answer::{BASIS, answer};
use crate::fault::Fault;
use crate::job::{Called, Job};
use crate::json::{Object, list};
use crate::request::Request;
use crate::standin::Standin;
use crate::time;

const ENDPOINTS: &str = "GET /_bulkwrite/requests, /jobs, /records, /records/{module} and /faults; \
                         POST /_bulkwrite/faults and /reset; DELETE /_bulkwrite/faults";

impl Standin {
    /// The answer to a request about the stand-in itself.
    pub(crate) fn control(
        &mut self,
        method: &str,
        what: &[&str],
        request: &Request<'_>,
        now: SystemTime,
    ) -> Response<Bytes> {
        // A page in a browser can send requests that it may not read the answers of; it cannot leave this out.
        if request.header("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none") {
            return refused(403, "the request comes from a web page");
        }
        let offset = self.options.organisation.utc_offset;
        match (method, what) {
            ("GET", []) => ok(&Object::new().text("endpoints", ENDPOINTS).end()),
            ("GET", ["requests"]) => ok(&self.seen.to_json(offset)),
            ("GET", ["jobs"]) => {
                self.tick(now);
                ok(&list(self.jobs.iter().map(|job| self.job_json(job))))
            }
            ("GET", ["records"]) => {
                let counts = self.records.modules();
                let counts = counts.fold(Object::new(), |object, name| object.plain(name, self.records.of(name).len()));
                ok(&counts.end())
            }
            ("GET", ["records", module]) => ok(&list(self.records.of(module).iter().map(|record| {
                let fields = record
                    .fields
                    .iter()
                    .fold(Object::new().text("id", &record.id), |object, (field, value)| object.text(field, value));
                fields.end()
            }))),
            ("GET", ["faults"]) => ok(&self.faults_json()),
            ("POST", ["faults"]) => match Fault::from_json(request.body) {
                Ok(faults) => {
                    for fault in faults {
                        self.fault(fault);
                    }
                    ok(&self.faults_json())
                }
                Err(why) => refused(400, &why),
            },
            ("DELETE", ["faults"]) => {
                self.clear_faults();
                ok(&self.faults_json())
            }
            ("POST", ["reset"]) => match self.reset() {
                Ok(()) => ok("{}"),
                Err(error) => refused(500, &format!("the folder of the state cannot be emptied: {error}")),
            },
            _ => refused(404, &format!("the stand-in has {ENDPOINTS}")),
        }
    }

    fn job_json(&self, job: &Job) -> String {
        let files = list(job.files.iter().map(|file| {
            Object::new()
                .text("name", &file.name)
                .plain("added_count", file.added)
                .plain("skipped_count", file.skipped)
                .plain("updated_count", file.updated)
                .plain("total_count", file.total())
                .end()
        }));
        let callback = job.request.callback().map(|callback| {
            let (state, detail) = match &job.callback {
                Called::NotYet => ("not yet", None),
                Called::Recorded => ("recorded", None),
                Called::Calling => ("calling", None),
                Called::Delivered(status) => ("delivered", Some(status.to_string())),
                Called::Failed(error) => ("failed", Some(error.clone())),
            };
            Object::new()
                .text("url", &masked(callback.url().as_str()))
                .text("state", state)
                .with(detail, |object, detail| object.text("detail", &detail))
                .end()
        });
        let modules = job.request.resources().iter().map(|resource| crate::json::quoted(resource.module().as_str()));
        Object::new()
            .text("id", &job.id)
            .text("version", job.request.version().segment())
            .text("operation", job.request.operation().as_str())
            .raw("modules", &list(modules))
            .text("status", self.status(job))
            .text("created_time", &time::iso8601(job.created, self.options.organisation.utc_offset))
            .plain("polls", job.polls)
            .raw("files", &files)
            .with(callback, |object, callback| object.raw("callback", &callback))
            .end()
    }
}

fn ok(json: &str) -> Response<Bytes> {
    own(200, json)
}

fn refused(status: u16, why: &str) -> Response<Bytes> {
    own(status, &Object::new().text("error", why).end())
}

/// An answer that the CRM has no part in.
fn own(status: u16, json: &str) -> Response<Bytes> {
    let mut answer = answer(status, Basis::Inferred, "application/json", format!("{json}\n"));
    answer.headers_mut().remove(BASIS);
    answer
}
