//! The exceptions of the package.

use pyo3::exceptions::PyValueError;
use pyo3::{PyErr, Python, create_exception};

create_exception!(
    bulkwrite,
    JobError,
    PyValueError,
    "A job that has errors. Its text shows them with carets, as the command does; `report` is the whole report."
);
create_exception!(
    bulkwrite,
    ConfigError,
    PyValueError,
    "A `bulkwrite.toml`, an allow list or field metadata that cannot be understood. Its text says where and what to do."
);

/// Says what is wrong and what to do about it.
pub(crate) fn config(message: impl std::fmt::Display, help: impl std::fmt::Display) -> PyErr {
    ConfigError::new_err(format!("{message} (help: {help})"))
}

/// An exception of this type that tells the other as its cause.
pub(crate) fn caused_by(py: Python<'_>, error: PyErr, cause: PyErr) -> PyErr {
    error.set_cause(py, Some(cause));
    error
}
