use crate::job::ast::{At, Job};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::edit::Edit;
use crate::text::quoted;
use crate::vendor::charset;
use crate::vendor::limits::CHARACTER_ENCODING;

rule! {
    /// ## What it does
    /// Finds a `character_encoding` that is no label of a charset.
    ///
    /// ## Why it matters
    /// The CRM detects the charset of the CSV by itself, unless one is given: then it reads the file by that. What it does with
    /// one that it does not know is not documented.
    ///
    /// ## Incorrect
    /// ```json
    /// {
    ///     "operation": "insert",
    ///     "character_encoding": "utf_8",
    ///     "resource": [{ "type": "data", "module": "Leads", "file_id": "4150868000005379001" }]
    /// }
    /// ```
    ///
    /// ## Correct
    /// ```json
    /// {
    ///     "operation": "insert",
    ///     "character_encoding": "UTF-8",
    ///     "resource": [{ "type": "data", "module": "Leads", "file_id": "4150868000005379001" }]
    /// }
    /// ```
    ///
    /// ## Reference
    /// `character_encoding` on the create-job page; the labels of the Encoding Standard and the IANA registry of character sets.
    "unknown-character-encoding" Warning Job(check)
}

/// Words that are no labels and the advice on them, folded.
///
/// Sources: the encoding names of Python (`utf-8-sig`), of editors and of spreadsheets.
const EXPLAINED: [(&str, &str); 8] = [
    ("utf8sig", "write `UTF-8`: a byte order mark does not make another charset"),
    ("utf8bom", "write `UTF-8`: a byte order mark does not make another charset"),
    ("utf8withbom", "write `UTF-8`: a byte order mark does not make another charset"),
    ("utf8mb4", "write `UTF-8`: `utf8mb4` is what MySQL calls it"),
    ("ansi", "write the code page that is meant, such as `windows-1252`"),
    ("auto", "remove `character_encoding`: without it the charset is detected"),
    ("autodetect", "remove `character_encoding`: without it the charset is detected"),
    ("default", "remove `character_encoding`: without it the charset is detected"),
];

fn check(job: &Job<'_>, cx: &mut Context<'_>) {
    let Some(encoding) = job.character_encoding.known() else { return };
    if !charset::is_label(encoding.value) && encoding.value.chars().nth(CHARACTER_ENCODING).is_none() {
        explain(*encoding, cx);
    }
}

#[cold]
fn explain(encoding: At<&str>, cx: &mut Context<'_>) {
    let At { value: text, loc } = encoding;
    let replace = |with: &str| vec![Edit::Replace { value: loc, with: format!("\"{with}\"").into() }];
    let trimmed = text.trim();
    if trimmed.is_empty() {
        let what = if text.is_empty() { "empty" } else { "blank" };
        cx.report(&RULE, loc, format!("`character_encoding` is {what}"))
            .help("remove it, and the charset is detected, or write a label such as `UTF-8`");
        return;
    }
    let found = cx.report(&RULE, loc, format!("{} is no label of a charset", quoted(text)));
    let folded: String = trimmed.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if charset::is_label(trimmed) {
        found
            .help(format!("write {}, without blanks", quoted(trimmed)))
            .safe_fix("remove the blanks", replace(trimmed));
    } else if let Some((_, help)) = EXPLAINED.iter().find(|(word, _)| *word == folded) {
        found.help(*help);
        if help.starts_with("write `UTF-8`") {
            found.safe_fix("write `UTF-8`", replace("UTF-8"));
        }
    } else if let Some(meant) = charset::similar(trimmed) {
        found.help(format!("did you mean `{meant}`?"));
        let title = format!("write `{meant}`");
        let letters =
            |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
        if letters(meant) == folded {
            found.safe_fix(title, replace(meant));
        } else {
            found.unsafe_fix(title, replace(meant));
        }
    } else {
        found.help("write a label such as `UTF-8` or `windows-1252`, or remove it, and the charset is detected");
    }
}
