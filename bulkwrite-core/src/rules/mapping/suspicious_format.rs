use crate::job::ast::At;
use crate::report::diagnostic::Related;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::edit::Edit;
use crate::text::quoted;
use crate::vendor::pattern;
use crate::vendor::pattern::roles;

rule! {
    /// ## What it does
    /// Finds letters of a `format` that stand for something else than they are meant for: `YYYY` (the year of the week),
    /// `DD` (the day of the year), `mm` (minutes) in a date, `MM` (the month) in a time, `hh` without `a`, `SSS`
    /// (milliseconds). Also a letter that stands twice, apart, and a date without a year, month or day.
    ///
    /// ## Why it matters
    /// Such a pattern is taken as it stands: `mm/dd/yyyy` reads the month as minutes, and the records get January. Or the
    /// CRM refuses it; which of the two is not documented.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Date_3", "index": 2, "format": "mm/dd/yyyy" }
    /// ```
    ///
    /// ```json mapping
    /// { "api_name": "Date_3", "index": 2, "format": "YYYY-MM-DD" }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Date_3", "index": 2, "format": "MM/dd/yyyy" }
    /// ```
    ///
    /// ```json mapping
    /// { "api_name": "Date_3", "index": 2, "format": "yyyy-MM-dd" }
    /// ```
    ///
    /// ## Reference
    /// The letters of Java's `SimpleDateFormat`, as in the `MM/dd/yyyy HH:mm:ss` of the create-job page.
    "suspicious-format" Warning OddFormat(check) predicts INVALID_FORMAT Inferred
}

fn check(format: &At<&str>, cx: &mut Context<'_>) {
    if pattern::fault::fault(format.value).is_some() || pattern::is_number_format(format.value) {
        return;
    }
    let (traps, meant) = roles::traps(format.value);
    let meant = roles::php(format.value).or(meant);
    let mut traps = traps.into_iter();
    let Some(first) = traps.next() else { return };
    let found = cx.report(&RULE, format.loc, format!("in the format {}, {}", quoted(format.value), first.clause));
    found.within = (first.loc != pattern::loc(0, format.value.len())).then_some(first.loc);
    found.related.extend(traps.take(8).map(|trap| Related {
        loc: format.loc,
        within: Some(trap.loc),
        label: trap.clause.into(),
    }));
    match meant {
        Some(meant) => {
            let with = serde_json::Value::from(meant.as_str()).to_string();
            found.help(format!("write {}", quoted(&meant)));
            found.unsafe_fix(format!("write `{meant}`"), vec![Edit::Replace { value: format.loc, with: with.into() }]);
        }
        None => {
            found.help("write the pattern of the column's cells, such as `yyyy/MM/dd` or `MM/dd/yyyy HH:mm:ss`");
        }
    }
}
