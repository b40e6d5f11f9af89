use crate::rules::declare::rule;

rule! {
    /// ## What it does
    /// Finds a callback port other than 443 and 8443: an error below 1024 and for ports of other protocols, a warning above.
    ///
    /// ## Why it matters
    /// A port of another protocol is the mark of an attack across protocols, and many servers refuse to call it; `https` on port
    /// 80 is a slip.
    ///
    /// ## Incorrect
    /// ```json callback
    /// { "url": "https://hooks.zylker.com:80/bulk", "method": "post" }
    /// ```
    ///
    /// ## Correct
    /// ```json callback
    /// { "url": "https://hooks.zylker.com/bulk", "method": "post" }
    /// ```
    ///
    /// ## Reference
    /// The bad ports of the Fetch Standard.
    "callback-port" Error CallbackUrl predicts INVALID_CALLBACK_URL Inferred
}
