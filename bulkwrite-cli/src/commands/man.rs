//! `bulkwrite man`

use std::io::{self, Write};

use bulkwrite_core::suggest;
use bulkwrite_render::escaped;
use clap::CommandFactory;

use super::Exit;
use crate::cli::{Cli, Man};
use crate::terminal::Terminal;

pub(crate) fn run(args: &Man, terminal: &Terminal) -> io::Result<Exit> {
    let mut command = Cli::command();
    // Building gives the subcommands their whole names and the global options.
    command.build();
    if let Some(name) = &args.command {
        let Some(found) = command.find_subcommand(name) else {
            let names: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
            let meant = suggest::near_miss(name, names.iter().copied());
            let hint = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
            terminal.complain(format_args!("there is no subcommand `{}`{hint}", escaped(name)));
            return Ok(Exit::Failed);
        };
        command = found.clone();
    }
    let mut out = Terminal::plain();
    clap_mangen::Man::new(command).render(&mut out)?;
    out.flush()?;
    Ok(Exit::Clean)
}
