//! What must not be seen: tokens and secrets, wiped from memory when they go.

use std::fmt;

use http::HeaderValue;
use zeroize::Zeroizing;

/// A text that is no token: empty, too long for a header, or with characters that none has.
///
/// It says nothing of the text itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoToken;

impl fmt::Display for NoToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected one token: a word of letters, digits and punctuation, without blanks")
    }
}

impl std::error::Error for NoToken {}

fn word(text: &str) -> Result<Zeroizing<String>, NoToken> {
    let text = text.trim();
    let plain = !text.is_empty() && text.len() <= 4096 && text.bytes().all(|b| b.is_ascii_graphic());
    if plain { Ok(Zeroizing::new(text.to_owned())) } else { Err(NoToken) }
}

/// An access token, good for an hour.
///
/// ```
/// use bulkwrite_http::Token;
///
/// let token = Token::new("1000.abc.def\n")?;
/// assert_eq!(format!("{token:?}"), "Token(…)");
/// assert!(Token::new("").is_err());
/// # Ok::<(), bulkwrite_http::NoToken>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    text: Zeroizing<String>,
    bearer: bool,
}

impl Token {
    /// Takes a token, without the blanks around it. It is sent as `Zoho-oauthtoken`, as the documentation has it.
    pub fn new(text: &str) -> Result<Self, NoToken> {
        Ok(Self { text: word(text)?, bearer: false })
    }

    /// The same token, sent as `Bearer`, which the CRM takes as well.
    #[must_use]
    pub fn bearer(self) -> Self {
        Self { bearer: true, ..self }
    }

    /// The value of the header `Authorization`, marked as sensitive.
    pub fn header(&self) -> HeaderValue {
        let scheme = if self.bearer { "Bearer" } else { "Zoho-oauthtoken" };
        let text = Zeroizing::new(format!("{scheme} {}", self.text.as_str()));
        // A token is made of what a header may hold; without one the answer would be 401.
        let mut value = HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""));
        value.set_sensitive(true);
        value
    }

    /// Whether the text holds the token, and so must not be shown.
    pub fn is_in(&self, text: &str) -> bool {
        text.contains(self.text.as_str())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// A text that is traded for access tokens: a refresh token, or a grant code.
#[derive(Clone, PartialEq, Eq)]
pub struct RefreshToken(Zeroizing<String>);

impl RefreshToken {
    /// Takes a refresh token or a grant code, without the blanks around it.
    pub fn new(text: &str) -> Result<Self, NoToken> {
        word(text).map(Self)
    }

    /// The text, for whoever stores it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RefreshToken(…)")
    }
}

/// A program that is registered with the vendor's API console.
#[derive(Clone, PartialEq, Eq)]
pub struct Client {
    /// The id, which is no secret.
    pub(crate) id: String,
    pub(crate) secret: Zeroizing<String>,
}

impl Client {
    /// Takes id and secret, without the blanks around them.
    pub fn new(id: &str, secret: &str) -> Result<Self, NoToken> {
        Ok(Self { id: word(id)?.to_string(), secret: word(secret)? })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client({:?}, …)", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_shows_a_secret() {
        let client = Client::new("1000.ID", "s3cret").expect("words");
        let shown = format!(
            "{:?} {:?} {client:?} {:?}",
            Token::new("1000.s3cret"),
            RefreshToken::new("1000.s3cret"),
            Token::new("1000.s3cret").map(|token| token.header()),
        );
        assert!(!shown.contains("s3cret"), "{shown}");
    }

    #[test]
    fn a_token_is_one_word() {
        for text in ["", " ", "a b", "a\nb", "ü", "a\u{7f}", &"a".repeat(5000)] {
            assert_eq!(Token::new(text), Err(NoToken), "{text:?}");
        }
        let token = Token::new(" 1000.a \n").expect("a token");
        assert_eq!(token.header(), "Zoho-oauthtoken 1000.a");
        assert_eq!(token.clone().bearer().header(), "Bearer 1000.a");
        assert!(token.is_in("x1000.ax") && !token.is_in("1000"));
    }
}
