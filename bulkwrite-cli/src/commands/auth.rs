//! `bulkwrite auth`

use std::env;
use std::fmt::Write as _;
use std::io::{self, Read as _, Write as _};

use bulkwrite_core::ApiVersion;
use bulkwrite_http::{
    Client as Registered, RefreshToken, Site, Task, Token, Trouble, read_details, read_fields, request,
};
use bulkwrite_render::{escaped, grouped};

use super::Exit;
use crate::cli::send::{Auth, AuthCheck, AuthCommand, AuthGrant};
use crate::send::client::Client;
use crate::send::clock::Clock;
use crate::send::credentials::{profile_path, read_profile, trade};
use crate::send::drive::Line;
use crate::send::run::{line, site};
use crate::send::store::write_private;
use crate::terminal::Terminal;

pub(crate) fn run(args: &Auth, terminal: &Terminal) -> io::Result<Exit> {
    let result = match &args.command {
        AuthCommand::Check(args) => check(args, terminal),
        AuthCommand::Grant(args) => grant(args, terminal),
    };
    match result {
        Ok((text, exit)) => {
            let mut out = terminal.styled();
            out.write_all(text.as_bytes())?;
            out.flush()?;
            Ok(exit)
        }
        Err(message) => {
            terminal.complain(escaped(&message));
            Ok(Exit::Failed)
        }
    }
}

/// The version that is asked: its `/org` tells the type of the organisation.
const VERSION: ApiVersion = ApiVersion::NEWEST;

/// What sending needs, as the vendor's console calls it.
const SCOPES: &str =
    "ZohoCRM.bulk.ALL,ZohoCRM.modules.ALL,ZohoCRM.settings.fields.READ,ZohoCRM.org.READ,ZohoFiles.files.ALL";

fn check(args: &AuthCheck, terminal: &Terminal) -> Result<(String, Exit), String> {
    let site = site(&args.place)?;
    let line = line(&site, &args.place.access, terminal, None)?;
    let mut token = line.token()?;
    let mut text = String::new();
    let mut row = |label: &str, value: &str| {
        let _ = writeln!(text, "  {label:<25} {}", escaped(value));
    };
    let mut missing = Vec::new();
    match line.org(VERSION, &mut token) {
        Ok((org, credits)) => {
            row("organisation", &org.to_string());
            row("type", org.kind.as_deref().unwrap_or("not told"));
            row("at", &site.to_string());
            let credits = credits.map(|left| left.parse().map_or(left, grouped));
            row("credits left today", credits.as_deref().unwrap_or("not told; the CRM tells from half of them on"));
        }
        Err(Trouble::Refused(error)) if is_scope(error.code.as_str()) => missing.push("ZohoCRM.org.READ"),
        Err(trouble) => return Err(format!("the organisation cannot be asked for: {trouble}")),
    }
    missing.extend(missing_scopes(&line, &site, &mut token)?);
    if missing.is_empty() {
        row("scopes", "those for jobs and fields are there; that for uploads shows when something is uploaded");
        return Ok((text, Exit::Clean));
    }
    row("scopes missing", &missing.join(", "));
    let _ = writeln!(text, "Make a grant code with {SCOPES} and trade it: bulkwrite auth grant");
    Ok((text, Exit::Findings))
}

fn is_scope(code: &str) -> bool {
    code == "OAUTH_SCOPE_MISMATCH"
}

/// The scopes that a question without an effect shows to be missing.
fn missing_scopes(line: &Line<'_>, site: &Site, token: &mut Token) -> Result<Vec<&'static str>, String> {
    let mut missing = Vec::new();
    let fields = |token: &Token| request::fields(site, VERSION, "Leads", token);
    let (fields, _) = line.ask(Task::Fields, read_fields, token, fields);
    // No job has that id: whoever may ask is told so.
    let nobody = "0".parse().map_err(|error| format!("{error}"))?;
    let details = |token: &Token| request::details(site, VERSION, &nobody, token);
    let (details, _) = line.ask(Task::Details, read_details, token, details);
    for (scope, trouble) in [("ZohoCRM.settings.fields.READ", fields.err()), ("ZohoCRM.bulk.ALL", details.err())] {
        match trouble {
            Some(Trouble::Refused(error) | Trouble::Unauthorised(error)) if is_scope(error.code.as_str()) => {
                missing.push(scope);
            }
            None | Some(Trouble::Refused(_) | Trouble::Broken { .. }) => {}
            Some(trouble) => return Err(format!("the scopes cannot be asked for: {trouble}")),
        }
    }
    Ok(missing)
}

fn grant(args: &AuthGrant, terminal: &Terminal) -> Result<(String, Exit), String> {
    let site = site(&args.place)?;
    let path = profile_path().ok_or("there is no folder for the profile: set BULKWRITE_PROFILE")?;
    let mut profile = if path.exists() { read_profile(&path)? } else { Vec::new() };
    let find = |profile: &[(String, String)], key: &str| {
        let set = env::var(key).ok().filter(|value| !value.trim().is_empty());
        set.or_else(|| profile.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value.clone()))
            .ok_or_else(|| format!("{key} is not set: the API console of the vendor shows it"))
    };
    let (id, secret) = (find(&profile, "ZOHO_CLIENT_ID")?, find(&profile, "ZOHO_CLIENT_SECRET")?);
    let registered =
        Registered::new(&id, &secret).map_err(|error| format!("ZOHO_CLIENT_ID or ZOHO_CLIENT_SECRET: {error}"))?;
    if io::IsTerminal::is_terminal(&io::stdin()) {
        terminal.note(format_args!("paste the grant code for {SCOPES}, then end the input"));
    }
    let mut code = zeroize::Zeroizing::new(String::new());
    io::stdin()
        .take(10_000)
        .read_to_string(&mut code)
        .map_err(|error| format!("cannot read the grant code: {error}"))?;
    let code = RefreshToken::new(&code).map_err(|error| format!("the grant code: {error}"))?;
    let client = Client::new(&site, args.place.access.proxy.as_deref(), args.place.access.ca_file.as_deref())?;
    // A code is good once: an answer that is lost takes it along.
    let granted = trade(Clock::start(), || client.post(request::grant(&site, &registered, &code)))?;
    let refresh = granted.refresh.ok_or("the answer has no refresh token: make the code anew, for offline access")?;
    for (key, value) in
        [("ZOHO_CLIENT_ID", id.as_str()), ("ZOHO_CLIENT_SECRET", &secret), ("ZOHO_REFRESH_TOKEN", refresh.expose())]
    {
        profile.retain(|(name, _)| name != key);
        profile.push((key.to_owned(), value.to_owned()));
    }
    let text = profile.iter().fold(zeroize::Zeroizing::new(String::new()), |mut text, (name, value)| {
        let _ = writeln!(text, "{name}={value}");
        text
    });
    let folder = path.parent().unwrap_or(std::path::Path::new("."));
    std::fs::create_dir_all(folder)
        .and_then(|()| write_private(&path, text.as_bytes()))
        .map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
    Ok((format!("  refresh token             in {}\n", escaped(&path.display().to_string())), Exit::Clean))
}
