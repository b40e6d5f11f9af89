use crate::rules::declare::rule;

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
    "insecure-callback" Error CallbackUrl predicts INVALID_CALLBACK_URL Observed
}
