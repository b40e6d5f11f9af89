//! `bulkwrite lsp`

use bulkwrite_config::Access;
use bulkwrite_render::escaped;
use lsp_server::Connection;

use super::Exit;
use crate::cli::Lsp;
use crate::lsp::serve;
use crate::terminal::Terminal;

pub(crate) fn run(args: &Lsp, terminal: &Terminal, access: Access) -> Exit {
    let (connection, threads) = Connection::stdio();
    let served = serve(&connection, &args.checking, access);
    // The thread that writes ends when nobody can send any more.
    drop(connection);
    let ended = threads.join();
    if let Some(problem) = served.err().or_else(|| ended.err().map(|error| error.to_string())) {
        terminal.complain(escaped(&problem));
        return Exit::Failed;
    }
    Exit::Clean
}
