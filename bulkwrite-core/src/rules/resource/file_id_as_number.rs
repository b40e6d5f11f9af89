use crate::Loc;
use crate::ast::{FileId, Job};
use crate::edit::Edit;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::text::quoted;

rule! {
    /// ## What it does
    /// Finds a `file_id` that is a number.
    ///
    /// ## Why it matters
    /// Ids have 18 or 19 digits, and a double, which is what most programs read numbers into, holds 15 to 17 of them: the id
    /// arrives as that of another file, or of none.
    ///
    /// ## Incorrect
    /// ```json resource
    /// { "type": "data", "module": { "api_name": "Leads" }, "file_id": 4150868000005379001 }
    /// ```
    ///
    /// ## Correct
    /// ```json resource
    /// { "type": "data", "module": { "api_name": "Leads" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Reference
    /// `file_id` on the create-job page, a string; the code is the recorded answer to an id that is not that of an upload.
    "file-id-as-number" Error OddFileIds(check) predicts FILE_NOT_SUPPORTED Inferred
}

fn check(job: &Job<'_>, cx: &mut Context<'_>) {
    for id in job.resources().filter_map(|resource| resource.file_id.known()) {
        if let FileId::Number(text) = id.value {
            report(text, id.loc, cx);
        }
    }
}

fn report(text: &str, loc: Loc, cx: &mut Context<'_>) {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let message = match rounded(text).filter(|rounded| digits && rounded != text) {
        Some(rounded) => format!("the file id is a number, which a double rounds to {rounded}"),
        None => "the file id is a number".to_owned(),
    };
    let found = cx.report(&RULE, loc, message);
    found.answer("File not supported for bulk write");
    if digits {
        let with = format!("\"{text}\"");
        found.help(format!("write it as a string: {}", quoted(&with)));
        found.safe_fix("write the id as a string", vec![Edit::Replace { value: loc, with: with.into() }]);
    } else {
        found.help("write the `file_id` that the upload of the zipped CSV returned, as a string");
    }
}

/// What a double makes of an integer, to its last digit.
fn rounded(text: &str) -> Option<String> {
    let value: f64 = text.parse().ok()?;
    (text.len() <= 40).then(|| format!("{value:.0}"))
}
