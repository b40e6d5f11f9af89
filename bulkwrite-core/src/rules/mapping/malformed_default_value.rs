use crate::job::lower::spot::Stray;
use crate::level::Level;
use crate::report::findings::Findings;
use crate::rules::declare::rule;
use crate::source::Loc;
use crate::source::edit::Edit;
use crate::source::node::{Node, Value};
use crate::text::quoted;

rule! {
    /// ## What it does
    /// Finds a `default_value` that is not an object, is empty, or has no `value`; a `value` that is no string is a warning.
    ///
    /// ## Why it matters
    /// The CRM takes the default from `value` inside the object; anything else is refused. The documentation shows strings
    /// alone there, yet the vendor's SDKs take any value, and no refusal of one is on record.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Lead_Source", "index": 0, "default_value": "Trade Show" }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Lead_Source", "index": 0, "default_value": { "value": "Trade Show" } }
    /// ```
    ///
    /// ## Reference
    /// The mapping table of the create-job page; `default_value` in the SDKs 5 to 8, whose `value` is an object of any type.
    "malformed-default-value" Error Reading predicts INVALID_DATA Inferred
}

#[cold]
pub(crate) fn report_not_an_object(findings: &mut Findings, node: &Node<'_>) {
    let found = findings.report(
        &RULE,
        node.loc,
        format!("`default_value` takes an object, and this is {}", node.value.describe()),
    );
    let value = match &node.value {
        Value::String(text) => serde_json::Value::from(text.as_ref()).to_string(),
        Value::Number(text) => format!("\"{text}\""),
        Value::Bool(value) => format!("\"{value}\""),
        _ => {
            found.help("write `{ \"value\": … }`");
            return;
        }
    };
    let with = format!("{{ \"value\": {value} }}");
    found
        .help("write `{ \"value\": … }`")
        .safe_fix("put it under `value`", vec![Edit::Replace { value: node.loc, with: with.into() }]);
}

/// Reports an object whose `value` is absent, perhaps because it is misspelt, or null at `null`.
#[cold]
pub(crate) fn report_without_value(
    findings: &mut Findings,
    node: &Node<'_>,
    null: Option<Loc>,
    misspelt: Option<&Stray>,
) {
    let message = match &node.value {
        _ if null.is_some() => "the `value` of `default_value` is null",
        Value::Map(entries) if entries.is_empty() => "`default_value` is empty",
        _ => "`default_value` has no `value`",
    };
    let found = findings.report(&RULE, null.unwrap_or(node.loc), message);
    if null.is_none() {
        found.key = Some("value");
    }
    match misspelt {
        Some(stray) => {
            let edits = vec![Edit::RenameKey { key: stray.key_loc, to: "value".into() }];
            found.related(stray.key_loc, "did you mean `value`?");
            found.help(format!("rename {} to `value`", quoted(&stray.key)));
            if stray.alias {
                found.unsafe_fix("rename the key to `value`", edits);
            } else {
                found.safe_fix("rename the key to `value`", edits);
            }
        }
        _ => {
            found.help("write `{ \"value\": … }`, or remove `default_value`");
        }
    }
}

/// Warns of a `value` that is no string.
#[cold]
pub(crate) fn report_not_a_string(findings: &mut Findings, node: &Node<'_>) {
    let message =
        format!("every documented `value` of a `default_value` is a string, and this is {}", node.value.describe());
    let found = findings.report(&RULE, node.loc, message);
    found.level(Level::Warning).help("write the value as the cell of a CSV would have it, in quotes");
    let text = match &node.value {
        Value::Number(text) => text.as_ref(),
        Value::Bool(true) => "true",
        Value::Bool(false) => "false",
        _ => return,
    };
    let with = format!("\"{text}\"");
    let title = format!("write {}", quoted(&with));
    found.help(format!("put it in quotes: {}", quoted(&with)));
    found.safe_fix(title, vec![Edit::Replace { value: node.loc, with: with.into() }]);
}
