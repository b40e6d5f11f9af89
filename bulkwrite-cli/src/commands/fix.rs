//! `bulkwrite fix`

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use bulkwrite_config::Access;
use bulkwrite_core::fix::{Applied, Fixed, apply};
use bulkwrite_core::json::{self, TextEdit};
use bulkwrite_core::{Checker, Loc, Options, Report};
use bulkwrite_render::{BOLD, Body, GOOD, WARNING, count, escaped, inside_string};

use super::Exit;
use super::check::{broken_options, request_options};
use crate::cli::Fix;
use crate::configs::Configs;
use crate::input::{self, Collected, Input};
use crate::output::diff;
use crate::postman::{self, Found, Request};
use crate::several;
use crate::sniff;
use crate::terminal::Terminal;

pub(crate) fn run(args: &Fix, terminal: &Terminal, access: Access) -> io::Result<Exit> {
    let Collected { inputs, problems, notes } = input::collect(&args.paths, None, access);
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
    let configs = Configs::new(&args.checking, access, inputs.iter().map(Input::path));
    for problem in configs.problems() {
        complain(&problem);
    }
    let mut out = terminal.styled();
    let mut totals = Totals::default();
    for input in &inputs {
        let bytes = match input.read(access) {
            Ok(bytes) => bytes,
            Err(error) => {
                complain(&input::problem(&input.name, &error));
                totals.failed = true;
                continue;
            }
        };
        let mending = Mending::new(configs.options(input.path()), args.also_unsafe);
        let mended = match several::parts(input, &bytes) {
            Some(parts) => mending.parts(&bytes, &parts),
            None => mending.text(&bytes, input.named),
        };
        let changed = mended.text != bytes;
        match input.path() {
            _ if args.diff => diff::unified(&mut out, &input.name, &bytes, &mended.text)?,
            None => {
                out.flush()?;
                let mut plain = Terminal::plain();
                plain.write_all(&mended.text)?;
                plain.flush()?;
            }
            Some(path) if changed => {
                if let Err(error) = replace(path, &mended.text) {
                    complain(&format!("cannot write `{}`, which stays as it was: {error}", input.name));
                    totals.failed = true;
                    continue;
                }
            }
            Some(_) => {}
        }
        totals.add(input, &mended, changed);
    }
    out.flush()?;
    if !terminal.quiet {
        // Standard output may be a mended text, or a difference to be applied.
        if args.diff || inputs.iter().any(|input| input.path().is_none()) {
            totals.write(&mut terminal.aside(), args)?;
        } else {
            totals.write(&mut out, args)?;
        }
    }
    let found = if args.diff { totals.fixed > 0 } else { totals.left > 0 };
    Ok(exit.max(if found { Exit::Findings } else { Exit::Clean }))
}

/// What all that was done comes to.
#[derive(Default)]
struct Totals {
    fixed: usize,
    by_rule: BTreeMap<&'static str, usize>,
    changed: usize,
    left: usize,
    with_unsafe: usize,
    /// The inputs of which something is left.
    unfinished: Vec<String>,
    /// Whether an input could not be read, or not be written.
    failed: bool,
}

impl Totals {
    fn add(&mut self, input: &Input, mended: &Mended, changed: bool) {
        self.changed += usize::from(changed);
        self.fixed += mended.applied.len();
        for applied in &mended.applied {
            *self.by_rule.entry(applied.rule.name).or_default() += 1;
        }
        self.left += mended.left;
        self.with_unsafe += mended.with_unsafe;
        if mended.left > 0 {
            self.unfinished.push(input.name.clone());
        }
    }

    fn write(&self, out: &mut dyn Write, args: &Fix) -> io::Result<()> {
        let done = if args.diff { "would fix" } else { "fixed" };
        if self.fixed == 0 && self.failed {
            // Whether there is something to fix in what failed is not said by that.
        } else if self.fixed == 0 {
            writeln!(out, "{GOOD}note{GOOD:#}{BOLD}:{BOLD:#} nothing to fix")?;
        } else {
            let (mistakes, files) = (count(self.fixed, "mistake"), count(self.changed, "file"));
            writeln!(out, "{done} {GOOD}{mistakes}{GOOD:#} in {files}")?;
        }
        let mut rules: Vec<_> = self.by_rule.iter().map(|(rule, count)| (*count, *rule)).collect();
        rules.sort_by_key(|(count, rule)| (std::cmp::Reverse(*count), *rule));
        let width = rules.first().map_or(0, |(most, _)| most.to_string().len());
        for (count, rule) in rules {
            writeln!(out, "  {count:>width$}  {rule}")?;
        }
        if let [first, others @ ..] = self.unfinished.as_slice() {
            let are = if self.left == 1 { "is" } else { "are" };
            let left = count(self.left, "finding");
            let files = match others {
                [] => String::new(),
                _ => format!(" in {}", count(self.unfinished.len(), "file")),
            };
            let more = match self.with_unsafe {
                0 => String::new(),
                number => format!(", {number} fixable with `--unsafe`"),
            };
            let named = match others {
                [] if first == "<stdin>" => String::new(),
                [] => format!(" {}", escaped(first)),
                _ => {
                    let paths = args.paths.iter().map(|path| path.display().to_string());
                    format!(" {}", escaped(&paths.collect::<Vec<_>>().join(" ")))
                }
            };
            writeln!(out, "{WARNING}{left}{WARNING:#} {are} left{files}{more}: run `bulkwrite check{named}`")?;
        }
        out.flush()
    }
}

/// How texts are mended.
struct Mending {
    checker: Checker,
    also_unsafe: bool,
}

/// What came of a text.
#[derive(Default)]
struct Mended {
    text: Vec<u8>,
    applied: Vec<Applied>,
    /// How much `check` still finds.
    left: usize,
    /// How much of that has a fix which was not asked for.
    with_unsafe: usize,
}

impl Mended {
    fn add(&mut self, applied: Vec<Applied>, report: &Report) {
        self.applied.extend(applied);
        self.left += report.errors() + report.warnings();
        self.with_unsafe += report.diagnostics().iter().filter(|found| found.fix.is_some()).count();
    }
}

impl Mending {
    fn new(options: Options, also_unsafe: bool) -> Self {
        Self { checker: Checker::new(options), also_unsafe }
    }

    /// Mends a job or collection; anything else stays as it is.
    fn text(&self, bytes: &[u8], named: bool) -> Mended {
        let unchanged = || Mended { text: bytes.to_vec(), ..Mended::default() };
        match postman::read(bytes) {
            Some(Found::Requests(requests)) => self.collection(bytes, &requests),
            Some(Found::Broken) => {
                let broken = Checker::new(broken_options(self.checker.options()));
                let Fixed { text, applied, report, .. } = broken.fix_json(bytes, self.also_unsafe);
                let mut mended = match postman::read(&text) {
                    Some(Found::Requests(requests)) => self.collection(&text, &requests),
                    _ => Mended { text, ..Mended::default() },
                };
                mended.add(applied, &report);
                mended
            }
            None if !named && !sniff::may_be_job(bytes) => unchanged(),
            None => {
                let Fixed { text, applied, report, .. } = self.checker.fix_json(bytes, self.also_unsafe);
                let mut mended = Mended { text, ..Mended::default() };
                mended.add(applied, &report);
                mended
            }
        }
    }

    /// Mends each of several jobs.
    fn parts(&self, bytes: &[u8], parts: &[Loc]) -> Mended {
        let mut mended = Mended { text: Vec::with_capacity(bytes.len()), ..Mended::default() };
        let mut at = 0;
        for part in parts {
            mended.text.extend_from_slice(&bytes[at..part.range().start]);
            at = part.range().end;
            let fixed = self.checker.fix_json(&bytes[part.range()], self.also_unsafe);
            mended.text.extend_from_slice(&fixed.text);
            mended.add(fixed.applied, &fixed.report);
        }
        mended.text.extend_from_slice(&bytes[at..]);
        mended
    }

    /// Mends the bodies of a collection's requests.
    fn collection(&self, bytes: &[u8], requests: &[Request]) -> Mended {
        let mut bodies: Vec<(&Request, &Body)> =
            requests.iter().filter_map(|request| Some((request, request.body.as_ref()?))).collect();
        bodies.sort_by_key(|(_, body)| body.string());
        // An example that was saved without its request shares the body of the item.
        bodies.dedup_by_key(|(_, body)| body.string());

        let mut mended = Mended { text: Vec::with_capacity(bytes.len()), ..Mended::default() };
        let mut at = 0;
        for (request, body) in bodies {
            let range = body.string().range();
            mended.text.extend_from_slice(&bytes[at..range.start]);
            at = range.end;
            let checker = Checker::new(request_options(self.checker.options(), request));
            let fixed = checker.fix_json(request.text().as_bytes(), self.also_unsafe);
            mended.text.extend_from_slice(&in_string(&bytes[range], &fixed.edits));
            mended.add(fixed.applied, &fixed.report);
        }
        mended.text.extend_from_slice(&bytes[at..]);
        mended
    }
}

/// The string after edits of the text that it holds; what is not edited stays as it is spelled.
fn in_string(string: &[u8], rounds: &[Vec<TextEdit>]) -> Vec<u8> {
    rounds.iter().fold(string.to_vec(), |string, edits| {
        let parsed = json::parse(&string, &json::Options::default());
        let Some(body) = parsed.root.as_ref().and_then(|node| Body::new(&string, node)) else { return string.clone() };
        let edit =
            |edit: &TextEdit| TextEdit { range: body.in_file(&string, edit.range), text: inside_string(&edit.text) };
        apply(&string, &edits.iter().map(edit).collect::<Vec<_>>())
    })
}

/// Puts a text in place of a file in one step, so that nobody ever reads half of it; the permissions stay.
fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    // A link stays one: what it leads to is replaced.
    let path = fs::canonicalize(path)?;
    let metadata = fs::metadata(&path)?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is no file; `-` reads standard input"));
    }
    if metadata.permissions().readonly() {
        return Err(io::Error::other("it is read-only"));
    }
    let (beside, mut file) = create_beside(&path)?;
    // Whoever may not read the file may not read the new one either, not even while it is written.
    let written = give(&file, &metadata)
        .and_then(|()| file.set_permissions(metadata.permissions()))
        .and_then(|()| file.write_all(text))
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        let _ = fs::remove_file(&beside); // the first error is the one to tell
    }
    written
}

/// A new file in the same folder: only there it can take the place of the other in one step.
fn create_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let process = std::process::id();
    for attempt in 0..100 {
        let beside = path.with_file_name(format!(".{name}.{process}-{attempt}.tmp"));
        match private().open(&beside) {
            Ok(file) => return Ok((beside, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("no name is free for a new file beside it"))
}

/// How a file is made that nobody but its user can read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes a file belong to the user and the group that another one belongs to.
#[cfg(unix)]
fn give(file: &File, like: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let own = file.metadata()?;
    let user = (own.uid() != like.uid()).then_some(like.uid());
    let group = (own.gid() != like.gid()).then_some(like.gid());
    if user.is_none() && group.is_none() {
        return Ok(());
    }
    let refused = |_| io::Error::other("it belongs to another user or group, and would not any more");
    fchown(file, user, group).map_err(refused)
}

#[cfg(not(unix))]
fn give(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}
