//! The data of a job.

use std::fmt::Write as _;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::sync::OnceLock;

use bulkwrite_core::{Diagnostic as Found, Level, Verdict};
use bulkwrite_data::{Cancelled, DataChecker, Input as File};
use bulkwrite_render::{Finding, count, escaped, html};
use pyo3::exceptions::{PyKeyboardInterrupt, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyString, PyTuple};

use crate::checker::Checker;
use crate::convert;
use crate::errors::JobError;
use crate::input::{self, Input};
use crate::report::{Diagnostic, Report};
use crate::write::type_name;

/// What was found in a job and its data: iterate over it, or print it.
///
/// As a `Report`, it is true where nothing was found, and has no length.
///
/// >>> import bulkwrite
/// >>> job = {"operation": "insert", "resource": [{"type": "data", "module": {"api_name": "Leads"},
/// ...     "file_id": "4150868000005379001", "field_mappings": [{"api_name": "Last_Name", "index": 0}]}]}
/// >>> leads = {"fields": [{"api_name": "Last_Name", "data_type": "text", "length": 5}]}
/// >>> report = bulkwrite.check_data(job, b"name\nKim\nBoyle-Jones\n", metadata={"Leads": leads}, name="leads.csv")
/// >>> [(d.rule, d.data.row, d.data.header) for d in report]
/// [('cell-too-long', 2, 'name')]
/// >>> report.summary
/// '1 of 2 rows would be written; 1 would be skipped'
#[pyclass(frozen, module = "bulkwrite")]
pub(crate) struct DataReport {
    /// What was found in the job itself.
    #[pyo3(get)]
    job: Py<Report>,
    /// The findings: those in the job first, then those in its data.
    #[pyo3(get)]
    diagnostics: Py<PyTuple>,
    report: bulkwrite_data::DataReport,
    job_verdict: Verdict,
}

impl DataReport {
    fn verdict_of_all(&self) -> Verdict {
        self.job_verdict.max(self.report.verdict())
    }

    fn shown(&self, colors: bool) -> String {
        let findings = self.report.diagnostics().iter().filter_map(Finding::of_data).collect();
        let mut out = self.job.get().shown_with(findings, colors);
        for note in self.report.notes() {
            let _ = write!(out, "\n\nnote: {}", escaped(note));
        }
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out + &self.report.summary()
    }

    fn of_level(&self, level: Level) -> usize {
        self.report.diagnostics().iter().filter(|found| found.level == level).count()
    }
}

#[pymethods]
impl DataReport {
    /// Whether no error was found, in the job or in its data; there may be warnings.
    #[getter]
    fn ok(&self) -> bool {
        self.verdict_of_all() != Verdict::Reject
    }

    /// `"accept"`: nothing was found; `"warn"`: only warnings; `"reject"`: an error.
    #[getter]
    fn verdict(&self) -> &'static str {
        self.verdict_of_all().as_str()
    }

    /// How many errors there are, in the job and in its data; what is wrong in many rows of a column counts once.
    #[getter]
    fn errors(&self) -> usize {
        self.job.get().errors() + self.of_level(Level::Error)
    }

    /// How many warnings there are, in the job and in its data.
    #[getter]
    fn warnings(&self) -> usize {
        self.job.get().warnings() + self.of_level(Level::Warning)
    }

    /// What would become of the rows, in words.
    #[getter]
    fn summary(&self) -> String {
        self.report.summary()
    }

    /// How many rows there are.
    #[getter]
    fn rows(&self) -> u64 {
        self.report.totals().0
    }

    /// How many of them would not be written.
    #[getter]
    fn skipped(&self) -> u64 {
        self.report.totals().1
    }

    /// How many cells would empty a field.
    #[getter]
    fn clearing(&self) -> u64 {
        self.report.totals().2
    }

    /// What was not looked at, and why.
    #[getter]
    fn notes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.report.notes())
    }

    /// What each CSV comes to: its name, rows, rows that would be skipped, and columns.
    #[getter]
    fn files<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let files = self.report.files().iter().map(|file| {
            let columns = file.columns.iter().map(|column| {
                serde_json::json!({
                    "index": column.index,
                    "header": column.header,
                    "api_name": column.api_name,
                    "kind": column.kind,
                    "filled": column.filled,
                    "findings": column.findings,
                })
            });
            serde_json::json!({
                "name": file.name,
                "rows": file.rows,
                "skipped": file.skipped.len(),
                "clearing": file.clearing,
                "header": file.header,
                "columns": columns.collect::<Vec<_>>(),
            })
        });
        let list = PyList::empty(py);
        for file in files {
            list.append(convert::value(py, &file)?)?;
        }
        Ok(list)
    }

    /// Raises `JobError` if an error was found; its text is this report's.
    fn raise_for_errors(slf: &Bound<'_, Self>) -> PyResult<()> {
        let report = slf.get();
        if report.ok() {
            return Ok(());
        }
        let error = JobError::new_err(report.shown(false));
        error.value(slf.py()).setattr("report", slf)?;
        Err(error)
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.diagnostics.bind(py).as_any().try_iter()?.into_any())
    }

    fn __bool__(&self) -> bool {
        self.verdict_of_all() == Verdict::Accept
    }

    fn __str__(&self) -> String {
        self.shown(false)
    }

    /// The findings for a notebook.
    fn _repr_html_(&self) -> String {
        html::fragment(&self.shown(true))
    }

    fn __repr__(&self) -> String {
        let (errors, warnings) = (count(self.errors(), "error"), count(self.warnings(), "warning"));
        format!("<DataReport {}: {errors}, {warnings}>", self.verdict())
    }
}

/// The place of a finding in a data file, and what there is of it.
#[pyclass(frozen, get_all, module = "bulkwrite")]
pub(crate) struct DataPlace {
    /// The file; `leads.zip/leads.csv` for one in a ZIP.
    file: String,
    /// The first record with it, counted after the header from 1; 0 is the header, `None` the file as a whole.
    row: Option<u64>,
    /// The column, counted from 0.
    field_index: Option<u32>,
    /// What the header calls the column.
    header: Option<String>,
    /// How many records have it.
    count: u64,
    /// The first records with it.
    rows: Py<PyTuple>,
    /// The commonest values, each with how often it was seen.
    values: Py<PyTuple>,
}

impl DataPlace {
    /// The place of a finding, if it is in data.
    pub(crate) fn of(py: Python<'_>, found: &Found) -> PyResult<Option<Py<Self>>> {
        let Some(place) = found.data.as_deref() else { return Ok(None) };
        let place = Self {
            file: place.file.clone(),
            row: place.row,
            field_index: place.field_index,
            header: place.header.clone(),
            count: place.count,
            rows: PyTuple::new(py, &place.rows)?.unbind(),
            values: PyTuple::new(
                py,
                place.values.iter().map(|(value, count)| (value.as_str(), *count)).collect::<Vec<_>>(),
            )?
            .unbind(),
        };
        Ok(Some(Py::new(py, place)?))
    }
}

#[pymethods]
impl DataPlace {
    fn __repr__(&self) -> String {
        let row = self.row.map_or_else(String::new, |row| format!(", row {row}"));
        let header = self.header.as_ref().map_or_else(String::new, |header| format!(", column {header}"));
        format!(
            "<DataPlace {}{row}{header}: {}>",
            self.file,
            count(usize::try_from(self.count).unwrap_or(usize::MAX), "record")
        )
    }
}

/// Checks a job and the data that it is sent with: a CSV, or the ZIP as it will be uploaded.
///
/// Nothing is sent anywhere. The file is read once, in memory that does not grow with it.
///
/// Args:
///     job: The job, as `check` takes it.
///     data: The path of a CSV or ZIP (`str` or `os.PathLike`), its `bytes`, a frame of pandas, polars or pyarrow (checked
///         through its CSV), or a list of these for several files.
///     values: Whether messages show what cells say.
///     all_rows: Whether `rows` names every row with a finding, not the first ones only.
///     name: What bytes or a frame are called; a name that ends in `.zip` is a ZIP.
///     version, metadata, placeholders, rules, allow, dns64, resolve: As `Checker` takes them.
///
/// Raises:
///     TypeError: The job or the data is of another type.
///     OSError: A file cannot be read.
#[pyfunction]
#[pyo3(signature = (job, data, *, values=true, all_rows=false, name=None, version=None, metadata=None,
    placeholders=false, rules=None, allow=None, dns64=false, resolve=false))]
#[allow(clippy::too_many_arguments, reason = "they are keywords")]
#[allow(clippy::redundant_closure_for_method_calls, reason = "the method is not general enough in its lifetime")]
pub(crate) fn check_data(
    py: Python<'_>,
    job: &Bound<'_, PyAny>,
    data: &Bound<'_, PyAny>,
    values: bool,
    all_rows: bool,
    name: Option<String>,
    version: Option<&Bound<'_, PyAny>>,
    metadata: Option<&Bound<'_, PyAny>>,
    placeholders: bool,
    rules: Option<&Bound<'_, PyAny>>,
    allow: Option<&Bound<'_, PyAny>>,
    dns64: bool,
    resolve: bool,
) -> PyResult<DataReport> {
    let checker = Checker::of(version, metadata, placeholders, rules, allow, dns64, resolve)?;
    let job = Input::read(job, None)?;
    let files = if data.is_instance_of::<PyList>() || data.is_instance_of::<PyTuple>() {
        data.try_iter()?.map(|item| content(&item?, None)).collect::<PyResult<Vec<_>>>()?
    } else {
        vec![content(data, name)?]
    };
    let raised = OnceLock::new();
    let (own, found) = py.detach(|| {
        checker.with(job.path.as_deref(), |checker| {
            let mut data = DataChecker::of_json(&job.text, checker.options());
            data.options.values = values;
            data.options.all_rows = all_rows;
            // Ctrl-C is heeded between the blocks of a file.
            let watch = |_: bulkwrite_data::Progress<'_>| {
                let signals: PyResult<()> = Python::attach(|py| py.check_signals());
                match signals {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(error) => {
                        let _ = raised.set(error);
                        ControlFlow::Break(())
                    }
                }
            };
            let inputs = files.into_iter().map(Content::open).collect::<std::io::Result<Vec<_>>>();
            let found = inputs.map_err(Cancelled::Io).and_then(|inputs| data.check_all(inputs, &watch));
            (checker.check_json(&job.text), found)
        })
    });
    let report = found.map_err(|error| match error {
        Cancelled::Io(error) => PyErr::from(error),
        Cancelled::Stopped => raised.into_inner().unwrap_or_else(|| PyKeyboardInterrupt::new_err(())),
    })?;
    let job_verdict = own.verdict();
    let job = Py::new(py, Report::new(job.text, job.name, own))?;
    let mut diagnostics: Vec<Py<PyAny>> = job.get().diagnostics(py)?.bind(py).iter().map(Bound::unbind).collect();
    for found in report.diagnostics() {
        diagnostics.push(Py::new(py, Diagnostic::of_data(py, found)?)?.into_any());
    }
    Ok(DataReport { job, diagnostics: PyTuple::new(py, diagnostics)?.unbind(), report, job_verdict })
}

/// A file to check.
enum Content {
    Path(std::path::PathBuf),
    Bytes(String, Vec<u8>),
}

impl Content {
    fn open(self) -> std::io::Result<File<'static>> {
        Ok(match self {
            Self::Path(path) => File::new(path.display().to_string(), std::fs::File::open(&path)?),
            Self::Bytes(name, bytes) => File::new(name, Cursor::new(bytes)),
        })
    }
}

/// What a caller handed over as data.
fn content(data: &Bound<'_, PyAny>, name: Option<String>) -> PyResult<Content> {
    if let Ok(bytes) = data.cast::<PyBytes>() {
        let bytes = bytes.as_bytes().to_vec();
        let is_zip = bytes.starts_with(b"PK\x03\x04");
        let name = name.unwrap_or_else(|| if is_zip { "data.zip" } else { "data.csv" }.to_owned());
        return Ok(Content::Bytes(name, bytes));
    }
    if data.is_instance_of::<PyString>() || data.hasattr("__fspath__")? {
        let path: std::path::PathBuf = data.extract()?;
        // Python tells what is wrong with a path in its own way.
        data.py().import("os")?.call_method1("stat", (data,))?;
        return Ok(Content::Path(path));
    }
    let name = name.unwrap_or_else(|| "data.csv".to_owned());
    let text = if data.hasattr("write_csv")? {
        data.call_method0("write_csv")?
    } else if data.hasattr("to_csv")? {
        let keywords = PyDict::new(data.py());
        keywords.set_item("index", false)?;
        data.call_method("to_csv", (), Some(&keywords))?
    } else if data.hasattr("to_pandas")? && data.hasattr("schema")? {
        let sink = data.py().import("io")?.call_method0("BytesIO")?;
        data.py().import("pyarrow.csv")?.call_method1("write_csv", (data, &sink))?;
        sink.call_method0("getvalue")?
    } else {
        let kind = type_name(data);
        let expected = "the path of a CSV or ZIP, its `bytes`, a frame, or a list of these";
        return Err(PyTypeError::new_err(format!("data is {expected}, not `{kind}`")));
    };
    if let Ok(bytes) = text.cast::<PyBytes>() {
        return Ok(Content::Bytes(name, bytes.as_bytes().to_vec()));
    }
    Ok(Content::Bytes(name, input::utf8(text.cast::<PyString>()?)?.as_bytes().to_vec()))
}
