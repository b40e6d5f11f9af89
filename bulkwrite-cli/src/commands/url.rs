//! `bulkwrite url`

use std::io::{self, BufRead, Write};
use std::path::Path;

use bulkwrite_config::{Access, Loaded};
use bulkwrite_core::callback::{self, Policy, Resolved, SystemResolver, Verdict, inspect_resolved};
use bulkwrite_render::{escaped, url as render};

use super::Exit;
use crate::cli::{Url, UrlFormat};
use crate::configs;
use crate::terminal::Terminal;

pub(crate) fn run(args: &Url, terminal: &Terminal, access: Access) -> io::Result<Exit> {
    let loaded = Loaded::discover_with(Path::new("."), access);
    for problem in configs::problems(&loaded) {
        terminal.complain(escaped(&problem));
    }
    if !loaded.errors().is_empty() {
        return Ok(Exit::Failed);
    }
    let mut policy = loaded.options(Path::new("-")).callback;
    for entry in &args.allow {
        if let Err(error) = policy.allow.push(entry) {
            terminal.complain(format_args!("--allow: {}", escaped(&error.to_string())));
            return Ok(Exit::Failed);
        }
    }
    let mut out: Box<dyn Write> = match args.format {
        UrlFormat::Human => Box::new(terminal.styled()),
        UrlFormat::Json => Box::new(Terminal::plain()),
    };
    let mut exit = Exit::Clean;
    for url in &args.urls {
        if url == "-" {
            for (i, line) in io::stdin().lock().split(b'\n').enumerate() {
                let line = line?;
                match serde_json::from_slice::<String>(&line) {
                    Ok(url) => exit = exit.max(one(args, terminal, &policy, &url, &mut *out)?),
                    Err(_) if line.trim_ascii().is_empty() => {}
                    Err(error) => {
                        out.flush()?;
                        terminal.complain(format_args!("line {} is no JSON string: {error}", i + 1));
                        exit = Exit::Failed;
                    }
                }
            }
        } else {
            exit = exit.max(one(args, terminal, &policy, url, &mut *out)?);
        }
    }
    out.flush()?;
    Ok(exit)
}

fn one(args: &Url, terminal: &Terminal, policy: &Policy, url: &str, out: &mut dyn Write) -> io::Result<Exit> {
    let resolved = if args.resolve {
        inspect_resolved(url, policy, &SystemResolver::default())
    } else {
        Resolved { inspection: callback::inspect_with(url, policy), addrs: Vec::new() }
    };
    let (inspection, addresses) = (&resolved.inspection, &resolved.addrs[..]);
    match args.format {
        UrlFormat::Human => write!(out, "{}", render::human(url, inspection, addresses, terminal.look()))?,
        UrlFormat::Json => writeln!(out, "{}", render::json(url, inspection, args.resolve.then_some(addresses)))?,
    }
    Ok(if resolved.inspection.verdict() == Verdict::Accept { Exit::Clean } else { Exit::Findings })
}
