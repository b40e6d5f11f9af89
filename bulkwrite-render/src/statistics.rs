//! How often each rule found something.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use bulkwrite_core::Level;

use crate::human::{assumption, summary};
use crate::{GOOD, Look, Object, Output, Totals, View, style};

/// How often each rule found something, written in the end.
///
/// ```
/// use bulkwrite_render::{Look, Output, Totals, View, statistics::Statistics};
///
/// let text = br#"{ "operation": "insert", "resource": [] }"#;
/// let report = bulkwrite_core::check_json(text);
/// let view = View::new("job.json", text, &report);
/// let (mut statistics, mut out, mut totals) = (Statistics::new(Look::PLAIN, false), String::new(), Totals::default());
/// statistics.job(&mut out, &view);
/// totals.add([&view]);
/// statistics.finish(&mut out, &totals);
/// assert_eq!(out, "1  error    empty-resource\n1 error in 1 job\n");
/// ```
#[derive(Debug)]
pub struct Statistics {
    look: Look,
    /// Whether a program reads it.
    json: bool,
    counts: BTreeMap<(Level, &'static str), usize>,
    listed: usize,
}

impl Statistics {
    /// Nothing counted yet; `json` is for programs.
    pub const fn new(look: Look, json: bool) -> Self {
        Self { look, json, counts: BTreeMap::new(), listed: 0 }
    }
}

impl Output for Statistics {
    fn job(&mut self, _: &mut String, view: &View<'_>) {
        for found in view.findings() {
            *self.counts.entry((found.level, found.rule.name)).or_default() += 1;
            self.listed += 1;
        }
    }

    fn finish(&mut self, out: &mut String, totals: &Totals) {
        let mut counts: Vec<_> = self.counts.iter().map(|((level, rule), count)| (*count, *level, *rule)).collect();
        counts.sort_by_key(|(count, level, rule)| (*level, std::cmp::Reverse(*count), *rule));
        let width = counts.iter().map(|(count, ..)| count.to_string().len()).max().unwrap_or_default();
        for (count, level, rule) in counts {
            if self.json {
                let mut line = Object::new();
                line.string("rule", rule).string("level", level.as_str()).number("count", count);
                let _ = writeln!(out, "{}", line.close());
            } else {
                let style = self.look.paint(style(level));
                let _ = writeln!(out, "{count:>width$}  {style}{level:<7}{style:#}  {rule}", level = level.as_str());
            }
        }
        if self.json || !self.look.summary || totals.errors + totals.warnings == 0 {
            return;
        }
        let beyond = totals.errors + totals.warnings - self.listed;
        if beyond > 0 {
            let _ = writeln!(out, "{beyond:>width$}  beyond the first hundred of a job");
        }
        let _ = writeln!(out, "{}", summary(totals, self.look));
        if let Some(assumption) = assumption(totals) {
            let good = self.look.paint(GOOD);
            let _ = writeln!(out, "{good}note{good:#}: {assumption}");
        }
    }
}
