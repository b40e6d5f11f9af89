//! How far work has come, as its journal tells it, and what makes it the same work.

use std::fs;
use std::path::Path;

use bulkwrite_http::{Event, Journal, OrgId, Planned, Site};

use super::data::Data;
use super::job::Ready;
use super::report;
use crate::hash::Hash;

/// What is to be done, for the journal.
pub(crate) fn planned(ready: &Ready, data: Option<&Data>, job: &Path, site: &Site, org: &OrgId) -> Planned {
    let job = std::path::absolute(job).unwrap_or_else(|_| job.to_owned());
    Planned {
        key: key(ready, data, site, Some(org.as_str())),
        job: job.to_string_lossy().into_owned(),
        version: ready.version.to_string(),
        files: data.map(Data::planned).unwrap_or_default(),
        site: site.to_string(),
        org: Some(org.to_string()),
        operation: ready.operation.clone(),
        repeatable: report::is_repeatable(ready),
    }
}

/// What makes it the same work.
pub(crate) fn key(ready: &Ready, data: Option<&Data>, site: &Site, org: Option<&str>) -> String {
    let mut hash = Hash::new();
    hash.part(&ready.without_ids);
    for csv in data.map(|data| &data.csvs[..]).unwrap_or_default() {
        hash.part(csv.name.as_bytes());
        hash.part(&csv.bytes);
    }
    hash.part(site.to_string().as_bytes());
    hash.part(ready.version.segment().as_bytes());
    hash.part(org.unwrap_or_default().as_bytes());
    hash.finish()
}

/// How far work has come.
#[derive(Debug)]
pub(crate) enum State {
    Begun,
    Unknown,
    Refused,
    Created(bulkwrite_http::JobId),
    Finished(bulkwrite_http::Finished),
}

/// What the latest work in a journal has come to.
pub(crate) fn state(entries: &[bulkwrite_http::Entry]) -> State {
    let mut state = State::Begun;
    for entry in entries {
        state = match (&entry.event, state) {
            (Event::Planned(_) | Event::NotSent { .. }, _) => State::Begun,
            (Event::Creating { .. }, _) => State::Unknown,
            (Event::Refused { .. }, _) => State::Refused,
            (Event::Created { id }, _) => State::Created(id.clone()),
            (Event::Finished { outcome, totals, .. }, State::Created(id)) => {
                State::Finished(bulkwrite_http::Finished {
                    id,
                    outcome: *outcome,
                    totals: *totals,
                    result: None,
                    trouble: None,
                })
            }
            (Event::Uploaded { .. } | Event::Saved { .. } | Event::Finished { .. }, state) => state,
        };
    }
    state
}

/// What a journal says of work before it begins.
pub(crate) enum Before {
    Nothing,
    /// It began and created nothing.
    Begun(String),
    Other,
    Unknown,
    Sent(String),
}

pub(crate) fn before(journal: &Journal, key: &str) -> Before {
    let Some((planned, entries)) = journal.latest() else { return Before::Nothing };
    if planned.key != key {
        return Before::Other;
    }
    let at = entries.first().map(|entry| entry.at.clone()).unwrap_or_default();
    match state(entries) {
        State::Begun => Before::Begun(at),
        State::Unknown => Before::Unknown,
        // A job that was refused made nothing, and what was wrong may have been elsewhere.
        State::Refused => Before::Nothing,
        State::Created(id) => Before::Sent(format!("job {id} of {at}")),
        State::Finished(finished) => Before::Sent(format!("job {} of {at}, which ended", finished.id)),
    }
}

/// The result that is here, if it is what was saved.
pub(crate) fn saved_result(entries: &[bulkwrite_http::Entry]) -> Option<Vec<u8>> {
    let (path, sha256) = entries.iter().rev().find_map(|entry| match &entry.event {
        Event::Saved { path, sha256 } => Some((path, sha256)),
        _ => None,
    })?;
    fs::read(path).ok().filter(|bytes| crate::hash::sha256(bytes) == *sha256)
}
