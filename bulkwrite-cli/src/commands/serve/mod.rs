//! `bulkwrite serve`

mod hint;

use std::fs;
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;

use bulkwrite_render::escaped;
use bulkwrite_serve::{Ended, Lifetime, Options, Organisation, Server, Settings, StartError};

use crate::cli::serve::{Hint, Serve};
use crate::exit::Exit;
use crate::terminal::Terminal;

pub(crate) fn run(args: &Serve, terminal: &Terminal) -> io::Result<Exit> {
    let metadata = match args.metadata.as_deref().map(metadata).transpose() {
        Ok(metadata) => metadata.unwrap_or_default(),
        Err(error) => {
            let folder = args.metadata.as_deref().unwrap_or(Path::new(""));
            terminal.complain(escaped(&format!("{}: {error}", folder.display())));
            return Ok(Exit::Failed);
        }
    };
    let server = match Server::with(settings(args, metadata)) {
        Ok(server) => server,
        Err(error) => {
            terminal.complain(escaped(&told(&error)));
            return Ok(Exit::Failed);
        }
    };
    let url = server.url();
    let mut out = Terminal::plain();
    writeln!(out, "listening on {url}")?;
    for hint in &args.hint {
        write!(out, "\n{}", hint.text(&url))?;
    }
    out.flush()?;
    if args.hint.is_empty() {
        terminal.note(format_args!("how to point a client at it: --hint {}", Hint::NAMES));
    }
    Ok(match server.wait() {
        Ended::Stopped => Exit::Clean,
        Ended::Killed => Exit::Killed,
    })
}

fn settings(args: &Serve, metadata: Vec<(String, Vec<u8>)>) -> Settings {
    let organisation = Organisation { zgid: args.org.clone(), kind: args.kind, ..Organisation::default() };
    let options = Options {
        organisation,
        pace: args.pace,
        status_words: args.status_words,
        upload_errors: args.upload_errors,
        download_url: args.download_url,
        callback_body: args.callback_body,
        deliver: args.deliver.clone(),
        no_token_limit: args.no_token_limit,
        token_lifetime: Lifetime(args.expires_in),
        refuse: args.refuse.clone(),
        unique: args.unique.clone(),
        required: args.required.clone(),
        metadata: metadata.into_iter().map(|(module, answer)| (module, answer.into())).collect(),
        faults: args.fault.clone(),
        chaos: args.chaos,
    };
    let mut settings = Settings::default();
    settings.options = options;
    settings.address = SocketAddr::new(args.host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)), args.port);
    settings.open = args.host.is_some_and(|host| !host.is_loopback());
    settings.names.clone_from(&args.name);
    settings.folder.clone_from(&args.dir);
    settings.record.clone_from(&args.record);
    settings.signals = true;
    settings
}

/// Every `X.json` of a folder as the fields of module `X`.
fn metadata(folder: &Path) -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut modules = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        if let Some(module) = path.file_stem().and_then(|stem| stem.to_str()).filter(|_| is_json && path.is_file()) {
            modules.push((module.to_owned(), fs::read(&path)?));
        }
    }
    // The order of a folder differs from system to system.
    modules.sort();
    Ok(modules)
}

/// What is wrong, and what to do about it.
fn told(error: &StartError) -> String {
    let cure = match error {
        StartError::Metadata { .. } => "; `bulkwrite explain metadata` says how it is saved",
        StartError::Listen(error) if error.kind() == io::ErrorKind::AddrInUse => {
            "; choose another --port, or 0 for any that is free"
        }
        _ => "",
    };
    format!("{error}{cure}")
}
