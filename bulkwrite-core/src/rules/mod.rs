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

use crate::level::Level;
use crate::report::levels::Levels;
use crate::report::rule::{Group, Rule};

/// The rule of that name, or that once had it.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::rules;
///
/// assert_eq!(rules::find("missing-key").map(|rule| rule.name), Some("missing-key"));
/// assert_eq!(rules::find("no-such-rule"), None);
/// ```
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.is_called(name))
}

/// The rules of other crates of the project, which know more than a job: a configuration may set their levels, too.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::rules;
///
/// assert!(rules::ELSEWHERE.contains(&"wrong-endpoint"));
/// assert_eq!(rules::find("wrong-endpoint"), None);
/// ```
pub const ELSEWHERE: &[&str] = &[
    "ambiguous-delimiter",
    "bare-carriage-return",
    "blank-clears",
    "blank-line-inside",
    "cell-too-long",
    "cell-unlike-format",
    "choice-separator",
    "duplicate-header",
    "duplicate-parent-key",
    "duplicate-unique-value",
    "empty-key",
    "empty-mandatory-cell",
    "encoding-mismatch",
    "file-name-not-in-zip",
    "file-too-large",
    "formula-cell",
    "header-is-no-field",
    "header-names-another-field",
    "index-beyond-columns",
    "invisible-character",
    "malformed-boolean",
    "malformed-email",
    "malformed-id",
    "malformed-number",
    "malformed-phone",
    "malformed-url",
    "mojibake",
    "nameless-column",
    "no-header",
    "no-rows",
    "not-a-zip",
    "not-csv",
    "null-word",
    "parent-not-in-file",
    "ragged-row",
    "repeated-header",
    "rounded-id",
    "several-files",
    "spreadsheet-error",
    "stray-entry",
    "stray-quote",
    "structured-cell",
    "swallowed-rows",
    "too-many-children",
    "too-many-columns",
    "too-many-rows",
    "unclosed-quote",
    "unlisted-choice",
    "unmapped-column",
    "unsupported-delimiter",
    "wrong-endpoint",
];

/// The rules of a group.
pub fn of(group: Group) -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().filter(move |rule| rule.group == group)
}

impl Levels {
    /// Every rule at its own level, and those that are silent unless asked for as warnings.
    pub fn all() -> Self {
        let mut levels = Self::default();
        for rule in RULES.iter().filter(|rule| rule.level.is_none()) {
            // None of them is a guard, so it is never refused.
            let _ = levels.set(rule, Some(Level::Warning));
        }
        levels
    }
}
