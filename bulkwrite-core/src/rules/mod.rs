//! The rules: one file each, and one line in the file of its group, whose order is that of the documentation.

pub mod callback;
pub(crate) mod callback_family;
pub(crate) mod context;
pub(crate) mod declare;
pub mod mapping;
pub mod metadata;
pub mod parent;
mod registry;
pub mod resource;
pub mod shape;
pub(crate) mod shape_faults;

pub(crate) use registry::CHECKS;
pub use registry::RULES;

use crate::report::level::Level;
use crate::report::levels::Levels;
use crate::report::rule::{Group, Rule};

/// The rule of that name.
///
/// ```
/// use bulkwrite_core::rules;
///
/// assert_eq!(rules::find("missing-key").map(|rule| rule.name), Some("missing-key"));
/// assert_eq!(rules::find("no-such-rule"), None);
/// ```
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// The rules of a group.
pub fn of(group: Group) -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().filter(move |rule| rule.group == group)
}

/// What to do instead of lowering a rule that keeps callbacks out of private networks; `None` for any other rule.
///
/// No configuration may set such a rule to `warn` or `allow`: that would be a switch that turns the check off.
///
/// ```
/// use bulkwrite_core::rules;
///
/// let cure = |name| rules::guard_cure(rules::find(name).unwrap());
/// assert!(cure("callback-private-address").unwrap().contains("[callback]"));
/// assert_eq!(cure("callback-port"), None);
/// ```
pub fn guard_cure(rule: &Rule) -> Option<&'static str> {
    let has_host = [&callback::callback_private_address::RULE, &callback::callback_private_name::RULE];
    let has_none = [
        &callback::insecure_callback::RULE,
        &callback::callback_malformed::RULE,
        &callback::callback_userinfo::RULE,
        &callback::callback_noncanonical_host::RULE,
    ];
    if has_host.contains(&rule) {
        Some("name the hosts that are meant: `[callback]`, then `allow = [\"crm.corp\", \"10.1.0.0/16\"]`")
    } else if has_none.contains(&rule) {
        Some("correct the URL; hosts that are not public go into `allow` below `[callback]`")
    } else {
        None
    }
}

impl Levels {
    /// Every rule at its own level, and those that are silent unless asked for as warnings.
    pub fn all() -> Self {
        let mut levels = Self::default();
        for rule in RULES.iter().filter(|rule| rule.level.is_none()) {
            levels.set(rule, Some(Level::Warning));
        }
        levels
    }
}
