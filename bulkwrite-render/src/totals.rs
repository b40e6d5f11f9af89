//! What all findings come to.

use bulkwrite_core::{ApiVersion, VERSIONS, VersionFrom};

use crate::View;

/// What all findings come to.
///
/// ```
/// use bulkwrite_render::{Totals, View};
///
/// let text = br#"{ "operation": "insert", "resource": [] }"#;
/// let report = bulkwrite_core::check_json(text);
/// let mut totals = Totals::default();
/// totals.add(&[View::new("job.json", text, &report)]);
/// assert_eq!((totals.files, totals.errors), (1, 1));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many errors there are.
    pub errors: usize,
    /// How many warnings there are.
    pub warnings: usize,
    /// How many of the findings `bulkwrite fix` makes go away.
    pub fixable: usize,
    /// How many files were checked.
    pub files: usize,
    /// How many jobs.
    pub jobs: usize,
    /// How many of them were checked for v2 for no other reason than that their `module` is a string.
    pub assumed: usize,
    /// A bit for each version that jobs were checked for.
    versions: u32,
    /// How many of the jobs are requests of Postman collections.
    pub requests: usize,
    /// How many recorded answers there were to compare with.
    pub recorded: usize,
    /// How many of these were predicted.
    pub agreed: usize,
}

impl Totals {
    /// Adds a file: the jobs in it.
    pub fn add<'a, 'v: 'a>(&mut self, jobs: impl IntoIterator<Item = &'a View<'v>>) {
        self.files += 1;
        for view in jobs {
            self.errors += view.errors();
            self.warnings += view.warnings();
            self.fixable += view.fixable();
            self.jobs += 1;
            self.assumed += usize::from(view.report().version_from() == VersionFrom::Module);
            self.versions |= 1 << (view.report().version() as u32);
            let Some(request) = view.request() else { continue };
            self.requests += 1;
            let agrees = request.recorded.and_then(|recorded| recorded.agrees(view.report()));
            self.recorded += usize::from(agrees.is_some());
            self.agreed += usize::from(agrees == Some(true));
        }
    }

    /// The versions that jobs were checked for.
    pub fn versions(&self) -> impl Iterator<Item = ApiVersion> {
        VERSIONS.iter().map(|facts| facts.version).filter(|version| self.versions & (1 << (*version as u32)) != 0)
    }
}
