use crate::rules::declare::rule;

rule! {
    /// ## What it does
    /// Finds a user name or password, or just an `@`, before the host of a callback URL.
    ///
    /// ## Why it matters
    /// Credentials in a job end up in logs and version control, and `https://www.zoho.com@evil.example/` is a disguise: the host
    /// is what stands behind the `@`.
    ///
    /// ## Incorrect
    /// ```json callback
    /// { "url": "https://crm:secret@hooks.zylker.com/bulk", "method": "post" }
    /// ```
    ///
    /// ## Correct
    /// ```json callback
    /// { "url": "https://hooks.zylker.com/bulk", "method": "post" }
    /// ```
    ///
    /// ## Reference
    /// RFC 3986, section 7.5 and 7.6.
    "callback-userinfo" Error CallbackUrl predicts INVALID_CALLBACK_URL Inferred
}
