use crate::job::lower::spot::{Missing, Stray};
use crate::report::findings::Findings;
use crate::response::Basis;
use crate::rules::declare::rule;
use crate::rules::shape::unknown_key;
use crate::source::edit::Edit;
use crate::text::quoted;
use crate::vendor::keys::Owner;
use crate::vendor::version::ApiVersion;

rule! {
    /// ## What it does
    /// Finds a required key that is absent or null: `operation` and `resource` of the job, `url` and `method` of a callback,
    /// `type`, `module` and `file_id` of a resource, `api_name` of a module or mapping, and the `index` of a mapping that
    /// has no `default_value`.
    ///
    /// ## Why it matters
    /// The CRM refuses the job, and names the key in its own spelling (`fileid`).
    ///
    /// ## Incorrect
    /// ```json resource
    /// { "type": "data", "module": { "api_name": "Leads" } }
    /// ```
    ///
    /// ## Correct
    /// ```json resource
    /// { "type": "data", "module": { "api_name": "Leads" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Reference
    /// A recorded v2 answer for `file_id`; the create-job page and the messages of the vendor's OpenAPI description for
    /// `operation` and `index`.
    "missing-key" Error Reading predicts MISSING_REQUIRED_KEY Inferred
}

#[cold]
pub(crate) fn report(
    findings: &mut Findings,
    version: ApiVersion,
    missing: &Missing,
    (misspelt, misplaced): (Option<&Stray>, Option<&Stray>),
    alone: bool,
) {
    let Missing { owner_loc, key: wanted, null, field } = missing;
    let (owner, key) = (wanted.owner, wanted.name);
    let message = match (null, field) {
        (Some(_), _) => format!("`{key}` is null, and {} needs it", owner.describe()),
        (None, Some(field)) => format!("the mapping of {} has no `{key}` and no `default_value`", quoted(field)),
        (None, None) => format!("{} has no `{key}`", owner.describe()),
    };
    let found = findings.report(&RULE, null.unwrap_or(*owner_loc), message);
    if null.is_none() {
        found.key = Some(key);
    }
    match (misspelt, misplaced) {
        (Some(stray), _) => {
            // What has to change is the misspelt key, not the object around it.
            if null.is_none() {
                found.message = format!("{}, but {}", found.message, quoted(&stray.key)).into();
                found.lacking = Some(*owner_loc);
                found.loc = stray.key_loc;
            }
            unknown_key::cure(found, stray);
        }
        (None, Some(stray)) => {
            found.related(stray.key_loc, format!("it is no key of {}", stray.owner.describe()));
            found.help(format!("move `{key}` to {}", owner.describe()));
            // Where several objects lack it, the move is not the only way.
            if alone && null.is_none() {
                let edit = Edit::MoveEntry { key: stray.key_loc, map: *owner_loc, to: key.into() };
                found.safe_fix(format!("move `{key}` to {}", owner.describe()), vec![edit]);
            }
        }
        (None, None) => {
            found.help(wanted.add);
            if let Some(only) = wanted.only_value() {
                let edit = match null {
                    Some(null) => Edit::Replace { value: *null, with: only.clone().into() },
                    None => Edit::AddEntry { map: *owner_loc, key: key.into(), value: only.clone().into() },
                };
                found.safe_fix(format!("add `\"{key}\": {only}`"), vec![edit]);
            }
        }
    }
    match (owner, key, field) {
        (Owner::Resource, "file_id", _) => {
            // The answer on record is one of v2.
            let basis = if version == ApiVersion::V2 { Basis::Observed } else { Basis::Inferred };
            found.answer("required key fileid is not found in request body.").basis(basis);
        }
        (Owner::Mapping, "index", Some(field)) => {
            found
                .answer(format!("required key index for field {field} is not found in request body."))
                .basis(Basis::Documented);
        }
        (Owner::Job, "operation", _) => {
            found.answer("required key operation is not found in request body.").basis(Basis::Documented);
        }
        _ => {
            found.answer(format!("required key {key} is not found in request body."));
        }
    }
}
