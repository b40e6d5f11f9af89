use crate::report::findings::Findings;
use crate::report::levels::Levels;
use crate::report::rule::Rule;
use crate::rules::declare::rule;
use crate::source::Loc;
use crate::source::edit::Edit;
use crate::source::node::Entry;
use crate::text::{quoted, sort};

rule! {
    /// ## What it does
    /// Finds null under an optional key of the job or of a resource. In mappings, where the CRM's own answers are full of
    /// nulls, it is silent.
    ///
    /// ## Why it matters
    /// Whether the CRM reads null as absent or as a value of the wrong type is not documented for these keys.
    ///
    /// ## Incorrect
    /// ```json
    /// {
    ///     "operation": "insert",
    ///     "callback": null,
    ///     "resource": [{ "type": "data", "module": "Leads", "file_id": "4150868000005379001" }]
    /// }
    /// ```
    ///
    /// ## Correct
    /// ```json
    /// {
    ///     "operation": "insert",
    ///     "resource": [{ "type": "data", "module": "Leads", "file_id": "4150868000005379001" }]
    /// }
    /// ```
    ///
    /// ## Reference
    /// The job details that the API returns, which echo mappings with nulls and leave other absent keys out.
    "explicit-null" Warning Reading
}

#[cold]
pub(crate) fn report(findings: &mut Findings, entry: &Entry<'_>) {
    findings
        .report(&RULE, entry.value.loc, format!("{} is null", quoted(&entry.key)))
        .help("leave the key out")
        .safe_fix(format!("remove {}", quoted(&entry.key)), vec![Edit::RemoveEntry { key: entry.key_loc }]);
}

/// Withdraws what another rule reports at the same null: that one says what the null comes to.
pub(crate) fn withdraw_explained(findings: &mut Findings, levels: &Levels) {
    if !findings.held.iter().any(|found| found.rule == &RULE) {
        return;
    }
    let is_other = |rule: &'static Rule| rule != &RULE && levels.of(rule).is_some();
    let others = findings.held.iter().filter(|found| is_other(found.rule));
    let mut explained: Vec<Loc> = others.map(|found| found.loc).collect();
    sort::by(&mut explained, Ord::cmp);
    findings.held.retain(|found| found.rule != &RULE || explained.binary_search(&found.loc).is_err());
}
