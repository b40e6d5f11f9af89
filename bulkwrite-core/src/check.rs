//! Runs the rules over a job.

use std::sync::LazyLock;

use crate::job::ast::{Field, Job, Mapping, Number, Resource};
use crate::job::file_ids;
use crate::job::{family, lower};
use crate::options::Options;
use crate::report::findings::Findings;
use crate::report::{Report, VersionFrom};
use crate::rules::context::{Context, Fields};
use crate::rules::declare::Checks;
use crate::rules::metadata::unwritable_field;
use crate::rules::shape::{byte_order_mark, explicit_null, invalid_json, unknown_key};
use crate::rules::{CHECKS, RULES, callback_family, shape_faults};
use crate::source::json::{Slip, SlipKind};
use crate::source::node::{Node, Value};
use crate::source::{Loc, json};
use crate::text::sort;
use crate::vendor::version::ApiVersion;
use crate::vendor::{name, pattern};

/// Checks jobs under the same options: what the options imply is worked out once.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::{Checker, Options, Verdict};
///
/// let checker = Checker::new(Options::default());
/// let report = checker.check_json(br#"{ "operation": "insert" }"#);
/// assert_eq!(report.verdict(), Verdict::Reject);
/// assert_eq!(report.diagnostics()[0].rule.name, "missing-key");
/// ```
#[derive(Debug)]
pub struct Checker {
    options: Options,
    checks: Checks,
}

/// Checks the JSON of a job with default options.
///
/// Positions in the report are bytes of `text`.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// let report = bulkwrite::check_json(br#"{ "operation": "insert", "resource": [] }"#);
/// assert_eq!(report.diagnostics()[0].to_string(), "error[empty-resource]: `resource` is empty");
/// ```
pub fn check_json(text: &[u8]) -> Report {
    Checker::by_default().check_json(text)
}

impl Checker {
    /// The checker for default options, made once.
    pub(crate) fn by_default() -> &'static Self {
        static CHECKER: LazyLock<Checker> = LazyLock::new(|| Checker::new(Options::default()));
        &CHECKER
    }
}

impl Checker {
    /// A checker for these options.
    pub fn new(options: Options) -> Self {
        let mut checks = Checks::default();
        let runs = |rule| options.levels.of(rule).is_some();
        for (_, of_rule) in RULES.iter().zip(CHECKS).filter(|(rule, _)| runs(rule)) {
            of_rule.iter().for_each(|check| checks.add(*check));
        }
        Self { options, checks }
    }

    /// The options it was made for.
    pub const fn options(&self) -> &Options {
        &self.options
    }

    /// Checks the JSON of a job. Positions in the report are bytes of `text`.
    pub fn check_json(&self, text: &[u8]) -> Report {
        self.with_json(text, |_, report| report)
    }

    /// Checks a tree. Positions in the report are those of the tree.
    pub fn check(&self, root: &Node<'_>) -> Report {
        self.with_job(Some(root), Read::Whole, Findings::default(), |_, report| report)
    }

    /// Checks a tree and hands the job as written on together with the report, for a front end that makes something else of it.
    ///
    /// Of a tree that is not `complete`, because its source could not be read to the end, no key is reported as missing.
    pub fn read<T>(&self, root: &Node<'_>, complete: bool, finish: impl FnOnce(Option<&Job<'_>>, Report) -> T) -> T {
        let read = if complete { Read::Whole } else { Read::Partly };
        self.with_job(Some(root), read, Findings::default(), finish)
    }

    /// Checks the JSON of a job and hands its parts on together with the report.
    pub(crate) fn with_json<T>(&self, text: &[u8], finish: impl FnOnce(Option<&Job<'_>>, Report) -> T) -> T {
        self.with_findings(Findings::default(), text, finish)
    }

    /// Finds what a round of fixes makes go away: more than a report shows, and without order and paths.
    pub(crate) fn check_for_fixes(&self, text: &[u8]) -> Report {
        self.with_findings(Findings::for_fixes(), text, |_, report| report)
    }

    fn with_findings<T>(
        &self,
        mut findings: Findings,
        text: &[u8],
        finish: impl FnOnce(Option<&Job<'_>>, Report) -> T,
    ) -> T {
        let mut parsed = json::parse(text, &json::Options { placeholders: self.options.placeholders });
        if let (Some(root), false) = (&mut parsed.root, parsed.slips.is_empty()) {
            blur(root, text, &parsed.slips);
        }
        if let Some(loc) = parsed.bom {
            byte_order_mark::report(&mut findings, loc);
        }
        let read = match parsed.slips.last() {
            _ if parsed.complete => Read::Whole,
            Some(last) if last.kind != SlipKind::Ellipsis => Read::Until(last.loc.start),
            _ => Read::Partly,
        };
        let mut slips = std::mem::take(&mut parsed.slips);
        if let Read::Until(stop) = read {
            // What is cut off where reading stopped is no mistake of its own.
            let last = slips.pop();
            slips.retain(|slip| slip.loc.end < stop);
            slips.extend(last);
        }
        if !slips.is_empty() {
            for slip in json::condense(text, parsed.root.as_ref(), slips) {
                invalid_json::report(&mut findings, slip);
            }
        }
        self.with_job(parsed.root.as_ref(), read, findings, finish)
    }

    /// Checks a tree and hands the job as written on together with the report.
    pub(crate) fn with_job<T>(
        &self,
        root: Option<&Node<'_>>,
        read: Read,
        mut findings: Findings,
        finish: impl FnOnce(Option<&Job<'_>>, Report) -> T,
    ) -> T {
        let Some(root) = root else {
            return finish(None, Report::new(findings, None, self.version(None), &self.options.levels));
        };
        let mut strays = Vec::new();
        let job = lower::lower(
            root,
            read == Read::Whole,
            self.options.version,
            self.options.placeholders,
            &mut |version, fault| shape_faults::report(&mut findings, version, fault),
            &mut strays,
        );
        if let Some(job) = &job {
            self.run(&mut Context {
                job,
                options: &self.options,
                position: 0,
                findings: &mut findings,
                strays: &mut strays,
            });
        }
        for stray in strays.iter().filter(|stray| !stray.claimed) {
            unknown_key::report(&mut findings, stray, job.as_ref());
        }
        explicit_null::withdraw_explained(&mut findings, &self.options.levels);
        if let Read::Until(stop) = read {
            findings.held.retain(|found| found.rule == &invalid_json::RULE || found.loc.end < stop);
        }
        let version = self.version(job.as_ref());
        finish(job.as_ref(), Report::new(findings, Some(root), version, &self.options.levels))
    }

    /// The version that a job is checked for, and how it is known.
    fn version(&self, job: Option<&Job<'_>>) -> (ApiVersion, VersionFrom) {
        match (self.options.version, job.map(|job| job.version)) {
            (Some(told), _) => (told, VersionFrom::Told),
            (None, Some(version)) if version != ApiVersion::DEFAULT => (version, VersionFrom::Module),
            (None, _) => (ApiVersion::DEFAULT, VersionFrom::Default),
        }
    }

    fn run(&self, cx: &mut Context<'_>) {
        let job = cx.job;
        for check in &self.checks.jobs {
            check(job, cx);
        }
        if family::is_hinted(job) {
            for check in &self.checks.families {
                check(job, cx);
            }
        }
        if !file_ids::are_plain(job) {
            for check in &self.checks.odd_file_ids {
                check(job, cx);
            }
        }
        if let Some(callback) = job.callback.value() {
            callback_family::report(callback, cx);
            for check in &self.checks.callbacks {
                check(callback, cx);
            }
        }
        for (position, resource) in job.resources.value().into_iter().flatten().enumerate() {
            let Some(resource) = resource.value() else { continue };
            cx.position = position;
            for check in &self.checks.resources {
                check(resource, cx);
            }
            for mapping in resource.mappings() {
                self.run_on_mapping(mapping, cx);
            }
            self.run_with_fields(resource, cx);
        }
    }
}

impl Checker {
    /// Most parts of most mappings are plain, and no rule needs to be asked about them.
    fn run_on_mapping(&self, mapping: &Mapping<'_>, cx: &mut Context<'_>) {
        if let Some(api_name) = mapping.api_name.known().filter(|at| !name::is_plain(at.value)) {
            for check in &self.checks.odd_names {
                check(api_name, cx);
            }
        }
        self.run_on_index("index", &mapping.index, cx);
        if let Some(format) = mapping.format.known().filter(|at| !pattern::is_listed(at.value)) {
            for check in &self.checks.odd_formats {
                check(format, cx);
            }
        }
        if let Some(extras) = &mapping.extras {
            self.run_on_index("parent_column_index", &extras.parent_column_index, cx);
            if let Some(default) = extras.default_value.value() {
                for check in &self.checks.defaults {
                    check(mapping, default, cx);
                }
            }
        }
        for check in &self.checks.mappings {
            check(mapping, cx);
        }
    }

    #[inline]
    fn run_on_index(&self, key: &'static str, index: &Field<Number<'_>>, cx: &mut Context<'_>) {
        let Some(index) = index.known().filter(|at| !at.value.is_column()) else { return };
        for check in &self.checks.odd_indexes {
            check(key, index, cx);
        }
    }
}

/// Takes the texts out that were garbled by a slip in them: what is odd about them is that slip, and reported as that.
#[cold]
fn blur(root: &mut Node<'_>, text: &[u8], slips: &[Slip]) {
    use SlipKind::{BadEscape, ControlCharacter, LoneSurrogate, NotUtf8, UnescapedQuote};
    let garbles =
        |slip: &&Slip| matches!(slip.kind, BadEscape | ControlCharacter | LoneSurrogate | NotUtf8 | UnescapedQuote);
    let mut places: Vec<Loc> = slips.iter().filter(garbles).map(|slip| slip.loc).collect();
    sort::by(&mut places, Ord::cmp);
    let is_utf8 = !slips.iter().any(|slip| slip.kind == NotUtf8);
    if !places.is_empty() {
        blur_node(root, text, &places, is_utf8);
    }
}

fn blur_node(node: &mut Node<'_>, text: &[u8], places: &[Loc], is_utf8: bool) {
    match &mut node.value {
        Value::String(_) => {
            let next = places.partition_point(|place| place.start < node.loc.start);
            let is_garbled = places.get(next).is_some_and(|place| node.loc.contains(*place))
                || !is_utf8 && text.get(node.loc.range()).is_some_and(|source| std::str::from_utf8(source).is_err());
            if is_garbled {
                node.value = Value::Hole;
            }
        }
        Value::List(items) => {
            for item in items {
                blur_node(item, text, places, is_utf8);
            }
        }
        Value::Map(entries) => {
            for entry in entries {
                blur_node(&mut entry.value, text, places, is_utf8);
            }
        }
        _ => {}
    }
}

/// How much of the text the tree stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Read {
    /// All of it.
    Whole,
    /// All but some parts that were left out.
    Partly,
    /// What stands before a position.
    Until(u32),
}

impl Checker {
    /// Runs the rules that need field metadata, which look each field up once.
    fn run_with_fields<'c>(&self, resource: &'c Resource<'c>, cx: &mut Context<'c>) {
        let (Some(module), Some(all)) = (resource.module_name(), cx.fields()) else { return };
        let module = module.value;
        let find = |mapping: &Mapping<'_>| mapping.api_name.text().and_then(|name| all.get(name));
        let mapped = resource.mappings().map(|mapping| (mapping, find(mapping))).collect();
        let fields = Fields { module, all, mapped };
        for check in &self.checks.fields {
            check(resource, &fields, cx);
        }
        for &(mapping, field) in &fields.mapped {
            let Some(field) = field else { continue };
            for check in &self.checks.field {
                check(mapping, field, cx);
            }
            if unwritable_field::is_writable(mapping, field, cx) {
                for check in &self.checks.writable {
                    check(mapping, field, cx);
                }
            }
        }
    }
}
