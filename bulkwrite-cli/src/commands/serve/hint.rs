//! How clients are pointed at the stand-in.

use crate::cli::serve::Hint;

impl Hint {
    /// The names of all.
    pub(super) const NAMES: &str = "python|node|php|curl|postman";

    /// What to write, with the URL of the stand-in.
    pub(super) fn text(self, url: &str) -> String {
        let text = match self {
            Self::Python => PYTHON,
            Self::Node => NODE,
            Self::Php => PHP,
            Self::Curl => CURL,
            Self::Postman => POSTMAN,
        };
        text.replace("{url}", url)
    }
}

// Any access token is good here, and so are any client id, secret, refresh and grant token; `bad` stands for one that is not.

const PYTHON: &str = "\
Python, the vendor's SDK (zohocrmsdk8_0):
  from zohocrmsdk.src.com.zoho.api.authenticator import OAuthToken
  from zohocrmsdk.src.com.zoho.crm.api import Initializer
  from zohocrmsdk.src.com.zoho.crm.api.dc import DataCenter
  here = DataCenter.Environment(\"{url}\", \"{url}/oauth/v2/token\", \"{url}\")
  Initializer.initialize(environment=here, token=OAuthToken(access_token=\"any\"))
";

const NODE: &str = "\
Node, the vendor's SDK (@zohocrm/nodejs-sdk-8.0):
  import { DataCenter } from \"@zohocrm/nodejs-sdk-8.0/lib/routes/dc/data_center.js\";
  const here = DataCenter.setEnvironment(\"{url}\", \"{url}/oauth/v2/token\", \"{url}\");
  await (await new InitializeBuilder()).environment(here).token(token).initialize();
";

const PHP: &str = "\
PHP, the vendor's SDK (zohocrm/php-sdk-8.0):
  use com\\zoho\\crm\\api\\dc\\DataCenter;
  $here = DataCenter::setEnvironment(\"{url}\", \"{url}/oauth/v2/token\", \"{url}\", \"here\");
  (new InitializeBuilder())->environment($here)->token($token)->initialize();
";

const CURL: &str = "\
curl:
  curl -H 'Authorization: Zoho-oauthtoken any' -H 'feature: bulk-write' -H 'X-CRM-ORG: 694902309' \\
       -F file=@leads.zip {url}/crm/v8/upload
  curl -H 'Authorization: Zoho-oauthtoken any' -d @job.json {url}/crm/bulk/v8/write
  curl -H 'Authorization: Zoho-oauthtoken any' {url}/crm/bulk/v8/write/JOB
";

const POSTMAN: &str = "\
Postman, the vendor's collections:
  set the variables `api-domain`, `accounts-url` and `content-domain` to {url}, and `access-token` to any
  newman run collection.json --env-var api-domain={url} --env-var access-token=any
";

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::*;

    #[test]
    fn every_hint_names_the_url_and_no_other_host() {
        for hint in Hint::value_variants() {
            let text = hint.text("http://127.0.0.1:8080");
            assert!(text.contains("http://127.0.0.1:8080"), "{text}");
            assert!(!text.contains("{url}") && !text.contains("zohoapis"), "{text}");
        }
        let names: Vec<String> = Hint::value_variants()
            .iter()
            .filter_map(|hint| Some(hint.to_possible_value()?.get_name().to_owned()))
            .collect();
        assert_eq!(names.join("|"), Hint::NAMES);
    }
}
