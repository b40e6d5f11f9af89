//! The `bulkwrite` command: checks Zoho CRM bulk write jobs before they are sent.
#![forbid(unsafe_code)]

mod cli;
mod commands;
mod configs;
mod data_centres;
mod init;
mod input;
mod output;
mod postman;
mod rust;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    commands::run(&cli::Cli::parse())
}
