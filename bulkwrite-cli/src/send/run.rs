//! A run, from the arguments to the end.

use std::fs;
use std::io::{self, Write as _};

use bulkwrite_config::Access;
use bulkwrite_http::{Course, Environment, Event, OrgId, Patience, Plan, Planned, Site, Token, ZipFile};
use bulkwrite_render::escaped;

use super::client::Client;
use super::clock::{Clock, jitter};
use super::credentials::Credentials;
use super::data::Data;
use super::drive::Line;
use super::end::{self, Work, shell_word};
use super::job::Ready;
use super::prepare::{Prepared, Purpose, prepare};
use super::report::{self, Target};
use super::split::{self, Part, Split, Way};
use super::state::{Before, before, key, planned};
use super::store::{self, Store};
use super::target::{Unmet, consent, meet};
use crate::cli::send::{Following, Place, RowFormat, Send};
use crate::exit::Exit;
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
