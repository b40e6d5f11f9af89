use crate::Loc;
use crate::diagnostic::{Edit, quoted};
use crate::findings::Findings;
use crate::lower::keys::{Owner, Stray};
use crate::rule::rule;

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

/// Keys that people write and what they should know of them.
///
/// Sources: the vendor's Records and Bulk Read APIs, whose keys these are, and jobs seen in public code.
const EXPLAINED: &[(Owner, &str, &str)] = &[
    (Owner::Job, "callback_url", "write `\"callback\": { \"url\": …, \"method\": \"post\" }`"),
    (Owner::Job, "data", "records are not part of the body: upload them as a zipped CSV and name it by `file_id`"),
    (Owner::Job, "query", "`query` belongs to the Bulk Read API"),
    (Owner::Job, "trigger", "`trigger` belongs to the Records API"),
    (Owner::Job, "file_type", "`file_type` belongs to the Bulk Read API: bulk write reads a zipped CSV"),
    (Owner::Resource, "fileName", "write `file_names`, an array with the name of the CSV inside the zip"),
    (Owner::Resource, "header", "remove it: the first row of the CSV always is its header"),
    (Owner::Resource, "status", "remove it: the CRM writes it into its answers"),
    (Owner::Resource, "code", "remove it: the CRM writes it into its answers"),
    (Owner::Resource, "file", "remove it: the CRM writes it into its answers; the upload is named by `file_id`"),
    (Owner::Mapping, "header", "name the column by its position: `index`, counted from 0"),
    (Owner::Mapping, "column", "name the column by its position: `index`, counted from 0"),
    (Owner::Mapping, "column_index", "name the column by its position: `index`, counted from 0"),
    (Owner::Mapping, "column_name", "name the column by its position: `index`, counted from 0"),
    (Owner::Mapping, "field", "name the field by its API name: `api_name`"),
    (Owner::Mapping, "name", "name the field by its API name: `api_name`"),
    (Owner::Mapping, "value", "write `\"default_value\": { \"value\": … }`"),
    (Owner::Mapping, "type", "remove it: the CRM knows the type of its fields"),
    (Owner::Callback, "headers", "remove it: the CRM sends no headers of yours"),
];

pub(crate) fn report(findings: &mut Findings, stray: &Stray) {
    let message = message(stray.owner, &stray.key);
    let found = findings.report(&RULE, stray.key_loc, message);
    if let Some((.., help)) = EXPLAINED.iter().find(|(owner, key, _)| *owner == stray.owner && *key == stray.key) {
        found.help(*help);
    } else if let Some(meant) = stray.meant {
        found
            .help(format!("did you mean `{meant}`?"))
            .safe_fix(format!("rename the key to `{meant}`"), vec![Edit::RenameKey {
                key: stray.key_loc,
                to: meant.into(),
            }]);
    } else if let Some(home) = home(stray) {
        found.help(format!("`{}` belongs to {}", stray.key, home.describe()));
    } else {
        let keys: Vec<String> = stray.owner.keys().iter().map(|key| format!("`{key}`")).collect();
        found.help(format!("{} has {}", stray.owner.describe(), keys.join(", ")));
    }
}

/// Reports a key among so many that no more of them are explained.
pub(crate) fn report_plain(findings: &mut Findings, owner: Owner, key: &str, loc: Loc) {
    findings.report(&RULE, loc, message(owner, key));
}

fn message(owner: Owner, key: &str) -> String {
    format!("{} has no key {}", owner.describe(), quoted(key))
}

/// The object whose key this is.
fn home(stray: &Stray) -> Option<Owner> {
    Owner::ALL.into_iter().find(|owner| *owner != stray.owner && owner.keys().contains(&stray.key.as_str()))
}
