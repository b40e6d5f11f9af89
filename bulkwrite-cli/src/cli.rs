//! What the command line looks like.

#[cfg(feature = "send")]
pub(crate) mod send;
pub(crate) mod pack;
#[cfg(feature = "serve")]
pub(crate) mod serve;

use std::path::PathBuf;

use bulkwrite_core::{ApiVersion, Level, Levels, Rule, VERSIONS, suggest};
use bulkwrite_http::{DATA_CENTRES, DataCentre, JobId, OrgId};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

use crate::known;

/// Checks Zoho CRM bulk write jobs before they are sent.
#[derive(Debug, Parser)]
#[command(name = "bulkwrite", version, propagate_version = true, after_help = EXAMPLES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) global: Global,
}

const EXAMPLES: &str = "\
Examples:
  bulkwrite                            what is here, and what comes next
  bulkwrite check jobs/ --format json  check every job of a folder, for another program

Exit status: 0 nothing found, 1 something found, 2 something could not be done.";

#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Global {
    /// Colours: auto, always or never (`NO_COLOR` is heeded)
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    pub(crate) color: Color,
    /// Print findings only: no summary, no notes
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Show the answers of the CRM whole, the predicted ones too
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    /// The most that is read of a file, such as 512K, 200M or 1G; unless given 64M
    #[arg(long, global = true, value_name = "SIZE", value_parser = size)]
    pub(crate) max_size: Option<u64>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check jobs and Postman collections
    Check(Check),
    /// Mend what can be mended in jobs and Postman collections
    Fix(Fix),
    /// Write a job in another form: as `bulk_write!` code, as JSON, for another version
    Convert(Convert),
    /// Split and zip the data of a job as the CRM wants it, with a job for each part
    Pack(pack::Pack),
    /// Print the request of a job as a curl command
    Curl(Curl),
    /// Send a job: check, pack, upload, create, follow, and explain the result
    #[cfg(feature = "send")]
    Send(send::Send),
    /// Go on with a job where a run stopped
    #[cfg(feature = "send")]
    Resume(send::Resume),
    /// Explain a result that was downloaded: each refused row at its place in the data
    #[cfg(feature = "send")]
    Result(send::Explained),
    /// List the jobs that were sent from a folder
    #[cfg(feature = "send")]
    Jobs(send::Jobs),
    /// See whose the access token is, or get a refresh token
    #[cfg(feature = "send")]
    Auth(send::Auth),
    /// Fetch the field metadata that jobs are checked against
    #[cfg(feature = "send")]
    Metadata(send::Metadata),
    /// Explain rules, the error codes of the CRM, and the keys of a job
    Explain(Explain),
    /// Write a job for a CSV, from its header and the field metadata
    Init(Init),
    /// List the rules
    Rules(Rules),
    /// Check callback URLs
    Url(Url),
    /// Stand in for the CRM, to test against
    #[cfg(feature = "serve")]
    Serve(Box<serve::Serve>),
    /// Check jobs while they are written: the language server, for editors
    #[cfg(feature = "lsp")]
    Lsp(Lsp),
    /// Print the JSON Schema of jobs, for editors
    Schema(Schema),
    /// Print a completion script for a shell
    Completions(Completions),
    /// Print a manual page
    Man(Man),
}

#[derive(Debug, Args)]
#[command(after_help = CHECK_NOTES)]
#[allow(clippy::struct_excessive_bools, reason = "each is an option")]
pub(crate) struct Check {
    /// Files, folders, patterns such as `jobs/**/*.json`, or `-` for standard input
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// How to print what was found
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: CheckFormat,
    #[command(flatten)]
    pub(crate) checking: Checking,
    /// The least level that makes the exit status 1
    #[arg(long, value_name = "LEVEL", default_value = "warning")]
    pub(crate) fail_on: FailOn,
    /// Count the findings by rule instead of showing them
    #[arg(long)]
    pub(crate) statistics: bool,
    /// With `json` and `sarif`: print paths and fixes as they are, secrets included, for a program that applies them
    #[arg(long)]
    pub(crate) show_secrets: bool,
    /// Its data: a CSV, the ZIP to upload, or CSVs of parents and children
    #[arg(long, value_name = "FILE", num_args = 1.., value_hint = ValueHint::FilePath)]
    pub(crate) data: Vec<PathBuf>,
    /// Name the `first` rows of a finding, or `all`
    #[arg(long, value_name = "WHICH", default_value = "first", hide_possible_values = true, requires = "data")]
    pub(crate) rows: DataRows,
    /// Show no cell of the data: places and counts alone
    #[arg(long, requires = "data")]
    pub(crate) no_values: bool,
    /// Show what each column holds, and what was found in it
    #[arg(long, requires = "data")]
    pub(crate) columns: bool,
    /// Copy the rows that would be skipped, to be mended and sent again
    #[arg(long, value_name = "FILE", requires = "data", value_hint = ValueHint::FilePath)]
    pub(crate) rejects: Option<PathBuf>,
    /// Add to those rows why, in three columns, as the CRM's result has them
    #[arg(long, requires = "rejects")]
    pub(crate) reasons: bool,
    /// What to call standard input in messages
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub(crate) stdin_filename: Option<String>,
}

/// How jobs are checked, by every command that does.
#[derive(Debug, Args)]
pub(crate) struct Checking {
    /// The version the jobs are sent to, where no request's URL tells; by default their form does
    #[arg(long, value_name = "VERSION", value_parser = versions())]
    pub(crate) api_version: Option<ApiVersion>,
    /// Take `{{x}}` for a value that is filled in later, as in collections
    #[arg(long)]
    pub(crate) allow_placeholders: bool,
    /// Set the level of a rule: error, warn or allow; can be repeated
    #[arg(long = "rule", value_name = "NAME=LEVEL", value_parser = known::levels(rule_level), hide_possible_values = true)]
    pub(crate) rules: Vec<RuleLevel>,
    /// Also look up the host of each callback: every address must be public
    #[arg(long)]
    pub(crate) resolve: bool,
    /// The configuration, not the nearest `bulkwrite.toml` above a file
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

#[cfg(feature = "lsp")]
#[derive(Debug, Args)]
#[command(after_help = LSP_NOTES)]
pub(crate) struct Lsp {
    #[command(flatten)]
    pub(crate) checking: Checking,
    /// Talk over standard input and output, as it always does: clients say so
    #[arg(long)]
    pub(crate) stdio: bool,
}

#[cfg(feature = "lsp")]
const LSP_NOTES: &str = "\
An editor starts it, and talks to it by standard input and output. What is JSON
and no job is left alone. docs/editors.md says how editors are set up.";

#[derive(Debug, Args)]
#[command(after_help = SCHEMA_NOTES)]
pub(crate) struct Schema {
    /// The version that jobs are sent to, instead of all
    #[arg(long, value_name = "VERSION", value_parser = versions())]
    pub(crate) api_version: Option<ApiVersion>,
    /// The folder with the field metadata: its fields are completed by name
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub(crate) metadata: Option<PathBuf>,
}

const SCHEMA_NOTES: &str = "\
Draft-07. It completes, and sees what a schema can see: `bulkwrite check` finds
the rest. Let an editor apply it to files by their names, such as
`*.bulkwrite.json`; a `$schema` in a job would be sent along.";

const CHECK_NOTES: &str = "\
In folders, every *.json that looks like a job or a Postman collection is
checked; hidden folders, `target` and `node_modules` are passed over. A file
that is named is always checked.

Exit status: 0 nothing found, 1 something found (warnings count as well, unless
--fail-on error), 2 a file could not be read or the usage is wrong; the other
files are checked nevertheless.";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    Human,
    Concise,
    Json,
    Github,
    Sarif,
    Html,
}

/// Which rows of a finding are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DataRows {
    First,
    All,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Warning,
    Error,
}

/// A rule and the level it is set to; `None` silences it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RuleLevel {
    pub(crate) rule: &'static Rule,
    pub(crate) level: Option<Level>,
}

#[derive(Debug, Args)]
#[command(after_help = FIX_NOTES)]
pub(crate) struct Fix {
    /// Files, folders, patterns such as `jobs/**/*.json`, or `-` to mend standard input into standard output
    #[arg(value_name = "PATH", required = true, value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// Apply fixes, too, that only probably do what was intended
    #[arg(long = "unsafe")]
    pub(crate) also_unsafe: bool,
    /// Show what would be changed, and change nothing
    #[arg(long)]
    pub(crate) diff: bool,
    #[command(flatten)]
    pub(crate) checking: Checking,
}

const FIX_NOTES: &str = "\
Whatever is not mended stays byte for byte, and so do the permissions of a file.
A diff masks the secrets of URLs.

Exit status: 0 nothing is left that `check` would find, 1 something is left, 2
something could not be done. With --diff: 1 if there is something to mend.";

#[derive(Debug, Args)]
#[command(after_help = CONVERT_NOTES)]
pub(crate) struct Convert {
    /// A JSON job, a Rust file that calls `bulk_write!`, or `-` for standard input
    #[arg(value_name = "JOB", value_hint = ValueHint::FilePath)]
    pub(crate) job: PathBuf,
    /// What to write: `rust`, `json`, or the job for another version; one of each can be named
    #[arg(long, value_name = "FORM", required = true, value_parser = target(), value_delimiter = ',')]
    pub(crate) to: Vec<Target>,
    /// Which call of `bulk_write!` to take, counted from 1, where there are several
    #[arg(long, value_name = "NUMBER")]
    pub(crate) nth: Option<usize>,
    #[command(flatten)]
    pub(crate) checking: Checking,
}

const CONVERT_NOTES: &str = "\
The new form goes to standard output, and what is lost to standard error.
`{{x}}` in JSON and the variable `x` in Rust become each other.

Examples:
  bulkwrite convert job.json --to rust      as it is written in Rust
  bulkwrite convert job.json --to v2        for another version
  bulkwrite convert src/jobs.rs --to json   as it is sent

Exit status: 0 written, 1 the job has errors, 2 it could not be read.";

/// A form of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Rust,
    Json,
    Version(ApiVersion),
}

#[derive(Debug, Args)]
#[command(after_help = CURL_NOTES)]
pub(crate) struct Curl {
    /// A JSON job, or `-` for standard input
    #[arg(value_name = "JOB", value_hint = ValueHint::FilePath)]
    pub(crate) job: PathBuf,
    /// The data centre of the organisation
    #[arg(long, value_name = "DC", default_value = "com", value_parser = data_centres())]
    pub(crate) dc: DataCentre,
    /// Send it to the sandbox
    #[arg(long)]
    pub(crate) sandbox: bool,
    /// Which request to print
    #[arg(long, value_name = "STEP", default_value = "create")]
    pub(crate) step: CurlStep,
    /// The file to upload, for `--step upload`
    #[arg(long, value_name = "ZIP", value_hint = ValueHint::FilePath, required_if_eq("step", "upload"))]
    pub(crate) data: Option<PathBuf>,
    /// The number of the organisation, for `--step upload`
    #[arg(long, value_name = "ZGID", required_if_eq("step", "upload"))]
    pub(crate) org: Option<OrgId>,
    /// The id of the job, for `--step details`
    #[arg(long, value_name = "JOB_ID", required_if_eq("step", "details"))]
    pub(crate) id: Option<JobId>,
    /// Where the result is, as the job's details tell it, for `--step download`
    #[arg(long, value_name = "URL", required_if_eq("step", "download"))]
    pub(crate) url: Option<String>,
    #[command(flatten)]
    pub(crate) checking: Checking,
}

/// A request on the way of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CurlStep {
    Upload,
    Create,
    Details,
    Download,
    Token,
}

const CURL_NOTES: &str = "\
The command takes the access token from the variable ZOHO_TOKEN when it runs:
  bulkwrite curl job.json --dc eu | sh
`--step token` needs ZOHO_CLIENT_ID, ZOHO_CLIENT_SECRET and ZOHO_REFRESH_TOKEN.

Exit status: 0 printed, 1 the job has errors, 2 it could not be read.";

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A rule such as `missing-key`, a code such as `FILE_NOT_SUPPORTED`, or a key such as `find_by`
    #[arg(value_name = "RULE|CODE|KEY", required = true, value_parser = known::names(), hide_possible_values = true)]
    pub(crate) names: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = INIT_NOTES)]
pub(crate) struct Init {
    /// The CSV: comma, semicolon, colon or pipe between the columns, UTF-8
    #[arg(value_name = "CSV", value_hint = ValueHint::FilePath)]
    pub(crate) csv: PathBuf,
    /// The API name of the module
    #[arg(long, value_name = "NAME")]
    pub(crate) module: String,
    /// The folder with the field metadata; by default that of `bulkwrite.toml`
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub(crate) metadata: Option<PathBuf>,
    /// What the job does
    #[arg(long, value_name = "OPERATION", default_value = "insert", value_parser = ["insert", "update", "upsert"])]
    pub(crate) operation: String,
    /// The field by which records are found: `id`, or a unique one
    #[arg(long, value_name = "FIELD")]
    pub(crate) find_by: Option<String>,
    /// The id that the upload returned
    #[arg(long, value_name = "ID")]
    pub(crate) file_id: Option<String>,
    /// The version the job is sent to
    #[arg(long, value_name = "VERSION", value_parser = versions())]
    pub(crate) api_version: Option<ApiVersion>,
    /// Write a `bulk_write!` block instead of JSON
    #[arg(long)]
    pub(crate) rust: bool,
}

const INIT_NOTES: &str = "\
Columns are matched by API name, then by label; all rows tell how dates are
written. What is not certain is left out and reported on standard error: no
column is mapped by a guess.

Exit status: 0 the job passes the check and has every column, 1 something is
missing, such as a column or a required field, 2 there is no job.";

#[derive(Debug, Args)]
pub(crate) struct Rules {
    /// How to print the list
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: RulesFormat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum RulesFormat {
    Human,
    Json,
    Markdown,
}

#[derive(Debug, Args)]
pub(crate) struct Url {
    /// The URLs, or `-` to read them from standard input, one a line, bare or as JSON strings
    #[arg(value_name = "URL", required = true, value_hint = ValueHint::Url)]
    pub(crate) urls: Vec<String>,
    /// How to print what was found
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: UrlFormat,
    /// Also look the name up: every address must be public
    #[arg(long)]
    pub(crate) resolve: bool,
    /// A host, `*.corp` (every name below it) or a network that may be called although it is not public, beside those of
    /// `bulkwrite.toml`; can be repeated
    #[arg(long, value_name = "HOST|NETWORK")]
    pub(crate) allow: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum UrlFormat {
    Human,
    Concise,
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(crate) struct Man {
    /// The subcommand whose page is wanted; without it that of `bulkwrite`
    pub(crate) command: Option<String>,
}

fn versions() -> impl TypedValueParser<Value = ApiVersion> {
    let spelling = |text: String| text.parse::<ApiVersion>();
    let values = VERSIONS.iter().map(|facts| {
        let value = PossibleValue::new(facts.segment);
        if facts.version == ApiVersion::V2_1 { value.alias("v2_1") } else { value }
    });
    PossibleValuesParser::new(values).try_map(spelling)
}

fn target() -> impl TypedValueParser<Value = Target> {
    let forms = [PossibleValue::new("rust"), PossibleValue::new("json")];
    let versions = VERSIONS.iter().map(|facts| PossibleValue::new(facts.segment));
    let values = PossibleValuesParser::new(forms.into_iter().chain(versions));
    values.try_map(|text| match text.as_str() {
        "rust" => Ok(Target::Rust),
        "json" => Ok(Target::Json),
        version => version.parse().map(Target::Version),
    })
}

fn data_centres() -> impl TypedValueParser<Value = DataCentre> {
    let values = DATA_CENTRES.iter().map(|facts| PossibleValue::new(facts.name).alias(facts.alias));
    PossibleValuesParser::new(values).try_map(|text| text.parse::<DataCentre>())
}

/// A number of bytes. Places in a text take 32 bits, so that no text may be longer.
fn size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let shift = match text[digits.len()..].to_ascii_uppercase().trim_end_matches('B').trim_end_matches('I') {
        "" => 0,
        "K" => 10,
        "M" => 20,
        "G" => 30,
        _ => return Err("write bytes, or a number with K, M or G behind it".to_owned()),
    };
    let number: u64 = digits.parse().map_err(|_| "write a whole number, or one with K, M or G behind it".to_owned())?;
    match number.checked_mul(1 << shift) {
        Some(0) => Err("nothing could be read".to_owned()),
        Some(bytes) if u32::try_from(bytes).is_ok() => Ok(bytes),
        _ => Err("it is below 4G".to_owned()),
    }
}

fn rule_level(text: &str) -> Result<RuleLevel, String> {
    let Some((name, level)) = text.split_once('=') else {
        return Err("write it as `name=level`, with the level `error`, `warn` or `allow`".to_owned());
    };
    let level = match level.trim() {
        "error" | "deny" => Some(Level::Error),
        "warn" | "warning" => Some(Level::Warning),
        "allow" | "off" => None,
        level => return Err(format!("`{}` is no level: it is `error`, `warn` or `allow`", level.escape_debug())),
    };
    let rule = find_rule(name.trim())?;
    Levels::default().set(rule, level).map_err(|error| error.to_string())?;
    Ok(RuleLevel { rule, level })
}

/// The rule of that name, or what to say when there is none.
pub(crate) fn find_rule(name: &str) -> Result<&'static Rule, String> {
    crate::rules::find(name).ok_or_else(|| {
        let names = crate::rules::all().map(|rule| rule.name);
        let shown: String = name.chars().take(60).collect();
        let hint = match suggest::near_miss(name, names) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "`bulkwrite rules` lists them".to_owned(),
        };
        format!("there is no rule `{}`; {hint}", shown.escape_debug())
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn help_fits_a_screen() {
        for mut command in [Cli::command()].into_iter().chain(Cli::command().get_subcommands().cloned()) {
            let lines = command.render_help().to_string().lines().count();
            // A check has two parts: the job, and its data.
            let most = if command.get_name() == "check" { 50 } else { 40 };
            assert!(lines <= most, "{}: {lines} lines", command.get_name());
            // Without long texts `--help` is as short as `-h`.
            let long: Vec<_> = command.get_arguments().filter(|arg| arg.get_long_help().is_some()).collect();
            assert!(long.is_empty(), "{long:?}");
        }
    }

    #[test]
    fn sizes_have_units() {
        for (text, expected) in [
            ("100", Some(100)),
            ("512K", Some(512 << 10)),
            ("1m", Some(1 << 20)),
            ("2MB", Some(2 << 20)),
            ("3GiB", Some(3 << 30)),
            ("7b", Some(7)),
            ("4G", None),
            ("0", None),
            ("", None),
            ("M", None),
            ("1.5M", None),
            ("1T", None),
            ("-1", None),
            ("99999999999999999999G", None),
        ] {
            assert_eq!(size(text).ok(), expected, "{text}");
        }
    }

    #[test]
    fn levels_are_set_by_rule_name() {
        let set = rule_level("missing-key=allow").unwrap();
        assert_eq!((set.rule.name, set.level), ("missing-key", None));
        assert_eq!(rule_level("missing-key=warn").unwrap().level, Some(Level::Warning));
        for (text, expected) in [
            ("missing-key", "write it as `name=level`, with the level `error`, `warn` or `allow`"),
            ("missing-key=loud", "`loud` is no level: it is `error`, `warn` or `allow`"),
            ("missingkey=warn", "there is no rule `missingkey`; did you mean `missing-key`?"),
            ("zzz=warn", "there is no rule `zzz`; `bulkwrite rules` lists them"),
        ] {
            assert_eq!(rule_level(text).unwrap_err(), expected);
        }
    }
}
