use crate::job::ast::Job;
use crate::job::lower::spot::Stray;
use crate::report::diagnostic::Diagnostic;
use crate::report::findings::Findings;
use crate::rules::declare::rule;
use crate::source::Loc;
use crate::source::edit::Edit;
use crate::text::quoted;
use crate::vendor::aliases::known;
use crate::vendor::keys::Owner;

rule! {
    /// ## What it does
    /// Finds a key that its object does not have: a misspelt one, one that belongs to another object of the job, one of
    /// another API.
    ///
    /// ## Why it matters
    /// Such a key has no effect: a misspelt `callBack` is a job that finishes and tells nobody, a misplaced
    /// `ignore_empty` is one that overwrites values with blanks. Whether the CRM refuses it is not documented.
    ///
    /// ## Incorrect
    /// ```json
    /// {
    ///     "operation": "insert",
    ///     "callBack": { "url": "https://hooks.zylker.com/bulk", "method": "post" },
    ///     "resource": [{ "type": "data", "module": "Leads", "file_id": "4150868000005379001" }]
    /// }
    /// ```
    ///
    /// ## Correct
    /// ```json
    /// {
    ///     "operation": "insert",
    ///     "callback": { "url": "https://hooks.zylker.com/bulk", "method": "post" },
    ///     "resource": [{ "type": "data", "module": "Leads", "file_id": "4150868000005379001" }]
    /// }
    /// ```
    ///
    /// ## Reference
    /// The keys of the create-job page; the vendor's own sample of a bulk update spells the key `callBack`.
    "unknown-key" Warning Reading
}

#[cold]
pub(crate) fn report(findings: &mut Findings, stray: &Stray, job: Option<&Job<'_>>) {
    let found = findings.report(&RULE, stray.key_loc, message(stray.owner, &stray.key));
    if let (Some(meant), true) = (stray.meant, stray.taken) {
        found.help(format!("remove it: {} has `{meant}` already", stray.owner.describe()));
    } else if stray.meant.is_some() || known(stray.owner, &stray.key).is_some() {
        cure(found, stray);
    } else if let Some(home) = home(stray) {
        let help = format!("move it to {}, where it belongs", home.describe());
        if let Some(map) = job.and_then(|job| room(job, home, &stray.key)) {
            let edit = Edit::MoveEntry { key: stray.key_loc, map, to: stray.key.clone().into() };
            found.unsafe_fix(help.clone(), vec![edit]);
        }
        found.help(help);
    } else {
        let keys: Vec<String> = stray.owner.names().map(|key| format!("`{key}`")).collect();
        found.help(format!("remove it, or write one of {}", keys.join(", ")));
    }
}

/// Says how to write what was meant.
pub(crate) fn cure(found: &mut Diagnostic, stray: &Stray) {
    let known = known(stray.owner, &stray.key);
    let help = known.and_then(|known| known.help);
    if let (Some(meant), Some([before, after])) = (stray.meant, known.and_then(|known| known.around)) {
        found.help(format!("write `\"{meant}\": {before}…{after}`"));
        if let Some(value) = stray.text {
            let wrap = Edit::Wrap { value, before: before.into(), after: after.into() };
            let edits = vec![Edit::RenameKey { key: stray.key_loc, to: meant.into() }, wrap];
            found.safe_fix(format!("write it as `{meant}`"), edits);
        }
        return;
    }
    let rename = |meant: &'static str| vec![Edit::RenameKey { key: stray.key_loc, to: meant.into() }];
    match (help, stray.meant) {
        (Some(help), _) => {
            found.help(help);
        }
        (None, Some(meant)) if !stray.owner.has(meant) => {
            found.help(format!("this is `{meant}` of a resource here"));
        }
        (None, Some(meant)) if stray.alias => {
            found.help(format!("write `{meant}` instead of {}", quoted(&stray.key)));
            let title = format!("rename the key to `{meant}`");
            // A column or position may be counted from 1.
            if stray.fits && meant != "index" {
                found.safe_fix(title, rename(meant));
            } else {
                found.unsafe_fix(title, rename(meant));
            }
        }
        (None, Some(meant)) => {
            found.help(format!("rename {} to `{meant}`", quoted(&stray.key)));
            found.safe_fix(format!("rename the key to `{meant}`"), rename(meant));
        }
        (None, None) => {}
    }
}

/// Reports a key among so many that no more of them are explained.
#[cold]
pub(crate) fn report_plain(findings: &mut Findings, owner: Owner, key: &str, loc: Loc) {
    findings.report(&RULE, loc, message(owner, key)).help("remove it");
}

fn message(owner: Owner, key: &str) -> String {
    format!("{} has no key {}", owner.describe(), quoted(key))
}

/// Where the only object of that kind stands, if it lacks the key.
fn room(job: &Job<'_>, home: Owner, key: &str) -> Option<Loc> {
    let (loc, is_absent) = match home {
        Owner::Job => (
            job.loc,
            match key {
                "ignore_empty" => job.ignore_empty.is_absent(),
                "character_encoding" => job.character_encoding.is_absent(),
                "callback" => job.callback.is_absent(),
                _ => false,
            },
        ),
        Owner::Resource => {
            let [resource] = job.resources.value()?.as_slice() else { return None };
            let resource = resource.value()?;
            let is_absent = match key {
                "find_by" => resource.find_by.is_absent(),
                "file_names" => resource.file_names.is_absent(),
                "field_mappings" => resource.mappings.is_absent(),
                _ => false,
            };
            (resource.loc, is_absent)
        }
        _ => return None,
    };
    is_absent.then_some(loc)
}

/// The object whose key this is.
fn home(stray: &Stray) -> Option<Owner> {
    Owner::ALL.into_iter().find(|owner| *owner != stray.owner && owner.has(&stray.key))
}
