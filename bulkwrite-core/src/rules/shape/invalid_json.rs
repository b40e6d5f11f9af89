use crate::report::findings::Findings;
use crate::rules::declare::rule;
use crate::source::edit::{Edit, Fix};
use crate::source::json::Slip;

rule! {
    /// ## What it does
    /// Finds text that is not JSON as RFC 8259 defines it: comments, trailing commas, single quotes, Python's `True`,
    /// a file that ends early, a second document, bytes that are not UTF-8.
    ///
    /// ## Why it matters
    /// The CRM refuses a body that it cannot parse. Tools that are more lenient than the CRM (JSON5 and JSONC readers,
    /// Python's literals) hide the mistake until then.
    ///
    /// ## Incorrect
    /// ```text
    /// {
    ///     "operation": "insert", // new leads only
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
    /// RFC 8259; the code is documented for malformed bodies in the vendor's OpenAPI description of v8.
    "invalid-json" Error Reading predicts INVALID_REQUEST Inferred
}

#[cold]
pub(crate) fn report(findings: &mut Findings, slip: Slip) {
    let found = findings.report(&RULE, slip.loc, slip.message());
    found.help = slip.help().map(Into::into);
    let is_decodable = slip.is_decodable();
    if let Some((loc, label)) = slip.related {
        found.related(loc, label);
    }
    if is_decodable {
        found.unsafe_fix("write the text as UTF-8", vec![Edit::Decode]);
    } else if let Some(fix) = slip.fix {
        let edits = fix.edits.into_iter().map(|(range, with)| Edit::Source { range, with }).collect();
        found.fix = Some(Fix { title: "write it as JSON".into(), safe: fix.safe, edits });
    }
}
