//! One line for each finding.

use std::io::{self, Write};

use super::human::{style, summary};
use super::{Output, Totals, View, escaped};
use crate::terminal::{BOLD, Terminal};

#[derive(Debug)]
pub(crate) struct Concise {
    pub(crate) terminal: Terminal,
}

impl Output for Concise {
    fn job(&mut self, out: &mut dyn Write, view: &View<'_>) -> io::Result<()> {
        let name = escaped(&view.file.name);
        for found in view.diagnostics() {
            let at = view.position(view.in_file(found.loc, found.within).start);
            let (style, level, rule) = (style(found.level), found.level, found.rule.name);
            let (line, column) = (at.line, at.column);
            writeln!(out, "{BOLD}{name}:{line}:{column}:{BOLD:#} {style}{level}[{rule}]{style:#}: {}", found.message)?;
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, totals: &Totals) -> io::Result<()> {
        if self.terminal.quiet || totals.errors + totals.warnings == 0 {
            return Ok(());
        }
        writeln!(out, "{}", summary(totals))
    }
}
