//! What an end means for the user: words, files, an exit status.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use bulkwrite_core::response::{self, ApiError, Totals};
use bulkwrite_data::Table;
use bulkwrite_http::{End, Event, Finished, Task};
use bulkwrite_render::escaped;
use serde_json::{Map, Value, json};

use super::data::{Csv, Data};
use super::drive::{Line, Stopped};
use super::job::Resource;
use super::join::outcome::{Counts, Outcome};
use super::join::{join, result_of};
use super::report;
use super::store::{Store, write_private};
use super::zip;
use crate::cli::send::{Following, RowFormat};
use crate::exit::Exit;
use crate::hash::sha256;
use crate::terminal::Terminal;

/// What is known of the work when it ends.
pub(crate) struct Work<'w> {
    pub(crate) resources: &'w [Resource],
    pub(crate) data: Option<&'w Data>,
    pub(crate) has_callback: bool,
    /// What the checks found, as a part of the document.
    pub(crate) check: Option<Value>,
}

/// Tells how it ended.
pub(crate) fn tell(
    end: Result<End, Stopped>,
    work: &Work<'_>,
    store: &mut Store,
    line: &Line<'_>,
    following: &Following,
) -> io::Result<Exit> {
    let journal = store.path.display().to_string();
    let resume = format!("bulkwrite resume {}", shell_word(&journal));
    let complain = |message: &str| line.terminal.complain(escaped(message));
    let mut document = Map::new();
    document.insert("journal".to_owned(), journal.clone().into());
    if let Some(check) = &work.check {
        document.insert("check".to_owned(), check.clone());
    }
    let mut set = |key: &str, value: Value| {
        document.insert(key.to_owned(), value);
    };
    let exit = match end {
        Ok(End::Finished(finished)) => {
            set("outcome", Value::from("finished"));
            set("job", finished.id.as_str().into());
            let exit = self::finished(finished, work, store, line, following, &mut document)?;
            return finish(exit, document, following);
        }
        Ok(End::Refused { task, error }) => {
            set("outcome", "refused".into());
            set("answer", serde_json::to_value(&error).unwrap_or_default());
            complain(&refusal(task, &error));
            if let Some(facts) = error.code.facts() {
                line.terminal.note(escaped(&format!("{} `bulkwrite explain {}` tells more", facts.cure, error.code)));
            }
            line.terminal.note("nothing was created; a job that is changed is new work for `bulkwrite send`");
            Exit::Findings
        }
        Ok(End::StillRunning { id, trouble }) => {
            set("outcome", "running".into());
            set("job", id.as_str().into());
            let why = trouble.map(|trouble| format!(", and {trouble}")).unwrap_or_default();
            line.say(&format!(
                "{}\n",
                escaped(&format!("Job {id} is not known to have ended{why}. To go on: {resume}"))
            ));
            Exit::Running
        }
        Err(Stopped::After(id, message)) => {
            set("outcome", "running".into());
            set("job", id.as_str().into());
            complain(&message);
            line.say(&format!("{}\n", escaped(&format!("Job {id} is not known to have ended. To go on: {resume}"))));
            Exit::Running
        }
        Ok(End::Unknown { lost }) => {
            set("outcome", "unknown".into());
            set("reason", lost.to_string().into());
            complain(&format!("it is not known whether the job was created: {lost}"));
            for text in unknown(work, store, &resume).lines() {
                line.say(&format!("{}\n", escaped(text)));
            }
            Exit::Unknown
        }
        Ok(End::GaveUp { task, trouble }) => {
            set("outcome", "failed".into());
            set("reason", trouble.to_string().into());
            complain(&format!("{task} failed: {trouble}; nothing was created"));
            line.terminal.note(escaped(&format!("to try again: {resume}")));
            Exit::Failed
        }
        Err(Stopped::Before(message)) => {
            set("outcome", "failed".into());
            set("reason", message.clone().into());
            complain(&format!("{message}; nothing was created"));
            Exit::Failed
        }
    };
    finish(exit, document, following)
}

/// Prints the document for programs.
fn finish(exit: Exit, mut document: Map<String, Value>, following: &Following) -> io::Result<Exit> {
    if document.contains_key("printed") {
        return Ok(exit);
    }
    document.insert("exit_status".to_owned(), (exit as u8).into());
    report::print(&[], following.format, &Value::Object(document))?;
    Ok(exit)
}

fn refusal(task: Task, error: &ApiError) -> String {
    match task {
        Task::Upload => format!("the CRM refuses the file: {error}"),
        _ => format!("the CRM refuses the job: {error}"),
    }
}

/// What to do when nobody knows.
fn unknown(work: &Work<'_>, store: &Store, resume: &str) -> String {
    let entries = store.journal.latest().map(|(_, entries)| entries).unwrap_or_default();
    let tried = entries.iter().rev().find(|entry| matches!(entry.event, Event::Creating { .. }));
    let since = tried.map_or("", |entry| entry.at.as_str());
    let module = work.resources.first().map_or("the module", |resource| resource.module.as_str());
    let callback = if work.has_callback { "- wait for the callback: it names the job\n" } else { "" };
    format!(
        "It is not sent again: that could make every row twice. Find out first:\n\
         {callback}- look at the newest records of {module}: are rows of this file there, with a Created_Time from {since} on?\n\
         Then: {resume} --created JOB_ID\n\
         or, if none is there after an hour: {resume} --not-created\n"
    )
}

/// A job that ended: its result is kept, and joined with what was sent.
fn finished(
    finished: Finished,
    work: &Work<'_>,
    store: &mut Store,
    line: &Line<'_>,
    following: &Following,
    document: &mut Map<String, Value>,
) -> io::Result<Exit> {
    let Finished { outcome, totals, result, trouble, .. } = finished;
    if let Some(trouble) = &trouble {
        line.terminal.warn(escaped(&format!("the result is not here: {trouble}")));
    }
    let mut all_written = outcome == response::Outcome::Written;
    document.insert("written".to_owned(), all_written.into());
    let Some(result) = result else {
        line.say(&format!("{}\n", escaped(&of_totals(outcome, totals))));
        document.insert(
            "totals".to_owned(),
            json!({"added": totals.added, "updated": totals.updated, "not_written": totals.skipped}),
        );
        return Ok(if all_written { Exit::Clean } else { Exit::Findings });
    };
    let path = keep(&result, store, line);
    let Some(data) = work.data else {
        line.say(&format!(
            "{}; the result is {}\n",
            escaped(&of_totals(outcome, totals)),
            escaped(&path.display().to_string())
        ));
        return Ok(if all_written { Exit::Clean } else { Exit::Findings });
    };
    let outcomes = match explain(&result, data, work.resources) {
        Ok(outcomes) => outcomes,
        Err(fault) => {
            line.terminal.warn(escaped(&format!("the result `{}` cannot be read: {fault}", path.display())));
            line.say(&format!("{}\n", escaped(&of_totals(outcome, totals))));
            return Ok(if all_written { Exit::Clean } else { Exit::Findings });
        }
    };
    let counts: Vec<Counts> = outcomes.iter().map(Outcome::counts).collect();
    if outcome == response::Outcome::Unclear {
        all_written = counts.iter().all(|counts| counts.untold == 0);
    }
    all_written &= counts.iter().all(|counts| counts.refused == 0);
    let exit = if all_written { Exit::Clean } else { Exit::Findings };
    rows(
        &outcomes,
        following.format,
        following.refused.as_deref(),
        following.written.as_deref(),
        line.terminal,
        document,
    )?;
    document.insert("exit_status".to_owned(), (exit as u8).into());
    report::print(&outcomes, following.format, &Value::Object(document.clone()))?;
    document.insert("printed".to_owned(), true.into());
    Ok(exit)
}

/// Keeps a result beside the journal; where it is then.
pub(crate) fn keep(result: &[u8], store: &mut Store, line: &Line<'_>) -> PathBuf {
    let path = store.path.with_extension("result.zip");
    match write_private(&path, result) {
        Ok(()) => {
            let absolute = std::path::absolute(&path).unwrap_or_else(|_| path.clone());
            let saved = Event::Saved { path: absolute.to_string_lossy().into_owned(), sha256: sha256(result) };
            if let Err(error) = store.append(&saved) {
                line.terminal.warn(escaped(&format!("cannot write the journal `{}`: {error}", store.path.display())));
            }
        }
        Err(error) => line.terminal.warn(escaped(&format!("cannot keep the result as `{}`: {error}", path.display()))),
    }
    path
}

/// Joins a result with the data.
pub(crate) fn explain<'d>(
    result: &[u8],
    data: &'d Data,
    resources: &'d [Resource],
) -> Result<Vec<Outcome<'d>>, String> {
    let mut outcomes = Vec::new();
    for (csv, resource) in data.csvs.iter().zip(resources) {
        let result = result_csv(result, resource, csv, data.csvs.len() == 1)?;
        let table = Table::read(&csv.bytes, data.charset.as_deref());
        let joined = join(&table, &Table::read(&result, None), resource)?;
        outcomes.push(Outcome { csv, table, joined, resource });
    }
    Ok(outcomes)
}

/// What a result says of one CSV.
pub(crate) fn result_csv(result: &[u8], resource: &Resource, csv: &Csv, alone: bool) -> Result<Vec<u8>, String> {
    if !zip::is_zip(result) {
        return Ok(result.to_vec());
    }
    let entries = zip::unpack(result)?;
    let Some(entry) = result_of(&entries, resource, &csv.name, alone) else {
        let there: Vec<_> = entries.iter().map(|entry| format!("`{}`", entry.name)).collect();
        return Err(format!("none of {} in it is the result of `{}`", there.join(", "), csv.name));
    };
    Ok(entry.bytes.clone())
}

/// Shows the rows that were refused, and writes the files.
pub(crate) fn rows(
    outcomes: &[Outcome<'_>],
    format: RowFormat,
    refused: Option<&Path>,
    written: Option<&Path>,
    terminal: &Terminal,
    document: &mut Map<String, Value>,
) -> io::Result<()> {
    report::refused(outcomes, format, terminal)?;
    let counts: Vec<Counts> = outcomes.iter().map(Outcome::counts).collect();
    let mut files: (Vec<String>, Vec<String>) = Default::default();
    for (n, outcome) in outcomes.iter().enumerate() {
        // Named files are for one CSV; those of the others stand beside their data.
        let (refused, written) = if n == 0 { (refused, written) } else { (None, None) };
        match outcome.save(refused, written) {
            Ok(saved) => {
                files.0.extend(saved.refused.map(|path| path.display().to_string()));
                files.1.extend(saved.written.map(|path| path.display().to_string()));
            }
            Err(error) => {
                terminal.complain(escaped(&format!("cannot write the rows of `{}`: {error}", outcome.csv.shown)));
            }
        }
    }
    if format == RowFormat::Human {
        let mut text = report::summary(&counts);
        if !files.0.is_empty() {
            let _ = write!(text, " → {}", files.0.join(", "));
        }
        let mut out = terminal.styled();
        writeln!(out, "{}", escaped(&text))?;
        out.flush()?;
        if !files.1.is_empty() {
            terminal.note(escaped(&format!("the ids of the records are in {}", files.1.join(", "))));
        }
    }
    document.insert("totals".to_owned(), report::counts_value(&counts));
    document.insert("refused_files".to_owned(), files.0.into());
    document.insert("written_files".to_owned(), files.1.into());
    Ok(())
}

fn of_totals(outcome: response::Outcome, totals: Totals) -> String {
    let counts = Counts {
        added: usize::try_from(totals.added).unwrap_or(usize::MAX),
        updated: usize::try_from(totals.updated).unwrap_or(usize::MAX),
        refused: usize::try_from(totals.skipped).unwrap_or(usize::MAX),
        ..Counts::default()
    };
    let told = report::summary(&[counts]);
    match outcome {
        response::Outcome::Failed => format!("the job failed: {told}"),
        response::Outcome::Unclear => "the job ended, and does not say how many rows were written".to_owned(),
        _ => told,
    }
}

/// One word of a POSIX shell.
pub(crate) fn shell_word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "@%+=:,./-_".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}
