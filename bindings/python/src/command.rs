//! The command, inside of the wheel.

use std::ffi::OsString;

use pyo3::prelude::*;

/// Runs the `bulkwrite` command with these arguments, of which the first is its own name, and returns its exit status.
///
/// It writes to standard output and standard error themselves, not to `sys.stdout`.
#[pyfunction]
#[pyo3(signature = (args, /))]
pub(crate) fn run(py: Python<'_>, args: Vec<OsString>) -> u8 {
    py.detach(|| bulkwrite_cli::run(args))
}
