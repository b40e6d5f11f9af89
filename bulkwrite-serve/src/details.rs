//! Job details, in the shapes of the recorded answers and of the documentation, and the results of jobs.

use std::io;
use std::time::SystemTime;

use bulkwrite_core::{ApiVersion, Basis, FieldMapping, Resource};
use bytes::Bytes;
use http::Response;
use http::header::{CONTENT_DISPOSITION, HeaderValue};
use serde_json::json;

use crate::answer::{answer, because, gateway, json as json_answer};
use crate::deliver::{self, Call};
use crate::fault::End;
use crate::job::{Called, Counts, Job, Phase};
use crate::json::{Object, list};
use crate::mistakes::Mistakes;
use crate::request::Request;
use crate::run::Run;
use crate::standin::Standin;
use crate::{CallbackBody, Source, time, zip};

impl Standin {
    /// The answer to asking how far a job has come.
    pub(crate) fn details(
        &mut self,
        version: ApiVersion,
        id: &str,
        request: &Request<'_>,
        now: SystemTime,
    ) -> Response<Bytes> {
        let Some(&at) = self.places.get(id) else {
            return Self::not_found(&format!("no job has the id {id}"));
        };
        self.jobs[at].polls += 1;
        self.advance(at, now);
        let body = self.details_json(at, version, &request.base());
        let basis = match version {
            ApiVersion::V2 | ApiVersion::V2_1 => Basis::Observed,
            _ => Basis::Documented,
        };
        json_answer(200, basis, body)
    }

    /// The answer to asking for a result.
    pub(crate) fn download(&mut self, id: &str, now: SystemTime) -> Response<Bytes> {
        let invalid = |why: &str| {
            let body =
                Object::new().text("x-info", "Link not valid").text("info", "Forbidden").text("http_status", "403");
            because(gateway(403, Basis::Documented, body.end()), why)
        };
        let Some(&at) = self.places.get(id) else { return invalid(&format!("no job has the id {id}")) };
        self.advance(at, now);
        let job = &self.jobs[at];
        if job.phase != Phase::Ended || job.end == End::Failed {
            return invalid("the job has no result: it has not ended, or it failed");
        }
        match self.store.get(&result_name(id)) {
            Ok(bytes) => {
                let mut answer = answer(200, Basis::Documented, "application/zip", bytes);
                // Without the quotes some of the vendor's SDKs throw.
                if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{id}.zip\"")) {
                    answer.headers_mut().insert(CONTENT_DISPOSITION, name);
                }
                answer
            }
            Err(error) => Self::broken_disk(&error),
        }
    }

    /// Brings a job as far as it should be.
    pub(crate) fn advance(&mut self, at: usize, now: SystemTime) {
        let Some(job) = self.jobs.get(at).filter(|job| job.phase != Phase::Ended) else { return };
        let due = job.due(self.options.pace, now);
        let polled = matches!(self.options.pace, crate::Pace::Polls(_));
        if due == job.phase {
            if polled && self.store.has_journal() {
                let line = job.to_line("");
                // A count that is lost makes a job end a little later.
                let _ = self.note(&line);
            }
            return;
        }
        let mut records = String::new();
        if job.phase == Phase::Added {
            match self.run(at) {
                Ok(written) => records = written,
                Err(error) => {
                    // The file was there when the job was created: without it there is nothing to do.
                    self.jobs[at].end = End::Failed;
                    self.jobs[at].files = vec![Counts { name: error.to_string(), ..Counts::default() }];
                }
            }
        }
        self.jobs[at].phase = due;
        if due == Phase::Ended {
            self.call_back(at);
        }
        if self.store.has_journal() {
            let line = self.jobs[at].to_line(&records);
            let _ = self.note(&line);
        }
    }

    /// Looks at the rows of a job, and tells the records that it wrote, for the journal.
    fn run(&mut self, at: usize) -> io::Result<String> {
        let job = self.jobs[at].clone();
        if job.end == End::Failed {
            return Ok(String::new());
        }
        let request = &job.request;
        let resources = request.resources();
        let children = resources.iter().skip(1).filter_map(Resource::mappings).flatten();
        let links: Vec<usize> =
            children.filter_map(FieldMapping::parent_column_index).map(|index| index.get() as usize).collect();
        let zips: Vec<Bytes> =
            resources.iter().map(|resource| self.uploaded(resource.file_id().as_str())).collect::<io::Result<_>>()?;
        let (mut counts, mut results) = (Vec::new(), Vec::new());
        let changed = if job.end == End::Skipped {
            for resource in resources {
                let content = self.content(resource.file_id().as_str()).and_then(|content| content.as_ref().ok());
                let skipped = content.into_iter().flatten().map(|csv| csv.rows).sum();
                let name = content.and_then(|csvs| csvs.first()).map(|csv| csv.name.clone()).unwrap_or_default();
                counts.push(Counts { name, skipped, ..Counts::default() });
            }
            Vec::new()
        } else {
            let mistakes = Mistakes::of(request, &self.fields.metadata, &zips);
            let mut run = Run::new(request.operation(), &self.fields, &mut self.ids, &mut self.records, &mistakes);
            for (position, (resource, zip)) in resources.iter().zip(&zips).enumerate() {
                run.ignore_empty = resource.ignore_empty().or(request.ignore_empty()).unwrap_or(false);
                let links = if position == 0 { links.as_slice() } else { &[] };
                let files = run
                    .resource(position, resource, zip, links)
                    .map_err(|unusable| io::Error::new(io::ErrorKind::InvalidData, unusable.why()))?;
                let mut sum = Counts::default();
                for file in files {
                    if sum.name.is_empty() {
                        sum.name = file.counts.name;
                    }
                    sum.added += file.counts.added;
                    sum.updated += file.counts.updated;
                    sum.skipped += file.counts.skipped;
                    results.push(file.result);
                }
                counts.push(sum);
            }
            run.changed
        };
        let archive = zip::pack(&results)?;
        self.store.put(&result_name(&job.id), archive.into())?;
        self.jobs[at].files = counts;
        if !self.store.has_journal() {
            return Ok(String::new());
        }
        let records = changed.iter().filter_map(|(module, place)| {
            let record = self.records.module(module).get(*place)?;
            Some(json!({"module": module, "id": record.id, "fields": record.fields}).to_string())
        });
        Ok(list(records))
    }

    /// Sees to the callback of a job that has ended.
    fn call_back(&mut self, at: usize) {
        let job = &self.jobs[at];
        let Some(url) = job.request.callback().map(|callback| callback.url().as_str().to_owned()) else { return };
        let target = self.options.deliver.iter().find_map(|delivery| {
            let rest = url.strip_prefix(delivery.from.as_str())?;
            let to = delivery.to.trim_end_matches('/');
            let gap = if rest.is_empty() || rest.starts_with(['/', '?']) { "" } else { "/" };
            Some(format!("{to}{gap}{rest}"))
        });
        let Some(to) = target.filter(|to| deliver::loopback(to).is_ok()) else {
            self.jobs[at].callback = Called::Recorded;
            return;
        };
        let (id, version) = (job.id.clone(), job.request.version());
        let body = match self.options.callback_body {
            CallbackBody::Details => self.details_json(at, version, ""),
            CallbackBody::Data => Object::new().raw("data", &list([self.details_json(at, version, "")])).end(),
            CallbackBody::Flat => {
                let job = &self.jobs[at];
                let mut flat = Object::new()
                    .text("job_id", &job.id)
                    .text("operation", job.request.operation().as_str())
                    .text("state", self.status(job));
                if has_result(job) {
                    let url = self.download_url(job, version, "");
                    flat = flat.raw("result", &Object::new().text("download_url", &url).end());
                }
                flat.end()
            }
        };
        self.calls.push(Call { job: id, to, body: body.into() });
        self.jobs[at].callback = Called::Calling;
    }

    /// Takes note of what became of a callback.
    pub fn called(&mut self, job: &str, outcome: Result<u16, String>) {
        if let Some(job) = self.places.get(job).and_then(|&at| self.jobs.get_mut(at)) {
            job.callback = match outcome {
                Ok(status) => Called::Delivered(status),
                Err(error) => Called::Failed(error),
            };
        }
    }

    /// The word for the status of a job.
    pub(crate) fn status(&self, job: &Job) -> &'static str {
        match (job.phase, job.end) {
            (Phase::Added, _) => "ADDED",
            (Phase::Running, _) | (Phase::Ended, End::Never) => self.running(),
            (Phase::Ended, End::Completed) => "COMPLETED",
            (Phase::Ended, End::Failed) => "FAILED",
            (Phase::Ended, End::Skipped) => "SKIPPED",
        }
    }

    const fn running(&self) -> &'static str {
        match self.options.status_words {
            Source::Observed => "INPROGRESS",
            Source::Documented => "IN PROGRESS",
        }
    }

    /// Where the result of a job is.
    fn download_url(&self, job: &Job, version: ApiVersion, base: &str) -> String {
        let (zgid, id) = (self.options.organisation.zgid(), &job.id);
        match self.options.download_url {
            // The recorded URL names v2 whatever the version of the job.
            Source::Observed if !base.is_empty() => format!("{base}/v2/crm/{zgid}/bulk-write/{id}/{id}.zip"),
            _ => format!("/{version}/crm/org{zgid}/bulk-write/{id}/{id}.zip"),
        }
    }

    /// The details of a job.
    ///
    /// v2 and v2.1 answer as recorded; v3 to v7 as the page of v7 shows, whose keys stand in another order in each
    /// phase; v8 as its example. Where the documentation shows no such phase, the next best shape is taken.
    pub(crate) fn details_json(&mut self, at: usize, version: ApiVersion, base: &str) -> String {
        let job = self.jobs[at].clone();
        let modules: Vec<String> =
            job.request.resources().iter().map(|resource| self.ids.module(resource.module().as_str())).collect();
        let resources = job.request.resources().iter().zip(&modules).enumerate();
        let resources = list(resources.map(|(n, (resource, id))| self.resource(&job, n, resource, id, version)));
        let is_old = version <= ApiVersion::V2_1;
        let encoding = job.request.character_encoding().or((job.phase != Phase::Added).then_some("UTF-8"));
        let callback = job
            .request
            .callback()
            .map(|callback| Object::new().text("url", callback.url().as_str()).text("method", "post").end());
        let organisation = &self.options.organisation;
        let user = if version >= ApiVersion::V8 {
            Object::new().text("name", &organisation.user_name).text("id", &organisation.user_id)
        } else {
            Object::new().text("id", &organisation.user_id).text("name", &organisation.user_name)
        };
        let result =
            has_result(&job).then(|| Object::new().text("download_url", &self.download_url(&job, version, base)).end());
        let ignore_empty = job.request.ignore_empty().filter(|_| version < ApiVersion::V8);
        Object::new()
            .text("status", self.status(&job))
            .with(encoding.filter(|_| !is_old || job.phase == Phase::Ended), |object, text| {
                object.text("character_encoding", text)
            })
            .raw("resource", &resources)
            .text("id", &job.id)
            .with(callback.clone().filter(|_| version < ApiVersion::V8), |object, json| object.raw("callback", &json))
            .with(result, |object, json| object.raw("result", &json))
            .raw("created_by", &user.end())
            .with(ignore_empty, |object, value| object.plain("ignore_empty", value))
            .text("operation", job.request.operation().as_str())
            .text("created_time", &time::iso8601(job.created, organisation.utc_offset))
            .with(callback.filter(|_| version >= ApiVersion::V8), |object, json| object.raw("callback", &json))
            .end()
    }

    fn resource(
        &self,
        job: &Job,
        position: usize,
        resource: &Resource,
        module_id: &str,
        version: ApiVersion,
    ) -> String {
        let is_family = job.request.resources().len() > 1;
        let name = resource.module().as_str();
        let module = match version {
            ApiVersion::V2 => crate::json::quoted(name),
            _ => Object::new().text("api_name", name).text("id", module_id).end(),
        };
        let mappings = resource.mappings().unwrap_or_default();
        let mappings = list(mappings.iter().map(|mapping| mapping_json(mapping, version, is_family)));
        let (status, code) = match (job.phase, job.end) {
            (Phase::Ended, End::Failed) => ("FAILED", "FAILED"),
            (Phase::Ended, End::Skipped) => ("SKIPPED", "SKIPPED"),
            (Phase::Ended, _) => ("COMPLETED", if is_family { "COMPLETED" } else { "SUCCESS" }),
            (_, _) if version <= ApiVersion::V2_1 => (self.running(), self.running()),
            _ => (self.running(), "ADDED"),
        };
        let file = Self::file(job, position, version, status);
        let object = Object::new().text("status", status);
        let object = match version {
            ApiVersion::V2 | ApiVersion::V2_1 => {
                object.text("type", "data").raw("module", &module).text("code", code).raw("field_mappings", &mappings)
            }
            version if version >= ApiVersion::V8 => {
                object.text("type", "data").raw("module", &module).raw("field_mappings", &mappings)
            }
            _ if is_family => {
                object.raw("module", &module).raw("field_mappings", &mappings).text("type", "data").text("code", code)
            }
            _ if job.phase == Phase::Ended => {
                object.text("type", "data").text("code", code).raw("module", &module).raw("field_mappings", &mappings)
            }
            _ => object.text("code", code).text("type", "data").raw("module", &module).raw("field_mappings", &mappings),
        };
        object.with(file, |object, file| object.raw("file", &file)).end()
    }

    /// How far a file has come; v2 says nothing of it before the end.
    fn file(job: &Job, position: usize, version: ApiVersion, status: &str) -> Option<String> {
        let is_old = version <= ApiVersion::V2_1;
        match job.files.get(position).filter(|_| job.phase != Phase::Added) {
            Some(_) if is_old && job.phase == Phase::Running => None,
            Some(counts) => {
                let object = Object::new().text("status", status).text("name", &counts.name);
                let object = object.plain("added_count", counts.added).plain("skipped_count", counts.skipped);
                Some(object.plain("updated_count", counts.updated).plain("total_count", counts.total()).end())
            }
            None if is_old => None,
            None => Some(Object::new().text("status", status).end()),
        }
    }
}

/// A job that failed has no result.
fn has_result(job: &Job) -> bool {
    job.phase == Phase::Ended && job.end != End::Failed
}

fn mapping_json(mapping: &FieldMapping, version: ApiVersion, is_family: bool) -> String {
    let object = Object::new().text("api_name", mapping.api_name().as_str());
    let index = mapping.index().map_or("null".to_owned(), |index| index.get().to_string());
    let default = mapping.default_value().map(|default| {
        Object::new()
            .raw("value", &default.json())
            .with(default.name(), |object, name| object.text("name", name))
            .with(default.module(), |object, module| object.text("module", module))
            .end()
    });
    let text = |value: Option<&str>| value.map(ToOwned::to_owned);
    let format = text(mapping.format().map(bulkwrite_core::Format::as_str));
    let find_by = text(mapping.find_by().map(bulkwrite_core::ApiName::as_str));
    if version >= ApiVersion::V8 {
        // What is not given is not repeated.
        return object
            .with(mapping.index(), |object, index| object.plain("index", index.get()))
            .with(format, |object, format| object.text("format", &format))
            .with(find_by, |object, find_by| object.text("find_by", &find_by))
            .with(mapping.parent_column_index(), |object, index| object.plain("parent_column_index", index.get()))
            .with(default, |object, default| object.raw("default_value", &default))
            .end();
    }
    let mut object =
        object.raw("index", &index).nullable("format", format.as_deref()).nullable("find_by", find_by.as_deref());
    if is_family || version <= ApiVersion::V2_1 {
        object = object.nullable("module", mapping.module().map(bulkwrite_core::ApiName::as_str));
    }
    if is_family {
        let parent = mapping.parent_column_index().map_or("null".to_owned(), |index| index.get().to_string());
        object = object.raw("parent_column_index", &parent);
    }
    object.raw("default_value", default.as_deref().unwrap_or("null")).end()
}

fn result_name(id: &str) -> String {
    format!("result-{id}.zip")
}
