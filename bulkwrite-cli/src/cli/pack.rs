//! What the command line of `bulkwrite pack` looks like.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::Checking;

#[derive(Debug, Args)]
#[command(after_help = NOTES)]
pub(crate) struct Pack {
    /// A JSON job
    #[arg(value_name = "JOB", value_hint = ValueHint::FilePath)]
    pub(crate) job: PathBuf,
    /// The data of the job: its CSV, a ZIP of it, or several CSVs for parents and children; `-` is standard input
    #[arg(long, value_name = "FILE", num_args = 1.., required = true, value_hint = ValueHint::FilePath)]
    pub(crate) data: Vec<PathBuf>,
    /// The folder for the parts; it is made, or empty
    #[arg(short, long, value_name = "DIR", required_unless_present = "dry_run", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
    /// Leave out the rows that would not be written
    #[arg(long)]
    pub(crate) skip_rejected: bool,
    /// The most rows of children in a part: 200 by the vendor's limits, 500 in an example of the vendor's
    #[arg(long, value_name = "ROWS", default_value_t = 200, value_parser = clap::value_parser!(u64).range(1..=25_000))]
    pub(crate) children: u64,
    /// Say what would be written and what it costs, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// How to print what was done
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: PackFormat,
    #[command(flatten)]
    pub(crate) checking: Checking,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PackFormat {
    Human,
    Json,
}

const NOTES: &str = "\
Records stay byte for byte what they are. Parents and their children are in one
part. Each part is a ZIP and a job; `plan.json` lists them.

Exit status: 0 the parts are there, and pass the check, 1 the job or the data
has errors, 2 something could not be done, 130 interrupted. Unless it is 0,
nothing is left in the folder.";
