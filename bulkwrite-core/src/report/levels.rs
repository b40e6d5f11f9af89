//! The level of each rule, as configured.

use crate::report::level::Level;
use crate::report::rule::Rule;

/// The level of each rule: its own unless configured.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    set: Vec<(&'static Rule, Option<Level>)>,
}

impl Levels {
    /// Sets the level of a rule; `None` silences it. The last setting of a rule counts.
    ///
    /// ```
    /// use bulkwrite_core::{Level, Levels, rules};
    ///
    /// let mut levels = Levels::default();
    /// let rule = rules::find("one-based-index").unwrap();
    /// assert_eq!(levels.of(rule), None);
    /// levels.set(rule, Some(Level::Error));
    /// assert_eq!(levels.of(rule), Some(Level::Error));
    /// ```
    pub fn set(&mut self, rule: &'static Rule, level: Option<Level>) {
        self.set.retain(|(known, _)| *known != rule);
        self.set.push((rule, level));
    }

    /// The level of a rule.
    pub fn of(&self, rule: &'static Rule) -> Option<Level> {
        self.configured(rule).unwrap_or(rule.level)
    }

    /// The level that a rule was given, if it was.
    pub(crate) fn configured(&self, rule: &'static Rule) -> Option<Option<Level>> {
        if self.set.is_empty() {
            return None;
        }
        self.set.iter().find(|(known, _)| *known == rule).map(|(_, level)| *level)
    }
}
