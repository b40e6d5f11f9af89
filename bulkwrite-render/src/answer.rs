//! Answers of the CRM that were recorded, held against what a report predicts.

use bulkwrite_core::callback::masked;
use bulkwrite_core::{Prediction, Report};
use serde_json::{Map, Value};

/// An answer of the CRM to a job, as a saved example of Postman records it.
///
/// ```
/// use bulkwrite_render::answer::Recorded;
///
/// let report = bulkwrite_core::check_json(br#"{ "operation": "insert", "resource": [
///     { "type": "data", "module": { "api_name": "Leads" }, "file_id": "4150868000005379001" }] }"#);
/// let recorded = Recorded { success: Some(true), ..Recorded::default() };
/// assert_eq!(recorded.agrees(&report), Some(true));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Recorded {
    /// The HTTP status.
    pub http: Option<u16>,
    /// Whether the CRM took the job; `None` where the answer does not tell.
    pub success: Option<bool>,
    /// The code.
    pub code: Option<String>,
    /// The message, [without secrets](without_secrets).
    pub message: Option<String>,
    /// The details.
    pub details: Map<String, Value>,
}

impl Recorded {
    /// Whether the report predicts this answer; `None` where there is nothing to compare.
    ///
    /// A job that the CRM took must have no error. An answer that refuses it must be one of the predicted ones: which of
    /// several mistakes the CRM names is not documented.
    pub fn agrees(&self, report: &Report) -> Option<bool> {
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

/// An answer of the CRM, which repeats a callback URL between apostrophes: its secrets are masked.
///
/// ```
/// use bulkwrite_render::answer::without_secrets;
///
/// assert_eq!(without_secrets("no such host 'https://a.io/?key=1'"), "no such host 'https://a.io/?***'");
/// ```
pub fn without_secrets(message: &str) -> String {
    let parts = message.split('\'').map(|part| if part.contains("://") { masked(part) } else { part.into() });
    parts.collect::<Vec<_>>().join("'")
}
