//! Where access tokens come from. No secret is ever an argument.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use bulkwrite_http::{
    Call, Client as Registered, Granted, Next, Patience, RefreshToken, Site, Task, Token, read_token, request,
};

use super::client::Client;
use super::clock::{Clock, jitter};

/// Where the next access token comes from.
#[derive(Debug)]
pub(crate) enum Credentials {
    /// A program prints one.
    Command(String),
    /// One is there.
    Token(Token),
    /// A refresh token is traded for one.
    Refresh(Registered, RefreshToken),
}

const NONE: &str = "no access token: set ZOHO_TOKEN, or ZOHO_CLIENT_ID, ZOHO_CLIENT_SECRET and ZOHO_REFRESH_TOKEN, \
                    or name a program that prints one with `--token-command`";

impl Credentials {
    /// What the command line, the environment and the profile say, in this order.
    pub(crate) fn find(token_command: Option<&str>, site: &Site) -> Result<Self, String> {
        if let Some(command) = token_command {
            return Ok(Self::Command(command.to_owned()));
        }
        let of_env = |key: &str| env::var(key).ok().filter(|value| !value.trim().is_empty());
        if let Some(found) = Self::from(&of_env, "the environment")? {
            return Ok(found);
        }
        if let Some(path) = profile_path().filter(|path| path.exists()) {
            let profile = read_profile(&path)?;
            let of_profile =
                |key: &str| profile.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value.clone());
            if let Some(found) = Self::from(&of_profile, &path.display().to_string())? {
                return Ok(found);
            }
        }
        if site.is_local() {
            // Whoever stands in for the CRM here looks at its form alone.
            return Token::new("1000.0123456789abcdef0123456789abcdef.0123456789abcdef0123456789abcdef")
                .map(Self::Token)
                .map_err(|error| error.to_string());
        }
        Err(NONE.to_owned())
    }

    fn from(get: &dyn Fn(&str) -> Option<String>, source: &str) -> Result<Option<Self>, String> {
        if let Some(token) = get("ZOHO_TOKEN") {
            let token = Token::new(&token).map_err(|error| format!("ZOHO_TOKEN in {source}: {error}"))?;
            return Ok(Some(Self::Token(token)));
        }
        let keys = ["ZOHO_CLIENT_ID", "ZOHO_CLIENT_SECRET", "ZOHO_REFRESH_TOKEN"];
        let [id, secret, refresh] = keys.map(get);
        match (id, secret, refresh) {
            (Some(id), Some(secret), Some(refresh)) => {
                let client = Registered::new(&id, &secret);
                let client =
                    client.map_err(|error| format!("ZOHO_CLIENT_ID or ZOHO_CLIENT_SECRET in {source}: {error}"))?;
                let refresh = RefreshToken::new(&refresh);
                let refresh = refresh.map_err(|error| format!("ZOHO_REFRESH_TOKEN in {source}: {error}"))?;
                Ok(Some(Self::Refresh(client, refresh)))
            }
            (None, None, None) => Ok(None),
            _ => {
                let missing: Vec<_> = keys.into_iter().filter(|key| get(key).is_none()).collect();
                Err(format!("{source} lacks {} beside the others", missing.join(" and ")))
            }
        }
    }

    /// An access token, another one than before where there can be one.
    pub(crate) fn token(&self, site: &Site, client: &Client, clock: Clock) -> Result<Token, String> {
        match self {
            Self::Token(token) => Ok(token.clone()),
            Self::Command(command) => run(command),
            Self::Refresh(registered, refresh) => {
                let send = || client.post(request::refresh(site, registered, refresh));
                trade(clock, send).map(|granted| granted.access)
            }
        }
    }
}

/// Asks the accounts host, as often as it takes.
pub(crate) fn trade(
    clock: Clock,
    mut send: impl FnMut() -> Result<bulkwrite_http::http::Response<Vec<u8>>, bulkwrite_http::Failure>,
) -> Result<Granted, String> {
    let patience = Patience::default().give_up(Duration::from_secs(5 * 60));
    let mut call = Call::new(Task::Token, read_token, patience, jitter());
    loop {
        match call.next(clock.now()) {
            Next::Send | Next::Renew => {
                let answer = send();
                call.received(clock.now(), answer);
            }
            Next::Wait(until, _) => clock.sleep_until(until),
            Next::Done(Ok(granted)) => return Ok(granted),
            Next::Done(Err(trouble)) => return Err(format!("no access token: {trouble}")),
        }
    }
}

/// Runs a command by the shell; what it prints is a token, and is shown nowhere.
fn run(command: &str) -> Result<Token, String> {
    let mut shell = if cfg!(windows) { Command::new("cmd") } else { Command::new("/bin/sh") };
    let output = shell
        .args([if cfg!(windows) { "/C" } else { "-c" }, command])
        .stdin(std::process::Stdio::null())
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(|error| format!("the token command cannot be run: {error}"))?;
    if !output.status.success() {
        return Err(format!("the token command failed: {}", output.status));
    }
    let text = zeroize::Zeroizing::new(output.stdout);
    let text = std::str::from_utf8(&text).map_err(|_| "the token command printed no text".to_owned())?;
    Token::new(text).map_err(|error| format!("what the token command printed is none: {error}"))
}

/// Where the profile is: `BULKWRITE_PROFILE`, or `bulkwrite/profile` in the user's folder for settings.
pub(crate) fn profile_path() -> Option<PathBuf> {
    let set = |key: &str| env::var_os(key).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("BULKWRITE_PROFILE").or_else(|| {
        let config = set("XDG_CONFIG_HOME").or_else(|| set("APPDATA"));
        let config = config.or_else(|| set("HOME").map(|home| home.join(".config")))?;
        Some(config.join("bulkwrite").join("profile"))
    })
}

/// The lines `NAME=value` of a profile, which only the user can read.
pub(crate) fn read_profile(path: &Path) -> Result<Vec<(String, String)>, String> {
    let name = path.display();
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let mode = fs::metadata(path).map_err(|error| format!("cannot read `{name}`: {error}"))?.mode();
        if mode & 0o077 != 0 {
            return Err(format!("others can read `{name}`, which holds secrets: run `chmod 600 {name}`"));
        }
    }
    let text = fs::read_to_string(path).map_err(|error| format!("cannot read `{name}`: {error}"))?;
    let lines =
        text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    lines
        .map(|(n, line)| {
            let (key, value) =
                line.split_once('=').ok_or_else(|| format!("line {} of `{name}` is no `NAME=value`", n + 1))?;
            Ok((key.trim().to_owned(), value.trim().trim_matches('"').to_owned()))
        })
        .collect()
}
