use crate::job::ast::Resource;
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::vendor::version::ApiVersion;

rule! {
    /// ## What it does
    /// Finds an `ignore_empty` of a resource that contradicts that of the job.
    ///
    /// ## Why it matters
    /// Whether blank cells overwrite stored values depends on it, and which of the two counts is not documented.
    ///
    /// ## Incorrect
    /// ```json
    /// {
    ///     "operation": "insert",
    ///     "ignore_empty": true,
    ///     "resource": [{
    ///         "type": "data",
    ///         "module": { "api_name": "Leads" },
    ///         "file_id": "4150868000005379001",
    ///         "ignore_empty": false
    ///     }]
    /// }
    /// ```
    ///
    /// ## Correct
    /// ```json
    /// {
    ///     "operation": "insert",
    ///     "ignore_empty": true,
    ///     "resource": [{ "type": "data", "module": { "api_name": "Leads" }, "file_id": "4150868000005379001" }]
    /// }
    /// ```
    ///
    /// ## Reference
    /// The create-job page has `ignore_empty` in the job, the vendor's SDK 2.1 and OpenAPI description in the resource; the code
    /// for keys that exclude each other exists since SDK 6.0.
    "ignore-empty-twice" Warning Resource(check) predicts COEXISTENCE_NOT_ALLOWED Inferred
}

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    let job = cx.job;
    let (Some(of_job), Some(of_resource)) = (job.ignore_empty.known(), resource.ignore_empty.known()) else { return };
    if of_job.value == of_resource.value {
        return;
    }
    let message = format!("`ignore_empty` is {} here, and {} in the job", of_resource.value, of_job.value);
    let found = cx.report(&RULE, of_resource.loc, message);
    found.related(of_job.loc, "that of the job").help("remove one of them, best that of the resource");
    if job.version < ApiVersion::V6 {
        found.no_answer();
    }
}

#[cfg(test)]
mod tests {
    use crate::check::Checker;
    use crate::check_json;
    use crate::options::Options;
    use crate::vendor::version::ApiVersion;

    #[test]
    fn the_answer_is_known_since_v6() {
        let job =
            br#"{"operation":"insert","ignore_empty":true,"resource":[{"type":"data","module":{"api_name":"Leads"},
            "file_id":"4150868000005379001","ignore_empty":false}]}"#;
        for (version, told) in [(ApiVersion::V5, false), (ApiVersion::V6, true), (ApiVersion::V7, true)] {
            let report = Checker::new(Options { version: Some(version), ..Options::default() }).check_json(job);
            assert_eq!(report.predicted_response().is_some(), told, "{version}");
        }
        assert_eq!(check_json(job).diagnostics().len(), 1);
    }
}
