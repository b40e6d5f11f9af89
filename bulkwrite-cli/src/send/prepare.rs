//! Job and data, read and checked.

use std::io;
use std::path::{Path, PathBuf};

use bulkwrite_config::Access;
use bulkwrite_render::escaped;

use super::check::{self, Checked};
use super::data::{Data, Source};
use super::job::{Ready, Text};
use super::split::{self, Part};
use crate::cli::send::RowFormat;
use crate::exit::Exit;
use crate::terminal::Terminal;

/// What is to be sent.
pub(crate) struct Prepared {
    pub(crate) ready: Ready,
    pub(crate) data: Option<Data>,
    pub(crate) checked: Checked,
    /// The parts of what is too much for one job; none where one is enough.
    pub(crate) parts: Vec<Part>,
}

/// What is wanted of the preparation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The data is to be sent: it is checked as well, and packed.
    Send,
    /// The data was checked when it was to be sent.
    Resume,
    /// The data was sent by whomever.
    Explain,
}

/// Reads job and data, and checks them.
pub(crate) fn prepare(
    job: &Path,
    files: &[PathBuf],
    checking: &crate::cli::Checking,
    (terminal, format): (&Terminal, RowFormat),
    access: Access,
    purpose: Purpose,
) -> io::Result<Result<Prepared, Exit>> {
    let failed = |message: &str| {
        terminal.complain(escaped(message));
        Ok(Err(Exit::Failed))
    };
    let read = Text::open(job, checking, access).and_then(|text| Ok((text, Source::read(files)?)));
    let (text, sources) = match read {
        Ok(read) => read,
        Err(message) => return failed(&message),
    };
    let report = (purpose == Purpose::Send && !sources.is_empty()).then(|| check::data(&text, &sources)).transpose();
    let report = match report {
        Ok(report) => report,
        Err(message) => return failed(&message),
    };
    let mut parts = Vec::new();
    let mut report = report;
    if report.as_ref().is_some_and(split::is_too_much)
        && let Ok((of_all, checked)) = split::parts(&text, &sources)
    {
        (parts, report) = (of_all, Some(checked));
    }
    let data = (!sources.is_empty()).then(|| Data::new(sources, &text)).transpose();
    let names = data.as_ref().ok().and_then(Option::as_ref).map(Data::names).unwrap_or_default();
    let (file, ready) = text.read(&names);
    let checked = Checked { file, data: report };
    if purpose != Purpose::Resume || checked.has_errors() {
        checked.show(format, terminal)?;
    }
    let ready = match ready {
        Some(ready) if !checked.has_errors() => ready,
        _ if purpose == Purpose::Send => {
            terminal.note("nothing was sent");
            return checked.end(format, Exit::Findings).map(Err);
        }
        _ => return Ok(Err(Exit::Findings)),
    };
    let mut data = match data {
        Ok(data) => data,
        Err(message) => return failed(&message),
    };
    if let (Some(data), true) = (&mut data, purpose != Purpose::Explain && parts.is_empty())
        && let Err(message) = data.pack()
    {
        return failed(&message);
    }
    match ready {
        Ok(ready) if !parts.is_empty() && !ready.body.needs_upload() => failed(
            "the data is too much for one job, and the job names an upload: leave `file_id` out to send it in parts",
        ),
        Ok(ready) => Ok(Ok(Prepared { ready, data, checked, parts })),
        Err(message) => failed(&message),
    }
}
