//! How often each rule found something.

use std::collections::BTreeMap;
use std::io::{self, Write};

use bulkwrite_core::Level;

use super::human::{style, summary};
use super::json::Object;
use super::{Output, Totals, View};
use crate::terminal::Terminal;

#[derive(Debug)]
pub(crate) struct Statistics {
    terminal: Terminal,
    /// Whether a program reads it.
    json: bool,
    counts: BTreeMap<(Level, &'static str), usize>,
    listed: usize,
}

impl Statistics {
    pub(crate) const fn new(terminal: Terminal, json: bool) -> Self {
        Self { terminal, json, counts: BTreeMap::new(), listed: 0 }
    }
}

impl Output for Statistics {
    fn job(&mut self, _: &mut dyn Write, view: &View<'_>) -> io::Result<()> {
        for found in view.diagnostics() {
            *self.counts.entry((found.level, found.rule.name)).or_default() += 1;
            self.listed += 1;
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, totals: &Totals) -> io::Result<()> {
        let mut counts: Vec<_> = self.counts.iter().map(|((level, rule), count)| (*count, *level, *rule)).collect();
        counts.sort_by_key(|(count, level, rule)| (*level, std::cmp::Reverse(*count), *rule));
        let width = counts.iter().map(|(count, ..)| count.to_string().len()).max().unwrap_or_default();
        for (count, level, rule) in counts {
            if self.json {
                let mut line = Object::new();
                line.string("rule", rule).string("level", level.as_str()).number("count", count);
                writeln!(out, "{}", line.close())?;
            } else {
                let style = style(level);
                writeln!(out, "{count:>width$}  {style}{level:<7}{style:#}  {rule}", level = level.as_str())?;
            }
        }
        if self.json || self.terminal.quiet || totals.errors + totals.warnings == 0 {
            return Ok(());
        }
        let beyond = totals.errors + totals.warnings - self.listed;
        if beyond > 0 {
            writeln!(out, "{beyond:>width$}  beyond the first hundred of a job")?;
        }
        writeln!(out, "{}", summary(totals))
    }
}
