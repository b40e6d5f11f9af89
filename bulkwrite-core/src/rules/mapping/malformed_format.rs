use crate::Loc;
use crate::ast::At;
use crate::diagnostic::{Edit, is_deceptive, quoted};
use crate::model::Fault;
use crate::pattern::{self, roles, sample, strftime};
use crate::rules::context::Context;
use crate::rules::declare::rule;

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

/// What is wrong with a format, and the one that was meant.
struct Slip {
    message: String,
    help: Option<String>,
    within: Option<Loc>,
    /// What to write instead, and whether that is certain.
    meant: Option<(String, bool)>,
}

/// What is wrong with a pattern, if anything.
pub(crate) fn fault(format: &str) -> Option<Fault> {
    if pattern::is_plain(format) {
        return None;
    }
    let slip = slip(format)?;
    let help = help(&slip);
    Some(Fault { message: slip.message, help: Some(help), within: slip.within })
}

fn help(slip: &Slip) -> String {
    match (&slip.meant, &slip.help) {
        (Some((meant, _)), _) => format!("write {}", quoted(meant)),
        (None, Some(help)) => help.clone(),
        (None, None) => "write a pattern such as `yyyy/MM/dd`".to_owned(),
    }
}

#[cold]
fn slip(format: &str) -> Option<Slip> {
    let slip = |message: String, within: Option<Loc>, meant| Some(Slip { message, help: None, within, meant });
    let name = || quoted(format);
    if format.trim().is_empty() {
        return slip(format!("the format is {}", if format.is_empty() { "empty" } else { "blank" }), None, None);
    }
    if let Some((at, c)) = format.char_indices().find(|(_, c)| is_deceptive(*c)) {
        let rest: String = format.chars().filter(|c| !is_deceptive(*c)).collect();
        let message = format!("the format {} has an invisible character, U+{:04X}", name(), u32::from(c));
        let meant = pattern::is_plain(&rest).then_some((rest, true));
        return slip(message, Some(pattern::loc(at, at + c.len_utf8())), meant);
    }
    if let Some(directive) = strftime::find(format) {
        let meant = strftime::translated(format);
        let meant = meant.filter(|meant| fault(meant).is_none() && roles::traps(meant).0.is_empty());
        let meant = meant.map(|meant| (meant, true));
        let message = format!("{} is a pattern of `strftime`", name());
        return slip(message, Some(pattern::loc(directive.start, directive.end)), meant);
    }
    if pattern::is_number_format(format) {
        return None;
    }
    if let Some(at) = pattern::open_quote(format) {
        let closed = format!("{}T'{}", &format[..=at], format[at + 1..].trim_start_matches('T'));
        let meant = (!closed.ends_with('\'') && format[at + 1..].starts_with('T') && pattern::is_plain(&closed))
            .then_some((closed, true));
        let message = format!("nothing closes the quote in the format {}", name());
        let help = Some("close the quote; a `'` that stands for itself is written twice".to_owned());
        return Some(Slip { message, help, within: Some(pattern::loc(at, at + 1)), meant });
    }
    if let Some(sample) = sample::read(format) {
        let message = format!("{} is a sample value, not a pattern", name());
        return match sample {
            sample::Sample::Of(meant) => slip(message, None, pattern::is_plain(&meant).then_some((meant, true))),
            sample::Sample::Either(day_first, month_first) => {
                let help = Some(format!("write `{day_first}` or `{month_first}`, whichever the column has"));
                Some(Slip { message, help, within: None, meant: None })
            }
            sample::Sample::Unclear => slip(message, None, None),
        };
    }
    let runs = pattern::runs(format);
    if let Some(run) = runs.iter().find(|run| !run.is_known()) {
        let meant = roles::meant(format);
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-');
        let has_parts = runs.iter().any(|run| run.is_known() && run.len() > 1);
        if format.chars().all(is_word) && !has_parts && meant.is_none() {
            return slip(format!("{} is no pattern", name()), None, None);
        }
        let message = format!("`{}` in the format {} stands for nothing", run.text(format), name());
        let help = Some("use the letters of Java's `SimpleDateFormat`, and put quotes around other words".to_owned());
        return Some(Slip { message, help, within: Some(run.loc()), meant });
    }
    if runs.is_empty() {
        return slip(format!("the format {} has no letter that stands for a part of a date", name()), None, None);
    }
    None
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
