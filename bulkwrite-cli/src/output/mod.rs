//! What was found in files, for the formats to show.

pub(crate) mod diff;

use std::io::{self, Write};

use bulkwrite_core::{Loc, Report};
use bulkwrite_render::human::Human;
use bulkwrite_render::{self as render, Excerpt, Finding, Output, Place, Totals, View};

use crate::postman::{Misdirected, Request};
use crate::rules::wrong_endpoint;
use crate::terminal::Terminal;

/// Of a longer line only what is meant is shown.
const LONGEST_LINE: usize = 2_000;

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
    /// Where it stands in a text of several, and which of them it is, counted from 1.
    pub(crate) part: Option<(Loc, usize)>,
}

impl Job {
    /// A job that is the whole file.
    pub(crate) const fn whole(report: Report) -> Self {
        Self { report, request: None, part: None }
    }
}

impl File {
    /// Each job together with the text that it stands in.
    ///
    /// They are `verbatim` for a program that was promised the secrets in them.
    pub(crate) fn views(&self, verbatim: bool) -> Vec<View<'_>> {
        let mut views: Vec<View<'_>> = Vec::with_capacity(self.jobs.len());
        for job in &self.jobs {
            let view = self.view(job).verbatim(verbatim);
            views.push(match views.first() {
                Some(first) => view.beside(first),
                None => view,
            });
        }
        views
    }

    fn view<'v>(&'v self, job: &'v Job) -> View<'v> {
        let request = job.request.as_ref().and_then(|request| {
            let (body, recorded) = (request.body.as_ref()?, request.recorded.as_ref());
            Some(render::Request { name: &request.name, body, recorded })
        });
        match request {
            Some(request) => {
                let view = View::of_request(&self.name, &self.bytes, &job.report, request);
                let misdirected = job.request.as_ref().and_then(|request| request.misdirected.as_ref());
                match misdirected {
                    Some(found) => {
                        let others = vec![self.misdirected(&view, found)];
                        view.with(others)
                    }
                    None => view,
                }
            }
            None => match job.part {
                Some((part, number)) => View::of_part(&self.name, &self.bytes, &job.report, part, number),
                None => View::new(&self.name, &self.bytes, &job.report),
            },
        }
    }

    /// A finding about the URL of a request, drawn with the lines of the collection.
    fn misdirected<'v>(&'v self, view: &View<'v>, found: &'v Misdirected) -> Finding<'v> {
        let (start, end) = (view.position(found.loc.start), view.position(found.loc.end));
        let mut line = view.lines().line(start.line);
        let mut line_start = line.as_ptr().addr() - self.bytes.as_ptr().addr();
        if line.len() > LONGEST_LINE {
            // The URL alone: what is cut off before it might be what tells that the rest is a secret.
            (line, line_start) = (&self.bytes[found.loc.range()], found.loc.start as usize);
        }
        let place = |at: u32| u32::try_from((at as usize).saturating_sub(line_start)).unwrap_or(u32::MAX);
        Finding {
            rule: &wrong_endpoint::RULE,
            level: found.level,
            path: "",
            message: &found.message,
            help: Some(&found.help),
            place: Place {
                source: &self.name,
                start,
                end,
                in_text: Loc::new(place(found.loc.start), place(found.loc.end)),
            },
            related: Vec::new(),
            fix: None,
            predicts: None,
            excerpt: Some(Excerpt { text: line, line: start.line }),
            data: None,
        }
    }
}

/// Says on standard error what was found in a file, where standard output is for something else.
pub(crate) fn tell(terminal: &Terminal, file: &File) -> io::Result<()> {
    let (views, mut totals) = (file.views(false), Totals::default());
    totals.add(&views);
    let (mut human, mut text) = (Human::new(terminal.look()), String::new());
    for view in &views {
        human.job(&mut text, view);
    }
    human.finish(&mut text, &totals);
    let mut out = terminal.aside();
    out.write_all(text.as_bytes())?;
    out.flush()
}
