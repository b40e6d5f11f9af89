//! What a rule is offered beside the part that it looks at, and where it reports.

use crate::job::ast::{Field, Job, Mapping, Resource};
use crate::job::lower::spot::Stray;
use crate::metadata;
use crate::metadata::ModuleFields;
use crate::options::Options;
use crate::report::diagnostic::Diagnostic;
use crate::report::findings::Findings;
use crate::report::rule::Rule;
use crate::rules::shape::unknown_key;
use crate::source::Loc;
use crate::text::{Text, quoted};
use crate::vendor::keys::Owner;

/// A resource whose module's fields are known.
pub(crate) struct Fields<'c> {
    /// The module's name.
    pub(crate) module: &'c str,
    /// Its fields.
    pub(crate) all: &'c ModuleFields,
    /// The mappings that can be read, each with its field if there is one of that name.
    pub(crate) mapped: Vec<(&'c Mapping<'c>, Option<&'c metadata::Field>)>,
}

/// What a rule may look at beside the part it is offered, and where it reports.
pub(crate) struct Context<'c> {
    /// The whole job.
    pub(crate) job: &'c Job<'c>,
    /// How the job is checked.
    pub(crate) options: &'c Options,
    /// Which resource is at hand.
    pub(crate) position: usize,
    pub(crate) findings: &'c mut Findings,
    pub(crate) strays: &'c mut Vec<Stray>,
}

impl<'c> Context<'c> {
    /// Reports a finding; what it returns can be told more.
    ///
    /// Cold, so that what leads to it is kept out of the way: all rules that a good job passes fit into the fastest cache.
    #[cold]
    pub(crate) fn report(&mut self, rule: &'static Rule, loc: Loc, message: impl Into<Text>) -> &mut Diagnostic {
        self.findings.report(rule, loc, message)
    }

    /// The fields of the module of the resource at hand, if they are known.
    pub(crate) fn fields(&self) -> Option<&'c ModuleFields> {
        self.options.metadata.as_ref()?.get(self.resource()?.module_name()?.value)
    }

    /// The resource at hand, or the one that the mapping at hand belongs to.
    pub(crate) fn resource(&self) -> Option<&'c Resource<'c>> {
        self.job.resources.value()?.get(self.position)?.value()
    }

    /// Takes an unknown key named `key` of such an object as explained, so that it is not reported again; where it stands.
    pub(crate) fn claim_stray(&mut self, owner: Owner, key: &str) -> Option<Loc> {
        let stray = self
            .strays
            .iter_mut()
            .find(|stray| !stray.claimed && stray.owner == owner && (stray.key == key || stray.meant == Some(key)))?;
        stray.claimed = true;
        Some(stray.key_loc)
    }

    /// Whether an unknown key that nothing explains yet is `key`, misspelt or out of its place.
    pub(crate) fn has_stray(&self, key: &str) -> bool {
        self.strays.iter().any(|stray| !stray.claimed && !stray.taken && (stray.key == key || stray.meant == Some(key)))
    }

    /// Takes a misspelling of `key` in the object at `owner_loc` as explained.
    pub(crate) fn claim_misspelling(&mut self, owner_loc: Loc, key: &str) -> Option<Stray> {
        let stray = self
            .strays
            .iter_mut()
            .find(|stray| !stray.claimed && !stray.taken && stray.owner_loc == owner_loc && stray.meant == Some(key))?;
        stray.claimed = true;
        Some(stray.clone())
    }

    /// Reports a key that the object at `owner_loc` needs and does not have: where null stands for it, at a misspelling of
    /// it, which is cured, or at the object.
    #[cold]
    pub(crate) fn report_absent<T>(
        &mut self,
        rule: &'static Rule,
        owner_loc: Loc,
        (key, field): (&'static str, &Field<T>),
        misspelt: Option<&Stray>,
        message: &str,
    ) -> &mut Diagnostic {
        if let Some(null) = field.null() {
            return self.report(rule, null, format!("{message}: null counts as none"));
        }
        let Some(stray) = misspelt else {
            let found = self.report(rule, owner_loc, message.to_owned());
            found.key = Some(key);
            return found;
        };
        let found = self.report(rule, stray.key_loc, format!("{message}, but {}", quoted(&stray.key)));
        found.key = Some(key);
        found.lacking = Some(owner_loc);
        unknown_key::cure(found, stray);
        found
    }
}
