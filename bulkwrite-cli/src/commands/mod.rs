//! What each subcommand does.

#[cfg(feature = "send")]
mod auth;
mod check;
mod data;
mod completions;
mod convert;
mod curl;
mod explain;
mod fix;
mod init;
#[cfg(feature = "send")]
mod jobs;
mod man;
mod overview;
#[cfg(feature = "send")]
mod metadata;
#[cfg(feature = "send")]
mod result;
mod rules;
#[cfg(feature = "serve")]
pub(crate) mod serve;
mod url;

use std::io::{self, Write};

use bulkwrite_render::human::Human;
use bulkwrite_render::{Output, Totals};

use bulkwrite_config::Access;

use crate::cli::{Cli, Command};
use crate::output::File;
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
    /// The job runs on.
    #[cfg(feature = "send")]
    Running = 3,
    /// It is not known whether the job was created.
    #[cfg(feature = "send")]
    Unknown = 4,
    /// The stand-in was told to end as if it were killed.
    #[cfg(feature = "serve")]
    Killed = 137,
}

pub(crate) fn run(cli: &Cli) -> Exit {
    let terminal = Terminal::new(cli.global);
    let mut access = Access::from_env();
    access.max_size = cli.global.max_size.unwrap_or(access.max_size);
    let exit = match &cli.command {
        None => overview::run(&terminal, access),
        Some(Command::Check(args)) => check::run(args, &terminal, access),
        Some(Command::Fix(args)) => fix::run(args, &terminal, access),
        Some(Command::Convert(args)) => convert::run(args, &terminal, access),
        Some(Command::Curl(args)) => curl::run(args, &terminal, access),
        Some(Command::Explain(args)) => explain::run(args, &terminal),
        #[cfg(feature = "send")]
        Some(Command::Send(args)) => crate::send::run::send(args, &terminal, access),
        #[cfg(feature = "send")]
        Some(Command::Resume(args)) => crate::send::run::resume(args, &terminal, access),
        #[cfg(feature = "send")]
        Some(Command::Result(args)) => result::run(args, &terminal, access),
        #[cfg(feature = "send")]
        Some(Command::Jobs(args)) => jobs::run(args, &terminal),
        #[cfg(feature = "send")]
        Some(Command::Auth(args)) => auth::run(args, &terminal),
        #[cfg(feature = "send")]
        Some(Command::Metadata(args)) => Ok(metadata::run(args, &terminal, access)),
        Some(Command::Init(args)) => init::run(args, &terminal, access),
        Some(Command::Rules(args)) => rules::run(args, &terminal),
        #[cfg(feature = "serve")]
        Some(Command::Serve(args)) => serve::run(args, &terminal),
        Some(Command::Url(args)) => url::run(args, &terminal, access),
        Some(Command::Completions(args)) => completions::run(args),
        Some(Command::Man(args)) => man::run(args, &terminal),
    };
    exit.unwrap_or_else(|error| {
        // Whoever closes the pipe has read enough.
        if error.kind() != io::ErrorKind::BrokenPipe {
            terminal.complain(format_args!("cannot write: {error}"));
        }
        Exit::Failed
    })
}

/// Says on standard error what was found in a file, where standard output is for something else.
pub(crate) fn tell(terminal: &Terminal, file: &File) -> io::Result<()> {
    let (views, mut totals) = (file.views(false), Totals::default());
    totals.add(&views);
    let (mut human, mut text) = (Human::new(terminal.look()), String::new());
    for view in &views {
        human.job(&mut text, view);
    }
    human.finish(&mut text, &totals);
    let mut out = terminal.aside();
    out.write_all(text.as_bytes())?;
    out.flush()
}
