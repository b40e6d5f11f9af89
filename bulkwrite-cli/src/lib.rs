//! The `bulkwrite` command as a library: who carries the command in another package, as the wheel for Python does, calls
//! [`run`].
//!
//! ```
//! assert_eq!(bulkwrite_cli::run(["bulkwrite", "explain", "missing-key"]), 0);
//! assert_eq!(bulkwrite_cli::run(["bulkwrite", "check", "no-such-file.json"]), 2);
//! ```
#![forbid(unsafe_code)]

// Each knows only those before it: `tests/floors.rs` holds that.
pub mod rules;
mod known;
mod exit;
mod hash;
mod cli;
mod terminal;
mod resolver;
mod configs;
mod sniff;
mod postman;
mod input;
mod several;
mod output;
mod rust;
mod init;
mod schema;
#[cfg(feature = "lsp")]
mod lsp;
#[cfg(feature = "send")]
mod send;
mod commands;

use std::ffi::OsString;

use clap::Parser;

/// Runs the command with these arguments, of which the first is its own name, and tells its exit status.
///
/// It writes to standard output and standard error, reads standard input where it is told to, and never ends the process.
pub fn run(args: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> u8 {
    match cli::Cli::try_parse_from(args) {
        Ok(cli) => commands::run(&cli) as u8,
        Err(error) => {
            let _ = error.print(); // nobody is left to tell when the output is closed
            u8::try_from(error.exit_code()).unwrap_or(2)
        }
    }
}
