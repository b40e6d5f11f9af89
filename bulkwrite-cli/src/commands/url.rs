//! `bulkwrite url`

use std::io::{self, BufRead, Read, Write};
use std::path::Path;

use bulkwrite_config::{Access, Loaded};
use bulkwrite_core::callback::{self, Policy, Resolved, Verdict, inspect_resolved};
use bulkwrite_render::{escaped, url as render};

use super::Exit;
use crate::cli::{Url, UrlFormat};
use crate::configs;
use crate::resolver::Remembering;
use crate::terminal::Terminal;

pub(crate) fn run(args: &Url, terminal: &Terminal, access: Access) -> io::Result<Exit> {
    let loaded = Loaded::discover_with(Path::new("."), access);
    for problem in configs::problems(&loaded) {
        terminal.complain(escaped(&problem));
    }
    if !loaded.errors().is_empty() {
        return Ok(Exit::Failed);
    }
    if args.format != UrlFormat::Json
        && let Some(concession) = configs::concessions(&loaded)
    {
        terminal.note(escaped(&concession));
    }
    let mut policy = loaded.options(Path::new("-")).callback;
    for entry in &args.allow {
        if let Err(error) = policy.allow.push(entry) {
            terminal.complain(format_args!("--allow: {}", escaped(&error.to_string())));
            return Ok(Exit::Failed);
        }
    }
    let mut checking = Checking { args, terminal, policy, resolver: Remembering::default(), exit: Exit::Clean };
    let mut out: Box<dyn Write> = match args.format {
        UrlFormat::Human | UrlFormat::Concise => Box::new(terminal.styled()),
        UrlFormat::Json => Box::new(Terminal::plain()),
    };
    for url in &args.urls {
        if url == "-" {
            checking.lines(&mut *out, access)?;
        } else {
            checking.one(url, &mut *out)?;
        }
    }
    out.flush()?;
    Ok(checking.exit)
}

/// How URLs are checked, and how that ended so far.
struct Checking<'c> {
    args: &'c Url,
    terminal: &'c Terminal,
    policy: Policy,
    resolver: Remembering,
    exit: Exit,
}

impl Checking<'_> {
    /// Checks the URLs of standard input, one a line: as JSON strings or as they are.
    fn lines(&mut self, out: &mut dyn Write, access: Access) -> io::Result<()> {
        let mut input = io::stdin().lock();
        for number in 1.. {
            let mut line = Vec::new();
            (&mut input).take(access.max_size.saturating_add(1)).read_until(b'\n', &mut line)?;
            if line.is_empty() {
                break;
            }
            let problem = match read(&line) {
                _ if u64::try_from(line.len()).is_ok_and(|len| len > access.max_size) => access.too_large().to_string(),
                Ok(None) => continue,
                Ok(Some(url)) => {
                    self.one(&url, out)?;
                    continue;
                }
                Err(problem) => problem,
            };
            out.flush()?;
            self.terminal.complain(format_args!("line {number}: {problem}"));
            self.exit = Exit::Failed;
            if line.last() != Some(&b'\n') {
                break;
            }
        }
        Ok(())
    }

    fn one(&mut self, url: &str, out: &mut dyn Write) -> io::Result<()> {
        let resolved = if self.args.resolve {
            inspect_resolved(url, &self.policy, &self.resolver)
        } else {
            Resolved { inspection: callback::inspect_with(url, &self.policy), addrs: Vec::new() }
        };
        let (inspection, addresses, look) = (&resolved.inspection, &resolved.addrs[..], self.terminal.look());
        match self.args.format {
            UrlFormat::Human => write!(out, "{}", render::human(url, inspection, addresses, look))?,
            UrlFormat::Concise => write!(out, "{}", render::concise(url, inspection, look))?,
            UrlFormat::Json => {
                writeln!(out, "{}", render::json(url, inspection, self.args.resolve.then_some(addresses)))?;
            }
        }
        if inspection.verdict() != Verdict::Accept {
            self.exit = self.exit.max(Exit::Findings);
        }
        Ok(())
    }
}

/// The URL on a line, as a JSON string or as it is; nothing on a blank line.
fn read(line: &[u8]) -> Result<Option<String>, String> {
    let line = line.trim_ascii();
    if line.starts_with(b"\"") {
        return serde_json::from_slice(line).map(Some).map_err(|error| format!("no JSON string: {error}"));
    }
    let text = std::str::from_utf8(line).map_err(|_| "not UTF-8".to_owned())?;
    Ok(Some(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned()).filter(|url| !url.is_empty()))
}
