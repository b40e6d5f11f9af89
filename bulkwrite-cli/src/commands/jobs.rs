//! `bulkwrite jobs`

use std::io::{self, Write};

use bulkwrite_http::Journal;
use bulkwrite_render::{escaped, grouped};

use super::Exit;
use crate::cli::send::Jobs;
use crate::send::state::{State, state};
use crate::send::store;
use crate::terminal::Terminal;

pub(crate) fn run(args: &Jobs, terminal: &Terminal) -> io::Result<Exit> {
    let folder = args.folder.join(store::FOLDER);
    let journals = match store::journals(&folder) {
        Ok(journals) => journals,
        Err(error) => {
            terminal.complain(escaped(&format!("cannot read `{}`: {error}", folder.display())));
            return Ok(Exit::Failed);
        }
    };
    let (mut out, mut exit) = (terminal.styled(), Exit::Clean);
    if journals.is_empty() {
        terminal.note(escaped(&format!("no job was sent from `{}`", args.folder.display())));
    }
    for path in &journals {
        match store::peek(path) {
            Ok(journal) => writeln!(out, "{}  {}", escaped(&path.display().to_string()), escaped(&told(&journal)))?,
            Err(error) => {
                terminal.complain(escaped(&error.message(path)));
                exit = Exit::Failed;
            }
        }
    }
    out.flush()?;
    Ok(exit)
}

fn told(journal: &Journal) -> String {
    let Some((planned, entries)) = journal.latest() else { return "nothing begun".to_owned() };
    let at = entries.last().map_or("", |entry| entry.at.as_str());
    let what = match state(entries) {
        State::Begun => "not created: `bulkwrite resume` goes on".to_owned(),
        State::Unknown => "not known whether it was created: `bulkwrite resume` tells what to do".to_owned(),
        State::Refused => "refused".to_owned(),
        State::Created(id) => format!("created as {id}, end not known: `bulkwrite resume` goes on"),
        State::Finished(finished) => {
            let totals = finished.totals;
            let (written, skipped) = (totals.added + totals.updated, totals.skipped);
            format!("{}: {} written, {} not", finished.id, grouped(written), grouped(skipped))
        }
    };
    format!("{at}  {} to {}  {what}", planned.operation, planned.site)
}
