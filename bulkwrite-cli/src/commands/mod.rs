//! What each subcommand does.

mod check;
mod completions;
mod explain;
mod fix;
mod man;
mod rules;
mod url;

use std::io;
use std::process::ExitCode;

use crate::cli::{Cli, Command};
use crate::terminal::Terminal;

/// How a run ended; the worst counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Nothing was found.
    Clean = 0,
    /// Something was found.
    Findings = 1,
    /// Something could not be done.
    Failed = 2,
}

pub(crate) fn run(cli: &Cli) -> ExitCode {
    let terminal = Terminal::new(cli.global);
    let exit = match &cli.command {
        Command::Check(args) => check::run(args, &terminal),
        Command::Fix(args) => fix::run(args, &terminal),
        Command::Explain(args) => explain::run(args, &terminal),
        Command::Rules(args) => rules::run(args, &terminal),
        Command::Url(args) => url::run(args, &terminal),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args, &terminal),
    };
    let exit = exit.unwrap_or_else(|error| {
        // Whoever closes the pipe has read enough.
        if error.kind() != io::ErrorKind::BrokenPipe {
            terminal.complain(format_args!("cannot write: {error}"));
        }
        Exit::Failed
    });
    ExitCode::from(exit as u8)
}
