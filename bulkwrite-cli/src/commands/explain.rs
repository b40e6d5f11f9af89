//! `bulkwrite explain`

use std::io::{self, Write};

use bulkwrite_core::callback::{Reason, Severity};
use bulkwrite_core::keys::{self, Key};
use bulkwrite_core::response::{CodeFacts, ErrorCode};
use bulkwrite_core::{Rule, metadata, suggest};
use bulkwrite_render::{BOLD, CODE, FAINT, escaped, style};

use super::Exit;
use super::rules::wrapped;
use crate::cli::Explain;
use crate::rules;
use crate::terminal::Terminal;

pub(crate) fn run(args: &Explain, terminal: &Terminal) -> io::Result<Exit> {
    let mut out = terminal.styled();
    let mut exit = Exit::Clean;
    let page = Page { width: terminal.width.min(100) };
    for (i, name) in args.names.iter().enumerate() {
        let code = ErrorCode::from(name.to_ascii_uppercase().as_str());
        let mut line_break = if i == 0 { "" } else { "\n" };
        if let Some(rule) = rules::find(&name.to_ascii_lowercase()) {
            write!(out, "{line_break}")?;
            page.rule(&mut out, rule)?;
        } else if name.eq_ignore_ascii_case("metadata") {
            write!(out, "{line_break}")?;
            page.markdown(&mut out, metadata::GUIDE)?;
        } else if let Some(facts) = code.facts() {
            write!(out, "{line_break}")?;
            page.code(&mut out, facts)?;
        } else if let Ok(reason) = name.parse::<Reason>() {
            let level = if reason.level() == Severity::Error { "refuses" } else { "questions" };
            let what = reason.describe();
            writeln!(out, "{line_break}{BOLD}{reason}{BOLD:#}: the callback check {level} a URL for it: {what}")?;
        } else if keys_called(name).next().is_some() {
            for key in keys_called(name) {
                write!(out, "{line_break}{BOLD}{}{BOLD:#}\n\n", key.path())?;
                page.markdown(&mut out, &key.markdown())?;
                line_break = "\n";
            }
        } else {
            out.flush()?;
            terminal.complain(unknown(name));
            exit = Exit::Failed;
        }
    }
    out.flush()?;
    Ok(exit)
}

/// The keys of a job that have this name, or stand at this path.
fn keys_called(name: &str) -> impl Iterator<Item = &'static Key> {
    keys::all().filter(move |key| key.name == name || key.path() == name)
}

fn unknown(name: &str) -> String {
    let names = rules::all().map(|rule| rule.name).chain(ErrorCode::ALL.iter().map(ErrorCode::as_str));
    let names = names.chain(keys::all().map(|key| key.name));
    let hint = match suggest::near_miss(name, names) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "`bulkwrite rules` lists the rules".to_owned(),
    };
    let shown: String = escaped(name).chars().take(60).collect();
    format!("`{shown}` is no rule, no code of the CRM and no key of a job; {hint}")
}

struct Page {
    width: usize,
}

impl Page {
    fn rule(&self, out: &mut dyn Write, rule: &Rule) -> io::Result<()> {
        let level = rule.level.map_or("off", bulkwrite_core::Level::as_str);
        let colour = rule.level.map_or(FAINT, style);
        writeln!(out, "{colour}{level}[{}]{colour:#}", rule.name)?;
        if rule.level.is_none() {
            writeln!(out, "Silent unless asked for: --rule {}=warn", rule.name)?;
        }
        if let Some((code, basis)) = rule.predicts {
            writeln!(out, "The CRM answers {CODE}{code}{CODE:#} ({basis})")?;
        }
        writeln!(out)?;
        self.markdown(out, &rule.markdown())?;
        writeln!(out, "\n{FAINT}{}{FAINT:#}", rule.url())
    }

    /// Headings bold, code indented, paragraphs wrapped.
    fn markdown(&self, out: &mut dyn Write, text: &str) -> io::Result<()> {
        let mut lines = text.lines().peekable();
        let mut first = true;
        while let Some(line) = lines.next() {
            if let Some(heading) = line.strip_prefix("## ") {
                writeln!(out, "{}{BOLD}{heading}{BOLD:#}", if first { "" } else { "\n" })?;
            } else if line.starts_with("```") {
                for line in lines.by_ref().take_while(|line| !line.starts_with("```")) {
                    writeln!(out, "    {CODE}{line}{CODE:#}")?;
                }
            } else if line.trim().is_empty() {
                if lines.peek().is_some_and(|next| !next.starts_with("## ") && !next.is_empty()) && !first {
                    writeln!(out)?;
                }
            } else {
                let mut paragraph = line.to_owned();
                let ends = |next: &&str| {
                    next.is_empty() || ["## ", "```", "* ", "- ", "| "].iter().any(|sign| next.starts_with(sign))
                };
                while let Some(next) = lines.next_if(|next| !ends(next)) {
                    paragraph.push(' ');
                    paragraph.push_str(next);
                }
                self.paragraph(out, &paragraph)?;
            }
            first = false;
        }
        Ok(())
    }

    fn paragraph(&self, out: &mut dyn Write, text: &str) -> io::Result<()> {
        for line in wrapped(text, self.width) {
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    fn code(&self, out: &mut dyn Write, facts: &CodeFacts) -> io::Result<()> {
        writeln!(out, "{BOLD}{}{BOLD:#} ({})\n", facts.code, facts.basis())?;
        self.paragraph(out, facts.meaning)?;
        writeln!(out)?;
        let rows: [(&str, Vec<String>); 6] = [
            ("given by", facts.origins.iter().map(ToString::to_string).collect()),
            ("HTTP", facts.http.iter().map(|(status, basis)| format!("{status} ({basis})")).collect()),
            ("message", facts.messages.iter().map(|(text, basis)| format!("{text} ({basis})")).collect()),
            ("details", facts.details.iter().map(ToString::to_string).collect()),
            ("see also", facts.alternatives.iter().map(ToString::to_string).collect()),
            ("found by", rules_that_predict(facts.code.as_str())),
        ];
        for (label, items) in rows {
            for (i, item) in items.iter().enumerate() {
                writeln!(out, "  {FAINT}{:<8}{FAINT:#}  {item}", if i == 0 { label } else { "" })?;
            }
        }
        for (heading, text) in [("What leads to it", facts.causes), ("What to do", facts.cure)] {
            writeln!(out, "\n{BOLD}{heading}{BOLD:#}")?;
            self.paragraph(out, text)?;
        }
        Ok(())
    }
}

/// The rules that tell beforehand that the CRM would answer with this code.
fn rules_that_predict(code: &str) -> Vec<String> {
    let rules = rules::all().filter(|rule| rule.predicts.is_some_and(|(predicted, _)| predicted == code));
    rules.map(|rule| rule.name.to_owned()).collect()
}
