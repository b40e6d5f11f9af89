use crate::job::ast::{At, Number, NumberKind};
use crate::level::Level;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::edit::Edit;
use crate::text::quoted;
use crate::vendor::limits::COLUMNS;

rule! {
    /// ## What it does
    /// Finds a column index that is no integer (`1.5`), or one that is not written as one (`1.0`, `1e0`, `-0`), which is a
    /// warning.
    ///
    /// ## Why it matters
    /// There is no column between two columns. Whether the CRM reads `1.0` as 1 depends on its parser; spreadsheets and
    /// languages with one kind of number write it.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 1.5 }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 1 }
    /// ```
    ///
    /// ## Reference
    /// The mapping table of the create-job page, where `index` is an integer.
    "fractional-index" Error OddIndex(check) predicts INVALID_DATA Inferred
}

fn check(key: &'static str, index: &At<Number<'_>>, cx: &mut Context<'_>) {
    match index.value.kind {
        NumberKind::Fraction => {
            let text = quoted(index.value.text);
            cx.report(&RULE, index.loc, format!("`{key}` is the fraction {text}"))
                .help("write the position of one column, counted from 0");
        }
        // What is out of range is reported as that.
        NumberKind::Whole(value @ 0..COLUMNS) => {
            let text = quoted(index.value.text);
            cx.report(&RULE, index.loc, format!("`{key}` is the integer {value}, written as {text}"))
                .level(Level::Warning)
                .help(format!("write `{value}`"))
                .safe_fix(
                    format!("write `{value}`"),
                    vec![Edit::Replace { value: index.loc, with: value.to_string().into() }],
                );
        }
        _ => {}
    }
}
