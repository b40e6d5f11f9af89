//! `bulkwrite rules`

use std::io::{self, Write};

use bulkwrite_core::{Group, Rule};
use bulkwrite_render::{BOLD, FAINT, Object, style};

use super::Exit;
use crate::cli::{Rules, RulesFormat};
use crate::rules;
use crate::terminal::Terminal;

pub(crate) fn run(args: &Rules, terminal: &Terminal) -> io::Result<Exit> {
    match args.format {
        RulesFormat::Human => human(&mut terminal.styled(), terminal)?,
        RulesFormat::Json => json(&mut Terminal::plain())?,
        RulesFormat::Markdown => markdown(&mut Terminal::plain())?,
    }
    Ok(Exit::Clean)
}

fn human(out: &mut dyn Write, terminal: &Terminal) -> io::Result<()> {
    let width = rules::all().map(|rule| rule.name.len()).max().unwrap_or_default();
    // Two blanks between the columns; the levels take seven.
    let indent = width + 11;
    let room = terminal.width.min(120).saturating_sub(indent).max(30);
    for (i, group) in Group::ALL.into_iter().chain([Group::Data]).enumerate() {
        let mut rules = rules::all().filter(|rule| rule.group == group).peekable();
        if rules.peek().is_none() {
            continue;
        }
        writeln!(out, "{}{BOLD}{}{BOLD:#}", if i == 0 { "" } else { "\n" }, group.title())?;
        for rule in rules {
            let style = rule.level.map_or(FAINT, style);
            write!(out, "{:width$}  {style}{:<7}{style:#}  ", rule.name, level(rule))?;
            for (i, line) in wrapped(&summary(rule), room).iter().enumerate() {
                if i > 0 {
                    write!(out, "{:indent$}", "")?;
                }
                writeln!(out, "{line}")?;
            }
        }
    }
    if !terminal.quiet {
        writeln!(out, "\nRules that are off find something only when set: --rule NAME=LEVEL")?;
    }
    out.flush()
}

fn json(out: &mut dyn Write) -> io::Result<()> {
    for rule in rules::all() {
        let mut line = Object::new();
        line.string("name", rule.name)
            .string("group", rule.group.folder())
            .string("level", level(rule))
            .string("summary", &summary(rule))
            .optional("code", rule.predicts.map(|(code, _)| code))
            .optional("basis", rule.predicts.map(|(_, basis)| basis.as_str()))
            .string("url", &rule.url());
        writeln!(out, "{}", line.close())?;
    }
    out.flush()
}

fn markdown(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| rule | level | finds |\n|---|---|---|")?;
    for rule in rules::all() {
        writeln!(
            out,
            "| [`{}`]({}) | {} | {} |",
            rule.name,
            rule.url(),
            level(rule),
            summary(rule).replace('|', "\\|")
        )?;
    }
    out.flush()
}

fn level(rule: &Rule) -> &'static str {
    rule.level.map_or("off", bulkwrite_core::Level::as_str)
}

/// What the rule finds, without the verb and the full stop that all summaries share.
fn summary(rule: &Rule) -> String {
    let summary = rule.summary();
    let summary = summary.strip_suffix('.').unwrap_or(&summary);
    summary.strip_prefix("Finds ").unwrap_or(summary).to_owned()
}

/// A text as lines of at most `width` characters, where its words allow it.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut length = 0;
    for word in text.split_whitespace() {
        let len = word.chars().count();
        if length > 0 && length + 1 + len > width {
            lines.push(String::new());
            length = 0;
        }
        let line = lines.len() - 1;
        if length > 0 {
            lines[line].push(' ');
            length += 1;
        }
        lines[line].push_str(word);
        length += len;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrapped("a bb ccc", 4), ["a bb", "ccc"]);
        assert_eq!(wrapped("longword a", 3), ["longword", "a"]);
        assert_eq!(wrapped("", 3), [""]);
    }
}
