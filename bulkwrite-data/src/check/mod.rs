//! Runs the rules over files: which CSV is whose, in which order, and what came of them.

mod cell;
mod file;
pub(crate) mod report;
pub(crate) mod stats;
mod swallowed;

use std::fmt;
use std::io::{self, Cursor, Read};
use std::ops::ControlFlow;

use bulkwrite_core::metadata::Metadata;
use bulkwrite_core::suggest::near_miss;
use bulkwrite_core::{Checker, Job, Level, Levels, Options, Rule, ast, json, quoted};

use crate::archive::{self, Archive, Entry, Fault, MOST_UNPACKED};
use crate::column::Hashes;
use crate::findings::Tally;
use crate::limits::Limits;
use crate::plan::JobPlan;
use crate::rules;
use file::Links;
use report::{DataReport, Summary};

/// How data is checked beyond the options of the job.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DataOptions {
    /// Name every row that has a finding, not the first ones only.
    pub all_rows: bool,
    /// Show what cells say. Without it findings name places and counts alone.
    pub values: bool,
    /// Say of each column what it holds, whether or not the job takes it.
    pub columns: bool,
    /// How many different keys are remembered for each column, at 16 bytes or so.
    pub most_keys: usize,
    /// How much there may be.
    pub limits: Limits,
}

impl Default for DataOptions {
    fn default() -> Self {
        Self { all_rows: false, values: true, columns: false, most_keys: 1_000_000, limits: Limits::CRM }
    }
}

/// A file to check.
pub struct Input<'i> {
    /// What it is called; a name that ends in `.zip` is a ZIP.
    pub name: String,
    /// Its bytes.
    pub content: Box<dyn Read + 'i>,
}

impl<'i> Input<'i> {
    /// A file of that name.
    pub fn new(name: impl Into<String>, content: impl Read + 'i) -> Self {
        Self { name: name.into(), content: Box::new(content) }
    }
}

impl fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Input({})", self.name)
    }
}

/// How far a check has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'p> {
    /// The file.
    pub file: &'p str,
    /// How many bytes of it were read.
    pub bytes: u64,
    /// How many records.
    pub rows: u64,
}

/// Why a check has no result.
#[derive(Debug)]
pub enum Cancelled {
    /// A file could not be read.
    Io(io::Error),
    /// Whoever watches the progress stopped it.
    Stopped,
}

impl From<io::Error> for Cancelled {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl fmt::Display for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::Stopped => f.write_str("stopped"),
        }
    }
}

impl std::error::Error for Cancelled {}

type Watch<'w> = &'w (dyn Fn(Progress<'_>) -> ControlFlow<()> + 'w);

/// What all files are checked with.
pub(crate) struct Context<'c> {
    pub(crate) plan: &'c JobPlan,
    pub(crate) metadata: Option<&'c Metadata>,
    pub(crate) levels: Levels,
    pub(crate) options: &'c DataOptions,
    pub(crate) hashes: Hashes,
    watch: Watch<'c>,
}

impl Context<'_> {
    pub(crate) fn tell(&self, file: &str, bytes: u64, rows: u64) -> Result<(), Cancelled> {
        match (self.watch)(Progress { file, bytes, rows }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Cancelled::Stopped),
        }
    }
}

/// Checks the data of one job.
///
/// ```
/// use bulkwrite_core::{Job, Operation, Resource};
/// use bulkwrite_data::DataChecker;
///
/// let leads = Resource::builder("Leads", "4150868000005379001").map("Last_Name", 0).map("City", 2);
/// let job = Job::builder(Operation::Insert).resource(leads).build()?;
/// let report = DataChecker::new(&job, None).check("leads.csv", &b"n,c\nBoyle,Oslo\n"[..])?;
/// assert_eq!(report.diagnostics()[0].rule.name, "index-beyond-columns");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct DataChecker {
    plan: JobPlan,
    metadata: Option<Metadata>,
    levels: Levels,
    /// How data is checked.
    pub options: DataOptions,
}

impl DataChecker {
    /// A checker for a valid job.
    pub fn new(job: &Job, metadata: Option<&Metadata>) -> Self {
        let options = Options::default().version(job.version()).metadata(metadata.cloned());
        Self::of_json(job.to_json().as_bytes(), &options)
    }

    /// A checker for the text of a job, whatever may be wrong with it: what cannot be read of it is not checked.
    pub fn of_json(text: &[u8], options: &Options) -> Self {
        let parsed = json::parse(text, &json::Options { placeholders: options.placeholders });
        let checker = Checker::new(options.clone());
        let plan = parsed.root.as_ref().map(|root| checker.read(root, parsed.complete, |job, _| job.map(JobPlan::new)));
        Self::of_plan(plan.flatten().unwrap_or_default(), options)
    }

    /// A checker for a job as written.
    pub fn of_ast(job: &ast::Job<'_>, options: &Options) -> Self {
        Self::of_plan(JobPlan::new(job), options)
    }

    /// What the job says about its files.
    pub(crate) const fn plan(&self) -> &JobPlan {
        &self.plan
    }

    fn of_plan(plan: JobPlan, options: &Options) -> Self {
        Self {
            plan,
            metadata: options.metadata.clone(),
            levels: options.levels.clone(),
            options: DataOptions::default(),
        }
    }

    /// Checks one file, a CSV or a ZIP.
    pub fn check(&self, name: &str, content: impl Read) -> Result<DataReport, Cancelled> {
        self.check_all(vec![Input::new(name, content)], &|_| ControlFlow::Continue(()))
    }

    /// Checks the files of a job; `watch` is told how far it is, and may stop it.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    ///
    /// use bulkwrite_core::Options;
    /// use bulkwrite_data::{Cancelled, DataChecker, Input};
    ///
    /// let checker = DataChecker::of_json(br#"{ "operation": "insert", "resource": [{ "module": "Leads" }] }"#, &Options::default());
    /// let stopped = checker.check_all(vec![Input::new("a.csv", &b"Last_Name\nBoyle\n"[..])], &|_| ControlFlow::Break(()));
    /// assert!(matches!(stopped, Err(Cancelled::Stopped)));
    /// ```
    pub fn check_all(
        &self,
        inputs: Vec<Input<'_>>,
        watch: &dyn Fn(Progress<'_>) -> ControlFlow<()>,
    ) -> Result<DataReport, Cancelled> {
        let cx = Context {
            plan: &self.plan,
            metadata: self.metadata.as_ref(),
            levels: self.levels.clone(),
            options: &self.options,
            hashes: Hashes::new(),
            watch,
        };
        let mut report = DataReport::default();
        let mut files = Vec::new();
        for (source, input) in (1u32..).zip(inputs) {
            files.push(open(&cx, &mut report, source, input)?);
        }
        let archives: Vec<Option<Archive<'_>>> = files
            .iter()
            .map(|file| match &file.content {
                Content::Zip(bytes) => Archive::open(bytes).ok(),
                _ => None,
            })
            .collect();
        let mut parts = Vec::new();
        for (file, archive) in files.iter().zip(&archives) {
            if let Some(archive) = archive {
                self.list(&cx, &mut report, file, archive, &mut parts);
            } else if matches!(file.content, Content::Csv) {
                parts.push(Part {
                    source: file.source,
                    file: &file.name,
                    name: base(&file.name).to_owned(),
                    entry: None,
                });
            }
        }
        let assigned = self.assign(&cx, &mut report, &parts);
        let mut streams: Vec<(u32, Box<dyn Read + '_>)> = Vec::new();
        for file in &files {
            if let Some(reader) = file.reader.borrow_mut().take() {
                streams.push((file.source, reader));
            }
        }
        let mut links: Vec<((usize, usize), Links)> = Vec::new();
        for (position, resource) in self.plan.resources.iter().enumerate() {
            for (part, _) in parts.iter().zip(&assigned).filter(|(_, to)| **to == Some(position)) {
                let display = part.display();
                let parent = resource.parent.and_then(|parent| {
                    let column = resource.mappings.iter().flatten().find_map(|mapping| mapping.parent_column)?;
                    links.iter().find(|(place, _)| *place == (parent, column)).map(|(_, links)| links)
                });
                let checked = if let Some((archive, entry)) = part.entry {
                    match archive.unpack(entry, cx.options.limits.bytes) {
                        Ok(bytes) => file::check(&cx, resource, parent, &bytes[..], &display)?,
                        Err(fault) => {
                            report_fault(&cx, &mut report, part.source, part.file, fault);
                            continue;
                        }
                    }
                } else {
                    let Some(at) = streams.iter().position(|(source, _)| *source == part.source) else { continue };
                    let (_, reader) = streams.swap_remove(at);
                    file::check(&cx, resource, parent, reader, &display)?
                };
                let mut checked = checked;
                links.extend(checked.take_links().into_iter().map(|(column, found)| ((position, column), found)));
                report.add(part, position, checked, &self.options);
            }
        }
        report.sort();
        Ok(report)
    }

    /// Lists the CSVs of a ZIP, and what else is in it.
    fn list<'z>(
        &self,
        cx: &Context<'_>,
        report: &mut DataReport,
        file: &'z File<'_>,
        archive: &'z Archive<'z>,
        parts: &mut Vec<Part<'z>>,
    ) {
        let wanted: Vec<&String> = self.plan.resources.iter().flat_map(|resource| &resource.file_names).collect();
        let mut strays = Vec::new();
        let mut found = Vec::new();
        for entry in &archive.entries {
            let name = &*entry.name;
            let is_wanted = wanted.iter().any(|wanted| **wanted == name);
            let is_table = name.to_ascii_lowercase().ends_with(".csv");
            if is_wanted || is_table && !archive::is_stray(name) && !entry.is_folder {
                found.push(entry);
            } else {
                strays.push(entry);
            }
        }
        if found.is_empty() {
            // A CSV may be called otherwise.
            let (files, others): (Vec<_>, Vec<_>) =
                strays.into_iter().partition(|entry| !entry.is_folder && !archive::is_stray(&entry.name));
            if let [only] = files[..] {
                found.push(only);
                strays = others;
            } else {
                strays = files.into_iter().chain(others).collect();
            }
        }
        let lacks = |name: &str| !archive.entries.iter().any(|entry| entry.name == name);
        let missing: Vec<&&String> = wanted.iter().filter(|name| lacks(name)).collect();
        let mut near: Vec<&str> = Vec::new();
        for name in &missing {
            let others: Vec<&str> = found
                .iter()
                .map(|entry| &*entry.name)
                .filter(|other| !wanted.iter().any(|wanted| wanted == other))
                .collect();
            let meant = others
                .iter()
                .copied()
                .find(|other| base(other).eq_ignore_ascii_case(base(name)))
                .or_else(|| near_miss(name, others.iter().copied()))
                .or_else(|| if let ([only], 1) = (&others[..], missing.len()) { Some(*only) } else { None });
            let help = match meant {
                Some(meant) if base(meant) == base(name) => {
                    format!("put {} at the root of the ZIP: it is {}", quoted(name), quoted(meant))
                }
                Some(meant) => format!("the ZIP has {}: names must be the same, in case too", quoted(meant)),
                None => "add the file, or correct `file_names`".to_owned(),
            };
            near.extend(meant);
            let message = format!("the ZIP has no {}, which `file_names` names", quoted(name));
            whole(cx, report, file, &rules::file_name_not_in_zip::RULE, message, help);
        }
        // More files than the job names: of one resource the one file, of several what they name.
        let expected = wanted.len().max(self.plan.resources.len()).max(1);
        let is_named = !wanted.is_empty();
        let extra: Vec<&Entry> = if is_named {
            found
                .iter()
                .copied()
                .filter(|entry| !wanted.iter().any(|wanted| **wanted == entry.name) && !near.contains(&&*entry.name))
                .collect()
        } else {
            found.iter().copied().skip(expected).collect()
        };
        if !extra.is_empty() && found.len() > expected {
            let names: Vec<String> = found.iter().take(4).map(|entry| quoted(&entry.name)).collect();
            let more = if found.len() > names.len() { ", …" } else { "" };
            let files = if expected == 1 { "one file".to_owned() } else { format!("{expected} files") };
            let message =
                format!("the ZIP has {} CSVs, and the job takes {files}: {}{more}", found.len(), names.join(", "));
            whole(
                cx,
                report,
                file,
                &rules::several_files::RULE,
                message,
                "make a ZIP and a job for each, or name them by `file_names`",
            );
        }
        let is_folded = |entry: &&&Entry| {
            entry.name.contains(['/', '\\'])
                && !near.contains(&&*entry.name)
                && !wanted.iter().any(|wanted| **wanted == entry.name)
        };
        let deep: Vec<&Entry> = found.iter().filter(is_folded).copied().collect();
        let is_parent_of_deep = |entry: &Entry| {
            entry.is_folder
                && found.iter().any(|found| found.name.starts_with(&entry.name) && near.contains(&&*found.name))
        };
        let strays: Vec<&Entry> = strays.into_iter().filter(|entry| !is_parent_of_deep(entry)).chain(deep).collect();
        if !strays.is_empty() {
            let names: Vec<String> = strays.iter().take(4).map(|entry| quoted(&entry.name)).collect();
            let more = if strays.len() > names.len() { ", …" } else { "" };
            let message = format!("the ZIP has what does not belong in it: {}{more}", names.join(", "));
            whole(cx, report, file, &rules::stray_entry::RULE, message, "zip the CSV alone, at the root");
        }
        // Each must be sound, whether or not the job takes it.
        for entry in found {
            parts.push(Part {
                source: file.source,
                file: &file.name,
                name: entry.name.clone(),
                entry: Some((archive, entry)),
            });
        }
    }

    /// Which resource each CSV belongs to.
    fn assign(&self, cx: &Context<'_>, report: &mut DataReport, parts: &[Part<'_>]) -> Vec<Option<usize>> {
        let resources = &self.plan.resources;
        let mut assigned = vec![None; parts.len()];
        let takes = |name: &str, same: &dyn Fn(&str, &str) -> bool| {
            resources.iter().position(|resource| resource.file_names.iter().any(|wanted| same(wanted, name)))
        };
        for (to, part) in assigned.iter_mut().zip(parts) {
            *to = takes(&part.name, &|wanted, name| wanted == name);
        }
        for (to, part) in assigned.iter_mut().zip(parts).filter(|(to, _)| to.is_none()) {
            *to = takes(&part.name, &|wanted, name| base(wanted).eq_ignore_ascii_case(base(name)));
        }
        for i in 0..parts.len() {
            if assigned[i].is_some() {
                continue;
            }
            let free = (0..resources.len()).find(|resource| !assigned.contains(&Some(*resource)));
            assigned[i] = if resources.len() == 1 { Some(0) } else { free };
        }
        // Several CSVs that are no ZIP yet: they would have to be named as well.
        let loose = parts.iter().filter(|part| part.entry.is_none()).count();
        let named: usize = resources.iter().map(|resource| resource.file_names.len()).sum();
        if loose > resources.len().max(named).max(1) {
            let file = File {
                name: parts[0].file.to_owned(),
                source: parts[0].source,
                content: Content::Csv,
                reader: None.into(),
            };
            let message = format!("there are {loose} CSVs, and the job takes {}", resources.len().max(named).max(1));
            whole(
                cx,
                report,
                &file,
                &rules::several_files::RULE,
                message,
                "make a job for each, or name them by `file_names`",
            );
        }
        assigned
    }
}

/// A file that was opened.
struct File<'f> {
    name: String,
    source: u32,
    content: Content,
    reader: std::cell::RefCell<Option<Box<dyn Read + 'f>>>,
}

enum Content {
    Csv,
    Zip(Vec<u8>),
    /// Nothing that could be checked.
    None,
}

/// A CSV: a file, or one in a ZIP.
struct Part<'p> {
    source: u32,
    file: &'p str,
    name: String,
    entry: Option<(&'p Archive<'p>, &'p Entry)>,
}

impl Part<'_> {
    fn display(&self) -> String {
        if self.entry.is_some() { format!("{}/{}", self.file, self.name) } else { self.file.to_owned() }
    }
}

/// The name of a file without its folders.
fn base(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// Looks at the beginning of a file, and reads a ZIP.
fn open<'i>(cx: &Context<'_>, report: &mut DataReport, source: u32, input: Input<'i>) -> Result<File<'i>, Cancelled> {
    let Input { name, mut content } = input;
    let mut head = Vec::new();
    content.by_ref().take(4096).read_to_end(&mut head)?;
    let is_called_zip = name.to_ascii_lowercase().ends_with(".zip");
    let mut file = File { name, source, content: Content::None, reader: None.into() };
    if !is_called_zip && !archive::has_signature(&head) {
        file.content = Content::Csv;
        file.reader = Some(Box::new(Cursor::new(head).chain(content)) as Box<dyn Read>).into();
        return Ok(file);
    }
    if !archive::has_signature(&head) && Archive::open(&head).is_err() && !head.is_empty() {
        // What is no ZIP by its first bytes may be one behind them, but then nobody reads it.
        let what = archive::other_kind(&head).map_or("a CSV".to_owned(), str::to_owned);
        let message = format!("the file is no ZIP: it does not begin as one does, and looks like {what}");
        whole(cx, report, &file, &rules::not_a_zip::RULE, message, "zip the CSV: renaming is not enough");
        return Ok(file);
    }
    let mut bytes = head;
    let most = cx.options.limits.bytes.min(MOST_UNPACKED);
    content.take((most + 1).saturating_sub(bytes.len() as u64)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        let (message, help) = too_large(most);
        whole(cx, report, &file, &rules::file_too_large::RULE, message, help);
        return Ok(file);
    }
    match Archive::open(&bytes) {
        Ok(archive) if archive::is_workbook(&archive.entries) => {
            let message = "the file is a workbook, not a CSV";
            whole(
                cx,
                report,
                &file,
                &rules::not_csv::RULE,
                message,
                "save it as a CSV: commas between the columns, UTF-8",
            );
        }
        Err(why) if !is_called_zip => {
            let message = format!("the file begins as a ZIP or workbook does, and {why}");
            whole(
                cx,
                report,
                &file,
                &rules::not_csv::RULE,
                message,
                "save it as a CSV: commas between the columns, UTF-8",
            );
        }
        Err(why) => {
            let message = format!("the file is no ZIP: {why}");
            whole(cx, report, &file, &rules::not_a_zip::RULE, message, "zip the CSV again");
        }
        Ok(archive) if archive.entries.is_empty() => {
            whole(cx, report, &file, &rules::no_header::RULE, "the ZIP is empty", "put the CSV into it");
        }
        Ok(archive) => {
            let fault = archive.entries.iter().find_map(|entry| match entry {
                entry if entry.is_encrypted => {
                    Some(Fault::NotAZip(format!("{} in it is encrypted", quoted(&entry.name))))
                }
                entry if entry.size > most => {
                    Some(Fault::TooLarge(format!("{} in it has {} bytes", quoted(&entry.name), entry.size)))
                }
                _ => None,
            });
            drop(archive);
            match fault {
                Some(fault) => report_fault(cx, report, source, &file.name, fault),
                None => file.content = Content::Zip(bytes),
            }
        }
    }
    Ok(file)
}

fn report_fault(cx: &Context<'_>, report: &mut DataReport, source: u32, name: &str, fault: Fault) {
    let file = File { name: name.to_owned(), source, content: Content::None, reader: None.into() };
    match fault {
        Fault::NotAZip(why) => whole(
            cx,
            report,
            &file,
            &rules::not_a_zip::RULE,
            format!("the CRM cannot read the ZIP: {why}"),
            "zip the CSV again, by deflate and without a password",
        ),
        Fault::TooLarge(why) => {
            let (message, help) = too_large(cx.options.limits.bytes.min(MOST_UNPACKED));
            whole(cx, report, &file, &rules::file_too_large::RULE, format!("{message}: {why}"), help);
        }
    }
}

/// What to say of a ZIP with more than so many bytes.
fn too_large(most: u64) -> (String, &'static str) {
    let help = if most < MOST_UNPACKED {
        "`bulkwrite pack` splits it between records, with the header in each part, and writes a job for each"
    } else {
        "give the CSV as it is, not in a ZIP"
    };
    (format!("the ZIP has more than {} MB", most / 1_000_000), help)
}

/// Reports something about a file as a whole.
fn whole(
    cx: &Context<'_>,
    report: &mut DataReport,
    file: &File<'_>,
    rule: &'static Rule,
    message: impl Into<String>,
    help: impl Into<String>,
) {
    let Some(level) = cell::level(&cx.levels, rule, rule.level.unwrap_or(Level::Warning)) else { return };
    let mut tally = Tally::new(rule, level, None);
    tally.count = 1;
    tally.message = Some(message.into());
    tally.help = Some(help.into());
    report.add_tally(file.source, &file.name, &tally, &Summary::default(), None, true);
}
