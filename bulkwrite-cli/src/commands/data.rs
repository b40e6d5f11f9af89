//! The data of a job, for `bulkwrite check --data`.

use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use bulkwrite_config::Access;
use bulkwrite_data::{DataChecker, DataReport, Input as DataInput};
use bulkwrite_render::Finding;

use crate::cli::{Check, DataRows};
use crate::configs::Configs;
use crate::input::{Input, problem};

/// Checks the data that the arguments name against the one job that they name; what is wrong with the arguments or the files.
pub(super) fn check(
    args: &Check,
    configs: &Configs<'_>,
    inputs: &[Input],
    access: Access,
) -> Result<Option<DataReport>, String> {
    if args.data.is_empty() {
        return Ok(None);
    }
    let [input] = inputs else {
        return Err("`--data` belongs to one job: name one file".to_owned());
    };
    if input.path().is_none() && args.data.iter().any(|path| path.as_os_str() == "-") {
        return Err("standard input is the job or its data, not both".to_owned());
    }
    let Some(path) = input.path() else {
        return Err("`--data` needs the job in a file".to_owned());
    };
    let job = input.read(access).map_err(|error| problem(&input.name, &error))?;
    let mut checker = DataChecker::of_json(&job, &configs.options(Some(path)));
    checker.options.all_rows = args.rows == DataRows::All;
    checker.options.values = !args.no_values;
    let mut files = Vec::new();
    for path in &args.data {
        files.push(open(path)?);
    }
    checker
        .check_all(files, &|_| ControlFlow::Continue(()))
        .map(Some)
        .map_err(|error| format!("the data cannot be read: {error}"))
}

fn open(path: &Path) -> Result<DataInput<'static>, String> {
    if path.as_os_str() == "-" {
        return Ok(DataInput::new("<stdin>", io::stdin()));
    }
    let name = path.display().to_string();
    match File::open(path) {
        Ok(file) => Ok(DataInput::new(name, file)),
        Err(error) => Err(problem(&name, &error)),
    }
}

/// What is shown of a report.
pub(super) fn findings(report: &DataReport) -> Vec<Finding<'_>> {
    report.diagnostics().iter().filter_map(Finding::of_data).collect()
}
