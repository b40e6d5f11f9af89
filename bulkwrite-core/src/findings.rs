//! Collects findings, bounded in number whatever the input.

use crate::Loc;
use crate::diagnostic::{Diagnostic, Level, Text};
use crate::rule::Rule;

/// How many findings are held before they are only counted: far more than a report shows.
const HELD: usize = 2_000;

/// The findings so far.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) held: Vec<Diagnostic>,
    /// The newest finding beyond those held, until the next one takes its place.
    spare: Option<Diagnostic>,
    /// How many were only counted, by level and rule configuration still unknown.
    pub(crate) beyond: Vec<(&'static Rule, Level, usize)>,
}

impl Findings {
    /// Adds a finding of `rule` at `loc`; what it returns can be told more.
    #[cold]
    pub(crate) fn report(&mut self, rule: &'static Rule, loc: Loc, message: impl Into<Text>) -> &mut Diagnostic {
        let found = Diagnostic::new(rule, loc, message);
        if self.held.len() < HELD {
            self.held.push(found);
            let last = self.held.len() - 1;
            return &mut self.held[last];
        }
        self.count_spare();
        self.spare.insert(found)
    }

    /// Counts the finding that did not fit.
    pub(crate) fn count_spare(&mut self) {
        let Some(spare) = self.spare.take() else { return };
        match self.beyond.iter_mut().find(|(rule, level, _)| *rule == spare.rule && *level == spare.level) {
            Some((.., count)) => *count += 1,
            None if spare.level == Level::Error && !self.held.iter().any(|held| held.level == Level::Error) => {
                // An error among thousands of warnings is what the reader must see.
                self.held.push(spare);
            }
            None => self.beyond.push((spare.rule, spare.level, 1)),
        }
    }
}
