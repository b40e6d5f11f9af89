//! The `bulkwrite` command: checks Zoho CRM bulk write jobs before they are sent.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(bulkwrite_cli::run(std::env::args_os()))
}
