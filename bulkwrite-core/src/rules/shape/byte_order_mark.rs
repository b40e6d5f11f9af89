use crate::report::findings::Findings;
use crate::rules::declare::rule;
use crate::source::Loc;
use crate::source::edit::Edit;

rule! {
    /// ## What it does
    /// Finds a UTF-8 byte order mark before the JSON.
    ///
    /// ## Why it matters
    /// RFC 8259 forbids to send one. Some parsers skip it, others refuse the body at its first byte; which of the two the
    /// CRM does is not documented. Windows editors and PowerShell's `Out-File` write it unasked.
    ///
    /// ## Incorrect
    /// ```text
    /// \u{feff}{
    ///     "operation": "insert",
    ///     "resource": [{ "type": "data", "module": "Leads", "file_id": "4150868000005379001" }]
    /// }
    /// ```
    ///
    /// ## Correct
    /// ```json
    /// {
    ///     "operation": "insert",
    ///     "resource": [{ "type": "data", "module": "Leads", "file_id": "4150868000005379001" }]
    /// }
    /// ```
    ///
    /// ## Reference
    /// RFC 8259, section 8.1.
    "byte-order-mark" Warning Reading
}

#[cold]
pub(crate) fn report(findings: &mut Findings, loc: Loc) {
    findings
        .report(&RULE, loc, "a byte order mark stands before the JSON")
        .help("save the file as UTF-8 without BOM")
        .safe_fix("remove the byte order mark", vec![Edit::Source { range: loc, with: "".into() }]);
}
