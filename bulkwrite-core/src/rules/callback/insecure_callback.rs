use super::super::callback_family::report;
use crate::ast::Callback;
use crate::callback::Family;
use crate::check::Context;
use crate::rule::rule;

rule! {
    /// ## What it does
    /// Finds a callback URL whose scheme is not `https`.
    ///
    /// ## Why it matters
    /// The CRM is on record as refusing an `http` callback. In clear text anybody on the way could read the notice or forge it.
    ///
    /// ## Incorrect
    /// ```json callback
    /// { "url": "http://hooks.zylker.com/bulk", "method": "post" }
    /// ```
    ///
    /// ## Correct
    /// ```json callback
    /// { "url": "https://hooks.zylker.com/bulk", "method": "post" }
    /// ```
    ///
    /// ## Reference
    /// A recorded v2 answer to `http://requestbin.fullcontact.com`.
    "insecure-callback" Error Callback(check) predicts INVALID_CALLBACK_URL Observed
}

fn check(callback: &Callback<'_>, cx: &mut Context<'_>) {
    report(callback, cx, &RULE, Family::Scheme);
}
