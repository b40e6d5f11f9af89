//! Which request is for what.

use bulkwrite_core::ApiVersion;

use crate::Step;

/// What a path leads to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Route<'p> {
    /// Access tokens.
    Token,
    /// The users of the organisation.
    Users,
    /// The organisation.
    Org(ApiVersion),
    /// The fields of a module.
    Fields,
    /// Uploads.
    Upload(ApiVersion),
    /// New jobs.
    Create(ApiVersion),
    /// A job.
    Details(ApiVersion, &'p str),
    /// The result of a job.
    Download(&'p str),
    /// The stand-in itself, and what is asked of it.
    Control(Vec<&'p str>),
    /// Nowhere.
    Unknown,
}

/// The first segment of the paths that are about the stand-in.
const CONTROL: &str = "_bulkwrite";

impl<'p> Route<'p> {
    /// Where a path leads. Slashes may be doubled: the vendor's SDKs put `/v8/…` behind a host that ends in `/`.
    pub(crate) fn of(path: &'p str) -> Self {
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let version = |text: &str| text.parse::<ApiVersion>().ok().filter(|version| version.segment() == text);
        match *segments.as_slice() {
            // The token URL of an SDK may be set to the base alone.
            [] | ["oauth", "v2", "token"] => Self::Token,
            ["crm", v, "users"] if version(v).is_some() => Self::Users,
            ["crm", v, "org"] => version(v).map_or(Self::Unknown, Self::Org),
            ["crm", v, "settings", "fields"] if version(v).is_some() => Self::Fields,
            ["crm", v, "upload"] => version(v).map_or(Self::Unknown, Self::Upload),
            ["crm", "bulk", v, "write"] => version(v).map_or(Self::Unknown, Self::Create),
            ["crm", "bulk", v, "write", job] if is_id(job) => {
                version(v).map_or(Self::Unknown, |version| Self::Details(version, job))
            }
            [v, "crm", _, "bulk-write", job, file]
                if version(v).is_some() && file.strip_suffix(".zip") == Some(job) =>
            {
                Self::Download(job)
            }
            [CONTROL, ref rest @ ..] => Self::Control(rest.to_vec()),
            _ => Self::Unknown,
        }
    }

    /// The step that the request is of.
    pub(crate) const fn step(&self) -> Option<Step> {
        Some(match self {
            Self::Token => Step::Token,
            Self::Users => Step::Users,
            Self::Org(_) => Step::Org,
            Self::Fields => Step::Fields,
            Self::Upload(_) => Step::Upload,
            Self::Create(_) => Step::Create,
            Self::Details(..) => Step::Details,
            Self::Download(_) => Step::Download,
            Self::Control(_) | Self::Unknown => return None,
        })
    }

    /// The method that goes with it.
    pub(crate) const fn method(&self) -> &'static str {
        match self {
            Self::Token | Self::Upload(_) | Self::Create(_) => "POST",
            _ => "GET",
        }
    }
}

/// Whether a segment may be the id of a job: `result` and `upload` behind `write` are endpoints that do not exist.
fn is_id(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_somewhere() {
        for (path, expected) in [
            ("/oauth/v2/token", Route::Token),
            ("/", Route::Token),
            ("/crm/v8/users", Route::Users),
            ("/crm/v2.1/org", Route::Org(ApiVersion::V2_1)),
            ("//crm/v8/org/", Route::Org(ApiVersion::V8)),
            ("/crm/v3/settings/fields", Route::Fields),
            ("/crm/v2/upload", Route::Upload(ApiVersion::V2)),
            ("/crm/bulk/v2/write", Route::Create(ApiVersion::V2)),
            ("/crm/bulk/v8/write/17", Route::Details(ApiVersion::V8, "17")),
            ("//v8/crm/org1/bulk-write/17/17.zip", Route::Download("17")),
            ("/v2/crm/1/bulk-write/17/17.zip", Route::Download("17")),
            ("/_bulkwrite/records/Leads", Route::Control(vec!["records", "Leads"])),
            // Endpoints that programs have been seen to make up.
            ("/crm/bulk/v8/write/17/result", Route::Unknown),
            ("/crm/bulk/v8/write/upload", Route::Unknown),
            ("/crm/bulk/v8/write/file", Route::Unknown),
            ("/crm/v8/bulk/write", Route::Unknown),
            ("/crm/bulk/v99/write", Route::Unknown),
            ("/crm/bulk/v2_1/write", Route::Unknown),
            ("/v2/crm/1/bulk-write/17/18.zip", Route::Unknown),
        ] {
            assert_eq!(Route::of(path), expected, "{path}");
        }
    }
}
