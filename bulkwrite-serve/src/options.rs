//! How the stand-in behaves where that can be chosen.

use std::str::FromStr;
use std::time::Duration;

use bytes::Bytes;

use crate::Fault;

/// How the stand-in behaves. The default answers as the CRM is on record, and finishes a job on the second look at it.
///
/// ```
/// use bulkwrite_serve::{Options, Pace, Standin};
///
/// let options = Options { pace: Pace::Polls(1), ..Options::default() };
/// let standin = Standin::new(options)?;
/// assert_eq!(standin.jobs().len(), 0);
/// # Ok::<(), bulkwrite_serve::StartError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whose CRM this is.
    pub organisation: Organisation,
    /// How fast jobs run.
    pub pace: Pace,
    /// The words for the status of a job: `INPROGRESS` is on record, `IN PROGRESS` is in the documentation.
    pub status_words: Source,
    /// The HTTP status of refused uploads: 200 is on record, 400 and 413 are in the documentation.
    pub upload_errors: Source,
    /// Whether the URL of a result is absolute, as is on record, or relative, as in the documentation.
    pub download_url: Source,
    /// What is sent to the callback of a job; no source shows the real thing.
    pub callback_body: CallbackBody,
    /// Where callbacks go.
    pub deliver: Vec<Delivery>,
    /// Whether any number of access tokens may be asked for; otherwise ten in ten minutes for each refresh token.
    pub no_token_limit: bool,
    /// How long an access token is said to be good.
    pub token_lifetime: Lifetime,
    /// Rows that are not written.
    pub refuse: Vec<Refusal>,
    /// Fields whose values are unique, beside those that the metadata calls so.
    pub unique: Vec<ModuleField>,
    /// Fields that no record can be made without, beside those of the metadata and of the standard modules.
    pub required: Vec<ModuleField>,
    /// The answers about the fields of modules, by the name of the module, as the CRM gave them.
    pub metadata: Vec<(String, Bytes)>,
    /// Faults that are there from the start.
    pub faults: Vec<Fault>,
    /// Draws faults: the same ones for the same seed and the same requests.
    pub chaos: Option<u64>,
}

/// Whose CRM the stand-in is.
///
/// The defaults are those of the recorded answers, so that the same requests get the same answers.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// The id that `X-CRM-ORG` names. If it was not chosen, uploads for any organisation are taken.
    pub zgid: Option<String>,
    /// What `/org` says of its type.
    pub kind: OrganisationType,
    /// Its name.
    pub name: String,
    /// What all ids of its records, files and jobs begin with.
    pub id_prefix: String,
    /// The sequence number of the first file, behind the prefix.
    pub first_file: u64,
    /// The sequence number of the first job, behind the prefix.
    pub first_job: u64,
    /// The id of the user whom every token belongs to.
    pub user_id: String,
    /// The name of that user.
    pub user_name: String,
    /// How many minutes its times are ahead of UTC.
    pub utc_offset: i32,
}

impl Default for Organisation {
    fn default() -> Self {
        Self {
            zgid: None,
            kind: OrganisationType::Production,
            name: "Zylker".to_owned(),
            id_prefix: "4150868".to_owned(),
            first_file: 5_379_001,
            first_job: 5_392_002,
            user_id: "4150868000000225013".to_owned(),
            user_name: "Patricia Boyle".to_owned(),
            utc_offset: 330,
        }
    }
}

impl Organisation {
    /// The id of an organisation that is on record, for when none was chosen.
    pub const ZGID: &str = "694902309";

    /// The id of the organisation.
    pub fn zgid(&self) -> &str {
        self.zgid.as_deref().unwrap_or(Self::ZGID)
    }
}

/// A choice by name, for command lines.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$variant_doc:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $name { $($(#[$variant_doc])* $variant),* }

        impl $name {
            /// Every choice.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name of the choice.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
        }

        impl FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                Self::ALL.iter().copied().find(|choice| choice.as_str().eq_ignore_ascii_case(text)).ok_or_else(|| {
                    let known: Vec<String> = Self::ALL.iter().map(|choice| format!("`{}`", choice.as_str())).collect();
                    format!("`{}` is no {}: it is one of {}", text.escape_debug(), $what, known.join(", "))
                })
            }
        }
    };
}

named! {
    /// Which source an answer follows where the record and the documentation differ.
    Source, "source" {
        /// A recorded answer.
        #[default]
        Observed = "observed",
        /// The documentation.
        Documented = "documented",
    }
}

named! {
    /// The type of an organisation.
    OrganisationType, "type of an organisation" {
        /// A real one.
        #[default]
        Production = "production",
        /// A sandbox of one.
        Sandbox = "sandbox",
        /// For developers.
        Developer = "developer",
    }
}

named! {
    /// What the body of a callback is. All are inferred.
    CallbackBody, "body of a callback" {
        /// The details of the job, as asking for them gives them.
        #[default]
        Details = "details",
        /// The details in a list, `{"data": […]}`, as bulk read does.
        Data = "data",
        /// A few keys, as a receiver of the vendor's reads them.
        Flat = "flat",
    }
}

/// How fast jobs run.
///
/// ```
/// use bulkwrite_serve::Pace;
///
/// assert_eq!("2polls".parse(), Ok(Pace::Polls(2)));
/// assert_eq!("3s".parse(), Ok(Pace::Time(std::time::Duration::from_secs(3))));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// So many answers say that the job is not finished; the next one says that it is.
    Polls(u32),
    /// So much time passes.
    Time(Duration),
}

impl Default for Pace {
    fn default() -> Self {
        Self::Polls(2)
    }
}

impl FromStr for Pace {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let polls = text.strip_suffix("polls").or_else(|| text.strip_suffix("poll"));
        if let Some(count) = polls.and_then(|count| count.trim().parse().ok()) {
            return Ok(Self::Polls(count));
        }
        duration(text)
            .map(Self::Time)
            .ok_or_else(|| format!("`{}` is no pace: write it as `2polls`, `3s` or `500ms`", text.escape_debug()))
    }
}

/// `3s`, `500ms` or `2m`.
pub(crate) fn duration(text: &str) -> Option<Duration> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let number: u64 = text[..digits].parse().ok()?;
    match text[digits..].trim() {
        "ms" => Some(Duration::from_millis(number)),
        "s" => Some(Duration::from_secs(number)),
        "m" => Some(Duration::from_secs(number.checked_mul(60)?)),
        _ => None,
    }
}

/// How long an access token is said to be good, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetime(pub u64);

impl Default for Lifetime {
    fn default() -> Self {
        Self(3600)
    }
}

/// A field of a module: `Leads.Email`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleField {
    /// The API name of the module.
    pub module: String,
    /// The API name of the field.
    pub field: String,
}

impl FromStr for ModuleField {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('.') {
            Some((module, field)) if !module.is_empty() && !field.is_empty() => {
                Ok(Self { module: module.to_owned(), field: field.to_owned() })
            }
            _ => Err(format!("`{}` is no field of a module: write it as `Leads.Email`", text.escape_debug())),
        }
    }
}

/// A row that is not written: `Leads:3=INVALID_DATA-Email`.
///
/// ```
/// use bulkwrite_serve::Refusal;
///
/// let refusal: Refusal = "Leads:3=INVALID_DATA-Email".parse()?;
/// assert_eq!((refusal.row, refusal.errors.as_str()), (3, "INVALID_DATA-Email"));
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The API name of the module.
    pub module: String,
    /// The row, counted from 1 after the header.
    pub row: u64,
    /// What its `ERRORS` column says.
    pub errors: String,
}

impl FromStr for Refusal {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('=').and_then(|(place, errors)| Some((place.split_once(':')?, errors)));
        match parts {
            Some(((module, row), errors)) if !module.is_empty() && !errors.is_empty() => match row.parse() {
                Ok(row) if row > 0 => Ok(Self { module: module.to_owned(), row, errors: errors.to_owned() }),
                _ => Err(format!("`{}` is no row: rows are counted from 1 after the header", row.escape_debug())),
            },
            _ => Err(format!(
                "`{}` is no refusal: write it as `Leads:3=INVALID_DATA-Email`, with the module, the row and its errors",
                text.escape_debug()
            )),
        }
    }
}

/// Where the callbacks of URLs that begin alike go: `https://hooks.zylker.com=http://127.0.0.1:9000`.
///
/// Nothing but this machine is ever called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// What the URL of the callback begins with.
    pub from: String,
    /// What stands in its place; plain http to a loopback address.
    pub to: String,
}

impl FromStr for Delivery {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // The first part is a URL, which may have a `=` of its own: the second one begins where a scheme does.
        let parts = text.match_indices('=').find(|(at, _)| text[at + 1..].starts_with("http"));
        let Some((at, _)) = parts else {
            return Err(format!(
                "`{}` is no delivery: write it as `https://hooks.zylker.com=http://127.0.0.1:9000`",
                text.escape_debug()
            ));
        };
        let delivery = Self { from: text[..at].to_owned(), to: text[at + 1..].to_owned() };
        crate::deliver::loopback(&delivery.to)?;
        Ok(delivery)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_on_a_command_line_is_read() {
        assert_eq!("1poll".parse(), Ok(Pace::Polls(1)));
        assert_eq!("0polls".parse(), Ok(Pace::Polls(0)));
        assert_eq!("250ms".parse(), Ok(Pace::Time(Duration::from_millis(250))));
        assert_eq!("2m".parse(), Ok(Pace::Time(Duration::from_secs(120))));
        assert_eq!("Documented".parse(), Ok(Source::Documented));
        let field: ModuleField = "Leads.Email".parse().unwrap();
        assert_eq!((field.module.as_str(), field.field.as_str()), ("Leads", "Email"));
        let delivery: Delivery = "https://hooks.zylker.com/a?key=1=http://localhost:9000/b".parse().unwrap();
        assert_eq!(delivery.from, "https://hooks.zylker.com/a?key=1");
        assert_eq!(delivery.to, "http://localhost:9000/b");
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let refusal = |text: &str| text.parse::<Refusal>().unwrap_err();
        let delivery = |text: &str| text.parse::<Delivery>().unwrap_err();
        for (told, expected) in [
            ("fast".parse::<Pace>().unwrap_err(), "`fast` is no pace: write it as `2polls`, `3s` or `500ms`"),
            ("3h".parse::<Pace>().unwrap_err(), "`3h` is no pace: write it as `2polls`, `3s` or `500ms`"),
            ("seen".parse::<Source>().unwrap_err(), "`seen` is no source: it is one of `observed`, `documented`"),
            ("Leads".parse::<ModuleField>().unwrap_err(), "`Leads` is no field of a module: write it as `Leads.Email`"),
            (refusal("Leads:0=X"), "`0` is no row: rows are counted from 1 after the header"),
            (
                refusal("Leads=X"),
                "`Leads=X` is no refusal: write it as `Leads:3=INVALID_DATA-Email`, with the module, the row and its errors",
            ),
            (
                delivery("https://a.com"),
                "`https://a.com` is no delivery: write it as `https://hooks.zylker.com=http://127.0.0.1:9000`",
            ),
            (
                delivery("https://a.com=http://10.0.0.1/"),
                "`http://10.0.0.1/` is not on this machine: callbacks are only delivered to `http://127.0.0.1`, `http://localhost` or `http://[::1]`",
            ),
        ] {
            assert_eq!(told, expected);
        }
    }
}
