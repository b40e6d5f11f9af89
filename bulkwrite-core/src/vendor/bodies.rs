//! Bodies of other requests, and answers: what they are told by, and what to do with them.

use crate::source::node::{Entry, Node, Value};

/// A body that is no job of Bulk Write.
#[derive(Debug)]
pub(crate) struct Body {
    /// What it is: "this is …".
    pub(crate) what: &'static str,
    /// What to do with it.
    pub(crate) cure: &'static str,
}

const BULK_READ: Body = Body {
    what: "a job of Bulk Read, which exports records",
    cure: "send it to `/crm/bulk/<version>/read`; a job of Bulk Write has `operation` and `resource`",
};
const RECORDS: Body = Body {
    what: "a body of the Records API, with the records in it",
    cure: "send it to `/crm/<version>/<module>`, or upload the records as a zipped CSV and name it by `file_id`",
};
const CATALYST: Body = Body {
    what: "a bulk job of Catalyst's Data Store",
    cure: "send it to Catalyst; a job of the CRM has `operation` and `resource`",
};
const COQL: Body = Body {
    what: "a query of the Query API",
    cure: "send it to `/crm/<version>/coql`; a job of Bulk Write has `operation` and `resource`",
};
const NOTIFICATIONS: Body = Body {
    what: "a request of the Notification API",
    cure: "send it to `/crm/<version>/actions/watch`; a job of Bulk Write names its `callback`",
};
const UPLOADED: Body =
    Body { what: "the answer to an upload", cure: "write its `file_id` into the `resource` of a job" };
const CREATED: Body = Body {
    what: "the answer to a job",
    cure: "check the job that was sent; the `id` is what to ask `/crm/bulk/<version>/write/<id>` for",
};
const FIELDS: Body = Body {
    what: "the description of a module's fields",
    cure: "keep it as `<module>.json` in a folder, and name that as `metadata` in `bulkwrite.toml`",
};

/// The body that these entries are told to be by keys that no job has.
///
/// Sources: the vendor's pages on Bulk Read, Records, COQL, Notifications and field metadata, the recorded answers, and
/// Catalyst's page on bulk jobs.
pub(crate) fn of(entries: &[Entry<'_>]) -> Option<&'static Body> {
    let get = |key: &str| entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value);
    let map = |key: &str| get(key).is_some_and(|node| matches!(node.value, Value::Map(_)));
    let detail = |key: &str| get("details").is_some_and(|details| details.get(key).is_some());
    if get("resource").is_some() {
        return None;
    }
    if get("table_identifier").is_some() || get("object_details").is_some() {
        return Some(&CATALYST);
    }
    if get("operation").is_some() {
        return None;
    }
    if map("query") {
        Some(&BULK_READ)
    } else if get("select_query").is_some() {
        Some(&COQL)
    } else if get("watch").is_some() {
        Some(&NOTIFICATIONS)
    } else if get("data").is_some_and(|data| maps(data)) {
        Some(&RECORDS)
    } else if get("fields").is_some_and(|fields| maps(fields)) {
        Some(&FIELDS)
    } else if detail("file_id") {
        Some(&UPLOADED)
    } else if get("status").is_some() && get("code").is_some() && detail("id") {
        Some(&CREATED)
    } else {
        None
    }
}

/// Whether it is a list of objects.
fn maps(node: &Node<'_>) -> bool {
    matches!(&node.value, Value::List(items) if !items.is_empty() && items.iter().all(|item| matches!(item.value, Value::Map(_))))
}
