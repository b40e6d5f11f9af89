//! Going on where another run stopped.

use bulkwrite_core::response::{Outcome, Totals};

use super::{Course, End, Finished, Plan, Stage, Task, Trouble};
use crate::JobId;
use crate::call::{Failure, Sent};
use crate::journal::{Entry, Event};

/// How far the latest work in a journal has come.
#[derive(Clone, Debug, Default, PartialEq)]
struct Record {
    planned: bool,
    file_id: Option<String>,
    creates: u32,
    /// Whether the last try to create has no end on record.
    is_open: bool,
    id: Option<JobId>,
    refused: Option<bulkwrite_core::response::ApiError>,
    finished: Option<(Outcome, Totals, Option<String>)>,
}

impl Record {
    fn of(entries: &[Entry]) -> Self {
        let mut record = Self::default();
        for entry in entries {
            match &entry.event {
                Event::Planned(_) => record = Self { planned: true, ..Self::default() },
                Event::Uploaded { file_id } => record.file_id = Some(file_id.clone()),
                Event::Creating { number } => (record.creates, record.is_open) = (*number, true),
                Event::NotSent { .. } => record.is_open = false,
                Event::Created { id } => (record.id, record.is_open) = (Some(id.clone()), false),
                Event::Refused { answer } => (record.refused, record.is_open) = (Some(answer.clone()), false),
                Event::Finished { outcome, totals, url } => record.finished = Some((*outcome, *totals, url.clone())),
                Event::Saved { .. } => {}
            }
        }
        record
    }
}

impl Course {
    /// A course that goes on where the latest work in a journal stopped.
    ///
    /// Whatever was on its way then counts as lost: an upload is done again, a job whose creation is on record without
    /// an end is [unknown](End::Unknown), and stays so until the journal says `created` or `not-sent`.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use bulkwrite_core::{ApiVersion, json};
    /// use bulkwrite_http::{Body, Course, End, Event, Journal, Plan, Site, Step};
    ///
    /// let text = br#"{ "operation": "insert", "resource": [{ "module": "Leads", "file_id": "4150868000005379001" }] }"#;
    /// let tree = json::parse(text, &json::Options::default()).root.unwrap();
    /// let plan = Plan::new(Site::at("http://127.0.0.1:8080")?, ApiVersion::V2, Body::new(&tree)?);
    ///
    /// let planned = Event::Planned(Box::new(plan.planned.clone())).to_line("10:00");
    /// let creating = Event::Creating { number: 1 }.to_line("10:01");
    /// let journal = Journal::read(format!("{planned}{creating}").as_bytes())?;
    /// let mut course = Course::resume(plan, &journal.entries);
    /// assert!(matches!(course.next(Duration::ZERO), Step::Done(End::Unknown { .. })));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn resume(plan: Plan, entries: &[Entry]) -> Self {
        let record = Record::of(entries);
        if !record.planned {
            return Self::new(plan);
        }
        let mut course = Self::at_start(plan);
        course.creates = record.creates;
        course.file_id = record.file_id;
        if course.file_id.is_some() {
            course.stage = Stage::Create;
        }
        match (record.id, record.finished) {
            (Some(id), Some((outcome, totals, url))) => {
                let finished = Finished { id: id.clone(), outcome, totals, result: None, trouble: None };
                // The URL on record may lack its query: it is asked for again.
                match url {
                    Some(_) => course.stage = Stage::Running(id),
                    None => course.end(End::Finished(finished)),
                }
            }
            (Some(id), None) => course.stage = Stage::Running(id),
            (None, _) if record.is_open => {
                let reason = "the journal has no answer to its creation".to_owned();
                course.end(End::Unknown { lost: Trouble::Failure(Failure { sent: Sent::All, reason }) });
            }
            (None, _) => {
                if let Some(error) = record.refused {
                    let task = if record.creates == 0 { Task::Upload } else { Task::Create };
                    course.end(End::Refused { task, error });
                }
            }
        }
        course
    }
}
