//! What was found in a job.

use std::sync::OnceLock;

use bulkwrite_core::{DataPosition, Verdict};
use bulkwrite_render::concise::Concise;
use bulkwrite_render::github::Github;
use bulkwrite_render::human::Human;
use bulkwrite_render::json::Json;
use bulkwrite_render::sarif::Sarif;
use bulkwrite_render::{Finding, Look, Output, Place, Totals, View, count, html, json, secrets};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};
use serde_json::{Map, Value};

use crate::convert;
use crate::data::DataPlace;
use crate::errors::JobError;

/// What was found in a job: iterate over it, or print it.
///
/// A report is true where nothing was found, so that `if bulkwrite.check(job):` never takes a job with findings for a good one.
/// It has no length.
///
/// >>> import bulkwrite
/// >>> report = bulkwrite.check('{"operation": "insert", "resource": []}', name="job.json")
/// >>> bool(report), report.ok, report.errors, report.warnings
/// (False, False, 1, 0)
/// >>> print(report)
/// error[empty-resource]: `resource` is empty
///  --> job.json:1:37
///   |
/// 1 | {"operation": "insert", "resource": []}
///   |                                     ^^
///   |
///   = help: ...
#[pyclass(frozen, module = "bulkwrite")]
pub(crate) struct Report {
    text: Vec<u8>,
    name: String,
    report: bulkwrite_core::Report,
    diagnostics: OnceLock<Py<PyTuple>>,
}

impl Report {
    pub(crate) fn new(text: Vec<u8>, name: String, report: bulkwrite_core::Report) -> Self {
        Self { text, name, report, diagnostics: OnceLock::new() }
    }

    fn view(&self) -> View<'_> {
        View::new(&self.name, &self.text, &self.report)
    }

    fn render_as(&self, output: &mut dyn Output) -> String {
        let (view, mut out, mut totals) = (self.view(), String::new(), Totals::default());
        output.job(&mut out, &view);
        totals.add([&view]);
        output.finish(&mut out, &totals);
        out
    }

    pub(crate) fn has_findings(&self) -> bool {
        self.report.verdict() != Verdict::Accept
    }

    /// All that is found, as text with carets.
    pub(crate) fn shown(&self, colors: bool) -> String {
        if !self.has_findings() {
            return format!("nothing found in {}", bulkwrite_render::escaped(&self.name));
        }
        self.shown_with(Vec::new(), colors)
    }

    /// The same, with findings of another checker; nothing where nothing is found.
    pub(crate) fn shown_with(&self, others: Vec<Finding<'_>>, colors: bool) -> String {
        let mut out = String::new();
        let look = Look { colors, summary: false, ..Look::PLAIN };
        Human::new(look).job(&mut out, &self.view().with(others));
        out.truncate(out.trim_end().len());
        out
    }
}

#[pymethods]
impl Report {
    /// Whether no error was found; there may be warnings.
    #[getter]
    fn ok(&self) -> bool {
        self.report.verdict() != Verdict::Reject
    }

    /// `"accept"`: nothing was found; `"warn"`: only warnings; `"reject"`: an error.
    #[getter]
    fn verdict(&self) -> &'static str {
        self.report.verdict().as_str()
    }

    /// The version of the API that the job was checked for.
    #[getter]
    fn version(&self) -> &'static str {
        self.report.version().segment()
    }

    /// How that version is known: `"told"`, or assumed from the form of `"module"` or by `"default"`.
    #[getter]
    fn version_from(&self) -> &'static str {
        self.report.version_from().as_str()
    }

    /// How many errors there are, those not shown included.
    #[getter]
    pub(crate) fn errors(&self) -> usize {
        self.report.errors()
    }

    /// How many warnings there are, those not shown included.
    #[getter]
    pub(crate) fn warnings(&self) -> usize {
        self.report.warnings()
    }

    /// Whether there are more findings than the hundred that are shown.
    #[getter]
    fn truncated(&self) -> bool {
        self.report.is_truncated()
    }

    /// What the job is called in output.
    #[getter]
    fn name(&self) -> &str {
        &self.name
    }

    /// The JSON that was checked: lines and columns are those of this text. What is no UTF-8 in it is U+FFFD.
    #[getter]
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.text).into_owned()
    }

    /// The findings in reading order.
    #[getter]
    pub(crate) fn diagnostics(&self, py: Python<'_>) -> PyResult<Py<PyTuple>> {
        if let Some(diagnostics) = self.diagnostics.get() {
            return Ok(diagnostics.clone_ref(py));
        }
        let view = self.view();
        let list: PyResult<Vec<Diagnostic>> = view.findings().map(|found| Diagnostic::new(py, &view, &found)).collect();
        let tuple = PyTuple::new(py, list?)?.unbind();
        Ok(self.diagnostics.get_or_init(|| tuple).clone_ref(py))
    }

    /// The answer that the CRM would most likely give, as its JSON; `None` where nothing tells one.
    #[getter]
    fn predicted<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        let Some(answer) = self.report.predicted_response() else { return Ok(None) };
        let dict = PyDict::new(py);
        dict.set_item("status", "error")?;
        dict.set_item("code", answer.code.as_str())?;
        dict.set_item("message", answer.message)?;
        dict.set_item("details", convert::map(py, &answer.details)?)?;
        Ok(Some(dict))
    }

    /// Raises `JobError` if an error was found; its text is this report's.
    fn raise_for_errors(slf: &Bound<'_, Self>) -> PyResult<()> {
        let report = slf.get();
        if report.report.errors() == 0 {
            return Ok(());
        }
        let error = JobError::new_err(report.shown(false));
        error.value(slf.py()).setattr("report", slf)?;
        Err(error)
    }

    /// The report in a format of the command: `"human"`, `"concise"`, `"json"`, `"github"` or `"sarif"`.
    ///
    /// Args:
    ///     format: The format.
    ///     color: Whether the first two have the colours of a terminal.
    ///     width: How many columns a line of the job may take.
    ///
    /// >>> import bulkwrite
    /// >>> bulkwrite.check('{"operation": "insert", "resource": []}', name="job.json").render("concise")
    /// 'job.json:1:37: error[empty-resource]: `resource` is empty (help: add an object with `type`, `module` and `file_id`)\n1 error in 1 job\n'
    #[pyo3(signature = (format, *, color=false, width=140))]
    fn render(&self, format: &str, color: bool, width: usize) -> PyResult<String> {
        let look = Look { colors: color, width, ..Look::PLAIN };
        Ok(match format {
            "human" => self.render_as(&mut Human::new(look)),
            "concise" => self.render_as(&mut Concise { look }),
            "json" => self.render_as(&mut Json),
            "github" => self.render_as(&mut Github),
            "sarif" => self.render_as(&mut Sarif::default()),
            format => {
                let format = bulkwrite_core::quoted(format);
                let formats = "`human`, `concise`, `json`, `github` or `sarif`";
                return Err(PyValueError::new_err(format!("there is no format {format}: it is {formats}")));
            }
        })
    }

    /// The report as the line of JSON that `bulkwrite check --format json` prints.
    fn to_json(&self) -> String {
        json::report(&self.name, &self.text, &self.report)
    }

    /// The report as a dict: that line of JSON, read.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::json(py, &self.to_json())
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.diagnostics(py)?.bind(py).as_any().try_iter()?.into_any())
    }

    fn __bool__(&self) -> bool {
        self.report.verdict() == Verdict::Accept
    }

    fn __str__(&self) -> String {
        self.shown(false)
    }

    fn __repr__(&self) -> String {
        let (errors, warnings) = (self.report.errors(), self.report.warnings());
        let (errors, warnings) = (count(errors, "error"), count(warnings, "warning"));
        format!("<Report {}: {errors}, {warnings}>", self.verdict())
    }

    /// The findings for a notebook.
    fn _repr_html_(&self) -> String {
        html::fragment(&self.shown(true))
    }
}

/// One finding of one rule.
///
/// Lines and columns count from 1, columns in characters; offsets count the bytes of the UTF-8 text from 0.
///
/// >>> import bulkwrite
/// >>> [d] = bulkwrite.check('{"operation": "insert", "resource": []}')
/// >>> d.rule, d.level, d.path, d.line, d.column
/// ('empty-resource', 'error', 'resource', 1, 37)
/// >>> d.predicts.code
/// 'MISSING_REQUIRED_KEY'
/// >>> print(d)
/// error[empty-resource]: `resource` is empty
#[pyclass(frozen, get_all, module = "bulkwrite")]
pub(crate) struct Diagnostic {
    /// The rule that found it, such as `"missing-key"`.
    rule: &'static str,
    /// `"error"` or `"warning"`.
    level: &'static str,
    /// The place as a path: `resource[0].field_mappings[2].index`; empty for the job as a whole.
    path: String,
    /// The line on which it begins.
    line: u64,
    /// The column in which it begins.
    column: u64,
    /// The line on which it ends.
    end_line: u64,
    /// The column behind its end.
    end_column: u64,
    /// The byte at which it begins.
    offset: u64,
    /// The byte behind its end.
    end_offset: u64,
    /// What is wrong there.
    message: String,
    /// What to do about it.
    help: Option<String>,
    /// The page about the rule.
    url: String,
    /// Other places that belong to it.
    related: Py<PyTuple>,
    /// What the CRM would answer.
    predicts: Option<Py<Prediction>>,
    /// Edits that make it go away.
    fix: Option<Py<Fix>>,
    /// The place in a data file, where it is in one; line, column and offset are then those of that file.
    data: Option<Py<DataPlace>>,
}

impl Diagnostic {
    fn new(py: Python<'_>, view: &View<'_>, found: &Finding<'_>) -> PyResult<Self> {
        let Place { start, end, .. } = found.place;
        let related = found.related.iter().map(|note| Related::new(&note.place, note.label));
        let predicts = found.predicts.map(Prediction::of);
        let fix = found.fix.and_then(|fix| Some((fix, view.edits(fix)?)));
        let fix = fix.map(|(fix, edits)| {
            let masked = edits.iter().any(|edit| view.hides(&edit.text));
            let edits = edits.into_iter().filter(|_| !masked);
            let edits = edits.map(|edit| Edit { start: edit.range.start, end: edit.range.end, text: edit.text });
            let edits = PyTuple::new(py, edits.collect::<Vec<_>>())?.unbind();
            Py::new(py, Fix { title: fix.title.to_string(), safe: fix.safe, edits, masked })
        });
        Ok(Self {
            rule: found.rule.name,
            level: found.level.as_str(),
            path: view.shown(found.path).into_owned(),
            line: start.line.into(),
            column: start.column.into(),
            end_line: end.line.into(),
            end_column: end.column.into(),
            offset: start.offset.into(),
            end_offset: end.offset.into(),
            message: found.message.to_owned(),
            help: found.help.map(str::to_owned),
            url: found.rule.url(),
            related: PyTuple::new(py, related.collect::<Vec<_>>())?.unbind(),
            predicts: predicts.map(|predicts| Py::new(py, predicts)).transpose()?,
            fix: fix.transpose()?,
            data: None,
        })
    }

    /// A finding in data. One about a whole file is at its start.
    pub(crate) fn of_data(py: Python<'_>, found: &bulkwrite_core::Diagnostic) -> PyResult<Self> {
        let place = found.data.as_deref();
        let at = |position: Option<DataPosition>| position.unwrap_or(DataPosition { line: 1, column: 1, offset: 0 });
        let start = at(place.and_then(|place| place.start));
        let end = at(place.and_then(|place| place.end.or(place.start)));
        let predicts = found.predicts.as_ref().map(|predicts| Py::new(py, Prediction::of(predicts)));
        Ok(Self {
            rule: found.rule.name,
            level: found.level.as_str(),
            path: found.path.clone(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            offset: start.offset,
            end_offset: end.offset,
            message: found.message.to_string(),
            help: found.help.as_deref().map(str::to_owned),
            url: found.rule.url(),
            related: PyTuple::empty(py).unbind(),
            predicts: predicts.transpose()?,
            fix: None,
            data: DataPlace::of(py, found)?,
        })
    }
}

#[pymethods]
impl Diagnostic {
    fn __str__(&self) -> String {
        format!("{}[{}]: {}", self.level, self.rule, self.message)
    }

    fn __repr__(&self) -> String {
        let path = if self.path.is_empty() { "the job" } else { &self.path };
        format!("<Diagnostic {}[{}] at {path}: {}>", self.level, self.rule, self.message)
    }
}

/// Another place that belongs to a finding.
#[pyclass(frozen, get_all, module = "bulkwrite")]
pub(crate) struct Related {
    /// The line on which it begins.
    line: u32,
    /// The column in which it begins.
    column: u32,
    /// The line on which it ends.
    end_line: u32,
    /// The column behind its end.
    end_column: u32,
    /// The byte at which it begins.
    offset: u32,
    /// The byte behind its end.
    end_offset: u32,
    /// What is to be seen there.
    label: String,
}

impl Related {
    fn new(place: &Place<'_>, label: &str) -> Self {
        let Place { start, end, .. } = place;
        Self {
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            offset: start.offset,
            end_offset: end.offset,
            label: label.to_owned(),
        }
    }
}

#[pymethods]
impl Related {
    fn __repr__(&self) -> String {
        format!("<Related {}:{}: {}>", self.line, self.column, self.label)
    }
}

/// The answer that the CRM would give to a job with a mistake.
#[pyclass(frozen, module = "bulkwrite")]
pub(crate) struct Prediction {
    /// The error code.
    #[pyo3(get)]
    code: String,
    /// The message, word for word; `None` where no source shows it.
    #[pyo3(get)]
    message: Option<String>,
    details: Map<String, Value>,
    /// What this rests on: `"observed"`, `"documented"` or `"inferred"`.
    #[pyo3(get)]
    basis: &'static str,
}

impl Prediction {
    fn of(predicts: &bulkwrite_core::Prediction) -> Self {
        Self {
            code: predicts.code.as_str().to_owned(),
            message: predicts.message.as_deref().map(|text| secrets::masked(text).into_owned()),
            details: predicts.details.clone(),
            basis: predicts.basis.as_str(),
        }
    }
}

#[pymethods]
impl Prediction {
    /// The details of the answer.
    #[getter]
    fn details<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        convert::map(py, &self.details)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let message =
            self.message.as_ref().map(|message| PyString::new(py, message).repr().map(|text| text.to_string()));
        let message = message.transpose()?.unwrap_or_else(|| "None".to_owned());
        Ok(format!("<Prediction {} {message} ({})>", self.code, self.basis))
    }
}

/// Edits that make a finding go away.
///
/// >>> import bulkwrite
/// >>> report = bulkwrite.check('{"operation": "insert", "resources": []}')
/// >>> fix = report.diagnostics[0].fix
/// >>> fix.title, fix.safe, [(e.start, e.end, e.text) for e in fix.edits]
/// ('rename the key to `resource`', True, [(24, 35, '"resource"')])
#[pyclass(frozen, get_all, module = "bulkwrite")]
pub(crate) struct Fix {
    /// What they do, as an instruction.
    title: String,
    /// Whether the job certainly means the same afterwards, as its author intended it.
    safe: bool,
    /// The edits, in reading order.
    edits: Py<PyTuple>,
    /// Whether the edits are left out, because they would show a secret; `bulkwrite.fix` makes them all the same.
    masked: bool,
}

#[pymethods]
impl Fix {
    fn __repr__(&self) -> String {
        format!("<Fix {}: {}>", if self.safe { "safe" } else { "unsafe" }, self.title)
    }
}

/// Other text for a range of bytes of the job's UTF-8.
#[pyclass(frozen, get_all, module = "bulkwrite")]
pub(crate) struct Edit {
    /// The byte at which the range begins.
    start: u32,
    /// The byte behind its end.
    end: u32,
    /// What to write there instead.
    text: String,
}

#[pymethods]
impl Edit {
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("<Edit {}..{}: {}>", self.start, self.end, PyString::new(py, &self.text).repr()?))
    }
}
