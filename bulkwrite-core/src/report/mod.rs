//! All findings about a job, in reading order.

pub(crate) mod data;
pub(crate) mod diagnostic;
pub(crate) mod example;
pub(crate) mod findings;
pub(crate) mod levels;
pub(crate) mod rule;

use crate::level::{Level, Verdict};
use crate::report::diagnostic::Diagnostic;
use crate::report::findings::Findings;
use crate::report::levels::Levels;
use crate::response::{ApiError, ErrorCode};
use crate::source::Loc;
use crate::source::json::path_of;
use crate::source::node::Node;
use crate::text::mask::masked;
use crate::text::{escape, sort};
use crate::vendor::version::ApiVersion;

/// How many findings a report shows at most; the others are counted.
pub const MAX_DIAGNOSTICS: usize = 100;

/// How the version is known that a job was checked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum VersionFrom {
    /// It was named, by the options or by the job.
    Told,
    /// It was assumed to be the one whose `module` is a string, since that of the job is.
    Module,
    /// It was assumed to be [`ApiVersion::DEFAULT`], since nothing tells another.
    Default,
}

impl VersionFrom {
    /// `told`, `module` or `default`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::Module => "module",
            Self::Default => "default",
        }
    }
}

/// All findings about a job, in reading order.
#[derive(Clone, Debug)]
#[must_use = "a report says whether the job is fit to be sent"]
pub struct Report {
    version: ApiVersion,
    version_from: VersionFrom,
    diagnostics: Vec<Diagnostic>,
    errors: usize,
    warnings: usize,
}

impl Report {
    pub(crate) fn new(
        mut findings: Findings,
        root: Option<&Node<'_>>,
        (version, version_from): (ApiVersion, VersionFrom),
        levels: &Levels,
    ) -> Self {
        if findings.held.is_empty() {
            return Self { version, version_from, diagnostics: Vec::new(), errors: 0, warnings: 0 };
        }
        findings.count_spare();
        let for_fixes = findings.for_fixes;
        let mut diagnostics = findings.held;
        // What cannot be read as a job stays refused, whatever its rule is set to.
        let is_no_job = |found: &Diagnostic| {
            found.predicts.as_ref().is_some_and(|predicted| predicted.code == ErrorCode::InvalidRequest)
        };
        diagnostics.retain_mut(|found| match levels.configured(found.rule).filter(|_| !is_no_job(found)) {
            Some(Some(level)) => {
                found.level = level;
                true
            }
            Some(None) => false,
            None => found.rule.level.is_some(),
        });
        let count = |level| diagnostics.iter().filter(|found| found.level == level).count();
        let (mut errors, mut warnings) = (count(Level::Error), count(Level::Warning));
        for (rule, level, count) in findings.beyond {
            match levels.configured(rule).unwrap_or(Some(level)) {
                Some(Level::Error) => errors += count,
                Some(Level::Warning) => warnings += count,
                None => {}
            }
        }
        let report = Self { version, version_from, diagnostics, errors, warnings };
        if for_fixes { report } else { report.shown(root) }
    }

    /// As much as is to be shown, in reading order, with the paths.
    pub(crate) fn shown(self, root: Option<&Node<'_>>) -> Self {
        let Self { version, version_from, mut diagnostics, errors, warnings } = self;
        if diagnostics.len() > MAX_DIAGNOSTICS {
            sort::by_key(&mut diagnostics, |found| (found.level, place(found)));
            diagnostics.truncate(MAX_DIAGNOSTICS);
        }
        sort::by_key(&mut diagnostics, place);
        for found in &mut diagnostics {
            escape_texts(found);
            found.path =
                root.map_or_else(String::new, |root| path(root, found.lacking.unwrap_or(found.loc), found.key));
            if version.facts().json_path {
                add_json_path(found);
            }
        }
        Self { version, version_from, diagnostics, errors, warnings }
    }

    /// Every finding that is held, for whoever makes them go away.
    pub(crate) fn in_reading_order(&mut self) -> &[Diagnostic] {
        sort::by_key(&mut self.diagnostics, place);
        &self.diagnostics
    }

    /// The same with its helps in the notation of a front end.
    pub(crate) fn spelt(mut self, spell: fn(&str) -> String) -> Self {
        for found in &mut self.diagnostics {
            if let Some(help) = &mut found.help {
                *help = spell(help).into();
            }
        }
        self
    }

    /// Adds an error that no rule looks for.
    pub(crate) fn refuse(&mut self, mut found: Diagnostic, root: Option<&Node<'_>>) {
        found.path = root.map_or_else(String::new, |root| path(root, found.loc, found.key));
        self.errors += 1;
        self.diagnostics.push(found);
        sort::by_key(&mut self.diagnostics, |found| (found.loc.start, found.loc.end));
    }

    /// The version that the job was checked for.
    pub const fn version(&self) -> ApiVersion {
        self.version
    }

    /// How that version is known.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::{ApiVersion, VersionFrom, check_json};
    ///
    /// let report = check_json(br#"{ "operation": "insert", "resource": [{ "module": "Leads" }] }"#);
    /// assert_eq!((report.version(), report.version_from()), (ApiVersion::V2, VersionFrom::Module));
    /// ```
    pub const fn version_from(&self) -> VersionFrom {
        self.version_from
    }

    /// The findings in reading order, [`MAX_DIAGNOSTICS`] at most; where there are more, errors come before warnings.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// How many errors there are, those not shown included.
    pub const fn errors(&self) -> usize {
        self.errors
    }

    /// How many warnings there are, those not shown included.
    pub const fn warnings(&self) -> usize {
        self.warnings
    }

    /// Whether there are more findings than are shown.
    pub const fn is_truncated(&self) -> bool {
        self.errors + self.warnings > self.diagnostics.len()
    }

    /// What the findings come to.
    pub const fn verdict(&self) -> Verdict {
        match (self.errors, self.warnings) {
            (0, 0) => Verdict::Accept,
            (0, _) => Verdict::Warn,
            _ => Verdict::Reject,
        }
    }

    /// The answer that the CRM would most likely give: that of the first error that tells one, else of the first warning.
    ///
    /// Which of several mistakes the CRM names is not documented; only that a body cannot be read comes before all others.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// let report = bulkwrite::check_json(br#"{ "operation": "insert", "resource": [
    ///     { "type": "data", "module": "Leads" }] }"#);
    /// let answer = report.predicted_response().unwrap();
    /// assert_eq!(answer.code.as_str(), "MISSING_REQUIRED_KEY");
    /// assert_eq!(answer.message.as_deref(), Some("required key fileid is not found in request body."));
    /// ```
    pub fn predicted_response(&self) -> Option<ApiError> {
        let of = |level| {
            self.diagnostics
                .iter()
                .filter(move |found| found.level == level)
                .filter_map(|found| found.predicts.as_ref())
        };
        // What cannot be read is refused before anything in it is looked at.
        let unreadable = of(Level::Error).find(|prediction| prediction.code == ErrorCode::InvalidRequest);
        let prediction = unreadable.or_else(|| of(Level::Error).next()).or_else(|| of(Level::Warning).next())?;
        Some(ApiError {
            code: prediction.code.clone(),
            message: prediction.message.clone().map(std::borrow::Cow::into_owned),
            details: prediction.details.clone(),
        })
    }
}

/// Escapes what does not show as itself in every text about a finding, whatever it was made of.
fn escape_texts(found: &mut Diagnostic) {
    let texts = [Some(&mut found.message), found.help.as_mut(), found.fix.as_mut().map(|fix| &mut fix.title)];
    for text in texts.into_iter().flatten().chain(found.related.iter_mut().map(|note| &mut note.label)) {
        escape(text);
    }
}

/// What findings are sorted by.
fn place(found: &Diagnostic) -> (u32, u32, u32) {
    (found.loc.start, found.within.map_or(0, |within| within.start), found.loc.end)
}

fn path(root: &Node<'_>, loc: Loc, key: Option<&str>) -> String {
    let path = path_of(root, loc);
    match key {
        Some(key) if path.is_empty() => key.to_owned(),
        Some(key) => format!("{path}.{key}"),
        None => path,
    }
}

/// From v8 on the details of a missing or mistaken key say where it is.
fn add_json_path(found: &mut Diagnostic) {
    let Some(prediction) = &mut found.predicts else { return };
    let (path, api_name) = match prediction.code.as_str() {
        "MISSING_REQUIRED_KEY" => (true, false),
        "MANDATORY_NOT_FOUND" | "COEXISTENCE_NOT_ALLOWED" => (true, true),
        _ => (false, false),
    };
    if api_name {
        let name = found.path.rsplit('.').next().unwrap_or_default();
        prediction.details.insert("api_name".to_owned(), name.into());
    }
    if path {
        prediction.details.insert("json_path".to_owned(), format!("$.{}", found.path).into());
    }
}

impl std::fmt::Display for Report {
    /// One line for each finding: level, rule, path, message and cure.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, found) in self.diagnostics.iter().enumerate() {
            let line_break = if i == 0 { "" } else { "\n" };
            let path = if found.path.is_empty() { "the job".into() } else { masked(&found.path) };
            write!(f, "{line_break}{}[{}] at {path}: {}", found.level, found.rule.name, found.message)?;
            if let Some(help) = &found.help {
                write!(f, " (help: {help})")?;
            }
        }
        let more = self.errors + self.warnings - self.diagnostics.len();
        if more > 0 {
            write!(f, "\n… and {more} more")?;
        }
        Ok(())
    }
}

impl std::error::Error for Report {}
