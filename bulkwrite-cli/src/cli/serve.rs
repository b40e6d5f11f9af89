//! The arguments of the stand-in.

use std::net::IpAddr;
use std::path::PathBuf;

use bulkwrite_serve::{CallbackBody, Delivery, Fault, ModuleField, OrganisationType, Pace, Refusal, Source};
use clap::{Args, ValueEnum, ValueHint};

#[derive(Debug, Args)]
#[command(after_help = NOTES)]
pub(crate) struct Serve {
    /// The port; 0 stands for any that is free
    #[arg(long, value_name = "PORT", default_value = "0")]
    pub(crate) port: u16,
    /// The address, where other machines are to reach it
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) host: Option<IpAddr>,
    /// A name that it may be called by, beside `localhost`
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Vec<String>,
    /// Keep its state here, and go on from it
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub(crate) dir: Option<PathBuf>,
    /// The folder with the field metadata
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub(crate) metadata: Option<PathBuf>,
    /// The zgid that uploads must name; by default any
    #[arg(long, value_name = "ZGID", value_parser = zgid)]
    pub(crate) org: Option<String>,
    /// production, sandbox or developer
    #[arg(long = "type", value_name = "TYPE", default_value = "production")]
    pub(crate) kind: OrganisationType,
    /// How fast jobs run: `2polls`, `3s`, `500ms`
    #[arg(long, value_name = "PACE", default_value = "2polls")]
    pub(crate) pace: Pace,
    /// INPROGRESS as observed, or IN PROGRESS as documented
    #[arg(long, value_name = "SOURCE", default_value = "observed")]
    pub(crate) status_words: Source,
    /// HTTP 200 as observed, or 400 as documented
    #[arg(long, value_name = "SOURCE", default_value = "observed")]
    pub(crate) upload_errors: Source,
    /// absolute, or relative
    #[arg(long, value_name = "FORM", default_value = "absolute", value_parser = form)]
    pub(crate) download_url: Source,
    /// details, data or flat
    #[arg(long, value_name = "FORM", default_value = "details")]
    pub(crate) callback_body: CallbackBody,
    /// Deliver callbacks: `https://hooks.zylker.com=http://127.0.0.1:9000`
    #[arg(long, value_name = "URL=URL")]
    pub(crate) deliver: Vec<Delivery>,
    /// How long tokens are good
    #[arg(long, value_name = "SECONDS", default_value = "3600")]
    pub(crate) expires_in: u64,
    /// Give out any number of tokens
    #[arg(long)]
    pub(crate) no_token_limit: bool,
    /// Skip a row: `Leads:3=INVALID_DATA-Email`
    #[arg(long, value_name = "ROW=ERRORS")]
    pub(crate) refuse: Vec<Refusal>,
    /// A field that is unique: `Leads.Email`
    #[arg(long, value_name = "FIELD")]
    pub(crate) unique: Vec<ModuleField>,
    /// A field that is required: `Leads.Company`
    #[arg(long, value_name = "FIELD")]
    pub(crate) required: Vec<ModuleField>,
    /// What goes wrong: `create:drop-after,times=1`, `429`
    #[arg(long, value_name = "FAULT")]
    pub(crate) fault: Vec<Fault>,
    /// Let faults be drawn, the same for the same seed
    #[arg(long, value_name = "SEED")]
    pub(crate) chaos: Option<u64>,
    /// Write what comes in as a Postman collection
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) record: Option<PathBuf>,
    /// Say how a client is pointed at it
    #[arg(long, value_name = "CLIENT")]
    pub(crate) hint: Vec<Hint>,
}

const NOTES: &str = "\
What may be repeated: --name, --deliver, --refuse, --unique, --required, --fault, --hint.
GET /_bulkwrite shows what it saw and knows. docs/serve.md tells the rest.";

/// A client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Hint {
    Python,
    Node,
    Php,
    Curl,
    Postman,
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
