//! A value of Python as the JSON that `json.dumps` writes, laid out so that places in it can be shown.

use std::borrow::Cow;
use std::fmt::Write as _;

use bulkwrite_render::quoted;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple, PyType};

/// Deeper values are taken to contain themselves, or to be no job.
const DEEPEST: usize = 200;

/// The JSON of a dict, indented by two blanks.
///
/// What JSON has no form for is a `TypeError` that names the place. NaN and infinities are written as `json.dumps` does: the
/// check finds them.
pub(crate) fn json(value: &Bound<'_, PyAny>) -> PyResult<String> {
    let mut writer = Writer { out: String::with_capacity(1024), path: Vec::new() };
    writer.value(value)?;
    Ok(writer.out)
}

/// One step of the way from the job to a value.
enum Step<'py> {
    Key(Bound<'py, PyAny>),
    Index(usize),
}

/// Nothing here runs code of the user's: no dict changes while it is written.
struct Writer<'py> {
    out: String,
    path: Vec<Step<'py>>,
}

impl<'py> Writer<'py> {
    fn value(&mut self, value: &Bound<'py, PyAny>) -> PyResult<()> {
        if let Ok(text) = value.cast::<PyString>() {
            let text = self.text(text)?;
            push_string(&mut self.out, text);
        } else if let Ok(dict) = value.cast::<PyDict>() {
            self.dict(dict)?;
        } else if let Ok(list) = value.cast::<PyList>() {
            self.list(list.len(), list.iter())?;
        } else if let Ok(value) = value.cast::<PyBool>() {
            self.out.push_str(if value.is_true() { "true" } else { "false" });
        } else if let Ok(number) = value.cast::<PyInt>() {
            let digits = self.integer(number)?;
            self.out.push_str(&digits);
        } else if value.is_none() {
            self.out.push_str("null");
        } else if let Ok(number) = value.cast::<PyFloat>() {
            push_float(&mut self.out, number.value());
        } else if let Ok(tuple) = value.cast::<PyTuple>() {
            self.list(tuple.len(), tuple.iter())?;
        } else {
            return Err(self.no_json(value));
        }
        Ok(())
    }

    fn dict(&mut self, dict: &Bound<'py, PyDict>) -> PyResult<()> {
        self.enter()?;
        self.out.push('{');
        for (i, (key, value)) in dict.iter().enumerate() {
            self.break_line(i);
            let text = self.key(&key)?;
            push_string(&mut self.out, &text);
            drop(text);
            self.out.push_str(": ");
            self.path.push(Step::Key(key));
            self.value(&value)?;
            self.path.pop();
        }
        self.leave('}', dict.is_empty());
        Ok(())
    }

    fn list(&mut self, len: usize, items: impl Iterator<Item = Bound<'py, PyAny>>) -> PyResult<()> {
        self.enter()?;
        self.out.push('[');
        for (i, item) in items.enumerate() {
            self.break_line(i);
            self.path.push(Step::Index(i));
            self.value(&item)?;
            self.path.pop();
        }
        self.leave(']', len == 0);
        Ok(())
    }

    fn enter(&self) -> PyResult<()> {
        if self.path.len() < DEEPEST {
            return Ok(());
        }
        let start = &self.path[..self.path.len().min(8)];
        Err(PyTypeError::new_err(format!(
            "{} … is nested more than {DEEPEST} deep: it contains itself, or is no job",
            shown(start)
        )))
    }

    /// Begins the line of an entry.
    fn break_line(&mut self, i: usize) {
        self.out.push_str(if i == 0 { "\n" } else { ",\n" });
        self.indent(self.path.len() + 1);
    }

    fn leave(&mut self, bracket: char, empty: bool) {
        if !empty {
            self.out.push('\n');
            self.indent(self.path.len());
        }
        self.out.push(bracket);
    }

    fn indent(&mut self, depth: usize) {
        self.out.extend(std::iter::repeat_n("  ", depth));
    }

    /// A key as `json.dumps` writes it.
    fn key<'k>(&self, key: &'k Bound<'py, PyAny>) -> PyResult<Cow<'k, str>> {
        if let Ok(text) = key.cast::<PyString>() {
            return self.text(text).map(Cow::Borrowed);
        }
        if key.is_none() {
            return Ok("null".into());
        }
        if let Ok(value) = key.cast::<PyBool>() {
            return Ok(if value.is_true() { "true" } else { "false" }.into());
        }
        if let Ok(number) = key.cast::<PyInt>() {
            return self.integer(number).map(Cow::Owned);
        }
        if let Ok(number) = key.cast::<PyFloat>() {
            let mut text = String::new();
            push_float(&mut text, number.value());
            return Ok(text.into());
        }
        let (place, kind) = (self.place(), type_name(key));
        Err(PyTypeError::new_err(format!("{place} has a key of type `{kind}`: the keys of JSON are strings")))
    }

    fn text<'s>(&self, text: &'s Bound<'py, PyString>) -> PyResult<&'s str> {
        text.to_str().map_err(|cause| {
            let place = self.place();
            let message = format!("{place} has a lone surrogate, which is no character: it cannot be written as UTF-8");
            crate::errors::caused_by(text.py(), PyTypeError::new_err(message), cause)
        })
    }

    /// The digits of an integer, whatever a subclass shows.
    fn integer(&self, number: &Bound<'py, PyInt>) -> PyResult<String> {
        if let Ok(number) = number.extract::<i64>() {
            return Ok(number.to_string());
        }
        let py = number.py();
        let digits = py.get_type::<PyInt>().call_method1("__repr__", (number,));
        let digits = digits.map_err(|cause| {
            let message = format!("{} is an integer of more digits than Python writes", self.place());
            // Python has a limit of its own, which it tells as a `ValueError`.
            if cause.is_instance_of::<PyValueError>(py) {
                crate::errors::caused_by(py, PyTypeError::new_err(message), cause)
            } else {
                cause
            }
        })?;
        digits.extract()
    }

    fn no_json(&self, value: &Bound<'py, PyAny>) -> PyErr {
        let (place, kind) = (self.place(), type_name(value));
        let cure = if is_enum(value) {
            "use its `.value`"
        } else if value.is_instance_of::<PyBytes>() {
            "decode it to a `str`"
        } else if value.hasattr("isoformat").unwrap_or(false) {
            "write it as text, such as `str(…)`"
        } else if value.hasattr("keys").unwrap_or(false) {
            "make it a `dict`"
        } else if value.hasattr("__iter__").unwrap_or(false) {
            "make it a `list` or a `str`"
        } else if value.hasattr("__dataclass_fields__").unwrap_or(false) {
            "use `dataclasses.asdict`"
        } else {
            "use `dict`, `list`, `str`, `int`, `float`, `bool` or `None`"
        };
        PyTypeError::new_err(format!("{place} is of type `{kind}`, which JSON has no form for: {cure}"))
    }

    fn place(&self) -> String {
        shown(&self.path)
    }
}

/// A path as reports have it, or the job as a whole.
fn shown(path: &[Step<'_>]) -> String {
    if path.is_empty() {
        return "the job".to_owned();
    }
    let mut out = String::from("`");
    for step in path {
        match step {
            Step::Index(index) => {
                let _ = write!(out, "[{index}]");
            }
            Step::Key(key) => {
                let key = key.to_string();
                let plain = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
                let key: String = key.chars().take(40).collect();
                let _ = match (plain, out.len() > 1) {
                    (true, true) => write!(out, ".{key}"),
                    (true, false) => write!(out, "{key}"),
                    (false, _) => write!(out, "[{}]", quoted(&key)),
                };
            }
        }
    }
    out.push('`');
    out
}

/// The name of a value's type.
pub(crate) fn type_name(value: &Bound<'_, PyAny>) -> String {
    let kind: Bound<'_, PyType> = value.get_type();
    kind.name().map_or_else(|_| "?".to_owned(), |name| name.to_string())
}

fn is_enum(value: &Bound<'_, PyAny>) -> bool {
    let is = || -> PyResult<bool> { value.is_instance(&value.py().import("enum")?.getattr("Enum")?) };
    is().unwrap_or(false)
}

fn push_float(out: &mut String, number: f64) {
    if number.is_nan() {
        out.push_str("NaN");
    } else if number.is_infinite() {
        out.push_str(if number > 0.0 { "Infinity" } else { "-Infinity" });
    } else {
        let _ = write!(out, "{number:?}");
    }
}

/// A string, everything but controls and quotes as it is.
fn push_string(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let c = after.as_bytes()[0];
        let _ = match c {
            b'"' | b'\\' => write!(out, "\\{}", char::from(c)),
            b'\n' => write!(out, "\\n"),
            b'\r' => write!(out, "\\r"),
            b'\t' => write!(out, "\\t"),
            c => write!(out, "\\u{c:04x}"),
        };
        rest = &after[1..];
    }
    out.push_str(rest);
    out.push('"');
}
