use crate::rules::declare::rule;

rule! {
    /// ## What it does
    /// Finds a callback to an IP address that the public internet does not reach: private, loopback, link-local, reserved,
    /// tunnelled, or that of a cloud metadata service.
    ///
    /// ## Why it matters
    /// The CRM calls from outside and cannot get there; where it could, the callback would be an attack on an inner network. It
    /// answers `possible ssrf attempt`.
    ///
    /// ## Incorrect
    /// ```json callback
    /// { "url": "https://10.1.2.3/bulk", "method": "post" }
    /// ```
    ///
    /// ## Correct
    /// ```json callback
    /// { "url": "https://hooks.zylker.com/bulk", "method": "post" }
    /// ```
    ///
    /// ## Reference
    /// The IANA special-purpose address registries; `docs/callback-urls.md` has the list.
    "callback-private-address" Error CallbackUrl predicts INVALID_CALLBACK_URL Inferred
}
