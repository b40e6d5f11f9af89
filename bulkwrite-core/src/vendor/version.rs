//! The versions of the Bulk Write API and what differs between them.

use std::fmt;
use std::str::FromStr;

/// How a version wants `module` written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModuleShape {
    /// `"module": "Leads"`
    Text,
    /// `"module": { "api_name": "Leads" }`
    Object,
}

/// Whether the create-job page of a version names Quotes, Sales Orders, Purchase Orders and Invoices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InventoryModules {
    /// The page names them.
    Listed,
    /// The page's list leaves them out.
    Omitted,
    /// The page of that version is not publicly archived.
    Unknown,
}

/// What is known of one version.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct VersionFacts {
    /// The version.
    pub version: ApiVersion,
    /// Its spelling in the path.
    pub segment: &'static str,
    /// The endpoint that creates a job.
    pub endpoint: &'static str,
    /// The form of `module`.
    pub module: ModuleShape,
    /// Whether `file_names` and `parent_column_index` exist.
    pub parent_child: bool,
    /// What its page says of inventory modules.
    pub inventory: InventoryModules,
    /// Whether error details carry the place of the fault as `json_path`.
    pub json_path: bool,
    /// Whether a schema states how long texts and lists may be; older versions state nothing.
    pub limits: bool,
}

/// Declares the versions, oldest first, and what differs between them without an end.
macro_rules! versions {
    ($(#[$attribute:meta])* $($version:ident $segment:literal $inventory:ident)+) => {
        $(#[$attribute])*
        pub enum ApiVersion {
            $($version,)+
        }

        /// One row for each version, oldest first.
        pub const VERSIONS: &[VersionFacts] = &[$(VersionFacts {
            version: ApiVersion::$version,
            segment: $segment,
            endpoint: concat!("/crm/bulk/", $segment, "/write"),
            module: if OBJECT_MODULES.holds(ApiVersion::$version) { ModuleShape::Object } else { ModuleShape::Text },
            parent_child: PARENT_CHILD.holds(ApiVersion::$version),
            inventory: InventoryModules::$inventory,
            json_path: JSON_PATH.holds(ApiVersion::$version),
            limits: LIMITS.holds(ApiVersion::$version),
        }),+];

        impl ApiVersion {
            /// The variant's name in Rust: `V2_1`.
            pub const fn ident(self) -> &'static str {
                match self {
                    $(Self::$version => stringify!($version),)+
                }
            }
        }
    };
}

// Another version is another line. Inventory modules: the create-job pages
// `www.zoho.com/crm/developer/docs/api/<version>/bulk-write/create-job.html` of v2.1, v3, v5 and v7.
versions! {
    /// A version of the Bulk Write API, as it stands in the endpoint's path.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::ApiVersion;
    ///
    /// assert_eq!("v2.1".parse(), Ok(ApiVersion::V2_1));
    /// assert_eq!(ApiVersion::V2.endpoint(), "/crm/bulk/v2/write");
    /// assert!(ApiVersion::V2 < ApiVersion::V8);
    /// ```
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[allow(missing_docs, reason = "the names say it all")]
    // version  path    inventory
    V2          "v2"    Omitted
    V2_1        "v2.1"  Omitted
    V3          "v3"    Omitted
    V4          "v4"    Unknown
    V5          "v5"    Listed
    V6          "v6"    Unknown
    V7          "v7"    Omitted
    V8          "v8"    Unknown
}

/// What holds since a version.
pub(crate) struct Since(ApiVersion);

impl Since {
    /// The first version of which it holds.
    pub(crate) const fn first(&self) -> ApiVersion {
        self.0
    }

    const fn holds(&self, version: ApiVersion) -> bool {
        version as u8 >= self.0 as u8
    }
}

/// `module` is an object.
///
/// Sources: the recorded v2 and v2.1 requests; the vendor's SDKs 2.0 (a string) and 2.1 and later (an object).
const OBJECT_MODULES: Since = Since(ApiVersion::V2_1);

/// `file_names` and `parent_column_index` exist.
///
/// Source: modelled by the vendor's SDKs from 5.0 on, absent from 2.0, 2.1 and 4.0.
pub(crate) const PARENT_CHILD: Since = Since(ApiVersion::V5);

/// Error details carry the place of the fault as `json_path`.
///
/// Source: the vendor's OpenAPI description of v8 (`zoho/crm-oas`).
const JSON_PATH: Since = Since(ApiVersion::V8);

/// A schema states how long texts and lists may be.
///
/// Source: the vendor's OpenAPI description of v8 (`zoho/crm-oas`).
const LIMITS: Since = Since(ApiVersion::V8);

impl ApiVersion {
    /// The newest version.
    pub const NEWEST: Self = VERSIONS[VERSIONS.len() - 1].version;

    /// The version of a job where nothing tells it. Raised on purpose and not with [`NEWEST`](Self::NEWEST): it changes what jobs
    /// without a version mean.
    pub const DEFAULT: Self = Self::V8;

    /// What is known of this version.
    pub const fn facts(self) -> &'static VersionFacts {
        &VERSIONS[self as usize]
    }

    /// The spelling in the path: `v2.1`.
    pub const fn segment(self) -> &'static str {
        self.facts().segment
    }

    /// The path that creates a job: `/crm/bulk/v2.1/write`.
    pub const fn endpoint(self) -> &'static str {
        self.facts().endpoint
    }
}

impl Default for ApiVersion {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.segment())
    }
}

/// A text that is no version of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownVersion(String);

impl fmt::Display for UnknownVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown API version `{}`, expected one of", self.0.escape_debug())?;
        for (i, facts) in VERSIONS.iter().enumerate() {
            write!(f, "{} `{}`", if i == 0 { "" } else { "," }, facts.segment)?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownVersion {}

impl FromStr for ApiVersion {
    type Err = UnknownVersion;

    /// Reads `v2.1`, and `v2_1` as Rust code and file names spell it.
    fn from_str(text: &str) -> Result<Self, UnknownVersion> {
        VERSIONS
            .iter()
            .find(|facts| facts.segment == text || (text == "v2_1" && facts.version == Self::V2_1))
            .map(|facts| facts.version)
            .ok_or_else(|| UnknownVersion(text.chars().take(40).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_version_at_its_own_index() {
        for (i, facts) in VERSIONS.iter().enumerate() {
            assert_eq!(facts.version as usize, i);
            assert_eq!(facts.segment.parse(), Ok(facts.version));
        }
        assert_eq!(VERSIONS.last().map(|facts| facts.version), Some(ApiVersion::NEWEST));
    }

    #[test]
    fn a_version_has_many_spellings() {
        for facts in VERSIONS {
            let version = facts.version;
            assert_eq!(version.endpoint(), format!("/crm/bulk/{version}/write"));
            assert_eq!(version.ident(), format!("{version:?}"));
        }
        assert_eq!("v2_1".parse(), Ok(ApiVersion::V2_1));
        for unknown in ["v2_2", "2", "V8", ""] {
            assert!(unknown.parse::<ApiVersion>().is_err(), "{unknown}");
        }
        let known: Vec<String> = VERSIONS.iter().map(|facts| format!("`{}`", facts.segment)).collect();
        let told = format!("unknown API version `v\\u{{7}}9`, expected one of {}", known.join(", "));
        assert_eq!("v\u{7}9".parse::<ApiVersion>().map_err(|error| error.to_string()), Err(told));
    }
}
