//! `bulkwrite pack`

mod folder;
mod plan;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bulkwrite_config::Access;
use bulkwrite_core::json;
use bulkwrite_core::node::{Entry, Node, Value};
use bulkwrite_core::{Checker, Level, Loc, Options, Report};
use bulkwrite_data::pack::{Pack, PackError, Packer, Part, ReadSeek, Source};
use bulkwrite_data::{DataReport, Progress};
use bulkwrite_render::human::Human;
use bulkwrite_render::{Object, Output, Totals, count, escaped, grouped, json as machine};

use self::folder::{Folder, Refusal};
use self::plan::Zipped;
use super::interrupt::Guards;
use super::{Exit, data};
use crate::cli::pack::{Pack as Args, PackFormat};
use crate::configs::Configs;
use crate::hash;
use crate::input::{self, Input};
use crate::output::{File as Shown, Job};
use crate::postman;
use crate::terminal::Terminal;

/// What is read of a pipe, which cannot be read twice.
const MOST_OF_A_PIPE: u64 = 500_000_000;

pub(crate) fn run(args: &Args, terminal: &Terminal, access: Access) -> io::Result<Exit> {
    let mut run = Run { args, terminal, plan: None, status: "failed", message: None, help: None, check: None };
    let exit = match run.pack(access) {
        Ok(exit) => exit,
        Err(Stop { exit, message, help }) => {
            run.message = Some(message);
            run.help = help;
            exit
        }
    };
    run.tell(exit)?;
    Ok(exit)
}

/// Why nothing is written.
struct Stop {
    exit: Exit,
    message: String,
    help: Option<String>,
}

impl Stop {
    fn failed(message: impl Into<String>) -> Self {
        Self { exit: Exit::Failed, message: message.into(), help: None }
    }

    fn refused(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { exit: Exit::Findings, message: message.into(), help: Some(help.into()) }
    }

    fn interrupted() -> Self {
        Self { exit: Exit::Interrupted, message: "interrupted: nothing was written".to_owned(), help: None }
    }
}

#[allow(clippy::needless_pass_by_value, reason = "it is for `map_err`")]
fn unwritten(error: io::Error) -> Stop {
    Stop::failed(format!("cannot write: {error}"))
}

impl From<PackError> for Stop {
    fn from(error: PackError) -> Self {
        let exit = match &error {
            PackError::Stopped => return Self::interrupted(),
            PackError::Io(_) | PackError::Changed(_) | PackError::Unfit { .. } => Exit::Failed,
            _ => Exit::Findings,
        };
        let message = match &error {
            PackError::Io(error) => format!("the data cannot be read: {error}"),
            error => error.to_string(),
        };
        Self { exit, message, help: error.help() }
    }
}

struct Run<'r> {
    args: &'r Args,
    terminal: &'r Terminal,
    /// The plan as JSON.
    plan: Option<String>,
    status: &'static str,
    message: Option<String>,
    help: Option<String>,
    /// What `check` says, as JSON.
    check: Option<String>,
}

impl Run<'_> {
    fn pack(&mut self, access: Access) -> Result<Exit, Stop> {
        let args = self.args;
        let input = Input::one(&args.job);
        let is_stdin = |path: &Path| path.as_os_str() == "-";
        let pipes = args.data.iter().filter(|path| is_stdin(path)).count() + usize::from(input.path().is_none());
        if pipes > 1 {
            return Err(Stop::failed("standard input is one file: the job, or one of the data"));
        }
        let text = input.read(access).map_err(|error| Stop::failed(input::problem(&input.name, &error)))?;
        if postman::read(&text).is_some() {
            return Err(Stop::failed(format!(
                "`{}` is a Postman collection: save the body of the request as a file",
                input.name
            )));
        }
        let configs = Configs::new(&args.checking, access, [input.path()]);
        if let Some(problem) = configs.problems().next() {
            return Err(Stop::failed(problem));
        }
        let options = Options { placeholders: true, ..configs.options(input.path()).one_reading() };
        let (mut files, mut sources) = (Vec::new(), Vec::new());
        for path in &args.data {
            let (name, mut content) = open(path)?;
            let source = source(&name, &mut content);
            sources.push(source.map_err(|error| Stop::failed(input::problem(&name, &error)))?);
            files.push(Source::new(name, content));
        }
        // Not before pipes are read: what waits for one ends by the signal itself.
        let stop = Arc::new(AtomicBool::new(false));
        let _guards = Guards::new(&stop);
        let watch = |_: Progress<'_>| {
            if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let job = check(&text, &options);
        let errors = job.errors();
        let mut packer = Packer::new(&text, &options);
        packer.limits = packer.limits.children(args.children);
        packer.skip_rejected = args.skip_rejected;
        let planned = packer.plan_watched(files, &watch);
        let data = match &planned {
            Ok(pack) => Some(pack.report()),
            Err(PackError::Refused(report)) => Some(&**report),
            Err(_) => None,
        };
        self.show(&input.name, &text, job, data)?;
        if errors > 0 {
            self.status = "refused";
            return Err(Stop::refused(format!("the job has {}", count(errors, "error")), "mend the job"));
        }
        let mut pack = planned.map_err(|error| {
            if !matches!(error, PackError::Io(_) | PackError::Stopped | PackError::Changed(_)) {
                self.status = "refused";
            }
            Stop::from(error)
        })?;
        let job_name = base(&input.name);
        let line = |pack: &Pack<'_>, zipped: &[Zipped]| plan::line(&job_name, &sources, pack, zipped);
        self.plan = Some(line(&pack, &[]));
        self.price(&pack).map_err(unwritten)?;
        let Some(out) = args.out.as_deref().filter(|_| !args.dry_run) else {
            self.status = "planned";
            self.list(None, &pack, &[]).map_err(unwritten)?;
            return Ok(Exit::Clean);
        };
        let refusal = |refusal: Refusal| self::refusal(out, refusal);
        let mut folder = Folder::open(out, &file_names(pack.parts())).map_err(refusal)?;
        let mut zipped = Vec::new();
        for at in 0..pack.parts().len() {
            if stop.load(Ordering::Relaxed) {
                return Err(Stop::interrupted());
            }
            let ready = pack.write(at)?;
            let part = &pack.parts()[at];
            for found in ready.report.diagnostics().iter().filter(|found| found.level == Level::Error) {
                let text = format!("in `{}` alone, though not in all of the data: {}", part.name, found.message);
                self.terminal.warn(escaped(&text));
            }
            folder.add(&format!("{}.zip", part.name), &ready.zip).map_err(refusal)?;
            folder.add(&format!("{}.json", part.name), plan::pretty(&part.job).as_bytes()).map_err(refusal)?;
            zipped.push(Zipped::new(&ready));
        }
        let line = line(&pack, &zipped);
        folder.add(PLAN, plan::pretty(&line).as_bytes()).map_err(refusal)?;
        self.plan = Some(line);
        if stop.load(Ordering::Relaxed) {
            return Err(Stop::interrupted());
        }
        let is_changed = folder.finish().map_err(|error| refusal(Refusal::Io(error)))?;
        self.status = if is_changed { "written" } else { "unchanged" };
        self.list(Some(out), &pack, &zipped).map_err(unwritten)?;
        Ok(Exit::Clean)
    }

    /// Shows what `check` finds, on standard error or in the JSON.
    fn show(&mut self, name: &str, text: &[u8], job: Report, data: Option<&DataReport>) -> Result<(), Stop> {
        let file = Shown { name: name.to_owned(), bytes: text.to_vec(), jobs: vec![Job::whole(job)] };
        let mut views = file.views(false);
        if let (Some(report), Some(view)) = (data, views.pop()) {
            views.push(view.with(data::findings(report)));
        }
        if self.args.format == PackFormat::Json {
            self.check = views.first().map(machine::line);
            return Ok(());
        }
        let (mut human, mut totals, mut shown) = (Human::new(self.terminal.look()), Totals::default(), String::new());
        totals.add(&views);
        if totals.errors + totals.warnings == 0 {
            return Ok(());
        }
        for view in &views {
            human.job(&mut shown, view);
        }
        human.finish(&mut shown, &totals);
        let mut out = self.terminal.aside();
        let written = out.write_all(shown.as_bytes()).and_then(|()| out.flush());
        written.map_err(unwritten)
    }

    /// Tells what it will cost, before anything is written.
    fn price(&self, pack: &Pack<'_>) -> io::Result<()> {
        if self.args.format == PackFormat::Json || self.terminal.quiet {
            return Ok(());
        }
        let rows: u64 = pack.parts().iter().map(Part::rows).sum();
        let mut out = self.terminal.styled();
        write!(
            out,
            "{} in {}: {} credits of the API",
            of(rows, "row"),
            of(pack.parts().len() as u64, "job"),
            grouped(pack.credits())
        )?;
        if pack.left_out() > 0 {
            write!(out, "; {} left out", of(pack.left_out(), "row"))?;
        }
        writeln!(out)?;
        out.flush()
    }

    /// Lists the parts; `out` is where they are, if they are anywhere.
    fn list(&self, out: Option<&Path>, pack: &Pack<'_>, zipped: &[Zipped]) -> io::Result<()> {
        if self.args.format == PackFormat::Json || self.terminal.quiet {
            return Ok(());
        }
        let path = |part: &Part, end: &str| {
            let name = format!("{}.{end}", part.name);
            out.map_or(name.clone(), |out| out.join(name).display().to_string())
        };
        let mut to = self.terminal.styled();
        for (at, part) in pack.parts().iter().enumerate() {
            let after: Vec<&str> = part.after.iter().map(|before| &*pack.parts()[*before].name).collect();
            let after = if after.is_empty() { String::new() } else { format!(", after {}", after.join(", ")) };
            let bytes = zipped.get(at).map_or(String::new(), |zipped| format!(", {} bytes", grouped(zipped.bytes)));
            writeln!(to, "{}: {}{bytes}{after}", escaped(&path(part, "zip")), of(part.rows(), "row"))?;
        }
        to.flush()?;
        let Some(out) = out else { return Ok(()) };
        if self.status == "unchanged" {
            self.terminal.note(format_args!("`{}` has all of it already", escaped(&out.display().to_string())));
        } else if cfg!(feature = "send") {
            let first = &pack.parts()[0];
            let (job, zip) = (path(first, "json"), path(first, "zip"));
            let text = format!("`bulkwrite send {job} --data {zip}` sends the first; each upload gives its `file_id`");
            self.terminal.note(escaped(&text));
        }
        Ok(())
    }

    fn tell(&self, exit: Exit) -> io::Result<()> {
        if self.args.format == PackFormat::Json {
            let mut line = Object::new();
            line.number("version", 1)
                .string("status", self.status)
                .optional("out", self.args.out.as_ref().map(|out| out.display().to_string()).as_deref())
                .raw("plan", self.plan.as_deref().unwrap_or("null"))
                .optional("error", self.message.as_deref())
                .optional("help", self.help.as_deref())
                .raw("check", self.check.as_deref().unwrap_or("null"));
            let mut out = Terminal::plain();
            writeln!(out, "{}", line.close())?;
            out.flush()?;
        }
        if let Some(message) = self.message.as_ref().filter(|_| exit != Exit::Clean) {
            self.terminal.complain(escaped(message));
            if let Some(help) = &self.help {
                self.terminal.note(escaped(help));
            }
        }
        Ok(())
    }
}

/// `1,000 rows`
fn of(number: u64, thing: &str) -> String {
    format!("{} {thing}{}", grouped(number), if number == 1 { "" } else { "s" })
}

const PLAN: &str = "plan.json";

fn file_names(parts: &[Part]) -> BTreeSet<String> {
    let names = parts.iter().flat_map(|part| [format!("{}.zip", part.name), format!("{}.json", part.name)]);
    names.chain([PLAN.to_owned()]).collect()
}

fn refusal(out: &Path, refusal: Refusal) -> Stop {
    let shown = out.display();
    let (message, help) = match refusal {
        Refusal::NotEmpty(name) => (format!("`{shown}` is not empty: it has `{name}`"), "name another folder"),
        Refusal::Differs(name) => (
            format!("`{shown}` has other parts: `{name}` is not what would be written"),
            "name another folder, or remove this one",
        ),
        Refusal::Io(error) if error.kind() == io::ErrorKind::StorageFull => {
            (format!("cannot write to `{shown}`: {error}"), "make room, or name a folder on another disk")
        }
        Refusal::Io(error) => return Stop::failed(format!("cannot write to `{shown}`: {error}")),
    };
    Stop { exit: Exit::Failed, message, help: Some(help.to_owned()) }
}

/// A job with what packing fills in is checked; what is wrong with its text can only be told of the text.
fn check(text: &[u8], options: &Options) -> Report {
    let checker = Checker::new(options.clone());
    let parsed = json::parse(text, &json::Options { placeholders: true });
    let completed = parsed.root.as_ref().map(complete);
    match completed.filter(|tree| Some(tree) != parsed.root.as_ref() && parsed.slips.is_empty()) {
        Some(tree) => checker.check(&tree),
        None => checker.check_json(text),
    }
}

/// The job as it will be: each upload gives its id, and files that are not named get their names.
fn complete<'a>(root: &Node<'a>) -> Node<'a> {
    let mut root = root.clone();
    let Value::Map(entries) = &mut root.value else { return root };
    let Some(resources) = entries.iter_mut().find(|entry| entry.key == "resource") else { return root };
    let Value::List(resources) = &mut resources.value.value else { return root };
    let is_several = resources.len() > 1;
    for (number, resource) in resources.iter_mut().enumerate() {
        let loc = Loc::new(resource.loc.start, resource.loc.start + 1);
        let Value::Map(entries) = &mut resource.value else { continue };
        let mut add = |key: &'static str, value| {
            if !entries.iter().any(|entry| entry.key == key) {
                entries.push(Entry { key: key.into(), key_loc: loc, value: Node::new(loc, value) });
            }
        };
        add("file_id", Value::Hole);
        if is_several {
            let name = Node::new(loc, Value::String(format!("{number}.csv").into()));
            add("file_names", Value::List(vec![name]));
        }
    }
    root
}

type Content = Box<dyn ReadSeek>;

/// A file that can be read from any place; a pipe is read whole.
fn open(path: &Path) -> Result<(String, Content), Stop> {
    let read = |name: &str, pipe: &mut dyn Read| -> Result<Content, Stop> {
        let mut bytes = Vec::new();
        let fail = |error: io::Error| Stop::failed(input::problem(name, &error));
        pipe.take(MOST_OF_A_PIPE + 1).read_to_end(&mut bytes).map_err(fail)?;
        if bytes.len() as u64 > MOST_OF_A_PIPE {
            return Err(Stop::failed(format!("`{name}` has more than 500 MB: write it to a file first")));
        }
        Ok(Box::new(Cursor::new(bytes)))
    };
    if path.as_os_str() == "-" {
        let content = read("<stdin>", &mut io::stdin())?;
        return Ok(("<stdin>".to_owned(), content));
    }
    let name = path.display().to_string();
    let fail = |error: io::Error| Stop::failed(input::problem(&name, &error));
    let mut file = File::open(path).map_err(fail)?;
    let facts = file.metadata().map_err(fail)?;
    if facts.is_dir() {
        return Err(Stop::failed(format!("`{name}` is a folder: name its files")));
    }
    let content: Content = if facts.is_file() { Box::new(file) } else { read(&name, &mut file)? };
    Ok((name, content))
}

/// The facts of a file of the data.
fn source(shown: &str, content: &mut Content) -> io::Result<plan::Source> {
    let (sha256, bytes) = hash::of_all(content)?;
    content.rewind()?;
    Ok(plan::Source { shown: shown.to_owned(), name: base(shown), bytes, sha256 })
}

fn base(name: &str) -> String {
    Path::new(name).file_name().map_or_else(|| name.to_owned(), |name| name.to_string_lossy().into_owned())
}
