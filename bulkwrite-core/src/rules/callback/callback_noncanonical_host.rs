use crate::rules::declare::rule;

rule! {
    /// ## What it does
    /// Finds a callback host that is read as something other than what is written: octal, hexadecimal or short IPv4 addresses,
    /// percent-encoded, full-width or invisible characters.
    ///
    /// ## Why it matters
    /// Clients disagree about such hosts: `010.8.8.8` is 8.8.8.8 for one and 10.8.8.8 for another. Nobody writes them in good
    /// faith.
    ///
    /// ## Incorrect
    /// ```json callback
    /// { "url": "https://hooks%2Ezylker.com/bulk", "method": "post" }
    /// ```
    ///
    /// ## Correct
    /// ```json callback
    /// { "url": "https://hooks.zylker.com/bulk", "method": "post" }
    /// ```
    ///
    /// ## Reference
    /// The host parser of the WHATWG URL Standard.
    "callback-noncanonical-host" Error CallbackUrl predicts INVALID_CALLBACK_URL Inferred
}
