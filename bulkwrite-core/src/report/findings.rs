//! Collects findings, bounded in number whatever the input.

use crate::level::Level;
use crate::report::diagnostic::Diagnostic;
use crate::report::rule::Rule;
use crate::source::Loc;
use crate::text::Text;

/// How many findings are held before they are only counted: far more than a report shows.
const HELD: usize = 2_000;

/// How many are held for a round of fixes, none of which has to be shown.
const HELD_FOR_FIXES: usize = 100_000;

/// The findings so far.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) held: Vec<Diagnostic>,
    /// Whether they are all to be fixed, rather than some to be shown.
    pub(crate) for_fixes: bool,
    /// The newest finding beyond those held, until the next one takes its place.
    spare: Option<Diagnostic>,
    /// How many were only counted, by level and rule configuration still unknown.
    pub(crate) beyond: Vec<(&'static Rule, Level, usize)>,
}

impl Findings {
    /// None so far, and room for as many as a round of fixes makes go away.
    pub(crate) const fn for_fixes() -> Self {
        Self { held: Vec::new(), for_fixes: true, spare: None, beyond: Vec::new() }
    }

    /// Adds a finding of `rule` at `loc`; what it returns can be told more.
    #[cold]
    pub(crate) fn report(&mut self, rule: &'static Rule, loc: Loc, message: impl Into<Text>) -> &mut Diagnostic {
        let found = Diagnostic::new(rule, loc, message);
        if self.held.len() < if self.for_fixes { HELD_FOR_FIXES } else { HELD } {
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
        if self.for_fixes && spare.fix.is_some() && self.held.len() < 2 * HELD_FOR_FIXES {
            // What cannot be mended takes no room of what can.
            self.held.push(spare);
            return;
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RULES;

    #[test]
    fn what_can_be_mended_is_held_behind_whatever_cannot() {
        let mut findings = Findings::for_fixes();
        for _ in 0..HELD_FOR_FIXES + 3 {
            findings.report(RULES[0], Loc::new(0, 1), "x");
        }
        for _ in 0..HELD_FOR_FIXES + 3 {
            findings.report(RULES[1], Loc::new(0, 1), "x").safe_fix("x", Vec::new());
        }
        findings.count_spare();
        let mended = findings.held.iter().filter(|found| found.fix.is_some()).count();
        assert_eq!((mended, findings.held.len()), (HELD_FOR_FIXES, 2 * HELD_FOR_FIXES));
        let counted: usize = findings.beyond.iter().map(|(.., count)| count).sum();
        assert_eq!(findings.held.len() + counted, 2 * HELD_FOR_FIXES + 6);
    }

    #[test]
    fn what_is_too_much_is_counted_and_the_first_error_is_held() {
        let (first, second) = (RULES[0], RULES[1]);
        let mut findings = Findings::default();
        let mut report = |rule, level| {
            findings.report(rule, Loc::new(0, 1), "x").level = level;
        };
        for _ in 0..HELD {
            report(first, Level::Warning);
        }
        for (rule, level) in [
            (first, Level::Warning),
            (second, Level::Warning),
            (first, Level::Error),
            (first, Level::Error),
            (first, Level::Warning),
            (second, Level::Error),
        ] {
            report(rule, level);
        }
        findings.count_spare();
        assert_eq!(findings.held.len(), HELD + 1);
        assert_eq!(findings.held.last().map(|held| held.level), Some(Level::Error));
        let counted: Vec<_> = findings.beyond.iter().map(|(rule, level, count)| (rule.name, *level, *count)).collect();
        let expected = [
            (first.name, Level::Warning, 2),
            (second.name, Level::Warning, 1),
            (first.name, Level::Error, 1),
            (second.name, Level::Error, 1),
        ];
        assert_eq!(counted, expected);
    }
}
