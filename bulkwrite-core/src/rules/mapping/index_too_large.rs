use crate::job::ast::{At, Number, NumberKind};
use crate::level::Level;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::vendor::limits::COLUMNS;

rule! {
    /// ## What it does
    /// Finds a column index beyond the 200 columns that a file may have; beyond what a signed 32-bit number holds it is an
    /// error.
    ///
    /// ## Why it matters
    /// There is no such column: the CRM refuses the job, or the field stays empty.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 200 }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 199 }
    /// ```
    ///
    /// ## Reference
    /// The limitations page: 200 columns; the type of `index` in the vendor's SDKs.
    "index-too-large" Warning OddIndex(check) predicts COLUMN_INDEX_NOT_FOUND Inferred
}

fn check(_: &'static str, index: &At<Number<'_>>, cx: &mut Context<'_>) {
    let level = match (index.value.integer(), index.value.kind) {
        (Some(value), _) if value > i64::from(i32::MAX) => Level::Error,
        (Some(value), _) if value >= COLUMNS => Level::Warning,
        (None, NumberKind::Huge { negative: false }) => Level::Error,
        _ => return,
    };
    cx.report(&RULE, index.loc, "a column index is beyond the 200 columns that a file may have")
        .level(level)
        .help("columns are counted from 0: the last one is 199");
}
