//! A run, from the arguments to the end.

use std::fs;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use bulkwrite_config::Access;
use bulkwrite_core::ApiVersion;
use bulkwrite_http::{
    Body, Course, Environment, Event, Journal, OrgId, Patience, Plan, Planned, Site, Token, Trouble, ZipFile,
};
use bulkwrite_render::escaped;

use super::check::{self, Checked};
use super::client::Client;
use super::clock::{Clock, jitter};
use super::credentials::Credentials;
use super::data::{Data, Source};
use super::drive::Line;
use super::end::{self, Work, shell_word};
use super::job::{Ready, Text};
use super::report::{self, Target};
use super::split::{self, Part, Split, Way};
use super::store::{self, Store, StoreError};
use crate::cli::send::{Following, Place, Resume, RowFormat, Send};
use crate::exit::Exit;
use crate::hash::Hash;
use crate::terminal::Terminal;

/// The site that the arguments name.
pub(crate) fn site(place: &Place) -> Result<Site, String> {
    if let Some(url) = &place.api_url {
        return Site::at(url).map_err(|error| format!("`--api-url`: {error}"));
    }
    let environment = match (place.sandbox, place.developer) {
        (true, _) => Environment::Sandbox,
        (_, true) => Environment::Developer,
        _ => Environment::Production,
    };
    Ok(Site::new(place.dc, environment))
}

/// What talks to the site.
pub(crate) fn line<'l>(
    site: &'l Site,
    access: &crate::cli::send::Access,
    terminal: &'l Terminal,
    following: Option<&Following>,
) -> Result<Line<'l>, String> {
    Ok(Line {
        client: Client::new(site, access.proxy.as_deref(), access.ca_file.as_deref())?,
        credentials: Credentials::find(access.token_command.as_deref(), site)?,
        site,
        clock: Clock::start(),
        terminal,
        verbose: following.is_some() && terminal.verbose,
        machine: following.is_some_and(|following| following.format != RowFormat::Human),
        patience: following.map_or(Patience::default(), |following| Patience::default().give_up(following.give_up)),
    })
}

/// `bulkwrite send`
pub(crate) fn send(args: &Send, terminal: &Terminal, access: Access) -> io::Result<Exit> {
    let failed = |message: &str| {
        terminal.complain(escaped(message));
        Ok(Exit::Failed)
    };
    let site = match site(&args.place) {
        Ok(site) => site,
        Err(message) => return failed(&message),
    };
    if args.job.as_os_str() == "-" {
        return failed("a job that is sent is a file: a run that stops is taken up from it");
    }
    let shown = (terminal, args.following.format);
    let prepared = prepare(&args.job, &args.data, &args.checking.checking(), shown, access, Purpose::Send)?;
    let Prepared { ready, data, checked, parts } = match prepared {
        Ok(prepared) => prepared,
        Err(exit) => return Ok(exit),
    };
    if ready.body.needs_upload() && data.is_none() {
        return failed("the job needs a file: name it with `--data`");
    }
    let line = line(&site, &args.place.access, terminal, Some(&args.following));
    let line = match line {
        Ok(line) => line,
        Err(message) if args.dry_run => {
            let target = Target { zgid: args.org.clone(), ..Target::default() };
            say(terminal, &args.following, &report::plan(&ready, (data.as_ref(), &parts), &site, &target))?;
            terminal.note(escaped(&format!("nothing was asked of the CRM: {message}")));
            return Ok(Exit::Clean);
        }
        Err(message) => return failed(&message),
    };
    let work = Sending { args, ready: &ready, data: data.as_ref(), line: &line };
    // Where the organisation is named, the journal begins before anything is asked: whatever goes wrong can be taken up.
    let mut store = match &args.org {
        Some(org) if !args.dry_run && parts.is_empty() => match work.begin(org) {
            Ok(store) => Some(store),
            Err(exit) => return Ok(exit),
        },
        _ => None,
    };
    let mut token = match line.token() {
        Ok(token) => token,
        Err(message) => return failed(&format!("{message}; nothing was created")),
    };
    let target = match meet(&line, ready.version, &mut token, args.org.as_ref()) {
        Ok(target) => target,
        Err(Unmet::Other(message)) => {
            if let Some(store) = store {
                store.forget();
            }
            return failed(&format!("{message}; nothing was created"));
        }
        Err(Unmet::Unknown(message)) => return failed(&format!("{message}; nothing was created")),
    };
    line.say(&report::plan(&ready, (data.as_ref(), &parts), &site, &target));
    let nothing =
        format!("Nothing was sent. To send it: {}\n", escaped(&command(args, target.zgid.as_ref(), !parts.is_empty())));
    if args.dry_run {
        line.say(&nothing);
        return Ok(Exit::Clean);
    }
    if !parts.is_empty() && !args.split {
        line.terminal.note("it is more than one job takes: `--split` sends it as several, one after the other");
        line.say(&nothing);
        return Ok(Exit::Failed);
    }
    let Some(org) = consent(args, &site, &target, terminal)? else {
        line.say(&nothing);
        return Ok(Exit::Failed);
    };
    if let (Some(data), false) = (&data, parts.is_empty()) {
        return in_parts(args, (&ready, data, &parts), org, &line, (access, token));
    }
    let mut store = match store.take().map_or_else(|| work.begin(&org), Ok) {
        Ok(store) => store,
        Err(exit) => return Ok(exit),
    };
    let course = Course::resume(work.plan(org), &store.journal.entries);
    let zip = data.as_ref().map(|data| data.zip.as_slice()).unwrap_or_default();
    let end = line.run(course, &mut store, zip, Some(token));
    let work = Work {
        resources: &ready.resources,
        data: data.as_ref(),
        has_callback: ready.has_callback,
        check: Some(checked.value(args.following.format)),
    };
    end::tell(end, &work, &mut store, &line, &args.following)
}

/// What is sent, and how.
struct Sending<'s> {
    args: &'s Send,
    ready: &'s Ready,
    data: Option<&'s Data>,
    line: &'s Line<'s>,
}

impl Sending<'_> {
    /// Opens the journal and writes down what is to be done, unless this work was begun or done before.
    fn begin(&self, org: &OrgId) -> Result<Store, Exit> {
        let terminal = self.line.terminal;
        let failed = |message: &str| {
            terminal.complain(escaped(message));
            Err(Exit::Failed)
        };
        let planned = self.planned(org);
        let path = self.args.following.journal.clone().unwrap_or_else(|| store::path(&self.args.job, &planned.key));
        if self.args.following.journal.is_none()
            && let Err(error) = store::make_folder(&store::folder(&self.args.job))
        {
            return failed(&format!("cannot make the folder of `{}`: {error}", path.display()));
        }
        let mut store = match Store::open(&path, true) {
            Ok(store) => store,
            Err(error) => return failed(&error.message(&path)),
        };
        let resume = format!("bulkwrite resume {}", shell_word(&path.display().to_string()));
        match before(&store.journal, &planned.key) {
            Before::Begun(at) => {
                terminal.note(escaped(&format!("a run of {at} stopped before anything was created: it goes on here")));
                return Ok(store);
            }
            Before::Other => {
                return failed(&format!("the journal `{}` belongs to other work: name another file", path.display()));
            }
            Before::Unknown => {
                terminal.complain(escaped(&format!(
                    "it is not known whether an earlier run created this job: `{resume}` tells what to do"
                )));
                return Err(Exit::Unknown);
            }
            Before::Sent(what) if !self.args.again => {
                return failed(&format!(
                    "this work was sent before: {what}; `{resume}` shows what became of it, and `--again` sends it once more"
                ));
            }
            Before::Nothing | Before::Sent(_) => {}
        }
        if let Err(error) = store.append(&Event::Planned(Box::new(planned))) {
            return failed(&format!("cannot write the journal `{}`: {error}; nothing was created", path.display()));
        }
        Ok(store)
    }

    fn planned(&self, org: &OrgId) -> Planned {
        planned(self.ready, self.data, &self.args.job, self.line.site, org)
    }

    fn plan(&self, org: OrgId) -> Plan {
        let mut plan = Plan::new(self.line.site.clone(), self.ready.version, self.ready.body.clone());
        plan.planned = self.planned(&org);
        plan.patience = self.line.patience;
        plan.jitter = jitter();
        plan.wait = (!self.args.following.no_wait).then_some(self.args.following.timeout);
        match self.data {
            Some(data) if self.ready.body.needs_upload() => {
                plan.upload(org, ZipFile { name: data.zip_name.clone(), len: data.zip.len() as u64 })
            }
            _ => plan,
        }
    }
}

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

/// Sends data that is too much for one job.
fn in_parts(
    args: &Send,
    (ready, data, parts): (&Ready, &Data, &[Part]),
    org: OrgId,
    line: &Line<'_>,
    (access, token): (Access, Token),
) -> io::Result<Exit> {
    let failed = |message: &str| {
        line.terminal.complain(escaped(message));
        Ok(Exit::Failed)
    };
    let folder = match &args.following.journal {
        Some(journal) => journal.clone(),
        None => store::split_folder(&args.job, &key(ready, Some(data), line.site, Some(org.as_str()))),
    };
    if args.following.journal.is_none()
        && let Err(error) = store::make_folder(&store::folder(&args.job))
    {
        return failed(&format!("cannot make the folder of `{}`: {error}", folder.display()));
    }
    if folder.is_file() {
        return failed(&format!(
            "`{}` is a file: `--journal` names a folder for the journals of all parts",
            folder.display()
        ));
    }
    if split::folder_of(&folder).is_some_and(|found| found == folder) {
        let command = Split::command(&folder);
        return failed(&format!("this work was begun before: `{command}` goes on with it, or shows what became of it"));
    }
    if fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some()) && args.following.journal.is_some() {
        return failed(&format!("the folder `{}` is not empty: name another one", folder.display()));
    }
    let way = Way { line, following: &args.following, checking: args.checking.checking(), access, token: Some(token) };
    match Split::make(&folder, &args.job, (parts, data), org, &way) {
        Ok(split) => split.run(way, None),
        Err(message) => failed(&message),
    }
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

fn say(terminal: &Terminal, following: &Following, text: &str) -> io::Result<()> {
    if following.format == RowFormat::Human {
        let mut out = terminal.styled();
        out.write_all(text.as_bytes())?;
        out.flush()
    } else {
        let mut out = terminal.aside();
        out.write_all(text.as_bytes())?;
        out.flush()
    }
}

/// Why it is not certain that the token is that of the organisation that is meant.
enum Unmet {
    /// It is another's.
    Other(String),
    /// Nobody answers.
    Unknown(String),
}

/// Asks whose token it is. Where that can be told, it must be the organisation that is meant.
fn meet(line: &Line<'_>, version: ApiVersion, token: &mut Token, meant: Option<&OrgId>) -> Result<Target, Unmet> {
    match line.org(version, token) {
        Ok((org, credits)) => {
            if let Some(meant) = meant.filter(|meant| **meant != org.zgid) {
                return Err(Unmet::Other(format!("`--org {meant}` is meant, and the token belongs to {org}")));
            }
            let credits = credits.map(|left| left.parse().map_or(left, bulkwrite_render::grouped));
            Ok(Target { zgid: Some(org.zgid), name: org.name, kind: org.kind, credits })
        }
        // It answers, and does not tell: the token may lack the scope, a stand-in the endpoint.
        Err(trouble @ (Trouble::Refused(_) | Trouble::Broken { .. })) => {
            line.terminal.note(escaped(&format!("the organisation is not checked: {trouble}")));
            Ok(Target { zgid: meant.cloned(), ..Target::default() })
        }
        Err(trouble) => Err(Unmet::Unknown(format!("the organisation cannot be asked for: {trouble}"))),
    }
}

/// The organisation that the user agrees to. Production is named, never assumed.
fn consent(args: &Send, site: &Site, target: &Target, terminal: &Terminal) -> io::Result<Option<OrgId>> {
    if args.org.is_some() {
        return Ok(args.org.clone());
    }
    let known = target.zgid.clone();
    let is_other = target
        .kind
        .as_deref()
        .is_some_and(|kind| matches!(kind.to_ascii_lowercase().as_str(), "sandbox" | "developer"));
    let is_production = site.known().is_none_or(|(_, environment)| environment == Environment::Production);
    if is_other || (!is_production && target.kind.is_none() && known.is_some()) {
        return Ok(known);
    }
    let Some(zgid) = known.filter(|_| io::stdin().is_terminal() && io::stderr().is_terminal()) else { return Ok(None) };
    let mut out = terminal.aside();
    write!(out, "Type the number of the organisation to send it: ")?;
    out.flush()?;
    drop(out);
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok((answer.trim() == zgid.as_str()).then_some(zgid))
}

/// The command that sends what was planned.
fn command(args: &Send, zgid: Option<&OrgId>, split: bool) -> String {
    let mut words = vec!["bulkwrite send".to_owned(), shell_word(&args.job.display().to_string())];
    if !args.data.is_empty() {
        words.push("--data".to_owned());
        words.extend(args.data.iter().map(|path| shell_word(&path.display().to_string())));
    }
    if let Some(url) = &args.place.api_url {
        words.push(format!("--api-url {}", shell_word(url)));
    } else {
        if args.place.dc != bulkwrite_http::DataCentre::Us {
            words.push(format!("--dc {}", args.place.dc));
        }
        words.extend(args.place.sandbox.then(|| "--sandbox".to_owned()));
        words.extend(args.place.developer.then(|| "--developer".to_owned()));
    }
    words.push(zgid.map_or_else(|| "--org ZGID".to_owned(), |zgid| format!("--org {zgid}")));
    words.extend((args.split || split).then(|| "--split".to_owned()));
    words.join(" ")
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
enum Before {
    Nothing,
    /// It began and created nothing.
    Begun(String),
    Other,
    Unknown,
    Sent(String),
}

fn before(journal: &Journal, key: &str) -> Before {
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
