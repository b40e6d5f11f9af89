use crate::job::ast::At;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::text::quoted;
use crate::vendor::pattern;
use crate::vendor::pattern::listed::{self, Unlisted};
use crate::vendor::pattern::roles;

rule! {
    /// ## What it does
    /// Finds a `format` that is a pattern, but none of those that the vendor lists: a day or month of one letter, other
    /// separators, another order. Also a year of two digits.
    ///
    /// ## Why it matters
    /// The list names day `dd`, month `MM`, `MMM` or `MMMM` and year `yyyy` or `yy`, in the order of day, month and year, of month,
    /// day and year, or of year, month and day, with a blank, `/`, `-` or `.` between. Whether the CRM takes others is not
    /// documented, nor which century a year of two digits is in.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Date_3", "index": 2, "format": "d/M/yyyy" }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Date_3", "index": 2, "format": "dd/MM/yyyy" }
    /// ```
    ///
    /// ## Reference
    /// The list of allowed formats that the create-job pages link (2020), of which the part on dates is known.
    "unlisted-format" Warning OddFormat(check) predicts INVALID_FORMAT Inferred
}

fn check(format: &At<&str>, cx: &mut Context<'_>) {
    let is_other = pattern::fault::fault(format.value).is_some() || pattern::is_number_format(format.value);
    if is_other || !roles::traps(format.value).0.is_empty() {
        return;
    }
    let Some(unlisted) = listed::unlisted(format.value) else { return };
    let (message, help) = match unlisted {
        Unlisted::Date => (
            "is none of the formats that the vendor lists",
            "write one of them, such as `dd/MM/yyyy`, `MM-dd-yyyy` or `yyyy-MM-dd`, and the cells in the same way",
        ),
        Unlisted::ShortYear => (
            "has a year of two digits, and which century is meant is not documented",
            "write `yyyy`, and the cells with whole years",
        ),
    };
    let found = cx.report(&RULE, format.loc, format!("the format {} {message}", quoted(format.value)));
    found.help(help);
    if unlisted == Unlisted::ShortYear {
        found.no_answer();
    }
}
