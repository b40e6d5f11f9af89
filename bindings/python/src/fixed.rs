//! A job that was mended.

use bulkwrite_core::fix;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

use crate::report::Report;

/// A job that was mended, what was done, and what is left.
///
/// >>> import bulkwrite
/// >>> fixed = bulkwrite.fix({"operation": "insert", "resources": []})
/// >>> fixed.job
/// {'operation': 'insert', 'resource': []}
/// >>> [d.rule for d in fixed.report]
/// ['empty-resource']
#[pyclass(frozen, module = "bulkwrite")]
pub(crate) struct Fixed {
    bytes: Vec<u8>,
    /// What was done, in the order of doing.
    #[pyo3(get)]
    fixed: Py<PyTuple>,
    /// What is left.
    #[pyo3(get)]
    report: Py<Report>,
}

impl Fixed {
    pub(crate) fn new(py: Python<'_>, name: String, fixed: fix::Fixed) -> PyResult<Self> {
        let applied = fixed.applied.into_iter();
        let applied = applied.map(|applied| Applied { rule: applied.rule.name, title: applied.title.into_owned() });
        Ok(Self {
            bytes: fixed.text.clone(),
            fixed: PyTuple::new(py, applied.collect::<Vec<_>>())?.unbind(),
            report: Py::new(py, Report::new(fixed.text, name, fixed.report))?,
        })
    }
}

#[pymethods]
impl Fixed {
    /// The text, the same where nothing was mended. What is no UTF-8 in it is U+FFFD.
    #[getter]
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The text byte for byte, as it is written to a file.
    #[getter]
    fn raw<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.bytes)
    }

    /// The job as a dict, read from the text.
    ///
    /// Raises:
    ///     ValueError: The text still is no JSON.
    #[getter]
    fn job<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("json")?.call_method1("loads", (PyBytes::new(py, &self.bytes),))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let count = self.fixed.bind(py).len();
        let fixes = if count == 1 { "fix" } else { "fixes" };
        Ok(format!("<Fixed {count} {fixes}, {}>", self.report.bind(py).repr()?))
    }
}

/// A fix that was applied.
#[pyclass(frozen, get_all, module = "bulkwrite")]
pub(crate) struct Applied {
    /// The rule whose mistake is gone.
    rule: &'static str,
    /// What was done, as an instruction.
    title: String,
}

#[pymethods]
impl Applied {
    fn __str__(&self) -> &str {
        &self.title
    }

    fn __repr__(&self) -> String {
        format!("<Applied {}: {}>", self.rule, self.title)
    }
}
