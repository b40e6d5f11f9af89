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
mod interrupt;
#[cfg(feature = "send")]
mod jobs;
#[cfg(feature = "lsp")]
mod lsp;
mod man;
mod overview;
mod progress;
mod rejects;
#[cfg(feature = "send")]
mod metadata;
mod pack;
#[cfg(feature = "send")]
mod result;
mod rules;
mod schema;
#[cfg(feature = "serve")]
pub(crate) mod serve;
mod url;

use std::io;

use bulkwrite_config::Access;

use crate::cli::{Cli, Command};
use crate::exit::Exit;
use crate::terminal::Terminal;

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
        Some(Command::Resume(args)) => crate::send::resume::resume(args, &terminal, access),
        #[cfg(feature = "send")]
        Some(Command::Result(args)) => result::run(args, &terminal, access),
        #[cfg(feature = "send")]
        Some(Command::Jobs(args)) => jobs::run(args, &terminal),
        #[cfg(feature = "send")]
        Some(Command::Auth(args)) => auth::run(args, &terminal),
        #[cfg(feature = "send")]
        Some(Command::Metadata(args)) => Ok(metadata::run(args, &terminal, access)),
        Some(Command::Pack(args)) => pack::run(args, &terminal, access),
        Some(Command::Init(args)) => init::run(args, &terminal, access),
        Some(Command::Rules(args)) => rules::run(args, &terminal),
        #[cfg(feature = "serve")]
        Some(Command::Serve(args)) => serve::run(args, &terminal),
        Some(Command::Url(args)) => url::run(args, &terminal, access),
        #[cfg(feature = "lsp")]
        Some(Command::Lsp(args)) => Ok(lsp::run(args, &terminal, access)),
        Some(Command::Schema(args)) => schema::run(args, &terminal, access),
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
