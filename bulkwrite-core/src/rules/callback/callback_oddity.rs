use crate::rules::declare::rule;

rule! {
    /// ## What it does
    /// Finds a callback URL that works but is rarely meant: an IP address instead of a name, an internationalized name, a dot at
    /// the end of the name, `example.com`, a fragment, characters that belong percent-encoded.
    ///
    /// ## Why it matters
    /// A placeholder left in never hears of the job, an address changes hands, a look-alike name deceives the reviewer.
    ///
    /// ## Incorrect
    /// ```json callback
    /// { "url": "https://www.example.com/bulk", "method": "post" }
    /// ```
    ///
    /// ## Correct
    /// ```json callback
    /// { "url": "https://hooks.zylker.com/bulk", "method": "post" }
    /// ```
    ///
    /// ## Reference
    /// RFC 2606 and RFC 3986.
    "callback-oddity" Warning CallbackUrl
}
