//! One line for each finding.

use std::fmt::Write as _;

use crate::human::{assumption, summary};
use crate::text::{in_brackets, line_start};
use crate::{BOLD, GOOD, Look, Output, Totals, View, style};

/// One line for each finding: `job.json:4:9: error[missing-key]: …`.
#[derive(Debug)]
pub struct Concise {
    /// How it may look.
    pub look: Look,
}

/// The findings about a job, a line each, without colours.
///
/// ```
/// use bulkwrite_render::{View, concise};
///
/// let text = br#"{ "operation": "insert", "resource": [] }"#;
/// let report = bulkwrite_core::check_json(text);
/// let lines = concise::lines(&View::new("job.json", text, &report));
/// assert_eq!(lines, "job.json:1:38: error[empty-resource]: `resource` is empty (help: add an object with `type`, `module` and `file_id`)\n");
/// ```
pub fn lines(view: &View<'_>) -> String {
    let mut out = String::new();
    Concise { look: Look::PLAIN }.job(&mut out, view);
    out
}

impl Output for Concise {
    fn job(&mut self, out: &mut String, view: &View<'_>) {
        let bold = self.look.paint(BOLD);
        for found in view.findings() {
            let (name, at) = (line_start(found.place.source), found.place.start);
            let (style, level, rule) = (self.look.paint(style(found.level)), found.level, found.rule.name);
            let (line, column) = (at.line, at.column);
            let _ = writeln!(
                out,
                "{bold}{name}:{line}:{column}:{bold:#} {style}{level}[{rule}]{style:#}: {}{}",
                found.message,
                in_brackets(found.help)
            );
        }
    }

    fn finish(&mut self, out: &mut String, totals: &Totals) {
        if self.look.summary && totals.errors + totals.warnings > 0 {
            let _ = writeln!(out, "{}", summary(totals, self.look));
            if let Some(assumption) = assumption(totals) {
                let good = self.look.paint(GOOD);
                let _ = writeln!(out, "{good}note{good:#}: {assumption}");
            }
        }
    }
}
