use crate::rules::declare::rule;

rule! {
    /// ## What it does
    /// Finds a callback to a host name that the public internet does not have: a special-use or private suffix, a name without a
    /// dot, a name that spells out or resolves to an inner address.
    ///
    /// ## Why it matters
    /// The CRM calls from outside and cannot resolve it, or resolves it to itself.
    ///
    /// ## Incorrect
    /// ```json callback
    /// { "url": "https://crm.internal/bulk", "method": "post" }
    /// ```
    ///
    /// ## Correct
    /// ```json callback
    /// { "url": "https://hooks.zylker.com/bulk", "method": "post" }
    /// ```
    ///
    /// ## Reference
    /// RFC 6761 and its registry of special-use names; `docs/callback-urls.md` has the list.
    "callback-private-name" Error CallbackUrl predicts INVALID_CALLBACK_URL Inferred
}
