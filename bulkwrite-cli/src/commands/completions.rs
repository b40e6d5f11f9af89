//! `bulkwrite completions`

use std::io::{self, Write};

use clap::CommandFactory;
use clap::builder::TypedValueParser;
use clap_complete::Shell;

use super::Exit;
use crate::cli::{Cli, Completions};
use crate::known;
use crate::terminal::Terminal;

pub(crate) fn run(args: &Completions) -> io::Result<Exit> {
    // The generator panics when it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "bulkwrite", &mut script);
    if args.shell == Shell::Fish {
        // Its generator passes over the values of what is no option.
        let names = known::names();
        let names: Vec<String> =
            names.possible_values().into_iter().flatten().map(|value| value.get_name().to_owned()).collect();
        writeln!(
            script,
            "complete -c bulkwrite -n \"__fish_bulkwrite_using_subcommand explain\" -f -a \"{}\"",
            names.join(" ")
        )?;
    }
    let mut out = Terminal::plain();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Exit::Clean)
}
