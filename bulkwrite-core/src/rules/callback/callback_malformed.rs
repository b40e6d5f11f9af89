use crate::rules::declare::rule;

rule! {
    /// ## What it does
    /// Finds a callback URL that is none, or that clients read in different ways: no host, backslashes, blanks or control
    /// characters, `https:host` with one slash or three, a host that cannot be a name.
    ///
    /// ## Why it matters
    /// A URL parser that is lenient repairs such a text, another one refuses it or sees a different host. What is called is not
    /// what was reviewed.
    ///
    /// ## Incorrect
    /// ```json callback
    /// { "url": "https:/hooks.zylker.com/bulk", "method": "post" }
    /// ```
    ///
    /// ## Correct
    /// ```json callback
    /// { "url": "https://hooks.zylker.com/bulk", "method": "post" }
    /// ```
    ///
    /// ## Reference
    /// The WHATWG URL Standard and RFC 3986, where the two part; RFC 1035 and RFC 5890 for names.
    "callback-malformed" Error CallbackUrl predicts INVALID_CALLBACK_URL Inferred
}
