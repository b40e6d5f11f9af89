//! The data of a job, for `bulkwrite check --data`.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;

use bulkwrite_config::Access;
use bulkwrite_data::{ColumnSummary, DataChecker, DataReport, Input as DataInput, Summary};
use bulkwrite_render::data::{DataColumn, DataFile, DataSummary};
use bulkwrite_render::{Finding, escaped, grouped, secrets};

use super::progress::Bar;
use super::rejects::{self, Problem};
use crate::cli::{Check, CheckFormat, DataRows};
use crate::configs::Configs;
use crate::input::{Input, problem};
use crate::terminal::Terminal;

/// What is read of a pipe that has to be read twice.
const MOST_OF_A_PIPE: u64 = 500_000_000;

/// Checks the data that the arguments name against the one job that they name; what is wrong with the arguments or the files.
pub(super) fn check(
    args: &Check,
    configs: &Configs<'_>,
    inputs: &[Input],
    access: Access,
    terminal: &Terminal,
) -> Result<Option<DataReport>, Problem> {
    if args.data.is_empty() {
        return Ok(None);
    }
    let [input] = inputs else {
        if inputs.is_empty() {
            return Ok(None); // it is told what is wrong
        }
        return Err("`--data` belongs to one job: name one file".to_owned().into());
    };
    let pipes = args.data.iter().filter(|path| is_stdin(path)).count() + usize::from(input.is_stdin());
    if pipes > 1 {
        return Err("standard input is one file: the job, or one of the data".to_owned().into());
    }
    if let Some(path) = &args.rejects {
        may_write(path, &args.data, input)?;
    }
    let job = input.read(access).map_err(|error| problem(&input.name, &error))?;
    let job_path = input.path().or(args.stdin_filename.as_deref().map(Path::new));
    let mut checker = DataChecker::of_json(&job, &configs.options(job_path));
    let is_page = args.format == CheckFormat::Html;
    // A page shows where in the file findings are.
    checker.options.all_rows = is_page || args.rows == DataRows::All;
    checker.options.values = !args.no_values;
    checker.options.columns = is_page || args.columns;
    // The rows that would be skipped are known at the end, and read again.
    let kept = args.data.iter().map(|path| if args.rejects.is_some() { keep(path) } else { Ok(None) });
    let kept = kept.collect::<Result<Vec<_>, String>>()?;
    let open = || -> Result<Vec<DataInput<'_>>, String> {
        args.data.iter().zip(&kept).map(|(path, kept)| open(path, kept.as_deref())).collect()
    };
    let files = open()?;
    let sizes =
        args.data.iter().map(|path| fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|file| file.len()));
    let bar = RefCell::new(Bar::new(terminal, sizes.sum()));
    let outcome = checker.check_all(files, &|progress| {
        bar.borrow_mut().tell(progress);
        ControlFlow::Continue(())
    });
    bar.borrow_mut().clear();
    let report = outcome.map_err(|error| format!("the data cannot be read: {error}"))?;
    if let Some(path) = &args.rejects {
        let written = rejects::write(&report, open()?, path, args.reasons)?;
        for file in &written {
            let rows = if file.rows == 1 { "1 row".to_owned() } else { format!("{} rows", grouped(file.rows)) };
            let text = format!("`{}` has the {rows} of `{}` that would be skipped", file.path.display(), file.of);
            terminal.note(escaped(&text));
        }
        if written.is_empty() {
            terminal
                .warn(format_args!("`{}` is not written: no CSV could be read", escaped(&path.display().to_string())));
        }
    }
    Ok(Some(report))
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Whether rows may be written under a name: not over what they are read of.
fn may_write(path: &Path, data: &[std::path::PathBuf], job: &Input) -> Result<(), String> {
    if is_stdin(path) {
        return Err("`--rejects` needs the name of a file".to_owned());
    }
    let there = fs::canonicalize(path).ok();
    let is_same = |other: &Path| there.is_some() && fs::canonicalize(other).ok() == there;
    if data.iter().any(|other| is_same(other)) || job.path().is_some_and(is_same) {
        return Err(format!("`--rejects` would write over `{}`, which is checked: name another file", path.display()));
    }
    Ok(())
}

/// What a pipe gives; `None` for a file, which can be read again.
fn keep(path: &Path) -> Result<Option<Vec<u8>>, String> {
    if fs::metadata(path).is_ok_and(|file| file.is_file()) {
        return Ok(None);
    }
    let name = name(path);
    let pipe: Box<dyn Read> = if is_stdin(path) {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(path).map_err(|error| problem(&name, &error))?)
    };
    let mut bytes = Vec::new();
    pipe.take(MOST_OF_A_PIPE + 1).read_to_end(&mut bytes).map_err(|error| problem(&name, &error))?;
    if bytes.len() as u64 > MOST_OF_A_PIPE {
        return Err(format!("`{name}` has more than 500 MB, and `--rejects` reads it twice: write it to a file first"));
    }
    Ok(Some(bytes))
}

fn name(path: &Path) -> String {
    if is_stdin(path) { "<stdin>".to_owned() } else { path.display().to_string() }
}

fn open<'p>(path: &Path, kept: Option<&'p [u8]>) -> Result<DataInput<'p>, String> {
    let name = name(path);
    if let Some(bytes) = kept {
        return Ok(DataInput::new(name, bytes));
    }
    if is_stdin(path) {
        return Ok(DataInput::new(name, io::stdin()));
    }
    match File::open(path) {
        Ok(file) => Ok(DataInput::new(name, file)),
        Err(error) => Err(problem(&name, &error)),
    }
}

/// What is shown of a report.
pub(super) fn findings(report: &DataReport) -> Vec<Finding<'_>> {
    report.diagnostics().iter().filter_map(Finding::of_data).collect()
}

/// What data comes to, for the formats; its columns where they are wanted.
pub(super) fn summary(report: &DataReport, columns: bool) -> DataSummary {
    let column = |column: &ColumnSummary| {
        let values = column.values.clone().unwrap_or_default();
        DataColumn {
            index: column.index,
            header: secrets::masked_cell(&column.header).into_owned(),
            field: column.api_name.clone(),
            kind: column.kind.clone(),
            filled: column.filled,
            distinct: values.distinct,
            has_more: values.has_more,
            smallest: secrets::masked_cell(&values.smallest).into_owned(),
            largest: secrets::masked_cell(&values.largest).into_owned(),
            findings: column.findings,
        }
    };
    let file = |file: &Summary| DataFile {
        name: file.name.clone(),
        rows: file.rows,
        skipped: file.skipped.len(),
        clearing: file.clearing,
        columns: columns.then(|| file.columns.iter().map(column).collect()),
    };
    DataSummary { files: report.files().iter().map(file).collect() }
}
