use crate::job::ast::{At, Job};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::edit::Edit;
use crate::text::quoted;
use crate::text::suggest::near_miss;

rule! {
    /// ## What it does
    /// Finds an `operation` that is not `insert`, `update` or `upsert`.
    ///
    /// ## Why it matters
    /// Bulk write has these three, in lower case, and a job does one of them. The CRM refuses any other.
    ///
    /// ## Incorrect
    /// ```json
    /// {
    ///     "operation": "INSERT",
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
    /// `operation` on the create-job page; the code is that of bad values in the vendor's OpenAPI description of v8.
    "unknown-operation" Error Job(check) predicts INVALID_DATA Inferred
}

const OPERATIONS: [&str; 3] = ["insert", "update", "upsert"];

const ONE_OF_THEM: &str = "write `insert`, `update` or `upsert`";

/// Words for what people mean, folded, and the operation or the advice.
///
/// Sources: the operations of the vendor's other bulk and record APIs, and the words of other bulk interfaces.
const SYNONYMS: &[(&str, &str)] = &[
    ("create", "insert"),
    ("add", "insert"),
    ("import", "insert"),
    ("edit", "update"),
    ("modify", "update"),
    ("change", "update"),
    ("merge", "upsert"),
    ("insertorupdate", "upsert"),
    ("insertupdate", "upsert"),
    ("addorupdate", "upsert"),
    ("createorupdate", "upsert"),
];

fn check(job: &Job<'_>, cx: &mut Context<'_>) {
    let Some(operation) = job.operation.known() else { return };
    if !OPERATIONS.contains(&operation.value) {
        explain(*operation, cx);
    }
}

#[cold]
fn explain(operation: At<&str>, cx: &mut Context<'_>) {
    let At { value: text, loc } = operation;
    let replace = |with: &str| vec![Edit::Replace { value: loc, with: format!("\"{with}\"").into() }];
    let trimmed = text.trim();
    if trimmed.is_empty() {
        let what = if text.is_empty() { "empty" } else { "blank" };
        cx.report(&RULE, loc, format!("`operation` is {what}")).help(ONE_OF_THEM);
        return;
    }
    let same = |operation: &&&str| operation.eq_ignore_ascii_case(trimmed);
    if let Some(meant) = OPERATIONS.iter().find(same) {
        let why = if trimmed == *meant { "without blanks" } else { "in lower case" };
        cx.report(&RULE, loc, format!("{} is no operation", quoted(text)))
            .help(format!("write `{meant}`, {why}"))
            .safe_fix(format!("write `{meant}`"), replace(meant));
        return;
    }
    if is_list(text) {
        cx.report(&RULE, loc, format!("{} is a list of operations", quoted(text)))
            .help("write one of them: a job does one operation");
        return;
    }
    let found = cx.report(&RULE, loc, format!("{} is no operation", quoted(text)));
    let folded: String =
        trimmed.chars().filter(|c| c.is_alphanumeric()).take(40).flat_map(char::to_lowercase).collect();
    let synonym = SYNONYMS.iter().find(|(word, _)| *word == folded).map(|(_, operation)| *operation);
    if let Some(meant) = synonym.or_else(|| near_miss(trimmed, OPERATIONS)) {
        found.help(format!("did you mean `{meant}`?")).unsafe_fix(format!("write `{meant}`"), replace(meant));
    } else {
        match folded.as_str() {
            "delete" | "remove" => {
                found.help("bulk write does not delete records: `insert`, `update` and `upsert` it does")
            }
            "read" | "query" | "export" => {
                found.help("records are read by the Bulk Read API, at `/crm/bulk/<version>/read`")
            }
            _ => found.help(ONE_OF_THEM),
        };
    }
}

/// Whether the text is the choice as documentation prints it: `insert|update`, `insert, update or upsert`.
fn is_list(text: &str) -> bool {
    let mut words = 0;
    for word in text.split(|c: char| !c.is_ascii_alphabetic() && c != '_').filter(|word| !word.is_empty()) {
        if OPERATIONS.iter().any(|operation| operation.eq_ignore_ascii_case(word)) {
            words += 1;
        } else if !matches!(word, "or" | "and") {
            return false;
        }
    }
    words > 1
}
