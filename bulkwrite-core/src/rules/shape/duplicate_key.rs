use crate::level::Level;
use crate::options::Options;
use crate::report::findings::Findings;
use crate::rules::declare::rule;
use crate::source::edit::Edit;
use crate::source::node::Entry;
use crate::text::quoted;

rule! {
    /// ## What it does
    /// Finds a key that stands twice in one object, also where one of the two is spelled with escapes.
    ///
    /// ## Why it matters
    /// Which of the two the CRM reads is not documented, and a reviewer sees one of them.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0, "index": 3 }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 3 }
    /// ```
    ///
    /// ## Reference
    /// RFC 8259, section 4: the behaviour of software that receives such an object is unpredictable.
    "duplicate-key" Error Reading
}

#[cold]
pub(crate) fn report(findings: &mut Findings, entry: &Entry<'_>, first: &Entry<'_>) {
    let found = findings
        .report(&RULE, entry.key_loc, format!("{} stands twice in this object", quoted(&entry.key)))
        .related(first.key_loc, "first written here");
    if entry.value.value == first.value.value {
        found
            .help("remove one of the two")
            .safe_fix("remove the repeated entry", vec![Edit::RemoveEntry { key: entry.key_loc }]);
    } else {
        found.help("keep the value that is meant and remove the other: which one the CRM reads is not documented");
    }
}

impl Options {
    /// For those who make something else of a job than a report: a key that stands twice has one reading for a report, but which
    /// of its values is written or sent must not be chosen in silence, whatever the level of the rule is set to.
    #[doc(hidden)]
    #[must_use]
    pub fn one_reading(mut self) -> Self {
        if !self.has_one_reading() {
            let _ = self.levels.set(&RULE, Some(Level::Error)); // it is raised
        }
        self
    }

    pub(crate) fn has_one_reading(&self) -> bool {
        self.levels.of(&RULE) == Some(Level::Error)
    }
}
