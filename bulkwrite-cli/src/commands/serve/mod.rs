//! `bulkwrite serve`

mod hint;

use std::fs;
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use bulkwrite_render::escaped;
use bulkwrite_serve::{
    CallbackBody, Delivery, Ended, Fault, Lifetime, ModuleField, Options, Organisation, OrganisationType, Pace,
    Refusal, Server, Settings, Source, StartError,
};
use clap::{Args, ValueHint};

use super::Exit;
use crate::terminal::Terminal;
use hint::Hint;

#[derive(Debug, Args)]
#[command(after_help = NOTES)]
pub(crate) struct Serve {
    /// The port; 0 stands for any that is free
    #[arg(long, value_name = "PORT", default_value = "0")]
    port: u16,
    /// The address, where other machines are to reach it
    #[arg(long, value_name = "ADDRESS")]
    host: Option<IpAddr>,
    /// A name that it may be called by, beside `localhost`
    #[arg(long, value_name = "NAME")]
    name: Vec<String>,
    /// Keep its state here, and go on from it
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    dir: Option<PathBuf>,
    /// The folder with the field metadata
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    metadata: Option<PathBuf>,
    /// The zgid that uploads must name; by default any
    #[arg(long, value_name = "ZGID", value_parser = zgid)]
    org: Option<String>,
    /// production, sandbox or developer
    #[arg(long = "type", value_name = "TYPE", default_value = "production")]
    kind: OrganisationType,
    /// How fast jobs run: `2polls`, `3s`, `500ms`
    #[arg(long, value_name = "PACE", default_value = "2polls")]
    pace: Pace,
    /// INPROGRESS as observed, or IN PROGRESS as documented
    #[arg(long, value_name = "SOURCE", default_value = "observed")]
    status_words: Source,
    /// HTTP 200 as observed, or 400 as documented
    #[arg(long, value_name = "SOURCE", default_value = "observed")]
    upload_errors: Source,
    /// absolute, or relative
    #[arg(long, value_name = "FORM", default_value = "absolute", value_parser = form)]
    download_url: Source,
    /// details, data or flat
    #[arg(long, value_name = "FORM", default_value = "details")]
    callback_body: CallbackBody,
    /// Deliver callbacks: `https://hooks.zylker.com=http://127.0.0.1:9000`
    #[arg(long, value_name = "URL=URL")]
    deliver: Vec<Delivery>,
    /// How long tokens are good
    #[arg(long, value_name = "SECONDS", default_value = "3600")]
    expires_in: u64,
    /// Give out any number of tokens
    #[arg(long)]
    no_token_limit: bool,
    /// Skip a row: `Leads:3=INVALID_DATA-Email`
    #[arg(long, value_name = "ROW=ERRORS")]
    refuse: Vec<Refusal>,
    /// A field that is unique: `Leads.Email`
    #[arg(long, value_name = "FIELD")]
    unique: Vec<ModuleField>,
    /// A field that is required: `Leads.Company`
    #[arg(long, value_name = "FIELD")]
    required: Vec<ModuleField>,
    /// What goes wrong: `create:drop-after,times=1`, `429`
    #[arg(long, value_name = "FAULT")]
    fault: Vec<Fault>,
    /// Let faults be drawn, the same for the same seed
    #[arg(long, value_name = "SEED")]
    chaos: Option<u64>,
    /// Write what comes in as a Postman collection
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    record: Option<PathBuf>,
    /// Say how a client is pointed at it
    #[arg(long, value_name = "CLIENT")]
    hint: Vec<Hint>,
}

const NOTES: &str = "\
What may be repeated: --name, --deliver, --refuse, --unique, --required, --fault, --hint.
GET /_bulkwrite shows what it saw and knows. docs/serve.md tells the rest.";

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

fn zgid(text: &str) -> Result<String, String> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(format!("`{}` is no zgid: it is a number, as `GET /org` tells it", text.escape_debug()));
    }
    Ok(text.to_owned())
}

fn form(text: &str) -> Result<Source, String> {
    match text {
        "absolute" => Ok(Source::Observed),
        "relative" => Ok(Source::Documented),
        _ => Err(format!("`{}` is no form: it is one of `absolute`, `relative`", text.escape_debug())),
    }
}
