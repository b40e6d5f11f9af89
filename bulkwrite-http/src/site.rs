//! Where requests go.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use http::Uri;

/// A data centre: an organisation lives in one of them, and only its hosts know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the names say it all")]
pub enum DataCentre {
    Us,
    Eu,
    In,
    Au,
    Jp,
    Cn,
    Ca,
    Sa,
}

/// What is known of a data centre.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct DataCentreFacts {
    /// The data centre.
    pub centre: DataCentre,
    /// How it is named, after its domain: `com.au`.
    pub name: &'static str,
    /// Its other name, after the country: `au`.
    pub alias: &'static str,
    /// The domain of the API, behind `www.`, `sandbox.` or `developer.`.
    pub api: &'static str,
    /// The host that gives out tokens.
    pub accounts: &'static str,
    /// The host that takes uploads.
    pub upload: &'static str,
    /// The domain of the product, under which results are downloaded.
    pub domain: &'static str,
}

macro_rules! centres {
    ($($centre:ident $name:literal $alias:literal $api:literal $accounts:literal $upload:literal $domain:literal)*) => {
        &[$(DataCentreFacts {
            centre: DataCentre::$centre, name: $name, alias: $alias, api: $api,
            accounts: $accounts, upload: $upload, domain: $domain,
        }),*]
    };
}

/// One row for each data centre.
///
/// Sources: the data centres of the vendor's SDK 8.0 (`zohocrmsdk/src/com/zoho/crm/api/dc/*_data_center.py`) and
/// `www.zoho.com/crm/developer/docs/api/v8/multi-dc.html`, which leaves out Saudi Arabia. The domain of results: the
/// recorded `download-accl.zoho.com`; elsewhere inferred from the accounts host.
pub const DATA_CENTRES: &[DataCentreFacts] = centres! {
    // centre name   alias            api                accounts                  upload                     domain
    Us "com"    "us"           "zohoapis.com"    "accounts.zoho.com"     "content.zohoapis.com"    "zoho.com"
    Eu "eu"     "europe"       "zohoapis.eu"     "accounts.zoho.eu"      "content.zohoapis.eu"     "zoho.eu"
    In "in"     "india"        "zohoapis.in"     "accounts.zoho.in"      "content.zohoapis.in"     "zoho.in"
    Au "com.au" "au"           "zohoapis.com.au" "accounts.zoho.com.au"  "content.zohoapis.com.au" "zoho.com.au"
    Jp "jp"     "japan"        "zohoapis.jp"     "accounts.zoho.jp"      "content.zohoapis.jp"     "zoho.jp"
    Cn "com.cn" "cn"           "zohoapis.com.cn" "accounts.zoho.com.cn"  "content.zohoapis.com.cn" "zoho.com.cn"
    Ca "ca"     "canada"       "zohoapis.ca"     "accounts.zohocloud.ca" "upload.zohocloud.ca"     "zohocloud.ca"
    Sa "sa"     "saudi-arabia" "zohoapis.sa"     "accounts.zoho.sa"      "files.zoho.sa"           "zoho.sa"
};

impl DataCentre {
    /// What is known of it.
    pub const fn facts(self) -> &'static DataCentreFacts {
        &DATA_CENTRES[self as usize]
    }
}

impl fmt::Display for DataCentre {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.facts().name)
    }
}

impl FromStr for DataCentre {
    type Err = SiteError;

    /// Reads a name or its alias: `com.au` or `au`.
    fn from_str(text: &str) -> Result<Self, SiteError> {
        let known = DATA_CENTRES.iter().find(|facts| text == facts.name || text == facts.alias);
        known.map(|facts| facts.centre).ok_or(SiteError::UnknownCentre)
    }
}

/// Which of an organisation's worlds is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Environment {
    /// The real one.
    #[default]
    Production,
    /// A copy for trying things out.
    Sandbox,
    /// That of a developer edition.
    Developer,
}

impl Environment {
    /// Every environment.
    pub const ALL: [Self; 3] = [Self::Production, Self::Sandbox, Self::Developer];

    /// `production`, `sandbox` or `developer`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Sandbox => "sandbox",
            Self::Developer => "developer",
        }
    }
}

/// The hosts of an organisation.
///
/// ```
/// use bulkwrite_http::{DataCentre, Environment, Site};
///
/// let site = Site::new(DataCentre::Ca, Environment::Sandbox);
/// assert_eq!(site.api().to_string(), "https://sandbox.zohoapis.ca/");
/// assert_eq!(site.upload().to_string(), "https://upload.zohocloud.ca/"); // that of production
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    known: Option<(DataCentre, Environment)>,
    api: Uri,
    accounts: Uri,
    upload: Uri,
}

/// Why a text names no place to send to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SiteError {
    /// No data centre has that name.
    UnknownCentre,
    /// It is no absolute `http` or `https` URL of a host alone, with or without a path.
    NoBase,
    /// Plain http leaves this machine: a token would be readable on the way.
    PlainHttp,
}

impl fmt::Display for SiteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownCentre => {
                f.write_str("no data centre has that name; they are ")?;
                for (n, facts) in DATA_CENTRES.iter().enumerate() {
                    write!(f, "{}`{}`", if n == 0 { "" } else { ", " }, facts.name)?;
                }
                Ok(())
            }
            Self::NoBase => f.write_str(
                "expected a URL such as `http://127.0.0.1:8080`: a scheme and a host, without user, query or fragment",
            ),
            Self::PlainHttp => {
                f.write_str("plain http goes to loopback only: everybody on the way could read the token")
            }
        }
    }
}

impl std::error::Error for SiteError {}

impl Site {
    /// The hosts of a data centre. Sandbox and developer edition have an API host of their own and production's others.
    pub fn new(centre: DataCentre, environment: Environment) -> Self {
        let facts = centre.facts();
        let world = match environment {
            Environment::Production => "www",
            Environment::Sandbox => "sandbox",
            Environment::Developer => "developer",
        };
        // A test builds every row of the table.
        let uri = |host: String| {
            Uri::builder().scheme("https").authority(host).path_and_query("/").build().unwrap_or_default()
        };
        Self {
            known: Some((centre, environment)),
            api: uri(format!("{world}.{}", facts.api)),
            accounts: uri(facts.accounts.to_owned()),
            upload: uri(facts.upload.to_owned()),
        }
    }

    /// One URL for everything, as a stand-in has it: plain http to loopback, https to wherever the user says.
    ///
    /// ```
    /// use bulkwrite_http::{Site, SiteError};
    ///
    /// assert!(Site::at("http://127.0.0.1:8080").is_ok());
    /// assert_eq!(Site::at("http://crm.zylker.com"), Err(SiteError::PlainHttp));
    /// ```
    pub fn at(base: &str) -> Result<Self, SiteError> {
        let uri: Uri = base.trim_end_matches('/').parse().map_err(|_| SiteError::NoBase)?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(SiteError::NoBase);
        };
        if authority.as_str().contains('@')
            || authority.host().is_empty()
            || uri.query().is_some()
            || base.contains('#')
        {
            return Err(SiteError::NoBase);
        }
        match scheme {
            "https" => {}
            "http" if is_loopback(authority.host()) => {}
            "http" => return Err(SiteError::PlainHttp),
            _ => return Err(SiteError::NoBase),
        }
        Ok(Self { known: None, api: uri.clone(), accounts: uri.clone(), upload: uri })
    }

    /// The data centre and the environment; `None` for a [URL](Self::at).
    pub const fn known(&self) -> Option<(DataCentre, Environment)> {
        self.known
    }

    /// Where jobs, fields and the organisation are.
    pub const fn api(&self) -> &Uri {
        &self.api
    }

    /// Where tokens are.
    pub const fn accounts(&self) -> &Uri {
        &self.accounts
    }

    /// Where files go.
    pub const fn upload(&self) -> &Uri {
        &self.upload
    }

    /// Whether everything stays on this machine.
    pub fn is_local(&self) -> bool {
        self.known.is_none() && self.api.host().is_some_and(is_loopback)
    }

    /// Whether a token may go to this URL: to the hosts of this site, and to those under the vendor's domains of the
    /// data centre, by https.
    ///
    /// ```
    /// use bulkwrite_http::{DataCentre, Environment, Site};
    ///
    /// let site = Site::new(DataCentre::Us, Environment::Production);
    /// assert!(site.is_ours(&"https://download-accl.zoho.com/v2/crm/1/bulk-write/2/2.zip".parse()?));
    /// assert!(!site.is_ours(&"https://zoho.com.zylker.example/2.zip".parse()?));
    /// # Ok::<(), http::uri::InvalidUri>(())
    /// ```
    pub fn is_ours(&self, uri: &Uri) -> bool {
        let Some(authority) = uri.authority().filter(|authority| !authority.as_str().contains('@')) else {
            return false;
        };
        let host = authority.host().to_ascii_lowercase();
        if let Some((centre, _)) = self.known {
            let facts = centre.facts();
            let under =
                |domain: &str| host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
            let usual_port = matches!(uri.port_u16(), None | Some(443));
            return uri.scheme_str() == Some("https") && usual_port && (under(facts.api) || under(facts.domain));
        }
        let base = &self.api;
        let same = base.host().is_some_and(|own| own.eq_ignore_ascii_case(&host));
        let both_here = self.is_local() && is_loopback(&host);
        (same || both_here) && uri.scheme_str() == base.scheme_str() && port(uri) == port(base)
    }

    /// A path of one of the hosts.
    pub(crate) fn join(base: &Uri, path: &str) -> Result<Uri, http::Error> {
        let prefix = base.path().trim_end_matches('/');
        let mut parts = base.clone().into_parts();
        parts.path_and_query = Some(format!("{prefix}/{}", path.trim_start_matches('/')).parse()?);
        Ok(Uri::from_parts(parts)?)
    }
}

impl fmt::Display for Site {
    /// The API host with what stands before it: `www.zohoapis.eu`, `http://127.0.0.1:8080`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.known, self.api.host()) {
            (Some(_), Some(host)) => f.write_str(host),
            _ => f.write_str(self.api.to_string().trim_end_matches('/')),
        }
    }
}

impl FromStr for Site {
    type Err = SiteError;

    /// Reads what [`Display`](fmt::Display) writes.
    fn from_str(text: &str) -> Result<Self, SiteError> {
        if text.contains("://") {
            return Self::at(text);
        }
        let sites = DATA_CENTRES.iter().flat_map(|facts| Environment::ALL.map(|world| Self::new(facts.centre, world)));
        sites.into_iter().find(|site| site.api.host() == Some(text)).ok_or(SiteError::UnknownCentre)
    }
}

fn port(uri: &Uri) -> Option<u16> {
    uri.port_u16().or(match uri.scheme_str() {
        Some("http") => Some(80),
        Some("https") => Some(443),
        _ => None,
    })
}

fn is_loopback(host: &str) -> bool {
    let v6 = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    host.eq_ignore_ascii_case("localhost")
        || host.parse().is_ok_and(|ip: Ipv4Addr| ip.is_loopback())
        || v6.is_some_and(|ip| ip.parse().is_ok_and(|ip: Ipv6Addr| ip.is_loopback()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_centre_at_its_own_index() {
        for (n, facts) in DATA_CENTRES.iter().enumerate() {
            assert_eq!(facts.centre as usize, n);
            assert_eq!((facts.name.parse(), facts.alias.parse()), (Ok(facts.centre), Ok(facts.centre)));
            for world in Environment::ALL {
                let site = Site::new(facts.centre, world);
                assert_eq!(site.to_string().parse(), Ok(site.clone()));
                for own in [site.api(), site.accounts(), site.upload()] {
                    assert!(site.is_ours(own), "{own}");
                }
            }
        }
        assert!("uk".parse::<DataCentre>().is_err());
    }

    #[test]
    fn a_base_is_a_host_and_plain_only_here() {
        for (base, expected) in [
            ("http://127.0.0.1:8080", Ok("http://127.0.0.1:8080")),
            ("http://127.8.9.1:8080/", Ok("http://127.8.9.1:8080")),
            ("http://LocalHost:1/mock/", Ok("http://LocalHost:1/mock")),
            ("http://[::1]:8080", Ok("http://[::1]:8080")),
            ("https://crm.zylker.com", Ok("https://crm.zylker.com")),
            ("http://10.0.0.1", Err(SiteError::PlainHttp)),
            ("http://localhost.zylker.com", Err(SiteError::PlainHttp)),
            ("http://127.0.0.1@zylker.com", Err(SiteError::NoBase)),
            ("http://me:secret@127.0.0.1", Err(SiteError::NoBase)),
            ("http://127.0.0.1/?a=b", Err(SiteError::NoBase)),
            ("http://127.0.0.1/#a", Err(SiteError::NoBase)),
            ("ftp://127.0.0.1", Err(SiteError::NoBase)),
            ("127.0.0.1:8080", Err(SiteError::NoBase)),
            ("/crm", Err(SiteError::NoBase)),
            ("", Err(SiteError::NoBase)),
        ] {
            let site = Site::at(base);
            assert_eq!(
                site.as_ref().map(ToString::to_string).map_err(Clone::clone),
                expected.map(str::to_owned),
                "{base}"
            );
            if let Ok(site) = site {
                assert_eq!(site.to_string().parse(), Ok(site));
            }
        }
    }

    #[test]
    fn a_token_goes_to_hosts_of_the_site_alone() {
        let known = Site::new(DataCentre::Eu, Environment::Sandbox);
        let local = Site::at("http://127.0.0.1:8080").expect("a base");
        for (site, uri, expected) in [
            (&known, "https://download-accl.zoho.eu/a.zip", true),
            (&known, "https://DOWNLOAD-ACCL.ZOHO.EU:443/a.zip", true),
            (&known, "https://www.zohoapis.eu/a.zip", true),
            (&known, "https://download-accl.zoho.com/a.zip", false),
            (&known, "http://download-accl.zoho.eu/a.zip", false),
            (&known, "https://download-accl.zoho.eu:8443/a.zip", false),
            (&known, "https://notzoho.eu/a.zip", false),
            (&known, "https://zoho.eu@zylker.com/a.zip", false),
            (&known, "https://zoho.eu.zylker.com/a.zip", false),
            (&known, "/a.zip", false),
            (&local, "http://127.0.0.1:8080/a.zip", true),
            (&local, "http://localhost:8080/a.zip", true),
            (&local, "http://127.0.0.1:8081/a.zip", false),
            (&local, "https://127.0.0.1:8080/a.zip", false),
            (&local, "http://zylker.com:8080/a.zip", false),
        ] {
            assert_eq!(site.is_ours(&uri.parse().expect("a URI")), expected, "{uri}");
        }
    }

    #[test]
    fn paths_are_joined_with_one_slash() {
        for (base, path, expected) in [
            ("http://127.0.0.1:1", "/crm/v8/org", "http://127.0.0.1:1/crm/v8/org"),
            ("http://127.0.0.1:1/mock/", "//crm/v8/a.zip?b=c", "http://127.0.0.1:1/mock/crm/v8/a.zip?b=c"),
        ] {
            let site = Site::at(base).expect("a base");
            assert_eq!(Site::join(site.api(), path).map(|uri| uri.to_string()).ok().as_deref(), Some(expected));
        }
    }
}
