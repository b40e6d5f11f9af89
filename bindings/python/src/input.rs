//! What a job may be: a dict, JSON text, bytes, a path.

use std::io::ErrorKind;
use std::path::PathBuf;

use bulkwrite_config::Access;
use pyo3::exceptions::{PyOSError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyMemoryView, PyString};

use crate::write;

/// What a text without a name is called in output.
const NAMELESS: &str = "<job>";

/// The text of a job.
pub(crate) struct Input {
    pub(crate) text: Vec<u8>,
    pub(crate) name: String,
    /// The file that it came from.
    pub(crate) path: Option<PathBuf>,
}

impl Input {
    /// Reads what a caller handed over; `name` is what it is to be called.
    pub(crate) fn read(value: &Bound<'_, PyAny>, name: Option<String>) -> PyResult<Self> {
        let of = |text| Self { text, name: name.unwrap_or_else(|| NAMELESS.to_owned()), path: None };
        if let Ok(bytes) = value.cast::<PyBytes>() {
            return Ok(of(bytes.as_bytes().to_vec()));
        }
        if let Ok(text) = value.cast::<PyString>() {
            return Ok(of(utf8(text)?.as_bytes().to_vec()));
        }
        if value.is_instance_of::<PyDict>() {
            return Ok(of(write::json(value)?.into_bytes()));
        }
        if value.is_instance_of::<PyByteArray>() || value.is_instance_of::<PyMemoryView>() {
            let bytes = value.py().get_type::<PyBytes>().call1((value,))?;
            return Ok(of(bytes.cast::<PyBytes>()?.as_bytes().to_vec()));
        }
        if value.hasattr("__fspath__")? {
            return Self::file(value);
        }
        Err(no_job(value))
    }

    /// Reads a file; what goes wrong is the `OSError` that Python has for it.
    fn file(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let path: PathBuf = value.extract()?;
        let text = value.py().detach(|| Access::from_env().read(&path)).map_err(|error| {
            let number = error.raw_os_error().or(match error.kind() {
                ErrorKind::IsADirectory => Some(EISDIR),
                ErrorKind::FileTooLarge => Some(EFBIG),
                _ => None,
            });
            // Python writes the number itself.
            let reason = error.to_string();
            let reason = reason.split(" (os error").next().unwrap_or_default().to_owned();
            PyOSError::new_err((number, reason, path.clone()))
        })?;
        Ok(Self { text, name: path.display().to_string(), path: Some(path) })
    }
}

// The numbers are the same on every system that Python runs on.
const EISDIR: i32 = 21;
const EFBIG: i32 = 27;

/// The UTF-8 of a text.
pub(crate) fn utf8<'s>(text: &'s Bound<'_, PyString>) -> PyResult<&'s str> {
    text.to_str().map_err(|cause| {
        let message = "the text has a lone surrogate, which is no character: decode it with the right encoding";
        crate::errors::caused_by(text.py(), PyTypeError::new_err(message), cause)
    })
}

fn no_job(value: &Bound<'_, PyAny>) -> PyErr {
    let kind = write::type_name(value);
    let cure = if value.is_instance_of::<pyo3::types::PyList>() {
        ": check its items one by one"
    } else if value.hasattr("keys").unwrap_or(false) {
        ": make it a `dict`"
    } else if value.hasattr("__dataclass_fields__").unwrap_or(false) {
        ": use `dataclasses.asdict`"
    } else if value.hasattr("model_dump").unwrap_or(false) {
        ": use its `model_dump()`"
    } else {
        ""
    };
    PyTypeError::new_err(format!(
        "a job is a `dict`, JSON as `str` or `bytes`, or an `os.PathLike`, not `{kind}`{cure}"
    ))
}
