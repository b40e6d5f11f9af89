use crate::Loc;
use crate::diagnostic::quoted;
use crate::findings::Findings;
use crate::response::Basis;
use crate::rule::rule;

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

/// The name inside a text that is nothing but a placeholder.
pub(crate) fn find(text: &str) -> Option<&str> {
    const FORMS: [(&str, &str); 4] = [("{{", "}}"), ("${", "}"), ("<", ">"), ("{", "}")];
    let text = text.trim();
    let name = FORMS.iter().find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))?.trim();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | ':' | '$');
    (!name.is_empty() && name.chars().all(plain)).then_some(name)
}

/// Whether a text holds a `{{x}}` anywhere.
pub(crate) fn contains_template(text: &str) -> bool {
    text.split_once("{{").is_some_and(|(_, rest)| rest.contains("}}"))
}

pub(crate) fn report(findings: &mut Findings, loc: Loc, text: &str, name: &str) {
    let found = findings.report(&RULE, loc, format!("the placeholder {} was not filled in", quoted(text)));
    found.help(format!("put the value of {} here", quoted(name)));
    // What the CRM says depends on the key; the driver knows the path and corrects it for ids and names.
    found.basis(Basis::Inferred);
}
