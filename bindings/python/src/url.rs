//! What the callback check says of a URL.

use std::net::SocketAddr;

use bulkwrite_core::callback::{Inspection, Resolved, Severity, Verdict};
use bulkwrite_render::{Look, html, url};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::convert;

/// What the callback check says of a URL: iterate over it, or print it.
///
/// It is true where nothing was found, and has no length.
///
/// >>> import bulkwrite
/// >>> report = bulkwrite.check_url("https://0x7f.1/hook")
/// >>> report.ok, report.verdict
/// (False, 'reject')
#[pyclass(frozen, module = "bulkwrite")]
pub(crate) struct UrlReport {
    url: String,
    inspection: Inspection,
    addresses: Option<Vec<SocketAddr>>,
}

impl UrlReport {
    pub(crate) fn new(url: String, resolved: Resolved, looked_up: bool) -> Self {
        Self { url, inspection: resolved.inspection, addresses: looked_up.then_some(resolved.addrs) }
    }

    fn shown(&self, colors: bool) -> String {
        let look = Look { colors, ..Look::PLAIN };
        let mut out = url::human(&self.url, &self.inspection, self.addresses.as_deref().unwrap_or_default(), look);
        out.truncate(out.trim_end().len());
        out
    }
}

#[pymethods]
impl UrlReport {
    /// The URL.
    #[getter]
    fn url(&self) -> &str {
        &self.url
    }

    /// Whether the CRM may be told to call it: no error was found; there may be warnings.
    #[getter]
    fn ok(&self) -> bool {
        self.inspection.verdict() != Verdict::Reject
    }

    /// `"accept"`, `"warn"` or `"reject"`.
    #[getter]
    fn verdict(&self) -> &'static str {
        url::verdict(self.inspection.verdict())
    }

    /// Why, in short: `"private-v4"` and the like.
    #[getter]
    fn reasons<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.inspection.reasons().iter().map(|reason| reason.as_str()).collect::<Vec<_>>())
    }

    /// The addresses that its host was found to have, with the port; `None` if it was not looked up.
    #[getter]
    fn addresses<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyTuple>>> {
        let addresses = self.addresses.as_ref();
        let addresses = addresses.map(|addresses| addresses.iter().map(ToString::to_string).collect::<Vec<_>>());
        addresses.map(|addresses| PyTuple::new(py, addresses)).transpose()
    }

    /// The findings.
    #[getter]
    fn findings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let characters = |byte: u32| self.url.get(..byte as usize).unwrap_or(&self.url).chars().count();
        let findings = self.inspection.findings().iter().map(|finding| UrlFinding {
            reason: finding.reason.as_str(),
            level: if finding.level == Severity::Error { "error" } else { "warning" },
            start: characters(finding.range.start),
            end: characters(finding.range.end),
            message: finding.message.clone(),
            help: finding.help.as_deref().map(str::to_owned),
            fix: finding.fix.as_deref().map(str::to_owned),
        });
        PyTuple::new(py, findings.collect::<Vec<_>>())
    }

    /// The line of JSON that `bulkwrite url --format json` prints; places in it are bytes.
    fn to_json(&self) -> String {
        url::json(&self.url, &self.inspection, self.addresses.as_deref())
    }

    /// That line of JSON, read.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::json(py, &self.to_json())
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.findings(py)?.as_any().try_iter()?.into_any())
    }

    fn __bool__(&self) -> bool {
        self.inspection.verdict() == Verdict::Accept
    }

    fn __str__(&self) -> String {
        self.shown(false)
    }

    fn __repr__(&self) -> String {
        let reasons: Vec<&str> = self.inspection.reasons().iter().map(|reason| reason.as_str()).collect();
        let reasons = if reasons.is_empty() { String::new() } else { format!(": {}", reasons.join(", ")) };
        format!("<UrlReport {}{reasons}>", self.verdict())
    }

    /// The findings for a notebook.
    fn _repr_html_(&self) -> String {
        html::fragment(&self.shown(true))
    }
}

/// One reason to refuse or question a URL.
#[pyclass(frozen, get_all, module = "bulkwrite")]
pub(crate) struct UrlFinding {
    /// The reason: `"private-v4"` and the like.
    reason: &'static str,
    /// `"error"` or `"warning"`.
    level: &'static str,
    /// The character at which the part that is meant begins: it is `url[start:end]`.
    start: usize,
    /// The character behind its end.
    end: usize,
    /// What is wrong there.
    message: String,
    /// What to do about it.
    help: Option<String>,
    /// What to write instead of that part.
    fix: Option<String>,
}

#[pymethods]
impl UrlFinding {
    fn __str__(&self) -> String {
        format!("{}[{}]: {}", self.level, self.reason, self.message)
    }

    fn __repr__(&self) -> String {
        format!("<UrlFinding {}[{}]: {}>", self.level, self.reason, self.message)
    }
}
