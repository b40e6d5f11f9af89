//! What of a data file must not be shown.

use bulkwrite_core::callback::tokens;

/// Whether a text of a data file is or holds a URL, credentials before a host, or a token.
pub(crate) fn holds_secrets(text: &str) -> bool {
    let starts = |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    let has_credentials =
        || text.rsplit_once('@').is_some_and(|(before, after)| before.contains(':') || after.contains('/'));
    text.contains("://") || starts("http:") || starts("https:") || has_credentials() || !tokens(text).is_empty()
}
