//! What was found in files, for the formats to show.

pub(crate) mod diff;

use bulkwrite_core::Report;
use bulkwrite_render::{self as render, View};

use crate::postman::Request;

/// A text that was read, and the jobs in it.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) jobs: Vec<Job>,
}

/// A job that was checked: the whole file, or the body of a request in it.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) report: Report,
    pub(crate) request: Option<Request>,
}

impl File {
    /// Each job together with the text that it stands in.
    pub(crate) fn views(&self) -> Vec<View<'_>> {
        let view = |job| self.view(job);
        self.jobs.iter().map(view).collect()
    }

    fn view<'v>(&'v self, job: &'v Job) -> View<'v> {
        let request = job.request.as_ref().and_then(|request| {
            let (body, recorded) = (request.body.as_ref()?, request.recorded.as_ref());
            Some(render::Request { name: &request.name, body, recorded })
        });
        match request {
            Some(request) => View::of_request(&self.name, &self.bytes, &job.report, request),
            None => View::new(&self.name, &self.bytes, &job.report),
        }
    }
}
