//! The level of each rule, as configured.

use std::fmt;

use crate::level::Level;
use crate::report::rule::{Fixed, Rule};

/// The level of each rule: its own unless configured.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    set: Vec<(&'static Rule, Option<Level>)>,
}

impl Levels {
    /// Sets the level of a rule; `None` silences it. The last setting of a rule counts.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::{Level, Levels, rules};
    ///
    /// let mut levels = Levels::default();
    /// let rule = rules::find("one-based-index").unwrap();
    /// assert_eq!(levels.of(rule), None);
    /// levels.set(rule, Some(Level::Error))?;
    /// assert_eq!(levels.of(rule), Some(Level::Error));
    ///
    /// let guard = rules::find("callback-private-address").unwrap();
    /// let error = levels.set(guard, None).unwrap_err();
    /// assert!(error.to_string().starts_with("`callback-private-address` guards private networks, and cannot be lowered"));
    /// assert_eq!(levels.of(guard), Some(Level::Error));
    /// # Ok::<(), bulkwrite::FixedLevel>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the level would be lower than that of a rule whose level is [fixed](Rule::fixed).
    pub fn set(&mut self, rule: &'static Rule, level: Option<Level>) -> Result<(), FixedLevel> {
        if let Some(fixed) = rule.fixed()
            && level != Some(Level::Error)
        {
            return Err(FixedLevel { rule, fixed });
        }
        self.set.retain(|(known, _)| *known != rule);
        self.set.push((rule, level));
        Ok(())
    }

    /// The level of a rule.
    pub fn of(&self, rule: &'static Rule) -> Option<Level> {
        self.configured(rule).unwrap_or(rule.level)
    }

    /// The level that a rule was given, if it was.
    pub fn configured(&self, rule: &'static Rule) -> Option<Option<Level>> {
        if self.set.is_empty() {
            return None;
        }
        self.set.iter().find(|(known, _)| *known == rule).map(|(_, level)| *level)
    }
}

/// The error of lowering a rule whose level is [fixed](Rule::fixed); its text names the cure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixedLevel {
    rule: &'static Rule,
    fixed: Fixed,
}

impl FixedLevel {
    /// The rule.
    pub const fn rule(&self) -> &'static Rule {
        self.rule
    }

    /// Why it is fixed, and what to do instead.
    pub const fn fixed(&self) -> Fixed {
        self.fixed
    }

    /// What is wrong, without the cure.
    pub fn message(&self) -> String {
        format!("`{}` {}, and cannot be lowered", self.rule.name, self.fixed.why)
    }
}

impl fmt::Display for FixedLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.message(), self.fixed.cure)
    }
}

impl std::error::Error for FixedLevel {}
