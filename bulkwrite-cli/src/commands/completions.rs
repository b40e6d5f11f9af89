//! `bulkwrite completions`

use std::io::{self, Write};

use clap::CommandFactory;

use super::Exit;
use crate::cli::{Cli, Completions};
use crate::terminal::Terminal;

pub(crate) fn run(args: &Completions) -> io::Result<Exit> {
    // The generator panics when it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "bulkwrite", &mut script);
    let mut out = Terminal::plain();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Exit::Clean)
}
