//! `bulkwrite result`

use std::fs;
use std::io;

use bulkwrite_config::Access;
use bulkwrite_render::escaped;
use serde_json::{Map, Value};

use super::Exit;
use crate::cli::send::Explained;
use crate::send::end::{explain, rows};
use crate::send::join::outcome::Outcome;
use crate::send::prepare::{Prepared, Purpose, prepare};
use crate::send::report;
use crate::terminal::Terminal;

pub(crate) fn run(args: &Explained, terminal: &Terminal, access: Access) -> io::Result<Exit> {
    let shown = (terminal, args.format);
    let prepared = prepare(&args.job, &args.data, &args.checking.checking(), shown, access, Purpose::Explain)?;
    let (ready, data) = match prepared {
        Ok(Prepared { ready, data: Some(data), .. }) => (ready, data),
        Ok(_) => return Ok(Exit::Failed),
        Err(exit) => return Ok(exit),
    };
    let name = args.result.display();
    let outcomes =
        fs::read(&args.result).map_err(|error| format!("cannot read `{name}`: {error}")).and_then(|result| {
            explain(&result, &data, &ready.resources).map_err(|fault| format!("cannot read `{name}`: {fault}"))
        });
    let outcomes = match outcomes {
        Ok(outcomes) => outcomes,
        Err(message) => {
            terminal.complain(escaped(&message));
            return Ok(Exit::Failed);
        }
    };
    let mut document = Map::new();
    let (refused, written) = (args.refused.as_deref(), args.written.as_deref());
    rows(&outcomes, args.format, refused, written, terminal, &mut document)?;
    let all_written = outcomes.iter().map(Outcome::counts).all(|counts| counts.refused == 0 && counts.untold == 0);
    let exit = if all_written { Exit::Clean } else { Exit::Findings };
    document.insert("exit_status".to_owned(), (exit as u8).into());
    report::print(&outcomes, args.format, &Value::Object(document))?;
    Ok(exit)
}
