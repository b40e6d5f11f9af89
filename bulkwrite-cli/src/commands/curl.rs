//! `bulkwrite curl`

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use bulkwrite_config::Access;
use bulkwrite_core::node::{Node, Value};
use bulkwrite_core::{ApiVersion, Checker, is_deceptive, json};
use bulkwrite_http::http::Request;
use bulkwrite_http::{Client, Environment, RefreshToken, Site, Token, request};
use bulkwrite_render::escaped;

use super::Exit;
use crate::cli::{Curl, CurlStep};
use crate::configs::Configs;
use crate::input::{self, Input};
use crate::output::{File, Job, tell};
use crate::postman;
use crate::terminal::Terminal;

pub(crate) fn run(args: &Curl, terminal: &Terminal, access: Access) -> io::Result<Exit> {
    let input = Input::one(&args.job);
    let bytes = match input.read(access) {
        Ok(bytes) => bytes,
        Err(error) => {
            terminal.complain(escaped(&input::problem(&input.name, &error)));
            return Ok(Exit::Failed);
        }
    };
    if postman::read(&bytes).is_some() {
        let name = escaped(&input.name);
        terminal.complain(format_args!("`{name}` is a Postman collection: Postman shows each request as a command"));
        return Ok(Exit::Failed);
    }
    let configs = Configs::new(&args.checking, access, [input.path()]);
    if let Some(problem) = configs.problems().next() {
        terminal.complain(escaped(&problem));
        return Ok(Exit::Failed);
    }
    let mut options = configs.options(input.path()).one_reading();
    // The id of the upload is needed for nothing but the creation.
    options.placeholders |= args.step != CurlStep::Create;
    let told = options.version.is_some();
    let report = Checker::new(options).check_json(&bytes);
    let (version, errors) = (report.version(), report.errors());
    let file = File { name: input.name.clone(), bytes, jobs: vec![Job::whole(report)] };
    tell(terminal, &file)?;
    if errors > 0 {
        return Ok(Exit::Findings);
    }
    if !told && !has_text_module(&file.bytes) {
        terminal.note(format_args!("the form of the job fits every version from v2.1 on: {version} is taken"));
    }

    let environment = if args.sandbox { Environment::Sandbox } else { Environment::Production };
    let site = Site::new(args.dc, environment);
    let Some(command) = command(args, &site, version, &data(input.path(), &file.bytes), terminal) else {
        return Ok(Exit::Failed);
    };
    let mut out = Terminal::plain();
    writeln!(out, "{command}")?;
    out.flush()?;
    Ok(Exit::Clean)
}

/// The command for the request, made of the same request that would be sent; `None` if it was complained of.
fn command(args: &Curl, site: &Site, version: ApiVersion, job: &str, terminal: &Terminal) -> Option<String> {
    let token = Token::new("token").expect("it is one word");
    let empty = |request: Request<()>| (request, Vec::new());
    let (request, rest) = match args.step {
        CurlStep::Create => {
            let request = request::create_from(site, version, Vec::new(), &token).map(|_| ());
            (request, vec![format!("--data-binary {job}")])
        }
        CurlStep::Upload => {
            let name = args.data.as_deref().and_then(Path::to_str).unwrap_or_default();
            if name.is_empty() || name.contains(is_deceptive) || name.contains(['"', ',', ';']) {
                terminal.complain(format_args!("`{}` is no name that curl takes: rename the file", escaped(name)));
                return None;
            }
            let upload = request::upload(site, version, args.org.as_ref()?, &token, name, 0);
            let file = format!("file=@{name};type=application/zip");
            (upload.request, vec![format!("--form {}", quoted(&file))])
        }
        CurlStep::Details => empty(request::details(site, version, args.id.as_ref()?, &token)),
        CurlStep::Download => match request::download(site, args.url.as_deref()?, &token) {
            Ok(request) => (request, vec!["--output result.zip".to_owned()]),
            Err(foreign) => {
                terminal.complain(escaped(&foreign.to_string()));
                return None;
            }
        },
        CurlStep::Token => {
            let secret = RefreshToken::new("refresh").expect("it is one word");
            let client = Client::new("id", "secret").expect("they are words");
            let request = request::refresh(site, &client, &secret).map(|_| ());
            let fields =
                ["client_id=$ZOHO_CLIENT_ID", "client_secret=$ZOHO_CLIENT_SECRET", "refresh_token=$ZOHO_REFRESH_TOKEN"];
            let fields = fields.map(|field| format!("--data-urlencode \"{field}\""));
            (request, ["--data grant_type=refresh_token".to_owned()].into_iter().chain(fields).collect())
        }
    };
    let mut lines = vec![format!("curl --request {} {}", request.method(), always_quoted(&request.uri().to_string()))];
    for (name, value) in request.headers() {
        let name = match name.as_str() {
            "authorization" => {
                lines.push("--header \"Authorization: Zoho-oauthtoken $ZOHO_TOKEN\"".to_owned());
                continue;
            }
            // What curl works out by itself: a form has a boundary of its own.
            "content-length" | "accept" => continue,
            "content-type" if args.step != CurlStep::Create => continue,
            "content-type" => "Content-Type",
            "x-crm-org" => "X-CRM-ORG",
            name => name,
        };
        lines.push(format!("--header {}", always_quoted(&format!("{name}: {}", value.to_str().unwrap_or_default()))));
    }
    lines.extend(rest);
    Some(lines.join(" \\\n  "))
}

/// Whether the form of the first module tells v2.
fn has_text_module(bytes: &[u8]) -> bool {
    let root = json::parse(bytes, &json::Options::default()).root;
    let resources = root.as_ref().and_then(|root| root.get("resource")).and_then(Node::as_list).unwrap_or_default();
    resources
        .first()
        .and_then(|first| first.get("module"))
        .is_some_and(|module| matches!(module.value, Value::String(_)))
}

/// The body for the command line of a shell: the file, or else the text itself.
fn data(path: Option<&Path>, bytes: &[u8]) -> String {
    if let Some(name) = path.and_then(Path::to_str).filter(|name| !name.contains(is_deceptive)) {
        return quoted(&format!("@{name}"));
    }
    let text = String::from_utf8_lossy(bytes);
    let mut body = String::with_capacity(text.len());
    for c in text.trim_start_matches('\u{feff}').trim_end().chars() {
        // In a job without errors such a character stands in a string, where its escape says the same.
        if is_deceptive(c) && !matches!(c, '\n' | '\r' | '\t') {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(body, "\\u{unit:04x}");
            }
        } else {
            body.push(c);
        }
    }
    quoted(&body)
}

/// One word of a POSIX shell.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "@%+=:,./-_".contains(c);
    if text.chars().all(plain) { text.to_owned() } else { always_quoted(text) }
}

fn always_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_the_shell_is_quoted_where_it_must_be() {
        for (text, expected) in [
            ("@jobs/leads-1.json", "@jobs/leads-1.json"),
            ("@my jobs/$HOME.json", "'@my jobs/$HOME.json'"),
            ("{\"a\": \"it's\"}", r#"'{"a": "it'\''s"}'"#),
        ] {
            assert_eq!(quoted(text), expected);
        }
    }
}
