//! Ids that stand in paths and headers.

use std::fmt;
use std::str::FromStr;

/// A text that is no id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoId;

impl fmt::Display for NoId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected an id: one word of digits")
    }
}

impl std::error::Error for NoId {}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $is_part:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = NoId;

            fn from_str(text: &str) -> Result<Self, NoId> {
                let text = text.trim();
                let is_id = (1..=60).contains(&text.len()) && text.bytes().all($is_part);
                if is_id { Ok(Self(text.to_owned())) } else { Err(NoId) }
            }
        }
    };
}

id! {
    /// The number of an organisation, `zgid` in the answer to `/org`: what `X-CRM-ORG` holds.
    ///
    /// ```
    /// use bulkwrite_http::OrgId;
    ///
    /// let org: OrgId = "694902309".parse()?;
    /// assert_eq!(org.as_str(), "694902309");
    /// assert!("org694902309".parse::<OrgId>().is_err());
    /// # Ok::<(), bulkwrite_http::NoId>(())
    /// ```
    OrgId, |b| b.is_ascii_digit()
}

id! {
    /// The id of a job, as the answer to its creation gives it: digits, where nobody stands in for the CRM.
    ///
    /// ```
    /// use bulkwrite_http::JobId;
    ///
    /// assert!("4150868000005392002".parse::<JobId>().is_ok());
    /// assert!("4150868000005392002/result".parse::<JobId>().is_err());
    /// ```
    JobId, |b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'
}
