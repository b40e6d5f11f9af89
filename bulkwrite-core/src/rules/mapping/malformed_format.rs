use crate::job::ast::At;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::edit::Edit;
use crate::vendor::pattern::fault::{help, slip};

rule! {
    /// ## What it does
    /// Finds a `format` that is no pattern at all: empty, a word ("date"), a sample value ("2024/01/31"), a pattern of
    /// another tool (`%Y-%m-%d`), a letter that stands for nothing, an unbalanced quote.
    ///
    /// ## Why it matters
    /// The CRM refuses the job.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Date_3", "index": 2, "format": "%Y/%m/%d" }
    /// ```
    ///
    /// ```json mapping
    /// { "api_name": "Date_3", "index": 2, "format": "2024/01/31" }
    /// ```
    ///
    /// ```json mapping
    /// { "api_name": "Date_3", "index": 2, "format": "yyyy-MM-ddTHH:mm:ss" }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Date_3", "index": 2, "format": "yyyy/MM/dd" }
    /// ```
    ///
    /// ```json mapping
    /// { "api_name": "Date_3", "index": 2, "format": "yyyy-MM-dd'T'HH:mm:ss" }
    /// ```
    ///
    /// ## Reference
    /// The error codes of the create-job page. The list of allowed patterns is not public here, so none is enforced; the
    /// letters are those of Java's `SimpleDateFormat`, as in the documented `MM/dd/yyyy HH:mm:ss`. Formats of numbers are
    /// not judged.
    "malformed-format" Error OddFormat(check) predicts INVALID_FORMAT Documented
}

fn check(format: &At<&str>, cx: &mut Context<'_>) {
    let Some(slip) = slip(format.value) else { return };
    let help = help(&slip);
    let found = cx.report(&RULE, format.loc, slip.message);
    found.help(help);
    found.within = slip.within;
    if let Some((meant, certain)) = slip.meant {
        let title = format!("write `{meant}`");
        let edits = vec![Edit::Replace { value: format.loc, with: serde_json::Value::from(meant).to_string().into() }];
        if certain {
            found.safe_fix(title, edits);
        } else {
            found.unsafe_fix(title, edits);
        }
    }
}
