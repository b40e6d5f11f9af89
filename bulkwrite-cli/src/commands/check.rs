//! `bulkwrite check`

use std::io::{self, Write};
use std::num::NonZero;
use std::path::Path;
use std::thread;

use bulkwrite_config::Access;
use bulkwrite_core::{Checker, Levels, Options, rules};
use bulkwrite_render::concise::Concise;
use bulkwrite_render::github::Github;
use bulkwrite_render::human::{Human, assumption, summary};
use bulkwrite_render::json::Json;
use bulkwrite_render::page::Page;
use bulkwrite_render::sarif::Sarif;
use bulkwrite_render::statistics::Statistics;
use bulkwrite_render::{Look, Output, Totals, escaped};

use super::Exit;
use super::data;
use crate::cli::{Check, CheckFormat, DataRows, FailOn};
use crate::configs::Configs;
use crate::input::{self, Collected, Input};
use crate::output::{File, Job};
use crate::postman::{self, Found, Request};
use crate::rules::wrong_endpoint;
use crate::several;
use crate::sniff;
use crate::terminal::Terminal;

/// How many inputs a thread takes at a time.
const SHARE: usize = 128;

pub(crate) fn run(args: &Check, terminal: &Terminal, access: Access) -> io::Result<Exit> {
    let Collected { mut inputs, problems, notes } = input::collect(&args.paths, args.stdin_filename.as_deref(), access);
    let mut exit = Exit::Clean;
    let mut complain = |problem: &str| {
        terminal.complain(escaped(problem));
        exit = Exit::Failed;
    };
    for note in &notes {
        terminal.note(escaped(note));
    }
    for problem in &problems {
        complain(problem);
    }

    if let ([input], false) = (&mut inputs[..], args.data.is_empty())
        && let Err(error) = input.keep(access)
    {
        complain(&input::problem(&input.name, &error));
        inputs.clear();
    }

    let machine =
        matches!(args.format, CheckFormat::Json | CheckFormat::Github | CheckFormat::Sarif | CheckFormat::Html);
    let mut out: Box<dyn Write> = if machine { Box::new(Terminal::plain()) } else { Box::new(terminal.styled()) };
    let mut output = output(args, terminal.look());
    let (mut text, mut totals) = (String::new(), Totals::default());
    let stdin_name = args.stdin_filename.as_deref().map(Path::new);
    let configs = Configs::new(&args.checking, access, inputs.iter().map(|input| input.path().or(stdin_name)));
    for problem in configs.problems() {
        complain(&problem);
    }
    let checking = Checking { configs: &configs, access, stdin_name, shared: Checker::new(configs.options(None)) };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let mut interrupted = Exit::Clean;
    let data = match data::check(args, &configs, &inputs, access, terminal) {
        Ok(data) => data,
        Err(problem) => {
            complain(&problem.message);
            interrupted = problem.exit.max(interrupted);
            None
        }
    };
    let data_summary =
        data.as_ref().map(|report| data::summary(report, args.columns || args.format == CheckFormat::Html));
    for note in data.iter().flat_map(bulkwrite_data::DataReport::notes) {
        terminal.note(escaped(note));
    }

    for batch in inputs.chunks(SHARE * threads) {
        for outcome in checking.all(batch) {
            for note in &outcome.notes {
                terminal.note(escaped(note));
            }
            if let Some(problem) = &outcome.problem {
                complain(problem);
            }
            let Some(file) = &outcome.file else { continue };
            let mut views = file.views(args.show_secrets);
            if let (Some(report), Some(summary)) = (&data, &data_summary)
                && let Some(view) = views.pop()
            {
                views.push(view.with(data::findings(report)).with_data(summary));
            }
            totals.add(&views);
            for view in &views {
                output.job(&mut text, view);
                out.write_all(text.as_bytes())?;
                text.clear();
            }
        }
    }
    output.finish(&mut text, &totals);
    if let Some(data) = data_summary.as_ref().filter(|_| !machine && !args.statistics) {
        text.push_str(&data.table(terminal.look()));
        if !terminal.quiet {
            text.push_str(&data.sentence());
            text.push('\n');
        }
    }
    out.write_all(text.as_bytes())?;
    out.flush()?;

    if totals.files == 0 && exit == Exit::Clean {
        terminal.note("no job was found to check");
    } else if totals.errors + totals.warnings == 0 && !machine && exit == Exit::Clean {
        terminal.note(summary(&totals, terminal.look()));
        if let Some(assumption) = assumption(&totals) {
            terminal.note(assumption);
        }
    }
    if !machine {
        for concession in configs.concessions() {
            terminal.note(escaped(&concession));
        }
    }
    if totals.files > 0 && args.format == CheckFormat::Human && !configs.have_metadata() {
        terminal.note("names of fields are not checked without field metadata: see `bulkwrite explain metadata`");
    }
    let found = totals.errors > 0 || totals.warnings > 0 && args.fail_on == FailOn::Warning;
    Ok(exit.max(interrupted).max(if found { Exit::Findings } else { Exit::Clean }))
}

fn output(args: &Check, look: Look) -> Box<dyn Output> {
    if args.statistics {
        return Box::new(Statistics::new(look, args.format == CheckFormat::Json));
    }
    match args.format {
        CheckFormat::Human => Box::new(Human::new(look)),
        CheckFormat::Concise => Box::new(Concise { look }),
        CheckFormat::Json => Box::new(Json),
        CheckFormat::Github => Box::new(Github),
        CheckFormat::Html => Box::new(Page::new(args.rows == DataRows::All)),
        CheckFormat::Sarif => Box::new(Sarif::of(crate::rules::all())),
    }
}

/// How the body of a request is checked: for the version of its URL.
pub(super) fn request_options(options: &Options, request: &Request) -> Options {
    Options { version: request.version.or(options.version), placeholders: true, ..options.clone() }
}

/// How a collection that is no JSON is checked: only what is wrong with its text can be told.
pub(super) fn broken_options(options: &Options) -> Options {
    let mut levels = Levels::default();
    for rule in rules::RULES.iter().filter(|rule| !matches!(rule.name, "invalid-json" | "byte-order-mark")) {
        // What guards callbacks stays, and finds none.
        let _ = levels.set(rule, None);
    }
    for rule in ["invalid-json", "byte-order-mark"].into_iter().filter_map(rules::find) {
        let _ = levels.set(rule, options.levels.of(rule));
    }
    Options { levels, ..options.clone() }
}

/// How the jobs are checked.
struct Checking<'c> {
    configs: &'c Configs<'c>,
    access: Access,
    stdin_name: Option<&'c Path>,
    /// For the files that no configuration holds for.
    shared: Checker,
}

/// What came of an input.
#[derive(Default)]
struct Outcome {
    file: Option<File>,
    problem: Option<String>,
    notes: Vec<String>,
}

impl Checking<'_> {
    /// Checks inputs, many of them by several threads; what came of them is in their order.
    fn all(&self, inputs: &[Input]) -> Vec<Outcome> {
        if inputs.len() <= SHARE {
            return inputs.iter().map(|input| self.one(input)).collect();
        }
        thread::scope(|scope| {
            let workers: Vec<_> = inputs
                .chunks(SHARE)
                .map(|share| scope.spawn(|| share.iter().map(|input| self.one(input)).collect::<Vec<_>>()))
                .collect();
            workers.into_iter().flat_map(|worker| worker.join().expect("checking does not panic")).collect()
        })
    }

    fn one(&self, input: &Input) -> Outcome {
        let bytes = match input.read(self.access) {
            Ok(bytes) => bytes,
            Err(error) => {
                return Outcome { problem: Some(input::problem(&input.name, &error)), ..Outcome::default() };
            }
        };
        let own;
        let checker = if self.configs.is_empty() {
            &self.shared
        } else {
            own = Checker::new(self.configs.options(input.path().or(self.stdin_name)));
            &own
        };
        let mut notes = Vec::new();
        let jobs = match postman::read(&bytes) {
            Some(Found::Requests(requests)) => {
                if requests.is_empty() {
                    if input.named {
                        notes.push(format!("`{}` has no request to `/crm/bulk/<version>/write`", input.name));
                    }
                    return Outcome { notes, ..Outcome::default() };
                }
                let (requests, bare): (Vec<_>, Vec<_>) =
                    requests.into_iter().partition(|request| request.body.is_some());
                notes.extend(bare.iter().map(|request| {
                    format!("`{}` in `{}` has no raw body: it is not checked", request.name, input.name)
                }));
                requests.into_iter().map(|request| check_request(checker, request)).collect()
            }
            Some(Found::Broken) => vec![check_broken(checker, &bytes)],
            None if !input.named && !sniff::may_be_job(&bytes) => return Outcome::default(),
            None => match several::parts(input, &bytes) {
                Some(parts) => (1..)
                    .zip(parts)
                    .map(|(number, part)| {
                        let report = checker.check_json(&bytes[part.range()]);
                        Job { report, request: None, part: Some((part, number)) }
                    })
                    .collect(),
                None => vec![Job::whole(checker.check_json(&bytes))],
            },
        };
        Outcome { file: Some(File { name: input.name.clone(), bytes, jobs }), problem: None, notes }
    }
}

fn check_request(checker: &Checker, request: Request) -> Job {
    let checker = Checker::new(request_options(checker.options(), &request));
    let mut request = request;
    let level = checker.options().levels.of(&wrong_endpoint::RULE);
    request.misdirected = request.misdirected.take().and_then(|found| found.at(level));
    Job { report: checker.check_json(request.text().as_bytes()), request: Some(request), part: None }
}

fn check_broken(checker: &Checker, bytes: &[u8]) -> Job {
    let checker = Checker::new(broken_options(checker.options()));
    Job::whole(checker.check_json(bytes))
}
