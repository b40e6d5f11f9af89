use crate::job::ast::{FileId, Job};
use crate::level::Level;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::Loc;
use crate::source::edit::Edit;
use crate::text::quoted;
use crate::vendor::ids;

rule! {
    /// ## What it does
    /// Finds a `file_id` that is a number: a warning where its digits are whole, an error where they are what a double prints.
    ///
    /// ## Why it matters
    /// Ids have 18 or 19 digits, and a double, which is what Node, PHP and Excel read numbers into, holds 15 to 17 of them: the
    /// id arrives as that of another file, or of none. JSON itself keeps the digits, and the vendor's first SDKs did send numbers.
    ///
    /// ## Incorrect
    /// ```json resource
    /// { "type": "data", "module": { "api_name": "Leads" }, "file_id": 4150868000005379000 }
    /// ```
    ///
    /// ## Correct
    /// ```json resource
    /// { "type": "data", "module": { "api_name": "Leads" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Reference
    /// `file_id` on the create-job page, a string; the code is the recorded answer to an id that is not that of an upload. The
    /// legacy C# SDK for v2 types the id as a number.
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
    if !ids::is_digits(text) {
        let help = "write the `file_id` that the upload of the zipped CSV returned, as a string";
        let found = cx.report(&RULE, loc, "the file id is a number");
        found.help(help).answer("File not supported for bulk write");
    } else if ids::is_rounded(text) {
        let message = "the file id is a number whose last digits are lost: these are the ones that a double prints";
        let help = "take the id from the upload's answer, as a string: these digits cannot be mended";
        cx.report(&RULE, loc, message).help(help).answer("File not supported for bulk write");
    } else {
        let with = format!("\"{text}\"");
        let message = match ids::as_double(text).map(|double| double.to_string()) {
            Some(double) if double != text => format!("the file id is a number, which a double rounds to {double}"),
            _ => "the file id is a number".to_owned(),
        };
        let found = cx.report(&RULE, loc, message);
        found.level(Level::Warning).no_answer().help(format!("write it as a string: {}", quoted(&with)));
        found.safe_fix("write the id as a string", vec![Edit::Replace { value: loc, with: with.into() }]);
    }
}
