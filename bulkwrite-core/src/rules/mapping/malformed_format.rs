use crate::ast::Mapping;
use crate::check::Context;
use crate::model::Fault;
use crate::rule::rule;

rule! {
    /// ## What it does
    /// Finds a `format` that is no pattern at all: empty, a word ("date"), a sample value ("2024/01/31"), a pattern of
    /// another tool (`%Y-%m-%d`), an unbalanced quote.
    ///
    /// ## Why it matters
    /// The CRM refuses the job.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Date_3", "index": 2, "format": "%Y/%m/%d" }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Date_3", "index": 2, "format": "yyyy/MM/dd" }
    /// ```
    ///
    /// ## Reference
    /// The error codes of the create-job page. The list of allowed patterns is not public here, so none is enforced.
    "malformed-format" Error Mapping(check) predicts INVALID_FORMAT Documented
}

/// What is wrong with a pattern, if anything.
pub(crate) fn fault(format: &str) -> Option<Fault> {
    (format.contains('%') || format.is_empty()).then(|| Fault {
        message: "the format is a pattern of another tool".to_owned(),
        help: Some("write `yyyy/MM/dd`".to_owned()),
        within: None,
    })
}

fn check(mapping: &Mapping<'_>, cx: &mut Context<'_>) {
    let Some(format) = mapping.format.known() else { return };
    let Some(fault) = fault(format.value) else { return };
    let found = cx.report(&RULE, format.loc, fault.message);
    found.help = fault.help.map(Into::into);
    found.within = fault.within;
}
