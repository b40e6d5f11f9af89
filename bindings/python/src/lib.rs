//! The native half of the Python package `bulkwrite`: the same rules, in the process of Python.
//!
//! What users see is `python/bulkwrite`; its types are in `python/bulkwrite/_bulkwrite.pyi`.
#![deny(unsafe_code)]

mod checker;
mod command;
mod convert;
mod data;
mod errors;
mod fixed;
mod input;
mod report;
mod response;
mod url;
mod write;

#[pyo3::pymodule]
mod _bulkwrite {
    #[pymodule_export]
    use crate::checker::{Checker, check, check_url, fix};
    #[pymodule_export]
    use crate::command::run;
    #[pymodule_export]
    use crate::data::{DataPlace, DataReport, check_data};
    #[pymodule_export]
    use crate::errors::{ConfigError, JobError};
    #[pymodule_export]
    use crate::fixed::{Applied, Fixed};
    #[pymodule_export]
    use crate::report::{Diagnostic, Edit, Fix, Prediction, Related, Report};
    #[pymodule_export]
    use crate::response::read_response;
    #[pymodule_export]
    use crate::url::{UrlFinding, UrlReport};

    /// The version of the package.
    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
