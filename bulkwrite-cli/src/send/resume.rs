//! Work that is taken up where a run stopped.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use bulkwrite_config::Access;
use bulkwrite_core::ApiVersion;
use bulkwrite_http::{Body, Course, Event, Journal, OrgId, Plan, Site, ZipFile};
use bulkwrite_render::escaped;

use super::clock::jitter;
use super::data::Data;
use super::end::{self, Work};
use super::job::Ready;
use super::prepare::{Prepared, Purpose, prepare};
use super::run::line;
use super::split::{self, Split, Way};
use super::state::{State, key, saved_result, state};
use super::store::{self, Store, StoreError};
use super::target::{Unmet, meet};
use crate::cli::send::Resume;
use crate::exit::Exit;
use crate::terminal::Terminal;

/// `bulkwrite resume`
pub(crate) fn resume(args: &Resume, terminal: &Terminal, access: Access) -> io::Result<Exit> {
    let failed = |message: &str| {
        terminal.complain(escaped(message));
        Ok(Exit::Failed)
    };
    let path = match find_journal(args) {
        Ok(path) => path,
        Err(message) => return failed(&message),
    };
    if let Some(folder) = split::folder_of(&path) {
        return resume_parts(&folder, args, terminal, access);
    }
    let mut store = match Store::open(&path, false) {
        Ok(store) => store,
        Err(StoreError::Io(error)) if error.kind() == io::ErrorKind::NotFound => {
            return failed(&format!("there is no journal `{}`: nothing was begun", path.display()));
        }
        Err(error) => return failed(&error.message(&path)),
    };
    let Some((planned, entries)) = store.journal.latest().map(|(planned, entries)| (planned.clone(), entries.to_vec()))
    else {
        return failed(&format!(
            "the journal `{}` tells of nothing: the run stopped before it began; send the job anew",
            path.display()
        ));
    };
    let version: ApiVersion = match planned.version.parse() {
        Ok(version) => version,
        Err(error) => return failed(&format!("the journal `{}`: {error}", path.display())),
    };
    let site: Site = match planned.site.parse() {
        Ok(site) => site,
        Err(error) => return failed(&format!("the journal `{}`: {error}", path.display())),
    };
    let is_unknown = matches!(state(&entries), State::Unknown);
    if let Some(event) = told(args) {
        if !is_unknown {
            return failed(
                "`--created` and `--not-created` are for work of which it is not known whether it was created",
            );
        }
        if let Err(error) = store.append(&event) {
            return failed(&format!("cannot write the journal `{}`: {error}", path.display()));
        }
    }
    let entries = store.journal.latest().map(|(_, entries)| entries.to_vec()).unwrap_or_default();
    let created = matches!(state(&entries), State::Created(_) | State::Finished(_));
    let saved = saved_result(&entries);

    // What was sent is needed to send it, and to explain the result.
    let files: Vec<PathBuf> = planned.files.iter().map(|file| split::near(Path::new(&file.name))).collect();
    let mut checking = args.checking.checking();
    checking.api_version = Some(version);
    let mut quiet = *terminal;
    quiet.quiet = true;
    let shown = (&quiet, args.following.format);
    let prepared = prepare(Path::new(&planned.job), &files, &checking, shown, access, Purpose::Resume)?;
    let same = |ready: &Ready, data: Option<&Data>| key(ready, data, &site, planned.org.as_deref()) == planned.key;
    let (ready, data) = match prepared {
        Ok(Prepared { ready, data, .. }) if same(&ready, data.as_ref()) => (Some(ready), data),
        Ok(_) if !created => {
            return failed(
                "the job or its data has changed since: nothing was created by the old work, send the new one",
            );
        }
        Err(exit) if !created && !is_unknown => return Ok(exit),
        Ok(_) | Err(_) => {
            terminal.warn("the job or its data has changed since, or is gone: rows cannot be shown at their places");
            (None, None)
        }
    };
    let line = match line(&site, &args.access, terminal, Some(&args.following)) {
        Ok(line) => line,
        Err(message) => return failed(&message),
    };
    let resources = ready.as_ref().map(|ready| ready.resources.clone()).unwrap_or_default();
    let has_callback = ready.as_ref().is_some_and(|ready| ready.has_callback);
    let work = Work { resources: &resources, data: data.as_ref(), has_callback, check: None };
    let org: Option<OrgId> = planned.org.as_deref().and_then(|org| org.parse().ok());
    let (Some(org), Some(body)) = (
        org,
        ready
            .as_ref()
            .map(|ready| ready.body.clone())
            .or_else(|| created.then(Body::default))
            .or_else(|| is_unknown.then(Body::default)),
    ) else {
        return failed(&format!("the journal `{}` names no organisation", path.display()));
    };
    let mut token = None;
    if let State::Begun = state(&entries) {
        let mut first = match line.token() {
            Ok(token) => token,
            Err(message) => return failed(&format!("{message}; nothing was created")),
        };
        if let Err(Unmet::Other(message) | Unmet::Unknown(message)) = meet(&line, version, &mut first, Some(&org)) {
            return failed(&format!("{message}; nothing was created"));
        }
        token = Some(first);
    }
    let mut plan = Plan::new(site.clone(), version, body);
    plan.planned = planned;
    plan.patience = line.patience;
    plan.jitter = jitter();
    plan.wait = (!args.following.no_wait).then_some(args.following.timeout);
    if let (Some(data), true) = (&data, plan.body.needs_upload()) {
        plan = plan.upload(org, ZipFile { name: data.zip_name.clone(), len: data.zip.len() as u64 });
    }
    let zip = data.as_ref().map(|data| data.zip.as_slice()).unwrap_or_default();
    let end = match (saved, state(&entries)) {
        // The result is here already.
        (Some(result), State::Finished(finished)) => {
            Ok(bulkwrite_http::End::Finished(bulkwrite_http::Finished { result: Some(result), ..finished }))
        }
        _ => line.run(Course::resume(plan, &entries), &mut store, zip, token),
    };
    end::tell(end, &work, &mut store, &line, &args.following)
}

/// Goes on with data that is sent in parts.
fn resume_parts(folder: &Path, args: &Resume, terminal: &Terminal, access: Access) -> io::Result<Exit> {
    let failed = |message: &str| {
        terminal.complain(escaped(message));
        Ok(Exit::Failed)
    };
    let split = match Split::read(folder) {
        Ok(split) => split,
        Err(message) => return failed(&message),
    };
    let line = match line(&split.site, &args.access, terminal, Some(&args.following)) {
        Ok(line) => line,
        Err(message) => return failed(&message),
    };
    let is_over = |path: PathBuf| {
        let journal = store::peek(&path).ok();
        let entries = journal.as_ref().and_then(Journal::latest).map(|(_, entries)| state(entries));
        matches!(entries, Some(State::Finished(_)))
    };
    let mut token = None;
    if !split.journals().all(is_over) {
        let mut first = match line.token() {
            Ok(token) => token,
            Err(message) => return failed(&message),
        };
        let version = args.checking.checking().api_version.unwrap_or(ApiVersion::DEFAULT);
        if let Err(Unmet::Other(message) | Unmet::Unknown(message)) = meet(&line, version, &mut first, Some(&split.org))
        {
            return failed(&message);
        }
        token = Some(first);
    }
    let way = Way { line: &line, following: &args.following, checking: args.checking.checking(), access, token };
    split.run(way, told(args))
}

/// What the user says of work of which it is not known whether it was created.
fn told(args: &Resume) -> Option<Event> {
    match (&args.created, args.not_created) {
        (Some(id), _) => Some(Event::Created { id: id.clone() }),
        (None, true) => Some(Event::NotSent { why: "the user says so".to_owned() }),
        (None, false) => None,
    }
}

/// The journal that is meant.
fn find_journal(args: &Resume) -> Result<PathBuf, String> {
    if let Some(path) = &args.following.journal {
        return Ok(path.clone());
    }
    let is_open = |path: &PathBuf| {
        let journal = store::peek(path).ok();
        let entries = journal.as_ref().and_then(Journal::latest).map(|(_, entries)| state(entries));
        !matches!(entries, None | Some(State::Finished(_) | State::Refused))
    };
    let (folder, job) = match &args.work {
        None => (PathBuf::from(store::FOLDER), None),
        Some(path) if split::folder_of(path).is_some() => return Ok(path.clone()),
        Some(path) if path.is_dir() => (path.join(store::FOLDER), None),
        Some(path) => {
            let first = fs::read(path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
            let is_journal = path.extension().is_some_and(|end| end == "jsonl")
                || store::peek(path).is_ok_and(|journal| journal.latest().is_some())
                || first.is_empty();
            if is_journal {
                return Ok(path.clone());
            }
            (store::folder(path), std::path::absolute(path).ok())
        }
    };
    let paths = store::journals(&folder).map_err(|error| format!("cannot read `{}`: {error}", folder.display()))?;
    let of_job = |path: &PathBuf| {
        let Some(job) = &job else { return true };
        if let Some(folder) = split::folder_of(path) {
            return Split::read(&folder).is_ok_and(|split| split.job == *job);
        }
        store::peek(path)
            .is_ok_and(|journal| journal.latest().is_some_and(|(planned, _)| Path::new(&planned.job) == job))
    };
    let mine: Vec<PathBuf> = paths.into_iter().filter(of_job).collect();
    let open: Vec<PathBuf> = mine.iter().filter(|path| is_open(path)).cloned().collect();
    let candidates = if open.is_empty() && job.is_some() { mine } else { open };
    // The parts of split work are one.
    let mut candidates: Vec<PathBuf> =
        candidates.into_iter().map(|path| split::folder_of(&path).unwrap_or(path)).collect();
    candidates.dedup();
    match &candidates[..] {
        [] => Err(format!("no work in `{}` waits to be taken up", folder.display())),
        [path] => Ok(path.clone()),
        several => {
            let names: Vec<_> = several.iter().map(|path| format!("`{}`", path.display())).collect();
            Err(format!("several are unfinished, name one: {}", names.join(", ")))
        }
    }
}
