//! Data that is too much for one job: one part after the other is sent, each with a journal of its own.

use std::collections::{HashMap, VecDeque};
use std::fs;
use std::io::{self, Cursor};
use std::path::{Path, PathBuf};

use bulkwrite_config::Access;
use bulkwrite_core::response;
use bulkwrite_core::{ApiVersion, Level};
use bulkwrite_data::pack::{PackError, Packer, Source as PackSource};
use bulkwrite_data::{DataReport, Table};
use bulkwrite_http::{Course, End, Event, Finished, Journal, OrgId, Plan, PlannedFile, Site, Token, ZipFile};
use bulkwrite_render::escaped;
use serde_json::{Map, Value, json};

use super::clock::jitter;
use super::data::{Data, Source};
use super::drive::Line;
use super::end::{self, Work, shell_word};
use super::job::{Resource, Text};
use super::join::outcome::{Counts, Outcome};
use super::join::{Joined, join};
use super::prepare::{Prepared, Purpose, prepare};
use super::report;
use super::state::{State, key, planned, saved_result, state};
use super::store::{self, Store, sync_folder, write_private};
use crate::cli::Checking;
use crate::cli::send::Following;
use crate::exit::Exit;

/// What is to be sent as one job of several.
pub(crate) struct Part {
    name: String,
    job: String,
    zip: Vec<u8>,
    pub(crate) rows: u64,
    /// The resources of the job whose rows it has, by position.
    resources: Vec<usize>,
}

/// Whether nothing is wrong with the data but that it is too much.
pub(crate) fn is_too_much(report: &DataReport) -> bool {
    let mut errors = report.diagnostics().iter().filter(|found| found.level == Level::Error).peekable();
    errors.peek().is_some() && errors.all(|found| matches!(found.rule.name, "too-many-rows" | "file-too-large"))
}

/// Splits the data between records, parents and their children in one part; with what the checks find apart from its size.
pub(crate) fn parts(text: &Text, sources: &[Source]) -> Result<(Vec<Part>, DataReport), PackError> {
    let files = sources
        .iter()
        .map(|source| PackSource::new(source.path.display().to_string(), Cursor::new(&source.bytes[..])))
        .collect();
    let mut pack = Packer::new(&text.bytes, &text.options).plan(files)?;
    let planned = pack.parts().to_vec();
    let mut parts = Vec::new();
    for (at, part) in planned.into_iter().enumerate() {
        let mut resources: Vec<usize> = part.files.iter().map(|file| file.resource).collect();
        resources.dedup();
        let (rows, zip) = (part.rows(), pack.write(at)?.zip);
        parts.push(Part { name: part.name, job: part.job, zip, rows, resources });
    }
    Ok((parts, pack.report().clone()))
}

/// Split work, as its folder tells it.
pub(crate) struct Split {
    folder: PathBuf,
    pub(crate) job: PathBuf,
    files: Vec<PlannedFile>,
    pub(crate) site: Site,
    pub(crate) org: OrgId,
    parts: Vec<Listed>,
}

struct Listed {
    name: String,
    resources: Vec<usize>,
}

/// The file that makes a folder one of split work.
const LIST: &str = "split.json";

/// The folder of the split work that a path belongs to.
pub(crate) fn folder_of(path: &Path) -> Option<PathBuf> {
    let mut folders = [Some(path), path.parent()].into_iter().flatten();
    folders.find(|folder| folder.join(LIST).is_file()).map(Path::to_owned)
}

/// How the parts are sent.
pub(crate) struct Way<'w> {
    pub(crate) line: &'w Line<'w>,
    pub(crate) following: &'w Following,
    pub(crate) checking: Checking,
    pub(crate) access: Access,
    pub(crate) token: Option<Token>,
}

impl Split {
    /// Writes the parts down, and for each the journal that says what is to be done.
    pub(crate) fn make(
        folder: &Path,
        job: &Path,
        (parts, data): (&[Part], &Data),
        org: OrgId,
        way: &Way<'_>,
    ) -> Result<Self, String> {
        let problem = |error: io::Error| format!("cannot write `{}`: {error}; nothing was created", folder.display());
        if folder.exists() {
            // Nothing was sent before the list was there.
            fs::remove_dir_all(folder).map_err(problem)?;
        }
        fs::create_dir_all(folder).map_err(problem)?;
        let split = Self {
            job: std::path::absolute(job).unwrap_or_else(|_| job.to_owned()),
            files: data.planned(),
            site: way.line.site.clone(),
            org,
            parts: parts
                .iter()
                .map(|part| Listed { name: part.name.clone(), resources: part.resources.clone() })
                .collect(),
            folder: folder.to_owned(),
        };
        for (part, listed) in parts.iter().zip(&split.parts) {
            let [job, zip, journal] = split.paths(listed);
            write_private(&job, part.job.as_bytes()).map_err(problem)?;
            write_private(&zip, &part.zip).map_err(problem)?;
            let prepared = split.prepare(listed, way).map_err(problem)?;
            let Prepared { ready, data: Some(data), .. } = prepared.map_err(|_| "a part is not fit".to_owned())? else {
                return Err("a part has no data".to_owned());
            };
            let mut store = Store::open(&journal, true).map_err(|error| error.message(&journal))?;
            let plan = planned(&ready, Some(&data), &job, &split.site, &split.org);
            store.append(&Event::Planned(Box::new(plan))).map_err(problem)?;
        }
        let files: Vec<Value> =
            split.files.iter().map(|file| json!({"name": file.name, "sha256": file.sha256})).collect();
        let parts: Vec<Value> =
            split.parts.iter().map(|part| json!({"name": part.name, "resources": part.resources})).collect();
        let list = json!({
            "job": split.job.to_string_lossy(), "files": files, "site": split.site.to_string(),
            "org": split.org.as_str(), "parts": parts,
        });
        let list = serde_json::to_string_pretty(&list).unwrap_or_default();
        write_private(&folder.join(LIST), list.as_bytes()).and_then(|()| sync_folder(folder)).map_err(problem)?;
        Ok(split)
    }

    /// Reads what a folder tells.
    pub(crate) fn read(folder: &Path) -> Result<Self, String> {
        let path = folder.join(LIST);
        let text = fs::read(&path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
        let list: Value = serde_json::from_slice(&text).unwrap_or_default();
        let read = || {
            let text = |value: &Value, key: &str| value.get(key)?.as_str().map(str::to_owned);
            let files =
                list.get("files")?.as_array()?.iter().map(|file| {
                    Some(PlannedFile { name: text(file, "name")?, sha256: text(file, "sha256")?, rows: None })
                });
            let parts = list.get("parts")?.as_array()?.iter().map(|part| {
                let name = text(part, "name").filter(|name| !name.contains(['/', '\\']))?;
                let resources = part.get("resources")?.as_array()?.iter();
                let resources = resources.map(|at| usize::try_from(at.as_u64()?).ok()).collect::<Option<_>>()?;
                Some(Listed { name, resources })
            });
            Some(Self {
                folder: folder.to_owned(),
                job: text(&list, "job")?.into(),
                files: files.collect::<Option<_>>()?,
                site: text(&list, "site")?.parse().ok()?,
                org: text(&list, "org")?.parse().ok()?,
                parts: parts.collect::<Option<_>>()?,
            })
        };
        read().ok_or_else(|| format!("`{}` is damaged: it does not list the parts", path.display()))
    }

    /// The job, the ZIP and the journal of a part.
    fn paths(&self, part: &Listed) -> [PathBuf; 3] {
        ["json", "zip", "jsonl"].map(|end| self.folder.join(format!("{}.{end}", part.name)))
    }

    /// The journals of the parts.
    pub(crate) fn journals(&self) -> impl Iterator<Item = PathBuf> {
        self.parts.iter().map(|part| self.paths(part)[2].clone())
    }

    fn prepare(&self, part: &Listed, way: &Way<'_>) -> io::Result<Result<Prepared, Exit>> {
        let [job, zip, _] = self.paths(part);
        let mut quiet = *way.line.terminal;
        quiet.quiet = true;
        prepare(&job, &[zip], &way.checking, (&quiet, way.following.format), way.access, Purpose::Resume)
    }

    /// Sends what is not sent yet, a part after the other, and tells what became of all. What is `told` is about the part of which
    /// it is not known whether it was created.
    pub(crate) fn run(&self, mut way: Way<'_>, mut told: Option<Event>) -> io::Result<Exit> {
        let (line, following) = (way.line, way.following);
        let failed = |message: &str| {
            line.terminal.complain(escaped(message));
            Ok(Exit::Failed)
        };
        let is_unknown = |path: PathBuf| {
            let journal = store::peek(&path).ok();
            let entries = journal.as_ref().and_then(Journal::latest).map(|(_, entries)| state(entries));
            matches!(entries, Some(State::Unknown))
        };
        if told.is_some() && !self.journals().any(is_unknown) {
            return failed(
                "`--created` and `--not-created` are for work of which it is not known whether it was created",
            );
        }
        let mut done: Vec<Done> = Vec::new();
        for (n, part) in self.parts.iter().enumerate() {
            let journal = self.paths(part)[2].clone();
            let shown = journal.display();
            let mut store = match Store::open(&journal, false) {
                Ok(store) => store,
                Err(error) => return failed(&error.message(&journal)),
            };
            let latest = store.journal.latest().map(|(planned, entries)| (planned.clone(), entries.to_vec()));
            let Some((planned, mut entries)) = latest else {
                return failed(&format!("the journal `{shown}` tells of nothing"));
            };
            let Ok(version) = planned.version.parse::<ApiVersion>() else {
                return failed(&format!("the journal `{shown}` names no version"));
            };
            way.checking.api_version = Some(version);
            let (ready, data) = match self.prepare(part, &way)? {
                Ok(Prepared { ready, data: Some(data), .. }) => (ready, data),
                Ok(_) => return failed(&format!("part {} has no data", n + 1)),
                Err(exit) => return Ok(exit),
            };
            if key(&ready, Some(&data), &self.site, planned.org.as_deref()) != planned.key {
                return failed(&format!("part {} in `{}` was changed", n + 1, self.folder.display()));
            }
            let next = match state(&entries) {
                // Nothing came of it, and what was wrong may have been elsewhere.
                State::Refused => Some(Event::Planned(Box::new(planned.clone()))),
                State::Unknown => told.take(),
                _ => None,
            };
            if let Some(event) = next {
                if let Err(error) = store.append(&event) {
                    return failed(&format!("cannot write the journal `{shown}`: {error}"));
                }
                entries = store.journal.latest().map(|(_, entries)| entries.to_vec()).unwrap_or_default();
            }
            if let (Some(result), State::Finished(finished)) = (saved_result(&entries), state(&entries)) {
                let finished = Finished { result: Some(result), ..finished };
                done.push(Done { data, resources: ready.resources, finished });
                continue;
            }
            let rows = data.csvs.iter().map(|csv| csv.rows).sum();
            line.row(&format!("part {} of {}", n + 1, self.parts.len()), &report::rows(rows));
            let mut plan = Plan::new(self.site.clone(), version, ready.body.clone());
            plan.planned = planned;
            plan.patience = line.patience;
            plan.jitter = jitter();
            plan.wait = (!following.no_wait).then_some(following.timeout);
            let zip = ZipFile { name: data.zip_name.clone(), len: data.zip.len() as u64 };
            let course = Course::resume(plan.upload(self.org.clone(), zip), &entries);
            let end = line.run(course, &mut store, &data.zip, way.token.clone());
            match end {
                Ok(End::Finished(finished)) => {
                    if let Some(result) = &finished.result {
                        end::keep(result, &mut store, line);
                    }
                    done.push(Done { data, resources: ready.resources, finished });
                }
                end => {
                    let left = self.parts.len() - n - 1;
                    let has_callback = ready.has_callback;
                    let work = Work { resources: &ready.resources, data: Some(&data), has_callback, check: None };
                    let exit = end::tell(end, &work, &mut store, line, following)?;
                    if left > 0 {
                        let parts = if left == 1 { "part is" } else { "parts are" };
                        line.terminal.note(format_args!("{left} more {parts} not sent before this one has ended"));
                    }
                    return Ok(exit);
                }
            }
        }
        self.tell(&done, &way)
    }

    /// Tells what became of all parts, at the places of the rows in the files that were split.
    fn tell(&self, done: &[Done], way: &Way<'_>) -> io::Result<Exit> {
        let (line, following) = (way.line, way.following);
        let files: Vec<PathBuf> = self.files.iter().map(|file| near(Path::new(&file.name))).collect();
        let mut quiet = *line.terminal;
        quiet.quiet = true;
        let shown = (&quiet, following.format);
        // Where the files are gone there is nothing to look up.
        let there = files.iter().chain([&self.job]).all(|path| path.is_file());
        let original = if there {
            prepare(&self.job, &files, &way.checking, shown, way.access, Purpose::Explain)?.ok()
        } else {
            None
        };
        let same = |data: &Data| {
            let now = data.planned();
            now.len() == self.files.len() && now.iter().zip(&self.files).all(|(now, then)| now.sha256 == then.sha256)
        };
        let original = original.and_then(|Prepared { ready, data, .. }| Some((ready, data.filter(same)?)));
        let outcomes = if let Some((ready, data)) = &original {
            (0..data.csvs.len()).map(|at| self.outcome(done, data, &ready.resources, at)).collect()
        } else {
            line.terminal
                .warn("the job or its data has changed since, or is gone: rows are shown at their places in the parts");
            done.iter().filter_map(Done::outcomes).flatten().map(Ok).collect::<Result<Vec<_>, String>>()
        };
        let outcomes = match outcomes {
            Ok(outcomes) => outcomes,
            Err(fault) => {
                line.terminal.complain(escaped(&format!("the results cannot be read: {fault}")));
                return Ok(Exit::Findings);
            }
        };
        let counts: Vec<Counts> = outcomes.iter().map(Outcome::counts).collect();
        let is_written = |done: &Done| {
            done.finished.outcome == response::Outcome::Written
                || done.finished.outcome == response::Outcome::Unclear && counts.iter().all(|counts| counts.untold == 0)
        };
        let all_written = done.iter().all(is_written) && counts.iter().all(|counts| counts.refused == 0);
        let exit = if all_written { Exit::Clean } else { Exit::Findings };
        let mut document = Map::new();
        document.insert("outcome".to_owned(), "finished".into());
        document.insert("journal".to_owned(), self.folder.display().to_string().into());
        let jobs: Vec<&str> = done.iter().map(|done| done.finished.id.as_str()).collect();
        document.insert("jobs".to_owned(), jobs.into());
        document.insert("written".to_owned(), all_written.into());
        for trouble in done.iter().filter_map(|done| done.finished.trouble.as_ref()) {
            line.terminal.warn(escaped(&format!("a result is not here: {trouble}")));
        }
        let (refused, written) = (following.refused.as_deref(), following.written.as_deref());
        end::rows(&outcomes, following.format, refused, written, line.terminal, &mut document)?;
        document.insert("exit_status".to_owned(), (exit as u8).into());
        report::print(&outcomes, following.format, &Value::Object(document))?;
        Ok(exit)
    }

    /// What became of a file that was split.
    fn outcome<'d>(
        &self,
        done: &[Done],
        data: &'d Data,
        resources: &'d [Resource],
        at: usize,
    ) -> Result<Outcome<'d>, String> {
        let Some(resource) = resources.get(at) else { return Err("a file belongs to no resource".to_owned()) };
        let (csv, charset) = (&data.csvs[at], data.charset.as_deref());
        let table = Table::read(&csv.bytes, charset);
        // Parts hold rows byte for byte, in their order: of rows that are the same the first one comes first.
        let mut places: HashMap<&[u8], VecDeque<usize>> = HashMap::new();
        for row in 0..table.len() {
            places.entry(table.bytes(row)).or_default().push_back(row);
        }
        let mut joined = Joined::default();
        for (part, done) in self.parts.iter().zip(done) {
            let Some(position) = part.resources.iter().position(|resource| *resource == at) else { continue };
            let Some(own) = done.data.csvs.get(position) else { continue };
            let sent = Table::read(&own.bytes, charset);
            let rows: Vec<Option<usize>> =
                (0..sent.len()).map(|row| places.get_mut(sent.bytes(row))?.pop_front()).collect();
            let Some(result) = &done.finished.result else { continue };
            let result = end::result_csv(result, resource, own, done.data.csvs.len() == 1)?;
            let before = joined.told.len();
            for mut told in join(&sent, &Table::read(&result, None), resource)?.told {
                told.row = told.row.and_then(|row| rows[row]);
                told.at += before;
                joined.told.push(told);
            }
        }
        Ok(Outcome { csv, table, joined, resource })
    }

    /// The command that goes on with it.
    pub(crate) fn command(folder: &Path) -> String {
        format!("bulkwrite resume {}", shell_word(&folder.display().to_string()))
    }
}

/// A path as it is named from here.
pub(crate) fn near(path: &Path) -> PathBuf {
    let here = std::env::current_dir().ok();
    here.and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path).to_owned()
}

/// A part that has ended.
struct Done {
    data: Data,
    resources: Vec<Resource>,
    finished: Finished,
}

impl Done {
    /// What became of it, at the places in the part.
    fn outcomes(&self) -> Option<Vec<Outcome<'_>>> {
        end::explain(self.finished.result.as_deref()?, &self.data, &self.resources).ok()
    }
}
