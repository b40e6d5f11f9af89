//! The answers that a collection saves, held against what the report predicts.

use bulkwrite_core::callback::masked;
use bulkwrite_core::node::{Node, Value};
use bulkwrite_core::{Prediction, Report};
use serde_json::{Map, Value as Json};

/// An answer of the CRM as a saved example records it.
#[derive(Debug)]
pub(crate) struct Recorded {
    /// The HTTP status.
    pub(crate) http: Option<u16>,
    /// Whether the CRM took the job; `None` where the answer does not tell.
    pub(crate) success: Option<bool>,
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) details: Map<String, Json>,
}

impl Recorded {
    /// The answer of a saved example; `None` if it has none, such as an example that was never sent.
    pub(crate) fn read(example: &Node<'_>) -> Option<Self> {
        let http = match example.get("code").map(|code| &code.value) {
            Some(Value::Number(code)) => code.parse().ok(),
            _ => None,
        };
        let body = example.get("body").and_then(Node::as_str).unwrap_or_default();
        let body: Json = serde_json::from_str(body).unwrap_or_default();
        if http.is_none() && body.is_null() {
            return None;
        }
        let text = |key: &str| body.get(key).and_then(Json::as_str).map(ToOwned::to_owned);
        let (status, code) = (text("status"), text("code"));
        let success = match (status.as_deref(), code.as_deref(), http) {
            (Some("success"), ..) | (_, Some("SUCCESS"), _) => Some(true),
            (Some("error"), ..) | (_, Some(_), _) | (.., Some(400..)) => Some(false),
            (.., Some(200..300)) => Some(true),
            _ => None,
        };
        let details = body.get("details").and_then(Json::as_object).cloned().unwrap_or_default();
        Some(Self { http, success, code, message: text("message").map(|text| without_secrets(&text)), details })
    }

    /// Whether the report predicts this answer; `None` where there is nothing to compare.
    ///
    /// A job that the CRM took must have no error. An answer that refuses it must be one of the predicted ones: which of
    /// several mistakes the CRM names is not documented.
    pub(crate) fn agrees(&self, report: &Report) -> Option<bool> {
        if self.success? {
            return Some(report.errors() == 0);
        }
        self.code.as_ref()?;
        let mut predictions = report.diagnostics().iter().filter_map(|found| found.predicts.as_ref());
        Some(predictions.any(|prediction| self.is(prediction)))
    }

    fn is(&self, prediction: &Prediction) -> bool {
        self.code.as_deref() == Some(prediction.code.as_str())
            && prediction
                .message
                .as_ref()
                .is_none_or(|predicted| self.message.as_deref() == Some(without_secrets(predicted).as_str()))
            && prediction.details.iter().all(|(key, value)| self.details.get(key) == Some(value))
    }
}

/// An answer of the CRM, which repeats a callback URL between apostrophes.
fn without_secrets(message: &str) -> String {
    let parts = message.split('\'').map(|part| if part.contains("://") { masked(part) } else { part.into() });
    parts.collect::<Vec<_>>().join("'")
}
