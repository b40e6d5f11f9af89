//! A pre-flight in another program: it reads a job and decides whether the job may be sent.
//!
//! `cargo run --example preflight` prints this; `cargo run --example preflight -- JOB` looks at another job:
//!
//! ```text
//! examples/jobs/accounts-wrong.json:3:26: error[callback-private-name]: `hooks.zylker.lan` is a name of private networks under `lan` (RFC 6762 appendix G)
//!     use a host that the public internet can reach, or put this one on the project's allow list
//! examples/jobs/accounts-wrong.json:8:27: error[unmapped-required-field]: the required field `Account_Name` of `Accounts` is not mapped
//!     map a column to it, or give it a `default_value`
//! examples/jobs/accounts-wrong.json:10:27: error[unknown-field]: `End of contract` is the label of `Contract_End`, not its API name
//!     write `Contract_End`: a date
//! examples/jobs/accounts-wrong.json:11:27: error[unknown-field]: `Accounts` has no field `Web_Site`
//!     write `Website`: a web address
//! do not send it
//! the CRM would answer: INVALID_CALLBACK_URL: Invalid URL 'https://hooks.zylker.lan/bulk' for callback. (possible ssrf attempt)
//! ```

use std::io::{self, Write};
use std::process::ExitCode;

use bulkwrite::json::LineIndex;
use bulkwrite::metadata::Metadata;
use bulkwrite::{ApiVersion, Checker, Options, Verdict};

/// Prints every finding about the job at `path` with its line and column, and what would come of it.
pub(crate) fn preflight(path: &str, out: &mut impl Write) -> io::Result<Verdict> {
    let text = std::fs::read(path)?;

    // The fields of the organisation, as its API tells them; one file for each module.
    let mut metadata = Metadata::new();
    metadata.read("Accounts", include_bytes!("mistakes/crm/Accounts.json")).map_err(io::Error::other)?;

    let checker = Checker::new(Options::default().version(ApiVersion::V8).metadata(metadata));
    let report = checker.check_json(&text);

    let lines = LineIndex::new(&text);
    for found in report.diagnostics() {
        let (line, column) = lines.line_col(found.loc.start);
        writeln!(out, "{path}:{line}:{column}: {found}")?;
        if let Some(help) = &found.help {
            writeln!(out, "    {help}")?;
        }
    }
    match report.verdict() {
        Verdict::Accept => writeln!(out, "nothing was found")?,
        Verdict::Warn => writeln!(out, "it works, but may surprise")?,
        Verdict::Reject => writeln!(out, "do not send it")?,
    }
    if let Some(answer) = report.predicted_response() {
        writeln!(out, "the CRM would answer: {answer}")?;
    }
    Ok(report.verdict())
}

fn main() -> io::Result<ExitCode> {
    let path = std::env::args().nth(1);
    let verdict = preflight(path.as_deref().unwrap_or("examples/jobs/accounts-wrong.json"), &mut io::stdout().lock())?;
    Ok(if verdict == Verdict::Reject { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
