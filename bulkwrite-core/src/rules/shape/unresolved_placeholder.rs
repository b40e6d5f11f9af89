use crate::job::lower::placeholder;
use crate::job::lower::spot::Spot;
use crate::report::findings::Findings;
use crate::response::Basis;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::Loc;
use crate::text::quoted;
use crate::vendor::keys::Owner;

rule! {
    /// ## What it does
    /// Finds a template's placeholder that was never filled in: a string that is `{{x}}`, `${x}`, `<x>` or `{x}` and nothing
    /// else. In Postman collections, and where placeholders are allowed, `{{x}}` is silent.
    ///
    /// ## Why it matters
    /// The CRM takes it for the value itself: there is no file whose id is `{{file_id}}`.
    ///
    /// ## Incorrect
    /// ```json resource
    /// { "type": "data", "module": { "api_name": "Leads" }, "file_id": "{{file_id}}" }
    /// ```
    ///
    /// ## Correct
    /// ```json resource
    /// { "type": "data", "module": { "api_name": "Leads" }, "file_id": "4150868000005379001" }
    /// ```
    ///
    /// ## Reference
    /// The vendor's Postman collection, whose request body carries `{{file_id}}`; the code is documented for ids that are
    /// no ids.
    "unresolved-placeholder" Error Reading predicts INVALID_DATA Inferred
}

/// Reports the first placeholder within a text of the job, if it has one: what else is odd about the text is that placeholder.
#[cold]
pub(crate) fn report_within(
    text: &str,
    loc: Loc,
    (code, answer): (&'static str, impl FnOnce() -> String),
    cx: &mut Context<'_>,
) -> bool {
    let Some((range, name)) = placeholder::within(text).next() else { return false };
    let found = cx.report(&RULE, loc, format!("the placeholder {} was not filled in", quoted(&text[range.clone()])));
    found.help(format!("put the value of {} here", quoted(name)));
    found.within = match (u32::try_from(range.start), u32::try_from(range.end)) {
        (Ok(start), Ok(end)) => Some(Loc::new(start, end)),
        _ => None,
    };
    found.predict(code, Some(answer().into()), Basis::Inferred);
    true
}

#[cold]
pub(crate) fn report(findings: &mut Findings, loc: Loc, spot: &Spot, text: &str, name: &str) {
    let found = findings.report(&RULE, loc, format!("the placeholder {} was not filled in", quoted(text)));
    found.help(format!("put the value of {} here", quoted(name)));
    let mut predict = |code, message: Option<String>| {
        found.predict(code, message.map(Into::into), Basis::Inferred);
    };
    match (spot.key.owner, spot.key.name) {
        (Owner::Resource, "file_id") => predict("INVALID_FILE_ID", Some("improper file id".to_owned())),
        (Owner::Resource, "module") | (Owner::Module, "api_name") => {
            predict("MODULE_NOT_AVAILABLE", Some(format!("Requested module '{text}' is not available.")));
        }
        (Owner::Mapping, "api_name" | "find_by") => {
            predict("INVALID_FIELD", Some(format!("invalid mapping. invalid api_name {text}.")));
        }
        (Owner::Resource, "find_by") => predict("INVALID_FIELD", None),
        (Owner::Mapping, "format") => predict("INVALID_FORMAT", None),
        (Owner::Callback, "url") => {
            predict("INVALID_CALLBACK_URL", Some(format!("Invalid URL '{text}' for callback.")));
            found.detail("reason", "possible ssrf attempt");
        }
        (Owner::Callback, "method") => {
            predict("INVALID_CALLBACK_METHOD", None);
            found.detail("supported_callback_methods", vec!["post"]);
        }
        _ => {}
    }
}
