//! `bulkwrite url`

use std::fmt::Write as _;
use std::io::{self, BufRead, Write};
use std::path::Path;

use bulkwrite_config::Loaded;
use bulkwrite_core::Loc;
use bulkwrite_core::callback::{
    self, Finding, Inspection, Policy, Resolved, Severity, SystemResolver, Verdict, inspect_resolved,
};
use bulkwrite_core::json::LineIndex;

use super::Exit;
use crate::cli::{Url, UrlFormat};
use crate::configs;
use crate::output::escaped;
use crate::output::human::attach;
use crate::output::json::{Object, verdict};
use crate::output::snippet::{Mark, Sheet};
use crate::terminal::{BOLD, CODE, ERROR, GOOD, Terminal, WARNING};

pub(crate) fn run(args: &Url, terminal: &Terminal) -> io::Result<Exit> {
    let loaded = Loaded::discover(Path::new("."));
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
    match args.format {
        UrlFormat::Human => human(terminal, url, &resolved, out)?,
        UrlFormat::Json => json(args, url, &resolved, out)?,
    }
    Ok(if resolved.inspection.verdict() == Verdict::Accept { Exit::Clean } else { Exit::Findings })
}

fn human(terminal: &Terminal, url: &str, resolved: &Resolved, out: &mut dyn Write) -> io::Result<()> {
    let mut text = String::new();
    let lines = LineIndex::new(url.as_bytes());
    let secrets: Vec<Loc> = callback::secrets(url).into_iter().map(|part| loc(part.start, part.end)).collect();
    for finding in resolved.inspection.findings() {
        let Finding { reason, level, range, message, help, .. } = finding;
        let (style, word) = match level {
            Severity::Error => (ERROR, "error"),
            Severity::Warning => (WARNING, "warning"),
        };
        let _ = writeln!(text, "{style}{word}[{reason}]{style:#}{BOLD}: {message}{BOLD:#}");
        let mark = Mark { loc: Loc::new(range.start, range.end), label: "", primary: true };
        let width = terminal.width;
        let sheet = Sheet { text: url.as_bytes(), lines: &lines, secrets: &secrets, width, style, numbers: false };
        let snippet = sheet.snippet(&[mark]);
        snippet.draw(&mut text);
        if let Some(help) = help {
            attach(&mut text, &snippet, CODE.bold(), "help", help);
        }
        text.push('\n');
    }
    if resolved.inspection.verdict() == Verdict::Accept && !terminal.quiet {
        let _ = write!(text, "{GOOD}ok{GOOD:#}: {}", bulkwrite_core::quoted(url));
        for (i, addr) in resolved.addrs.iter().enumerate() {
            let _ = write!(text, "{}{addr}", if i == 0 { " at " } else { ", " });
        }
        text.push('\n');
    }
    out.write_all(text.as_bytes())
}

fn json(args: &Url, url: &str, resolved: &Resolved, out: &mut dyn Write) -> io::Result<()> {
    let inspection: &Inspection = &resolved.inspection;
    let mut line = Object::new();
    line.string("url", url)
        .string("verdict", verdict(inspection.verdict()))
        .strings("reasons", inspection.reasons().iter().map(|reason| reason.as_str()))
        .list("findings", inspection.findings().iter().map(finding));
    if args.resolve {
        let addrs: Vec<String> = resolved.addrs.iter().map(ToString::to_string).collect();
        line.strings("addresses", addrs.iter().map(String::as_str));
    }
    writeln!(out, "{}", line.close())
}

fn finding(finding: &Finding) -> String {
    let mut object = Object::new();
    object
        .string("reason", finding.reason.as_str())
        .string("level", if finding.level == Severity::Error { "error" } else { "warning" })
        .number("start", finding.range.start)
        .number("end", finding.range.end)
        .string("message", &finding.message)
        .optional("help", finding.help.as_deref())
        .optional("fix", finding.fix.as_deref());
    object.close()
}

fn loc(start: usize, end: usize) -> Loc {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Loc::new(place(start), place(end))
}
