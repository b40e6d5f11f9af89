//! Texts and numbers that are checked when they are made.

use std::borrow::Cow;
use std::fmt;

use crate::callback;
use crate::report::rule::Rule;
use crate::rules::mapping::{index_too_large, malformed_field_name, malformed_format, negative_index};
use crate::rules::resource::malformed_file_id;
use crate::rules::shape::wrong_type;
use crate::source::fault::Fault;
use crate::text::quoted;
use crate::vendor::pattern;

/// A value that its type does not take.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::FileId;
///
/// let error = FileId::parse("{{file_id}}").unwrap_err();
/// assert_eq!(error.rule().name, "malformed-file-id");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ValueError {
    rule: &'static Rule,
    message: String,
    help: Option<String>,
}

impl ValueError {
    pub(super) fn new(rule: &'static Rule, fault: Fault) -> Self {
        Self { rule, message: fault.message, help: fault.help }
    }

    /// The rule that the value breaks.
    pub const fn rule(&self) -> &'static Rule {
        self.rule
    }

    /// What to do about it.
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, " (help: {help}) [{}]", self.rule.name),
            None => write!(f, " [{}]", self.rule.name),
        }
    }
}

impl std::error::Error for ValueError {}

macro_rules! checked_text {
    ($(#[$doc:meta])* $name:ident, $fault:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Cow<'static, str>);

        impl $name {
            /// Checks a text.
            pub fn parse(text: impl Into<Cow<'static, str>>) -> Result<Self, ValueError> {
                let text = text.into();
                let check: fn(&str) -> Result<(), ValueError> = $fault;
                check(&text)?;
                Ok(Self(text))
            }

            /// A text that is checked already.
            pub(crate) const fn checked(text: &'static str) -> Self {
                Self(Cow::Borrowed(text))
            }

            pub(crate) fn from_checked(text: &str) -> Self {
                Self(Cow::Owned(text.to_owned()))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = ValueError;

            fn from_str(text: &str) -> Result<Self, ValueError> {
                Self::parse(text.to_owned())
            }
        }

        impl TryFrom<String> for $name {
            type Error = ValueError;

            fn try_from(text: String) -> Result<Self, ValueError> {
                Self::parse(text)
            }
        }

        impl TryFrom<Cow<'static, str>> for $name {
            type Error = ValueError;

            fn try_from(text: Cow<'static, str>) -> Result<Self, ValueError> {
                Self::parse(text)
            }
        }

        impl TryFrom<&String> for $name {
            type Error = ValueError;

            fn try_from(text: &String) -> Result<Self, ValueError> {
                Self::parse(text.clone())
            }
        }

        impl TryFrom<&str> for $name {
            type Error = ValueError;

            fn try_from(text: &str) -> Result<Self, ValueError> {
                Self::parse(text.to_owned())
            }
        }
    };
}

impl FileId {
    /// An id that is known while the code compiles.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::FileId;
    ///
    /// const FILE: FileId = FileId::from_static("4150868000005379001");
    /// assert_eq!(FILE.as_str(), "4150868000005379001");
    /// ```
    ///
    /// ```compile_fail
    /// # use bulkwrite_core as bulkwrite;
    /// const FILE: bulkwrite::FileId = bulkwrite::FileId::from_static("leads.zip");
    /// ```
    ///
    /// # Panics
    ///
    /// If it is no id, which in a constant is an error of the compiler.
    pub const fn from_static(id: &'static str) -> Self {
        let mut rest = id.as_bytes();
        assert!(!rest.is_empty(), "a file id is empty: write the one that the upload returned");
        while let [first, others @ ..] = rest {
            assert!(first.is_ascii_digit(), "a file id has digits only: write the one that the upload returned");
            rest = others;
        }
        Self::checked(id)
    }
}

impl ApiName {
    /// A name that is known while the code compiles.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::ApiName;
    ///
    /// const LEADS: ApiName = ApiName::from_static("Leads");
    /// assert_eq!(LEADS.as_str(), "Leads");
    /// ```
    ///
    /// ```compile_fail
    /// # use bulkwrite_core as bulkwrite;
    /// const NAME: bulkwrite::ApiName = bulkwrite::ApiName::from_static("Last Name");
    /// ```
    ///
    /// # Panics
    ///
    /// If it is no API name, which in a constant is an error of the compiler.
    pub const fn from_static(name: &'static str) -> Self {
        let mut rest = name.as_bytes();
        assert!(!rest.is_empty() && rest[0].is_ascii_alphabetic(), "an API name begins with a letter");
        while let [first, others @ ..] = rest {
            assert!(
                first.is_ascii_alphanumeric() || *first == b'_',
                "an API name has ASCII letters, digits and `_` only"
            );
            rest = others;
        }
        Self::checked(name)
    }
}

impl Format {
    /// The pattern of a date or time that is known while the code compiles. It takes the letters that date patterns are made
    /// of, blanks and the separators `/ - . : ,`; any other pattern is for [`parse`](Self::parse).
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::Format;
    ///
    /// const DATE: Format = Format::from_static("yyyy/MM/dd");
    /// assert_eq!(DATE.as_str(), "yyyy/MM/dd");
    /// ```
    ///
    /// ```compile_fail
    /// # use bulkwrite_core as bulkwrite;
    /// const DATE: bulkwrite::Format = bulkwrite::Format::from_static("%Y-%m-%d");
    /// ```
    ///
    /// # Panics
    ///
    /// If it is no such pattern, which in a constant is an error of the compiler.
    pub const fn from_static(pattern: &'static str) -> Self {
        let (mut rest, mut has_letter) = (pattern.as_bytes(), false);
        while let [first, others @ ..] = rest {
            has_letter |= first.is_ascii_alphabetic();
            assert!(
                matches!(first, b'y' | b'M' | b'd' | b'E' | b'a' | b'H' | b'h' | b'm' | b's' | b'S' | b'Z' | b'X')
                    || matches!(first, b' ' | b'/' | b'-' | b'.' | b':' | b','),
                "a date pattern has letters such as those of `yyyy-MM-dd HH:mm:ss` and separators"
            );
            rest = others;
        }
        assert!(has_letter, "a date pattern has letters such as those of `yyyy-MM-dd HH:mm:ss`");
        Self::checked(pattern)
    }
}

fn check(rule: &'static Rule, fault: Option<Fault>) -> Result<(), ValueError> {
    fault.map_or(Ok(()), |fault| Err(ValueError::new(rule, fault)))
}

checked_text! {
    /// The id that the upload of the zipped CSV returned: ASCII digits.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::FileId;
    ///
    /// let id: FileId = "4150868000005379001".parse()?;
    /// assert_eq!(id.as_str(), "4150868000005379001");
    /// # Ok::<(), bulkwrite::ValueError>(())
    /// ```
    FileId, |text| check(&malformed_file_id::RULE, malformed_file_id::fault(text))
}

checked_text! {
    /// The API name of a field or module: `Last_Name`, not the label "Last Name".
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::ApiName;
    ///
    /// assert!(ApiName::parse("Last_Name").is_ok());
    /// assert!(ApiName::parse("Last Name").is_err());
    /// ```
    ApiName, |text| check(&malformed_field_name::RULE, malformed_field_name::fault(text))
}

checked_text! {
    /// The pattern of the dates or numbers in a column: `yyyy/MM/dd`.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::Format;
    ///
    /// assert!(Format::parse("yyyy/MM/dd").is_ok());
    /// assert!(Format::parse("%Y-%m-%d").is_err());
    /// ```
    Format, |text| check(&malformed_format::RULE, pattern::fault::fault(text))
}

checked_text! {
    /// A URL that the CRM may call: https, public, and meaning what it says.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::CallbackUrl;
    ///
    /// assert!(CallbackUrl::parse("https://hooks.zylker.com/bulk").is_ok());
    /// assert!(CallbackUrl::parse("https://10.0.0.1/bulk").is_err());
    /// ```
    CallbackUrl, |text| {
        let inspection = callback::inspect(text);
        let refused = inspection.findings().iter().find(|finding| finding.level == callback::Severity::Error);
        let Some(finding) = refused else { return Ok(()) };
        let rule = crate::rules::callback_family::rule_of(finding.reason.family());
        let fault = Fault { message: finding.message.clone(), help: finding.help.clone(), within: None };
        Err(ValueError::new(rule, fault))
    }
}

/// The position of a column in the CSV, counted from 0.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::ColumnIndex;
///
/// assert_eq!(ColumnIndex::new(3).unwrap().get(), 3);
/// assert!(ColumnIndex::try_from(-1).is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnIndex(u32);

impl ColumnIndex {
    /// The greatest index: what a signed 32-bit number holds.
    pub const MAX: u32 = i32::MAX as u32;

    /// The column at `position`; `None` beyond [`MAX`](Self::MAX).
    pub const fn new(position: u32) -> Option<Self> {
        if position <= Self::MAX { Some(Self(position)) } else { None }
    }

    /// The column at `position`, for constants.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::ColumnIndex;
    ///
    /// const EMAIL: ColumnIndex = ColumnIndex::from_static(3);
    /// assert_eq!(EMAIL.get(), 3);
    /// ```
    ///
    /// # Panics
    ///
    /// Beyond [`MAX`](Self::MAX), which in a constant is an error of the compiler.
    pub const fn from_static(position: u32) -> Self {
        assert!(position <= Self::MAX, "a column index is at most 2147483647");
        Self(position)
    }

    /// The position.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for ColumnIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for ColumnIndex {
    type Err = ValueError;

    /// Reads a number, counted from 0.
    fn from_str(text: &str) -> Result<Self, ValueError> {
        match text.parse::<i64>() {
            Ok(position) => Self::try_from(position),
            Err(_) if text.is_empty() || text.bytes().any(|byte| !byte.is_ascii_digit()) => {
                Err(out_of_range(&wrong_type::RULE, &quoted(text)))
            }
            Err(_) => Err(out_of_range(&index_too_large::RULE, &quoted(text))),
        }
    }
}

macro_rules! index_from {
    ($($small:ty)*; $($large:ty)*) => {
        $(
            impl From<$small> for ColumnIndex {
                fn from(position: $small) -> Self {
                    Self(u32::from(position))
                }
            }
        )*
        $(
            impl TryFrom<$large> for ColumnIndex {
                type Error = ValueError;

                #[allow(unused_comparisons, reason = "the same text serves signed and unsigned numbers")]
                fn try_from(position: $large) -> Result<Self, ValueError> {
                    match u32::try_from(position).ok().and_then(Self::new) {
                        Some(index) => Ok(index),
                        None if position < 0 => Err(out_of_range(&negative_index::RULE, &position.to_string())),
                        None => Err(out_of_range(&index_too_large::RULE, &position.to_string())),
                    }
                }
            }
        )*
    };
}

index_from! { u8 u16; u32 u64 usize i32 i64 isize }

fn out_of_range(rule: &'static Rule, position: &str) -> ValueError {
    let message = format!("{position} is no column index");
    ValueError { rule, message, help: Some("columns are counted from 0, and a file has 200 at most".to_owned()) }
}
