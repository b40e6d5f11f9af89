//! What is wrong with a pattern.

use super::{is_plain, roles, sample, strftime};
use crate::source::Loc;
use crate::source::fault::Fault;
use crate::text::{is_deceptive, quoted};

/// What is wrong with a format, and the one that was meant.
pub(crate) struct Slip {
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    pub(crate) within: Option<Loc>,
    /// What to write instead, and whether that is certain.
    pub(crate) meant: Option<(String, bool)>,
}

/// What is wrong with a pattern, if anything.
pub(crate) fn fault(format: &str) -> Option<Fault> {
    if is_plain(format) {
        return None;
    }
    let slip = slip(format)?;
    let help = help(&slip);
    Some(Fault { message: slip.message, help: Some(help), within: slip.within })
}

/// What to do about it.
pub(crate) fn help(slip: &Slip) -> String {
    match (&slip.meant, &slip.help) {
        (Some((meant, _)), _) => format!("write {}", quoted(meant)),
        (None, Some(help)) => help.clone(),
        (None, None) => "write a pattern such as `yyyy/MM/dd`".to_owned(),
    }
}

/// What is wrong with a pattern, if anything, and the one that was meant.
#[cold]
pub(crate) fn slip(format: &str) -> Option<Slip> {
    let slip = |message: String, within: Option<Loc>, meant| Some(Slip { message, help: None, within, meant });
    let name = || quoted(format);
    if format.trim().is_empty() {
        return slip(format!("the format is {}", if format.is_empty() { "empty" } else { "blank" }), None, None);
    }
    if let Some((at, c)) = format.char_indices().find(|(_, c)| is_deceptive(*c)) {
        let rest: String = format.chars().filter(|c| !is_deceptive(*c)).collect();
        let message = format!("the format {} has an invisible character, U+{:04X}", name(), u32::from(c));
        let meant = is_plain(&rest).then_some((rest, true));
        return slip(message, Some(super::loc(at, at + c.len_utf8())), meant);
    }
    if let Some(directive) = strftime::find(format) {
        let meant = strftime::translated(format);
        let meant = meant.filter(|meant| fault(meant).is_none() && roles::traps(meant).0.is_empty());
        let meant = meant.map(|meant| (meant, true));
        let message = format!("{} is a pattern of `strftime`", name());
        return slip(message, Some(super::loc(directive.start, directive.end)), meant);
    }
    if super::is_number_format(format) {
        return None;
    }
    if let Some(at) = super::open_quote(format) {
        let closed = format!("{}T'{}", &format[..=at], format[at + 1..].trim_start_matches('T'));
        let meant = (!closed.ends_with('\'') && format[at + 1..].starts_with('T') && is_plain(&closed))
            .then_some((closed, true));
        let message = format!("nothing closes the quote in the format {}", name());
        let help = Some("close the quote; a `'` that stands for itself is written twice".to_owned());
        return Some(Slip { message, help, within: Some(super::loc(at, at + 1)), meant });
    }
    if let Some(sample) = sample::read(format) {
        let message = format!("{} is a sample value, not a pattern", name());
        return match sample {
            sample::Sample::Of(meant) => slip(message, None, is_plain(&meant).then_some((meant, true))),
            sample::Sample::Either(day_first, month_first) => {
                let help = Some(format!("write `{day_first}` or `{month_first}`, whichever the column has"));
                Some(Slip { message, help, within: None, meant: None })
            }
            sample::Sample::Unclear => slip(message, None, None),
        };
    }
    let runs = super::runs(format);
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
