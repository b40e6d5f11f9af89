//! `bulkwrite curl`

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use bulkwrite_config::Access;
use bulkwrite_core::node::{Node, Value};
use bulkwrite_core::{Checker, is_deceptive, json};
use bulkwrite_render::escaped;

use super::{Exit, tell};
use crate::cli::Curl;
use crate::configs::Configs;
use crate::input::{self, Input};
use crate::output::{File, Job};
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
    let options = configs.options(input.path());
    let told = options.version.is_some();
    let report = Checker::new(options).check_json(&bytes);
    let (version, errors) = (report.version(), report.errors());
    let file = File { name: input.name.clone(), bytes, jobs: vec![Job { report, request: None }] };
    tell(terminal, &file)?;
    if errors > 0 {
        return Ok(Exit::Findings);
    }
    if !told && !has_text_module(&file.bytes) {
        terminal.note(format_args!("the form of the job fits every version from v2.1 on: {version} is taken"));
    }

    let host = if args.sandbox { "sandbox" } else { "www" };
    let endpoint = version.endpoint();
    let mut out = Terminal::plain();
    writeln!(out, "curl --request POST 'https://{host}.{}{endpoint}' \\", args.dc)?;
    writeln!(out, "  --header \"Authorization: Zoho-oauthtoken $ZOHO_TOKEN\" \\")?;
    writeln!(out, "  --header 'Content-Type: application/json' \\")?;
    writeln!(out, "  --data-binary {}", data(input.path(), &file.bytes))?;
    out.flush()?;
    Ok(Exit::Clean)
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
    if text.chars().all(plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
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
