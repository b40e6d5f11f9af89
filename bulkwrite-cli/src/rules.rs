//! The rules of the command itself, beside those of `bulkwrite-core`.

use bulkwrite_core::{Rule, rules};

/// What only shows where the URL of a request is known, too.
pub mod wrong_endpoint {
    use bulkwrite_core::Group;

    bulkwrite_core::describe_rule! {
        /// ## What it does
        /// Finds a request that holds a job and goes to another path than `/crm/bulk/<version>/write`, or to a version that is not known.
        ///
        /// ## Why it matters
        /// The CRM answers such a request with an error, or does something else with it.
        ///
        /// ## Incorrect
        /// ```http
        /// POST https://www.zohoapis.com/crm/v8/bulk/write
        /// ```
        ///
        /// ## Correct
        /// ```http
        /// POST https://www.zohoapis.com/crm/bulk/v8/write
        /// ```
        ///
        /// ## Reference
        /// The create-job pages of each version.
        "wrong-endpoint" Error in Group::Shape, predicts INVALID_URL_PATTERN Documented, at "https://docs.rs/bulkwrite-cli/latest/bulkwrite_cli/rules/wrong_endpoint/static.RULE.html"
    }
}

/// All rules, in the order of the documentation.
pub(crate) fn all() -> impl Iterator<Item = &'static Rule> {
    rules::RULES.iter().copied().chain([&wrong_endpoint::RULE]).chain(bulkwrite_data::rules::RULES.iter().copied())
}

/// The rule of that name.
pub(crate) fn find(name: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.is_called(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_may_name_every_rule() {
        for rule in all() {
            assert!(rules::find(rule.name).is_some() || rules::ELSEWHERE.contains(&rule.name), "{}", rule.name);
            assert!(rule.url().starts_with("https://docs.rs/"), "{}", rule.name);
        }
    }
}
