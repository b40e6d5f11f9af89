//! The arguments of the commands that send.

use std::path::PathBuf;
use std::time::Duration;

use bulkwrite_core::ApiVersion;
use bulkwrite_http::{DataCentre, JobId, OrgId};
use clap::{Args, Subcommand, ValueEnum, ValueHint};

use super::{Checking, data_centres};

#[derive(Debug, Args)]
#[command(after_help = SEND_NOTES)]
pub(crate) struct Send {
    /// A JSON job; its `file_id` may be missing, or `{{file_id}}`
    #[arg(value_name = "JOB", value_hint = ValueHint::FilePath)]
    pub(crate) job: PathBuf,
    /// The CSVs, which are packed, or a ZIP that is ready
    #[arg(long, value_name = "FILE", num_args = 1.., value_hint = ValueHint::FilePath)]
    pub(crate) data: Vec<PathBuf>,
    /// The number of the organisation; required for production
    #[arg(long, value_name = "ZGID")]
    pub(crate) org: Option<OrgId>,
    /// Show the plan, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Send what is too much for one job as several, one after the other
    #[arg(long)]
    pub(crate) split: bool,
    /// Send work that was sent before once more
    #[arg(long)]
    pub(crate) again: bool,
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) following: Following,
    #[command(flatten)]
    pub(crate) checking: SendChecking,
}

const SEND_NOTES: &str = "\
Tokens: --token-command, else ZOHO_TOKEN, else ZOHO_CLIENT_ID with
ZOHO_CLIENT_SECRET and ZOHO_REFRESH_TOKEN, else the profile; docs/sending.md.
Exit status: 0 every row is written, 1 findings or refused rows, 2 could not be
done and nothing was created, 3 still running, 4 not known if it was created.";

#[derive(Debug, Args)]
#[command(after_help = RESUME_NOTES)]
pub(crate) struct Resume {
    /// The job or its journal; by default the only work that is not finished
    #[arg(value_name = "JOB|JOURNAL", value_hint = ValueHint::FilePath)]
    pub(crate) work: Option<PathBuf>,
    /// The job was created, under this id
    #[arg(long, value_name = "JOB_ID", conflicts_with = "not_created")]
    pub(crate) created: Option<JobId>,
    /// The job was not created: it is safe to create it
    #[arg(long)]
    pub(crate) not_created: bool,
    #[command(flatten)]
    pub(crate) access: Access,
    #[command(flatten)]
    pub(crate) following: Following,
    #[command(flatten)]
    pub(crate) checking: SendChecking,
}

const RESUME_NOTES: &str = "\
The exit status is that of `send`.";

/// How the job is checked before it is sent: what takes something back of that stands in the configuration.
#[derive(Debug, Args)]
pub(crate) struct SendChecking {
    /// The version the job is sent to; by default its form tells
    #[arg(long, value_name = "VERSION", value_parser = super::versions(), hide_possible_values = true)]
    api_version: Option<ApiVersion>,
    /// The configuration, instead of the nearest `bulkwrite.toml`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    config: Option<PathBuf>,
}

impl SendChecking {
    /// The same as what other commands take.
    pub(crate) fn checking(&self) -> Checking {
        Checking {
            api_version: self.api_version,
            allow_placeholders: false,
            rules: Vec::new(),
            resolve: false,
            config: self.config.clone(),
        }
    }
}

/// Where requests go.
#[derive(Debug, Args)]
pub(crate) struct Place {
    /// The data centre, such as `eu`, `in` or `com.au`
    #[arg(long, value_name = "DC", default_value = "com", value_parser = data_centres(), hide_possible_values = true)]
    pub(crate) dc: DataCentre,
    /// Send to the sandbox
    #[arg(long, conflicts_with = "developer")]
    pub(crate) sandbox: bool,
    /// Send to the developer edition
    #[arg(long)]
    pub(crate) developer: bool,
    /// Send to this URL alone, such as that of `bulkwrite serve`
    #[arg(long, value_name = "URL", conflicts_with_all = ["dc", "sandbox", "developer"])]
    pub(crate) api_url: Option<String>,
    #[command(flatten)]
    pub(crate) access: Access,
}

/// How requests get there.
#[derive(Debug, Args)]
pub(crate) struct Access {
    /// A program that prints an access token
    #[arg(long, value_name = "COMMAND")]
    pub(crate) token_command: Option<String>,
    /// A proxy, instead of that of `HTTPS_PROXY`
    #[arg(long, value_name = "URL")]
    pub(crate) proxy: Option<String>,
    /// The certificates to trust, as PEM, instead of the system's
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) ca_file: Option<PathBuf>,
}

/// What is done once the job is on its way.
#[derive(Debug, Args)]
pub(crate) struct Following {
    /// Do not wait for the job
    #[arg(long)]
    pub(crate) no_wait: bool,
    /// How long the job is waited for: `90s`, `30m`, `2h`
    #[arg(long, value_name = "TIME", default_value = "30m", value_parser = time)]
    pub(crate) timeout: Duration,
    /// How long a request that fails is tried again
    #[arg(long, value_name = "TIME", default_value = "15m", value_parser = time)]
    pub(crate) give_up: Duration,
    /// Where the journal is, instead of `.bulkwrite/` beside the job
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) journal: Option<PathBuf>,
    /// Where the refused rows go, instead of `<data>.refused.csv`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) refused: Option<PathBuf>,
    /// Where the new ids go, instead of `<data>.written.csv`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) written: Option<PathBuf>,
    /// How to print refused rows: human, json, github, sarif
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "human",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(crate) format: RowFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowFormat {
    Human,
    Json,
    Github,
    Sarif,
}

#[derive(Debug, Args)]
#[command(after_help = RESULT_NOTES)]
pub(crate) struct Explained {
    /// The result of the job: the ZIP as it is downloaded, or the CSV in it
    #[arg(value_name = "ZIP|CSV", value_hint = ValueHint::FilePath)]
    pub(crate) result: PathBuf,
    /// The job
    #[arg(long, value_name = "JOB", value_hint = ValueHint::FilePath)]
    pub(crate) job: PathBuf,
    /// The data that was sent: its CSVs, or its ZIP
    #[arg(long, value_name = "FILE", num_args = 1.., required = true, value_hint = ValueHint::FilePath)]
    pub(crate) data: Vec<PathBuf>,
    /// Where the refused rows go, instead of `<data>.refused.csv`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) refused: Option<PathBuf>,
    /// Where the new ids go, instead of `<data>.written.csv`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) written: Option<PathBuf>,
    /// How to print refused rows: human, json, github, sarif
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "human",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(crate) format: RowFormat,
    #[command(flatten)]
    pub(crate) checking: SendChecking,
}

const RESULT_NOTES: &str = "\
A row of the result is shown at its place in the data where that is certain:
by its position if all rows stand in order, else by a value that no other row
has. Nothing is asked of the CRM.

Exit status: 0 every row is written, 1 rows were refused, 2 there is no result.";

#[derive(Debug, Args)]
pub(crate) struct Jobs {
    /// The folder whose jobs are listed
    #[arg(value_name = "FOLDER", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) folder: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Auth {
    #[command(subcommand)]
    pub(crate) command: AuthCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AuthCommand {
    /// Tell whose the access token is, and what it may do
    Check(AuthCheck),
    /// Trade a grant code, which is read from standard input, for a refresh token
    Grant(AuthGrant),
}

#[derive(Debug, Args)]
pub(crate) struct AuthCheck {
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, Args)]
#[command(after_help = GRANT_NOTES)]
pub(crate) struct AuthGrant {
    #[command(flatten)]
    pub(crate) place: Place,
}

const GRANT_NOTES: &str = "\
Set ZOHO_CLIENT_ID and ZOHO_CLIENT_SECRET; make the code in the API console of
the vendor with the scopes that `auth check` asks for. The refresh token goes
to the profile, which only you can read.";

#[derive(Debug, Args)]
pub(crate) struct Metadata {
    #[command(subcommand)]
    pub(crate) command: MetadataCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum MetadataCommand {
    /// Save the fields of modules, for the checks
    Pull(Pull),
}

#[derive(Debug, Args)]
#[command(after_help = PULL_NOTES)]
pub(crate) struct Pull {
    /// The modules; by default those that are there
    #[arg(value_name = "MODULE")]
    pub(crate) modules: Vec<String>,
    /// Where they go; by default the folder that `bulkwrite.toml` names
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub(crate) folder: Option<PathBuf>,
    /// Change nothing, and tell what has changed
    #[arg(long)]
    pub(crate) check: bool,
    /// The version to ask
    #[arg(long, value_name = "VERSION", default_value = "v8", value_parser = super::versions())]
    pub(crate) api_version: ApiVersion,
    #[command(flatten)]
    pub(crate) place: Place,
}

const PULL_NOTES: &str = "\
Exit status: 0 saved, or nothing has changed, 1 something has changed (--check),
2 something could not be done.";

/// `90s`, `30m`, `2h`.
fn time(text: &str) -> Result<Duration, String> {
    let (number, unit) = text.split_at(text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len());
    let seconds = match unit {
        "s" => Some(1),
        "m" | "min" => Some(60),
        "h" => Some(3600),
        _ => None,
    };
    let time = number.parse().ok().zip(seconds).and_then(|(n, unit): (u64, u64)| n.checked_mul(unit));
    time.map(Duration::from_secs).ok_or_else(|| "write it as `90s`, `30m` or `2h`".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_a_unit() {
        for (text, expected) in [("90s", Some(90)), ("30m", Some(1_800)), ("2h", Some(7_200)), ("0s", Some(0))] {
            assert_eq!(time(text).ok().map(|time| time.as_secs()), expected);
        }
        for text in ["", "30", "m", "-1s", "1.5h", "3d", "99999999999999999999s", "18446744073709551615h"] {
            assert!(time(text).is_err(), "{text}");
        }
    }
}
